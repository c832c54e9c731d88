"""Digits and dates in the reader's language, for pages, mails and messages."""

from __future__ import annotations

import datetime
import re

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from bangla.dates import format_gregorian
from bangla.digits import numbers_to_bangla, to_bangla

# HTML as text that a reader sees and, in group 1, what must stay: markup, entities, scripts, and what was typed.
_HTML = re.compile(
    r"""(<(script|style|textarea)\b.*?</\2>|<!--.*?-->|<(?:"[^"]*"|'[^']*'|[^'">])*>|&#?\w+;)|[^<&]+""", re.DOTALL
)


def digits(value: object) -> str:
    """`value` with Bengali digits where the page is Bengali."""
    return to_bangla(str(value)) if get_language() == "bn" else str(value)


def numbers(text: object) -> str:
    """A text that is not our own, such as a message of Django, with Bengali numbers where the page is Bengali."""
    if get_language() != "bn":
        return str(text)
    if isinstance(text, SafeString):
        return _HTML.sub(lambda part: part[1] or numbers_to_bangla(part[0]), text)
    return numbers_to_bangla(str(text))


def day(value: datetime.date | None) -> str:
    """A date in words: ২৭ জুলাই ২০২১ or 27 July 2021; a dash for none."""
    if value is None:
        return "—"
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value).date()
    return format_gregorian(value) if get_language() == "bn" else date_format(value, "j F Y")


def moment(value: datetime.datetime | None) -> str:
    """A date with its time of day, to the minute, in Dhaka."""
    if value is None:
        return "—"
    local = timezone.localtime(value)
    return f"{day(local.date())}, {digits(local.strftime('%H:%M'))}"
