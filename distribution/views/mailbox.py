"""The mails that the embedded portal wrote into its folder instead of sending them; for those who try it out."""

from __future__ import annotations

import io

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import PersonRequest
from distribution import mail_folder

PER_PAGE = 25


@require_safe
def letters(request: PersonRequest) -> HttpResponse:
    """Every mail, newest first."""
    page = Paginator(mail_folder.names(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "letters": [mail_folder.read(name) for name in page.object_list]}
    return render(request, "distribution/mailbox.html", context)


@require_safe
def letter(request: PersonRequest, name: str) -> HttpResponse:
    """One mail as its recipient sees it."""
    return render(request, "distribution/letter.html", {"letter": _read(name)})


@require_safe
def attachment(request: PersonRequest, name: str, number: int) -> FileResponse:
    """The attachment at that place, counted from 0, as a download."""
    attachments = _read(name).attachments
    if number >= len(attachments):
        raise Http404
    file_name, data = attachments[number]
    return FileResponse(
        io.BytesIO(data), as_attachment=True, filename=file_name, content_type="application/octet-stream"
    )


def _read(name: str) -> mail_folder.Letter:
    try:
        return mail_folder.read(name)
    except LookupError:
        raise Http404 from None
