"""What the drafting room is offered, as its scripts get it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from bangla.wordings import NAMES
from minutes.models import Minutes
from minutes.views.suggesting import WORDING_NAMES
from tests.clients import queries_of, signed_in
from tests.factories import Seated, make_committee, make_office, make_phrase, make_post
from tests.minutes.drafts import begin

pytestmark = pytest.mark.django_db


@pytest.fixture
def seated() -> Seated:
    return make_committee()


@pytest.fixture
def minutes(seated: Seated) -> Minutes:
    return begin(seated)


@pytest.fixture
def client(seated: Seated) -> Client:
    return signed_in(seated.secretary, "en")


def address(minutes: Minutes) -> str:
    return reverse("minutes:suggest", args=[minutes.pk])


def offers(client: Client, minutes: Minutes, **asked: Any) -> list[dict[str, str]]:
    response = client.get(address(minutes), asked)
    assert response.status_code == 200
    return list(response.json()["offers"])


def test_an_implementer_is_offered_with_the_place(client: Client, seated: Seated, minutes: Minutes) -> None:
    office = make_office("জেলা শিক্ষা অফিস", area=seated.committee.area, name_en="District Education Office")
    make_post("জেলা শিক্ষা অফিসার", office=office)
    assert offers(client, minutes, **{"for": "implementer", "q": "শিক্ষা অফিসা"}) == [
        {
            "of": "implementer",
            "text": "জেলা শিক্ষা অফিসার",
            "beside": f"District Education Office, {seated.committee.area}",
        }
    ]


def test_a_phrase_is_offered_as_text_and_as_safe_html(client: Client, seated: Seated, minutes: Minutes) -> None:
    phrase = make_phrase(seated.committee.office, "<strong>তালিকা</strong><br>১ < ২ & ৩")
    make_phrase(make_office(), "তালিকা অন্য দপ্তরের")
    assert offers(client, minutes, **{"for": "phrase", "q": "তালি", "kind": "opening"}) == [
        {
            "of": "phrase",
            "text": "তালিকা\n১ < ২ & ৩",
            "html": "<strong>তালিকা</strong><br>১ &lt; ২ &amp; ৩",
            "beside": "decision",
            "used": reverse("minutes:phrase_used", args=[minutes.pk, phrase.pk]),
        }
    ]


def test_the_phrases_of_the_part_that_is_written_come_first_and_not_all_of_them(
    client: Client, seated: Seated, minutes: Minutes
) -> None:
    for _n in range(20):
        make_phrase(seated.committee.office)
    make_phrase(seated.committee.office, "স্বাগত", kind="opening")
    found = offers(client, minutes, **{"for": "phrase", "kind": "opening"})
    assert found[0]["text"] == "স্বাগত"
    assert len(found) == 12


def test_a_value_is_offered_in_words(client: Client, minutes: Minutes) -> None:
    found = offers(client, minutes, **{"for": "value", "q": "৩১"})
    assert found[0] == {"of": "value", "text": "৩১ (একত্রিশ)", "beside": "number with its words"}
    assert WORDING_NAMES.keys() == set(NAMES)


def test_several_sources_are_asked_at_once_in_their_order(client: Client, seated: Seated, minutes: Minutes) -> None:
    make_phrase(seated.committee.office, "৩১ তারিখের মধ্যে প্রেরণ করতে হবে।")
    make_post("৩১ নম্বর পদ", office=seated.committee.office)
    response = client.get(address(minutes) + "?for=value&for=phrase&for=implementer&q=31")
    assert list(dict.fromkeys(each["of"] for each in response.json()["offers"])) == ["value", "phrase", "implementer"]
    assert {each["of"] for each in offers(client, minutes, q="31")} == {"value", "phrase", "implementer"}
    assert client.get(address(minutes), {"for": "people"}).status_code == 404


@pytest.mark.parametrize("typed", ["", "\0", " ", "%", "_", "'\"<>", "ক" * 5000, "\ud83d\ude00", "🙂"])
def test_anything_may_be_typed(client: Client, minutes: Minutes, typed: str) -> None:
    assert client.get(address(minutes), {"q": typed.encode("utf-8", "ignore")}).status_code == 200


def test_a_number_of_queries_that_does_not_grow(client: Client, seated: Seated, minutes: Minutes) -> None:
    asked = address(minutes) + "?q="
    before = queries_of(client, asked)
    for _n in range(30):
        make_phrase(seated.committee.office)
        make_post(office=seated.committee.office)
    assert queries_of(client, asked) == before


def test_nobody_is_offered_anything_but_who_edits_the_draft(seated: Seated, minutes: Minutes) -> None:
    statuses = {
        person: signed_in(who).get(address(minutes)).status_code
        for person, who in {
            "chair": seated.chair,
            "member": seated.member,
            "secretary elsewhere": make_committee().secretary,
        }.items()
    }
    assert statuses == {"chair": 403, "member": 404, "secretary elsewhere": 404}
    Minutes.objects.filter(pk=minutes.pk).update(state="in_review")
    assert signed_in(seated.secretary).get(address(minutes)).status_code == 403


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("56.04.9900.000.07.7", "A memo number has 8 or 9 groups of digits, the serial among them. These are 6."),
        ("56.4.9900.000.07.002.21.7", "Group 2 of a memo number has 2 digits. “4” has 1."),
        ("56.04.9900.000.07.002.21-0", "The serial of a memo number is between 1 and 999999999."),
        ("56.04.9900.000.07.002.21.7", ""),
        ("কথা", ""),
    ],
)
def test_a_wrong_memo_number_is_told_why(client: Client, minutes: Minutes, typed: str, why: str) -> None:
    assert client.get(address(minutes), {"for": "value", "q": typed}).json()["why"] == why
