"""The sheet with marks: it reads as the newer sheet without what was taken out, and as safe as any."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from typing import Any

import pytest
from django.utils.safestring import mark_safe

from documents.layouts import LAYOUTS
from documents.marks import Marked, Marks
from documents.model import DataTable, Decision, InfoItem, MinutesDocument, Row, Section
from documents.sheet import sheet_html
from minutes.domain.marked_sheet import anchors_of, marked_sheet
from tests.documents.samples import ATTENDANCE, hard_sample, sample

NOW = sample("district", rows=3)
TABLE = next(n for n, section in enumerate(NOW.sections) if section.decision_table)
ROW = f"sheet-{TABLE + 1}-1"


def same(document: MinutesDocument) -> dict[str, str]:
    """Every part's anchor, as where it stood before."""
    order = [
        {
            "section": n,
            "rows": [f"{n}-{m}" for m, _row in enumerate(table.rows)] if (table := each.decision_table) else [],
        }
        for n, each in enumerate(document.sections)
    ]
    return {anchor: anchor for anchor in anchors_of(order).values()}


def shown(now: MinutesDocument, past: MinutesDocument, **was: str) -> str:
    return sheet_html(marked_sheet(Marked(now, Marks()), {}, past, was or same(now)), on_screen=True)


def read(sheet: str) -> str:
    """The words that stand there."""
    left = re.sub(r"<del.*?</del>|<span class=\"visually-hidden\".*?</span>", "", sheet, flags=re.DOTALL)
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]*>", "", left)))


def with_row(row: Row, number: int = 0) -> MinutesDocument:
    section = NOW.sections[TABLE]
    assert section.decision_table
    rows = list(section.decision_table.rows)
    rows[number] = row
    return with_section(replace(section, decision_table=replace(section.decision_table, rows=tuple(rows))))


def with_section(section: Section) -> MinutesDocument:
    sections = list(NOW.sections)
    sections[TABLE] = section
    return replace(NOW, sections=tuple(sections))


def row(number: int = 0) -> Row:
    table = NOW.sections[TABLE].decision_table
    assert table
    return table.rows[number]


def part(sheet: str, anchor: str) -> str:
    """What stands at the anchor, up to the next one."""
    found = re.search(rf'id="{anchor}"(.*?)(?:id="sheet-|</article>)', sheet, re.DOTALL)
    assert found
    return found[1]


OTHERS = {
    "title": replace(NOW, title="অন্য <b>শিরোনাম</b> & কথা"),
    "info": replace(NOW, info=(InfoItem("other", "বিষয়", text="১ < ২\nদুই"), *NOW.info[2:])),
    "texts": replace(NOW, opening=(), closing=("ক<ul><li>খ</li></ul>", *NOW.closing)),
    "row": with_row(replace(row(), discussion=("<u>ঘ</u> H<sub>2</sub>O",), decisions=(Decision("", "১ &lt; ২"),))),
    "implementers": with_row(replace(row(1), implementers=(), serial="৯৯"), 1),
    "table": with_section(
        replace(NOW.sections[TABLE], heading=None, data_table=DataTable(("ক", "খ"), (("১",), ("২", "৩"))))
    ),
    "sections": replace(NOW, sections=NOW.sections[:1], attendance=ATTENDANCE),
    "hard": hard_sample(),
    "other": sample("upazila", rows=5),
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS.keys())
def test_marked_sheet_reads_as_the_sheet_without_what_was_taken_out(other: MinutesDocument) -> None:
    for now, past in ((NOW, other), (other, NOW), (other, other)):
        plain = sheet_html(Marked(now, Marks()), on_screen=True)
        assert read(shown(now, past)) == read(plain)
        assert read(shown(now, past, **dict.fromkeys(same(now), ""))) == read(plain)
    assert "<ins" not in shown(other, other) + shown(NOW, NOW)


def test_words_of_a_row_are_marked_in_its_cell_and_nowhere_else() -> None:
    decision = row().decisions[0]
    past = with_row(replace(row(), decisions=(replace(decision, text=f"আগের {decision.text}"),)))
    sheet = shown(NOW, past)
    assert re.search(r"<p><span[^>]*>\S*</span> <del>|<p><del>", part(sheet, ROW))
    assert "আগের" in part(sheet, ROW)
    assert sheet.count("<del") == part(sheet, ROW).count("<del") == 1
    assert "<ins" not in sheet


def test_part_that_came_is_marked_whole_and_one_that_is_not_named_not_at_all() -> None:
    other = with_row(replace(row(), subject="আগের বিষয়"))
    assert part(shown(NOW, other, **{ROW: ""}), ROW).count("<ins") >= 3
    assert "<ins" not in shown(NOW, other, **{"sheet-title": "sheet-title"})


def test_row_of_a_table_with_other_columns_stays_as_it_is() -> None:
    section = NOW.sections[TABLE]
    assert section.decision_table
    columns = LAYOUTS["upazila"].columns[:2]
    past = with_section(replace(section, decision_table=replace(section.decision_table, columns=columns)))
    assert part(shown(NOW, past), ROW) == part(shown(NOW, NOW), ROW)


def test_text_is_as_safe_with_marks_as_without() -> None:
    evil = "<img src=x onerror=alert(1)>"
    now = replace(NOW, title=evil, info=(InfoItem("other", evil, text=evil),), opening=(evil,))
    for sheet in (shown(now, NOW), shown(NOW, now)):
        assert "<img" not in sheet


@pytest.mark.parametrize("past", [None, NOW])
def test_notes_stand_at_their_parts_on_the_screen_alone(past: Any) -> None:
    notes = {anchor: mark_safe(f"<div>note of {anchor}.</div>") for anchor in same(NOW)}  # noqa: S308 - made here
    sheet = marked_sheet(Marked(NOW, Marks()), notes, past)
    on_screen = sheet_html(sheet, on_screen=True)
    for anchor in notes:
        assert f"note of {anchor}." in part(on_screen, anchor)
    assert f"note of {ROW}." not in sheet_html(sheet)
