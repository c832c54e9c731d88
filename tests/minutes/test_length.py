"""How long minutes may grow, and that a preview holds nobody up for long."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from accounts import papers
from accounts.permissions import NotAllowedError
from documents.typesetting import pdf
from minutes.domain import length, parts, structure
from minutes.domain.assembly import content_of
from minutes.models import Minutes
from tests.clients import signed_in
from tests.minutes.drafts import draft, powers
from tests.minutes.pages import everything, grid_name, page, posted, row_name, save_url

pytestmark = pytest.mark.django_db


def test_a_short_text_takes_the_least_and_a_long_one_its_characters() -> None:
    content = {"a": "", "b": ["ক", "খ" * 30], "c": 7, "d": None}
    assert length.length(content) == 20 + 20 + 30


def test_a_tag_counts_as_much_as_a_short_text() -> None:
    assert length.length("অ<br>" * 10) == 10 * (5 + 20)
    assert length.length("<em>অ</em>") == 20 + 2 * 20
    assert length.length(["৫ < ৭ > ৩ " * 5]) == 50


def test_minutes_may_grow_to_the_last_character_and_not_beyond(monkeypatch: pytest.MonkeyPatch) -> None:
    _seated, minutes, client = everything()
    longer = minutes.title + "ক" * 40
    grown = length.length(content_of(minutes)) + length.length(longer) - length.length(minutes.title)
    monkeypatch.setattr(length, "MAX_LENGTH", grown - 1)
    assert client.post(save_url(minutes, "title"), posted(minutes, "title", title=longer)).status_code == 422
    assert Minutes.objects.get().title == minutes.title
    monkeypatch.setattr(length, "MAX_LENGTH", grown)
    assert client.post(save_url(minutes, "title"), posted(minutes, "title", title=longer)).status_code == 302
    assert Minutes.objects.get().title == longer


def test_of_minutes_that_are_too_long_already_nothing_is_left() -> None:
    too_long = "ক" * (length.MAX_LENGTH + 5)
    with pytest.raises(length.TooLongError) as refused:
        length.require_room({"title": "", "closing": [too_long]}, "", "খ" * 21)
    assert refused.value.left == 0


def test_growth_beyond_the_whole_is_refused_at_the_longest_field_and_the_rest_saved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _seated, minutes, client = everything()
    name = row_name()
    monkeypatch.setattr(length, "MAX_LENGTH", length.length(content_of(minutes)) + 1000)
    data = posted(minutes, name, subject="নতুন বিষয়", discussion="দীর্ঘ " * 1000)
    response = client.post(save_url(minutes, name), data)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["discussion"]
    assert page(response).count("The minutes as a whole would be too long") == 2
    assert "দীর্ঘ দীর্ঘ" in page(response)
    row = parts.read(minutes, parts.Part.parse(name))
    assert row["subject"] == "নতুন বিষয়"
    assert "দীর্ঘ" not in str(row)


def test_what_there_is_no_room_for_is_found_at_once(
    monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    """However many fields grew, the draft is locked and written twice at most."""
    _seated, minutes, client = everything()
    name = grid_name()
    anchor = name.replace(":", "-")
    monkeypatch.setattr(length, "MAX_LENGTH", length.length(content_of(minutes)) + 50 * 20)
    data = posted(minutes, name)
    data |= {f"{anchor}-cell_{r}_{c}": f"{r}-{c}" for r in range(10, 30) for c in range(10)}
    with django_assert_max_num_queries(90):
        response = client.post(save_url(minutes, name), data, HTTP_HX_REQUEST="true")
    refused = response.context["form"].errors
    assert 0 < len(refused) < 200
    assert "cell_29_9" in refused
    assert "cell_10_0" not in refused
    assert length.length(content_of(Minutes.objects.get())) <= length.MAX_LENGTH


def test_a_text_that_became_shorter_is_never_refused_for_the_length_of_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _seated, minutes, client = everything()
    name = row_name()
    before = posted(minutes, name, subject="দীর্ঘ বিষয় " * 50)
    assert client.post(save_url(minutes, name), before).status_code == 302
    monkeypatch.setattr(length, "MAX_LENGTH", length.length(content_of(Minutes.objects.get())))
    data = posted(minutes, name, 1, subject="দীর্ঘ বিষয় " * 40, implementers="ক\n" * 40, serial="১২")
    response = client.post(save_url(minutes, name), data)
    assert list(response.context["form"].errors) == ["implementers"]
    assert parts.read(minutes, parts.Part.parse(name))["subject"].count("দীর্ঘ") == 40


def test_minutes_that_are_too_long_can_be_shortened_and_corrected(monkeypatch: pytest.MonkeyPatch) -> None:
    _seated, minutes, client = everything()
    monkeypatch.setattr(length, "MAX_LENGTH", 100)
    same = minutes.title[:-1] + "।"
    assert client.post(save_url(minutes, "title"), posted(minutes, "title", title=same)).status_code == 302
    assert client.post(save_url(minutes, "title"), posted(minutes, "title", 1, title="ক")).status_code == 302
    assert Minutes.objects.get().title == "ক"


def test_nothing_is_added_where_there_is_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    seated, minutes = draft()
    section = minutes.meeting.sections.get()
    monkeypatch.setattr(length, "MAX_LENGTH", length.length(content_of(minutes)))
    with pytest.raises(NotAllowedError, match="বেশি দীর্ঘ"):
        structure.append_row(minutes.pk, section.pk, **powers(seated.secretary))
    with pytest.raises(NotAllowedError, match="বেশি দীর্ঘ"):
        structure.append_section(minutes.pk, "table", **powers(seated.secretary))
    assert (minutes.meeting.sections.count(), section.items.count()) == (1, 1)


def test_who_comes_while_a_pdf_is_made_is_asked_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    seated, minutes = draft()
    client = signed_in(seated.secretary, "en")
    address = reverse("minutes:preview_pdf", args=[minutes.pk])
    monkeypatch.setattr(papers, "PATIENCE", 0.01)
    with pdf._rendering:
        response = client.get(address)
    assert (response.status_code, "Retry-After" in response) == (503, True)
    assert "The portal is making another document." in page(response)
    assert client.get(address).content.startswith(b"%PDF")
