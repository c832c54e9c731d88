"""What administrators enter for issuing: memo files of an office, and a committee's usual distribution list."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.domain.changes import Step
from accounts.requests import PersonRequest
from committees import scope
from committees.manage.pages import FORM, administrator, form_page, saved, sent
from committees.manage.views.bodies import crumbs_of
from committees.models import Office
from distribution.domain.lists import proposed_lines, saved_lines
from distribution.models import DistributionTemplate, MemoFile
from distribution.set_up_forms import FileForm, Lines, MemoFileForm


@require_safe
def memo_files(request: PersonRequest, pk: int) -> HttpResponse:
    """The memo files of an office."""
    powers = administrator(request)
    office = get_object_or_404(scope.offices(powers), pk=pk)
    files = office.memo_files.annotate(count=Count("numbers")).order_by("-is_open", "title", "pk")
    context = {"office": office, "files": files, "powers": powers, "crumbs": _crumbs(office)}
    return render(request, "distribution/memo_files.html", context)


@FORM
def new_memo_file(request: PersonRequest, pk: int) -> HttpResponse:
    """A further memo file of an office."""
    powers = administrator(request)
    office = get_object_or_404(scope.offices(powers), pk=pk)
    form = MemoFileForm(sent(request), instance=MemoFile(office=office))
    if saved(request, powers, form, "memo_file.add", form.save_in):
        messages.success(request, _("The memo file is entered."))
        return redirect("distribution:memo_files", pk)
    return form_page(
        request,
        form,
        title=_("New memo file"),
        lead=office,
        submit=_("Save"),
        back=reverse("distribution:memo_files", args=[pk]),
        crumbs=_crumbs(office),
        powers=powers,
    )


@FORM
def edit_memo_file(request: PersonRequest, pk: int) -> HttpResponse:
    """Correct a memo file, or close it for new numbers."""
    powers = administrator(request)
    files = MemoFile.objects.filter(office__in=scope.offices(powers).values("pk"))
    file = get_object_or_404(files.select_related("office"), pk=pk)
    form = MemoFileForm(sent(request), instance=file)
    if saved(request, powers, form, "memo_file.change", form.save_in):
        messages.success(request, _("The memo file is changed."))
        return redirect("distribution:memo_files", file.office_id)
    return form_page(
        request,
        form,
        title=_("Change a memo file"),
        lead=_("Closed, it gives no new numbers; those it gave stay in its register."),
        submit=_("Save"),
        back=reverse("distribution:memo_files", args=[file.office_id]),
        crumbs=_crumbs(file.office),
        powers=powers,
    )


def _crumbs(office: Office) -> list[tuple[str, str]]:
    return [(reverse("manage:offices"), _("Offices")), (reverse("manage:office", args=[office.pk]), str(office))]


@FORM
def template(request: PersonRequest, pk: int) -> HttpResponse:
    """Who the minutes of a committee usually go to, and out of which file they are numbered."""
    powers = administrator(request)
    committee = get_object_or_404(scope.committees(powers).select_related("office"), pk=pk)
    now = DistributionTemplate.objects.filter(committee=committee).first()
    form = FileForm(committee, sent(request), initial={"memo_file": now and now.memo_file_id})
    entered = saved_lines(committee)
    begun = entered or proposed_lines(committee, powers.day)
    rows = Lines(
        sent(request),
        initial=None if request.method == "POST" else [vars(line) for line in begun],
        prefix="lines",
        form_kwargs={"powers": powers, "standing": [post for line in begun for post in line.posts]},
    )

    def enter(step: Step) -> None:
        form.save_in(step, committee, [row.line for row in rows if row.line])

    if rows.is_valid() and saved(request, powers, form, "distribution_list.change", enter):
        messages.success(request, _("The usual distribution list is saved. Issued documents keep theirs."))
        return redirect("manage:committee", pk)
    context = {
        "committee": committee,
        "form": form,
        "rows": rows,
        "is_proposed": not entered,
        "back": reverse("manage:committee", args=[pk]),
        "crumbs": crumbs_of(committee),
        "powers": powers,
    }
    is_wrong = form.is_bound and not (form.is_valid() and rows.is_valid())
    return render(request, "distribution/template.html", context, status=422 if is_wrong else 200)
