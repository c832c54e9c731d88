"""What stands beside the sheet: who else is there, a part by itself, the pages as pictures."""

from __future__ import annotations

import base64
import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from minutes.domain import presence
from minutes.models import Minutes, Presence
from tests.factories import Seated, make_user
from tests.minutes.pages import everything, page, row_name

pytestmark = pytest.mark.django_db


def tell(client: Client, minutes: Minutes, part: str = "") -> dict[str, object]:
    answer = client.post(reverse("minutes:presence", args=[minutes.pk]), {"part": part})
    assert answer.status_code == 200
    found: dict[str, object] = answer.json()
    return found


def test_each_is_told_of_the_others_and_of_every_version() -> None:
    _seated, minutes, client = everything()
    other = make_user("নমুনা সহকর্মী")
    presence.note(minutes, other, "title")
    assert tell(client, minutes, "closing") == {"here": [{"name": "নমুনা সহকর্মী", "part": "title"}], "versions": {}}
    assert Presence.objects.get(user__name_bn=_seated.secretary.name_bn).part == "closing"


def test_who_left_is_told_no_more_and_one_stands_there_once() -> None:
    _seated, minutes, client = everything()
    presence.note(minutes, make_user(), "title")
    for _again in range(3):
        tell(client, minutes)
    assert Presence.objects.count() == 2
    Presence.objects.update(at=timezone.now() - presence.LASTS - datetime.timedelta(seconds=1))
    assert tell(client, minutes)["here"] == []


@pytest.mark.parametrize("part", ["title", "info", "opening", "closing", "chair_signature", "row"])
def test_a_part_is_shown_by_itself_as_it_stands(part: str) -> None:
    _seated, minutes, client = everything()
    name = row_name() if part == "row" else part
    shown = page(client.get(reverse("minutes:part", args=[minutes.pk, name])))
    assert f'id="{name.replace(":", "-")}"' in shown
    assert f'data-name="{name}"' in shown
    assert "<html" not in shown


@pytest.mark.parametrize("part", ["row:999999", "section:1", "letterhead"])
def test_what_is_no_part_by_itself_is_no_page(part: str) -> None:
    _seated, minutes, client = everything()
    assert client.get(reverse("minutes:part", args=[minutes.pk, part])).status_code == 404


def test_the_pages_come_once_and_then_only_those_that_changed(everyone: tuple[Seated, Minutes, Client]) -> None:
    _seated, minutes, client = everyone
    first = client.get(reverse("minutes:pages", args=[minutes.pk]), {"width": "300"}).json()
    images = [base64.b64decode(each["picture"].partition(",")[2]) for each in first["pages"]]
    assert images
    assert all(image.startswith(b"\x89PNG") for image in images)
    again = client.get(reverse("minutes:pages", args=[minutes.pk]), {"width": "300", "of": first["of"]})
    assert (again.status_code, again.content) == (204, b"")
    had = ",".join(each["name"] for each in first["pages"])
    known = client.get(reverse("minutes:pages", args=[minutes.pk]), {"width": "300", "have": had}).json()
    assert all("picture" not in each for each in known["pages"])
    Minutes.objects.filter(pk=minutes.pk).update(title="আরেকটি শিরোনাম")
    asked = {"width": "300", "have": had, "of": first["of"]}
    changed = client.get(reverse("minutes:pages", args=[minutes.pk]), asked).json()
    assert "picture" in changed["pages"][0]


@pytest.fixture
def everyone() -> tuple[Seated, Minutes, Client]:
    return everything()
