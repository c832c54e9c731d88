"""Writing on the sheet: what is typed comes back, is set as it was asked for, and is saved."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from bangla.text import nfc
from tests.minutes.in_browser import add_row, face, open_room, ready, write

pytestmark = pytest.mark.browser


def compose(page: Page, *words: str) -> None:
    """Put each word together by an input method, letter by letter, as a Bengali keyboard does."""
    session = page.context.new_cdp_session(page)
    for word in words:
        for end in range(1, len(word) + 1):
            composed = {"text": word[:end], "selectionStart": end, "selectionEnd": end}
            session.send("Input.imeSetComposition", composed)
        session.send("Input.insertText", {"text": word})
    session.detach()


def saved(page: Page) -> None:
    """Wait until the room says that all is saved."""
    expect(page.locator("#room-saved")).to_have_attribute("data-now", "saved")


def reloaded(page: Page) -> None:
    page.reload()
    ready(page)


def put(page: Page, part: Locator, value: str) -> None:
    """Let the draft hold `value` in the part, as if it came from elsewhere, and open the room anew."""
    part.locator("textarea").evaluate(
        "(field, value) => { field.value = value; field.dispatchEvent(new Event('input', {bubbles: true})) }", value
    )
    saved(page)
    reloaded(page)
    expect(part.locator("textarea")).to_have_value(value)


# What is typed


def test_composed_text_comes_back_from_an_editor_code_point_for_code_point(room: Page) -> None:
    closing = room.locator("#closing")
    write(closing, "")
    face(closing).focus()
    words = [nfc("সভায় "), "র‍্যাব ", "শব্‌দ ", nfc("মোঃ করিম অতঃপর ")]
    compose(room, *words)
    room.keyboard.insert_text("৫ < ৬ & R&D <b>মোটা</b> &amp; &lt;")
    text = "".join(words) + "৫ < ৬ & R&D <b>মোটা</b> &amp; &lt;"
    assert face(closing).text_content() == text
    saved(room)
    reloaded(room)
    assert face(closing).text_content() == text
    assert face(closing).locator("strong, b").count() == 0


def test_composed_text_comes_back_from_a_plain_field_code_point_for_code_point(room: Page) -> None:
    subject = add_row(room).locator("textarea[name$=subject]")
    subject.focus()
    words = [nfc("বিষয় "), "র‍্যাব ", "শব্‌দ "]
    compose(room, *words)
    room.keyboard.insert_text("৫ < ৬ & R&D <নাম>")
    saved(room)
    reloaded(room)
    expect(subject).to_have_value("".join(words) + "৫ < ৬ & R&D <নাম>")


def test_lines_that_are_typed_are_paragraphs(room: Page) -> None:
    closing = room.locator("#closing")
    write(closing, "")
    face(closing).press_sequentially("ab")
    room.keyboard.press("Enter")
    room.keyboard.insert_text("খ")
    room.keyboard.press("Shift+Enter")
    room.keyboard.insert_text("গ")
    expect(closing.locator("textarea")).to_have_value("ab\nখ<br>গ")
    saved(room)
    reloaded(room)
    expect(closing.locator("textarea")).to_have_value("ab\nখ<br>গ")


# How it is set


@pytest.mark.parametrize("way", ["bar", "keys"])
@pytest.mark.parametrize(
    ("name", "keys", "markup"),
    [
        ("bold", "Control+b", "<strong>কথা</strong>"),
        ("italic", "Control+i", "<em>কথা</em>"),
        ("underline", "Control+u", "<u>কথা</u>"),
        ("bulletList", "Control+Shift+8", "<ul><li>কথা</li></ul>"),
        ("orderedList", "Control+Shift+7", "<ol><li>কথা</li></ol>"),
    ],
)
def test_text_is_set_by_the_bar_and_by_keys_and_set_back(
    room: Page, name: str, keys: str, markup: str, way: str
) -> None:
    closing = room.locator("#closing")
    write(closing, "কথা")
    expect(closing.locator("textarea")).to_have_value("কথা")
    face(closing).press("Control+a")
    button = room.locator(f".tools [data-mark={name}], .tools [data-does={name}]")

    def act() -> None:
        button.click() if way == "bar" else room.keyboard.press(keys)

    act()
    expect(closing.locator("textarea")).to_have_value(markup)
    expect(face(closing)).to_be_focused()
    saved(room)
    reloaded(room)
    expect(closing.locator("textarea")).to_have_value(markup)
    face(closing).focus()
    room.keyboard.press("Control+a")
    act()
    expect(closing.locator("textarea")).to_have_value("কথা")
    room.keyboard.press("Control+z")
    expect(closing.locator("textarea")).to_have_value(markup)


@pytest.mark.parametrize(
    "text",
    [
        "নিচের কাজ:<ul><li>ক</li><li>খ<ol><li>গ</li></ol></li></ul>\nআরও",
        "H<sub>2</sub>O, ১০<sup>৩</sup>",
        "ক<br>খ",
        "<ul><li>ক</li></ul>\n<ul><li>খ</li></ul>",
        "<strong>ক <em>খ</em></strong> ৫ < ৬ & R&D",
    ],
)
def test_what_stands_there_is_changed_by_no_look_at_it_and_no_letter_that_came_and_went(room: Page, text: str) -> None:
    closing, opening = room.locator("#closing"), room.locator("#opening")
    put(room, closing, text)
    version = closing.locator("[name=version]").input_value()
    face(opening).press("Control+End")
    room.keyboard.insert_text("ক")
    saved(room)
    expect(closing.locator("textarea")).to_have_value(text)
    face(closing).click()
    room.keyboard.press("Control+End")
    room.keyboard.insert_text("x")
    expect(closing.locator("textarea")).not_to_have_value(text)
    room.keyboard.press("Backspace")
    expect(closing.locator("textarea")).to_have_value(text)
    saved(room)
    reloaded(room)
    expect(closing.locator("textarea")).to_have_value(text)
    assert int(closing.locator("[name=version]").input_value()) - int(version) in (0, 2)


# How it is saved


def test_a_part_is_saved_within_two_seconds_while_somebody_types_without_a_pause(page: Page) -> None:
    """The page's clock is moved by hand: a key every fifth of a second, and never a pause."""
    open_room(page)
    page.clock.install()
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if "/parts/" in request.url else None)
    face(page.locator("#closing")).focus()
    page.clock.pause_at(page.evaluate("Date.now() + 1000"))
    for _key in range(10):
        page.keyboard.insert_text("ক")
        page.clock.run_for(200)
    page.wait_for_function("document.getElementById('room-saved').dataset.now")
    assert sent
    page.clock.resume()
    saved(page)


