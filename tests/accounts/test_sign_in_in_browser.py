"""Signing in as people do: with an app, with a security key, and again after a time in which nothing happened."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.domain.factors import PUBLISHED_SECRET, current_code
from oversight.sample.people import PASSWORD
from tests.minutes.in_browser import open_room, sign_in, write
from tests.portal import Portal

pytestmark = pytest.mark.browser

OFFICER = "education@nadipur.example"  # who needs no second factor, and has one
CHAIR = "uno@kashphul.example"
ADMINISTRATOR = "admin@nadipur.example"
WRITER = "ap@kashphul.example"


def key_of(page: Page) -> None:
    """Plug a security key into the browser, which answers at once."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "usb",
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def type_password(page: Page, who: str) -> None:
    page.goto("/account/login/")
    page.fill("[name=username]", who)
    page.fill("[name=password]", PASSWORD)
    page.locator("main button[type=submit]").click()
    expect(page).to_have_url(re.compile("/account/login/code/"))


def sign_out(page: Page) -> None:
    page.locator("form[action$='/logout/'] button").click()
    expect(page).to_have_url(re.compile("/account/login/$"))


def test_the_code_of_now_stands_on_the_page_of_the_sample(page: Page) -> None:
    type_password(page, OFFICER)

    shown = page.locator(".panel strong").inner_text()

    assert len(shown) == 6
    page.fill("[name=code]", shown)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"localhost:\d+/$"))


def test_a_security_key_is_added_opens_the_account_confirms_and_goes(page: Page) -> None:
    key_of(page)
    type_password(page, OFFICER)
    page.fill("[name=code]", current_code(PUBLISHED_SECRET))
    page.keyboard.press("Enter")
    expect(page.locator("form[action$='/logout/']")).to_be_visible()

    page.goto("/account/second-factor/")
    page.locator("main a[href$='/second-factor/key/']").click()
    page.fill("[name=name]", "লাল চাবি")
    page.locator("main button[type=submit]").click()
    row = page.locator("dl.summary div", has_text="লাল চাবি").first
    expect(row).to_be_visible()

    sign_out(page)
    type_password(page, OFFICER)
    page.locator("form[data-key] button").click()
    expect(page).to_have_url(re.compile(r"localhost:\d+/$"))

    page.goto("/account/confirm/?next=/account/second-factor/")
    page.locator("form[data-key] button").click()
    expect(page).to_have_url(re.compile("/account/second-factor/$"))

    row.locator("button").click()
    page.locator("dialog[open] button[value=yes]").click()
    expect(page.locator("dl.summary", has_text="লাল চাবি")).to_have_count(0)


def test_signing_out_everywhere_ends_the_other_browser(page: Page, phone_page: Page) -> None:
    for each in (page, phone_page):
        each.goto("/account/login/")
        sign_in(each, CHAIR)

    page.goto("/account/sessions/")
    page.locator("form[action$='/sessions/end/'] button").click()
    page.locator("dialog[open] button[value=yes]").click()
    expect(page.locator(".panel-success")).to_be_visible()

    phone_page.goto("/account/")
    expect(phone_page).to_have_url(re.compile("/account/login/"))
    page.goto("/account/")
    expect(page).to_have_url(re.compile("/account/$"))


def test_no_word_of_a_draft_is_lost_when_nothing_happened_for_an_hour(page: Page, live_portal: Portal) -> None:
    open_room(page, WRITER)
    closing = page.locator("#closing")
    field = closing.locator("textarea").first
    write(closing, "যাওয়ার আগে লেখা")
    expect(closing.locator(".saved")).not_to_be_empty()

    live_portal.let_time_pass(60)
    words = "ফিরে এসে লেখা"
    write(closing, words)
    expect(closing.locator(".saved .error")).to_be_visible()  # the autosave found the session at its end
    expect(field).to_have_value(words)

    with page.expect_popup() as opened:
        closing.locator(".saved a").click()
    sign_in(opened.value, WRITER)
    closing.locator("button[type=submit]").first.click()
    expect(page).to_have_url(re.compile(r"/edit/\?saved=closing#closing$"))
    page.reload()
    expect(field).to_have_value(words)


def test_what_was_saved_is_in_the_draft_after_signing_in_again(page: Page, live_portal: Portal) -> None:
    open_room(page, WRITER)
    room = page.url
    words = "স্বয়ংক্রিয়ভাবে সংরক্ষিত"
    with page.expect_response(re.compile("/parts/")):
        write(page.locator("#closing"), words)

    live_portal.let_time_pass(60)
    page.goto(room)
    expect(page).to_have_url(re.compile("/account/login/"))
    sign_in(page, WRITER)

    expect(page).to_have_url(re.compile(r"/minutes/\d+/edit/"))
    expect(page.locator("#closing textarea").first).to_have_value(words)


def test_by_keyboard_alone_through_step_up(page: Page, live_portal: Portal) -> None:
    page.goto("/account/login/")
    sign_in(page, ADMINISTRATOR)
    live_portal.let_time_pass(11)

    page.goto("/account/password/")
    expect(page).to_have_url(re.compile("/account/confirm/"))
    page.locator("[name=code]").focus()
    page.keyboard.type(current_code(PUBLISHED_SECRET))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/account/password/$"))
