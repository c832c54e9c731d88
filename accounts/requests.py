"""The request that a view behind the sign-in gets."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class PersonRequest(HttpRequest):
    """A request of a signed-in person: LoginRequiredMiddleware lets no other through. For type checking alone."""

    user: User
    htmx: HtmxDetails
