"""Who else is in the drafting room, and what was changed there since a page was opened."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from minutes.domain import drafting, presence
from minutes.models import Minutes, Presence
from tests.clients import signed_in
from tests.factories import acting, make_user
from tests.minutes.drafts import draft

pytestmark = pytest.mark.django_db


def told(minutes: Minutes, user: Any, part: str = "") -> Any:
    return signed_in(user).post(reverse("minutes:presence", args=[minutes.pk]), {"part": part}).json()


def test_each_sees_who_else_is_there_and_at_which_part() -> None:
    seated, minutes = draft()
    colleague = make_user("নমুনা সহকর্মী")
    assert told(minutes, seated.secretary, "title")["here"] == []
    presence.note(minutes, colleague, "row:1")
    presence.note(minutes, colleague, "closing")
    assert told(minutes, seated.secretary)["here"] == [{"name": "নমুনা সহকর্মী", "part": "closing"}]
    assert [each.part for each in presence.others(minutes, colleague)] == [""]


def test_who_was_not_heard_of_for_a_while_or_is_in_another_draft_is_not_here() -> None:
    seated, minutes = draft()
    _other, elsewhere = draft()
    gone, busy = make_user("গেছেন"), make_user("অন্যত্র")
    presence.note(minutes, gone, "title")
    Presence.objects.update(at=timezone.now() - presence.LASTS - datetime.timedelta(seconds=1))
    presence.note(elsewhere, busy, "title")
    assert told(minutes, seated.secretary)["here"] == []


def test_a_part_of_any_length_is_noted() -> None:
    seated, minutes = draft()
    told(minutes, seated.secretary, "x" * 1000)
    assert Presence.objects.get().part == "x" * presence.PART_LENGTH


def test_the_page_is_told_what_version_every_part_is_at() -> None:
    seated, minutes = draft()
    before = told(minutes, seated.secretary)["versions"]
    drafting.save_part(minutes.pk, "closing", ["শেষ"], version=0, **acting(seated.secretary))
    assert told(minutes, seated.secretary)["versions"] == before | {"closing": 1}
