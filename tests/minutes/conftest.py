"""The drafting room in a browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page

from tests.minutes.in_browser import open_room, ready


@pytest.fixture
def room(page: Page) -> Page:
    """The draft of the sample area's coordination meeting, open at its secretary's."""
    open_room(page)
    return page


@pytest.fixture
def phone_room(phone_page: Page) -> Page:
    """The same on a phone."""
    open_room(phone_page)
    return phone_page


@pytest.fixture
def table(room: Page) -> Locator:
    """A new data table at the end of the draft."""
    room.locator("button[value=table]").click()
    ready(room)
    return room.locator("table[data-grid]").last
