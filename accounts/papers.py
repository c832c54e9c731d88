"""A document that is made now, for whoever asks, and kept nowhere."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from documents import pdf

# A process sets one document at a time, the longest for half a minute (minutes.domain.length): whoever comes meanwhile
# waits so many seconds, and is then asked to come again instead of holding one more thread of the portal.
PATIENCE = 10


def pdf_answer(request: HttpRequest, document: object, name: str, *, draft: bool = False) -> HttpResponse:
    """The document as a PDF to look at, saved as `name` with .pdf behind it; with `draft` marked as one.

    `document` is of any kind that documents.pdf.render takes. A 503 that says so while another one is being made.
    """
    try:
        data = pdf.render(document, draft=draft, patience=PATIENCE)
    except pdf.BusyError:
        busy = render(request, "busy.html", {"address": request.get_full_path()}, status=HTTPStatus.SERVICE_UNAVAILABLE)
        busy["Retry-After"] = str(PATIENCE)
        return busy
    file_name = f"{name}.pdf".replace("/", "-").replace("\\", "-")
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=False, filename=file_name) or "inline",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(data, content_type="application/pdf", headers=headers)
