"""Suggestions below a field and the palette, in the drafting room of the sample area."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from playwright.sync_api import Locator, Page, Route, expect

pytestmark = pytest.mark.browser

FILES = "/static/portal/drafting"


def furnished(page: Page) -> Page:
    """The room with what it needs of both, where its own page does not bring it."""
    number = int(re.search(r"/minutes/(\d+)/", page.url)[1])  # type: ignore[index]
    minutes = SimpleNamespace(pk=number, meeting=SimpleNamespace(committee=SimpleNamespace(office_id=1)))
    if not page.locator("#palette").count():
        with translation.override("bn"):
            html = render_to_string("minutes/palette.html", {"minutes": minutes})
        page.evaluate("html => document.querySelector('main').insertAdjacentHTML('beforeend', html)", html)
        page.add_style_tag(url=f"{FILES}/suggest.css")
        for name in ("suggest", "palette"):
            page.add_script_tag(url=f"{FILES}/{name}.js", type="module")
        page.wait_for_load_state("networkidle")
    return page


def row_field(page: Page) -> Locator:
    """The empty field of a row's implementers, which suggests."""
    if not page.locator("[name$=-implementers]").count():
        page.locator(".add > [data-does=add]").first.click()
        page.wait_for_load_state()
        furnished(page)
    field = page.locator("[name$=-implementers]").first
    field.evaluate(
        """field => {
            field.dataset.suggest = "implementer";
            field.dataset.suggestUrl = document.getElementById("palette").dataset.url;
        }"""
    )
    field.fill("")
    return field


@pytest.fixture
def draft(room: Page) -> Page:
    return furnished(room)


def options(page: Page) -> Locator:
    return page.locator(".choices-below [role=option]")


def compose(page: Page, *texts: str) -> Any:
    """Put a word together by an input method; gives the session by which it is ended."""
    session = page.context.new_cdp_session(page)
    for text in texts:
        session.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})
    return session


# --- Below a field


def test_a_few_letters_find_whoever_may_carry_it_out(draft: Page) -> None:
    field = row_field(draft)
    assert field.get_attribute("role") is None
    field.press_sequentially("অফি")
    expect(options(draft).first).to_be_visible()
    assert field.get_attribute("aria-autocomplete") == "list"
    assert field.get_attribute("role") == "combobox"
    assert field.get_attribute("aria-expanded") == "true"
    listed = draft.locator(f"#{field.get_attribute('aria-controls')}")
    assert listed.get_attribute("role") == "listbox"
    assert listed.get_attribute("aria-label")
    assert field.get_attribute("aria-activedescendant") is None
    expect(draft.locator("#suggest-status")).not_to_be_empty()

    chosen = options(draft).first.locator(".choice").inner_text()
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == options(draft).first.get_attribute("id")
    assert options(draft).first.get_attribute("aria-selected") == "true"
    field.press("Enter")
    expect(field).to_have_value(chosen)
    expect(options(draft)).to_have_count(0)
    assert field.get_attribute("role") is None
    assert field.get_attribute("aria-expanded") is None
    expect(field).to_be_focused()
    draft.wait_for_timeout(600)  # longer than the pause after which typing asks
    expect(options(draft)).to_have_count(0)
    expect(draft.locator(f"tr:has(#{field.get_attribute('id')}) .saved").first).not_to_be_empty()


def test_only_the_line_of_the_caret_is_looked_for_and_replaced(draft: Page) -> None:
    field = row_field(draft)
    field.fill("প্রথম সারি\n\nশেষ সারি")
    field.press("Control+Home")
    field.press("ArrowDown")
    field.press_sequentially("অফি")
    expect(options(draft).first).to_be_visible()
    chosen = options(draft).nth(1).locator(".choice").inner_text()
    field.press("ArrowDown")
    field.press("ArrowDown")
    field.press("Tab")
    expect(field).to_have_value(f"প্রথম সারি\n{chosen}\nশেষ সারি")
    field.press_sequentially("।")  # the caret stands behind what was taken
    expect(field).to_have_value(f"প্রথম সারি\n{chosen}।\nশেষ সারি")


def test_free_text_stays_as_it_is_typed(draft: Page) -> None:
    field = row_field(draft)
    field.press_sequentially("অফি")
    expect(options(draft).first).to_be_visible()
    field.press("Enter")
    expect(field).to_have_value("অফি\n")
    expect(options(draft)).to_have_count(0)
    field.press_sequentially("অফি")
    expect(options(draft).first).to_be_visible()
    field.press("ArrowDown")
    field.press("ArrowUp")  # back to what is typed
    assert field.get_attribute("aria-activedescendant") is None
    field.press("Escape")
    expect(options(draft)).to_have_count(0)
    field.press("Tab")
    expect(field).to_have_value("অফি\nঅফি")
    expect(field).not_to_be_focused()


