"""The desk marks what is new since the person who may sign saw the minutes last."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from committees.models import Committee
from minutes.domain import drafting, seeing, signing
from minutes.domain.assembly import content_of
from minutes.models import Minutes, Seen
from tests.clients import signed_in
from tests.factories import Seated, acting
from tests.minutes.drafts import add_row, in_review
from tests.minutes.pages import page
from tests.minutes.test_deputy import deputy_of

pytestmark = pytest.mark.django_db
CHANGED = "Changed since you saw the minutes last"
UNCHANGED = "Nothing has changed since you saw the minutes last."


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with override("en"):
        yield


def look(person: User, minutes: Minutes) -> str:
    return page(signed_in(person, "en").get(reverse("minutes:review", args=[minutes.pk])))


def news(shown: str) -> list[str]:
    """The anchors that are named as changed."""
    if CHANGED not in shown:
        return []
    listed = shown[shown.index(CHANGED) : shown.index('id="sheet"')]
    return [part.split('"')[0] for part in listed.split('href="#')[1:]]


def write(person: User, minutes: Minutes, text: str, part: str = "title") -> None:
    version = minutes.revisions.filter(part=part, refused=False).count()
    drafting.save_part(minutes.pk, part, text, version=version, **acting(person))


def returned(seated: Seated, minutes: Minutes, by: User | None = None) -> Minutes:
    version = Minutes.objects.get(pk=minutes.pk).version
    return signing.send_back(minutes.pk, "দেখুন", version=version, **acting(by or seated.chair))


def submitted(seated: Seated, minutes: Minutes) -> Minutes:
    version = Minutes.objects.get(pk=minutes.pk).version
    return signing.submit(minutes.pk, version=version, **acting(seated.secretary))


def test_at_first_sight_nothing_is_said_of_changes() -> None:
    seated, minutes = in_review()
    shown = look(seated.chair, minutes)
    assert CHANGED not in shown
    assert UNCHANGED not in shown
    assert UNCHANGED in look(seated.chair, minutes)
    assert Seen.objects.count() == 1


def test_the_marks_stay_however_often_the_page_is_loaded_until_the_chair_returns_it() -> None:
    seated, minutes = in_review()
    look(seated.chair, minutes)
    returned(seated, minutes)
    write(seated.secretary, minutes, "নতুন শিরোনাম")
    add_row(minutes, seated, "আরেকটি সিদ্ধান্ত")
    submitted(seated, minutes)
    for _time in range(4):
        assert news(look(seated.chair, minutes)) == ["sheet", "sheet-1-2"]
    returned(seated, minutes)
    submitted(seated, minutes)
    assert UNCHANGED in look(seated.chair, minutes)


def test_a_return_without_a_look_counts_as_sight() -> None:
    """Who returns has the text at hand, from a page that was opened before or on paper."""
    seated, minutes = in_review()
    returned(seated, minutes)
    submitted(seated, minutes)
    assert UNCHANGED in look(seated.chair, minutes)


def test_each_person_has_sights_of_their_own() -> None:
    seated, minutes = in_review()
    deputy = deputy_of(seated.committee).person
    look(seated.chair, minutes)
    returned(seated, minutes, by=deputy)
    write(seated.secretary, minutes, "দ্বিতীয় শিরোনাম")
    submitted(seated, minutes)
    returned(seated, minutes, by=deputy)
    submitted(seated, minutes)
    assert news(look(seated.chair, minutes)) == ["sheet"]
    assert UNCHANGED in look(deputy, minutes)


def test_what_another_edited_in_the_same_review_is_marked_too() -> None:
    seated, minutes = in_review()
    Committee.objects.update(chair_edits=True)
    look(seated.chair, minutes)
    write(deputy_of(seated.committee).person, minutes, "সহকারীর শিরোনাম")
    assert news(look(seated.chair, minutes)) == ["sheet"]


def test_own_edits_are_no_news_in_the_next_review() -> None:
    seated, minutes = in_review()
    Committee.objects.update(chair_edits=True)
    look(seated.chair, minutes)
    write(seated.chair, minutes, "সভাপতির শিরোনাম")
    returned(seated, minutes)
    submitted(seated, minutes)
    assert UNCHANGED in look(seated.chair, minutes)


@pytest.mark.parametrize("who", ["secretary", "member"])
def test_nothing_is_noted_of_others(who: str) -> None:
    seated, minutes = in_review()
    assert CHANGED not in look(getattr(seated, who), minutes)
    assert not Seen.objects.exists()


def test_a_look_whether_the_session_lasts_is_none_at_the_sheet() -> None:
    seated, minutes = in_review()
    signed_in(seated.chair, "en").head(reverse("minutes:review", args=[minutes.pk]))
    assert not Seen.objects.exists()


def test_what_is_kept_is_what_stands_there() -> None:
    seated, minutes = in_review()
    look(seated.chair, minutes)
    now = content_of(Minutes.objects.get())
    seen = seeing.last_seen(Minutes.objects.get(), seated.chair)
    assert seen is not None
    assert seeing.changed_places(seen, now) == ([], 0)


ROWS = st.lists(st.sampled_from("কখগঘঙ"), unique=True, max_size=5)


def document(rows: list[str]) -> dict[str, Any]:
    made = [{"serial": str(n), "subject": row, "decisions": []} for n, row in enumerate(rows, 1)]
    return {"title": "ক", "sections": [{"decision_table": {"columns": [], "rows": made}}]}


@given(before=ROWS, now=ROWS)
def test_a_row_that_was_not_there_is_always_named_and_none_that_stayed_in_place(
    before: list[str], now: list[str]
) -> None:
    places, _gone = seeing.changed_places(document(before), document(now))
    named = {now[int(place.rpartition("-")[2]) - 1] for place in places}
    assert set(now) - set(before) <= named
    assert seeing.changed_places(document(now), document(json.loads(json.dumps(now)))) == ([], 0)
    if [row for row in now if row in before] == [row for row in before if row in now]:
        assert named == set(now) - set(before)
