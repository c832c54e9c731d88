"""What a sheet consists of: kinds of rows, and the columns by which they are written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from bangla.text import fold
from committees.sheets.cells import Form, Text
from committees.sheets.files import SheetError

TEXT = Text()


class Verdict(TextChoices):
    """What would become of a row."""

    CREATED = "created", _("new")
    CHANGED = "changed", _("changed")
    UNCHANGED = "unchanged", _("unchanged")
    REFUSED = "refused", _("refused")


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column, by what it is called in the code and in both languages.

    `field`: the field of the thing that it fills; empty where it helps to find a thing. `required`: no row goes
    without it. `about` and the examples are for the template.
    """

    key: str
    bn: str
    en: str
    form: Form = TEXT
    field: str = ""
    required: bool = False
    about: str | Promise = ""
    example_bn: str = ""
    example_en: str = ""

    @property
    def heading(self) -> str:
        """What the column is called in the reader's language."""
        return self.en if get_language() == "en" else self.bn

    @property
    def example(self) -> str:
        return self.example_en if get_language() == "en" else self.example_bn


@dataclass(frozen=True)
class Kind:
    """A kind of sheet: its word, what its rows are, its columns. `named_by`: the columns that a row is called by."""

    key: str
    word: str | Promise
    about: str | Promise
    columns: Sequence[Column]
    named_by: Collection[str]

    @cached_property
    def by_heading(self) -> Mapping[str, Column]:
        """The columns by their headings in both languages, in the form of a search."""
        return {fold(heading): column for column in self.columns for heading in (column.bn, column.en)}

    @cached_property
    def by_key(self) -> Mapping[str, Column]:
        return {column.key: column for column in self.columns}

    def unknown(self, headings: Iterable[str]) -> list[str]:
        """Those of the headings that name no column."""
        return [heading for heading in headings if heading and fold(heading) not in self.by_heading]

    def missing(self, headings: Iterable[str]) -> list[Column]:
        """The required columns that no heading names."""
        there = {self.by_heading.get(fold(heading)) for heading in headings}
        return [column for column in self.columns if column.required and column not in there]

    def columns_of(self, headings: Sequence[str]) -> list[Column | None]:
        """The column of each heading, None for an empty one; SheetError unless they make a sheet of this kind."""
        if unknown := self.unknown(headings):
            known = ", ".join(column.heading for column in self.columns)
            raise SheetError(
                gettext("A sheet of %(kind)s has no column “%(unknown)s”. Its columns are: %(known)s.")
                % {"kind": self.word, "unknown": "”, “".join(unknown), "known": known}
            )
        if missing := self.missing(headings):
            names = "”, “".join(column.heading for column in missing)
            raise SheetError(
                gettext("A sheet of %(kind)s needs the column “%(missing)s”.") % {"kind": self.word, "missing": names}
            )
        columns = [self.by_heading[fold(heading)] if heading else None for heading in headings]
        for place, column in enumerate(columns):
            if column and column in columns[:place]:
                raise SheetError(gettext("The column “%(name)s” is there twice.") % {"name": headings[place]})
        return columns
