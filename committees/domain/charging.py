"""Who administers what; and that somebody always administers the whole country."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.domain.changes import Step
from accounts.models import User
from accounts.permissions import require
from committees.models import Administration, Tenure
from committees.powers import Powers
from committees.rules import may

WHOLE_COUNTRY = Q(kind=Administration.Kind.ADMINISTRATOR, area=None)


class LastAdministratorError(ValidationError):
    """Nobody would administer the whole country any more."""

    def __init__(self) -> None:
        message = _("Nobody would administer the whole country any more. Give somebody else that charge first.")
        super().__init__(message, code="last-administrator")


def national_administrators(day: datetime.date) -> QuerySet[User]:
    """Who administers the whole country on `day` by an account that is open: as a person, or by a post held then."""
    charges = Administration.objects.filter(WHOLE_COUNTRY)
    by_post = Tenure.objects.on(day).filter(post__in=charges.exclude(post=None).values("post"))
    as_person = charges.exclude(person=None)
    has_charge = Q(is_superuser=True) | Q(pk__in=as_person.values("person")) | Q(pk__in=by_post.values("person"))
    return User.objects.filter(has_charge, is_active=True)


@contextmanager
def keep_an_administrator(*days: datetime.date) -> Iterator[None]:
    """Whatever is changed inside leaves an administrator of the whole country today and on `days`.

    Raises LastAdministratorError at the end, and what was changed is undone, where there was one and is none any more.
    Ask it before any other lock: it lets no two such changes happen at once.
    """
    today = timezone.localdate()
    asked = {day for day in (today, *days) if day >= today}
    with transaction.atomic():
        list(Administration.objects.select_for_update().filter(WHOLE_COUNTRY).order_by("pk").values_list("pk"))
        list(User.objects.select_for_update(no_key=True).filter(is_superuser=True).order_by("pk").values_list("pk"))
        administered = [day for day in asked if national_administrators(day).exists()]
        yield
        if not all(national_administrators(day).exists() for day in administered):
            raise LastAdministratorError


def grant(charge: Administration, powers: Powers, step: Step) -> None:
    """Give a charge. Raises NotAllowedError for one that is not the person's to give, ValidationError for one given."""
    require(may("grant", powers, charge))
    step.add(charge)


def withdraw(charge: Administration, powers: Powers, step: Step) -> None:
    """Take a charge back. Raises NotAllowedError where a rule denies it, and LastAdministratorError."""
    require(may("withdraw", powers, charge))
    with keep_an_administrator():
        step.remove(charge)
