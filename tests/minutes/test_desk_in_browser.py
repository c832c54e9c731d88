"""The chair's desk on a phone; and after something was refused: the page stands at another address then, and the next
press counts.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.domain.factors import PUBLISHED_SECRET, current_code
from oversight.sample.people import PIN
from tests.minutes.in_browser import face, ready, sign_in
from tests.portal import Portal

pytestmark = pytest.mark.browser


def open_desk(page: Page, chair: str) -> Page:
    """Minutes of the sample area that wait for `chair`, open at theirs."""
    page.goto("/account/login/")
    sign_in(page, chair)
    page.locator("main a[href$='/review/']").first.click()
    expect(page).to_have_url(re.compile(r"/review/$"))
    page.wait_for_load_state()  # with the modules
    return page


def sign(desk: Page, pin: str) -> None:
    desk.locator("[name=pin]").fill(pin)
    desk.locator("form[action$='/sign/'] button").click()


def is_wider_than_the_screen(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def test_on_a_phone_the_sheet_is_read_without_moving_it_sideways(phone_page: Page) -> None:
    desk = open_desk(phone_page, "dc@nadipur.example")
    assert not is_wider_than_the_screen(desk)
    cell = desk.locator("#sheet .ruled tbody tr").first.locator("td").nth(1)
    heading = cell.get_attribute("data-heading")
    assert heading
    box, row = cell.bounding_box(), desk.locator("#sheet .ruled tbody tr").first.bounding_box()
    assert box
    assert row
    assert box["width"] > 0.9 * row["width"] - 20  # the cell has the whole width of the card
    expect(desk.get_by_role("columnheader", name=heading).first).to_be_attached()
    expect(desk.get_by_role("table").last.get_by_role("cell").first).to_be_visible()
    for name in ("sign", "return", "comments"):
        link = desk.locator(f".jumps a[href='#{name}']")
        size = link.bounding_box()
        assert size
        assert size["height"] >= 44
        link.click()
        expect(desk.locator(f"#{name}")).to_be_in_viewport()


def test_the_pages_of_what_is_signed_are_counted_without_being_asked(page: Page) -> None:
    desk = open_desk(page, "dc@nadipur.example")
    expect(desk.locator("#pages a")).to_have_count(0, timeout=60_000)
    expect(desk.locator("#pages")).to_have_text(re.compile("[০-৯]"))


def test_words_that_are_selected_are_commented_on_at_their_row(phone_page: Page) -> None:
    desk = open_desk(phone_page, "dc@nadipur.example")
    words = desk.evaluate(
        """() => {
            const row = document.querySelectorAll("#sheet .ruled tbody tr[id]")[1];
            getSelection().selectAllChildren(row.querySelectorAll("td")[1].firstElementChild);
            return getSelection().toString();
        }"""
    )
    desk.locator("#on-selection button").click()
    form = desk.locator("#sheet .note-row").nth(1).locator("#comment-form")
    expect(form.locator("[name=text]")).to_be_focused()
    expect(form.locator("[name=quote]")).to_have_value(" ".join(words.split()))
    form.locator("[name=text]").fill("সংখ্যাটি আবার দেখুন")
    form.locator("button[type=submit]").click()
    expect(desk).to_have_url(re.compile(r"/review/#said-row-\d+$"))
    note = desk.locator("#sheet .note:target")
    expect(note).to_be_in_viewport()
    expect(desk.locator("#sheet .ruled tbody tr[id]").nth(1).locator("td").last).to_be_in_viewport(ratio=1)
    expect(note.locator(".comment").last).to_contain_text("সংখ্যাটি আবার দেখুন")
    expect(note.locator(".comment").last).to_be_visible()
    assert not is_wider_than_the_screen(desk)
    said = desk.locator("#comments + .comments .comment").filter(has_text="সংখ্যাটি আবার দেখুন").first
    said.locator(".about a").click()
    expect(desk.locator("#sheet .ruled tbody tr[id]").nth(1)).to_be_in_viewport()
    assert desk.url.endswith("#" + str(desk.locator("#sheet .ruled tbody tr[id]").nth(1).get_attribute("id")))
    assert words.split() in marked_words(desk)
    address = desk.url
    desk.context.clear_cookies()
    desk.goto("/account/login/")
    sign_in(desk, "programmer@nadipur.example")
    desk.goto(address)
    assert words.split() in marked_words(desk)
    said.locator("form button").click()
    expect(said).to_have_class(re.compile("comment-settled"))
    assert words.split() not in marked_words(desk)


def marked_words(desk: Page) -> list[list[str]]:
    """Of each passage that is marked on the sheet, the words of its cell, which a range gives without breaks."""
    desk.wait_for_function("CSS.highlights.has('commented')")
    passages = desk.evaluate("[...CSS.highlights.get('commented')].map(range => range.cloneContents().textContent)")
    return [str(passage).split() for passage in passages]


def test_a_row_is_commented_on_right_below_it(phone_page: Page) -> None:
    desk = open_desk(phone_page, "dc@nadipur.example")
    note = desk.locator("#sheet .note-row .note").nth(2)
    size = note.locator(".say").bounding_box()
    assert size
    assert size["height"] >= 44
    note.locator(".say").click()
    form = note.locator("#comment-form")
    expect(form.locator("[name=text]")).to_be_focused()
    expect(form.locator("[name=quote]")).to_be_hidden()
    assert not is_wider_than_the_screen(desk)
    form.locator("[name=text]").fill("তারিখটি দেখুন")
    form.locator("button[type=submit]").click()
    expect(desk).to_have_url(re.compile(r"/review/#said-row-\d+$"))
    expect(note.locator(".comment")).to_have_text([re.compile("তারিখটি দেখুন")])
    desk.reload()
    summary = note.locator(".said summary")
    summary.press("Enter")
    expect(note.locator(".comment")).to_be_hidden()


def test_without_the_portal_nothing_is_signed_and_the_desk_stays(page: Page) -> None:
    desk = open_desk(page, "dc@nadipur.example")
    desk.context.set_offline(True)
    sign(desk, PIN)
    expect(desk.locator("form[action$='/sign/'] .saved .error")).to_be_visible()
    desk.context.set_offline(False)
    expect(desk).to_have_url(re.compile(r"/review/$"))


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


def become(page: Page, who: str) -> None:
    page.context.clear_cookies()
    page.goto("/account/login/")
    sign_in(page, who)


def test_what_was_returned_is_mended_marked_and_signed_on_a_phone(phone_page: Page, live_portal: Portal) -> None:
    """The chair proves anew who they are, for reading took more than ten minutes."""
    page = open_desk(phone_page, "dc@nadipur.example")
    review = page.url
    form = page.locator("form[action$='/return/']")
    form.locator("textarea").fill("বাস্তবায়নকারীর নাম ঠিক করুন")
    form.locator("button").click()
    expect(page).to_have_url(re.compile(r"/meetings/\d+/$"))

    become(page, "programmer@nadipur.example")
    page.goto(review.replace("/review/", "/edit/"))
    ready(page)
    expect(page.locator("main .panel", has_text="বাস্তবায়নকারীর নাম ঠিক করুন")).to_be_visible()
    row = page.locator(".part-row").nth(1)
    face(row.locator("fieldset.decision").first).press("Control+End")
    page.keyboard.insert_text(" অনুলিপি জেলা প্রশাসককে দিতে হবে।")
    expect(page.locator("#room-saved")).to_have_attribute("data-now", "saved")
    page.locator("#send button").click()
    expect(page).to_have_url(re.compile(r"/meetings/\d+/$"))

    become(page, "dc@nadipur.example")
    page.goto(review)
    added = page.locator("#sheet ins", has_text="অনুলিপি জেলা প্রশাসককে দিতে হবে।").first  # then in the note below
    page.locator(".news a[href^='#sheet-']").click()
    expect(added).to_be_in_viewport()
    page.locator("#marks").uncheck()
    expect(added).to_have_css("text-decoration-line", "none")
    assert not is_wider_than_the_screen(page)

    live_portal.let_time_pass(11)
    page.locator("[name=pin]").fill(PIN)
    page.locator("form[action$='/sign/'] button").click()
    expect(page).to_have_url(re.compile("/account/confirm/"))
    page.fill("[name=code]", current_code(PUBLISHED_SECRET))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/review/"))
    expect(page.locator("[name=pin]")).to_have_value("")
    sign(page, PIN)
    expect(page).to_have_url(re.compile(r"/meetings/\d+/$"))
    expect(page.locator("main .state", has_text="স্বাক্ষরিত")).to_be_visible()
