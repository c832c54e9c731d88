"""Who administers what; and that somebody always administers the whole country."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
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


def administered(today: datetime.date) -> list[tuple[datetime.date, datetime.date]]:
    """From when to when, both included, somebody with an open account administers the whole country, today or later."""
    charges = Administration.objects.filter(WHOLE_COUNTRY)
    always = Q(is_superuser=True) | Q(pk__in=charges.exclude(person=None).values("person"))
    if User.objects.filter(always, is_active=True).exists():
        return [(today, datetime.date.max)]
    lasting = Tenure.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today), person__is_active=True)
    by_post = lasting.filter(post__in=charges.exclude(post=None).values("post"))
    return [(starts, ends or datetime.date.max) for starts, ends in by_post.values_list("starts_on", "ends_on")]


@contextmanager
def keep_an_administrator() -> Iterator[None]:
    """Whatever is changed inside leaves the country an administrator on each day, from today on, that had one.

    Raises LastAdministratorError at the end, and what was changed is undone, where a day would have none any more.
    Ask it before any other lock: it lets no two such changes happen at once.
    """
    today = timezone.localdate()
    with transaction.atomic():
        list(Administration.objects.select_for_update().filter(WHOLE_COUNTRY).order_by("pk").values_list("pk"))
        list(User.objects.select_for_update(no_key=True).filter(is_superuser=True).order_by("pk").values_list("pk"))
        before = administered(today)
        yield
        after = administered(today)
        # A time without begins today, where one that was there began, or behind one that there is now.
        first_days = {today, *(starts for starts, _ends in before), *(_day_after(ends) for _starts, ends in after)}
        if any(day >= today and _holds(before, day) and not _holds(after, day) for day in first_days):
            raise LastAdministratorError


def _day_after(day: datetime.date) -> datetime.date:
    return day if day == datetime.date.max else day + datetime.timedelta(days=1)


def _holds(periods: Iterable[tuple[datetime.date, datetime.date]], day: datetime.date) -> bool:
    return any(starts <= day <= ends for starts, ends in periods)


def grant(charge: Administration, powers: Powers, step: Step) -> None:
    """Give a charge. Raises NotAllowedError for one that is not the person's to give, ValidationError for one given."""
    require(may("grant", powers, charge))
    step.add(charge)


def withdraw(charge: Administration, powers: Powers, step: Step) -> None:
    """Take a charge back. Raises NotAllowedError where a rule denies it, and LastAdministratorError."""
    require(may("withdraw", powers, charge))
    with keep_an_administrator():
        step.remove(charge)
