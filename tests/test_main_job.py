"""The main job in a real browser, against the portal as `make run` starts it: from a draft to a recipient's hands."""

from __future__ import annotations

import datetime
import hashlib
import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bangla.dates import format_gregorian
from oversight.sample.people import PIN
from tests.minutes.in_browser import choose, sign_in, write
from tests.portal import Portal

pytestmark = pytest.mark.browser

SECRETARY, CHAIR = "programmer@nadipur.example", "dc@nadipur.example"
SUBJECT = "নদীর ঘাটে বিনা মূল্যের ইন্টারনেট"
DISCUSSION = "তিনটি ঘাটে সংযোগ দেওয়া হয়েছে; দুটিতে রাতে সংযোগ থাকে না।"
DECISION = "রাতের সংযোগ চালু রাখতে সেবাদাতাকে চিঠি দিতে হবে।"
ADDED_AFTER_RETURN = "চিঠির অনুলিপি জেলা প্রশাসকের কার্যালয়ে পাঠাতে হবে।"
REASON = "চিঠির অনুলিপি কোথায় যাবে তা লিখুন।"


def test_minutes_go_from_a_draft_to_a_recipient(page: Page, live_portal: Portal, tmp_path: Path) -> None:
    minutes = draft(page)
    send_to_chair(page, minutes)
    return_with_reason(page, minutes)
    mend_and_send_again(page, minutes)
    sign(page, minutes)
    dispatch = issue(page, minutes)
    sign_and_send(page, dispatch)
    link = link_in_mailbox(page)
    download_and_acknowledge(page, link, tmp_path)
    see_who_got_it(page, dispatch)


def draft(page: Page) -> str:
    """The secretary enters a meeting and writes a row, which saves itself; gives the address of the minutes."""
    become(page, SECRETARY)
    page.goto("/committees/")
    page.locator("main a", has_text="নদীপুর জেলা আইসিটি কমিটি").first.click()
    page.locator("a[href$='/meetings/new/']").click()
    page.fill("[name=held_on]", "৩১/০২/২০২৬")
    page.fill("[name=held_at]", "সকাল ১০.৩০ ঘটিকা")
    page.fill("[name=place]", "জেলা প্রশাসকের সম্মেলন কক্ষ")
    press(page, "main form")
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator("[name=place]")).to_have_value("জেলা প্রশাসকের সম্মেলন কক্ষ")
    page.fill("[name=held_on]", format_gregorian(datetime.date.today() - datetime.timedelta(days=2)))  # noqa: DTZ011 - the portal's day is near enough
    press(page, "main form")
    page.locator("main form button[value=empty]").click()
    expect(page).to_have_url(re.compile(r"/minutes/\d+/edit/$"))
    minutes = page.url.removesuffix("edit/")
    page.locator(".add > [data-does=add]").click()
    row = page.locator(".part-row")
    row.locator("[name$='-subject']").fill(SUBJECT)
    write(row.locator("[data-phrase-kind=discussion]"), DISCUSSION)
    row.locator("[name$='-implementers']").fill("প্রোগ্রামার\nসহকারী প্রোগ্রামার (সকল)")
    write(row.locator("fieldset.decision").first, DECISION)
    expect(row.locator("[name$='-places']")).not_to_have_value("")  # saved without a click
    page.reload()
    expect(page.locator(".part-row [name$='-text_0']")).to_have_value(DECISION)
    return minutes


def send_to_chair(page: Page, minutes: str) -> None:
    press(page, "form[action$='/submit/']")
    expect(page).to_have_url(re.compile(r"/meetings/\d+/$"))
    page.goto(f"{minutes}edit/")
    expect(page).to_have_url(f"{minutes}review/")


def return_with_reason(page: Page, minutes: str) -> None:
    become(page, CHAIR)
    page.locator(f"main a[href='{path_of(minutes)}review/']").first.click()
    expect(page.locator(".sheet")).to_contain_text(DECISION)
    page.fill("[name=comment]", REASON)
    press(page, "form[action$='/return/']")
    expect(page).to_have_url(re.compile(r"/meetings/\d+/$"))


