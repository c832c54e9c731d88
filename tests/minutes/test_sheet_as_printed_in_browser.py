"""The sheet looks as it prints, and is written in all the same."""

from __future__ import annotations

import datetime
import re

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from bangla.dates import format_gregorian
from tests.minutes.in_browser import add_row, face, go_in, ready, write
from tests.minutes.test_sheet_in_browser import compose, reloaded, saved

pytestmark = pytest.mark.browser

UPAZILA = "ap@shalban.example"  # whose office marks decisions and implementers, and prints no discussion
SET = "cell => getComputedStyle(cell).textAlign"


def box(part: Locator) -> FloatRect:
    found = part.bounding_box()
    assert found
    return found


def first_line(part: Locator) -> dict[str, float]:
    """Where the first line of a text stands."""
    found: dict[str, float] = part.evaluate("each => each.getClientRects()[0].toJSON()")
    return found


def titled_row(room: Page, subject: str, discussion: str) -> Locator:
    """A new row whose discussion goes on behind its subject."""
    row = add_row(room)
    row.locator("textarea[name$=subject]").fill(subject)
    write(row.locator(".discussion"), discussion)
    saved(room)
    expect(row.locator(".printed > u")).to_have_text(f"{subject}ঃ")
    return row


def caret(page: Page) -> str:
    """What holds the caret: the name of the field, or of the one that the editor writes into."""
    return str(
        page.evaluate("(document.activeElement.name || document.activeElement.dataset.field).replace(/^.*-/, '')")
    )


def test_a_discussion_goes_on_behind_its_subject(room: Page) -> None:
    row = titled_row(room, "ল্যাব পরিদর্শন", "কথা হয়। " * 30)
    subject, text = first_line(row.locator(".printed > u")), first_line(row.locator(".discussion p"))
    assert abs(subject["top"] - text["top"]) < 3
    assert subject["right"] < text["left"]
    row.locator("textarea[name$=subject]").fill("বিদ্যালয়ের কম্পিউটার ল্যাবের রক্ষণাবেক্ষণ ও নিয়মিত পরিদর্শনের ব্যবস্থা")
    saved(room)
    lines = row.locator(".printed > u").evaluate("each => [...each.getClientRects()].map(line => line.toJSON())")
    assert len(lines) > 1
    assert abs(lines[-1]["top"] - first_line(row.locator(".discussion p"))["top"]) < 3


def test_the_mouse_finds_subject_and_discussion_on_one_line(room: Page) -> None:
    row = titled_row(room, "ল্যাব পরিদর্শন", "কথা হয়। " * 30)
    row.scroll_into_view_if_needed()
    subject, text = first_line(row.locator(".printed > u")), row.locator(".discussion p")
    middle = subject["top"] + subject["height"] / 2
    room.mouse.click(subject["left"] + 20, middle)
    assert caret(room) == "subject"
    assert 0 < room.evaluate("document.activeElement.selectionStart") < len("ল্যাব পরিদর্শন")
    expect(row.locator("textarea[name$=subject]")).to_have_css("opacity", "1")
    room.mouse.click(first_line(text)["left"] + 20, middle)
    assert caret(room) == "discussion"
    room.mouse.click(subject["left"] + 20, middle)
    room.keyboard.insert_text("ক")
    saved(room)
    room.mouse.click(first_line(text)["left"] + 20, middle)
    assert caret(room) == "discussion"
    cell = box(row.locator(".titled"))
    end = text.evaluate("each => [...each.getClientRects()].at(-1).toJSON()")
    room.mouse.click(cell["x"] + cell["width"] - 3, (end["top"] + end["bottom"]) / 2)  # behind the last word
    room.keyboard.insert_text("শেষ")
    expect(text).to_have_text(re.compile("হয়। ?শেষ$"))
    saved(room)
    expect(row.locator("textarea[name$=subject]")).to_have_css("opacity", "0")


def test_a_discussion_that_is_emptied_is_written_anew(room: Page) -> None:
    row = titled_row(room, "ল্যাব পরিদর্শন", "কথা")
    editor = face(row.locator(".discussion"))
    editor.press("Control+a")
    editor.press("Backspace")
    assert box(editor)["height"] > 10  # an empty one has a line of its own to click on
    editor.click()
    compose(room, "সভায় ", "র‍্যাব ")
    room.keyboard.type("abc")
    room.keyboard.press("Enter")
    room.keyboard.type("d")
    room.keyboard.press("ArrowUp")
    room.keyboard.press("Home")
    room.keyboard.type("e")
    expect(row.locator("textarea[name$=discussion]")).to_have_value("eসভায় র‍্যাব abc\nd")
    saved(room)
    reloaded(room)
    expect(row.locator(".discussion p")).to_have_text(["eসভায় র‍্যাব abc", "d"])


