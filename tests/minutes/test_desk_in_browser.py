"""The chair's desk after something was refused: the page stands at another address then, and the next press counts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from oversight.sample.people import PIN
from tests.minutes.in_browser import sign_in

pytestmark = pytest.mark.browser


def open_desk(page: Page, chair: str) -> Page:
    """Minutes of the sample area that wait for `chair`, open at theirs."""
    page.goto("/account/login/")
    sign_in(page, chair)
    page.locator("main a[href$='/review/']").first.click()
    expect(page).to_have_url(re.compile(r"/review/$"))
    return page


def sign(desk: Page, pin: str) -> None:
    desk.locator("[name=pin]").fill(pin)
    desk.locator("form[action$='/sign/'] button").click()


def test_a_reason_is_sent_after_a_wrong_pin_and_after_none(page: Page) -> None:
    desk = open_desk(page, "dc@nadipur.example")
    sign(desk, "000000")
    expect(desk).to_have_url(re.compile(r"/sign/$"))
    form = desk.locator("form[action$='/return/']")
    form.locator("button").click()
    expect(desk).to_have_url(re.compile(r"/return/$"))
    expect(desk.locator(".error-summary")).to_be_visible()
    form.locator("textarea").fill("তারিখ ঠিক করুন")
    form.locator("button").click()
    expect(desk).to_have_url(re.compile(r"/meetings/\d+/$"))
    expect(desk.locator("#messages .panel")).to_have_count(1)


def test_a_reason_stays_on_the_desk_where_the_session_ended(page: Page) -> None:
    desk = open_desk(page, "programmer@nadipur.example")
    form = desk.locator("form[action$='/return/']")
    form.locator("textarea").fill("তারিখ ঠিক করুন")
    desk.context.clear_cookies(name="sessionid")
    form.locator("button").click()
    expect(form.locator(".saved .error")).to_be_visible()
    expect(form.locator("textarea")).to_have_value("তারিখ ঠিক করুন")


def test_the_right_pin_signs_after_a_wrong_one(page: Page) -> None:
    desk = open_desk(page, "programmer@nadipur.example")
    sign(desk, "000000")
    expect(desk).to_have_url(re.compile(r"/sign/$"))
    sign(desk, PIN)
    expect(desk).to_have_url(re.compile(r"/meetings/\d+/$"))
