"""Workbooks and CSV files as administrators send them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from openpyxl import Workbook


def csv_of(*lines: str, ends: str = "\n", encoding: str = "utf-8") -> bytes:
    return "".join(line + ends for line in lines).encode(encoding)


def xlsx_of(*rows: Sequence[Any], change: Callable[[Any], object] = lambda sheet: None) -> bytes:
    """A workbook with the rows in its first sheet, to which `change` does something more."""
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    change(sheet)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The workbook with one of its files exchanged or added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return file.getvalue()


def read_part(data: bytes, name: str) -> bytes:
    """One of the files that a workbook is made of."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)
