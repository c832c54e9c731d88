"""The drafting room while somebody types: saved by itself, and a word beside the button whenever it could not be."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.minutes.in_browser import (
    choose,
    face,
    hold_save,
    open_room,
    ready,
    remove,
    sign_in,
    would_ask_before_leaving,
)
from tests.minutes.in_browser import write as fill_in

pytestmark = pytest.mark.browser


def write(part: Locator) -> str:
    """Type something new into the part's text; gives what it holds then."""
    words = f"সভা শেষ হয়। {time.time_ns()}"
    fill_in(part, words)
    return words


def test_text_is_saved_by_itself_again_and_again(room: Page) -> None:
    closing = room.locator("#closing")
    version = closing.locator("[name=version]")
    for _again in range(2):
        before = version.input_value()
        words = write(closing)
        assert would_ask_before_leaving(room)
        expect(version).not_to_have_value(before)
        expect(closing.locator(".saved")).not_to_be_empty()
        assert not would_ask_before_leaving(room)
    room.reload()
    expect(closing.locator("textarea")).to_have_value(words)


def in_conflict(room: Page) -> tuple[Page, str, str]:
    """Another page of the same person that saved a closing meanwhile, its words, and those that the room holds.

    Where nobody writes, the room would show the other page's words by itself.
    """
    face(room.locator("#closing")).focus()
    other = room.context.new_page()
    other.goto(room.url)
    ready(other)
    theirs = write(other.locator("#closing"))
    expect(other.locator("#closing .saved")).not_to_be_empty()
    mine = write(room.locator("#closing"))
    expect(room.locator("#closing .saved .error")).to_be_visible()
    return other, theirs, mine


def test_conflict_is_told_while_typing_and_both_texts_are_shown(room: Page) -> None:
    _other, theirs, mine = in_conflict(room)
    assert would_ask_before_leaving(room)
    room.locator("#closing button[type=submit]").click()
    expect(room.locator(".compared .theirs")).to_have_text(theirs)
    expect(room.locator("#closing textarea")).to_have_value(mine)
    room.locator("#closing button[type=submit]").click()
    expect(room).to_have_url(re.compile(r"/edit/\?saved=closing#closing$"))
    expect(room.locator("#closing textarea")).to_have_value(mine)


def test_the_page_of_both_texts_saves_nothing_by_itself(room: Page) -> None:
    other, theirs, _mine = in_conflict(room)
    room.locator("#closing button[type=submit]").click()
    expect(room.locator(".compared .theirs")).to_have_text(theirs)  # else the words would go into the room still
    face(room.locator("#closing")).press_sequentially(" আরও")
    room.wait_for_timeout(3000)  # twice as long as the drafting room waits
    other.reload()
    expect(other.locator("#closing textarea")).to_have_value(theirs)
    room.on("dialog", lambda dialog: dialog.accept())
    room.get_by_role("link", name=re.compile("খসড়ায় যা আছে")).click()
    expect(room.locator("#closing textarea")).to_have_value(theirs)


def test_the_page_of_both_texts_stays_where_the_session_ended(room: Page) -> None:
    _other, theirs, _mine = in_conflict(room)
    closing = room.locator("#closing")
    closing.locator("button[type=submit]").click()
    expect(room.locator(".compared .theirs")).to_have_text(theirs)
    mine = write(closing)
    room.context.clear_cookies(name="sessionid")
    closing.locator("button[type=submit]").click()
    expect(closing.locator(".saved .error")).to_be_visible()
    expect(closing.locator("textarea")).to_have_value(mine)
    with room.expect_popup() as opened:
        closing.locator(".saved a").click()
    sign_in(opened.value)
    closing.locator("button[type=submit]").click()
    expect(room).to_have_url(re.compile(r"/edit/\?saved=closing#closing$"))
    expect(closing.locator("textarea")).to_have_value(mine)


def test_who_is_signed_out_is_told_and_saves_after_signing_in_in_another_tab(room: Page) -> None:
    room.context.clear_cookies(name="sessionid")
    closing = room.locator("#closing")
    words = write(closing)
    expect(closing.locator(".saved .error")).to_be_visible()
    expect(closing.locator(".saved form")).to_have_count(0)
    closing.locator("button[type=submit]").first.click()
    expect(closing.locator("textarea")).to_have_value(words)
    assert would_ask_before_leaving(room)
    with room.expect_popup() as opened:
        closing.locator(".saved a").click()
    sign_in(opened.value)
    closing.locator("button[type=submit]").first.click()
    expect(room).to_have_url(re.compile(r"/edit/\?saved=closing#closing$"))
    expect(closing.locator("textarea")).to_have_value(words)


