"""A page that begins to arrive before all of it is made: tried on the drafting room."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.streaming import PLACE
from tests.clients import signed_in
from tests.minutes.drafts import draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(language: str) -> Any:
    """The drafting room as it comes to a reader of `language` who takes it piece by piece."""
    seated, minutes = draft("upazila")
    reader = signed_in(seated.secretary, language)
    by_pieces = Client()
    by_pieces.cookies = reader.cookies
    return by_pieces.get(reverse("minutes:edit", args=[minutes.pk]))


@pytest.fixture
def language() -> str:
    return "en"


def test_the_head_comes_before_the_sheet_is_made(room: Any) -> None:
    pieces = iter(room)
    first = next(pieces).decode()
    assert "room.js" in first
    assert "<main" in first
    rest = b"".join(pieces).decode()
    assert '<article class="sheet' not in first
    assert '<article class="sheet' in rest
    assert rest.endswith("</html>\n")
    assert str(PLACE) not in first + rest


def test_the_sheet_is_made_once_its_head_is_on_its_way(room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def note(template: str, *_rest: object) -> str:
        made.append(template)
        return ""

    monkeypatch.setattr("accounts.streaming.render_to_string", note)
    pieces = iter(room)
    next(pieces)
    assert made == []
    assert list(pieces)
    assert made == ["minutes/room.html"]


BUTTON = {"bn": "লেখার অংশ যোগ করুন", "en": "Add a section of text"}


@pytest.mark.parametrize("language", BUTTON)
def test_all_of_it_is_in_the_language_of_its_reader(room: Any, language: str) -> None:
    page = b"".join(room).decode()
    assert f'<html lang="{language}">' in page
    assert [known for known, words in BUTTON.items() if words in page] == [language]
    assert room["Content-Language"] == language


def test_the_page_says_what_broke_off_in_the_middle(
    room: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_sheet: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("minutes.views.sheet.Sheet.destinations", property(broken))
    with caplog.at_level(logging.ERROR, "accounts.streaming"):
        page = b"".join(room).decode()
    assert "Something went wrong on our side" in page
    assert '<article class="sheet' not in page
    assert page.endswith("</html>\n")
    assert 'class="panel panel-error"' in page
    assert reverse("oversight:home") in page.partition("Something went wrong on our side")[2]
    (written,) = caplog.records
    assert room.wsgi_request.path in written.getMessage()
    assert written.exc_info
    assert written.exc_info[0] is ZeroDivisionError


def test_the_tests_browser_meets_the_error_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    seated, minutes = draft("upazila")
    monkeypatch.setattr("minutes.views.sheet.Sheet.destinations", property(lambda _sheet: 1 / 0))
    with pytest.raises(ZeroDivisionError):
        signed_in(seated.secretary).get(reverse("minutes:edit", args=[minutes.pk]))
