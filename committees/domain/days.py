"""First and last days that administrators enter: which ones are slips of the finger."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from committees.models.periods import ENDS_TOO_EARLY

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

FIRST_DAY = datetime.date(1971, 3, 26)  # nothing of the portal's is older than Bangladesh
DAYS_AHEAD = 366

TOO_EARLY = _("This day lies before 26 March 1971. Look at the year again.")
TOO_LATE = _("This day lies more than a year ahead. Look at the year again.")


def slip(day: datetime.date) -> _StrPromise | None:
    """What makes the day an improbable one; None where nothing does."""
    if day < FIRST_DAY:
        return TOO_EARLY
    return TOO_LATE if day > timezone.localdate() + datetime.timedelta(days=DAYS_AHEAD) else None


def slips(starts_on: datetime.date, ends_on: datetime.date | None) -> dict[str, _StrPromise]:
    """What is wrong with the days of a period, by the field's name; empty where nothing is. It may end in any year."""
    improbable = slip(starts_on)
    wrong = {"starts_on": improbable} if improbable else {}
    if ends_on and ends_on < starts_on:
        wrong["ends_on"] = ENDS_TOO_EARLY
    return wrong
