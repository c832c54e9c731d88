"""What steps of the administration changed, told in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import DateField, DateTimeField, Field, ForeignKey, ManyToManyField, Model, Q
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
    """An audit record for a reader. One that is of no step tells neither what the thing was called nor any changes.

    A row that links two things by a many-to-many field is told as a change of that field.
    """

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


def folded(entries: Iterable[Told]) -> list[Told]:
    """The entries of one step with all that was done alike to one thing, its links among it, in one of them."""
    found: dict[tuple[object, ...], Told] = {}
    for entry in entries:
        kind, key, _name = about(entry.record)
        done_to = (entry.record.action, entry.record.details.get("did"), kind, key)
        found[done_to] = _together(found[done_to], entry) if done_to in found else entry
    return list(found.values())


def _together(one: Told, other: Told) -> Told:
    """Both as one; the thing's own record stands for those of its links, whose values join under one label."""
    if _link(one.record.subject_kind) and not _link(other.record.subject_kind):
        one, other = other, one
    changes = {each.label: each for each in one.changes}
    for each in other.changes:
        if held := changes.get(each.label):
            each = FieldChange(each.label, _both(each.before, held.before), _both(each.after, held.after))
        changes[each.label] = each
    return replace(one, changes=tuple(changes.values()))


def _both(one: str, other: str) -> str:
    return "\n".join(dict.fromkeys(each for each in (one, other) if each != NOTHING)) or NOTHING


def kind_words(kind: str) -> str:
    """What things of a model are called, given its label; other texts stay."""
    if link := _link(kind):
        return f"{link.model._meta.verbose_name}: {link.verbose_name}"
    try:
        return str(apps.get_model(kind)._meta.verbose_name)
    except (LookupError, ValueError):
        return kind


def about(record: AuditRecord) -> tuple[str, Any, str]:
    """What a record is about: its kind, its key, and what it was called then. Of a link, the row that has the field."""
    if link := _link(record.subject_kind):
        held = record.details["after"] or record.details["before"]
        return link.model._meta.label_lower, *held[link.m2m_field_name()]
    return record.subject_kind, record.subject_id, str(record.details.get("name", ""))


def _link(kind: str) -> ManyToManyField[Any, Any] | None:
    """The many-to-many field whose links the rows of a kind are, where Django made the model for it."""
    try:
        model = apps.get_model(kind)
    except (LookupError, ValueError):
        return None
    owner = model._meta.auto_created
    fields = owner._meta.many_to_many if owner else ()
    return next((field for field in fields if field.remote_field.through is model), None)


def _name(record: AuditRecord, names: Names) -> str:
    named = about(record)
    return names.get(named, named[2])


def _changes(record: AuditRecord, names: Names) -> Iterable[FieldChange]:
    for field, label, before, after in _fields(record):
        if (words := (_words(field, before, names), _words(field, after, names))) != (NOTHING, NOTHING):
            yield FieldChange(label, *words)


def _fields(record: AuditRecord) -> Iterable[tuple[Field[Any, Any] | None, str, Value, Value]]:
    """Each field that the record tells of, None for one that the model has no more: its label, and both values."""
    before, after = record.details.get("before"), record.details.get("after")
    if not (isinstance(before, dict) and isinstance(after, dict)):
        return
    link = _link(record.subject_kind)
    for name in [link.m2m_reverse_field_name()] if link else before | after:
        field = _field(record.subject_kind, name)
        label = str((link or field).verbose_name) if field else name
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
        if (named := about(record))[2]:
            yield named
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
