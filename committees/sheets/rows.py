"""A row of a sheet on its way from cells to what it would do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, Model
from django.utils.translation import gettext as _

from accounts.language import digits, numbers
from committees.sheets.cells import CellError
from committees.sheets.columns import Column, Kind, Verdict
from committees.sheets.files import Line, Table


class RowError(Exception):
    """The row is refused; `str()` is a sentence that names the column where one is concerned."""

    def __init__(self, message: str, column: Column | None = None) -> None:
        super().__init__(f"{column.heading}: {message}" if column else message)


@dataclass(frozen=True)
class Change:
    """A field of a thing that a row fills: what stood there and what would stand there."""

    column: Column
    field: str
    before: Any
    after: Any


@dataclass(eq=False)
class Part:
    """A thing that a row is about, with what the row would change; several rows may share one (a person)."""

    thing: Model
    changes: list[Change] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.is_new = self.thing.pk is None

    def set(self, column: Column, field: str, after: Any) -> None:
        """Fill the `field` of the thing with what stands in the column."""
        before = None if self.is_new else getattr(self.thing, field)
        self.changes.append(Change(column, field, before, after))
        setattr(self.thing, field, after)

    def take_back(self) -> None:
        """The row is refused: a thing that is there stands as it stood."""
        for change in () if self.is_new else self.changes:
            setattr(self.thing, change.field, change.before)


@dataclass(eq=False)
class Row:
    """A row: what its cells hold by the keys of their columns, None where they are empty."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    @property
    def verdict(self) -> Verdict:
        if self.refused:
            return Verdict.REFUSED
        if any(part.is_new for part in self.parts):
            return Verdict.CREATED
        return Verdict.CHANGED if any(part.changes for part in self.parts) else Verdict.UNCHANGED

    @property
    def refused(self) -> bool:
        return bool(self.problems) or any(part.problems for part in self.parts)

    @property
    def messages(self) -> list[str]:
        """Why the row is refused."""
        return list(dict.fromkeys([*self.problems, *(problem for part in self.parts for problem in part.problems)]))

    def refuse(self, message: str, column: Column | None = None) -> None:
        self.problems.append(str(RowError(message, column)))

    def fill(self, thing: Model, columns: Iterable[Column]) -> Part:
        """What the row makes of `thing` by the columns that fill its fields, and what is wrong with that.

        An empty cell empties a field that may be empty, and leaves others as they are. Asks no database.
        """
        part = Part(thing)
        by_field = {column.field: column for column in columns if column.field}
        for column in by_field.values():
            if column.key in self.values:
                _fill(part, column, self.values[column.key])
        part.problems += _problems(part, by_field)
        self.parts.append(part)
        return part


class Once:
    """Lets every thing stand in one row only."""

    def __init__(self) -> None:
        self._rows: dict[int, tuple[Model, int]] = {}

    def note(self, thing: Model, row: Row) -> None:
        """Raise RowError where an earlier row is about `thing` too."""
        _thing, number = self._rows.setdefault(id(thing), (thing, row.number))
        if number != row.number:
            raise RowError(_("Row %(n)s is about the same.") % {"n": digits(number)})


def rows_of(table: Table, kind: Kind) -> list[Row]:
    """The rows of the table, each cell read by its column; raises SheetError for headings of another kind."""
    columns = kind.columns_of(table.headings)
    return [_row(line, columns) for line in table.lines]


def _row(line: Line, columns: Sequence[Column | None]) -> Row:
    row = Row(line.number)
    for column, cell in zip(columns, line.cells, strict=False):
        if column is None and cell != "":
            row.refuse(_("A cell stands under no heading."))
        elif column is not None:
            try:
                row.values[column.key] = column.form.read(cell)
            except CellError as error:
                row.values[column.key] = ""
                row.refuse(str(error), column)
    if any(cell != "" for cell in line.cells[len(columns) :]):
        row.refuse(_("The row has more cells than there are headings."))
    for column in columns:
        if column is not None and row.values.setdefault(column.key, None) is None and column.required:
            row.refuse(_("This cell may not be empty."), column)
    return row


def _fill(part: Part, column: Column, after: Any) -> None:
    model_field = part.thing._meta.get_field(column.field)
    if after is None:
        if part.is_new or not getattr(model_field, "blank", False):
            return
        after = None if getattr(model_field, "null", False) else ""
    before = getattr(part.thing, column.field)
    if part.is_new or (before != after and as_read(column, before) != (None if after == "" else after)):
        part.set(column, column.field, after)


def as_read(column: Column, value: Any) -> Any:
    """What a sheet says that holds `value`: what cannot be told apart there is no change."""
    try:
        return column.form.read(column.form.show(value))
    except CellError:
        return value


def _problems(part: Part, columns: Mapping[str, Column]) -> list[str]:
    """What the fields of the thing refuse: of a new one all, of others those that are changed. No query is made."""
    changed = {change.field for change in part.changes}
    left_out = {
        each.name
        for each in part.thing._meta.concrete_fields
        if isinstance(each, ForeignKey) or not (part.is_new or each.name in changed)
    }
    try:
        part.thing.clean_fields(exclude=left_out)
    except ValidationError as error:
        return [
            str(RowError(numbers(message), columns.get(name)))
            for name, messages in error.message_dict.items()
            for message in messages
        ]
    return []
