"""Reading a set of minutes: the sheet on the page, and as a PDF."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import PersonRequest
from committees.acting import powers_in
from documents import marks
from documents.sheet import sheet_html
from minutes import rules
from minutes.domain.signing import presented
from minutes.models import Minutes
from minutes.views.finding import visible


@require_safe
def preview(request: PersonRequest, pk: int) -> HttpResponse:
    """The minutes as they will print, or as they were signed."""
    powers = powers_in(request)
    minutes = visible(powers, pk)
    context = {
        "minutes": minutes,
        "sheet": sheet_html(presented(minutes, powers), watermark=watermark_of(minutes), on_screen=True),
        "is_draft": is_draft(minutes),
        "may_edit": rules.may("edit", powers, minutes),
        "may_correct": rules.may("correct", powers, minutes),
        "other_editions": rules.visible_minutes(powers)
        .filter(meeting=minutes.meeting_id)
        .exclude(pk=pk)
        .order_by("edition"),
    }
    return render(request, "minutes/preview.html", context)


def is_draft(minutes: Minutes) -> bool:
    """Whether nobody has signed the text, given up or not."""
    return minutes.state in (*rules.DRAFT, Minutes.State.IN_REVIEW, Minutes.State.DISCARDED)


def watermark_of(minutes: Minutes) -> str:
    """What stands across the minutes wherever they show: that they are a draft, or were withdrawn."""
    if is_draft(minutes):
        return marks.DRAFT
    return marks.CANCELLED if minutes.state == Minutes.State.CANCELLED else ""
