"""The drafting room in a browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.minutes.in_browser import open_room


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