def mend_and_send_again(page: Page, minutes: str) -> None:
    become(page, SECRETARY)
    page.goto(f"{minutes}edit/")
    expect(page.locator("main")).to_contain_text(REASON)
    row = page.locator(".part-row")
    choose(row, "[data-does=decide]")
    write(row.locator("fieldset.decision").nth(1), ADDED_AFTER_RETURN)
    expect(row.locator(".saved")).not_to_be_empty()
    page.reload()
    expect(page.locator(".part-row [name$='-text_1']")).to_have_value(ADDED_AFTER_RETURN)
    press(page, "form[action$='/submit/']")
    expect(page).to_have_url(re.compile(r"/meetings/\d+/$"))


def sign(page: Page, minutes: str) -> None:
    become(page, CHAIR)
    page.goto(f"{minutes}review/")
    page.fill("[name=pin]", "111222")
    press(page, "form[action$='/sign/']")
    expect(page.locator("#id_pin_error")).to_be_visible()
    page.fill("[name=pin]", PIN)
    press(page, "form[action$='/sign/']")
    expect(page).to_have_url(re.compile(r"/meetings/\d+/$"))


def issue(page: Page, minutes: str) -> str:
    """The secretary issues the minutes; gives the address of the dispatch."""
    become(page, SECRETARY)
    page.goto(f"{minutes}issue/")
    press(page, "main form[data-dirty-check]")
    page.locator("button[name=confirmed]").click()
    expect(page).to_have_url(re.compile(r"/dispatches/\d+/$"))
    return page.url


def sign_and_send(page: Page, dispatch: str) -> None:
    """The secretary sees the PDF when it is made, signs it, and sees every mail go."""
    pin = page.locator("[name=pin]")
    expect(pin).to_be_visible(timeout=90_000)
    made = page.request.get(page.locator("main a[href$='/prepared.pdf']").get_attribute("href") or "").body()
    expect(page.locator("main")).to_contain_text(hashlib.sha256(made).hexdigest())
    pin.fill("111222")
    press(page, "form[action$='/sign/']")
    expect(page.locator("#id_pin_error")).to_be_visible()
    expect(page.locator("main .state-green")).to_have_count(0)
    pin.fill(PIN)
    press(page, "form[action$='/sign/']")
    expect(page).to_have_url(dispatch)
    mails = page.locator("main .state-green")  # `sent`, one for each address the six recipients unfold to
    expect(mails).to_have_count(7, timeout=90_000)


def link_in_mailbox(page: Page) -> str:
    """The personal link in the newest mail to the district education officer."""
    page.goto("/mailbox/")
    page.locator("main a", has_text="education@nadipur.example").first.click()
    expect(page.locator("main")).to_contain_text("কার্যবিবরণী")
    return page.locator("main a[href*='/d/']").first.get_attribute("href") or ""


def download_and_acknowledge(page: Page, link: str, folder: Path) -> None:
    """The recipient has no account: the link is enough."""
    sign_out(page)
    page.goto(link)
    expect(page.locator(".sheet")).to_contain_text(SUBJECT)
    with page.expect_download() as download:
        page.locator("main a[href$='/minutes.pdf']").first.click()
    assert download.value.suggested_filename.startswith("কার্যবিবরণী-")
    pdf = folder / "minutes.pdf"
    download.value.save_as(pdf)
    text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout
    for words in (SUBJECT, "স্মারক", "রওশন আরা তালুকদার", "সায়মা আক্তার"):
        assert words in " ".join(text.split())
    press(page, "main form")
    expect(page.locator("main")).not_to_contain_text("Traceback")


def see_who_got_it(page: Page, dispatch: str) -> None:
    become(page, SECRETARY)
    page.goto(dispatch)
    line = page.locator("#progress .summary > div", has_text="education@nadipur.example")
    expect(line.locator("time")).to_have_count(4)  # sent, opened, downloaded, acknowledged


def become(page: Page, email: str) -> None:
    sign_out(page)
    page.goto("/account/login/")
    sign_in(page, email)


def sign_out(page: Page) -> None:
    page.context.clear_cookies()


def press(page: Page, form: str) -> None:
    """Press the first button of the form."""
    page.locator(f"{form} button[type=submit]").first.click()


def path_of(address: str) -> str:
    return re.sub(r"^https?://[^/]+", "", address)
