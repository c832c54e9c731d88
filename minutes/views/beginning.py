"""Entering a meeting, from which its draft begins."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import require
from accounts.requests import PersonRequest
from committees.acting import actor_in, powers_in
from committees.powers import visible_committees
from minutes import rules
from minutes.beginning_forms import MeetingForm
from minutes.domain.beginning import start


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PersonRequest, pk: int) -> HttpResponse:
    """Enter a meeting of the committee and go on to its draft."""
    powers = powers_in(request)
    committee = get_object_or_404(visible_committees(powers).select_related("office", "area"), pk=pk)
    require(rules.may("call_meeting", powers, committee))
    form = MeetingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        minutes = start(committee, actor=actor_in(request, powers, pk), powers=powers, **form.cleaned_data)
        return redirect("minutes:edit", minutes.pk)
    context = {"committee": committee, "form": form}
    return render(request, "minutes/new.html", context, status=422 if form.is_bound else 200)
