"""The list of what is missing or odd leads to where it is put right."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.minutes.in_browser import add_row, face, write

pytestmark = pytest.mark.browser


def go(page: Page, words: str) -> None:
    """Press the last link of the list that stands in a line with these words."""
    page.locator("#problems li", has_text=words).locator("a").last.click()


def in_sight(page: Page) -> bool:
    """Whether what has the focus lies below the bar that stays on top, and within the window."""
    return bool(
        page.evaluate(
            """() => {
              const { top, bottom } = document.activeElement.getBoundingClientRect();
              const bar = document.querySelector(".room-bar").getBoundingClientRect();
              return bottom > bar.bottom && top >= bar.bottom - 1 && top < window.innerHeight;
            }"""
        )
    )


def test_a_line_leads_to_its_field_be_it_an_editor_or_not_to_be_seen_yet(room: Page) -> None:
    row = add_row(room)
    expect(room.locator("#problems li", has_text="এই সারিতে কিছু লেখা নেই").last).to_be_visible()
    room.locator("#title textarea").focus()
    go(room, "এই সারিতে কিছু লেখা নেই")
    expect(row.locator("textarea[name$=subject]")).to_be_focused()
    assert in_sight(room)

    row.locator("textarea[name$=subject]").fill("বিষয়")
    expect(room.locator("#problems li", has_text="কোনো সিদ্ধান্ত লেখা হয়নি").last).to_be_visible()
    room.locator("#title textarea").focus()
    go(room, "কোনো সিদ্ধান্ত লেখা হয়নি")
    expect(face(row.locator("fieldset.decision").first)).to_be_focused()
    assert in_sight(room)

    write(room.locator("#opening"), "")
    expect(room.locator("#problems a[href='#id_opening-paragraphs']")).to_be_visible()
    row.locator("textarea[name$=subject]").focus()
    room.locator("#problems a[href='#id_opening-paragraphs']").click()
    expect(face(room.locator("#opening"))).to_be_focused()
    assert in_sight(room)


def test_a_line_that_names_no_field_leads_to_the_first_one_of_its_part(room: Page) -> None:
    room.locator("button[value=decisions]").click()
    section = room.locator(".section").last
    link = room.locator("#problems a[href^='#section-']").last
    expect(link).to_have_attribute("href", re.compile(r"^#section-\d+$"))
    link.click()
    expect(section.locator("textarea").first).to_be_focused()
    assert in_sight(room)


def test_a_line_leads_to_its_decision_although_one_before_it_was_emptied(room: Page) -> None:
    row = add_row(room)
    decisions = row.locator("fieldset.decision")
    for number, words in enumerate(("প্রথম কাজ", "দ্বিতীয় কাজ", "১২34 টাকার কাজ")):
        face(decisions.first if not number else decisions.nth(number - 1)).focus()
        if number:
            room.keyboard.press("Alt+Shift+Enter")
        room.keyboard.insert_text(words)
    write(decisions.nth(1), "")
    room.locator("#title textarea").focus()
    expect(room.locator("#room-saved")).to_have_attribute("data-now", "saved")
    link = room.locator(f"#problems a[href='#id_{row.get_attribute('id')}-text_1']")
    expect(link.last).to_be_visible()
    link.last.click()
    expect(face(decisions.nth(2))).to_be_focused()


def test_on_a_phone_a_line_leads_to_room_for_a_decision_that_shows_only_while_its_row_is_written_in(
    phone_room: Page,
) -> None:
    row = add_row(phone_room)
    decision = row.locator("fieldset.decision").first
    row.locator("textarea[name$=subject]").fill("বিষয়")
    expect(phone_room.locator("#problems li", has_text="কোনো সিদ্ধান্ত লেখা হয়নি").last).to_be_visible()
    phone_room.locator("#title textarea").focus()
    expect(decision).to_be_hidden()
    go(phone_room, "কোনো সিদ্ধান্ত লেখা হয়নি")
    expect(face(decision)).to_be_focused()
