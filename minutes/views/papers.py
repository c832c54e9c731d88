"""The papers of a meeting as PDF or Word file: its minutes, the notice, the sheet to sign, appendix ক by itself."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from http import HTTPStatus

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.papers import PATIENCE, Form, paper_answer
from accounts.permissions import require
from accounts.requests import PersonRequest, whole_number
from bangla.dates import format_numeric
from committees.acting import powers_in
from committees.powers import Powers, visible_committees
from documents.images import PNG_ADDRESS
from documents.papers.attendance import Appendix
from documents.typesetting.pages import WIDEST, count, picture
from documents.typesetting.pdf import BusyError
from documents.typesetting.preview import fingerprint, render
from meetings.models import Meeting
from minutes import rules
from minutes.domain.assembly import marked
from minutes.domain.papers import attendance_sheet_of, notice_of
from minutes.domain.signing import presented
from minutes.views.finding import visible
from minutes.views.reading import watermark_of


@require_safe
def preview(request: PersonRequest, pk: int, form: Form) -> HttpResponse:
    """The minutes as they stand, made now and kept nowhere; marked while they are a draft, and when withdrawn."""
    powers = powers_in(request)
    minutes = visible(powers, pk)
    name = _name("কার্যবিবরণী", minutes.meeting)
    return paper_answer(request, presented(minutes, powers), name, form, watermark=watermark_of(minutes))


@require_safe
def pages(request: PersonRequest, pk: int) -> HttpResponse:
    """The pages of the minutes' PDF as pictures; of those that the browser names as its own, the names alone.

    `of`: what it was shown last; an empty answer (204) where that still stands, 503 while another document is set.
    """
    powers = powers_in(request)
    minutes = visible(powers, pk)
    printed, watermark = presented(minutes, powers), watermark_of(minutes)
    width = min(max(whole_number(request.GET.get("width", "")) or 600, 100), WIDEST)
    of = f"{width}-{fingerprint(printed, watermark=watermark)}"
    if of == request.GET.get("of"):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    try:
        data = render(printed, watermark=watermark, patience=PATIENCE)
    except BusyError:
        return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)
    had = set(request.GET.get("have", "").split(","))
    return JsonResponse({"of": of, "pages": [_page(data, n, width, had) for n in range(1, count(data) + 1)]})


def _page(data: bytes, number: int, width: int, had: set[str]) -> dict[str, str]:
    image = picture(data, number, width)
    name = hashlib.sha256(image).hexdigest()[:20]
    return {"name": name} | ({} if name in had else {"picture": PNG_ADDRESS + b64encode(image).decode()})


@require_safe
def notice(request: PersonRequest, pk: int, form: Form) -> HttpResponse:
    """The notice with its agenda; a page that names what is missing where the meeting cannot be called yet."""
    powers = powers_in(request)
    meeting = _to_print(powers, pk)
    return paper_answer(request, notice_of(meeting, powers.day), _name("সভার-নোটিশ", meeting), form)


@require_safe
def attendance_sheet(request: PersonRequest, pk: int, form: Form) -> HttpResponse:
    """The sheet that the members sign on paper."""
    powers = powers_in(request)
    meeting = _to_print(powers, pk)
    return paper_answer(request, attendance_sheet_of(meeting, powers.day), _name("হাজিরা", meeting), form)


@require_safe
def appendix(request: PersonRequest, pk: int, form: Form) -> HttpResponse:
    """Appendix ক of minutes that hold an attendance, for whoever may read them."""
    minutes = visible(powers_in(request), pk)
    printed = marked(minutes)
    if not printed.document.attendance:
        raise Http404
    paper = Appendix(printed.document, printed.marks.emblem)
    return paper_answer(request, paper, _name("পরিশিষ্ট-ক", minutes.meeting), form, watermark=watermark_of(minutes))


def _to_print(powers: Powers, pk: int) -> Meeting:
    meetings = Meeting.objects.filter(committee__in=visible_committees(powers).values("pk"))
    meeting = get_object_or_404(meetings.select_related("committee__office", "committee__area"), pk=pk)
    require(rules.may("print_papers", powers, meeting))
    return meeting


def _name(kind: str, meeting: Meeting) -> str:
    """What the paper is called when it is saved: its kind and the day of the meeting."""
    return f"{kind}-{format_numeric(meeting.held_on)}" if meeting.held_on else kind