@pytest.mark.parametrize(
    "broken",
    [
        "fetch = async (...sent) => Object.assign(await sound(...sent), {text: () => Promise.reject(new TypeError())})",
        "DocumentFragment.prototype.querySelectorAll = () => { throw new TypeError() }",
    ],
)
def test_an_answer_that_breaks_off_keeps_no_later_one_away(room: Page, broken: str) -> None:
    """Its body does not arrive whole, as `fetch` is content with the head, or it cannot be put into the page."""
    room.evaluate("() => { window.sound = fetch; window.found = DocumentFragment.prototype.querySelectorAll }")
    room.evaluate(f"() => {{ {broken} }}")
    closing = room.locator("#closing")
    words = write(closing)
    expect(closing.locator(".saved .error")).to_be_visible()
    assert would_ask_before_leaving(room)
    room.evaluate("() => { fetch = sound; DocumentFragment.prototype.querySelectorAll = found }")
    face(closing).press("End")
    face(closing).press("Enter")
    expect(closing.locator(".saved .error")).to_have_count(0)
    expect(closing.locator(".saved")).not_to_be_empty()
    room.reload()
    expect(closing.locator("textarea")).to_have_value(words)


@pytest.mark.parametrize("again", ["typed on", "opened anew"])
def test_a_save_whose_answer_never_came_is_no_conflict_with_what_was_typed_since(room: Page, again: str) -> None:
    """The portal has the text, and the page does not know it."""
    closing = room.locator("#closing")

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    room.route("**/parts/**", lose, times=1)
    words = write(closing)
    expect(closing.locator(".saved .error")).to_be_visible()
    if again == "opened anew":
        room.route("**/parts/**", lambda route: route.abort())
    face(closing).press("Control+End")
    room.keyboard.insert_text(" আরও")
    if again == "opened anew":
        room.wait_for_timeout(1500)  # until the room has tried to save, and the browser keeps the words
        room.unroute("**/parts/**")
        room.reload()
        expect(closing.locator("textarea")).to_have_value(f"{words} আরও")
    expect(room.locator("#room-saved")).to_have_attribute("data-now", "saved")
    expect(closing.locator(".saved .error")).to_have_count(0)
    room.reload()
    expect(closing.locator("textarea")).to_have_value(f"{words} আরও")


@pytest.mark.parametrize(("status", "said"), [(400, "৪০০"), (403, "৪০৩"), (500, "৫০০")])
def test_who_is_refused_is_told_so_with_the_number(room: Page, status: int, said: str) -> None:
    def refuse(route: Route) -> None:
        route.fulfill(status=status, body="refused")

    room.route("**/parts/**", refuse)
    write(room.locator("#closing"))
    expect(room.locator("#closing .saved .error")).to_contain_text(said)
    assert would_ask_before_leaving(room)


def test_a_marker_typed_while_a_save_is_on_its_way_stays(page: Page) -> None:
    """The answer fills in the markers that the layout gives, but for one that was typed meanwhile."""
    open_room(page, "ap@kashphul.example")
    found = page.locator(".part-row", has_not=page.locator("[name$=marker_2]")).last
    row = page.locator(f"#{found.get_attribute('id')}")
    decisions = row.locator("fieldset.decision")
    first, last = decisions.nth(0).locator("[name*=marker]"), decisions.nth(1).locator("[name*=marker]")
    expect(first).to_have_value("")
    choose(row, "[data-does=decide]")
    waiting = hold_save(page)
    with page.expect_request("**/parts/**"):
        fill_in(decisions.nth(1), "নতুন সিদ্ধান্ত")
    last.fill("১০.ক")
    waiting[0].continue_()
    expect(first).to_have_value("১")
    expect(last).to_have_value("১০.ক")


