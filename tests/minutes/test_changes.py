"""What changed between two states of a draft, told part by part and field by field."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.utils.translation import override

from minutes.domain.changes import Change, change_of, changes
from minutes.domain.history import Standing

TABLE = {"columns": ["উপজেলা", "ল্যাব", "আয়"], "rows": [["ক", "৩", "১০০"], ["খ", "৪", "২০০"], ["গ", "৫", "৩০০"]]}


@pytest.fixture(autouse=True)
def in_english() -> Any:
    with override("en"):
        yield


def row(subject: str, serial: str = "১", **fields: Any) -> dict[str, Any]:
    return {"serial": serial, "subject": subject, "discussion": [], "decisions": [], "implementers": []} | fields


def standing(*sections: dict[str, Any], **head: Any) -> Standing:
    """A draft of sections, each {key: rows by their keys} or {key: a section without rows}."""
    order, contents = [], []
    for each in sections:
        for key, content in each.items():
            has_rows = all(isinstance(name, int) for name in content)
            order.append({"section": key, "rows": list(content) if has_rows else []})
            table = {"decision_table": {"columns": [], "rows": list(content.values())}}
            contents.append(table if has_rows else content)
    outer: dict[str, Any] = {
        "title": "",
        "info": [],
        "opening": [],
        "closing": [],
        "chair_signature": {"name": "", "lines": []},
    }
    return Standing(outer | {"sections": contents} | head, order)


def told(found: list[Change]) -> list[tuple[str, str, bool]]:
    return [(change.part, change.kind, change.moved) for change in found]


def marks(shown: str) -> str:
    return re.sub(r"<span [^>]*>[^<]*</span>", "", shown)


def fields(change: Change) -> list[tuple[str, str]]:
    return [(field.label, marks(field.text)) for field in change.fields]


def test_nothing_changed_in_the_same_draft() -> None:
    draft = standing({1: {2: row("ক")}}, {3: {"heading": "খ", "data_table": TABLE}}, title="শিরোনাম")
    assert changes(draft, draft) == []


def test_head_and_rows_in_the_order_of_the_sheet_and_what_was_removed_last() -> None:
    before = standing({1: {2: row("ক"), 3: row("খ", "২")}}, title="পুরনো", closing=["শেষ"])
    after = standing(
        {1: {3: row("খ", "১"), 4: row("গ", "২")}}, {5: {"heading": "নতুন"}}, title="নতুন", closing=["শেষ হলো"]
    )
    assert told(changes(before, after)) == [
        ("title", "changed", False),
        ("row:3", "numbered", False),
        ("row:4", "added", False),
        ("section:5", "added", False),
        ("closing", "changed", False),
        ("row:2", "removed", False),
    ]


def test_only_what_was_moved_has_moved() -> None:
    rows = {n: row(f"বিষয় {n}") for n in range(1, 6)}
    before = standing({9: rows})
    after = standing({9: {n: rows[n] for n in (1, 3, 4, 5, 2)}})
    assert told(changes(before, after)) == [("row:2", "moved", True)]


def test_a_row_in_another_section_has_moved_and_may_have_changed() -> None:
    before = standing({1: {5: row("ক"), 6: row("খ")}}, {2: {7: row("গ")}})
    after = standing({1: {6: row("খ")}}, {2: {7: row("গ"), 5: row("ক ও ঘ")}})
    assert told(changes(before, after)) == [("row:5", "changed", True)]


def test_sections_change_places() -> None:
    before = standing({1: {"heading": "ক"}}, {2: {"heading": "খ"}}, {3: {"heading": "গ"}})
    after = standing({3: {"heading": "গ"}}, {1: {"heading": "ক"}}, {2: {"heading": "খ"}})
    assert told(changes(before, after)) == [("section:3", "moved", True)]


def test_the_fields_of_a_row() -> None:
    before = row(
        "ল্যাব পরিদর্শন",
        discussion=["একটি কথা হয়।"],
        decisions=[{"marker": "ক", "text": "তালিকা তৈরি করতে হবে।"}, {"marker": "খ", "text": "পরিদর্শন করতে হবে।"}],
        implementers=["প্রোগ্রামার", "সকল সদস্য"],
    )
    after = row(
        "ল্যাব পরিদর্শন",
        discussion=["একটি <strong>কথা</strong> হয়।"],
        decisions=[{"marker": "", "text": "তালিকা পাঠাতে হবে।", "due": "2026-12-01"}],
        implementers=["প্রোগ্রামার"],
    )
    change = change_of("row:1", before, after)
    assert (change.kind, change.subject) == ("changed", "ল্যাব পরিদর্শন")
    assert fields(change) == [
        ("Discussion", "<div>একটি <del>কথা</del><strong><ins>কথা</ins></strong> হয়।</div>"),
        ("Decision 1", "তালিকা <del>তৈরি করতে</del><ins>পাঠাতে</ins> হবে।"),
        ("Decision 1: Marker", "<del>(ক)</del>"),
        ("Decision 1: Due on", "<ins>1 December 2026</ins>"),
        ("Decision 2", "<del>পরিদর্শন করতে হবে।</del>"),
        ("Implementers", "<div>প্রোগ্রামার</div><div><del>সকল সদস্য</del></div>"),
    ]


def test_a_part_that_came_or_went_is_told_whole() -> None:
    there = row("ক", decisions=[{"marker": "", "text": "খ"}])
    came, went = change_of("row:1", None, there), change_of("row:1", there, None)
    assert [text for _label, text in fields(came)] == ["<ins>১</ins>", "<ins>ক</ins>", "<ins>খ</ins>"]
    assert [text for _label, text in fields(went)] == ["<del>১</del>", "<del>ক</del>", "<del>খ</del>"]
    assert (came.kind, went.kind) == ("added", "removed")


def test_an_empty_part_that_came_is_told_too() -> None:
    assert told(changes(standing(), standing({1: {2: row("", "")}})))[1:] == [("row:2", "added", False)]


def test_the_info_block_line_by_line_as_printed() -> None:
    chair = {"kind": "chair", "label": "সভাপতি", "name": "নমুনা রহমান", "designation": "জেলা প্রশাসক"}
    day = {"kind": "date", "label": "তারিখ", "value": "2026-03-01", "text": "০১ মার্চ"}
    change = change_of("info", [chair, day], [chair | {"name": "নমুনা করিম"}, day | {"value": "2026-03-02"}])
    assert fields(change) == [
        ("সভাপতি", "নমুনা <del>রহমান</del><ins>করিম</ins><br>জেলা প্রশাসক"),
        ("তারিখ", "2026-03-<del>01</del><ins>02</ins>"),
    ]


def lines(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, list[str]]]:
    (field,) = change_of("section:1", {"data_table": before}, {"data_table": after}).fields
    return [(line.said, [marks(cell) for cell in line.cells]) for line in field.lines]


HEAD = ("", ["উপজেলা", "ল্যাব", "আয়"])


def test_a_table_cell_by_cell_without_the_lines_that_stayed() -> None:
    after = TABLE | {"rows": [["ক", "৩", "১০০"], ["খ", "৪", "২৫০"], ["গ", "৫", "৩০০"]]}
    assert lines(TABLE, after) == [HEAD, ("", ["খ", "৪", "<del>২০০</del><ins>২৫০</ins>"])]
    (field,) = change_of("section:1", {"data_table": TABLE}, {"data_table": after}).fields
    assert field.same == 2


def test_lines_of_a_table_that_came_and_went() -> None:
    after = TABLE | {"rows": [["ক", "৩", "১০০"], ["ঘ", "৭", "৯০০"], ["গ", "৫", "৩০০"]]}
    assert lines(TABLE, after) == [
        HEAD,
        ("Row removed", ["<del>খ</del>", "<del>৪</del>", "<del>২০০</del>"]),
        ("Row added", ["<ins>ঘ</ins>", "<ins>৭</ins>", "<ins>৯০০</ins>"]),
    ]


def test_a_column_of_a_table_that_came() -> None:
    wider = {"columns": ["উপজেলা", "মন্তব্য", "ল্যাব", "আয়"], "rows": [[a, "ভালো", b, c] for a, b, c in TABLE["rows"]]}
    assert lines(TABLE, wider)[:2] == [
        ("", ["উপজেলা", "<ins>মন্তব্য</ins>", "ল্যাব", "আয়"]),
        ("", ["ক", "<ins>ভালো</ins>", "৩", "১০০"]),
    ]
    assert len(lines(TABLE, wider)) == 4


def test_lines_of_a_table_may_be_shorter_than_its_head() -> None:
    ragged = {"columns": ["উপজেলা", "ল্যাব", "আয়"], "rows": [["ক"], []]}
    assert lines(ragged, {"columns": ["উপজেলা"], "rows": [["ক"], ["খ"]]})[0][1] == [
        "উপজেলা",
        "<del>ল্যাব</del>",
        "<del>আয়</del>",
    ]
    assert lines({"columns": [], "rows": []}, ragged)[0][1] == ["<ins>উপজেলা</ins>", "<ins>ল্যাব</ins>", "<ins>আয়</ins>"]
