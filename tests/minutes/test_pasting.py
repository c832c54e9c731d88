"""Text in the legacy Bijoy encoding that somebody pastes."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from bangla.text import nfc
from minutes.domain.length import MAX_LENGTH
from tests.clients import anonymous, signed_in
from tests.factories import make_user

pytestmark = pytest.mark.django_db

BIJOY = "Avwg evsjvq Mvb MvB\r\nICT"


@pytest.fixture
def client() -> Client:
    return signed_in(make_user())


def test_bijoy_comes_back_as_unicode(client: Client) -> None:
    answer = client.post(reverse("minutes:from_bijoy"), {"text": BIJOY})
    assert answer.status_code == 200
    assert answer.json() == {"text": nfc("আমি বাংলায় গান গাই\r\nICT")}


@pytest.mark.parametrize("text", ["", "The meeting was held.", "সভা অনুষ্ঠিত হয়।", "evsjvq@example.org", "\x00"])
def test_where_nothing_is_bijoy_nothing_comes_back(client: Client, text: str) -> None:
    answer = client.post(reverse("minutes:from_bijoy"), {"text": text})
    assert (answer.status_code, answer.content) == (204, b"")


def test_a_word_in_a_font_of_bijoy_comes_back_though_it_could_be_english(client: Client) -> None:
    assert client.post(reverse("minutes:from_bijoy"), {"text": "Kwig"}).status_code == 204
    answer = client.post(reverse("minutes:from_bijoy"), {"text": "Kwig", "word": ""})
    assert answer.json() == {"text": nfc("করিম")}
    assert client.post(reverse("minutes:from_bijoy"), {"text": "করিম", "word": ""}).status_code == 204


def test_no_field_is_no_text(client: Client) -> None:
    assert client.post(reverse("minutes:from_bijoy")).status_code == 204


def test_a_text_longer_than_any_draft_is_refused(client: Client) -> None:
    longest = "mfv " * (MAX_LENGTH // 4)
    assert client.post(reverse("minutes:from_bijoy"), {"text": longest}).status_code == 200
    assert client.post(reverse("minutes:from_bijoy"), {"text": longest + "."}).status_code == 413


def test_it_asks_for_the_form_token() -> None:
    client = signed_in(make_user(), enforce_csrf_checks=True)
    assert client.post(reverse("minutes:from_bijoy"), {"text": BIJOY}).status_code == 403


def test_who_is_signed_out_is_asked_to_sign_in_and_goes_on_at_the_first_page(client: Client) -> None:
    answer = anonymous().post(reverse("minutes:from_bijoy"), {"text": BIJOY})
    assert answer.status_code == 302
    assert client.get(reverse("minutes:from_bijoy"))["Location"] == reverse("oversight:home")
