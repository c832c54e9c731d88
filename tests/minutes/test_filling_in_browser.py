"""A whole decision table of Word, pasted into an empty row."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from bangla.digits import to_bangla
from bangla.text import nfc
from minutes.forms import MAX_DECISIONS
from tests.minutes.in_browser import add_row, face, ready, write

pytestmark = pytest.mark.browser

PASTE = """(where, [html, text]) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/html", html);
  clipboardData.setData("text/plain", text);
  where.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
}"""


def table(*lines: list[str]) -> str:
    """As Word copies it: a cell's lines are paragraphs."""

    def cell(text: str) -> str:
        paragraphs = "".join(f"<p class=MsoNormal>{each}</p>" for each in text.split("|"))
        return f"<td style='border:solid'>{paragraphs}</td>"

    rows = "".join(f"<tr>{''.join(map(cell, line))}</tr>" for line in lines)
    return f"<html><body><!--StartFragment--><table class=MsoNormalTable>{rows}</table><!--EndFragment--></body></html>"


HEADINGS = ["ক্রঃ নং", "আলোচনা", "সিদ্ধান্ত", "বাস্তবায়ন"]
FIRST = ["১", "ল্যাব|গত মাসে <b>দুটি</b> ল্যাব চালু হয়।", "ল্যাব চালু রাখতে হবে।", "প্রোগ্রামার|সহকারী প্রোগ্রামার"]
SECOND = ["২", "সংযোগ", "১. তার বদলাতে হবে।|২. খরচ জানাতে হবে।", "প্রকৌশলী"]


def held(row: Locator) -> dict[str, str]:
    """What the row's texts hold, by the names of their fields without the row's; no empty one."""
    fields = row.locator("textarea").all()
    found = {str(field.get_attribute("name")).split("-")[-1]: field.input_value() for field in fields}
    return {name: nfc(value) for name, value in found.items() if value}


FILLED = {
    "subject": nfc("ল্যাব"),
    "discussion": nfc("গত মাসে <strong>দুটি</strong> ল্যাব চালু হয়।"),
    "text_0": nfc("ল্যাব চালু রাখতে হবে।"),
    "implementers": nfc("প্রোগ্রামার\nসহকারী প্রোগ্রামার"),
}
FILLED_BELOW = {
    "subject": nfc("সংযোগ"),
    "text_0": nfc("তার বদলাতে হবে।"),
    "text_1": nfc("খরচ জানাতে হবে।"),
    "implementers": nfc("প্রকৌশলী"),
}


def paste(where: Locator, html: str, text: str = "text") -> None:
    where.focus()
    where.evaluate(PASTE, [html, text])


@pytest.mark.parametrize("lacks", ["nothing", "serial", "headings"])
def test_a_table_fills_the_empty_row_and_new_ones_below_it(room: Page, lacks: str) -> None:
    lines = [FIRST, SECOND] if lacks == "headings" else [HEADINGS, FIRST, SECOND]
    row = add_row(room)
    if lacks == "serial":
        lines = [line[1:] for line in lines]
        lines[0] = [cell.input_value() for cell in room.locator(".rows").last.locator("thead textarea").all()[1:]]
    rows = room.locator(".part-row")
    before = rows.count()
    paste(face(row.locator("fieldset.decision").first), table(*lines))
    expect(room.locator("#room-said button")).to_be_visible()
    assert rows.count() == before + 1
    room.reload()
    ready(room)
    assert held(rows.nth(before - 1)) == FILLED
    assert held(rows.nth(before)) == FILLED_BELOW


