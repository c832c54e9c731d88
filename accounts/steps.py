"""Views that only change something, and where a person is led whose session ended on the way to one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponseBase
from django.views.decorators.http import require_http_methods

from accounts.requests import PersonRequest

View = Callable[..., HttpResponseBase]


def step(way_back: View) -> Callable[[View], View]:
    """A view that acts by POST.

    Where the session had ended, the sign-in leads back to the address that was posted to, by GET: that answers with
    `way_back`, a redirect to the page that the step belongs to. That nothing was done the sign-in has said.
    """

    def decorated(view: View) -> View:
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def answered(request: PersonRequest, **kwargs: Any) -> HttpResponseBase:
            return (view if request.method == "POST" else way_back)(request, **kwargs)

        return answered

    return decorated