def begin(page: Page) -> None:
    """An empty draft of the upazila's committee."""
    go_in(page, UPAZILA)
    page.goto("/committees/")
    page.locator("main .tasks a").last.click()
    page.locator("a[href$='/meetings/new/']").click()
    day = datetime.date.today() - datetime.timedelta(days=2)  # noqa: DTZ011 - the portal's day is near enough
    page.fill("[name=held_on]", format_gregorian(day))
    page.fill("[name=place]", "সভাকক্ষ")
    page.locator("main form button[type=submit]").last.click()
    page.locator("main form button[value=empty]").click()
    expect(page).to_have_url(re.compile(r"/minutes/\d+/edit/$"))
    ready(page)


def test_markers_of_decisions_and_implementers_stand_as_they_print(page: Page) -> None:
    begin(page)
    row = add_row(page)
    write(row.locator(".decision").nth(0), "এক")
    page.keyboard.press("Alt+Shift+Enter")
    write(row.locator(".decision").nth(1), "দুই")
    row.locator("textarea[name$=implementers]").fill("প্রোগ্রামার\nপ্রধান শিক্ষক")
    saved(page)
    row.locator("input[name$=serial]").focus()
    expect(row.locator(".implementers .printed p")).to_have_text(["(ক) প্রোগ্রামার", "(খ) প্রধান শিক্ষক"])
    expect(row.locator(".implementers .printed")).to_be_visible()
    expect(row.locator("textarea[name$=implementers]")).to_have_css("opacity", "0")
    first = row.locator(".decision").first
    assert first_line(first.locator(".dress").first)["top"] == first_line(first.locator(".dress").last)["top"]
    expect(first.locator(".dress")).to_have_text(["(", ")"])
    marker = first.locator("input[name*=marker]")
    expect(marker).to_have_value("ক")
    marker.fill("i")
    expect(first.locator(".dress")).to_have_text(["", ")"])
    marker.fill("ক")
    expect(first.locator(".dress")).to_have_text(["(", ")"])
    row.locator(".implementers").click()
    assert caret(page) == "implementers"
    expect(row.locator("textarea[name$=implementers]")).to_have_css("opacity", "1")


def test_a_row_that_could_not_be_saved_shows_what_was_typed(page: Page) -> None:
    begin(page)
    row = add_row(page)
    implementers = row.locator("textarea[name$=implementers]")
    implementers.fill("প্রোগ্রামার")
    saved(page)
    page.route("**/parts/**", lambda route: route.abort())
    implementers.fill("প্রধান শিক্ষক")
    row.locator("input[name$=serial]").focus()
    expect(page.locator("#room-saved")).to_have_attribute("data-now", "unsaved")
    expect(implementers).to_have_css("opacity", "1")
    expect(row.locator(".implementers .printed")).to_be_hidden()
    page.unroute("**/parts/**")
    saved(page)
    expect(row.locator(".implementers .printed")).to_have_text("প্রধান শিক্ষক")


def test_running_text_is_justified_and_figures_are_centred(room: Page) -> None:
    assert face(room.locator("#closing")).evaluate(SET) == "justify"
    room.locator("button[value=table]").click()
    part = room.locator(".part", has=room.locator("table.grid")).last
    for name, text in {"0_0": "নাম", "0_1": "সংখ্যা", "1_0": "কল্পপুর পাইলট বিদ্যালয়", "1_1": "১২"}.items():
        part.locator(f"textarea[name$=cell_{name}]").fill(text)
    saved(room)
    reloaded(room)
    cells = [part.locator(f"textarea[name$=cell_{name}]").evaluate(SET) for name in ("0_0", "1_0", "1_1")]
    assert cells == ["center", "left", "center"]


def test_lines_break_where_they_break_on_paper(room: Page) -> None:
    """The sheet's text is as wide as between the margins of A4."""
    assert abs(box(face(room.locator("#closing")))["width"] * 25.4 / 96 - 170) < 2


def test_date_and_time_print_as_they_were_typed_into_their_line(room: Page) -> None:
    line = room.locator(".info-value", has=room.locator("input[name$=value_2]"))
    typed = line.locator("input[name$=value_2]")
    for words in ("সকাল ১১.০০ ঘটিকা", "সকাল ১১.৩০ ঘটিকা"):
        line.locator(".control:visible").first.click()
        typed.fill(words)
        room.locator("#closing .ProseMirror").focus()
        saved(room)
        expect(line.locator("input:visible")).to_have_value(words)
        reloaded(room)
        expect(line.locator("input:visible")).to_have_value(words)
    line.locator(".control:visible").first.click()
    typed.fill("দুপুর ১২.০০ ঘটিকা")
    room.locator("#closing .ProseMirror").focus()
    saved(room)
    expect(line.locator("input:visible")).to_have_value("দুপুর ১২.০০ ঘটিকা")
    expect(line.locator("input[name$=text_2]")).to_have_value("")
