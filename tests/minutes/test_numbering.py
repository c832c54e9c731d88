"""Sections and rows that number themselves: in their order, in the office's style, and only where they were so."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bangla.digits import to_bangla
from meetings.models import AgendaItem, Section
from minutes.domain import drafting, parts, structure
from minutes.models import Minutes
from tests.factories import Seated, acting
from tests.minutes.drafts import add_row, draft, powers

pytestmark = pytest.mark.django_db


def headings() -> list[str | None]:
    return [section.heading for section in Section.objects.all()]


def serials() -> list[str]:
    return [row.serial for section in Section.objects.all() for row in section.items.all()]


def sections(layout: str, *given: str | None) -> tuple[Seated, Minutes, list[Section]]:
    """A draft in the layout with two rows, its sections bearing these headings; the last one holds the decisions."""
    seated, minutes = draft(layout)
    add_row(minutes, seated)
    decisions = Section.objects.get()
    others = [
        Section.objects.create(meeting=minutes.meeting, position=position, heading=heading, paragraphs=[])
        for position, heading in enumerate(given[:-1])
    ]
    decisions.position, decisions.heading = len(others), given[-1]
    decisions.save()
    return seated, minutes, [*others, decisions]


def up(seated: Seated, minutes: Minutes, section: Section) -> None:
    structure.move(minutes.pk, f"section:{section.pk}", -1, **powers(seated.secretary))


@pytest.mark.parametrize(
    ("layout", "first", "second"),
    [
        ("district", "২. আলোচ্য বিষয়, সিদ্ধান্ত ও বাস্তবায়নঃ", "৩."),
        ("upazila", "১. আলোচ্য বিষয় ও সিদ্ধান্ত", "২."),
        ("district-doict", "গৃহীত সিদ্ধান্তসমূহঃ", ""),
        ("coordination", "", ""),
    ],
)
def test_a_new_section_bears_the_next_number_where_the_office_numbers(layout: str, first: str, second: str) -> None:
    seated, minutes = draft(layout)
    structure.append_section(minutes.pk, "table", **powers(seated.secretary))
    assert headings() == [first, second]


def test_a_table_set_before_the_decisions_shifts_their_number_and_that_of_their_rows() -> None:
    seated, minutes = draft("district")
    row = add_row(minutes, seated)
    table = structure.append_section(minutes.pk, "table", **powers(seated.secretary))
    up(seated, minutes, table)
    assert headings() == ["২.", "৩. আলোচ্য বিষয়, সিদ্ধান্ত ও বাস্তবায়নঃ"]
    assert serials() == ["৩.১", "৩.২"]
    assert structure.append_row(minutes.pk, row.section_id, **powers(seated.secretary)).serial == "৩.৩"


def test_rows_without_the_number_of_their_section_keep_their_serials() -> None:
    seated, minutes, found = sections("upazila", "১. ছক", "২. সিদ্ধান্ত")
    up(seated, minutes, found[1])
    assert (headings(), serials()) == (["১. সিদ্ধান্ত", "২. ছক"], ["০১", "০২"])


def test_the_number_of_a_removed_section_is_taken_by_the_next() -> None:
    seated, minutes, found = sections("upazila", "১. ছক", None, "২. লেখা", "", "৩. সিদ্ধান্ত")
    structure.remove(minutes.pk, f"section:{found[0].pk}", **acting(seated.secretary))
    assert headings() == [None, "১. লেখা", "", "২. সিদ্ধান্ত"]


def test_sections_count_on_from_the_number_the_office_began_with() -> None:
    seated, minutes, found = sections("district", "০৪। ছক", "০৫। সিদ্ধান্ত")
    up(seated, minutes, found[1])
    assert headings() == ["০৪। সিদ্ধান্ত", "০৫। ছক"]


@pytest.mark.parametrize(
    "given", [("১. ছক", "৩. সিদ্ধান্ত"), ("২. ছক", "১. সিদ্ধান্ত"), ("২.১ ছক", "২.২ সিদ্ধান্ত"), ("ছক", None)]
)
def test_headings_out_of_order_are_the_offices_own(given: tuple[str, str | None]) -> None:
    seated, minutes, found = sections("upazila", *given)
    up(seated, minutes, found[1])
    assert headings() == list(reversed(given))


def test_serials_in_a_style_of_the_offices_own_are_kept_in_it() -> None:
    seated, minutes, (section,) = sections("upazila", "সিদ্ধান্ত")
    first, second = AgendaItem.objects.all()
    for row, own in ((first, "৭.০১"), (second, "৭.০২")):
        AgendaItem.objects.filter(pk=row.pk).update(serial=own)
    structure.move(minutes.pk, f"row:{second.pk}", -1, **powers(seated.secretary))
    assert [(row.pk, row.serial) for row in AgendaItem.objects.all()] == [(second.pk, "৭.০১"), (first.pk, "৭.০২")]
    assert structure.append_row(minutes.pk, section.pk, **powers(seated.secretary)).serial == "৭.০৩"


def test_a_new_number_is_a_version_of_its_part_and_what_kept_its_number_has_none() -> None:
    seated, minutes, found = sections("district", "১. লেখা", "২. ছক", "৩. সিদ্ধান্ত")
    for row, own in zip(AgendaItem.objects.all(), ("৩.১", "৩.২"), strict=True):
        part = parts.Part("row", row.pk)
        content, version = parts.read(minutes, part) | {"serial": own}, parts.version_of(minutes, part)
        drafting.save_part(minutes.pk, str(part), content, version=version, **acting(seated.secretary))
    before = parts.versions(minutes)
    up(seated, minutes, found[2])
    rows = [f"row:{row.pk}" for row in AgendaItem.objects.all()]
    assert serials() == ["২.১", "২.২"]
    assert parts.versions(minutes) == {
        **{row: before[row] + 1 for row in rows},
        f"section:{found[1].pk}": 1,
        f"section:{found[2].pk}": 1,
    }
    newest = parts.newest(minutes, parts.Part("section", found[2].pk))
    assert newest
    assert newest.content == parts.read(minutes, parts.Part("section", found[2].pk))
    assert newest.author == seated.secretary


def test_a_row_whose_last_text_was_refused_gets_its_number_as_any_other() -> None:
    seated, minutes = draft()
    row = AgendaItem.objects.get()
    part = parts.Part("row", row.pk)
    standing, version = parts.read(minutes, part), parts.version_of(minutes, part)
    with pytest.raises(drafting.ConflictError):
        drafting.save_part(
            minutes.pk, str(part), standing | {"subject": "দেরিতে"}, version=version - 1, **acting(seated.secretary)
        )
    added = add_row(minutes, seated)
    structure.move(minutes.pk, f"row:{added.pk}", -1, **powers(seated.secretary))
    newest = parts.newest(minutes, part)
    assert newest
    assert (newest.version, newest.content) == (version + 1, standing | {"serial": "২.২"})


def test_a_row_comes_first_in_as_many_queries_however_many_follow_it() -> None:
    seated, minutes = draft()
    counts = []
    for more in (1, 8):
        for _more in range(more):
            add_row(minutes, seated)
        first = AgendaItem.objects.order_by("position")[0]
        with CaptureQueriesContext(connection) as queries:
            row, _renumbered = structure.insert_row(minutes.pk, first.pk, **powers(seated.secretary))
        assert row.serial == "২.২"
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert serials() == [f"২.{to_bangla(n)}" for n in range(1, 13)]
