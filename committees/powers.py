"""What a person's posts give today: the seats on committees and the areas in the person's charge."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import models
from django.db.models import Case, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from committees.models import Administration, Area, Committee, Delegation, Membership, Tenure


class Role(models.TextChoices):
    """What a person is to a thing: by a seat (Membership.Role), by a charge, or by having to do with the thing itself.

    The rules of every room speak of these; `Powers.roles` holds the seats, and `alternate` beside them.
    """

    CHAIR = "chair", _("chair")
    ALTERNATE = "alternate", _("deputy who signs for the chair")
    VICE_CHAIR = "vice_chair", _("vice-chair")
    SECRETARY = "secretary", _("member secretary")
    MEMBER = "member", _("member")
    ADVISER = "adviser", _("adviser")
    INVITEE = "invitee", _("invitee")
    ISSUER = "issuer", _("officer who issued it")
    IMPLEMENTER = "implementer", _("who carries it out")
    RECIPIENT = "recipient", _("recipient")
    AREA_ADMINISTRATOR = "area_administrator", _("administrator of the area")
    ADMINISTRATOR = "administrator", _("administrator of the country")
    AUDITOR = "auditor", _("auditor")


# Who signs, issues or answers for minutes: the seats whose holders sign in with a second factor.
SENSITIVE_ROLES = (Role.CHAIR, Role.ALTERNATE, Role.VICE_CHAIR, Role.SECRETARY)

# Who signs: minutes, or what is issued.
SIGNING_ROLES = (Role.CHAIR, Role.ALTERNATE, Role.SECRETARY)


@dataclass(frozen=True)
class Powers:
    """The powers of one person on one day.

    `posts`: post id → the tenure that gives it; `roles`: committee id → role there, a seat's or a deputy's → id of the
    post that gives it; `areas`: the areas administered; `everywhere`: the whole country is; `audits`: the audit trail
    is open.
    """

    user: User
    day: datetime.date
    posts: Mapping[int, Tenure] = field(default_factory=dict)
    roles: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    areas: frozenset[int] = frozenset()
    everywhere: bool = False
    audits: bool = False

    def has(self, committee_id: int, *roles: str) -> bool:
        """Whether the person sits on the committee in one of `roles`."""
        return any(role in roles for role in self.roles.get(committee_id, ()))

    def tenure(self, committee_id: int, *roles: str) -> Tenure | None:
        """The tenure by which the person sits on the committee in the first of `roles` that is held there."""
        held = self.roles.get(committee_id, {})
        return next((self.posts[held[role]] for role in roles if role in held), None)

    def administers(self, area_id: int | None) -> bool:
        return self.everywhere or area_id in self.areas

    @property
    def is_administrator(self) -> bool:
        return self.everywhere or bool(self.areas)

    def committees(self, *roles: str) -> list[int]:
        """Ids of the committees the person sits on in one of `roles` (any, if none is named)."""
        return [pk for pk, held in self.roles.items() if not roles or any(role in roles for role in held)]


def powers_of(user: User, day: datetime.date | None = None) -> Powers:
    """The powers of `user` on `day` (today in Dhaka if None), in four queries at most whatever their number."""
    day = day or timezone.localdate()
    posts = {t.post_id: t for t in user.tenures.on(day).select_related("post__office")}
    charges = set(
        Administration.objects.filter(Q(person=user) | Q(post__in=posts)).values_list("kind", "area_id").distinct()
    )
    areas = [area for kind, area in charges if kind == Administration.Kind.ADMINISTRATOR]
    everywhere = user.is_superuser or None in areas
    return Powers(
        user=user,
        day=day,
        posts=posts,
        roles=_roles(posts, day) if posts else {},
        areas=frozenset() if everywhere or not areas else _with_parts(areas),
        everywhere=everywhere,
        audits=everywhere or any(kind == Administration.Kind.AUDITOR for kind, _area in charges),
    )


def _roles(posts: Iterable[int], day: datetime.date) -> dict[int, dict[str, int]]:
    """What the posts are on which committees on `day`: committee id → role → post id.

    A deputy who may chair meetings and sign nothing is what a vice-chair is.
    """
    roles: dict[int, dict[str, int]] = {}
    seats = Membership.objects.on(day).filter(post__in=posts).values_list("committee_id", "role", "post_id")
    deputies = Delegation.objects.on(day).filter(post__in=posts).order_by()
    as_deputy = Case(When(may_sign=True, then=Value(Role.ALTERNATE)), default=Value(Role.VICE_CHAIR))
    for committee_id, role, post_id in seats.union(deputies.values_list("committee_id", as_deputy, "post_id")):
        roles.setdefault(committee_id, {})[role] = post_id
    return roles


def _with_parts(ids: Sequence[int | None]) -> frozenset[int]:
    """The areas and all below them: divisions hold districts, districts hold upazilas."""
    below = Area.objects.filter(Q(pk__in=ids) | Q(parent__in=ids) | Q(parent__parent__in=ids))
    return frozenset(below.values_list("pk", flat=True))


def delegation_of(powers: Powers, committee_id: int) -> Delegation | None:
    """The delegation by which the person signs for the committee as a deputy; None for its chair, and for others."""
    post = powers.roles.get(committee_id, {}).get(Role.ALTERNATE)
    if post is None or powers.has(committee_id, Role.CHAIR):
        return None
    return Delegation.objects.on(powers.day).filter(committee=committee_id, post=post, may_sign=True).first()


def visible_committees(powers: Powers) -> QuerySet[Committee]:
    """The committees the person may see: those sat on, and those of the areas in charge."""
    if powers.everywhere:
        return Committee.objects.all()
    return Committee.objects.filter(Q(pk__in=powers.committees()) | Q(area__in=powers.areas))


def holder(post_id: int | None, day: datetime.date) -> Tenure | None:
    """Who answers for a post on `day`: the regular holder before one in charge before one with additional duty."""
    if post_id is None:
        return None
    return most_regular(Tenure.objects.on(day).filter(post=post_id).select_related("post__office", "person"))


def by_regularity(tenures: Iterable[Tenure]) -> list[Tenure]:
    """Whoever answers for a post first: regular holders, in charge, additional duty; of several alike the newest."""
    order = [Tenure.Kind.REGULAR, Tenure.Kind.IN_CHARGE, Tenure.Kind.ADDITIONAL]
    return sorted(tenures, key=lambda t: (order.index(Tenure.Kind(t.kind)), -t.starts_on.toordinal()))


def most_regular(tenures: Iterable[Tenure]) -> Tenure | None:
    """Of tenures of one post on one day, the one whose holder answers for it."""
    return next(iter(by_regularity(tenures)), None)


def seat(committee: Committee, role: str, day: datetime.date) -> Membership | None:
    """The membership that fills `role` on `day`, or None: a committee may be without a chair or a secretary."""
    return committee.memberships.on(day).filter(role=role).select_related("post__office").first()


def needs_second_factor(person: User) -> bool:
    """Whether what the person may do today takes more than a password: signing, keeping minutes, administering."""
    powers = powers_of(person)
    administers = person.is_staff or powers.is_administrator or powers.audits
    return administers or bool(powers.committees(*SENSITIVE_ROLES))
