"""Django's test client as a person's browser, and what a page asks of the database."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User


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


def queries_of(client: Client, address: str) -> int:
    """How many queries the page asks of the database, without those that Django asks once in a process."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
