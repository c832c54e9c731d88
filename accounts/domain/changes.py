"""What is changed in the administration, step by step: recorded with what stood before, told again, and put back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, groupby
from types import TracebackType
from typing import Any, Self, TypeVar, cast
from uuid import UUID, uuid4

from django.apps import apps
from django.contrib.admin.utils import NestedObjects
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist, ValidationError
from django.db import DEFAULT_DB_ALIAS, IntegrityError, transaction
from django.db.models import ForeignKey, Model, ProtectedError
from django.db.models.sql import DeleteQuery
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.domain.audit import BATCH, Actor, entry, record_all
from accounts.domain.history import about, kind_words
from accounts.domain.snapshots import (
    Value,
    called,
    differing,
    hides_something,
    in_batches,
    put_back,
    recorded_fields,
    snapshot,
    snapshots,
)
from accounts.models import AuditRecord

UNDO = "changes.undo"

Thing = TypeVar("Thing", bound=Model)


class Step:
    """One step of an administrator: all of it happens and is recorded, or none of it.

        with Step(by=actor, action="post.rename") as step:
            step.change(post)

    Every row that is added, changed or removed leaves an audit record with what it held before and after; the records
    have the step's `id` in common, by which `undo` puts all of it back. `details` stand in
    each record. They are written when the block ends; where it ends in an error, nothing was done.
    """

    def __init__(self, by: Actor, action: str, **details: object) -> None:
        self.id: UUID = uuid4()
        self._by, self._action, self._details = by, action, details
        self._entries: list[AuditRecord] = []
        self._transaction = transaction.atomic()

    def __enter__(self) -> Self:
        self._transaction.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                record_all(self._entries)
        except BaseException as failure:
            self._transaction.__exit__(type(failure), failure, failure.__traceback__)
            raise
        self._transaction.__exit__(kind, error, trace)

    def __bool__(self) -> bool:
        """Whether anything was done so far."""
        return bool(self._entries)

    def add(self, thing: Model) -> None:
        """Create the row of `thing`; raises ValidationError as its `full_clean` does."""
        thing.full_clean()
        thing.save(force_insert=True)
        self._note("add", thing, after=snapshot(thing))

    def add_all(self, things: Iterable[Thing]) -> list[Thing]:
        """Create the rows of `things`, all of one model, without asking `full_clean`: the caller has checked them.

        Signals and `save` of the model are passed by, as in bulk_create. Gives the things, which have their keys now.
        """
        added: list[Thing] = []
        for batch in in_batches(things, BATCH):
            type(batch[0])._base_manager.bulk_create(batch)
            for thing, after in zip(batch, snapshots(batch), strict=True):
                self._note("add", thing, after=after)
            added += batch
        return added

    def change(self, thing: Thing) -> bool:
        """Save those recorded fields of `thing` that are not as in the database; False where all are.

        The row is locked meanwhile. Fields that the audit trail never tells of are left alone. Raises ValidationError
        as `full_clean` does, and the model's DoesNotExist where the row is gone.
        """
        stored = locked(type(thing), thing.pk)
        thing.full_clean()
        before, after = snapshot(stored), snapshot(thing)
        names = differing(type(thing), before, after)
        if not names:
            return False
        thing.save(update_fields=names)
        self._note("change", thing, before=_of(before, names), after=_of(after, names))
        return True

    def change_all(self, things: Iterable[Thing]) -> None:
        """Save what differs of `things`, all of one model, without asking `full_clean`: the caller has checked them.

        As `change` does it for one, with a few queries for a thousand. Raises ObjectDoesNotExist where a row is gone.
        """
        for batch in in_batches(things, BATCH):
            model = type(batch[0])
            rows = model._base_manager.select_for_update(of=("self",)).in_bulk([thing.pk for thing in batch])
            if len(rows) < len(batch):
                raise ObjectDoesNotExist(f"Some of the {model._meta.label} are gone.")
            befores = snapshots([rows[thing.pk] for thing in batch])
            noted = [
                (thing, before, after, differing(model, before, after))
                for thing, before, after in zip(batch, befores, snapshots(batch), strict=True)
            ]
            if fields := sorted({name for *_rest, names in noted for name in names}):
                model._base_manager.bulk_update(batch, fields)
            for thing, before, after, names in noted:
                if names:
                    self._note("change", thing, before=_of(before, names), after=_of(after, names))

    def remove(self, thing: Model) -> None:
        """Delete the row of `thing`, and nothing else.

        Raises ProtectedError where other rows belong to it, also such as the database would delete or empty along
        with it: what nobody recorded cannot be put back. Raises the model's DoesNotExist where the row is gone.
        """
        self.remove_all([locked(type(thing), thing.pk)])

    def remove_all(self, things: Iterable[Model]) -> None:
        """Delete the rows of `things`, all of one model and under lock, as `remove` does; they may use one another.

        Signals and `delete` of the model are passed by.
        """
        for batch in in_batches(things, BATCH):
            if using := users_of(batch):
                raise ProtectedError(f"Some of the {batch[0]._meta.label} are in use.", set(using))
            for thing, before in zip(batch, snapshots(batch), strict=True):
                self._note("remove", thing, before=before)
            DeleteQuery(type(batch[0])).delete_batch([thing.pk for thing in batch], DEFAULT_DB_ALIAS)

    def _note(
        self, did: str, thing: Model, *, before: dict[str, Value] | None = None, after: dict[str, Value] | None = None
    ) -> None:
        details = {"did": did, "name": called(thing), "before": before or {}, "after": after or {}, **self._details}
        self._entries.append(entry(self._by, self._action, thing, details, self.id))


def _of(held: Mapping[str, Value], names: Iterable[str]) -> dict[str, Value]:
    return {name: held[name] for name in names}


class UndoError(Exception):
    """A step cannot be put back; `str()` is a sentence for the administrator that names the thing in the way."""

    def __init__(self, message: str | Promise, **words: str) -> None:
        super().__init__(message)
        self.message, self.words = message, words

    def __str__(self) -> str:
        return str(self.message) % self.words


def undo(step: UUID, *, by: Actor) -> Step:
    """Put back what the step changed, the last change first, as a step of its own; that one can be undone in turn.

    Raises UndoError, with nothing done, where the step was undone before, or something it touched was changed, removed
    or used since, or a rule of today refuses what stood then.
    """
    with Step(by, UNDO, undoes=str(step)) as undoing:
        records = list(AuditRecord.objects.select_for_update(of=("self",)).filter(step=step).order_by("-pk"))
        if not records:
            raise UndoError(_("There is no such step."))
        if _was_undone(records[0]):
            raise UndoError(_("This step was undone already."))
        for (kind, did), run in groupby(records, key=lambda record: (record.subject_kind, record.details["did"])):
            _OPPOSITES[did](_model(kind), list(run), undoing)
    return undoing


def _was_undone(record: AuditRecord) -> bool:
    """Whether the record's step was: the step that undoes another one leaves records of the same things."""
    of_the_same = AuditRecord.objects.filter(subject_kind=record.subject_kind, subject_id=record.subject_id)
    return of_the_same.filter(action=UNDO, details__undoes=str(record.step)).exists()


