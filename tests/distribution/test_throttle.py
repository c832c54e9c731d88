"""Who asks too often is told when to ask again; everybody else is not touched by it."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from distribution import codes
from distribution.domain import throttle
from distribution.models import Inquiry
from tests.clients import anonymous

pytestmark = pytest.mark.django_db

NOON = datetime.datetime(2026, 11, 22, 6, 0, tzinfo=datetime.UTC)  # 12:00 in Dhaka
CODE, FILE = Inquiry.Kind.CODE, Inquiry.Kind.FILE


def ask(client: Client, times: int, **extra: str) -> list[int]:
    """The statuses of so many questions after codes that nobody has."""
    return [client.get(f"/verify/{codes.printed(codes.new_code())}", **extra).status_code for _ in range(times)]


@pytest.fixture(autouse=True)
def low_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "LIMITS", {CODE: 3, FILE: 2})


def test_beyond_the_limit_the_page_says_when_to_ask_again() -> None:
    client = anonymous("en")
    with time_machine.travel(NOON, tick=False):
        assert ask(client, 3) == [404, 404, 404]
    with time_machine.travel(NOON + datetime.timedelta(minutes=4), tick=False):
        response = client.get(f"/verify/{codes.printed(codes.new_code())}")

    assert response.status_code == 429
    assert response["Retry-After"] == str(6 * 60)
    assert "Please ask again after 22 November 2026, 12:10." in response.content.decode()
    with time_machine.travel(NOON + datetime.timedelta(minutes=10), tick=False):
        assert ask(client, 4) == [404, 404, 404, 429]


def test_refused_questions_do_not_put_the_time_off() -> None:
    with time_machine.travel(NOON, tick=False):
        assert ask(anonymous(), 5) == [404, 404, 404, 429, 429]
    assert Inquiry.objects.count() == 3


def test_nothing_is_kept_longer_than_it_is_needed() -> None:
    with time_machine.travel(NOON, tick=False):
        ask(anonymous(), 2, REMOTE_ADDR="192.0.2.1")
    with time_machine.travel(NOON + throttle.WINDOW, tick=False):
        ask(anonymous(), 1, REMOTE_ADDR="192.0.2.2")

    assert list(Inquiry.objects.values_list("source", flat=True)) == ["192.0.2.2"]


def test_another_address_is_not_touched() -> None:
    client = anonymous()

    assert ask(client, 4, REMOTE_ADDR="192.0.2.1")[-1] == 429
    assert ask(client, 1, REMOTE_ADDR="192.0.2.2") == [404]


def test_behind_a_proxy_the_address_is_the_one_that_it_wrote(settings: Settings) -> None:
    settings.BEHIND_PROXY = True
    client = anonymous()

    assert ask(client, 4, HTTP_X_FORWARDED_FOR="198.51.100.1, 192.0.2.1")[-1] == 429
    assert ask(client, 1, HTTP_X_FORWARDED_FOR="198.51.100.9, 192.0.2.1") == [429]
    assert ask(client, 1, HTTP_X_FORWARDED_FOR="192.0.2.1, 192.0.2.2") == [404]


def test_without_a_proxy_nobody_names_an_address_of_his_own() -> None:
    statuses = [ask(anonymous(), 1, HTTP_X_FORWARDED_FOR=f"198.51.100.{number}") for number in range(4)]

    assert statuses[-1] == [429]


def test_forms_and_slips_are_free() -> None:
    client = anonymous()
    ask(client, 4)

    assert client.get("/verify/").status_code == 200
    assert client.get("/verify/", {"code": "K7QM"}).status_code == 422


def test_files_are_counted_for_themselves() -> None:
    client = anonymous("en")
    ask(client, 4)

    assert [client.post("/verify/").status_code for _ in range(3)] == [422, 422, 429]


def test_a_file_that_is_one_too_many_is_read_to_its_end_and_kept_nowhere() -> None:
    """A browser shows no answer before it has sent everything."""
    client = anonymous("en")
    for _ in range(2):
        client.post("/verify/")

    refused = client.post("/verify/", {"file": SimpleUploadedFile("minutes.pdf", b"%PDF-1.7" + bytes(500_000))})

    assert refused.status_code == 429
    assert refused.wsgi_request.META["wsgi.input"].read() == b""
    assert not refused.wsgi_request.FILES


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (None, "unknown"),
    ],
)
def test_one_connection_is_one_source(address: str | None, source: str) -> None:
    assert throttle.source_of(address) == source
