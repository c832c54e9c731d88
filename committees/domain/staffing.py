"""Who holds the posts that count in an area that was just set up: whoever chairs a committee or keeps its minutes."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.domain.audit import Actor
from accounts.domain.changes import Step
from accounts.domain.invitations import invite, may_be_invited
from accounts.models import User
from committees.domain.holding import TakingUp, Transfer, transfer
from committees.domain.people import account_of, enter
from committees.models import Area, Membership, Post, Tenure

KEY_ROLES = (Membership.Role.CHAIR, Membership.Role.SECRETARY)


def vacant_key_posts(areas: Collection[Area], day: datetime.date) -> QuerySet[Post]:
    """The posts that chair a committee of `areas`, or are its secretary, from `day` on, and that nobody holds then."""
    lasting = Q(ends_on=None) | Q(ends_on__gte=day)
    seats = Membership.objects.filter(lasting, post=OuterRef("pk"), role__in=KEY_ROLES, committee__area__in=areas)
    tenures = Tenure.objects.filter(lasting, post=OuterRef("pk"))
    return Post.objects.filter(Exists(seats), ~Exists(tenures))


@dataclass(frozen=True)
class Holder:
    """Whom an administrator enters for a post. Where the address has an account already, that one's name stays."""

    post: Post
    email: str
    name_bn: str
    kind: str = Tenure.Kind.REGULAR


def take_up_posts(holders: Mapping[str, Holder], day: datetime.date, step: Step, by: Actor) -> list[User]:
    """Let all of them hold their posts from `day` on, and invite those who cannot sign in yet; gives the invited.

    Raises ValidationError with what is wrong with each by its name in `holders`, and for the day under `day`.
    """
    accounts: dict[str, User] = {}
    beginning: dict[str, TakingUp] = {}
    faults: dict[str, ValidationError] = {}
    for name, holder in holders.items():
        email = holder.email.lower()
        try:
            accounts[email] = accounts.get(email) or _account(email, holder.name_bn, step)
            beginning[name] = TakingUp(holder.post, accounts[email], holder.kind)
        except ValidationError as error:
            faults[name] = ValidationError(error.messages)
    if faults:
        raise ValidationError(faults)
    transfer(Transfer(day, {}, beginning), step)
    invited = [person for person in accounts.values() if may_be_invited(person)]
    for person in invited:
        invite(person, by=by)
    return invited


def _account(email: str, name_bn: str, step: Step) -> User:
    """The account of this address; where there is none, a new one without a password."""
    if known := account_of(email):
        return known
    person = User(email=email, name_bn=name_bn)
    enter(person, step)
    return person