def _model(kind: str) -> type[Model]:
    try:
        return apps.get_model(kind)
    except LookupError:
        raise UndoError(_("Things of this kind are not kept any more.")) from None


def _unadd(model: type[Model], records: Sequence[AuditRecord], undoing: Step) -> None:
    """A thousand rows that a sheet brought go in a few queries."""
    for batch in in_batches(records, BATCH):
        try:
            undoing.remove_all(_as_left(model, batch))
        except ProtectedError as error:
            used = next(record for record in batch if _points_at(error.protected_objects, model, record.subject_id))
            raise UndoError(_("Used by now, so it stays: %(thing)s."), thing=_words(used)) from None


def _unchange(model: type[Model], records: Sequence[AuditRecord], undoing: Step) -> None:
    """A thousand rows that a sheet changed go in a few queries, where the database takes them at once."""
    for batch in in_batches(records, BATCH):
        if not _unchanged_at_once(model, batch, undoing):
            _unchange_in_turn(model, batch, undoing)


def _unchanged_at_once(model: type[Model], records: Sequence[AuditRecord], undoing: Step) -> bool:
    """Whether that could be done; else nothing was. The database itself keeps constraints and foreign keys."""
    if len({record.subject_id for record in records}) < len(records):
        return False
    things = _as_left(model, records)
    keys = {field.name for field in recorded_fields(model) if isinstance(field, ForeignKey)}
    try:
        with transaction.atomic():
            for record, thing in zip(records, things, strict=True):
                with _said_of(record):
                    put_back(thing, record.details["before"])
                    thing.clean_fields(exclude=keys)
            undoing.change_all(things)
    except (IntegrityError, ObjectDoesNotExist):
        return False
    for record, thing in zip(records, things, strict=True):
        with _said_of(record):
            thing.clean()
    return True


