"""What a session knows of how its person proved who it is: by which means, and how long ago."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from accounts.domain.factors import has_factor
from accounts.models import User

FRESH = datetime.timedelta(minutes=10)
PASSWORD, SECOND_FACTOR = "password", "mfa"

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def note(request: HttpRequest, person: User, means: str) -> None:
    """Remember in the session that `person` proved by `means`, just now, who it is."""
    record_authentication(request, person, means)


def passed_second_factor(request: HttpRequest) -> bool:
    """Whether the signed-in person gave a second factor in this session. Asks nothing of the database."""
    return any(proof["method"] == SECOND_FACTOR for proof in get_authentication_records(request, request.user))


def is_fresh(request: HttpRequest) -> bool:
    """Whether the person proved who it is within the last ten minutes.

    The password alone is no proof of somebody who has a second factor: it may be set up, in another session, by the
    person whose password whoever sits here has.
    """
    proofs = get_authentication_records(request, request.user)
    if not proofs or time.time() - proofs[-1]["at"] >= FRESH.total_seconds():
        return False
    return passed_second_factor(request) or not (isinstance(request.user, User) and has_factor(request.user))


def confirm_address(request: HttpRequest, back: str) -> str:
    """The page that asks 'Is it you?' and leads to `back`; after a POST, it says that what was sent did not arrive."""
    sent = {"sent": "1"} if request.method == "POST" else {}
    return reverse("accounts:confirm", query={**sent, REDIRECT_FIELD_NAME: back})


def fresh(view: View) -> View:
    """A view for whoever proved lately who they are; others do so first and come back by GET.

    What they sent is not kept anywhere, as it may hold a PIN or a password; on the way they are told.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        return redirect(confirm_address(request, request.get_full_path()))

    return cast(View, guarded)


def open_before_set_up(view: View) -> View:
    """A view that opens without the second factor which its person needs and has not set up."""
    view.open_before_set_up = True  # type: ignore[attr-defined]
    return view
