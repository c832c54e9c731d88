"""What a transfer would do, in words, before anybody does it: who holds what, whose rights move, who is waited for."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.domain.audit import Actor
from accounts.domain.changes import Step
from accounts.models import User
from committees.domain.holding import Transfer, transfer
from committees.models import Administration, Area, Committee, Delegation, Membership, Post, Tenure
from committees.powers import Role, powers_of
from committees.seating import KEY_ROLES, lacking_a_key_seat
from minutes.models import Minutes
from oversight.awaited import awaited
from oversight.waiting import STEPS

TRANSFER = "tenure.transfer"
Right = tuple[type[Committee | Area], int | None, str]  # which committee and the role there, or which area and charge


@dataclass(frozen=True)
class Moved:
    """A person's rights that end and begin, in words."""

    person: User
    loses: Sequence[str]
    gains: Sequence[str]


@dataclass(frozen=True)
class Foreseen:
    """What a transfer does. `waiting`: each open set of minutes of the committees it touches, with whom it waits for.

    `lacking`: those of the committees in which nobody signs or nobody drafts afterwards.
    """

    ended: Sequence[Tenure]
    begun: Sequence[Tenure]
    moved: Sequence[Moved]
    waiting: Sequence[tuple[Minutes, str]]
    lacking: Sequence[Committee]
    last_day: datetime.date


def foresee(wanted: Transfer, by: Actor) -> Foreseen:
    """Do the transfer, look, and take it back. Raises ValidationError as the transfer itself would."""
    day = max(wanted.day, timezone.localdate())
    ended = list({tenure.pk: tenure for tenures in wanted.ending.values() for tenure in tenures}.values())
    people = {tenure.person for tenure in ended} | {new.person for new in wanted.beginning.values()}
    posts = {tenure.post for tenure in ended} | {new.post for new in wanted.beginning.values()}
    before = {person: _rights(person, day) for person in people}
    with transaction.atomic():
        with Step(by, TRANSFER) as step:
            begun = transfer(wanted, step)
        after = {person: _rights(person, day) for person in people}
        committees = _touched(posts, day)
        foreseen = Foreseen(
            ended=ended,
            begun=begun,
            moved=_moved(before, after),
            waiting=_waiting(committees, day),
            lacking=list(lacking_a_key_seat(Committee.objects.filter(pk__in=committees), day).order_by("name_bn")),
            last_day=wanted.day - datetime.timedelta(days=1),
        )
        transaction.set_rollback(True)
    return foreseen


def _touched(posts: Iterable[Post], day: datetime.date) -> set[int]:
    """The committees for which one of the posts signs or drafts."""
    seats = Membership.objects.on(day).filter(post__in=posts, role__in=KEY_ROLES)
    deputies = Delegation.objects.on(day).filter(post__in=posts, may_sign=True)
    return {*seats.values_list("committee", flat=True), *deputies.values_list("committee", flat=True)}


def _waiting(committees: Collection[int], day: datetime.date) -> list[tuple[Minutes, str]]:
    unsigned = Q(dispatch__prepared__gt="", dispatch__pdf="", dispatch__cancelled_at=None)
    minutes = Minutes.objects.filter(Q(state__in=STEPS) | unsigned, meeting__committee__in=committees)
    found = list(minutes.select_related("meeting__committee", "dispatch").order_by("meeting__held_on", "pk"))
    sentences = awaited(found, day)
    return [(each, sentences[each.pk]) for each in found if each.pk in sentences]


def _moved(before: Mapping[User, frozenset[Right]], after: Mapping[User, frozenset[Right]]) -> list[Moved]:
    words = _in_words({right for rights in (*before.values(), *after.values()) for right in rights})

    def said(rights: Iterable[Right]) -> list[str]:
        return sorted(words[right] for right in rights)

    people = sorted(before, key=lambda person: person.pk)
    moved = [Moved(each, said(before[each] - after[each]), said(after[each] - before[each])) for each in people]
    return [each for each in moved if each.loses or each.gains]


def _rights(person: User, day: datetime.date) -> frozenset[Right]:
    """What the person's posts give on `day`."""
    powers = powers_of(person, day)
    charges = Administration.objects.filter(post__in=list(powers.posts)).values_list("area", "kind")
    seats = {(Committee, pk, role) for pk, roles in powers.roles.items() for role in roles}
    return frozenset(seats | {(Area, area, kind) for area, kind in charges})


def _in_words(rights: Iterable[Right]) -> dict[Right, str]:
    rights = list(rights)
    named = {
        model: model.objects.in_bulk([pk for kind, pk, _role in rights if kind is model]) for model in (Committee, Area)
    }
    return {right: _words(right, named[right[0]].get(right[1])) for right in rights}


def _words(right: Right, thing: Committee | Area | None) -> str:
    model, _pk, role = right
    labels = dict(Role.choices if model is Committee else Administration.Kind.choices)
    return _("%(role)s: %(of)s") % {"role": labels[role], "of": thing or _("whole country")}
