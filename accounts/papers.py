"""A document that is made now, for whoever asks, and kept nowhere."""

from __future__ import annotations

from http import HTTPStatus
from typing import Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from documents.typesetting import pdf
from documents.word import docx

# A process sets one document at a time, the longest for half a minute (minutes.domain.length): whoever comes meanwhile
# waits so many seconds, and is then asked to come again instead of holding one more thread of the portal.
PATIENCE = 10

Form = Literal["pdf", "docx"]


def pdf_answer(request: HttpRequest, document: object, name: str, *, watermark: str = "") -> HttpResponse:
    """The document as a PDF to look at, saved as `name` with .pdf behind it; with `watermark` across every page.

    `document` is of any kind that `pdf.render` takes. A 503 that says so while another one is being made.
    """
    try:
        data = pdf.render(document, watermark=watermark, patience=PATIENCE)
    except pdf.BusyError:
        busy = render(request, "busy.html", {"address": request.get_full_path()}, status=HTTPStatus.SERVICE_UNAVAILABLE)
        busy["Retry-After"] = str(PATIENCE)
        return busy
    return _answer(data, "application/pdf", f"{name}.pdf", as_attachment=False)


def word_answer(document: object, name: str, *, watermark: str = "") -> HttpResponse:
    """The document as a Word file to be saved as `name` with .docx behind it; with `watermark` across every page.

    `document` is of any kind that `docx.write` takes.
    """
    return _answer(docx.write(document, watermark=watermark), docx.MEDIA_TYPE, f"{name}.docx", as_attachment=True)


def paper_answer(request: HttpRequest, document: object, name: str, form: Form, *, watermark: str = "") -> HttpResponse:
    """The document in the form that the address asks for, as `pdf_answer` or `word_answer` gives it."""
    if form == "docx":
        return word_answer(document, name, watermark=watermark)
    return pdf_answer(request, document, name, watermark=watermark)


def _answer(data: bytes, content_type: str, file_name: str, *, as_attachment: bool) -> HttpResponse:
    file_name = file_name.replace("/", "-").replace("\\", "-")
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment, file_name) or "",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(data, content_type=content_type, headers=headers)