def _unchange_in_turn(model: type[Model], records: Sequence[AuditRecord], undoing: Step) -> None:
    """One may be valid only after the one before it."""
    for record in records:
        (thing,) = _as_left(model, [record])
        with _said_of(record):
            put_back(thing, record.details["before"])
            undoing.change(thing)


def _unremove(model: type[Model], records: Sequence[AuditRecord], undoing: Step) -> None:
    for record in records:
        with _said_of(record):
            if hides_something(model):
                raise ValidationError(_("The audit trail does not hold all of it."))
            thing = model(pk=record.subject_id)
            put_back(thing, record.details["before"])
            undoing.add(thing)


_OPPOSITES = {"add": _unadd, "change": _unchange, "remove": _unremove}


@contextmanager
def _said_of(record: AuditRecord) -> Iterator[None]:
    """What a rule of today refuses is said as the reason why the record's thing cannot be put back."""
    try:
        yield
    except FieldDoesNotExist:
        raise UndoError(_("Not kept in this form any more: %(thing)s."), thing=_words(record)) from None
    except ValidationError as error:
        message = _("Cannot be put back: %(thing)s. %(reason)s")
        raise UndoError(message, thing=_words(record), reason=" ".join(error.messages)) from error


def _as_left(model: type[Model], records: Sequence[AuditRecord]) -> list[Model]:
    """The rows of `records` under lock, if all still hold what the step wrote into them."""
    pks = [record.subject_id for record in records]
    rows = model._base_manager.select_for_update(of=("self",)).in_bulk(pks)
    if gone := next((record for record in records if record.subject_id not in rows), None):
        raise UndoError(_("Removed since then: %(thing)s."), thing=_words(gone))
    things = [rows[pk] for pk in pks]
    for record, now in zip(records, snapshots(things), strict=True):
        with _said_of(record):
            is_changed = bool(differing(model, record.details["after"], now))
        if is_changed:
            message = _("Changed again since then: %(thing)s. Undo the later change first.")
            raise UndoError(message, thing=_words(record))
    return things


def _words(record: AuditRecord) -> str:
    return f"{kind_words(record.subject_kind)} “{about(record)[2]}”"


def _points_at(rows: Iterable[Model], model: type[Model], pk: int) -> bool:
    """Whether one of `rows` has a foreign key to the row `pk` of `model`."""
    return any(
        field.related_model is model and getattr(row, field.attname) == pk
        for row in rows
        for field in row._meta.concrete_fields
        if isinstance(field, ForeignKey)
    )


def locked(model: type[Thing], pk: object) -> Thing:
    """The row as it stands in the database, under lock; raises the model's DoesNotExist."""
    return model._base_manager.select_for_update(of=("self",)).get(pk=pk)


def users_of(things: Sequence[Model]) -> list[Model]:
    """The rows that keep `things` from being deleted, or that would be deleted or emptied along with them."""
    collector = NestedObjects(using=DEFAULT_DB_ALIAS, origin=things)
    collector.collect(things)
    updates = cast(Any, collector.field_updates)  # the stubs have an older Django's form
    emptied = [row for rows in chain.from_iterable(updates.values()) for row in rows]
    deleted = [row for rows in collector.data.values() for row in rows]
    using = {*collector.protected, *deleted, *emptied} - {*things}
    return list(using)
