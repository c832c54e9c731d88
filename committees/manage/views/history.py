"""What was changed in the administration, by whom, from what to what; and putting back what was a mistake."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.db.models import Min, Model, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.domain.changes import UNDO, UndoError, undo
from accounts.domain.history import Told, folded, told
from accounts.models import AuditRecord
from accounts.permissions import Verdict, require
from accounts.proof import fresh
from accounts.requests import PersonRequest
from accounts.steps import step as posted
from committees import scope
from committees.acting import actor_in
from committees.domain.charging import LastAdministratorError, keep_an_administrator
from committees.manage.pages import PER_PAGE, administrator, page_of
from committees.manage.undoing import may_undo
from committees.powers import Powers


class Line(NamedTuple):
    """A step of the administration, or a record that is of none, with all that it did to what the page is about."""

    first: Told
    all: list[Told]
    verdict: Verdict | None
    is_undone: bool


class Kind(NamedTuple):
    """Things whose history has a page: those in charge, and where else something is recorded that is theirs."""

    found: Callable[[Powers], QuerySet[Any]]
    parts: tuple[str, ...]
    page: str


KINDS: Mapping[str, Kind] = {
    "area": Kind(scope.areas, (), "manage:area"),
    "committee": Kind(scope.committees, ("memberships", "orders", "delegations"), "manage:committee"),
    "office": Kind(scope.offices, ("posts",), "manage:office"),
    "person": Kind(scope.people, ("tenures", "administrations"), "oversight:person"),
    "post": Kind(scope.posts, ("former_names", "tenures", "memberships"), "manage:post"),
}


@require_safe
def changes(request: PersonRequest) -> HttpResponse:
    """What I changed lately; for administrators of the whole country, what anybody did."""
    powers = administrator(request)
    found = AuditRecord.objects.filter(step__isnull=False)
    found = found if powers.everywhere else found.filter(actor=request.user)
    page = page_of(request, found.select_related("actor").order_by("-at", "-pk"))
    lines = lines_of(told(page.object_list), powers)
    context = {"page": page, "lines": lines, "page_before": _page_before(lines, found), "powers": powers}
    return render(request, "manage/history.html", context)


def _page_before(lines: list[Line], found: QuerySet[AuditRecord]) -> int | None:
    """The page with what was done before the step that goes on over the end of this one, a district's set-up over 60.

    None where no step does.
    """
    if not lines:
        return None
    ends = lines[-1].all[-1].record
    begins = found.filter(step=ends.step).aggregate(pk=Min("pk"))["pk"]
    return None if begins == ends.pk else found.filter(pk__gte=begins).count() // PER_PAGE + 1


@require_safe
def of_thing(request: PersonRequest, kind: str, pk: int) -> HttpResponse:
    """What was done to one thing and to what belongs to it."""
    powers = administrator(request)
    if kind not in KINDS:
        raise Http404
    thing: Model = get_object_or_404(KINDS[kind].found(powers), pk=pk)
    found = AuditRecord.objects.filter(_about(thing, KINDS[kind].parts)).select_related("actor")
    page = page_of(request, found.order_by("-at", "-pk"))
    context = {
        "page": page,
        "lines": lines_of(told(page.object_list), powers),
        "thing": thing,
        "back": KINDS[kind].page,
        "powers": powers,
    }
    return render(request, "manage/history.html", context)


def _about(thing: Model, parts: Iterable[str]) -> Q:
    """The records about the thing itself, and about its parts, those removed meanwhile left out."""
    condition = Q(subject_kind=thing._meta.label_lower, subject_id=thing.pk)
    for part in parts:
        rows = getattr(thing, part).all()
        condition |= Q(subject_kind=rows.model._meta.label_lower, subject_id__in=rows.values("pk"))
    return condition


def lines_of(entries: Iterable[Told], powers: Powers) -> list[Line]:
    """The entries, newest first, step by step, each with whether and why not it can be put back."""
    grouped = [folded(group) for _step, group in groupby(entries, key=lambda each: each.record.step or each.record.pk)]
    steps = {step for group in grouped if (step := group[0].record.step)}
    undone, verdicts = _undone(steps), may_undo(powers, steps)
    return [_line(group, undone, verdicts) for group in grouped]


def _line(group: list[Told], undone: set[UUID], verdicts: Mapping[UUID, Verdict]) -> Line:
    step = group[0].record.step
    if step is None or step in undone:
        return Line(group[0], group, None, is_undone=step is not None)
    return Line(group[0], group, verdicts[step], is_undone=False)


def _undone(ids: Iterable[UUID]) -> set[UUID]:
    """Which of the steps were put back already."""
    found = AuditRecord.objects.filter(action=UNDO, details__undoes__in=[str(each) for each in ids])
    return {UUID(undone) for undone in found.values_list("details__undoes", flat=True)}


def _to_history(request: PersonRequest, step: UUID) -> HttpResponse:
    administrator(request)
    return redirect("manage:history")


@posted(_to_history)
@fresh
def put_back(request: PersonRequest, step: UUID) -> HttpResponse:
    """Put back all that one step changed."""
    powers = administrator(request)
    if not AuditRecord.objects.filter(step=step).exists():
        raise Http404
    require(may_undo(powers, [step])[step])
    try:
        with keep_an_administrator():
            undo(step, by=actor_in(request, powers))
    except UndoError as error:
        messages.error(request, str(error))
    except LastAdministratorError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Put back. That is a step of its own, and can be undone in turn."))
    back = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        return redirect(back)
    return redirect("manage:history")
