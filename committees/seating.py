"""Who sits on a committee on a day, and who chairs it and may sign for it."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from committees.models import Committee, Delegation, Membership, Named, Post, Tenure, by_precedence, name_on
from committees.powers import Role, by_regularity

KEY_ROLES = (Role.CHAIR, Role.SECRETARY)


@dataclass(frozen=True)
class Seat:
    """A seat on a committee on `day` and who fills it, whoever answers for it first.

    There is no tenure where the post is vacant or the member is a private person.
    """

    membership: Membership
    day: datetime.date
    tenures: list[Tenure]

    @property
    def is_vacant(self) -> bool:
        return bool(self.membership.post_id) and not self.tenures

    @property
    def holder(self) -> Tenure | None:
        """Who answers for the seat's post; None where nobody does."""
        return next(iter(self.tenures), None)

    @property
    def post_name(self) -> Named | None:
        """What the seat's post was called on that day; None for a private person."""
        post = self.membership.post
        return name_on(post, self.day) if post else None


def seats_of(committee: Committee, day: datetime.date) -> list[Seat]:
    """Who sits on the committee on `day`: by role, by their posts' precedence, private persons by their seats' age."""
    found = committee.memberships.on(day).select_related("post__office").prefetch_related("post__former_names")
    memberships = list(found.order_by(*by_precedence("post__"), "starts_on", "pk"))
    roles = list(Membership.Role)
    memberships.sort(key=lambda m: roles.index(Membership.Role(m.role)))
    tenures = _holders([m.post_id for m in memberships if m.post_id], day)
    return [Seat(m, day, tenures.get(m.post_id or 0, [])) for m in memberships]


@dataclass(frozen=True)
class InTheChair:
    """Somebody who may chair or sign for a committee: a holder of the chair's post, or, by a delegation, a deputy."""

    tenure: Tenure
    delegation: Delegation | None = None

    @property
    def may_chair(self) -> bool:
        return self.delegation is None or self.delegation.may_chair

    @property
    def may_sign(self) -> bool:
        return self.delegation is None or self.delegation.may_sign


def in_the_chair(committee: Committee, day: datetime.date, seats: Sequence[Seat] | None = None) -> list[InTheChair]:
    """Everybody who may chair or sign on `day`: the holders of the chair's post, then the newest deputies first.

    `seats`: those of that day, where they are at hand.
    """
    delegations = list(committee.delegations.on(day))
    posts = [delegation.post_id for delegation in delegations]
    if seats is None:
        found = committee.memberships.on(day).filter(role=Role.CHAIR, post__isnull=False)
        chairs = list(found.values_list("post_id", flat=True))
        tenures = _holders([*chairs, *posts], day)
        own = [tenure for post in chairs for tenure in tenures.get(post or 0, [])]
    else:
        tenures = _holders(posts, day)
        own = [tenure for seat in seats if seat.membership.role == Role.CHAIR for tenure in seat.tenures]
    deputies = [InTheChair(tenure, each) for each in delegations for tenure in tenures.get(each.post_id, [])]
    return [*map(InTheChair, own), *deputies]


def chairing(committee: Committee, day: datetime.date) -> InTheChair | None:
    """Who conducts a meeting on `day`: a deputy to whom that is delegated then, or else the holder of the chair's post.

    None where there is neither.
    """
    return conducting(in_the_chair(committee, day))


def conducting(found: Iterable[InTheChair]) -> InTheChair | None:
    """Who of those `in_the_chair` on a day conducts a meeting then."""
    able = [each for each in found if each.may_chair]
    return next((each for each in able if each.delegation), next(iter(able), None))


def signing(committee: Committee, day: datetime.date) -> list[InTheChair]:
    """Everybody who may sign minutes on `day`."""
    return [each for each in in_the_chair(committee, day) if each.may_sign]


def vice_chairs(committee: Committee, day: datetime.date) -> list[Tenure]:
    """Who holds the posts of the vice-chairs on `day`."""
    posts = committee.memberships.on(day).filter(role=Role.VICE_CHAIR).values_list("post_id", flat=True)
    return [tenure for tenures in _holders(list(posts), day).values() for tenure in tenures]


@dataclass(frozen=True)
class Hands:
    """Who sees to what a key seat of a committee has to do: `able` may, and nobody else.

    `post`: the seat's; None where nobody has the seat, or a private person, who does nothing in the portal.
    """

    post: Post | None = None
    able: Sequence[InTheChair] = ()


def hands(committees: Collection[int], day: datetime.date) -> Mapping[tuple[int, str], Hands]:
    """Who drafts and who signs for these committees on `day`, by id and role (CHAIR, SECRETARY), in four queries."""
    seats = Membership.objects.on(day).filter(committee__in=committees, role__in=KEY_ROLES, post__isnull=False)
    posts = {(seat.committee_id, seat.role): seat.post for seat in seats.select_related("post__office") if seat.post}
    deputies: dict[int, list[Delegation]] = {}
    for each in Delegation.objects.on(day).filter(committee__in=committees, may_sign=True):
        deputies.setdefault(each.committee_id, []).append(each)
    deputies_posts = (each.post_id for delegated in deputies.values() for each in delegated)
    tenures = _holders({*deputies_posts, *(post.pk for post in posts.values())}, day)
    found = {}
    for key in itertools.product(committees, KEY_ROLES):
        committee, role = key
        post = posts.get(key)
        able = [InTheChair(tenure) for tenure in tenures.get(post.pk, [])] if post else []
        for each in deputies.get(committee, []) if role == Role.CHAIR else []:
            able += [InTheChair(tenure, each) for tenure in tenures.get(each.post_id, [])]
        found[committee, str(role)] = Hands(post, able)
    return found


def reachable(posts: Iterable[int]) -> set[int]:
    """Of the posts with these keys those that a mail reaches today: at an address of their own, or at a holder's."""
    holders = Tenure.objects.on(timezone.localdate()).filter(post=OuterRef("pk")).exclude(person__email="")
    return set(Post.objects.filter(~Q(email="") | Exists(holders), pk__in=posts).values_list("pk", flat=True))


def _holders(posts: Collection[int | None], day: datetime.date) -> Mapping[int, list[Tenure]]:
    """Who holds the posts on `day`, by post, whoever answers for it first."""
    found = Tenure.objects.on(day).filter(post__in=posts).select_related("person", "post__office")
    holders: dict[int, list[Tenure]] = {}
    for tenure in by_regularity(found.prefetch_related("post__former_names")):
        holders.setdefault(tenure.post_id, []).append(tenure)
    return holders


def with_key_seats(committees: QuerySet[Committee], day: datetime.date) -> QuerySet[Committee]:
    """Each committee with `has_chair` and `has_secretary`: whether a person holds the post that fills the seat."""

    def is_filled(role: str) -> Exists:
        holders = Tenure.objects.on(day).filter(post=OuterRef("post"))
        return Exists(Membership.objects.on(day).filter(Exists(holders), committee=OuterRef("pk"), role=role))

    return committees.annotate(has_chair=is_filled(Role.CHAIR), has_secretary=is_filled(Role.SECRETARY))


def lacking_a_key_seat(committees: QuerySet[Committee], day: datetime.date) -> QuerySet[Committee]:
    """The committees in which nobody can sign or nobody can draft."""
    return with_key_seats(committees, day).filter(Q(has_chair=False) | Q(has_secretary=False))
