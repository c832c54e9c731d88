"""Views that change something, and what meets a person whose session ended on the way to one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import PersonRequest

View = Callable[..., HttpResponse]


def step(way_back: View) -> Callable[[View], View]:
    """A view that acts by POST.

    Where the session had ended, the sign-in leads back to the address that was posted to, by GET: that answers with
    `way_back`, a redirect to the page that the step belongs to, where it is said that nothing was done.
    """

    def decorated(view: View) -> View:
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def answered(request: PersonRequest, **kwargs: Any) -> HttpResponse:
            if request.method == "POST":
                return view(request, **kwargs)
            response = way_back(request, **kwargs)
            if request.method == "GET":
                messages.warning(
                    request,
                    _("You had to sign in on the way, and what you sent did not arrive. Look here, and do it again."),
                )
            return response

        return answered

    return decorated
