"""Accounts of people: entered, changed, closed and opened again by administrators. Whether they may, rules say."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Q, QuerySet

from accounts.domain.alerts import tell
from accounts.domain.audit import Actor
from accounts.domain.changes import Step
from accounts.domain.sessions import end_all
from accounts.models import Alert, User
from committees.domain.charging import keep_an_administrator
from committees.models import Administration, Delegation, Membership, Tenure
from committees.powers import SENSITIVE_ROLES, Role


def account_of(email: str) -> User | None:
    """The account that has the e-mail address, however it is typed."""
    return User.objects.filter(email__iexact=email).first()


def enter(person: User, step: Step) -> None:
    """Make the account of a new person, who cannot sign in before an invitation was taken up."""
    person.email = person.email.lower()
    person.set_unusable_password()
    step.add(person)


def change(person: User, step: Step, *, by: Actor) -> None:
    """Save what was changed; whose address it was is told so at the old one."""
    before = User.objects.values_list("email", flat=True).get(pk=person.pk)
    person.email = person.email.lower()
    step.change(person)
    if person.email != before:
        tell(person, Alert.What.ADDRESS_CHANGED, by=by, address=before)


def close(person: User, step: Step) -> None:
    """Nobody signs in with the account any more, and its sessions end. The posts stay until their tenures are ended.

    Raises charging.LastAdministratorError.
    """
    with keep_an_administrator():
        person.is_active = False
        step.change(person)
        end_all(person)


def reopen(person: User, step: Step) -> None:
    """The account signs in as before; sessions that were ended stay so."""
    person.is_active = True
    step.change(person)


def needing_second_factor(day: datetime.date) -> Q:
    """Of people: those of whom `powers.needs_second_factor` holds on `day`."""
    seats = Membership.objects.on(day).filter(role__in=SENSITIVE_ROLES)
    deputies, charges = Delegation.objects.on(day), Administration.objects.all()
    as_person = charges.exclude(person=None).order_by().values("person")
    return _holding(day, seats, deputies, charges) | Q(pk__in=as_person) | Q(is_staff=True) | Q(is_superuser=True)


def signing_officers(day: datetime.date) -> Q:
    """Of people: those who sign on `day`, by the posts of chairs and member secretaries, or as a chair's deputy."""
    seats = Membership.objects.on(day).filter(role__in=(Role.CHAIR, Role.SECRETARY))
    return _holding(day, seats, Delegation.objects.on(day).filter(may_sign=True))


def _holding(day: datetime.date, *with_posts: QuerySet[Any]) -> Q:
    """Of people: those who hold on `day` the post of one of these rows.

    Lists that PostgreSQL makes once: it would ask anew for each person, which took seconds for the country.
    """
    posts = Q()
    for rows in with_posts:
        posts |= Q(post__in=rows.exclude(post=None).order_by().values("post"))
    return Q(pk__in=Tenure.objects.on(day).filter(posts).order_by().values("person"))