def test_on_a_phone_that_lost_its_line_all_parts_are_kept_and_go_out_when_it_is_back(phone_room: Page) -> None:
    parts = [phone_room.locator("#closing"), phone_room.locator(".part-row").last]
    phone_room.context.set_offline(True)
    words = [write(part) for part in parts]
    expect(phone_room.locator("#room-saved")).to_have_attribute("data-now", "unsaved")
    for part in parts:
        expect(phone_room.locator(f"#{part.get_attribute('id')}-form .saved .error")).to_be_visible()
    phone_room.context.set_offline(False)  # without another key or button
    expect(phone_room.locator("#room-saved")).to_have_attribute("data-now", "saved")
    phone_room.reload()
    for part, text in zip(parts, words, strict=True):
        expect(part.locator("textarea").first).to_have_value(text)


@pytest.mark.parametrize("answer", ["none", "busy"])
def test_silence_of_the_portal_is_told_and_the_text_is_saved_when_it_speaks_again(room: Page, answer: str) -> None:
    def fail(route: Route) -> None:
        route.abort() if answer == "none" else route.fulfill(status=503, body="busy")

    room.route("**/parts/**", fail)
    words = write(room.locator("#closing"))
    expect(room.locator("#closing .saved .error")).to_be_visible()
    assert would_ask_before_leaving(room)
    room.unroute("**/parts/**")
    room.locator("#closing button[type=submit]").click()
    expect(room).to_have_url(re.compile(r"/edit/\?saved=closing#closing$"))
    expect(room.locator("#closing textarea")).to_have_value(words)


def test_rows_are_moved_and_removed_by_their_menu_without_the_page_being_loaded_again(room: Page) -> None:
    subjects = room.locator(".part-row textarea[name$=subject]")

    def standing() -> list[str]:
        return [each.input_value() for each in subjects.all()]

    room.evaluate("window.same = true")
    first, second, *rest = standing()
    choose(room.locator(".part-row").first, "button[value=down]")
    expect(subjects.first).to_have_value(second)
    assert standing() == [second, first, *rest]
    remove(room.locator(".part-row").first)
    expect(subjects.first).to_have_value(first)
    assert standing() == [first, *rest]
    assert room.evaluate("window.same")
    room.reload()
    assert standing() == [first, *rest]


def test_enter_in_a_line_saves_the_part_and_moves_nothing(room: Page) -> None:
    serial = room.locator(".part-row input[name$=serial]").last
    serial.fill("৯৯")
    serial.press("Enter")
    expect(room).to_have_url(re.compile(r"/edit/\?saved=row%3A[0-9]+#row-[0-9]+$"))
    expect(serial).to_have_value("৯৯")


def test_a_long_word_makes_no_cell_of_a_data_table_wider_than_its_frame(room: Page) -> None:
    room.locator("button[value=table]").click()
    part = room.locator(".part", has=room.locator("table.grid")).last
    cell = part.locator("textarea[name$=cell_1_0]")
    cell.fill("ক" * 1900)
    frame = part.locator(".grid-frame")
    assert frame.evaluate("frame => frame.scrollWidth <= frame.clientWidth")
    # A height that is no whole number of pixels is told as one more than there are.
    assert cell.evaluate("cell => cell.scrollWidth <= cell.clientWidth && cell.scrollHeight <= cell.clientHeight + 1")
    cell.fill("")
    name = part.get_attribute("id")
    remove(part)
    expect(room.locator(f"#{name}")).to_have_count(0)


def test_who_adds_a_section_goes_on_in_its_heading(room: Page) -> None:
    before = room.locator(".section").count()
    room.locator("button[value=text]").click()
    section = room.locator(".section").nth(before)
    expect(section.locator("textarea[name$=heading]")).to_be_focused()
    remove(section.locator("> .part"))
    expect(room.locator(".section")).to_have_count(before)


def test_a_click_below_a_data_table_in_use_is_taken(room: Page) -> None:
    """The table's own buttons go when nobody is in it any more, but not under the mouse."""
    before = room.locator(".section").count()
    add = room.locator("button[value=table]")
    for count in (before + 1, before + 2):
        add.click()
        expect(room.locator(".section")).to_have_count(count)
        expect(room.locator(".section").nth(count - 1).locator("textarea[name$=heading]")).to_be_focused()
    for count in (before + 1, before):
        remove(room.locator(".section").nth(count).locator("> .part"))
        expect(room.locator(".section")).to_have_count(count)
