"""Views that change a set of minutes."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts import steps
from accounts.requests import PersonRequest
from committees.acting import powers_in
from minutes import rules
from minutes.views.finding import visible

CHANGED = _("Somebody changed this part at the same moment. Look at it, and try again.")


def step(back_to: str) -> Callable[[steps.View], steps.View]:
    """A view that acts on a set of minutes by POST; `back_to` is the route of the set that a sign-in leads back to.

    Whom the drafting room is shut to is led to the desk instead.
    """

    def way_back(request: PersonRequest, pk: int, **_kwargs: object) -> HttpResponse:
        powers = powers_in(request)
        minutes = visible(powers, pk)
        is_shut = back_to == "minutes:edit" and not rules.may("edit", powers, minutes)
        return redirect("minutes:review" if is_shut else back_to, pk)

    return steps.step(way_back)
