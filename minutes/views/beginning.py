"""Entering a meeting, from which its draft begins."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import require
from accounts.requests import PersonRequest
from committees.acting import actor_in, powers_in
from committees.models import Committee
from committees.powers import Powers, visible_committees
from minutes import rules
from minutes.beginning_forms import MeetingForm, TakingOverForm
from minutes.domain.beginning import start
from minutes.domain.continuity import last_meeting, last_sets
from minutes.domain.length import TooLongError


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PersonRequest, pk: int) -> HttpResponse:
    """Enter a meeting of the committee, choose what to take over of the last one, and go on to the draft.

    `begin` says which button was pressed: `last` takes over what is ticked, `empty` nothing. What was ticked on a page
    that offered another last meeting, as one was entered meanwhile, does not count.
    """
    powers = powers_in(request)
    committee = get_object_or_404(visible_committees(powers).select_related("office", "area"), pk=pk)
    require(rules.may("call_meeting", powers, committee))
    typed = request.POST if request.method == "POST" else None
    form = MeetingForm(typed, committee=committee, initial=_as_last_time(committee, powers) | request.GET.dict())
    if not form.is_valid():
        context = {"committee": committee, "form": form}
        return render(request, "minutes/new.html", context, status=422 if form.is_bound else 200)

    last = last_meeting(committee, form.cleaned_data["held_on"], powers)
    taking_over = None
    if last and request.POST.get("begin") != "empty":
        is_answer = "begin" in request.POST and request.POST.get("last") == str(last.minutes.pk)
        taking_over = TakingOverForm(request.POST if is_answer else None, last=last)
    if taking_over is None or taking_over.is_valid():
        chosen = taking_over.chosen() if taking_over else None
        try:
            actor = actor_in(request, powers, pk)
            entered = form.cleaned_data
            minutes = start(committee, actor=actor, powers=powers, words=form.words, chosen=chosen, **entered)
        except TooLongError as error:
            if taking_over is None:
                raise
            taking_over.add_error(None, str(error))
        else:
            return redirect("minutes:edit", minutes.pk)
    context = {
        "committee": committee,
        "meeting": form,
        "change": urlencode({name: form[name].value() or "" for name in ("held_on", "held_at", "place")}),
        "last": last,
        "form": taking_over,
    }
    return render(request, "minutes/going_on.html", context, status=422 if taking_over.errors else 200)


def _as_last_time(committee: Committee, powers: Powers) -> dict[str, object]:
    """Time and place of the last meeting, proposed for the new one."""
    last = next(iter(last_sets(committee.pk, powers)), None)
    return {"held_at": last.meeting.held_at, "place": last.meeting.place} if last else {}
