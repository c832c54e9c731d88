"""What the drafting room offers while somebody types: implementers, phrases of the office, values in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.language import digits
from accounts.requests import PersonRequest
from bangla.memo import MemoError
from bangla.wordings import memo_error, wordings
from committees.acting import powers_in
from committees.manage.pages import asked
from decisions.domain.suggesting import MOST, implementers
from documents.richtext import clean
from minutes.domain.phrases import fitting
from minutes.models import Minutes
from minutes.views.finding import editable

Offer = dict[str, str]

# What each wording of bangla.wordings is.
WORDING_NAMES = {
    "number-words": _("number with its words"),
    "people": _("number of persons"),
    "words": _("number in words"),
    "grouped": _("number parted into lakh and crore"),
    "ordinal": _("ordinal number"),
    "ordinal-words": _("ordinal number in words"),
    "day-ordinal": _("day of the month"),
    "money": _("amount of money"),
    "money-words": _("amount of money in words"),
    "date": _("date"),
    "date-era": _("date with its era"),
    "numeric": _("date in figures"),
    "numeric-era": _("date in figures with its era"),
    "date-bangla": _("date in the Bengali calendar"),
    "both-calendars": _("date in both calendars"),
    "month": _("month as in titles"),
    "weekday": _("weekday"),
    "time": _("time"),
    "at-time": _("at a time"),
    "memo-18": _("memo number of 18 digits"),
    "memo-22": _("memo number of 22 digits"),
    "file-18": _("file number of 18 digits, without a serial"),
    "file-22": _("file number of 22 digits, without a serial"),
}


@require_safe
def suggest(request: PersonRequest, pk: int) -> HttpResponse:
    """What fits the letters typed (`q`) from each source asked for (`for`; all where none is), as JSON; and `why` not.

    `kind`: the part of the minutes that is written in; its phrases come first.
    """
    powers = powers_in(request)
    minutes = editable(powers, pk)
    sources = request.GET.getlist("for") or list(SOURCES)
    if not SOURCES.keys() >= set(sources):
        raise Http404
    typed, kind = asked(request, "q"), asked(request, "kind")
    offers = [{"of": source} | offer for source in sources for offer in SOURCES[source](minutes, typed, kind)]
    found = {"offers": offers} | ({"why": _why_no_memo(typed)} if "value" in sources else {})
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False})  # half as long


def _implementers(minutes: Minutes, typed: str, _kind: str) -> Iterator[Offer]:
    meeting = minutes.meeting
    for each in implementers(meeting.committee, typed, timezone.localdate(), drafting=meeting):
        yield {"text": each.text, "beside": each.beside}


def _phrases(minutes: Minutes, typed: str, kind: str) -> Iterator[Offer]:
    for phrase in fitting(minutes.meeting.committee.office.phrases.all(), typed, kind)[:MOST]:
        yield {
            "text": phrase.words,
            "html": clean(phrase.text),
            "beside": str(phrase.get_kind_display()),
            "used": reverse("minutes:phrase_used", args=[minutes.pk, phrase.pk]),
        }


def _values(_minutes: Minutes, typed: str, _kind: str) -> Iterator[Offer]:
    for name, text in wordings(typed):
        yield {"text": text, "beside": str(WORDING_NAMES[name])}


def _why_no_memo(typed: str) -> str:
    """Why what looks like a memo number is none; nothing for any other text."""
    match memo_error(typed):
        case MemoError(args=("group-count", int(count), (least, most))):
            return gettext(
                "A memo number has %(least)s or %(most)s groups of digits, the serial among them. These are %(count)s."
            ) % {"least": digits(least + 1), "most": digits(most + 1), "count": digits(count + 1)}
        case MemoError(args=("group-width", place, _name, group, width)):
            return gettext("Group %(place)s of a memo number has %(width)s digits. “%(group)s” has %(count)s.") % {
                "place": digits(place),
                "width": digits(width),
                "group": digits(group),
                "count": digits(len(group)),
            }
        case MemoError(code="serial"):
            return gettext("The serial of a memo number is between %(least)s and %(most)s.") % {
                "least": digits(1),
                "most": digits(999_999_999),
            }
    return ""


SOURCES: Mapping[str, Callable[[Minutes, str, str], Iterator[Offer]]] = {
    "implementer": _implementers,
    "phrase": _phrases,
    "value": _values,
}
