"""From which network address a request came."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from django.urls import reverse
from pytest_django.fixtures import Settings

from accounts.models import AuditRecord
from accounts.requests import address_of
from tests.clients import signed_in
from tests.factories import PASSWORD, make_user

PROXY = "172.18.0.9"


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("198.51.100.4", "198.51.100.4"),
        ("10.9.9.9, 198.51.100.4", "198.51.100.4"),  # the first one is whatever the person's own browser claimed
        ("198.51.100.4, 2001:DB8::7 ", "2001:db8::7"),
        ("fe80::1%eth0", "fe80::1"),
        ("198.51.100.4, unknown", None),
        ("198.51.100.4:4711", None),
        ("", None),
        (None, PROXY),  # no proxy on the way: the container asking itself whether it is well
    ],
)
def test_behind_a_proxy_the_last_forwarded_address_counts(
    settings: Settings, forwarded: str | None, address: str | None
) -> None:
    settings.BEHIND_PROXY = True
    headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    assert address_of(RequestFactory(REMOTE_ADDR=PROXY, **headers).get("/")) == address


def test_without_a_proxy_what_a_browser_claims_counts_for_nothing(settings: Settings) -> None:
    settings.BEHIND_PROXY = False
    request = RequestFactory(REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR="198.51.100.4").get("/")
    assert address_of(request) == "192.0.2.1"


def test_a_socket_without_an_address_gives_none() -> None:
    assert address_of(RequestFactory(REMOTE_ADDR="").get("/")) is None


@pytest.mark.django_db
def test_the_audit_trail_names_the_person_not_the_proxy(settings: Settings) -> None:
    settings.BEHIND_PROXY = True
    client = signed_in(make_user(), REMOTE_ADDR=PROXY, HTTP_X_FORWARDED_FOR="198.51.100.4")
    new = "নদীর-পাড়ে-নৌকা-5"
    passwords = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}

    client.post(reverse("accounts:password"), passwords)

    assert AuditRecord.objects.get().address == "198.51.100.4"
