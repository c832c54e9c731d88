"""The decision tracker."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts.papers import Form, paper_answer
from accounts.permissions import NotAllowedError, require
from accounts.requests import PersonRequest
from bangla.dates import format_numeric
from committees.acting import actor_in, powers_in
from committees.powers import Powers, visible_committees
from decisions import rules
from decisions.domain import follow
from decisions.domain.reporting import progress_report
from decisions.forms import FilterForm, ReportForm
from decisions.models import Decision
from meetings.models import Meeting

PER_PAGE = 25
TAKEN_OVER = gettext_lazy(
    "Meanwhile another edition of the minutes took this decision over. What you wrote is below and is not saved yet."
)


@require_safe
def tracker(request: PersonRequest) -> HttpResponse:
    """Decisions that are followed: first what is overdue, then by the day they are due."""
    powers = powers_in(request)
    decisions = rules.visible_decisions(powers)
    form = FilterForm(rules.committees_of_decisions(powers), request.GET)
    form.is_valid()
    if form.cleaned_data.get("committee"):
        decisions = decisions.filter(item__section__meeting__committee=form.cleaned_data["committee"])
    if form.cleaned_data.get("mine"):
        decisions = decisions.filter(rules.to_carry_out(powers))
    decisions = decisions.filter(in_state(form.cleaned_data.get("state", ""), powers.day))
    page = Paginator(with_place(follow.with_look(decisions, powers.day)), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "decisions/list.html", {"form": form, "page": page, "powers": powers})


def in_state(name: str, day: datetime.date) -> Q:
    """The condition behind a choice of the filter."""
    if name == "overdue":
        return follow.overdue(day)
    if name == "all":
        return Q()
    return Q(state=name or Decision.State.OPEN)


def with_place(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """In the order they are due, with committee, meeting and implementers at hand."""
    return (
        decisions.select_related("item__section__meeting__committee")
        .prefetch_related("item__implementers")
        .order_by(F("due").asc(nulls_last=True), "-opened_on", "pk")
    )


@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: PersonRequest, pk: int) -> HttpResponse:
    """One decision, the reports on it, and the form for the next one.

    Where another edition of the minutes took the decision over, this leads there; a report comes back there unsaved.
    """
    powers = powers_in(request)
    visible = with_place(follow.with_look(rules.visible_decisions(powers), powers.day))
    subject = visible.filter(pk=pk).first()
    if subject is None:
        place = follow.place_of(pk)
        subject = visible.filter(pk=place).first() if place else None
        return taken_over(request, powers, subject) if subject else unfollowed(request, powers, pk)
    form = ReportForm(subject, powers)
    if request.method == "POST":
        require(rules.may("report", powers, subject))
        form = ReportForm(subject, powers, request.POST)
        if form.is_valid():
            actor = actor_in(request, powers, subject.item.section.meeting.committee_id)
            try:
                follow.report(subject, actor=actor, powers=powers, **form.cleaned_data)
            except NotAllowedError:
                if visible.filter(pk=pk).exists():
                    raise
                return decision(request, pk=pk)  # taken over since it was read above
            messages.success(request, _("Your report is saved."))
            return redirect("decisions:decision", pk=pk)
    return decision_page(request, powers, subject, form)


def taken_over(request: PersonRequest, powers: Powers, place: Decision) -> HttpResponse:
    """Leads to the decision in the edition that took it over; a report comes back there, unsaved."""
    if request.method != "POST":
        return redirect("decisions:decision", pk=place.pk)
    messages.warning(request, TAKEN_OVER)
    return decision_page(request, powers, place, ReportForm(place, powers, request.POST))


def unfollowed(request: PersonRequest, powers: Powers, pk: int) -> HttpResponse:
    """Gives a report back whose decision the person saw until it was followed no more; else there is nothing here."""
    if request.method != "POST":
        raise Http404
    get_object_or_404(Decision, rules.in_sight(powers), pk=pk)
    return render(request, "decisions/unfollowed.html", {"text": request.POST.get("text", "")}, status=409)


@require_safe
def progress(request: PersonRequest, pk: int, form: Form) -> HttpResponse:
    """The progress report on the decisions of a meeting, for whoever sees its committee."""
    powers = powers_in(request)
    meetings = Meeting.objects.filter(committee__in=visible_committees(powers).values("pk"))
    meeting = get_object_or_404(meetings.select_related("committee__office", "committee__area"), pk=pk)
    name = f"অগ্রগতি-প্রতিবেদন-{format_numeric(meeting.held_on)}" if meeting.held_on else "অগ্রগতি-প্রতিবেদন"
    return paper_answer(request, progress_report(meeting, powers), name, form)


def decision_page(request: PersonRequest, powers: Powers, subject: Decision, form: ReportForm) -> HttpResponse:
    """The page of a decision; with a form that was sent, what is wrong with it."""
    context = {
        "decision": subject,
        "meeting": subject.item.section.meeting,
        "reports": subject.progress.select_related("reported_by"),
        "sees_committee": visible_committees(powers).filter(pk=subject.item.section.meeting.committee_id).exists(),
        "verdict": rules.may("report", powers, subject),
        "form": form,
        "powers": powers,
    }
    return render(request, "decisions/decision.html", context, status=422 if form.is_bound else 200)
