"""Rows of the decision table: what goes in comes out, and a decision keeps its progress through every edit."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.permissions import NotAllowedError
from decisions.domain.rows import add_row, content_of_row, write_row
from decisions.models import Decision, Progress
from meetings.models import AgendaItem, Section
from tests.factories import make_committee, make_meeting, make_post, make_user

pytestmark = pytest.mark.django_db

LINES = st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20), max_size=4)
DECISIONS = st.lists(
    st.fixed_dictionaries(
        {"marker": st.sampled_from(["", "ক", "১", "i"]), "text": st.text("কখ া<>&.", max_size=20)},
        optional={"due": st.dates().map(str)},
    ),
    max_size=4,
)
ROWS = st.fixed_dictionaries(
    {
        "serial": st.text("০১২.", max_size=5),
        "subject": st.text("বিষয় <>", max_size=20),
        "discussion": LINES,
        "decisions": DECISIONS,
        "implementers": LINES,
    }
)


class RoundTrips(TestCase):
    def setUp(self) -> None:
        self.section = Section.objects.create(meeting=make_meeting(make_committee().committee), position=0)

    @given(first=ROWS, second=ROWS)
    def test_row_holds_what_was_written_last(self, first: dict[str, Any], second: dict[str, Any]) -> None:
        item = add_row(self.section, first)
        assert content_of_row(AgendaItem.objects.get(pk=item.pk)) == first
        write_row(AgendaItem.objects.get(pk=item.pk), second)
        assert content_of_row(AgendaItem.objects.get(pk=item.pk)) == second


@pytest.fixture
def section() -> Section:
    return Section.objects.create(meeting=make_meeting(make_committee().committee), position=0)


def row(*decisions: str, implementers: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "serial": "১",
        "subject": "বিষয়",
        "discussion": [],
        "decisions": [{"marker": "", "text": text} for text in decisions],
        "implementers": list(implementers),
    }


def test_rows_are_added_in_order(section: Section) -> None:
    for text in "কখগ":
        add_row(section, row(text))
    assert [item.decisions.get().text for item in section.items.all()] == ["ক", "খ", "গ"]


def test_decision_stays_the_same_row_while_its_wording_is_edited(section: Section) -> None:
    item = add_row(section, row("ক", "খ"))
    before = [decision.pk for decision in item.decisions.all()]
    write_row(item, row("ক করতে হবে", "খ করতে হবে"))
    assert [decision.pk for decision in item.decisions.all()] == before


def test_decision_keeps_its_progress_when_another_before_it_goes(section: Section) -> None:
    """In a corrected edition decisions are followed already: what was reported on one must not move to another."""
    item = add_row(section, row("ক", "খ", "গ"))
    followed = item.decisions.get(text="খ")
    report(followed)
    write_row(item, row("খ", "গ", "ঘ"))
    assert Progress.objects.get().decision == item.decisions.get(text="খ") == followed
    assert [decision.text for decision in item.decisions.all()] == ["খ", "গ", "ঘ"]


def test_decisions_that_change_places_take_their_progress_along(section: Section) -> None:
    item = add_row(section, row("ক", "খ"))
    report(item.decisions.get(text="ক"))
    write_row(item, row("খ", "ক"))
    assert Progress.objects.get().decision.text == "ক"
    assert [decision.text for decision in item.decisions.all()] == ["খ", "ক"]


def test_decision_with_progress_is_not_taken_out(section: Section) -> None:
    """What somebody reported is text that somebody typed: it does not vanish with a line of the draft."""
    item = add_row(section, row("ক", "খ"))
    report(item.decisions.get(text="খ"))
    with pytest.raises(NotAllowedError):
        write_row(item, row("ক"))
    assert Progress.objects.exists()
    assert Decision.objects.count() == 2


def test_implementers_keep_the_post_that_was_meant(section: Section) -> None:
    item = add_row(section, row("ক", implementers=("প্রোগ্রামার", "অধ্যক্ষ")))
    post = make_post()
    item.implementers.filter(text="অধ্যক্ষ").update(post=post)
    write_row(item, row("ক", implementers=("অধ্যক্ষ", "প্রধান শিক্ষক")))
    assert [(i.text, i.post) for i in item.implementers.all()] == [("অধ্যক্ষ", post), ("প্রধান শিক্ষক", None)]


def test_implementer_named_twice_can_be_taken_out_once(section: Section) -> None:
    item = add_row(section, row("ক", implementers=("প্রোগ্রামার", "প্রোগ্রামার")))
    write_row(item, row("ক", implementers=("প্রোগ্রামার",)))
    assert content_of_row(item)["implementers"] == ["প্রোগ্রামার"]


def report(decision: Decision) -> None:
    Progress.objects.create(decision=decision, reported_by=make_user(), text="অর্ধেক হয়েছে", state="open")
