"""Where the browser tests of the drafting room begin."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from playwright.sync_api import Locator, Page, Route, expect

from accounts.domain.factors import PUBLISHED_SECRET, current_code
from oversight.sample.people import PASSWORD

if TYPE_CHECKING:
    from playwright._impl._api_structures import SetCookieParam

SECRETARY = "ap@nadipur.example"

PASTE = """(where, [html, text]) => {
  const clipboardData = new DataTransfer();
  if (html) clipboardData.setData("text/html", html);
  clipboardData.setData("text/plain", text);
  const pasting = new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true});
  where.dispatchEvent(pasting);
  return pasting.defaultPrevented;
}"""

# Who has signed in before, in another browser of the same run, need not do so for each test.
_sessions: dict[str, list[SetCookieParam]] = {}


def sign_in(page: Page, who: str = SECRETARY) -> None:
    """Fill in the sign-in that the page shows, with the second step, and wait until it let the person in."""
    page.fill("[name=username]", who)
    page.fill("[name=password]", PASSWORD)
    page.locator("main button[type=submit]").click()
    page.fill("[name=code]", current_code(PUBLISHED_SECRET))
    page.locator("main button[type=submit]").click()
    expect(page).not_to_have_url(re.compile("/account/login/"))


def go_in(page: Page, who: str = SECRETARY) -> None:
    """Come to the first page of somebody of the sample area."""
    page.context.add_cookies(_sessions.get(who, []))
    page.goto("/account/login/")
    if page.locator("[name=username]").count():
        sign_in(page, who)
        _sessions[who] = cast("list[SetCookieParam]", page.context.cookies())
    page.goto("/")


def open_room(page: Page, who: str = SECRETARY) -> None:
    """Open the draft of the sample area at the secretary who writes it."""
    go_in(page, who)
    page.locator("main a[href$='/edit/']").first.click()
    expect(page).to_have_url(re.compile(r"/minutes/\d+/edit/$"))
    ready(page)


def ready(page: Page) -> None:
    """Wait until the page is there, all of it, and every rich text of the room stands in its editor."""
    page.wait_for_load_state()
    expect(page.locator("textarea[data-rich]:not([hidden])")).to_have_count(0)


def face(part: Locator) -> Locator:
    """Where the first text of `part` is written: its editor, or its field where it has none."""
    return part.locator(".ProseMirror, textarea:visible").first


def write(part: Locator, words: str) -> None:
    """Put `words` in the place of the first text of `part`, in its editor or its field, whichever it has."""
    where = face(part)
    expect(where).to_be_visible()
    if where.evaluate("each => !each.isContentEditable"):
        where.fill(words)
        return
    where.press("Control+a")
    where.press("Backspace")  # lists and tables too
    expect(where).to_have_text("")
    if words:
        part.page.keyboard.insert_text(words)
        expect(where).not_to_have_text("")


def due_of(row: Locator) -> Locator:
    """The day by which the row's first decision is due: it shows while somebody writes in the decision."""
    row.locator("textarea[name$=subject]").focus()
    decision = row.locator("fieldset.decision").first
    expect(decision).to_be_visible()  # an empty one stands there as soon as the row knows that somebody writes in it
    face(decision).focus()
    return decision.locator("input[name*=due]")


def paste(where: Locator, text: str, html: str = "") -> bool:
    """Paste; gives whether the page did it, and not the browser by itself."""
    where.focus()
    return bool(where.evaluate(PASTE, [html, text]))


def cell(table: Locator, row: int, column: int) -> Locator:
    """The field of a data table's cell, counted from 0."""
    return table.locator(f"textarea[name$=cell_{row}_{column}]")


def choose(part: Locator, button: str) -> None:
    """Press the button that the selector names in the menu of a row or section."""
    part.locator("summary").first.click()
    part.locator(f".part-choices {button}").click()


def add_row(room: Page) -> Locator:
    """A new row at the end of the draft."""
    rows = room.locator(".part-row")
    count = rows.count()
    room.locator(".section > .add button").last.click()
    expect(rows).to_have_count(count + 1)
    return room.locator(f"#{rows.last.get_attribute('id')}")


def remove(part: Locator) -> None:
    """Take a row or section out by its menu."""
    choose(part, "[data-does=remove]")


def hold_save(page: Page) -> list[Route]:
    """Let the next save wait on its way, in the list that is given, until the test lets it go on."""
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    page.route("**/parts/**", hold, times=1)
    return waiting


def would_ask_before_leaving(page: Page) -> bool:
    """Whether the page has the browser ask before it is left."""
    return bool(
        page.evaluate(
            """() => {
                const leaving = new Event("beforeunload", {cancelable: true});
                window.dispatchEvent(leaving);
                return leaving.defaultPrevented;
            }"""
        )
    )
