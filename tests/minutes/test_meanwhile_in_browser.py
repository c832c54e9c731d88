"""The drafting room while the same draft is changed on another page, and after a conflict was settled."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

HELD_BACK = 2500  # milliseconds after which a part that is kept in the browser would have been sent


def write(page: Page, selector: str) -> str:
    """Put something new into the plain field; gives it."""
    words = f"নমুনা {time.time_ns()}"
    page.locator(selector).fill(words)
    return words


def beside(room: Page) -> Page:
    """The same draft on another page of the same person."""
    other = room.context.new_page()
    other.goto(room.url)
    return other


def kept(page: Page) -> list[str]:
    """The parts that the browser keeps a text of."""
    keys: list[str] = page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('draft:'))")
    return [key.split(":", 3)[3] for key in keys]


def test_a_conflict_that_was_settled_is_not_taken_up_again(room: Page) -> None:
    other = beside(room)
    theirs = write(other, "#title textarea")
    expect(other.locator("#title .saved")).not_to_be_empty()
    write(room, "#title textarea")
    expect(room.locator("#title .saved .error")).to_be_visible()
    room.locator("#title .save").click()
    expect(room.locator(".compared .theirs")).to_have_text(theirs)
    room.locator(".part a[href*='/edit/#title']").click()
    expect(room.locator("#title textarea")).to_have_value(theirs)
    room.wait_for_timeout(HELD_BACK)
    expect(room.locator("#title textarea")).to_have_value(theirs)
    expect(room.locator("#title .saved .error")).to_have_count(0)
    assert kept(room) == []


def test_rows_come_while_another_page_adds_a_table(room: Page) -> None:
    other = beside(room)
    other.locator("button[name=shape][value=decisions]").click()
    expect(other).to_have_url(re.compile("#section-"))
    before = room.locator("tr.part-row").count()
    room.locator(".add > [data-does=add]").first.click()
    expect(room.locator("tr.part-row")).to_have_count(before + 1)
    expect(room.locator("#room-said")).to_be_empty()


def test_a_page_that_stands_open_keeps_no_session_alive(room: Page) -> None:
    with room.expect_request("**/presence/") as asked:
        pass
    assert asked.value.headers["x-by-itself"] == "true"


def test_a_row_that_an_undo_gave_its_number_back_saves_at_once(room: Page) -> None:
    for _again in range(2):
        before = room.locator("tr.part-row").count()
        room.locator(".add > [data-does=add]").first.click()
        expect(room.locator("tr.part-row")).to_have_count(before + 1)
    rows = room.locator("tbody[data-rows]").first.locator("tr.part-row")
    upper, lower = rows.nth(rows.count() - 2), rows.last
    number = lower.locator("[name$=-serial]").input_value()
    upper.locator("summary").first.click()
    upper.locator("[data-does=remove]").click()
    expect(lower.locator("[name$=-serial]")).not_to_have_value(number)
    room.locator("#room-said button").click()
    expect(lower.locator("[name$=-serial]")).to_have_value(number)
    lower.locator("[name$=-subject]").fill("সঙ্গে সঙ্গে")
    expect(lower.locator(".saved")).not_to_be_empty()
    expect(lower.locator(".saved .error")).to_have_count(0)