def test_no_key_and_no_letter_counts_while_a_word_is_put_together(draft: Page) -> None:
    field = row_field(draft)
    asked: list[str] = []
    draft.on("request", lambda request: asked.append(request.url) if "/suggest/" in request.url else None)
    field.focus()
    session = compose(draft, "অ", "অফ", "অফি")
    draft.wait_for_timeout(600)
    assert asked == []
    expect(options(draft)).to_have_count(0)
    session.send("Input.insertText", {"text": "অফি"})
    expect(options(draft).first).to_be_visible()
    session.send("Input.imeSetComposition", {"text": "স", "selectionStart": 1, "selectionEnd": 1})
    expect(options(draft)).to_have_count(0)
    field.evaluate(
        """field => field.dispatchEvent(
            new KeyboardEvent("keydown", {key: "Enter", isComposing: true, bubbles: true, cancelable: true}))"""
    )
    expect(field).to_have_value("অফিস")
    session.send("Input.insertText", {"text": "স"})
    expect(options(draft).first).to_be_visible()


def test_a_click_takes_an_option_and_leaves_the_focus(draft: Page) -> None:
    field = row_field(draft)
    field.press_sequentially("অফি")
    chosen = options(draft).last.locator(".choice").inner_text()
    options(draft).last.click()
    expect(field).to_have_value(chosen)
    expect(field).to_be_focused()


def test_the_list_is_asked_for_on_an_empty_line_and_goes_with_the_focus(draft: Page) -> None:
    field = row_field(draft)
    field.focus()
    field.press("Alt+ArrowDown")
    expect(options(draft)).to_have_count(12)
    field.blur()
    expect(options(draft)).to_have_count(0)


def test_the_answer_to_what_is_no_longer_typed_is_not_shown(draft: Page) -> None:
    field = row_field(draft)
    held: list[Route] = []
    draft.route("**/suggest/**", lambda route: held.append(route), times=1)
    with draft.expect_request("**/suggest/**"):
        field.press_sequentially("শ")
    field.press("Backspace")
    field.press_sequentially("অফি")
    expect(options(draft).first).to_be_visible()
    shown = options(draft).all_inner_texts()
    held[0].fulfill(json={"offers": [{"text": "পুরোনো", "beside": ""}]})
    draft.wait_for_timeout(300)
    assert options(draft).all_inner_texts() == shown


def test_on_a_phone_a_tap_takes_and_the_list_fits_the_screen(phone_room: Page) -> None:
    furnished(phone_room)
    field = row_field(phone_room)
    field.press_sequentially("অফি")
    expect(options(phone_room).first).to_be_visible()
    box = phone_room.locator(".choices-below").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert 0 <= box["y"] < box["y"] + box["height"] <= 740
    chosen = options(phone_room).first.locator(".choice").inner_text()
    options(phone_room).first.dispatch_event("mousedown")
    options(phone_room).first.click()
    expect(field).to_have_value(chosen)


# --- The palette


def with_phrases(page: Page) -> Page:
    """The room of an office that took over the portal's phrases."""
    back = page.url
    page.goto("/committees/")
    page.locator("main .tasks a").last.click()
    page.goto(page.locator("a[href$='/phrases/']").get_attribute("href") or "")
    start = page.locator("form[action$='/phrases/first/'] button")
    if start.count():
        start.click()
    expect(page.locator("main .tasks li")).not_to_have_count(0)
    page.goto(back)
    return furnished(page)


def test_a_phrase_goes_to_the_caret(draft: Page) -> None:
    with_phrases(draft)
    closing = draft.locator("#title textarea")
    closing.fill("আগে পরে")
    closing.evaluate("field => field.setSelectionRange(4, 4)")
    closing.press("Control+Space")
    palette = draft.locator("#palette")
    search = palette.locator("[role=combobox]")
    expect(search).to_be_focused()
    expect(palette.locator("[role=option]").first).to_be_visible()  # before a letter is typed
    search.press_sequentially("ধন্য সমা")
    expect(palette.locator("[role=option]")).to_have_count(1)
    assert search.get_attribute("aria-activedescendant") == palette.locator("[role=option]").get_attribute("id")
    phrase = palette.locator(".choice").inner_text()
    with draft.expect_response("**/used/") as counted:
        search.press("Enter")
    assert counted.value.status == 204
    expect(palette).to_be_hidden()
    expect(closing).to_have_value(f"আগে {phrase}পরে")
    expect(closing).to_be_focused()
    draft.keyboard.type("!")
    expect(closing).to_have_value(f"আগে {phrase}!পরে")
    expect(draft.locator("#title .saved")).not_to_be_empty()


