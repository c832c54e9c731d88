"""A report on a decision, as it is typed in a browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.minutes.in_browser import sign_in, would_ask_before_leaving

pytestmark = pytest.mark.browser


def test_what_was_typed_and_came_back_is_not_left_unasked(page: Page) -> None:
    page.goto("/account/login/?next=/decisions/%3Fmine=on")
    sign_in(page, "programmer@nadipur.example")
    page.locator("main a[href^='/decisions/']").first.click()
    expect(page).to_have_url(re.compile(r"/decisions/\d+/$"))
    assert not would_ask_before_leaving(page)

    page.fill("[name=text]", "রাউটার বসানো হয়েছে।")
    page.locator("main form[data-dirty-check] button[type=submit]").click()  # how it stands is not chosen

    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator("[name=text]")).to_have_value("রাউটার বসানো হয়েছে।")
    assert would_ask_before_leaving(page)
