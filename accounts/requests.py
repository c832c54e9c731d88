"""The request that a view behind the sign-in gets."""

from __future__ import annotations

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class PersonRequest(HttpRequest):
    """A request of a signed-in person: SignInMiddleware lets no other through. For type checking alone."""

    user: User
    htmx: HtmxDetails


def address_of(request: HttpRequest) -> str | None:
    """The network address that `request` came from, or None where there is none to be trusted.

    Behind our proxy it is the last entry of X-Forwarded-For, the one that the proxy itself wrote; whatever stands
    before it, and the whole header where no proxy is, is the claim of whoever asks.
    """
    address: str = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        address = request.META.get("HTTP_X_FORWARDED_FOR", address).rpartition(",")[2]
    try:
        return str(ip_address(address.strip().partition("%")[0]))  # no database keeps the zone behind a %
    except ValueError:
        return None
