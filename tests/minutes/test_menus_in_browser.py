"""The menus in the margin, and where the focus goes after what they do, by pointer and by keys."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.minutes.in_browser import add_row, choose, face, ready, remove

pytestmark = pytest.mark.browser


def rows_of(room: Page) -> Locator:
    return room.locator("tbody[data-rows]").last.locator(".part-row")


def three_rows(room: Page) -> Locator:
    """At least three low rows, so that an open menu lies over the tools of the next ones."""
    for _row in range(3):
        add_row(room)
    return rows_of(room)


def subject(row: Locator) -> Locator:
    return row.locator("textarea[name$=subject]")


def test_no_row_below_lies_over_an_open_menu(room: Page) -> None:
    rows = three_rows(room)
    row = rows.nth(rows.count() - 3)
    row.scroll_into_view_if_needed()
    row.locator("summary").first.click()
    hidden = row.locator(".part-choices button:visible").evaluate_all(
        """all => all.filter((each) => {
            const {x, y, width, height} = each.getBoundingClientRect();
            return [0.1, 0.5, 0.9].some((at) => document.elementFromPoint(x + at * width, y + height / 2) !== each);
        }).map((each) => each.textContent)"""
    )
    assert hidden == []


def test_a_menu_goes_when_something_else_is_done(room: Page) -> None:
    row = add_row(room)
    menu = row.locator("details.part-menu")
    choices = menu.locator(".part-choices")
    menu.locator("summary").click()
    expect(choices).to_be_visible()
    room.locator("#title textarea").click()
    expect(choices).to_be_hidden()
    menu.locator("summary").click()
    room.locator("#info summary").click()
    expect(choices).to_be_hidden()
    expect(room.locator("details.part-menu[open]")).to_have_count(1)
    room.keyboard.press("Escape")
    expect(room.locator("details.part-menu[open]")).to_have_count(0)


def test_the_arrow_keys_lead_through_a_menu_and_escape_out_of_it(room: Page) -> None:
    row = add_row(room)
    summary = row.locator("summary").first
    summary.focus()
    room.keyboard.press("Enter")
    choices = row.locator(".part-choices button:visible")
    room.keyboard.press("ArrowDown")
    expect(choices.first).to_be_focused()
    room.keyboard.press("ArrowUp")
    expect(summary).to_be_focused()
    room.keyboard.press("ArrowUp")
    expect(choices.last).to_be_focused()
    room.keyboard.press("Escape")
    expect(summary).to_be_focused()
    expect(choices).to_have_count(0)


def test_the_focus_goes_along_with_what_a_menu_did(room: Page) -> None:
    rows = three_rows(room)
    count = rows.count()
    row = room.locator(f"#{rows.nth(count - 2).get_attribute('id')}")
    below = room.locator(f"#{rows.last.get_attribute('id')}")
    choose(row, "[value=up]")
    expect(rows.nth(count - 3)).to_have_attribute("id", row.get_attribute("id") or "")
    expect(row.locator("summary").first).to_be_focused()
    choose(row, "[value=down]")
    expect(rows.nth(count - 2)).to_have_attribute("id", row.get_attribute("id") or "")
    remove(row)
    expect(rows).to_have_count(count - 1)
    expect(below).to_be_attached()
    assert below.evaluate("each => each.contains(document.activeElement)")
    subject(below).focus()
    room.keyboard.press("Alt+Shift+Delete")
    expect(rows).to_have_count(count - 2)
    assert rows.last.evaluate("each => each.contains(document.activeElement)")


def test_a_row_moves_by_keys_from_its_implementers_too(room: Page) -> None:
    rows = three_rows(room)
    row = room.locator(f"#{rows.nth(rows.count() - 2).get_attribute('id')}")
    row.locator("textarea[name$=implementers]").focus()
    room.keyboard.press("Alt+Shift+ArrowDown")
    expect(rows.last).to_have_attribute("id", row.get_attribute("id") or "")
    expect(row.locator("textarea[name$=implementers]")).to_be_focused()


def test_the_bar_is_reached_from_a_plain_field_and_left_by_escape(room: Page) -> None:
    row = add_row(room)
    subject(row).focus()
    room.keyboard.press("Alt+F10")
    expect(room.locator("[data-opens-palette]")).to_be_focused()
    room.keyboard.press("Escape")
    expect(subject(row)).to_be_focused()
    face(room.locator("#closing")).focus()
    room.keyboard.press("Alt+F10")
    expect(room.locator(".tools button").first).to_be_focused()
    room.keyboard.press("Escape")
    expect(face(room.locator("#closing"))).to_be_focused()


def test_a_menu_in_which_nothing_can_be_done_is_not_there(room: Page) -> None:
    sections = room.locator(".section > .part")
    expect(sections).to_have_count(1)
    expect(sections.locator("details.part-menu")).to_have_count(0)


def test_on_a_phone_nothing_of_the_bar_lies_over_the_other(room: Page) -> None:
    room.set_viewport_size({"width": 360, "height": 800})
    row = add_row(room)
    room.route("**/parts/**", lambda route: route.abort())
    subject(row).fill("সংযোগ নেই")
    told = room.locator("#room-saved[data-now=unsaved]")
    expect(told).to_be_in_viewport()
    bar, line = room.locator(".tools").bounding_box(), told.bounding_box()
    assert bar
    assert line
    assert bar["y"] + bar["height"] <= line["y"] + 1


def test_a_section_that_was_removed_comes_back_with_its_table(room: Page) -> None:
    sections = room.locator("section.section")
    count = sections.count()
    room.locator("[name=shape][value=table]").click()
    expect(sections).to_have_count(count + 1)
    ready(room)
    sections.last.locator("textarea[name$=heading]").fill("ছক")
    expect(room.locator("#room-saved")).to_have_attribute("data-now", "saved")
    remove(sections.last)
    expect(sections).to_have_count(count)
    room.locator("#room-said button").click()
    expect(sections).to_have_count(count + 1)
    expect(sections.last.locator("textarea[name$=heading]")).to_have_value("ছক")
