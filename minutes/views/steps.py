"""Views that change something, and what meets a person whose session ended on the way to one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import PersonRequest
from committees.acting import powers_in
from minutes import rules

View = Callable[..., HttpResponse]


def step(back_to: str) -> Callable[[View], View]:
    """A view that acts on a set of minutes by POST.

    Where the session had ended, the sign-in leads back to the address that was posted to, by GET: that goes on to the
    page `back_to` (a route that takes the set's number) and says there that nothing was done.
    """

    def decorated(view: View) -> View:
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def answered(request: PersonRequest, pk: int, **kwargs: Any) -> HttpResponse:
            if request.method == "POST":
                return view(request, pk, **kwargs)
            get_object_or_404(rules.visible_minutes(powers_in(request)), pk=pk)
            if request.method == "GET":
                messages.warning(
                    request,
                    _("You had to sign in on the way, and what you sent did not arrive. Look here, and do it again."),
                )
            return redirect(back_to, pk)

        return answered

    return decorated
