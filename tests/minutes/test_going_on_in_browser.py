"""Whatever is pressed right after the last key: what was typed is saved first, or nothing happens and it says why."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.minutes.in_browser import add_row, choose, due_of, face, hold_save, ready, remove, write

pytestmark = pytest.mark.browser

BAD = "৩০-০২-২০২৬"


def last_row(room: Page) -> Locator:
    return room.locator(".part-row").last


def test_the_last_words_are_saved_before_a_row_moves(room: Page) -> None:
    words = f"শেষ কথা {time.time_ns()}"
    write(room.locator("#closing"), words)
    before = last_row(room).get_attribute("id")
    choose(last_row(room), "button[value=up]")
    expect(last_row(room)).not_to_have_id(before or "")
    room.reload()
    expect(room.locator("#closing textarea")).to_have_value(words)


def test_the_last_words_are_saved_before_a_row_goes(room: Page) -> None:
    words = f"শেষ কথা {time.time_ns()}"
    rows = room.locator(".part-row")
    add_row(room)
    added = rows.count()
    write(room.locator("#closing"), words)
    remove(last_row(room))
    expect(rows).to_have_count(added - 1)
    room.reload()
    expect(room.locator("#closing textarea")).to_have_value(words)


def test_nothing_is_done_while_a_field_cannot_be_saved(room: Page) -> None:
    """The good field of the row is saved; the bad one keeps its text with a word beside it, and one in the bar."""
    row = add_row(room)
    words = f"বিষয় {time.time_ns()}"
    row.locator("textarea[name$=subject]").fill(words)
    due = due_of(row)
    due.fill(BAD)
    count = room.locator(".part-row").count()
    pressed = room.locator(".section > .add button").last
    pressed.click()
    expect(room.locator("#room-said[role=status] a")).to_have_attribute("href", f"#{row.get_attribute('id')}")
    expect(due).to_have_value(BAD)
    expect(due).to_have_attribute("aria-invalid", "true")
    described = (due.get_attribute("aria-describedby") or "").split()
    assert [room.locator(f"[id='{each}'].error").count() for each in described][-1] == 1
    due.fill("২৮-০২-২০২৬")
    pressed.click()
    expect(room.locator(".part-row")).to_have_count(count + 1)
    expect(room.locator("#room-said a")).to_have_count(0)
    expect(row.locator(".field-error")).to_have_count(0)
    room.reload()
    expect(row.locator("textarea[name$=subject]")).to_have_value(words)
    expect(row.locator("input[name*=due]").first).not_to_have_value("")
    remove(last_row(room))
    expect(room.locator(".part-row")).to_have_count(count)


def test_save_puts_the_focus_on_the_field_that_could_not_be_saved(room: Page) -> None:
    row = add_row(room)
    due, save = due_of(row), row.locator("button.save")
    expect(save).to_be_hidden()
    due.fill(BAD)
    save.click()
    expect(due).to_be_focused()
    expect(row.locator(".saved a")).to_have_attribute("href", f"#{due.get_attribute('id')}")
    due.fill("")
    expect(save).to_be_hidden()
    due.press("Enter")
    expect(room).to_have_url(re.compile(r"/edit/\?saved="))


def test_nothing_is_sent_to_the_chair_while_the_portal_is_silent(room: Page) -> None:
    sent: list[str] = []
    room.on("request", lambda request: sent.append(request.url) if request.url.endswith("/submit/") else None)

    def fail(route: Route) -> None:
        route.abort()

    room.route("**/parts/**", fail)
    write(room.locator("#closing"), f"শেষ কথা {time.time_ns()}")
    room.locator("#send button").click()
    expect(room.locator("#send [role=alert] a")).to_have_attribute("href", "#closing")
    expect(room.locator("#closing .saved .error")).to_be_visible()
    assert sent == []


def test_a_text_too_long_for_its_field_stays_in_it(phone_room: Page) -> None:
    text = "লেখা " * 4100
    opening = phone_room.locator("#opening")
    write(opening, text)
    opening.locator("button.save").click()
    expect(face(opening)).to_be_focused()
    expect(opening.locator("p.error")).to_be_visible()
    expect(opening.locator("textarea")).to_have_value(text)


def test_a_row_with_a_field_that_cannot_be_saved_can_go(room: Page) -> None:
    row = add_row(room)
    name = row.get_attribute("id")
    due_of(row).fill(BAD)
    remove(row)
    expect(room.locator(f"#{name}")).to_have_count(0)
    expect(room).to_have_url(re.compile("/edit/$"))


def test_a_row_that_somebody_else_changed_can_go(room: Page) -> None:
    row = add_row(room)
    name = row.get_attribute("id")
    row.locator("textarea[name$=subject]").focus()  # else the room would show the other's words by itself
    other = room.context.new_page()
    other.goto(room.url)
    ready(other)
    other.locator(f"#{name} textarea[name$=subject]").fill("অন্য বিষয়")
    expect(other.locator(f"#{name} .saved")).not_to_be_empty()
    row.locator("textarea[name$=subject]").fill("আমার বিষয়")
    expect(row.locator(".saved .error")).to_be_visible()
    remove(row)
    expect(room.locator(f"#{name}")).to_have_count(0)


def test_a_row_stays_while_another_part_is_not_saved(room: Page) -> None:
    row = add_row(room)
    name = row.get_attribute("id")
    first = room.locator(".part-row").first
    other = due_of(first)
    other.fill(BAD)
    remove(row)
    expect(room.locator("#room-said a")).to_have_attribute("href", f"#{first.get_attribute('id')}")
    expect(row).to_be_visible()
    other.fill("")
    remove(row)
    expect(room.locator(f"#{name}")).to_have_count(0)


def test_a_section_goes_with_its_row_that_cannot_be_saved(room: Page) -> None:
    room.locator("button[value=decisions]").click()
    section = room.locator(".part:not(.part-row)[id^=section]").last
    row = add_row(room)
    names = section.get_attribute("id"), row.get_attribute("id")
    due_of(row).fill(BAD)
    remove(section)
    for name in names:
        expect(room.locator(f"#{name}")).to_have_count(0)


def test_two_texts_are_not_shown_while_another_part_is_not_saved(room: Page) -> None:
    """The page of both texts would leave the other part's text behind."""
    face(room.locator("#closing")).focus()
    other = room.context.new_page()
    other.goto(room.url)
    ready(other)
    write(other.locator("#closing"), f"তাঁর লেখা {time.time_ns()}")
    expect(other.locator("#closing .saved")).not_to_be_empty()
    mine = f"আমার লেখা {time.time_ns()}"
    write(room.locator("#closing"), mine)
    due = due_of(last_row(room))
    due.fill(BAD)
    room.locator("#closing button[type=submit]").click()
    link = room.locator("#closing [role=alert] a")
    expect(link).to_have_attribute("href", f"#{last_row(room).get_attribute('id')}")
    expect(due).to_have_value(BAD)
    due.fill("")
    room.locator("#closing button[type=submit]").click()
    expect(room.locator(".compared .theirs")).to_be_visible()
    expect(room.locator("#closing textarea")).to_have_value(mine)


