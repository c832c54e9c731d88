"""Many things at once: a sheet is sent, looked at row by row, and taken; what is in charge is fetched as one."""

from __future__ import annotations

from collections import Counter
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.domain.audit import record
from accounts.language import digits
from accounts.permissions import ALLOWED, Denied, Verdict
from accounts.requests import PersonRequest, whole_number
from accounts.steps import step as posted
from committees import scope
from committees.acting import actor_in
from committees.manage.forms.sheets import SheetForm, TakeForm, WithinForm
from committees.manage.pages import administrator
from committees.manage.undoing import may_undo
from committees.models import Area, SheetUpload
from committees.powers import Powers
from committees.sheets.columns import Kind
from committees.sheets.columns import Verdict as RowVerdict
from committees.sheets.exporting import write_csv, write_template, write_xlsx
from committees.sheets.kinds import KINDS, PEOPLE, kinds_for
from committees.sheets.taking import OutdatedError, TakeError, look_again, take

ROWS_PER_PAGE = 50
LATEST = 10
TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
WRITERS = {"csv": write_csv, "xlsx": write_xlsx}


def own(request: PersonRequest) -> QuerySet[SheetUpload]:
    """The sheets that the person sent; nobody else sees them."""
    return SheetUpload.objects.filter(owner=request.user)


@require_http_methods(["GET", "HEAD", "POST"])
def sheets(request: PersonRequest) -> HttpResponse:
    """Send a sheet; fetch a template or what is there."""
    powers = administrator(request)
    form = SheetForm(powers, request.POST or None, request.FILES or None)
    if request.method == "POST" and (upload := form.receive()):
        return redirect("manage:sheet", upload.pk)
    within = WithinForm(powers, request.GET if "area" in request.GET else None)
    context = {
        "form": form,
        "within": within,
        "area": within.cleaned_data["area"] if within.is_bound and within.is_valid() else None,
        "kinds": kinds_for(powers),
        "latest": own(request).defer("data", "preview")[:LATEST],
        "powers": powers,
    }
    return render(request, "manage/sheets.html", context, status=422 if form.errors else 200)


@require_safe
def sheet(request: PersonRequest, pk: int) -> HttpResponse:
    """What a sheet would do, or did, row by row."""
    powers = administrator(request)
    upload = get_object_or_404(own(request).defer("data"), pk=pk)
    if not upload.taken_at and upload.language != get_language():
        look_again(upload, powers)
    counts = Counter(row["verdict"] for row in upload.preview)
    shown = request.GET.get("show", RowVerdict.REFUSED)
    rows = [row for row in upload.preview if row["verdict"] == shown] or upload.preview
    context = {
        "upload": upload,
        "rows_are": KINDS[upload.kind].word,
        "choices": [
            ("all", _("in all"), len(upload.preview)),
            *((verdict, verdict.label, counts[verdict]) for verdict in RowVerdict if counts[verdict]),
        ],
        "shown": shown if counts[shown] else "all",
        "page": Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page")),
        "form": _take_form(upload, counts),
        "verdict": _may_take(counts),
        "may_undo": may_undo(powers, [upload.step])[upload.step] if upload.step else None,
        "powers": powers,
    }
    return render(request, "manage/sheet.html", context)


def _take_form(upload: SheetUpload, counts: Counter[str], data: Any = None) -> TakeForm:
    refused = counts[RowVerdict.REFUSED]
    label = ngettext("Leave out the %(n)s refused row", "Leave out the %(n)s refused rows", refused) % {
        "n": digits(refused)
    }
    makes_accounts = upload.kind == PEOPLE.key and counts[RowVerdict.CREATED] > 0
    return TakeForm(data, initial={"seen": upload.digest}, refused=refused, makes_accounts=makes_accounts, label=label)


def _may_take(counts: Counter[str]) -> Verdict:
    if counts[RowVerdict.CREATED] or counts[RowVerdict.CHANGED]:
        return ALLOWED
    if counts[RowVerdict.REFUSED]:
        return Denied(_("No row can be taken. Correct the sheet and send it again."))
    return Denied(_("Everything is as the sheet says already."))


def _to_sheet(_request: PersonRequest, pk: int) -> HttpResponse:
    return redirect("manage:sheet", pk)


@posted(_to_sheet)
def take_sheet(request: PersonRequest, pk: int) -> HttpResponse:
    """Do what the sheet says, as it was looked at."""
    powers = administrator(request)
    upload = get_object_or_404(own(request), pk=pk)
    chosen = _take_form(upload, Counter(row["verdict"] for row in upload.preview), request.POST)
    chosen.full_clean()
    choices = {name: bool(chosen.cleaned_data.get(name)) for name in ("leave_out", "invite")}
    try:
        take(upload, powers, actor_in(request, powers), seen=chosen.cleaned_data.get("seen", ""), **choices)
    except OutdatedError as error:
        look_again(upload, powers)
        messages.warning(request, str(error))
    except TakeError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The sheet is taken."))
    return redirect("manage:sheet", pk)


@posted(_to_sheet)
def discard_sheet(request: PersonRequest, pk: int) -> HttpResponse:
    """Forget a sheet; what was taken of it stays."""
    administrator(request)
    get_object_or_404(own(request).defer("data", "preview"), pk=pk).delete()
    messages.success(request, _("The sheet is put away."))
    return redirect("manage:sheets")


@require_safe
def template(request: PersonRequest, kind: str) -> FileResponse:
    """An empty sheet with its headings and what they mean."""
    found = _kind(administrator(request), kind)
    file = BytesIO()
    write_template(file, found)
    return _answer(file, f"{found.word}.xlsx", "xlsx")


@require_safe
def export(request: PersonRequest, kind: str, form: str) -> FileResponse:
    """All of a kind that is in charge, or what lies in the area `?area=`. The audit trail tells who fetched it."""
    powers = administrator(request)
    found = _kind(powers, kind)
    if form not in WRITERS:
        raise Http404
    within = _area(request, powers)
    file = BytesIO()
    WRITERS[form](file, found, powers, within)
    record(actor_in(request, powers), "sheet.export", powers.user, kind=kind, area=str(within or ""))
    place = f" {within}" if within else ""
    return _answer(file, f"{found.word}{place} {powers.day.isoformat()}.{form}", form)


def _kind(powers: Powers, key: str) -> Kind:
    for kind in kinds_for(powers):
        if kind.key == key:
            return kind
    raise Http404


def _area(request: PersonRequest, powers: Powers) -> Area | None:
    asked = request.GET.get("area", "")
    if not asked:
        return None
    return get_object_or_404(scope.areas(powers), pk=whole_number(asked))


def _answer(file: BytesIO, name: str, form: str) -> FileResponse:
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=TYPES[form])