def test_markers_typed_in_the_table_are_the_portals_to_print(room: Page) -> None:
    """However Word cut them into pieces; one decision alone keeps the marker that it bears in brackets."""
    row = add_row(room)
    below = row.locator("xpath=following-sibling::tr[1]")
    one = ["১", "ল্যাব", "<span>(</span><span>ক) </span>ল্যাব চালু রাখতে হবে।", "(ক) প্রোগ্রামার|(খ) সহকারী প্রোগ্রামার"]
    several = ["২", "সংযোগ", "(ক)তার বদলাতে হবে।|(খ) খরচ জানাতে হবে।", "(ক) প্রকৌশলী"]
    paste(row.locator("textarea[name$=subject]"), table(one, several))
    expect(room.locator("#room-said button")).to_be_visible()
    assert held(row) == {name: text for name, text in FILLED.items() if name != "discussion"}
    expect(row.locator("input[name$=marker_0]")).to_have_value("ক")
    assert held(below) == FILLED_BELOW
    room.locator("#room-said button").click()
    expect(room.locator("#room-said")).to_be_empty()
    expect(row.locator("input[name$=marker_0]")).to_have_value("")


def test_more_decisions_than_a_row_may_have_stand_in_the_last_one(room: Page) -> None:
    row = add_row(room)
    many = [f"কাজ {to_bangla(n)}" for n in range(1, MAX_DECISIONS + 4)]
    lines = "|".join(f"({n}) {words}" for n, words in zip(range(1, 99), many, strict=False))
    paste(row.locator("textarea[name$=subject]"), table(["১", "ল্যাব", lines, "প্রোগ্রামার"]))
    expect(room.locator("#room-said button")).to_be_visible(timeout=60_000)
    texts = row.locator("textarea[name*=text_]")
    expect(texts).to_have_count(MAX_DECISIONS)
    assert "\n".join(each.input_value() for each in texts.all()).split() == " ".join(many).split()


def test_items_that_word_numbered_are_decisions(room: Page) -> None:
    row = add_row(room)
    numbered = "<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>(ক)</span>{}</p>"
    items = "".join(map(numbered.format, ["তার বদলাতে হবে।", "খরচ জানাতে হবে।"]))
    html = table(["২", "সংযোগ", "ITEMS", "প্রকৌশলী"]).replace("<p class=MsoNormal>ITEMS</p>", items)
    paste(row.locator("textarea[name$=subject]"), html)
    expect(room.locator("#room-said button")).to_be_visible()
    assert held(row) == FILLED_BELOW


def test_what_was_filled_can_be_had_back(room: Page) -> None:
    row = add_row(room)
    rows = room.locator(".part-row")
    before = rows.count()
    paste(row.locator("textarea[name$=subject]"), table(FIRST, SECOND))
    room.locator("#room-said button").click()
    expect(room.locator("#room-said")).to_be_empty()
    assert rows.count() == before
    assert held(row) == {}
    room.reload()
    ready(room)
    assert rows.count() == before
    assert held(row) == {}


def test_a_table_in_a_row_with_texts_or_of_other_columns_fills_no_rows(room: Page) -> None:
    row = add_row(room)
    count = room.locator(".part-row").count()
    discussion = row.locator("[data-phrase-kind=discussion]")
    paste(face(discussion), table(["ক", "খ"], ["গ", "ঘ"]))
    expect(face(discussion).locator("table")).to_have_count(1)
    write(discussion, "আলোচনা")
    paste(face(discussion), table(FIRST, SECOND))
    expect(face(discussion).locator("table")).to_have_count(1)
    assert row.locator("textarea[name$=subject]").input_value() == ""
    assert room.locator(".part-row").count() == count


def test_a_table_in_bijoy_is_offered_as_unicode(room: Page) -> None:
    row = add_row(room)
    lines = [["1", "wm×všÍ mfv", "Avwg evsjvq Mvb MvB", "Kwig"], ["2", "mfv", "mfv †kl nq|", "XvKv"]]
    paste(row.locator("textarea[name$=subject]"), table(*lines), "\n".join("\t".join(line) for line in lines))
    room.locator("#room-offer button").first.click()
    expect(row.locator("textarea[name$=text_0]")).to_have_value(nfc("আমি বাংলায় গান গাই"))
    room.locator("#room-said button").click()
    expect(room.locator("#room-said")).to_be_empty()
    assert held(row) == {}