def test_a_selected_number_is_put_into_words(draft: Page) -> None:
    closing = draft.locator("#title textarea")
    closing.fill("মোট 31 উপস্থিত")
    closing.evaluate("field => field.setSelectionRange(4, 6)")
    closing.press("Control+Space")
    palette = draft.locator("#palette")
    palette.get_by_text("৩১ (একত্রিশ) জন").click()
    expect(closing).to_have_value("মোট ৩১ (একত্রিশ) জন উপস্থিত")
    expect(closing).to_be_focused()


def test_a_wrong_memo_number_is_told_why(draft: Page) -> None:
    draft.locator("#title textarea").press("Control+Space")
    palette = draft.locator("#palette")
    palette.locator("[role=combobox]").fill("56.4.9900.000.07.002.21.7")
    expect(palette.locator("[role=status]")).to_contain_text("“৪”")


def test_closing_the_palette_changes_nothing(draft: Page) -> None:
    closing = draft.locator("#title textarea")
    closing.fill("সভা শেষ হয়।")
    closing.press("Control+Space")
    palette = draft.locator("#palette")
    session = compose(draft, "স", "সক")
    palette.locator("[role=combobox]").evaluate(
        """field => field.dispatchEvent(
            new KeyboardEvent("keydown", {key: "Enter", isComposing: true, bubbles: true, cancelable: true}))"""
    )
    expect(palette).to_be_visible()
    session.send("Input.insertText", {"text": "সকল"})
    expect(palette.locator("[role=option]").first).to_be_visible()
    draft.keyboard.press("Escape")
    expect(palette).to_be_hidden()
    expect(closing).to_be_focused()
    expect(closing).to_have_value("সভা শেষ হয়।")


def test_what_is_selected_is_kept_as_a_phrase(draft: Page) -> None:
    closing = draft.locator("#title textarea")
    kept = f"উপস্থিত সকলের প্রতি কৃতজ্ঞতা জানানো হয় {draft.evaluate('Date.now()')}।"
    closing.fill(f"প্রথমে {kept}")
    closing.evaluate("field => field.setSelectionRange(7, field.value.length)")
    closing.press("Control+Space")
    palette = draft.locator("#palette")
    expect(palette.locator(".palette-selected")).to_have_text(kept)
    palette.locator("select").select_option("closing")
    for said in ("বাক্য|phrase", "আগে|already|রয়েছে|আছে"):
        with draft.expect_response("**/phrases/"):
            palette.locator(".palette-keep button").click()
        expect(palette.locator("[role=status]")).to_have_text(re.compile(said))
    palette.locator("[role=combobox]").fill("কৃতজ্ঞ সকলের")
    expect(palette.locator(".choice").filter(has_text=kept)).to_have_count(1)


def test_a_rich_editor_is_told_what_to_put_in_and_where_the_caret_was(draft: Page) -> None:
    draft.evaluate(
        """() => {
            const host = document.createElement("div");
            host.id = "editor";
            host.contentEditable = "true";
            host.dataset.phraseKind = "closing";
            host.innerHTML = "<p>আগে পরে</p>";
            document.querySelector("main").prepend(host);
            const button = document.createElement("button");
            button.dataset.opensPalette = "";
            button.textContent = "খুলুন";
            host.after(button);
            host.focus();
            getSelection().collapse(host.querySelector("p").firstChild, 4);
        }"""
    )
    editor, opener = draft.locator("#editor"), draft.locator("[data-opens-palette]").last
    opener.click()  # which takes the focus
    draft.locator("#palette [role=combobox]").fill("৩১")
    draft.locator("#palette").get_by_text("৩১ (একত্রিশ)", exact=True).click()
    expect(editor).to_have_text("আগে ৩১ (একত্রিশ)পরে")  # where no editor takes it

    draft.evaluate(
        """() => document.getElementById("editor").addEventListener("portal:insert", (event) => {
            event.preventDefault();
            window.given = event.detail;
            window.caret = getSelection().anchorOffset;
        })"""
    )
    opener.click()
    draft.locator("#palette [role=combobox]").fill("৭ম")
    expect(draft.locator("#palette [role=option]")).to_have_count(0)
    draft.locator("#palette [role=combobox]").fill("7")
    draft.locator("#palette").get_by_text("৭ম", exact=True).click()
    assert draft.evaluate("[window.given, window.caret]") == [{"html": "৭ম", "text": "৭ম"}, 16]
    expect(editor).to_be_focused()


def test_without_a_field_the_palette_says_where_to_begin(draft: Page) -> None:
    draft.evaluate("document.activeElement.blur()")
    draft.keyboard.press("Control+Space")
    expect(draft.locator("#palette [role=status]")).not_to_be_empty()
    draft.keyboard.press("Enter")
    expect(draft.locator("#palette")).to_be_visible()
