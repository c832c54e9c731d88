"""Texts that the browser keeps of parts that are no longer in the draft, and what cannot be read of them."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from tests.minutes.in_browser import add_row, ready, remove

pytestmark = pytest.mark.browser

PREFIX = "draft:${room.dataset.user}:${room.dataset.minutes}:"


def keep(page: Page, part: str, entry: str) -> None:
    """Have the browser keep `entry` as its text of the part."""
    page.evaluate(f"([part, entry]) => localStorage.setItem(`{PREFIX}${{part}}`, entry)", [part, entry])


def kept(page: Page, part: str) -> str | None:
    """What the browser keeps of the part."""
    entry: str | None = page.evaluate(f"part => localStorage.getItem(`{PREFIX}${{part}}`)", part)
    return entry


def of_a_removed_row(room: Page) -> tuple[str, str]:
    """A row that was taken out, and what a page that did not know so keeps of it."""
    row = add_row(room)
    name = str(row.locator("form.part-form").get_attribute("data-name"))
    address = str(row.locator("form.part-form").get_attribute("action"))
    subject = str(row.locator("textarea[name$=subject]").get_attribute("name"))
    remove(row)
    expect(row).to_have_count(0)
    return name, json.dumps({"version": "0", "fields": {subject: "কেবল এখানে"}, "address": address})


@pytest.mark.parametrize("saved", ["none", "part"])
def test_a_text_that_the_portal_did_not_take_is_kept_on(room: Page, saved: str) -> None:
    name, entry = of_a_removed_row(room)
    keep(room, name, entry)
    room.route(f"**/parts/{name}/", lambda route: route.fulfill(headers={"X-Saved": saved}, body=""), times=1)
    with room.expect_response(f"**/parts/{name}/") as answered:
        room.reload()
    answered.value.finished()
    ready(room)
    assert kept(room, name) == entry
    room.reload()  # now the portal itself answers, and takes the text into the history
    room.wait_for_function(f"part => !localStorage.getItem(`{PREFIX}${{part}}`)", arg=name)


@pytest.mark.parametrize("entry", ["{", "null", '{"version": "1"}', '{"fields": "x"}'])
def test_what_cannot_be_read_stops_no_room(room: Page, entry: str) -> None:
    for part in ["closing", "row:999999"]:
        keep(room, part, entry)
    room.reload()
    ready(room)
    expect(room.locator("#room-here")).to_be_attached()
    room.keyboard.press("Control+Slash")  # the last of what the room starts
    expect(room.locator("#keys")).to_be_visible()
    assert [kept(room, part) for part in ["closing", "row:999999"]] == [None, None]
