"""Who sits on a committee on a day, in the order in which a committee lists its members."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from committees.models import Committee, Membership, Tenure
from committees.powers import Role, most_regular


@dataclass(frozen=True)
class Seat:
    """A seat on a committee and who fills it: no tenure where the post is vacant or the member is a private person."""

    membership: Membership
    tenures: list[Tenure]

    @property
    def is_vacant(self) -> bool:
        return bool(self.membership.post_id) and not self.tenures

    @property
    def holder(self) -> Tenure | None:
        """Who answers for the seat's post; None where nobody does."""
        return most_regular(self.tenures)


def seats_of(committee: Committee, day: datetime.date) -> list[Seat]:
    """Who sits on the committee on `day`: by role, then by their posts' precedence, then by their seats' age."""
    found = committee.memberships.on(day).select_related("post__office").prefetch_related("post__former_names")
    memberships = list(found.order_by(F("post__rank").asc(nulls_last=True), "starts_on", "pk"))
    tenures: dict[int, list[Tenure]] = {}
    of_posts = Tenure.objects.on(day).filter(post__in=[m.post_id for m in memberships])
    for tenure in of_posts.select_related("person", "post__office"):
        tenures.setdefault(tenure.post_id, []).append(tenure)
    rank = list(Role)
    memberships.sort(key=lambda m: rank.index(Role(m.role)))
    return [Seat(m, tenures.get(m.post_id or 0, [])) for m in memberships]


def with_key_seats(committees: QuerySet[Committee], day: datetime.date) -> QuerySet[Committee]:
    """Each committee with `has_chair` and `has_secretary`: whether a person holds the post that fills the seat."""

    def is_filled(role: str) -> Exists:
        holders = Tenure.objects.on(day).filter(post=OuterRef("post"))
        return Exists(Membership.objects.on(day).filter(Exists(holders), committee=OuterRef("pk"), role=role))

    return committees.annotate(has_chair=is_filled(Role.CHAIR), has_secretary=is_filled(Role.SECRETARY))


def lacking_a_key_seat(committees: QuerySet[Committee], day: datetime.date) -> QuerySet[Committee]:
    """The committees in which nobody can sign or nobody can draft."""
    return with_key_seats(committees, day).filter(Q(has_chair=False) | Q(has_secretary=False))
