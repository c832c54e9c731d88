"""Seats on a committee, given, ended and corrected; and the orders by which a committee is formed and formed anew."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.domain.changes import Step, locked
from accounts.language import day as in_words
from committees.domain.days import slip, slips
from committees.models import Committee, FormationOrder, Membership
from committees.seating import KEY_ROLES

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ONE_DAY = datetime.timedelta(days=1)

NEITHER = gettext_lazy("Choose a post, or write the name of a private person.")
BOTH = gettext_lazy("A seat belongs to a post or to a private person: leave one of the two empty.")
TWICE = gettext_lazy("This post has this seat in that time already.")
TWICE_A_PERSON = gettext_lazy("This person has this seat in that time already.")


class TakenError(ValidationError):
    """The seat of chair or member secretary is `other`'s in that time; the message, at `role`, names who has it."""

    def __init__(self, other: Membership) -> None:
        told = _("%(who)s has this seat from %(since)s to %(until)s.")
        if other.ends_on is None:
            told = _("%(who)s has this seat since %(since)s.")
        words = {"who": who(other), "since": in_words(other.starts_on), "until": in_words(other.ends_on)}
        super().__init__({"role": ValidationError(told, code="taken", params=words)})
        self.other = other


def who(seat: Membership) -> str:
    """Whose the seat is: the post with its office, or the private person."""
    return str(seat.post or seat.person_name)


def give(seat: Membership, *, step: Step, instead: bool = False) -> None:
    """Enter a new seat. With `instead`, who was chair or member secretary before has that seat up to the day before.

    Raises ValidationError with each error at its field, TakenError where the seat is another's in that time.
    """
    _check(seat)
    if instead:
        for other in _rivals(seat).filter(starts_on__lt=seat.starts_on):
            end(other, seat.starts_on - ONE_DAY, step=step)
    _check_beside_others(seat)
    step.add(seat)


def end(seat: Membership, last_day: datetime.date, *, step: Step) -> None:
    """The seat lasts up to `last_day`, included. Raises ValidationError where that lies before its first day."""
    seat.ends_on = last_day
    correct(seat, step=step)


def correct(seat: Membership, *, step: Step) -> None:
    """Save what is put right in a seat that was entered wrongly. Raises as `give` does."""
    _check(seat)
    _check_beside_others(seat)
    step.change(seat)


def _check(seat: Membership) -> None:
    wrong: dict[str, str | _StrPromise] = dict(slips(seat.starts_on, seat.ends_on))
    if not seat.post_id and not seat.person_name.strip():
        wrong["post"] = NEITHER
    elif seat.post_id and seat.person_name.strip():
        wrong["person_name"] = BOTH
    if wrong:
        raise ValidationError(dict(wrong))


def _check_beside_others(seat: Membership) -> None:
    """Raise ValidationError where another seat of the committee is in the way, and let nobody add one meanwhile."""
    locked(Committee, seat.committee_id)
    if other := _rivals(seat).first():
        raise TakenError(other)
    if _at_that_time(seat).filter(role=seat.role, post=seat.post_id, person_name=seat.person_name).exists():
        raise ValidationError({"post": TWICE} if seat.post_id else {"person_name": TWICE_A_PERSON})


def _rivals(seat: Membership) -> QuerySet[Membership]:
    """Those who have the seat that only one has, in the same time."""
    found = _at_that_time(seat).filter(role=seat.role)
    return found.select_related("post__office").order_by("starts_on") if seat.role in KEY_ROLES else found.none()


def _at_that_time(seat: Membership) -> QuerySet[Membership]:
    others = Membership.objects.filter(committee=seat.committee_id).exclude(pk=seat.pk)
    others = others.filter(Q(ends_on=None) | Q(ends_on__gte=seat.starts_on))
    return others.filter(starts_on__lte=seat.ends_on) if seat.ends_on else others


@dataclass(frozen=True)
class Reshuffle:
    """What an order makes of a committee's seats from the day it is in force.

    `end` last up to the day before; those of them that would begin on that very day are taken out. `stay` go on as they
    are. `begin` are new: first the seats of `end` that go on in another role, in their order there, then all others.
    """

    order: FormationOrder
    end: Sequence[Membership]
    stay: Sequence[Membership]
    begin: Sequence[Membership]


def reshuffle(order: FormationOrder, roles: Mapping[int, str], new: Sequence[Membership]) -> Reshuffle:
    """The seats of the committee on the order's day, as they would be after it.

    `roles`: the id of each seat of that day → its role from then on, empty where it ends. `new`: unsaved seats, of
    which only role and post or name are read. LookupError where the seats of that day are others by now.
    """
    day = order.effective_on
    present = list(order.committee.memberships.on(day).select_related("post__office"))
    if set(roles) != {seat.pk for seat in present}:
        raise LookupError(day)
    stay = [seat for seat in present if roles[seat.pk] == seat.role]
    leave = [seat for seat in present if seat not in stay]
    moved = [
        Membership(role=roles[seat.pk], post=seat.post, person_name=seat.person_name, ends_on=seat.ends_on)
        for seat in leave
        if roles[seat.pk]
    ]
    begin = [*moved, *new]
    for seat in begin:
        seat.committee, seat.order, seat.starts_on = order.committee, order, day
    return Reshuffle(order, end=leave, stay=stay, begin=begin)


class ReshuffleError(Exception):
    """An order cannot give some seats. `errors`: their places in `Reshuffle.begin`, each with its ValidationError."""

    def __init__(self, errors: Mapping[int, ValidationError]) -> None:
        super().__init__(errors)
        self.errors = errors


def carry_out(plan: Reshuffle, *, step: Step) -> None:
    """Enter the order and change the seats by it, all of them or none.

    Raises ValidationError for the order itself, ReshuffleError for its seats.
    """
    order = plan.order
    days = {"dated_on": order.dated_on, "effective_on": order.effective_on}
    if wrong := {name: improbable for name, day in days.items() if (improbable := slip(day))}:
        raise ValidationError(dict(wrong))
    step.add(order)
    for seat in plan.end:
        if seat.starts_on < order.effective_on:
            seat.ends_on = order.effective_on - ONE_DAY
            step.change(seat)
        else:
            step.remove(seat)
    errors = {}
    for place, seat in enumerate(plan.begin):
        try:
            give(seat, step=step)
        except ValidationError as error:
            errors[place] = error
    if errors:
        raise ReshuffleError(errors)
