"""A file as an administrator sends it, CSV or XLSX, read into rows of cells."""

from __future__ import annotations

import csv
import datetime
import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from accounts.language import digits
from committees.sheets.cells import Cell, Fault, guarded

MAX_BYTES = 5 * 1024 * 1024
MAX_EXPANDED = 48 * 1024 * 1024
MAX_PARTS = 500  # files in an XLSX; one with a sheet or two has about fifteen
MAX_ROWS = 10_000
MAX_COLUMNS = 64
LAST_ROW = 1_048_576  # the last one that Excel has
DELIMITERS = (",", ";", "\t")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


class SheetError(Exception):
    """The file as a whole cannot be taken; `str()` is a sentence for the person who sent it."""


class Line(NamedTuple):
    """A row that holds something. `number` is the one that a spreadsheet shows beside it."""

    number: int
    cells: Sequence[Cell]


class Table(NamedTuple):
    """The first line of a file, and those below it that hold something."""

    headings: list[str]
    lines: list[Line]


def read(data: bytes) -> Table:
    """The rows of a CSV file in UTF-8 or UTF-16 or of the first sheet of an XLSX file; raises SheetError."""
    if len(data) > MAX_BYTES:
        raise SheetError(_("The file is larger than %(size)s MB.") % {"size": digits(MAX_BYTES // 1024**2)})
    if data.startswith(_OLE):
        raise SheetError(
            _("This is an Excel file of before 2007, or one with a password. Save it as XLSX without a password.")
        )
    lines = _filled(_xlsx(data) if data.startswith(_ZIP) else _csv(_decoded(data)))
    heading = next(lines, None)
    if heading is None:
        raise SheetError(_("The file is empty."))
    headings = [cell.strip() if isinstance(cell, str) else "" for cell in heading.cells]
    while headings and not headings[-1]:
        headings.pop()
    if len(headings) > MAX_COLUMNS:
        raise SheetError(_("The file has more than %(n)s columns.") % {"n": digits(MAX_COLUMNS)})
    return Table(headings, _limited(lines))


def _filled(rows: Iterable[Sequence[Cell]]) -> Iterator[Line]:
    """The rows that hold anything, with their numbers."""
    for number, cells in enumerate(rows, start=1):
        if any(not isinstance(cell, str) or cell.strip() for cell in cells):
            yield Line(number, cells)


def _limited(lines: Iterator[Line]) -> list[Line]:
    found: list[Line] = []
    for line in lines:
        if len(found) == MAX_ROWS:
            raise SheetError(
                _("The file has more than %(n)s rows. Nothing is taken: divide it into several files.")
                % {"n": digits(MAX_ROWS)}
            )
        found.append(line)
    if not found:
        raise SheetError(_("The file has headings, but no row below them."))
    return found


def _decoded(data: bytes) -> str:
    encoding = "utf-16" if data.startswith(_UTF_16) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise SheetError(
            _("The letters of this file cannot be read. In Excel, save it as XLSX or as “CSV UTF-8”, and send that.")
        )
    return text


def _csv(text: str) -> Iterator[list[str]]:
    """The records of the text; what is between quotation marks may hold line ends."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        yield from rows
    except csv.Error as error:
        raise SheetError(
            _("Line %(n)s cannot be read: a quotation mark is missing or too many.") % {"n": digits(rows.line_num)}
        ) from error


def _delimiter(text: str) -> str:
    """What stands between the headings: the sign that divides the first filled line into most parts."""
    first = next((line for line in io.StringIO(text) if line.strip()), "")
    return max(DELIMITERS, key=first.count)


def _xlsx(data: bytes) -> Iterator[Sequence[Cell]]:
    """The rows of a workbook's first sheet. Macros, links and all other parts are left alone."""
    damaged = SheetError(_("This file cannot be opened as XLSX. Open it in Excel and save it as XLSX anew."))
    try:
        _refuse_bombs(data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's, about parts that no table needs
            book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            sheets = book.worksheets
            rows = list(_rows_of(sheets[0])) if sheets else None
            book.close()
    except SheetError:
        raise
    except Exception as error:  # whatever a parser of foreign files makes of a broken or hostile one
        raise damaged from error
    if rows is None:
        raise SheetError(_("The workbook has no sheet with rows."))
    yield from rows


def _refuse_bombs(data: bytes) -> None:
    """Raise SheetError where the file is far larger than it seems, or holds definitions that no workbook needs."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_EXPANDED:
            raise SheetError(_("The file is too large when it is unpacked. Keep only the sheet with the rows."))
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                text = archive.read(part)
                if any("<!DOCTYPE".encode(encoding) in text for encoding in ("utf-8", "utf-16-le", "utf-16-be")):
                    raise zipfile.BadZipFile("a document type definition")


def _rows_of(sheet: Any) -> Iterator[Sequence[Cell]]:
    sheet.reset_dimensions()  # what the file says of its size is often wrong
    filled, blank = 0, None
    for row in sheet.iter_rows(max_row=LAST_ROW, max_col=MAX_COLUMNS + 1):
        if row is blank or all(cell.value is None for cell in row):
            blank = row  # all missing rows are one object
            yield ()
            continue
        filled += 1
        yield [_cell(cell) for cell in row]
        if filled > MAX_ROWS + 1:
            return


def _cell(cell: Any) -> Cell:
    """What a cell of a workbook holds."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type in ("f", "e"):
        return Fault.FORMULA if cell.data_type == "f" else Fault.ERROR
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.time | datetime.timedelta):
        return Fault.TIME
    if isinstance(value, str) and cell.style_array.quotePrefix:
        return guarded(value)  # Excel keeps the apostrophe that somebody typed as a mark of the cell
    return value if isinstance(value, int | float | datetime.date) else str(value)
