"""Django's test client as a person's browser, and what a page asks of the database."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests.factories import PASSWORD


def anonymous(language: str = "", **options: Any) -> Client:
    """The browser of somebody who has not signed in, switched to `language` if one is given.

    `options` are those of Django's Client.
    """
    client = Client(**options)
    if language:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


def signed_in(person: User, language: str = "", **options: Any) -> Client:
    """The person's browser. Without a `language` its pages are in the one of the person's account: Bengali at first."""
    client = anonymous(language, **options)
    client.force_login(person)
    return client


def after_a_sign_in(person: User, address: str, sent: dict[str, Any] | None) -> Any:
    """Where the person ends up who posts `sent` to the address, or asks for it where that is None, and had to sign in.

    The pages are in English; `.client` of the answer is the browser. The person's password is the factories'.
    """
    User.objects.filter(pk=person.pk).update(language="en")
    client = anonymous("en")
    sign_in = client.get(address) if sent is None else client.post(address, sent)
    return client.post(sign_in["Location"], {"username": person.email, "password": PASSWORD}, follow=True)


def queries_of(client: Client, address: str) -> int:
    """How many queries the page asks of the database, without those that Django asks once in a process."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
