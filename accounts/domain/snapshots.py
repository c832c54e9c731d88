"""What a row held, as plain JSON: for the audit trail to keep, for a change to be told of, and to be put back."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from django.core.exceptions import FieldDoesNotExist
from django.db.models import BinaryField, Field, ForeignKey, Model
from django.utils import translation

Thing = TypeVar("Thing", bound=Model)
# What stands in an audit record for one field: JSON, for a foreign key the key and how its row was called then.
Value = Any
RECORD_LANGUAGE = "bn"


def recorded_fields(model: type[Model]) -> list[Field[Any, Any]]:
    """The columns of `model` that the audit trail tells of: all but the primary key, bytes, and its secrets.

    A model names its secrets in `NEVER_RECORDED`, a set of names of fields.
    """
    hidden: frozenset[str] = getattr(model, "NEVER_RECORDED", frozenset())
    return [
        field
        for field in model._meta.concrete_fields
        if not (field.primary_key or isinstance(field, BinaryField) or field.name in hidden)
    ]


def snapshots(things: Sequence[Model]) -> Iterator[dict[str, Value]]:
    """The recorded fields of each of `things`, which are of one model, by their names."""
    if not things:
        return
    fields = recorded_fields(type(things[0]))
    with_what_they_point_at(things)
    for thing in things:
        with translation.override(RECORD_LANGUAGE):
            snapshot = {field.name: _value(field, thing) for field in fields}
        yield snapshot


def snapshot(thing: Model) -> dict[str, Value]:
    """The recorded fields of `thing` by their names."""
    return next(snapshots([thing]))


def called(thing: Model) -> str:
    """How `thing` is called in the records."""
    with translation.override(RECORD_LANGUAGE):
        return str(thing)


def hides_something(model: type[Model]) -> bool:
    """Whether a row of `model` holds more than its snapshot."""
    return len(recorded_fields(model)) + 1 < len(model._meta.concrete_fields)


def differing(model: type[Model], one: Mapping[str, Value], other: Mapping[str, Value]) -> list[str]:
    """The names of those fields of `one` that `other` has otherwise; of what is pointed at only the keys count.

    Raises FieldDoesNotExist where the model has one of them no more.
    """
    return [name for name in one if _key(one[name], field := column(model, name)) != _key(other[name], field)]


def column(model: type[Model], name: str) -> Field[Any, Any]:
    """The field `name` of `model`; raises FieldDoesNotExist."""
    field = model._meta.get_field(name)
    if not isinstance(field, Field):
        raise FieldDoesNotExist(name)
    return field


def put_back(thing: Model, recorded: dict[str, Value]) -> None:
    """Set the fields of `thing` to what was `recorded`; FieldDoesNotExist where the model has one of them no more."""
    for name, value in recorded.items():
        field = column(type(thing), name)
        setattr(thing, field.attname, field.to_python(_key(value, field)))


def with_what_they_point_at(things: Sequence[Model]) -> None:
    """Fetch the rows that `things`, of one model, point at, with what their names need: a query for each foreign key.

    A row is called by what it belongs to (a post by its office), so required foreign keys are followed.
    """
    for field in type(things[0])._meta.concrete_fields:
        if isinstance(field, ForeignKey):
            pointing = [thing for thing in things if not field.is_cached(thing)]
            # A prefetch would name all keys in one expression, which SQLite refuses from a thousand on.
            rows = field.related_model._base_manager.select_related().in_bulk(
                {key for thing in pointing if (key := getattr(thing, field.attname)) is not None}
            )
            for thing in pointing:
                if row := rows.get(getattr(thing, field.attname)):
                    field.set_cached_value(thing, row)


def in_batches(things: Iterable[Thing], size: int) -> Iterator[list[Thing]]:
    """`things` in lists of at most `size`."""
    rest = iter(things)
    while batch := list(islice(rest, size)):
        yield batch


def _value(field: Field[Any, Any], thing: Model) -> Value:
    value = field.to_python(field.value_from_object(thing))
    if isinstance(field, ForeignKey) and value is not None:
        return [_plain(value), str(getattr(thing, field.name))]
    return _plain(value)


def _plain(value: object) -> Value:
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, str):
        return str(value)  # a choice's own class is left behind
    if isinstance(value, list | tuple | dict):
        return json.loads(json.dumps(value))
    return value if isinstance(value, int | float | None) else str(value)


def _key(value: Value, field: Field[Any, Any]) -> Value:
    return value[0] if isinstance(field, ForeignKey) and value is not None else value
