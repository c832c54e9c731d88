"""Whatever is pressed right after the last key: what was typed is saved first, or nothing happens and it says why."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Locator, Page, Route, expect

pytestmark = pytest.mark.browser

BAD = "৩০-০২-২০২৬"


def last_row(room: Page) -> Locator:
    return room.locator(".part-row").last


def test_the_last_words_are_saved_before_a_row_moves(room: Page) -> None:
    words = f"শেষ কথা {time.time_ns()}"
    room.locator("#closing textarea").fill(words)
    before = last_row(room).get_attribute("id")
    last_row(room).locator("button[value=up]").click()
    expect(room).to_have_url(re.compile(f"#{before}$"))
    expect(last_row(room)).not_to_have_id(before or "")
    expect(room.locator("#closing textarea")).to_have_value(words)


def test_the_last_words_are_saved_before_a_row_goes(room: Page) -> None:
    words = f"শেষ কথা {time.time_ns()}"
    rows = room.locator(".part-row")
    room.locator(".part-row + .actions button").last.click()
    added = rows.count()
    room.locator("#closing textarea").fill(words)
    last_row(room).locator("button[form$=remove]").click()
    room.locator("dialog[open] button[value=yes]").click()
    expect(rows).to_have_count(added - 1)
    expect(room.locator("#closing textarea")).to_have_value(words)


def test_nothing_is_done_while_a_field_cannot_be_saved(room: Page) -> None:
    """The good field of the row is saved; the bad one keeps its text with a word beside it, and one at the button."""
    row = last_row(room)
    words = f"বিষয় {time.time_ns()}"
    row.locator("textarea[name$=subject]").fill(words)
    due = row.locator("input[name*=due]").first
    due.fill(BAD)
    count = room.locator(".part-row").count()
    pressed = room.locator(".part-row + .actions").last
    pressed.locator("button").click()
    said = pressed.locator("[role=alert]")
    expect(said.locator("a")).to_have_attribute("href", f"#{row.get_attribute('id')}")
    expect(due).to_have_value(BAD)
    expect(due).to_have_attribute("aria-invalid", "true")
    described = (due.get_attribute("aria-describedby") or "").split()
    assert [room.locator(f"[id='{each}'].error").count() for each in described][-1] == 1
    due.fill("২৮-০২-২০২৬")
    pressed.locator("button").click()
    expect(room.locator(".part-row")).to_have_count(count + 1)
    mended = room.locator(".part-row").nth(count - 1)
    expect(mended.locator("textarea[name$=subject]")).to_have_value(words)
    expect(mended.locator(".field-error")).to_have_count(0)
    last_row(room).locator("button[form$=remove]").click()
    room.locator("dialog[open] button[value=yes]").click()
    expect(room.locator(".part-row")).to_have_count(count)


def test_save_puts_the_focus_on_the_field_that_could_not_be_saved(room: Page) -> None:
    row = last_row(room)
    due = row.locator("input[name*=due]").first
    due.fill(BAD)
    row.locator("button[type=submit]").first.click()
    expect(due).to_be_focused()
    expect(row.locator(".saved a")).to_have_attribute("href", f"#{due.get_attribute('id')}")
    due.fill("")
    row.locator("button[type=submit]").first.click()
    expect(room).to_have_url(re.compile(r"/edit/\?saved="))


def test_nothing_is_sent_to_the_chair_while_the_portal_is_silent(room: Page) -> None:
    sent: list[str] = []
    room.on("request", lambda request: sent.append(request.url) if request.url.endswith("/submit/") else None)

    def fail(route: Route) -> None:
        route.abort()

    room.route("**/parts/**", fail)
    room.locator("#closing textarea").fill(f"শেষ কথা {time.time_ns()}")
    room.locator("#send button").click()
    expect(room.locator("#send [role=alert] a")).to_have_attribute("href", "#closing")
    expect(room.locator("#closing .saved .error")).to_be_visible()
    assert sent == []


def test_a_text_too_long_for_its_field_stays_in_it(phone_room: Page) -> None:
    text = "লেখা " * 4100
    opening = phone_room.locator("#opening textarea")
    opening.fill(text)
    phone_room.locator("#opening button[type=submit]").first.click()
    expect(opening).to_be_focused()
    expect(phone_room.locator("#opening p.error")).to_be_visible()
    expect(opening).to_have_value(text)


def test_the_last_words_stand_in_what_goes_to_the_chair(room: Page) -> None:
    """Sent by key alone."""
    words = f"শেষ কথা {time.time_ns()}"
    room.locator("#closing textarea").fill(words)
    room.locator("#send button").focus()
    room.keyboard.press("Enter")
    expect(room).to_have_url(re.compile(r"/meetings/\d+/$"))
    number = re.search(r"/minutes/(\d+)/", room.content())
    assert number
    room.goto(f"/minutes/{number[1]}/preview/")
    expect(room.locator(".sheet")).to_contain_text(words)