def test_only_the_row_that_was_written_in_is_sent(room: Page) -> None:
    row, other = add_row(room), add_row(room)
    assert row.get_attribute("id") != other.get_attribute("id")
    sent: list[Request] = []
    room.on("request", lambda request: sent.append(request) if "/parts/" in request.url else None)
    with room.expect_response("**/parts/**"):
        row.locator("textarea[name$=subject]").fill("একটি বিষয়")
    saved(room)
    (request,) = sent
    anchor = row.get_attribute("id") or ""
    assert request.url.endswith(f"/parts/{anchor.replace('-', ':')}/") or anchor.replace("-", "%3A") in request.url
    names = {name for name, _value in parse_qsl(request.post_data or "", keep_blank_values=True)}
    assert {name for name in names if not name.startswith(f"{anchor}-")} == {"version"}
    assert f"{anchor}-subject" in names


@pytest.mark.parametrize("kind", ["editor", "field"])
def test_the_caret_stays_where_it_is_while_a_part_is_saved(room: Page, kind: str) -> None:
    part = room.locator("#closing") if kind == "editor" else add_row(room)
    field = part.locator("textarea[name$=paragraphs], textarea[name$=subject]")
    where = face(part) if kind == "editor" else field
    write(part, "") if kind == "editor" else where.focus()
    room.keyboard.insert_text("কগ")
    room.keyboard.press("ArrowLeft")
    version = part.locator("[name=version]").input_value()
    expect(part.locator("[name=version]")).not_to_have_value(version)
    saved(room)
    expect(where).to_be_focused()
    room.keyboard.insert_text("খ")
    expect(field).to_have_value("কখগ")
