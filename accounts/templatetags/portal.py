"""Digits and dates in the reader's language; a builtin library of every template."""

from __future__ import annotations

import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

from bangla.dates import format_gregorian
from bangla.digits import to_bangla

register = template.Library()


@register.filter
def digits(value: object) -> str:
    """`value` with Bengali digits where the page is Bengali."""
    return to_bangla(str(value)) if get_language() == "bn" else str(value)


@register.filter
def day(value: datetime.date | None) -> str:
    """A date in words: ২৭ জুলাই ২০২১ or 27 July 2021; a dash for none."""
    if value is None:
        return "—"
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value).date()
    return format_gregorian(value) if get_language() == "bn" else date_format(value, "j F Y")


@register.filter
def moment(value: datetime.datetime | None) -> str:
    """A date with its time of day, to the minute, in Dhaka."""
    if value is None:
        return "—"
    local = timezone.localtime(value)
    return f"{day(local.date())}, {digits(local.strftime('%H:%M'))}"
