"""Whom the portal lets go on with a password alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from accounts.domain.factors import has_factor, required_of
from accounts.models import User
from accounts.proof import confirm_address, passed_second_factor


class SecondFactorMiddleware:
    """Whoever needs a second factor sets one up before anything else opens, and gives it in every session.

    Open to them are what is open to everybody and what leads to a second factor (`open_before_set_up`). Of a session
    that passed one nothing is asked; for the others it is the rule of this minute, not of the sign-in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        person = request.user
        if not isinstance(person, User) or passed_second_factor(request) or _is_open(view) or not required_of(person):
            return None
        address = reverse("accounts:second_factor")
        if has_factor(person):
            address = confirm_address(request, request.get_full_path())
        return HttpResponseClientRedirect(address) if HtmxDetails(request).target else HttpResponseRedirect(address)


def _is_open(view: Callable[..., HttpResponse]) -> bool:
    return getattr(view, "open_before_set_up", False) or not getattr(view, "login_required", True)
