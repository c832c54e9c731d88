"""What is changed in the administration, step by step: recorded with what stood before, told again, and put back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from types import TracebackType
from typing import Any, Self, TypeVar, cast
from uuid import UUID, uuid4

from django.apps import apps
from django.contrib.admin.utils import NestedObjects
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist, ValidationError
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import Model, ProtectedError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.domain.audit import BATCH, Actor, entry, record_all
from accounts.domain.snapshots import (
    Value,
    called,
    differing,
    hides_something,
    in_batches,
    put_back,
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
        with it: what nobody recorded cannot be put back.
        """
        stored = locked(type(thing), thing.pk)
        if using := users_of(stored):
            raise ProtectedError(f"{thing._meta.label} {thing.pk} is in use.", set(using))
        self._note("remove", stored, before=snapshot(stored))
        stored.delete()

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
        for record in records:
            _put_back(record, undoing)
    return undoing


def _was_undone(record: AuditRecord) -> bool:
    """Whether the record's step was: the step that undoes another one leaves records of the same things."""
    of_the_same = AuditRecord.objects.filter(subject_kind=record.subject_kind, subject_id=record.subject_id)
    return of_the_same.filter(action=UNDO, details__undoes=str(record.step)).exists()


def _put_back(record: AuditRecord, undoing: Step) -> None:
    """Do the opposite of what `record` tells of."""
    try:
        model = apps.get_model(record.subject_kind)
    except LookupError:
        raise UndoError(_("Things of this kind are not kept any more.")) from None
    thing = f"{model._meta.verbose_name} “{record.details['name']}”"
    try:
        _OPPOSITES[record.details["did"]](model, record, undoing)
    except _ChangedError:
        raise UndoError(_("Changed again since then: %(thing)s. Undo the later change first."), thing=thing) from None
    except model.DoesNotExist:
        raise UndoError(_("Removed since then: %(thing)s."), thing=thing) from None
    except ProtectedError:
        raise UndoError(_("Used by now, so it stays: %(thing)s."), thing=thing) from None
    except FieldDoesNotExist:
        raise UndoError(_("Not kept in this form any more: %(thing)s."), thing=thing) from None
    except ValidationError as error:
        message = _("Cannot be put back: %(thing)s. %(reason)s")
        raise UndoError(message, thing=thing, reason=" ".join(error.messages)) from error


class _ChangedError(Exception):
    """The row is not as the step left it."""


def _unadd(model: type[Model], record: AuditRecord, undoing: Step) -> None:
    undoing.remove(_as_left(model, record))


def _unchange(model: type[Model], record: AuditRecord, undoing: Step) -> None:
    thing = _as_left(model, record)
    put_back(thing, record.details["before"])
    undoing.change(thing)


def _unremove(model: type[Model], record: AuditRecord, undoing: Step) -> None:
    if hides_something(model):
        raise ValidationError(_("The audit trail does not hold all of it."))
    thing = model(pk=record.subject_id)
    put_back(thing, record.details["before"])
    undoing.add(thing)


_OPPOSITES = {"add": _unadd, "change": _unchange, "remove": _unremove}


def _as_left(model: type[Model], record: AuditRecord) -> Model:
    """The row, if it still holds what the step wrote into it."""
    thing = locked(model, record.subject_id)
    if differing(model, record.details["after"], snapshot(thing)):
        raise _ChangedError
    return thing


def locked(model: type[Thing], pk: object) -> Thing:
    """The row as it stands in the database, under lock; raises the model's DoesNotExist."""
    return model._base_manager.select_for_update(of=("self",)).get(pk=pk)


def users_of(thing: Model) -> list[Model]:
    """The rows that keep `thing` from being deleted, or that would be deleted or emptied along with it."""
    collector = NestedObjects(using=DEFAULT_DB_ALIAS, origin=thing)
    collector.collect([thing])
    updates = cast(Any, collector.field_updates)  # the stubs have an older Django's form
    emptied = [row for rows in chain.from_iterable(updates.values()) for row in rows]
    deleted = [row for rows in collector.data.values() for row in rows if row != thing]
    return [*collector.protected, *deleted, *emptied]
