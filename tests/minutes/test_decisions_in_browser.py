"""The decisions of a row: from one to the next, to the day by which one is due, and on to who does it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from bangla.text import nfc
from tests.minutes.in_browser import add_row, choose, due_of, face, ready, write

pytestmark = pytest.mark.browser


def decided(room: Page) -> Locator:
    """A new row with one decision, which nobody writes in."""
    row = add_row(room)
    write(row.locator("fieldset.decision").first, "প্রথম সিদ্ধান্ত")
    room.locator("#title textarea").focus()
    return row


def ask_for_one_more(row: Locator, way: str) -> None:
    if way == "menu":
        choose(row, "[data-does=decide]")
        return
    face(row.locator("fieldset.decision").first).focus()
    if way == "keys":
        row.page.keyboard.press("Alt+Shift+Enter")
    else:
        row.locator(".one-more").click()


def test_tab_goes_from_a_decision_by_its_day_to_the_implementers(room: Page) -> None:
    row = decided(room)
    decision = row.locator("fieldset.decision").first
    face(decision).focus()
    expect(decision.locator("input[name*=due]")).to_be_visible()
    room.keyboard.press("Tab")
    expect(decision.locator("input[name*=due]")).to_be_focused()
    room.keyboard.press("Tab")
    expect(row.locator("textarea[name$=implementers]")).to_be_focused()
    room.keyboard.press("Shift+Tab")
    expect(decision.locator("input[name*=due]")).to_be_focused()


@pytest.mark.parametrize("way", ["button", "menu", "keys"])
def test_one_more_decision_is_asked_for_and_saved_once(room: Page, way: str) -> None:
    row = decided(room)
    decisions = row.locator("fieldset.decision")
    expect(decisions).to_have_count(1)
    ask_for_one_more(row, way)
    expect(face(decisions.nth(1))).to_be_focused()
    room.keyboard.insert_text("দ্বিতীয় সিদ্ধান্ত")
    expect(room.locator("#room-saved")).to_have_attribute("data-now", "saved")
    ask_for_one_more(row, way)
    expect(face(decisions.nth(2))).to_be_focused()
    room.locator("#title textarea").focus()
    expect(decisions.nth(2)).to_be_hidden()
    room.reload()
    ready(room)
    texts = [each.input_value() for each in row.locator("textarea[name*=text_]").all()]
    assert texts == ["প্রথম সিদ্ধান্ত", nfc("দ্বিতীয় সিদ্ধান্ত")]
    ids = room.evaluate("[...document.querySelectorAll('[id]')].map(each => each.id)")
    assert len(ids) == len(set(ids))


def test_room_for_a_decision_that_nobody_wrote_goes_again(room: Page) -> None:
    row = decided(room)
    spare = row.locator("fieldset.decision").nth(1)
    ask_for_one_more(row, "keys")
    expect(face(spare)).to_be_focused()
    row.locator("textarea[name$=implementers]").focus()
    expect(spare).to_be_hidden()


def test_a_decision_has_no_marker_beside_it_until_it_is_written_in(room: Page) -> None:
    row = decided(room)
    decision = row.locator("fieldset.decision").first
    marker = decision.locator("input[name*=marker]")
    expect(marker).to_be_hidden()
    face(decision).focus()
    expect(marker).to_be_visible()


def test_several_new_decisions_are_there_again_after_a_closed_tab(room: Page) -> None:
    row = decided(room)
    room.route("**/parts/**", lambda route: route.abort())
    for words in ("দ্বিতীয় সিদ্ধান্ত", "তৃতীয় সিদ্ধান্ত"):
        ask_for_one_more(row, "keys")
        room.keyboard.insert_text(words)
    expect(room.locator("#room-saved")).to_have_attribute("data-now", "unsaved")
    address, name = room.url, row.get_attribute("id")
    room.close()  # or it would send them itself before long
    other = room.context.new_page()
    other.goto(address)
    ready(other)
    again = other.locator(f"#{name} fieldset.decision .ProseMirror")
    expect(again).to_have_text(["প্রথম সিদ্ধান্ত", nfc("দ্বিতীয় সিদ্ধান্ত"), nfc("তৃতীয় সিদ্ধান্ত")])
    expect(other.locator("#room-saved")).to_have_attribute("data-now", "saved")


def test_room_for_one_more_decision_bears_nothing_of_the_last_one(room: Page) -> None:
    row = decided(room)
    ask_for_one_more(row, "keys")
    room.keyboard.insert_text("দ্বিতীয় সিদ্ধান্ত")
    last = row.locator("fieldset.decision").nth(1)
    last.locator("input[name*=marker]").fill("খ")
    last.locator("input[name*=due]").fill("৩০-০২-২০২৬")
    expect(last.locator("p.error")).to_have_count(1)
    ask_for_one_more(row, "keys")
    made = row.locator("fieldset.decision").nth(2)
    expect(face(made)).to_be_focused()
    expect(made.locator(".error, .field-error, [aria-invalid], [aria-describedby]")).to_have_count(0)
    expect(face(made)).to_have_text("")
    assert [field.input_value() for field in made.locator("textarea, input").all()] == ["", "", ""]
    expect(made.locator(".dress:visible")).to_have_count(0)
    expect(made).to_have_attribute("aria-label", re.compile("সিদ্ধান্ত ৩$"))


def test_nothing_moves_when_a_decision_is_entered_or_its_day_is_written(room: Page) -> None:
    row = decided(room)

    def heights() -> list[float]:
        found: list[float] = room.evaluate(
            "[...document.querySelectorAll('.part-row')].map((row) => row.getBoundingClientRect().height)"
        )
        return found

    before = heights()
    due = due_of(row)
    expect(due).to_be_visible()
    assert heights() == before
    due.fill("৩০ সেপ্টেম্বর ২০৩০")
    expect(room.locator("#room-saved")).to_have_attribute("data-now", "saved")
    assert heights() == before
    assert due.evaluate("field => field.scrollWidth <= field.clientWidth")
    room.locator("#title textarea").focus()
    expect(due).to_be_visible()  # a day that is set is seen by who reads the sheet
    assert heights() == before


def test_the_day_stands_beside_the_texts_and_none_of_them_below_it(room: Page) -> None:
    row = decided(room)
    for width in (800, 1024, 1400):
        room.set_viewport_size({"width": width, "height": 900})
        box = due_of(row).bounding_box()
        assert box
        cells = [cell.bounding_box() for cell in row.locator("td").all()]
        assert all(cell and cell["x"] + cell["width"] <= box["x"] for cell in cells)
        assert box["x"] + box["width"] <= width
        assert room.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_phone_shows_the_day_below_its_decision(phone_room: Page) -> None:
    row = decided(phone_room)
    phone_room.set_viewport_size({"width": 360, "height": 740})
    decision = row.locator("fieldset.decision").first
    due = decision.locator("input[name*=due]")
    expect(due).to_be_visible()
    before = decision.bounding_box()
    face(decision).focus()
    phone_room.wait_for_timeout(200)
    after = decision.bounding_box()
    assert before
    assert after
    assert before["height"] == after["height"]
    text, day = face(decision).bounding_box(), due.bounding_box()
    assert text
    assert day
    assert text["y"] + text["height"] <= day["y"]
    assert day["x"] + day["width"] <= 360
