"""What the drafting room shows beside the words of its fields is what the documents room prints there."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.layouts import LAYOUTS
from documents.model import Column, DataTable, Decision, DecisionTable, Row, Section
from documents.tables import columns_to_write_in, data_table, decision_table, dress_of, dressed, subject_before
from meetings.models import AgendaItem
from minutes.models import Minutes
from tests.clients import signed_in
from tests.documents.samples import sample
from tests.meetings.typed import BENGALI, TEXT
from tests.minutes.drafts import draft_of
from tests.minutes.pages import page, posted, save_url

TITLED = ("district", "coordination")
ROW = Row("১", "নমুনা বিষয়", ("আলোচনা হয়।",), (Decision("ক", "করতে হবে।"),), ("প্রোগ্রামার",))


def printed_rows(layout: str) -> list[list[str]]:
    """The cells of the sample's decision table as HTML, row by row."""
    table = decision_table(sample(layout, rows=3).sections[-1].decision_table)
    return [["".join(cell.blocks) for cell in row.cells] for row in table.rows]


def shown(html: str, what: str) -> list[str]:
    """What the page says prints as subject or implementers, row by row."""
    return [found[2] for found in re.finditer(rf'<(\w+) [^>]*id="row-[0-9]+-printed-{what}"[^>]*>(.*?)</\1>', html)]


def room_of(layout: str) -> tuple[Minutes, Any, str]:
    seated, minutes = draft_of(sample(layout, rows=3), layout)
    client = signed_in(seated.secretary, "en")
    return minutes, client, page(client.get(f"/minutes/{minutes.pk}/edit/"))


@pytest.mark.django_db
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_room_shows_subjects_and_implementers_as_they_print(layout: str) -> None:
    _minutes, _client, html = room_of(layout)
    cells = printed_rows(layout)
    assert shown(html, "implementers") == [row[-1] for row in cells]
    subjects = shown(html, "subject")
    assert len(subjects) == (3 if layout in TITLED else 0)
    assert all(f"<p>{subject} " in row[1] for subject, row in zip(subjects, cells, strict=False))


@pytest.mark.django_db
@pytest.mark.parametrize("layout", LAYOUTS)
def test_markers_stand_in_the_room_in_their_dress(layout: str) -> None:
    _minutes, _client, html = room_of(layout)
    sides = [
        re.findall(rf'id="id_row-[0-9]+-marker_[0-9]+_{side}"[^>]*>([^<]*)</span>', html)
        for side in ("before", "behind")
    ]
    fields = re.findall(r'<input[^>]* name="row-[0-9]+-marker_[0-9]+"[^>]*>', html)
    markers = [(re.findall('value="([^"]*)"', field) or [""])[0] for field in fields]
    worn = [
        before + marker + behind for before, marker, behind in zip(sides[0], markers, sides[1], strict=True) if marker
    ]
    assert worn == re.findall('<span class="marker">([^<]*)</span>', "".join(row[-2] for row in printed_rows(layout)))


@pytest.mark.django_db
def test_a_save_gives_the_page_what_prints_now() -> None:
    minutes, client, _html = room_of("coordination")
    row = f"row:{AgendaItem.objects.order_by('pk')[0].pk}"
    typed = {"subject": "New", "discussion": "কথা", "implementers": "ক\nখ", "marker_0": "i"}
    answer = page(client.post(save_url(minutes, row), posted(minutes, row, **typed), HTTP_HX_REQUEST="true"))
    assert shown(answer, "subject") == ["<u>New:</u>"]
    assert shown(answer, "implementers") == ["<p>ক</p><p>খ</p>"]
    assert 'marker_0_behind" aria-hidden="true" data-replaces>)<' in answer
    data = posted(minutes, row, subject="", discussion="")
    data["version"] = "1"
    assert shown(page(client.post(save_url(minutes, row), data, HTTP_HX_REQUEST="true")), "subject") == [""]


@pytest.mark.django_db
def test_a_save_of_a_row_without_that_column_gives_no_subject() -> None:
    minutes, client, _html = room_of("upazila")
    row = f"row:{AgendaItem.objects.order_by('pk')[0].pk}"
    answer = page(client.post(save_url(minutes, row), posted(minutes, row, subject="New"), HTTP_HX_REQUEST="true"))
    assert "printed-subject" not in answer
    assert shown(answer, "implementers") == [printed_rows("upazila")[0][-1]]


@given(subject=TEXT, discussion=st.lists(TEXT, max_size=2))
def test_a_subject_before_its_discussion_ends_in_one_colon(subject: str, discussion: list[str]) -> None:
    told = subject_before(subject, discussion)
    assert told.startswith(subject.strip())
    assert told[len(subject.strip()) :] in ("", ":", "ঃ")
    assert not told.endswith(("ঃঃ", "::")) or subject.strip().endswith(("ঃঃ", "::"))
    if subject.strip() and discussion and discussion[0].strip():
        assert told[-1] in ":ঃ"


@given(st.text(st.sampled_from(BENGALI + "iv().- "), min_size=1).map(str.strip).filter(bool))
def test_a_dress_stands_around_its_marker(marker: str) -> None:
    before, behind = dress_of(marker)
    assert f"{before}{marker}{behind}" == dressed(marker)


# The columns


def test_columns_are_as_wide_as_they_print() -> None:
    for layout in LAYOUTS:
        for section in sample(layout).sections:
            table = section.decision_table
            printed = decision_table(table) if table else data_table(section.data_table) if section.data_table else None
            assert columns_to_write_in(section).widths == (printed.widths if printed else ())


def test_a_column_that_holds_nothing_yet_has_room_to_write_in() -> None:
    columns = (Column("ক্রম", ("serial",)), Column("আলোচনা", ("subject", "discussion")), Column("সিদ্ধান্ত", ("decisions",)))
    empty = columns_to_write_in(Section(decision_table=DecisionTable(columns, ())))
    assert min(empty.widths[1:]) >= 25
    blank = Row("১", "নমুনা বিষয়", ("আলোচনা হয়।",), (), ())
    assert columns_to_write_in(Section(decision_table=DecisionTable(columns, (blank,)))).widths[2] >= 25
    by_hand = (*columns, Column("অগ্রগতি", ("progress",)))  # printed empty, to be filled in by hand
    table = DecisionTable(by_hand, (ROW,))
    assert columns_to_write_in(Section(decision_table=table)).widths == decision_table(table).widths


def test_figures_are_centred_as_they_print_and_an_empty_column_is_not() -> None:
    table = DataTable(("নাম", "সংখ্যা", ""), (("কল্পপুর পাইলট বিদ্যালয়", "১২", ""), ("আদর্শ কলেজ", "৪,৫০০", "")))
    columns = columns_to_write_in(Section(data_table=table))
    assert columns.centred == (False, True, False)
    assert columns_to_write_in(Section(data_table=DataTable(("নাম",), ()))).centred == ()
    assert columns_to_write_in(Section(data_table=DataTable((), ()))).widths == ()
    wide = DataTable(tuple("কখগঘঙচছজ"), (("ক",) * 8,))
    assert columns_to_write_in(Section(data_table=wide)).dense


@pytest.mark.django_db
def test_the_grid_centres_its_cells_so() -> None:
    _minutes, _client, html = room_of("district")
    cells = re.findall(
        r'<td class="([^"]*)">\s*<div class="control"><textarea [^>]*id="id_section-[0-9]+-cell_1_([0-9])"', html
    )
    assert [number for classes, number in cells if "centred" in classes] == ["0", "2", "3"]
