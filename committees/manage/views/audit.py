"""The audit trail, for auditors and administrators of the whole country; for others it does not exist."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.domain import chain
from accounts.domain.audit import record
from accounts.domain.auditing import Found, page, search
from accounts.domain.exporting import FORMATS
from accounts.domain.history import told
from accounts.models import AuditLink, AuditRecord
from accounts.requests import PersonRequest, whole_number
from accounts.steps import step
from committees.acting import actor_in, powers_in
from committees.manage.forms.audit import AuditForm
from committees.powers import Powers
from committees.rules import may

MEDIA_TYPES = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl; charset=utf-8"}


def reader(request: PersonRequest) -> Powers:
    """The powers of the signed-in person, who may read the audit trail; it does not exist (404) for others."""
    powers = powers_in(request)
    if not may("read", powers, AuditRecord()):
        raise Http404
    return powers


@require_safe
def trail(request: PersonRequest) -> HttpResponse:
    """What was done in the portal, the newest first, narrowed to what is looked for."""
    powers = reader(request)
    form = AuditForm(request.GET)
    found = page(form.search(), before=_before(request)) if form.is_valid() else Found([])
    context = {
        "form": form,
        "found": found,
        "lines": told(found.records),
        "is_narrowed": any(form.data.values()),
        "head": chain.head(),
        "powers": powers,
    }
    return render(request, "manage/audit.html", context, status=200 if form.is_valid() else 422)


def _before(request: HttpRequest) -> AuditRecord | None:
    """The record that the page before ended with."""
    asked = whole_number(request.GET.get("before", ""))
    return AuditRecord.objects.filter(pk=asked).first() if asked else None


@require_safe
def one_record(request: PersonRequest, pk: int) -> HttpResponse:
    """One record: all that it holds, and its place in the chain."""
    powers = reader(request)
    found = get_object_or_404(AuditRecord.objects.select_related("actor"), pk=pk)
    link = AuditLink.objects.filter(record=found).first()
    (entry,) = told([found])
    others = {name: value for name, value in found.details.items() if name not in ("did", "name", "before", "after")}
    context = {
        "entry": entry,
        "others": others if entry.name else found.details,
        "link": link,
        "holds": link and chain.follows(link),
        "of_step": AuditRecord.objects.filter(step=found.step).count() if found.step else 1,
        "powers": powers,
    }
    return render(request, "manage/audit_record.html", context)


def _to_trail(request: PersonRequest) -> HttpResponse:
    reader(request)
    return redirect("manage:audit")


@step(_to_trail)
def export(request: PersonRequest) -> StreamingHttpResponse:
    """The records that were looked for as a file; that somebody took them is recorded in turn."""
    powers = reader(request)
    form = AuditForm(request.POST)
    form_of_file = request.POST.get("format", "")
    if not form.is_valid() or form_of_file not in FORMATS:
        raise Http404
    asked = form.search()
    record(actor_in(request, powers), "audit.export", request.user, format=form_of_file, asked=asked.filled_in())
    return StreamingHttpResponse(
        FORMATS[form_of_file](search(asked), get_language() or "bn"),
        content_type=MEDIA_TYPES[form_of_file],
        headers={
            "Content-Disposition": f'attachment; filename="audit-{timezone.localdate()}.{form_of_file}"',
            "Cache-Control": "no-store",
        },
    )
