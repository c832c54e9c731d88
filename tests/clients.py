"""Django's test client as a person's browser, and what a page asks of the database."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY as WHOSE_PROOFS,
)
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as PROOFS
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.client import ClientHandler
from django.test.utils import CaptureQueriesContext

from accounts.domain.factors import current_code, has_factor
from accounts.middleware import IdleMiddleware
from accounts.models import User
from accounts.proof import FRESH, SECOND_FACTOR
from tests.factories import PASSWORD, TOTP_SECRET, give_totp


class Browser(Client):
    """Reads a page to its end, also one that comes in pieces (accounts.streaming)."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.handler: ClientHandler = PatientHandler(self.handler.enforce_csrf_checks)


class PatientHandler(ClientHandler):
    """Waits for all of a streamed page while Django still notes which templates were shown with what."""

    def __call__(self, environ: dict[str, Any]) -> Any:
        response = super().__call__(environ)
        if not response.streaming or not response["Content-Type"].startswith("text/html"):
            return response
        whole = HttpResponse(b"".join(response.streaming_content), status=response.status_code)
        whole.__dict__ |= {name: value for name, value in response.__dict__.items() if not name.startswith("_")}
        return whole


def anonymous(language: str = "", **options: Any) -> Client:
    """The browser of somebody who has not signed in, switched to `language` if one is given.

    `options` are those of Django's Client.
    """
    client = Browser(**options)
    if language:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


def signed_in(
    person: User, language: str = "", *, by: str = SECOND_FACTOR, stale: bool = False, **options: Any
) -> Client:
    """The person's browser. Without a `language` its pages are in the one of the person's account: Bengali at first.

    The person gave a second factor just now; with BY_PASSWORD the password alone; if `stale`, longer ago than steps
    that matter take.
    """
    client = anonymous(language, **options)
    client.force_login(person)
    session = client.session
    session[PROOFS] = [{"method": by, "at": time.time() - (FRESH.total_seconds() if stale else 0)}]
    session[WHOSE_PROOFS] = str(person.pk)
    session[IdleMiddleware.SEEN] = time.time()
    session.save()
    return client


def after_a_sign_in(person: User, address: str, sent: dict[str, Any] | None) -> Any:
    """Where the person ends up who posts `sent` to the address, or asks for it where that is None, and had to sign in.

    The pages are in English; `.client` of the answer is the browser. The person's password is the factories'.
    """
    User.objects.filter(pk=person.pk).update(language="en")
    client = anonymous("en")
    sign_in = client.get(address) if sent is None else client.post(address, sent)
    return with_password_and_code(client, person, sign_in["Location"])


def with_password_and_code(client: Client, person: User, sign_in: str) -> Any:
    """What the browser shows after a whole sign-in at the address `sign_in`."""
    if not has_factor(person):
        give_totp(person)
    second_step = client.post(sign_in, {"username": person.email, "password": PASSWORD})
    return client.post(second_step["Location"], {"code": current_code(TOTP_SECRET, later=1)}, follow=True)


def queries_of(client: Client, address: str) -> int:
    """How many queries the page asks of the database, without those that Django asks once in a process."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
