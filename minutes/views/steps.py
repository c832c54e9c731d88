"""Views that change a set of minutes."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from accounts import steps
from accounts.requests import PersonRequest
from committees.acting import powers_in
from minutes import rules


def step(back_to: str) -> Callable[[steps.View], steps.View]:
    """A view that acts on a set of minutes by POST; `back_to` is the route of the set that a sign-in leads back to."""

    def way_back(request: PersonRequest, pk: int, **_kwargs: object) -> HttpResponse:
        get_object_or_404(rules.visible_minutes(powers_in(request)), pk=pk)
        return redirect(back_to, pk)

    return steps.step(way_back)
