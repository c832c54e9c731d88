"""What steps of the administration changed, told in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import DateField, DateTimeField, Field, ForeignKey, Model, Q
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import get_language, gettext

from accounts.domain.snapshots import RECORD_LANGUAGE, Value, called, column, with_what_they_point_at
from accounts.language import day, digits, moment
from accounts.models import AuditRecord

NOTHING = "—"
# What rows are called in the reader's language, by kind, key and the name that was recorded.
Names = Mapping[tuple[str, Any, str], str]


@dataclass(frozen=True)
class FieldChange:
    """One field of a thing: what it is called, what stood there before, and after; a dash for nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Told:
    """An audit record for a reader. One that is of no step tells neither what the thing was called nor any changes."""

    record: AuditRecord
    name: str
    changes: tuple[FieldChange, ...]

    @property
    def kind(self) -> str:
        return kind_words(self.record.subject_kind)


def history(*things: Model) -> list[Told]:
    """What was done to `things`, the newest first, in a fixed number of queries."""
    of_them = Q(pk__in=[])
    for thing in things:
        of_them |= Q(subject_kind=thing._meta.label_lower, subject_id=thing.pk)
    return told(AuditRecord.objects.filter(of_them).select_related("actor").order_by("-at", "-pk"))


def told(records: Iterable[AuditRecord]) -> list[Told]:
    """The records for a reader. It asks a query for each kind of row that they name, and on Bengali pages none."""
    records = list(records)
    names = {} if get_language() == RECORD_LANGUAGE else _names_in_readers_language(records)
    return [Told(record, _name(record, names), tuple(_changes(record, names))) for record in records]


def kind_words(kind: str) -> str:
    """What things of a model are called, given its label; other texts stay."""
    try:
        return str(apps.get_model(kind)._meta.verbose_name)
    except (LookupError, ValueError):
        return kind


def _name(record: AuditRecord, names: Names) -> str:
    name = str(record.details.get("name", ""))
    return names.get((record.subject_kind, record.subject_id, name), name)


def _changes(record: AuditRecord, names: Names) -> Iterable[FieldChange]:
    for field, label, before, after in _fields(record):
        if (words := (_words(field, before, names), _words(field, after, names))) != (NOTHING, NOTHING):
            yield FieldChange(label, *words)


def _fields(record: AuditRecord) -> Iterable[tuple[Field[Any, Any] | None, str, Value, Value]]:
    """Each field that the record tells of, None for one that the model has no more: its label, and both values."""
    before, after = record.details.get("before"), record.details.get("after")
    if not (isinstance(before, dict) and isinstance(after, dict)):
        return
    for name in before | after:
        field = _field(record.subject_kind, name)
        label = str(field.verbose_name) if field else name
        yield field, label, before.get(name), after.get(name)


def _field(kind: str, name: str) -> Field[Any, Any] | None:
    try:
        return column(apps.get_model(kind), name)
    except (LookupError, FieldDoesNotExist):
        return None


def _words(field: Field[Any, Any] | None, value: Value, names: Names) -> str:
    """A recorded value as the reader says it."""
    if value is None or value in ("", []):
        return NOTHING
    if isinstance(field, ForeignKey):
        key, name = value
        return names.get((field.related_model._meta.label_lower, key, name), name)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if field and field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, DateTimeField):
        return moment(parse_datetime(value))
    if isinstance(field, DateField):
        return day(parse_date(value))
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return digits(value) if isinstance(value, int) or value.isdecimal() else str(value)


def _names_in_readers_language(records: Iterable[AuditRecord]) -> Names:
    """The names of the rows that the records tell of or that are pointed at, where a row has the recorded one still."""
    recorded: dict[str, dict[Any, set[str]]] = {}
    for kind, key, name in _named(records):
        recorded.setdefault(kind, {}).setdefault(key, set()).add(name)
    return {
        (kind, row.pk, name): str(row)
        for kind, keys in recorded.items()
        for row in _rows(kind, keys)
        if (name := called(row)) in keys[row.pk]
    }


def _named(records: Iterable[AuditRecord]) -> Iterable[tuple[str, Any, str]]:
    """The rows that the records name: kind, key and name."""
    for record in records:
        if name := record.details.get("name"):
            yield record.subject_kind, record.subject_id, name
        for field, _label, *values in _fields(record):
            if isinstance(field, ForeignKey):
                for key, name in filter(None, values):
                    yield field.related_model._meta.label_lower, key, name


def _rows(kind: str, keys: Iterable[Any]) -> Iterable[Model]:
    try:
        model: type[Model] = apps.get_model(kind)
    except LookupError:
        return ()
    rows = list(model._base_manager.select_related().filter(pk__in=keys))
    if rows:
        with_what_they_point_at(rows)  # a seat's post, too, which need not be there
    return rows
