"""The issue page: number, date and list are checked, then shown once more, then issued by one button."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import BaseFormSet, Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.domain.signing import key_in_use, why_shut
from accounts.permissions import require
from accounts.proof import is_fresh
from accounts.requests import PersonRequest
from bangla.dates import format_bangla
from bangla.markers import mark
from committees import scope
from committees.acting import actor_in, powers_in
from committees.powers import Powers
from distribution import rules
from distribution.domain import issuing
from distribution.domain.corrections import note_on, predecessor_of
from distribution.domain.lists import saved_lines
from distribution.domain.register import MemoTakenError, next_serial
from distribution.forms import IssueForm, Recipients, usual_recipients
from distribution.models import Dispatch
from documents.layouts import LAYOUTS
from minutes.domain.workflow import StaleError
from minutes.models import Minutes
from minutes.rules import visible_minutes
from minutes.views.review import posted_version

STEPS = ("csrfmiddlewaretoken", "confirmed", "change")  # what a form posts beside what was typed


@dataclass(frozen=True)
class Printed:
    """How number and date will stand on the paper; empty where they cannot be told yet."""

    memo: str
    next_serial: int | None
    date_lines: tuple[str, ...]


@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: PersonRequest, pk: int) -> HttpResponse:
    """Review, confirm and issue signed minutes.

    Nothing is issued before what was typed is sound and has come back `confirmed`. With `more` the rows come back with
    spare ones; with `change` the form as it was. Who confirms what is issued by now, as by a second click, is led to
    the dispatch.
    """
    powers = powers_in(request)
    if "confirmed" in request.POST and (issued := _dispatch_of(powers, pk)):
        return redirect("distribution:dispatch", issued.pk)
    minutes = _issuable(powers, pk)
    if request.method != "POST":
        return _page(request, powers, IssueForm(minutes), Recipients(initial=usual_recipients(minutes)))
    form, recipients = IssueForm(minutes, request.POST), Recipients(request.POST)
    if "more" in request.POST:
        return render(request, "distribution/recipients.html", {"recipients": _with_spare_rows(recipients)})
    if "change" in request.POST:
        return _page(request, powers, form, recipients)
    if _is_sound(request, minutes, form, recipients):
        if "confirmed" not in request.POST:
            return _confirmation(request, powers, form, recipients)
        if not is_fresh(request):
            return _confirmation(request, powers, form, recipients, status=422)
        dispatch = _issued(request, powers, minutes, form, recipients)
        if dispatch:
            messages.success(request, _("The number is taken. Sign the PDF below as soon as it is made."))
        elif (dispatch := _dispatch_of(powers, pk)) is None:
            return _page(request, powers, form, recipients, status=422)
        return redirect("distribution:dispatch", dispatch.pk)
    return _page(request, powers, form, recipients, status=422)


@require_safe
def proposal(request: PersonRequest, pk: int) -> HttpResponse:
    """How number and date will print, for what is chosen so far.

    Another file brings its own next serial. Nothing else touches the serial: it may be being typed.
    """
    minutes = _issuable(powers_in(request), pk)
    values = cleaned(IssueForm(minutes, request.GET))
    context: dict[str, Any] = {}
    if request.htmx.trigger_name == "file":
        values["serial"] = printed(minutes, values).next_serial
        context["form"] = IssueForm(minutes, initial={"serial": values["serial"]})
    return render(request, "distribution/proposal.html", context | {"printed": printed(minutes, values)})


def printed(minutes: Minutes, values: Mapping[str, Any]) -> Printed:
    """How the known ones among `file`, `serial` and `dated_on` will print."""
    file, serial, day = values.get("file"), values.get("serial"), values.get("dated_on")
    return Printed(
        memo=file.printed(serial) if file and serial else "",
        next_serial=next_serial(file, day.year) if file and day else None,
        date_lines=LAYOUTS[minutes.meeting.committee.layout].date_lines(day) if day else (),
    )


def cleaned(form: Form) -> dict[str, Any]:
    """What is valid of a bound form, or what an unbound one opens on."""
    if not form.is_bound:
        return dict(form.initial)
    form.is_valid()
    return dict(form.cleaned_data)


def _issuable(powers: Powers, pk: int) -> Minutes:
    visible = visible_minutes(powers).select_related("snapshot__signer")
    minutes = get_object_or_404(visible, pk=pk)
    require(rules.may("issue", powers, minutes))
    return minutes


def _dispatch_of(powers: Powers, minutes_id: int) -> Dispatch | None:
    return rules.visible_dispatches(powers).filter(minutes=minutes_id).first()


def _is_sound(request: PersonRequest, minutes: Minutes, form: IssueForm, recipients: BaseFormSet) -> bool:
    """Whether all that was typed can be issued, and the minutes are still those that the person looked at."""
    if posted_version(request, minutes) != minutes.version:
        form.add_error(None, str(StaleError()))
    return all([form.is_valid(), recipients.is_valid()])


def _confirmation(
    request: PersonRequest, powers: Powers, form: IssueForm, recipients: Any, *, status: int = 200
) -> HttpResponse:
    """The page that names what will be issued; it carries along everything that was typed.

    Whoever proved longer ago who they are is asked here to do so again, beside this page.
    """
    order = form.order(recipients.lines())
    context = {
        "powers": powers,
        "minutes": form.minutes,
        "order": order,
        "memo": order.file.printed(order.serial),
        "bangla_date": format_bangla(order.dated_on),
        "skipped": form.skipped,
        "mails": len({address for line in order.lines for address in line.addresses}),
        "on_paper": sum(not line.addresses for line in order.lines),
        "recipients": [(mark(order.numbering, n), line) for n, line in enumerate(order.lines, 1)],
        "typed": [(name, value) for name, values in request.POST.lists() for value in values if name not in STEPS],
    }
    return render(request, "distribution/issue_confirm.html", context, status=status)


def _issued(
    request: PersonRequest, powers: Powers, minutes: Minutes, form: IssueForm, recipients: Any
) -> Dispatch | None:
    """The dispatch; None when number or minutes were taken in the meantime, which the form then says."""
    try:
        return issuing.issue(
            minutes.pk,
            form.order(recipients.lines()),
            actor=actor_in(request, powers, minutes.meeting.committee_id),
            powers=powers,
            version=posted_version(request, minutes),
        )
    except MemoTakenError as error:
        form.add_error("serial", str(error))
    except StaleError as error:
        form.add_error(None, str(error))
    return None


def _with_spare_rows(typed: Any) -> BaseFormSet:
    """The rows as they were typed, complete or not, with spare ones after those that hold something."""
    rows = [{name: form[name].value() for name in form.fields} for form in typed.forms]
    return Recipients(initial=[row for row in rows if any(row.values())])


def _page(
    request: HttpRequest, powers: Powers, form: IssueForm, recipients: BaseFormSet, *, status: int = 200
) -> HttpResponse:
    replaced, committee = predecessor_of(form.minutes), form.minutes.meeting.committee
    context = {
        "powers": powers,
        "minutes": form.minutes,
        "form": form,
        "note": note_on(replaced) if replaced else "",
        "recipients": recipients,
        "printed": printed(form.minutes, cleaned(form)),
        "is_proposed": not (replaced or form.is_bound or saved_lines(committee)),
        "has_file": form.has_file,
        "may_enter_file": not form.has_file and scope.offices(powers).filter(pk=committee.office_id).exists(),
        "key_shut": why_shut(key_in_use(powers.user)),
    }
    return render(request, "distribution/issue.html", context, status=status)
