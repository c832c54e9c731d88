"""Rows of the decision table: what goes in comes out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from decisions.domain.rows import add_row, content_of_row, write_row
from meetings.models import AgendaItem, Section
from tests.decisions.rows import row
from tests.factories import make_committee, make_meeting

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


def new_section() -> Section:
    return Section.objects.create(meeting=make_meeting(make_committee().committee), position=0)


@pytest.mark.thorough
class RoundTrips(TestCase):
    def setUp(self) -> None:
        self.section = new_section()

    @settings(max_examples=40)
    @given(first=ROWS, second=ROWS)
    def test_row_holds_what_was_written_last(self, first: dict[str, Any], second: dict[str, Any]) -> None:
        item = add_row(self.section, first)
        assert content_of_row(AgendaItem.objects.get(pk=item.pk)) == first
        write_row(AgendaItem.objects.get(pk=item.pk), second)
        assert content_of_row(AgendaItem.objects.get(pk=item.pk)) == second


def test_rows_are_added_in_order() -> None:
    section = new_section()
    for text in "কখগ":
        add_row(section, row(text))
    assert [item.decisions.get().text for item in section.items.all()] == ["ক", "খ", "গ"]


def test_implementer_named_twice_can_be_taken_out_once() -> None:
    item = add_row(new_section(), row("ক", implementers=("প্রোগ্রামার", "প্রোগ্রামার")))
    write_row(item, row("ক", implementers=("প্রোগ্রামার",)))
    assert content_of_row(item)["implementers"] == ["প্রোগ্রামার"]
