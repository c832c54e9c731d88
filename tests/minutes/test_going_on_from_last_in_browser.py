"""A new meeting that goes on from the last one, in a browser and by the keyboard alone."""

from __future__ import annotations

import datetime
import re

import pytest
from playwright.sync_api import Page, expect

from bangla.dates import format_gregorian
from minutes.domain.telling import CONFIRMATION
from tests.minutes.in_browser import open_room

pytestmark = pytest.mark.browser


def test_what_is_ticked_stands_in_the_draft(page: Page) -> None:
    open_room(page)  # signs in
    page.goto("/committees/")
    page.locator("main .tasks a").last.click()
    page.locator("a[href$='/meetings/new/']").click()
    expect(page.locator("[name=place]")).not_to_have_value("")
    day = datetime.date.today() - datetime.timedelta(days=1)  # noqa: DTZ011 - the portal's day is near enough
    page.fill("[name=held_on]", format_gregorian(day))
    page.keyboard.press("Enter")
    expect(page.locator("[name=confirmation]")).to_be_checked()
    for box in page.locator("[name=items]").all():
        box.uncheck()
    last = page.locator("[name=items]").last
    last.focus()
    page.keyboard.press("Space")
    subject = last.locator("xpath=following-sibling::label").inner_text()
    page.locator("button[value=last]").press("Enter")

    expect(page).to_have_url(re.compile(r"/minutes/\d+/edit/$"))
    opening = page.locator("[name='opening-paragraphs']").input_value()
    subjects = [field.input_value() for field in page.locator(".part-row [name$='-subject']").all()]
    assert subjects[-1] == subject
    assert CONFIRMATION in subjects or "দৃঢ়ীকরণ" in opening
