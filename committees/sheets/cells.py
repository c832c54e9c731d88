"""What one cell may hold: how it is read, and how it is written so that it reads the same again."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property
from typing import Any, Protocol

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.inputs import BanglaDateField
from accounts.language import digits
from bangla.dates import DateError, format_numeric, parse_date
from bangla.digits import to_ascii
from bangla.text import NO_TEXT, fold, nfc

LANGUAGES = ("bn", "en")
LONGEST = 2000  # characters; a letterhead of eight lines has fewer. A workbook repeats one text in thousands of cells
# What spreadsheets take for the beginning of a formula, in either width.
_FORMULA = tuple("=+-@＝＋－＠")
_DASHES = frozenset({"-", "–", "—", "−"})


class Fault(Enum):
    """What stands in a cell of a workbook that is no data."""

    FORMULA = auto()
    ERROR = auto()
    TIME = auto()


Cell = str | int | float | datetime.date | Fault


class CellError(Exception):
    """A cell cannot be read; `str()` is a sentence for the person who sent it."""


class Form(Protocol):
    """What the cells of a column hold. An empty cell is read as None, and None is shown as an empty cell."""

    def read(self, cell: Cell) -> Any:
        """The value; raises CellError."""

    def show(self, value: Any) -> Cell:
        """The value as it is written for the reader of today's language."""


def guarded(text: str) -> str:
    """`text` behind an apostrophe, where a spreadsheet would take it for a formula, or we for an empty cell."""
    return "'" + text if _needs_guard(text.lstrip("'")) else text


def _needs_guard(bare: str) -> bool:
    return bare.startswith(_FORMULA) or bare in _DASHES


def text_of(cell: Cell) -> str:
    """The text of a cell in NFC, without spaces around it; a lone dash is nothing. Raises CellError."""
    if isinstance(cell, Fault):
        raise CellError(_faults()[cell])
    if isinstance(cell, datetime.date):
        raise CellError(_("The spreadsheet made a date of this. Set the column's format to “Text” and write it anew."))
    if isinstance(cell, str) and len(cell) > LONGEST:
        raise CellError(_("This is longer than %(n)s characters.") % {"n": digits(LONGEST)})
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = nfc(str(cell)).strip()
    if text in _DASHES:
        return ""
    if not isinstance(cell, str) or not _needs_guard(text.lstrip("'")):
        return text
    if not text.startswith("'"):
        raise CellError(_faults()[Fault.FORMULA])
    return text[1:]


def _faults() -> Mapping[Fault, str]:
    return {
        Fault.FORMULA: _(
            "A formula is not taken, nor what begins like one. If it is text, write an apostrophe before it."
        ),
        Fault.ERROR: _("The spreadsheet shows an error here."),
        Fault.TIME: _("This is a time of day. Set the cell's format to “Text” and write it anew."),
    }


class Text:
    """One line of text."""

    def read(self, cell: Cell) -> str | None:
        return text_of(cell) or None

    def show(self, value: str | None) -> Cell:
        return guarded(NO_TEXT.sub("\ufffd", value or ""))


class Address(Text):
    """An e-mail address, in lower case as accounts keep it."""

    def read(self, cell: Cell) -> str | None:
        return text_of(cell).lower() or None


class Code(Text):
    """A geographic code; the zero that a spreadsheet took from its beginning is put back."""

    LENGTH = 4

    def read(self, cell: Cell) -> str | None:
        text = to_ascii(text_of(cell))
        return text.zfill(self.LENGTH) if text.isdecimal() else text or None


class Lines:
    """Lines of text, one below the other in the cell (Alt+Enter)."""

    def read(self, cell: Cell) -> list[str] | None:
        return [line.strip() for line in text_of(cell).splitlines() if line.strip()] or None

    def show(self, value: Iterable[str] | None) -> Cell:
        return guarded("\n".join(NO_TEXT.sub("\ufffd", line) for line in value or ()))


class Day:
    """A day, as the spreadsheet keeps it or typed in one of the offices' forms."""

    def read(self, cell: Cell) -> datetime.date | None:
        if isinstance(cell, datetime.date):
            return cell
        if isinstance(cell, int | float):
            raise CellError(_("This is a number. Set the cell's format to “Date”, or write the day like 27-06-2021."))
        text = text_of(cell)
        try:
            return parse_date(text) if text else None
        except DateError as error:
            raise CellError(str(BanglaDateField.messages[error.code])) from error

    def show(self, value: datetime.date | None) -> Cell:
        """In Bengali digits spreadsheets leave it as it is; in others they understand the order of the standard."""
        if value is None:
            return ""
        return format_numeric(value, "-") if translation.get_language() == "bn" else value.isoformat()


class Count:
    """A whole number in either digits."""

    def read(self, cell: Cell) -> int | None:
        text = to_ascii(text_of(cell))
        if not text:
            return None
        if not (text.isascii() and text.isdecimal() and len(text) < 10):
            raise CellError(_("This is not a number we can read. Write it like 18 or ১৮."))
        return int(text)

    def show(self, value: int | None) -> Cell:
        return "" if value is None else value


@dataclass(frozen=True)
class Choice:
    """One of several values, by its word in either language or as it is stored."""

    choices: Callable[[], Iterable[tuple[Any, str | Promise]]]

    def read(self, cell: Cell) -> Any:
        text = text_of(cell)
        if not text:
            return None
        try:
            return self._values[fold(text)]
        except KeyError:
            words = "; ".join(str(word) for _value, word in self.choices())
            raise CellError(_("“%(text)s” is none of: %(words)s.") % {"text": text, "words": words}) from None

    def show(self, value: Any) -> Cell:
        return guarded(str(dict(self.choices()).get(value, "" if value is None else value)))

    @cached_property
    def _values(self) -> dict[str, Any]:
        """Values by their words; these never change while the portal runs."""
        values = {fold(str(value)): value for value, _word in self.choices()}
        for language in LANGUAGES:
            with translation.override(language):
                values |= {fold(str(word)): value for value, word in self.choices()}
        return values
