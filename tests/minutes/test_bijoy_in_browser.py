"""Bijoy that is pasted where little tells it: into a data table, and single words."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from bangla.text import nfc
from tests.minutes.in_browser import add_row, cell, face, write

pytestmark = pytest.mark.browser

PASTE = """(where, [html, text]) => {
  const clipboardData = new DataTransfer();
  if (html) clipboardData.setData("text/html", html);
  clipboardData.setData("text/plain", text);
  const pasting = new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true});
  if (where.dispatchEvent(pasting)) document.execCommand("insertText", false, text);
}"""

WORD, IN_UNICODE = "Kwig", nfc("করিম")
IN_BIJOY = f"<p><span style='font-size:14.0pt;font-family:SutonnyMJ'>{WORD}</span></p>"


def paste(where: Locator, text: str, html: str = "") -> None:
    where.focus()
    where.evaluate(PASTE, [html, text])


def offered(room: Page) -> Locator:
    return room.locator("#room-offer")


def test_cells_in_bijoy_are_offered_as_unicode_and_can_be_had_back(table: Locator) -> None:
    room = table.page
    paste(cell(table, 0, 0), "µg\tbvg\r\n1\tAvwg evsjvq Mvb MvB\r\n2\tICT")
    expect(cell(table, 1, 1)).to_have_value("Avwg evsjvq Mvb MvB")
    expect(offered(room).locator("q")).to_contain_text(nfc("আমি বাংলায় গান গাই"))
    offered(room).locator("button").first.click()
    expect(cell(table, 1, 1)).to_have_value(nfc("আমি বাংলায় গান গাই"))
    expect(cell(table, 0, 0)).to_have_value(nfc("ক্রম"))
    expect(cell(table, 2, 1)).to_have_value("ICT")
    expect(offered(room)).to_be_hidden()
    room.locator("[data-grid-does=undo]").last.click()
    expect(cell(table, 1, 1)).to_have_value("Avwg evsjvq Mvb MvB")


def test_what_was_written_over_pasted_cells_stays(table: Locator) -> None:
    room = table.page
    paste(cell(table, 0, 0), "Avwg\tevsjvq\nMvb\tMvB")
    expect(offered(room)).to_be_visible()
    cell(table, 1, 1).fill("নতুন")
    offered(room).locator("button").first.click()
    expect(cell(table, 1, 1)).to_have_value("নতুন")
    expect(cell(table, 0, 0)).to_have_value("Avwg")


def test_one_cell_in_bijoy_is_offered_as_unicode(table: Locator) -> None:
    paste(cell(table, 1, 1), "Avwg evsjvq Mvb MvB")
    offered(table.page).locator("button").first.click()
    expect(cell(table, 1, 1)).to_have_value(nfc("আমি বাংলায় গান গাই"))


@pytest.mark.parametrize("place", ["editor", "field"])
def test_a_word_is_offered_where_its_font_is_one_of_bijoy_and_changed_only_then(room: Page, place: str) -> None:
    part = room.locator("#closing") if place == "editor" else add_row(room).locator("td:has(.subject) .subject")
    write(part, "")
    value = part.locator("textarea")
    paste(face(part), WORD, IN_BIJOY)
    expect(offered(room).locator("q")).to_have_text(IN_UNICODE)
    expect(value).to_have_value(WORD)
    offered(room).locator("button").first.click()
    expect(value).to_have_value(IN_UNICODE)


@pytest.mark.parametrize("font", ["", "SutonnyOMJ", "Nikosh", "Times New Roman"])
def test_a_word_in_another_font_asks_nothing(room: Page, font: str) -> None:
    asked: list[str] = []
    room.on("request", lambda request: asked.append(request.url) if "from-bijoy" in request.url else None)
    write(room.locator("#closing"), "")
    paste(face(room.locator("#closing")), "Kwig", font and IN_BIJOY.replace("SutonnyMJ", font))
    expect(room.locator("#closing textarea")).to_have_value("Kwig")
    expect(room.locator("#room-saved")).to_have_attribute("data-now", "saved")
    assert asked == []
