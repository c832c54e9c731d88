"""The request that a view behind the sign-in gets."""

from __future__ import annotations

import re
from ipaddress import ip_address

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class PersonRequest(HttpRequest):
    """A request of a signed-in person: SignInMiddleware lets no other through. For type checking alone."""

    user: User
    htmx: HtmxDetails


def way_back(request: HttpRequest) -> str:
    """The page of the portal that the request's address names as the one to go back to, or nothing."""
    address = request.GET.get(REDIRECT_FIELD_NAME, "")
    safe = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if safe else ""


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


def whole_number(text: str) -> int | None:
    """The number written in at most 18 ASCII digits, as our own addresses and forms are; None for any other."""
    return int(text) if re.fullmatch("[0-9]{1,18}", text) else None
