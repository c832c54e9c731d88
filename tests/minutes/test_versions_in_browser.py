"""The versions of a draft by keyboard and on a phone: two are chosen, compared, and the earlier one comes back."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.minutes.in_browser import write

pytestmark = pytest.mark.browser


def save(room: Page, words: str) -> None:
    write(room.locator("#closing"), words)
    expect(room.locator("#closing .saved")).not_to_be_empty()


def minutes_of(room: Page) -> str:
    found = re.search(r"^(.*/minutes/\d+/)", room.url)
    assert found
    return found[1]


def test_an_earlier_text_is_found_compared_and_brought_back(phone_room: Page) -> None:
    earlier, later = f"সভা শেষ হয় {time.time_ns()}", f"সভা মুলতবি হয় {time.time_ns()}"
    address = minutes_of(phone_room)
    for words in (earlier, later):
        phone_room.goto(f"{address}edit/")
        save(phone_room, words)
    phone_room.goto(f"{address}versions/?part=closing&each=1")
    older, newer = phone_room.locator("[name=from]").nth(2), phone_room.locator("[name=to]").nth(1)
    older.focus()
    phone_room.keyboard.press("Space")
    newer.focus()
    phone_room.keyboard.press("Space")
    phone_room.keyboard.press("Enter")
    expect(phone_room).to_have_url(re.compile("/versions/compare/"))
    expect(phone_room.locator("#closing ins").first).to_contain_text("মুলতবি")
    phone_room.goto(re.sub("to=[0-9]+", "to=now", phone_room.url))
    phone_room.locator("#closing button[type=submit]").click()
    phone_room.locator("#confirm button[value=yes]").click()
    expect(phone_room).to_have_url(re.compile("/edit/#closing$"))
    expect(phone_room.locator("#closing textarea")).to_have_value(earlier)


def test_the_pages_fit_a_phone(phone_room: Page) -> None:
    address = minutes_of(phone_room)
    save(phone_room, "শব্দ" * 200)
    for page in ("versions/", "versions/compare/?from=0&to=now"):
        phone_room.goto(address + page)
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert phone_room.evaluate(wider) <= 0
