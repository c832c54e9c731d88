"""The five layouts: each is complete, and what it says can be printed."""

import datetime
from dataclasses import replace
from itertools import pairwise
from typing import get_args

import pytest
from django.utils import translation

from bangla.dates import MONTH_STYLES
from bangla.headings import number_of
from bangla.markers import SERIAL_WIDTHS, STYLES
from documents.layouts import LAYOUTS, DateLine
from documents.model import CommitteeKind

DAY = datetime.date(2024, 2, 28)


def test_there_are_five_and_every_kind_of_committee_has_one() -> None:
    assert set(LAYOUTS) == {"district", "upazila", "district-doict", "upazila-doict", "coordination"}
    assert {layout.committee_kind for layout in LAYOUTS.values()} == set(get_args(CommitteeKind))
    with translation.override("en"):
        assert len({str(layout.name) for layout in LAYOUTS.values()}) == 5


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_a_layout_names_only_styles_that_can_be_printed(layout) -> None:
    assert layout.month_style in MONTH_STYLES
    assert layout.serial_style in SERIAL_WIDTHS
    assert {layout.decision_markers, layout.implementer_markers, layout.numbering} <= set(STYLES)
    assert layout.title.format(place="ক", month="খ").count("ক") >= 1
    assert layout.columns[0].shows == ("serial",)
    assert sum("decisions" in column.shows for column in layout.columns) == 1
    assert all(first != second for first, second in pairwise(kind for kind, _label in layout.info))


def test_columns_and_numberings_differ_as_the_offices_do() -> None:
    shown = {key: [column.shows for column in layout.columns] for key, layout in LAYOUTS.items()}
    assert ("subject", "discussion") in shown["district"]
    assert all("discussion" not in shows for shows in shown["upazila"] + shown["district-doict"])
    assert ("discussion", "decisions") in shown["upazila-doict"]
    assert {layout.numbering for layout in LAYOUTS.values()} == {"bangla-paren", "bangla-danda", "dash"}


def test_offices_that_number_their_sections_begin_at_the_first_but_for_one_that_counts_its_opening() -> None:
    first = {key: number_of(layout.section_heading) for key, layout in LAYOUTS.items()}
    assert first == {"district": 2, "upazila": 1, "district-doict": None, "upazila-doict": None, "coordination": None}


def test_the_number_of_the_section_stands_before_the_serials_of_one_office() -> None:
    assert {key: layout.serial_prefix for key, layout in LAYOUTS.items() if layout.serial_prefix} == {"district": "২"}
    assert replace(LAYOUTS["district"], section_heading="সিদ্ধান্ত").serial_prefix == ""


def test_offices_write_the_day_below_the_signature_in_their_own_way() -> None:
    assert {key: layout.signed_on(DAY) for key, layout in LAYOUTS.items()} == {
        "district": "২৮.০২.২০২৪",
        "district-doict": "২৮.০২.২০২৪",
        "upazila": "২৮.০২.২৪",
        "upazila-doict": "২৮-০২-২০২৪",
        "coordination": "২৮-০২-২০২৪",
    }


@pytest.mark.parametrize(
    ("key", "lines"),
    [
        ("district", ("১৫ ফাল্গুন ১৪৩০", "২৮ ফেব্রুয়ারি ২০২৪")),
        ("upazila", ("২৮.০২.২০২৪ খ্রি.",)),
        ("coordination", ("১৫ ফাল্গুন ১৪৩০ বঙ্গাব্দ", "২৮ ফেব্রুয়ারি ২০২৪ খ্রিস্টাব্দ")),
    ],
)
def test_date_lines_follow_the_office(key: str, lines: tuple[str, ...]) -> None:
    assert LAYOUTS[key].date_lines(DAY) == lines


def test_a_numeric_date_without_an_era_ends_in_its_year() -> None:
    layout = replace(LAYOUTS["upazila"], date_style=(DateLine("numeric"),))
    assert layout.date_lines(DAY) == ("২৮.০২.২০২৪",)
