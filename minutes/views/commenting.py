"""Comments on minutes: saying one, and marking it as dealt with."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.permissions import require
from accounts.requests import PersonRequest
from committees.acting import actor_in, powers_in
from minutes import rules
from minutes.domain import commenting
from minutes.domain.assembly import sections_of
from minutes.models import Minutes, ReviewComment
from minutes.views.cards import anchor
from minutes.views.chairs_desk import comment_form_for, desk_page, places_of
from minutes.views.finding import visible
from minutes.views.steps import step


@step("minutes:review")
def comment(request: PersonRequest, pk: int) -> HttpResponse:
    """Say something about the minutes, a part of them or a passage."""
    powers = powers_in(request)
    minutes = visible(powers, pk)
    require(rules.may("comment", powers, minutes))
    form = comment_form_for(places_of(sections_of(minutes)), request.POST)
    if not form.is_valid():
        return desk_page(request, powers, minutes, comment_form=form, status=422)
    actor = actor_in(request, powers, minutes.meeting.committee_id)
    try:
        said = commenting.comment(pk, **form.cleaned_data, actor=actor, powers=powers)
    except LookupError as error:  # removed in this very moment
        raise Http404 from error
    messages.success(request, _("The comment is saved."))
    return _back(request, minutes, said)


@step("minutes:review")
def settle(request: PersonRequest, pk: int, comment: int) -> HttpResponse:
    """Mark a comment as dealt with, or, with `open` posted, open it again."""
    powers = powers_in(request)
    minutes = visible(powers, pk)
    require(rules.may("read_comments", powers, minutes))
    said = get_object_or_404(minutes.comments, pk=comment)
    actor = actor_in(request, powers, minutes.meeting.committee_id)
    commenting.settle(said.pk, settled="open" not in request.POST, actor=actor, powers=powers)
    return _back(request, minutes, said)


def _back(request: PersonRequest, minutes: Minutes, said: ReviewComment) -> HttpResponse:
    """To where the form stood: its part in the drafting room or on the sheet, else the comment in the list below it."""
    if "room" in request.POST:
        return redirect(reverse("minutes:edit", args=[minutes.pk]) + "#" + anchor(said.part))
    place = f"said-{anchor(said.part)}" if said.part and "sheet" in request.POST else f"comment-{said.pk}"
    return redirect(reverse("minutes:review", args=[minutes.pk]) + f"#{place}")