def test_pressed_twice_while_a_part_is_being_saved_is_done_once(room: Page) -> None:
    count = room.locator(".part-row").count()
    waiting = hold_save(room)
    write(room.locator("#closing"), f"শেষ কথা {time.time_ns()}")
    with room.expect_request("**/parts/**"):
        room.locator(".section > .add button").last.dblclick()
    sent: list[str] = []
    room.on("request", lambda request: sent.append(request.url) if request.url.endswith("/rows/") else None)
    waiting[0].continue_()
    expect(room.locator(".part-row")).to_have_count(count + 1)
    assert len(sent) == 1
    remove(last_row(room))
    expect(room.locator(".part-row")).to_have_count(count)


def test_a_step_taken_by_no_button_is_held_back_too(room: Page) -> None:
    row = add_row(room)
    due_of(row).fill(BAD)
    room.evaluate("document.querySelector('form[action$=\"/sections/\"]').requestSubmit()")
    expect(room.locator(".held-back a")).to_have_attribute("href", f"#{row.get_attribute('id')}")


def test_the_last_words_stand_in_what_goes_to_the_chair(room: Page) -> None:
    """Sent by key alone."""
    words = f"শেষ কথা {time.time_ns()}"
    write(room.locator("#closing"), words)
    room.locator("#send button").focus()
    room.keyboard.press("Enter")
    expect(room).to_have_url(re.compile(r"/meetings/\d+/$"))
    number = re.search(r"/minutes/(\d+)/", room.content())
    assert number
    room.goto(f"/minutes/{number[1]}/preview/")
    expect(room.locator(".sheet")).to_contain_text(words)
