"""Reading a set of minutes: the sheet on the page, and as a PDF."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.requests import PersonRequest
from committees.acting import powers_in
from documents import pdf
from documents.sheet import sheet_html
from minutes import rules
from minutes.domain.assembly import document_of
from minutes.domain.signing import may_correct
from minutes.models import Minutes

# A process sets one document at a time, the longest for half a minute (minutes.domain.length): whoever comes meanwhile
# waits so many seconds, and is then asked to come again instead of holding one more thread of the portal.
PATIENCE = 10


@require_safe
def preview(request: PersonRequest, pk: int) -> HttpResponse:
    """The minutes as they will print, or as they were signed."""
    powers = powers_in(request)
    minutes = get_object_or_404(rules.visible_minutes(powers).select_related("snapshot"), pk=pk)
    context = {
        "minutes": minutes,
        "sheet": sheet_html(document_of(minutes), draft=is_draft(minutes)),
        "may_edit": rules.edit(powers, minutes),
        "may_correct": may_correct(powers, minutes),
        "other_editions": rules.visible_minutes(powers)
        .filter(meeting=minutes.meeting_id)
        .exclude(pk=pk)
        .order_by("edition"),
    }
    return render(request, "minutes/preview.html", context)


@require_safe
def preview_pdf(request: PersonRequest, pk: int) -> HttpResponse:
    """The same as a PDF, made now and kept nowhere; marked as a draft until it is signed.

    A 503 that says so while another one is being made.
    """
    powers = powers_in(request)
    minutes = get_object_or_404(rules.visible_minutes(powers).select_related("snapshot"), pk=pk)
    try:
        data = pdf.render(document_of(minutes), draft=is_draft(minutes), patience=PATIENCE)
    except pdf.BusyError:
        busy = render(request, "minutes/busy.html", {"minutes": minutes}, status=503)
        busy["Retry-After"] = str(PATIENCE)
        return busy
    headers = {"Content-Disposition": f'inline; filename="minutes-{minutes.pk}.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(data, content_type="application/pdf", headers=headers)


def is_draft(minutes: Minutes) -> bool:
    """Whether nobody has signed the text: it is marked as a draft wherever it shows, given up or not."""
    return minutes.state in (*rules.DRAFT, Minutes.State.IN_REVIEW, Minutes.State.DISCARDED)
