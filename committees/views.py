"""Delegating to a deputy: pages of the chair, and of the administrators in charge."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.domain.changes import Step
from accounts.permissions import require
from accounts.requests import PersonRequest
from accounts.steps import step as posted
from committees.acting import actor_in, powers_in
from committees.domain.delegating import OverError
from committees.domain.delegating import withdraw as end
from committees.forms import DelegationForm
from committees.manage.pages import FORM, saved, sent
from committees.models import Committee, Delegation
from committees.powers import Powers, Role, visible_committees
from committees.rules import may


@FORM
def delegate(request: PersonRequest, pk: int) -> HttpResponse:
    """Let a deputy chair or sign for some days."""
    powers = powers_in(request)
    committee = get_object_or_404(visible_committees(powers), pk=pk)
    require(may("delegate", powers, committee))
    form = DelegationForm(powers, sent(request), instance=Delegation(committee=committee))
    actor = actor_in(request, powers, pk, Role.CHAIR)
    if saved(request, powers, form, "delegation.make", form.save_in, by=actor):
        messages.success(request, _("It is delegated. The deputy sees it under “My work” as long as it lasts."))
        return redirect(page_of(powers, committee))
    context = {"form": form, "committee": committee, "back": page_of(powers, committee), "powers": powers}
    return render(request, "committees/delegate.html", context, status=422 if form.is_bound else 200)


def _back(request: PersonRequest, pk: int) -> HttpResponse:
    powers = powers_in(request)
    return redirect(page_of(powers, _delegation(powers, pk).committee))


@posted(_back)
def withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a delegation back, from this minute on."""
    powers = powers_in(request)
    delegation = _delegation(powers, pk)
    committee = delegation.committee
    require(may("delegate", powers, committee))
    try:
        with Step(actor_in(request, powers, committee.pk, Role.CHAIR), "delegation.withdraw") as step:
            end(delegation, step=step)
    except OverError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The delegation is withdrawn, from this minute on."))
    return redirect(page_of(powers, committee))


def page_of(powers: Powers, committee: Committee) -> str:
    """Where the person looks after the committee: its chair on its own page, others in the administration."""
    of_members = powers.has(committee.pk, Role.CHAIR) or not powers.administers(committee.area_id)
    return reverse("oversight:committee" if of_members else "manage:committee", args=[committee.pk])


def _delegation(powers: Powers, pk: int) -> Delegation:
    found = Delegation.objects.filter(committee__in=visible_committees(powers).values("pk"))
    return get_object_or_404(found.select_related("committee", "post__office"), pk=pk)
