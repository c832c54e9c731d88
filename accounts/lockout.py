"""Wrong passwords and codes: counted by django-axes in the database, for all processes together, up to a lock.

The engine asks how many limits are reached (settings.AXES_FAILURE_LIMIT is one). Nothing here depends on whether there
is such an account.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, NamedTuple, TypeVar

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt
from django.contrib.auth.signals import user_login_failed
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.domain.audit import Actor, record
from accounts.models import AuditRecord, User
from accounts.requests import address_of

Result = TypeVar("Result")

LASTS = datetime.timedelta(minutes=15)  # also settings.AXES_COOLOFF_TIME
OF_ACCOUNT_AND_ADDRESS = 5
# An office of many people shares one address.
OF_ADDRESS = 60
# From many addresses at once; far above what one person mistypes, so that it takes some trouble to shut somebody out.
OF_ACCOUNT = 60
SIGNED_IN = "account.sign_in"


class Failures(NamedTuple):
    """Wrong tries for one account from one address, and when the last one was."""

    account: str
    address: str | None
    wrong: int
    last: datetime.datetime


class Handler(AxesDatabaseHandler):
    """The engine's keeper of the counts, with the portal's own limits."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        return len(_reached(request, credentials))

    def reset_user_attempts(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """After a success, only what was tried from there for this account: an own account wipes no other counts."""
        account, address = get_client_username(request, credentials), _address(request)
        return int(AccessAttempt.objects.filter(username=account, ip_address=address).delete()[0])


def account_named(_request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The account that is meant, however its address is typed; the engine's columns hold 255 characters."""
    return str((credentials or {}).get("username") or "").strip().lower()[:255]


def source_of(request: HttpRequest) -> str | None:
    """Whom a request comes from: of IPv6 the whole /64, out of which one connection takes as many as it likes."""
    address = address_of(request)
    if address is None:
        return None
    parsed = ip_address(address)
    if not isinstance(parsed, IPv6Address):
        return address
    return str(parsed.ipv4_mapped or ip_network((parsed, 64), strict=False).network_address)


def counted(request: HttpRequest, person: User, check: Callable[[], Result | None]) -> Result | None:
    """What `check` gives of a password or code that was typed for `person`: None where it is wrong, which is counted.

    While the account is locked nothing is checked; the engine's middleware answers with `page` then.
    """
    credentials = {"username": person.email}
    if not AxesProxyHandler.is_allowed(request, credentials):
        request.axes_locked_out, request.axes_credentials = True, credentials  # type: ignore[attr-defined]
        return None
    result = check()
    if result is None:
        user_login_failed.send(sender=__name__, credentials=credentials, request=request)
    else:
        AxesProxyHandler.get_implementation().reset_user_attempts(request, credentials)
    return result


def page(request: HttpRequest, credentials: dict[str, Any] | None) -> HttpResponse:
    """The page for whoever is locked out: it says for how many minutes more."""
    last = [failures.last for limit in _reached(request, credentials) for failures in limit]
    left = max(last) + LASTS - timezone.now() if last else LASTS
    minutes = max(1, math.ceil(left / datetime.timedelta(minutes=1)))
    return render(request, "accounts/locked.html", {"minutes": minutes}, status=429)


def enter_in_trail(request: HttpRequest, username: str, **_kwargs: Any) -> None:
    """Write down a lock as it comes about, where there is such an account; what is tried while it lasts is not new."""
    person = User.objects.filter(email__iexact=username).first()
    if person and getattr(request, "axes_failures_since_start", None):
        record(Actor(None, address=address_of(request)), "account.locked_out", person)


def _reached(request: HttpRequest, credentials: dict[str, Any] | None) -> list[list[Failures]]:
    """The failures behind each limit that is reached."""
    account, address = get_client_username(request, credentials), _address(request)
    lasting = AccessAttempt.objects.filter(attempt_time__gt=timezone.now() - LASTS)
    columns = ("username", "ip_address", "failures_since_start", "attempt_time")
    found = [
        Failures(*row) for row in lasting.filter(Q(username=account) | Q(ip_address=address)).values_list(*columns)
    ]
    of_account = [each for each in found if each.account == account]
    of_address = [each for each in found if each.address == address]
    of_both = [each for each in of_account if each.address == address]
    reached = [
        failures
        for failures, limit in ((of_both, OF_ACCOUNT_AND_ADDRESS), (of_address, OF_ADDRESS))
        if sum(each.wrong for each in failures) >= limit
    ]
    if sum(each.wrong for each in of_account) >= OF_ACCOUNT and not _has_signed_in_from(account, request):
        reached.append(of_account)
    return reached


def _has_signed_in_from(account: str, request: HttpRequest) -> bool:
    """Whether the account was signed in to from here before: nobody elsewhere locks a person out at the own desk."""
    here = AuditRecord.objects.filter(action=SIGNED_IN, address=address_of(request))
    return here.filter(actor__email__iexact=account).exists()


def _address(request: HttpRequest) -> str | None:
    address: str | None = request.axes_ip_address  # type: ignore[attr-defined]
    return address
