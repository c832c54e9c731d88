"""A data table: its cells, rows and columns by paste, buttons and keys, and what of that is had back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.minutes.in_browser import cell, paste, ready

pytestmark = pytest.mark.browser


def texts(table: Locator) -> list[list[str]]:
    """What the rows and columns hold that are in sight."""
    return list(
        table.evaluate(
            """table => [...table.rows].filter(row => !row.hidden).map(row =>
                 [...row.cells].filter(cell => !cell.hidden).map(cell => cell.querySelector("textarea").value))"""
        )
    )


def click(table: Locator, name: str) -> list[list[str]]:
    """Press a button of the table; gives what it holds then."""
    table.page.locator(f".grid-tools [data-grid-does={name}]").last.click()
    return texts(table)


def undo(table: Locator) -> list[list[str]]:
    return click(table, "undo")


def press(table: Locator, name: str, row: int, column: int) -> list[list[str]]:
    """The same with the caret in that cell."""
    cell(table, row, column).focus()
    return click(table, name)


def type_in(table: Locator, row: int, column: int, text: str) -> None:
    """Write with the keys, as somebody who goes on after a step."""
    cell(table, row, column).fill("")
    cell(table, row, column).press_sequentially(text)


def reopened(table: Locator) -> list[list[str]]:
    room = table.page
    expect(room.locator("#room-saved")).to_have_attribute("data-now", "saved")
    room.reload()
    ready(room)
    return texts(table)


EXCEL = 'ক্রম\tনাম\tসংখ্যা\tমন্তব্য\r\n১\t"দুই\nলাইন"\t১২\t\r\n২\t"বলে ""হ্যাঁ"""\t৫" পাইপ\tক\r\n৩\tগ\t\tখ\r\n৪\tঘ\t৭\tগ\r\n'
FILLED = [
    ["ক্রম", "নাম", "সংখ্যা", "মন্তব্য"],
    ["১", "দুই লাইন", "১২", ""],
    ["২", 'বলে "হ্যাঁ"', '৫" পাইপ', "ক"],
    ["৩", "গ", "", "খ"],
    ["৪", "ঘ", "৭", "গ"],
]


def test_a_range_of_excel_fills_the_table_which_grows_and_can_be_had_back(table: Locator) -> None:
    before = texts(table)
    assert paste(cell(table, 0, 0), EXCEL)
    assert texts(table) == FILLED
    assert [line for line in undo(table) if any(line)] == [line for line in before if any(line)]
    assert paste(cell(table, 0, 0), EXCEL)
    assert reopened(table) == FILLED


def test_a_range_is_filled_in_where_the_caret_is_and_leaves_the_rest(table: Locator) -> None:
    paste(cell(table, 0, 0), EXCEL)
    assert paste(cell(table, 4, 3), "নতুন\tআরও\nনিচে\tশেষ")
    expected = [[*line, ""] for line in FILLED] + [["", "", "", "নিচে", "শেষ"]]
    expected[4][3:] = ["নতুন", "আরও"]
    assert reopened(table) == expected


def test_a_word_in_one_cell_is_left_to_the_browser(table: Locator) -> None:
    assert not paste(cell(table, 0, 0), "একটি কথা")
    assert not paste(cell(table, 0, 0), "একটি কথা\r\n")


def test_rows_and_columns_come_go_and_move_by_buttons_and_keys(table: Locator) -> None:
    paste(cell(table, 0, 0), "ক\tখ\n১\t২\n৩\t৪")
    room = table.page
    assert press(table, "addRow", 1, 0) == [["ক", "খ"], ["১", "২"], ["", ""], ["৩", "৪"]]
    expect(cell(table, 2, 0)).to_be_focused()
    assert press(table, "removeRow", 2, 0) == [["ক", "খ"], ["১", "২"], ["৩", "৪"]]
    assert press(table, "rowDown", 1, 1) == [["ক", "খ"], ["৩", "৪"], ["১", "২"]]
    expect(cell(table, 2, 1)).to_be_focused()
    assert press(table, "rowUp", 2, 1) == [["ক", "খ"], ["১", "২"], ["৩", "৪"]]
    assert press(table, "columnRight", 0, 0) == [["খ", "ক"], ["২", "১"], ["৪", "৩"]]
    assert press(table, "addColumn", 0, 1) == [["খ", "ক", ""], ["২", "১", ""], ["৪", "৩", ""]]
    assert press(table, "removeColumn", 0, 0) == [["ক", ""], ["১", ""], ["৩", ""]]
    assert undo(table) == [["খ", "ক", ""], ["২", "১", ""], ["৪", "৩", ""]]
    cell(table, 2, 0).focus()
    room.keyboard.press("Alt+Shift+ArrowUp")
    room.keyboard.press("Alt+Shift+ArrowRight")
    assert texts(table) == [["ক", "খ", ""], ["৩", "৪", ""], ["১", "২", ""]]
    room.keyboard.press("Alt+Enter")
    assert len(texts(table)) == 4
    room.keyboard.press("Alt+Insert")
    assert {len(line) for line in texts(table)} == {4}
    assert [line[:2] for line in reopened(table)[:2]] == [["ক", "খ"], ["৩", "৪"]]


def test_several_steps_are_had_back_one_after_the_other(table: Locator) -> None:
    paste(cell(table, 0, 0), "ক\tখ\n১\t২\n৩\t৪")
    stood = [texts(table)]
    for name, row, column in [("addRow", 1, 0), ("columnRight", 0, 0), ("removeRow", 1, 1), ("addColumn", 0, 1)]:
        stood.append(press(table, name, row, column))
    for before in reversed(stood[:-1]):
        assert undo(table) == before
    expect(table.page.locator("[data-grid-does=undo]").last).to_be_visible()  # the range that was pasted at first
    assert not any(any(line) for line in undo(table))
    expect(table.page.locator("[data-grid-does=undo]").last).to_be_hidden()
    assert not any(any(line) for line in reopened(table))


@pytest.mark.parametrize(
    ("name", "place", "typed_at", "after"),
    [
        ("addRow", (1, 0), (3, 1), [["ক", "খ", "গ"], ["১", "২", "৩"], ["৪", "নতুন", "৬"]]),
        ("addColumn", (1, 0), (2, 3), [["ক", "খ", "গ"], ["১", "২", "৩"], ["৪", "৫", "নতুন"]]),
        ("rowDown", (1, 0), (1, 1), [["ক", "খ", "গ"], ["১", "২", "৩"], ["৪", "নতুন", "৬"]]),
        ("rowUp", (2, 0), (2, 2), [["ক", "খ", "গ"], ["১", "২", "নতুন"], ["৪", "৫", "৬"]]),
        ("columnRight", (1, 0), (2, 0), [["ক", "খ", "গ"], ["১", "২", "৩"], ["৪", "নতুন", "৬"]]),
        ("columnLeft", (1, 2), (0, 1), [["ক", "খ", "নতুন"], ["১", "২", "৩"], ["৪", "৫", "৬"]]),
        ("removeRow", (1, 0), (1, 1), [["ক", "খ", "গ"], ["১", "২", "৩"], ["৪", "নতুন", "৬"]]),
        ("removeColumn", (1, 0), (2, 0), [["ক", "খ", "গ"], ["১", "২", "৩"], ["৪", "নতুন", "৬"]]),
    ],
)
def test_what_was_typed_after_a_step_stays_when_the_step_is_had_back(
    table: Locator, name: str, place: tuple[int, int], typed_at: tuple[int, int], after: list[list[str]]
) -> None:
    paste(cell(table, 0, 0), "ক\tখ\tগ\n১\t২\t৩\n৪\t৫\t৬")
    press(table, name, *place)
    type_in(table, *typed_at, "নতুন")
    assert undo(table) == after
    assert reopened(table) == after


def test_a_paste_gives_back_what_it_wrote_over_and_leaves_what_was_typed_beside_it(table: Locator) -> None:
    paste(cell(table, 0, 0), "ক\tখ\n১\t২")
    paste(cell(table, 1, 1), "৫\t৬\n৭\t৮")
    type_in(table, 1, 0, "নতুন")
    assert undo(table) == [["ক", "খ"], ["নতুন", "২"]]
    paste(cell(table, 1, 1), "৫\t৬\n৭\t৮\n৯\t১০")
    type_in(table, 2, 0, "বাঁয়ে")
    assert undo(table) == [["ক", "খ"], ["নতুন", "২"], ["বাঁয়ে", ""]]


def test_a_column_comes_back_into_a_table_that_has_more_rows_by_now(table: Locator) -> None:
    paste(cell(table, 0, 0), "ক\tখ\tগ\n১\t২\t৩")
    press(table, "removeColumn", 0, 0)
    paste(cell(table, 1, 0), "৫\n৬\n৭")
    type_in(table, 3, 1, "নতুন")
    assert undo(table) == [["খ", "গ"], ["২", "৩"], ["", ""], ["", "নতুন"]]
    after = [["ক", "খ", "গ"], ["১", "২", "৩"], ["", "", ""], ["", "", "নতুন"]]
    assert undo(table) == after
    assert reopened(table) == after


def test_what_does_not_fit_is_said_until_the_next_step(table: Locator) -> None:
    """A table takes 150 rows and 30 columns; the last row and column of what is pasted here are empty."""
    said = table.page.locator("[data-grid-said]").last
    expect(said).to_be_hidden()
    line = "\t".join(["x"] * 32) + "\t"
    paste(cell(table, 0, 0), "\n".join([line] * 153 + ["\t\t"]))
    expect(cell(table, 149, 29)).to_have_value("x")
    expect(table.locator("textarea")).to_have_count(150 * 30)
    expect(cell(table, 0, 0)).to_be_focused()
    expect(said).to_be_in_viewport(ratio=1)
    expect(said).to_have_attribute("role", "status")
    assert re.findall("[০-৯]+", said.inner_text()) == ["৩", "২", "১৫০", "৩০"]
    paste(cell(table, 149, 0), "y\ny\ny")
    assert re.findall("[০-৯]+", said.inner_text()) == ["২", "১৫০", "৩০"]
    paste(cell(table, 149, 0), "z\tz")
    expect(said).to_be_hidden()
    paste(cell(table, 149, 0), "y\ny\ny")
    expect(said).to_be_visible()
    undo(table)
    expect(said).to_be_hidden()


def test_a_line_for_which_a_full_table_has_no_room_is_refused_with_a_word(table: Locator) -> None:
    said = table.page.locator("[data-grid-said]").last
    paste(cell(table, 0, 0), "\n".join(["\t".join(["x"] * 30)] * 150))
    expect(said).to_be_hidden()
    for name in ("addRow", "addColumn"):
        press(table, name, 3, 3)
        assert re.findall("[০-৯]+", said.inner_text()) == ["১৫০", "৩০"]
    press(table, "removeRow", 3, 3)
    expect(said).to_be_hidden()
    paste(cell(table, 148, 0), "y\ny")
    for _again in range(2):  # the pasted cells go, the row that was removed comes back
        undo(table)
        expect(said).to_be_hidden()
    press(table, "removeRow", 3, 3)
    press(table, "addRow", 3, 3)
    expect(said).to_be_hidden()


def test_enter_goes_to_the_cell_below_and_breaks_no_line(table: Locator) -> None:
    paste(cell(table, 0, 0), "ক\tখ\n১\t২\n৩\t৪")
    keyboard = table.page.keyboard
    cell(table, 0, 1).focus()
    for key, row in [("Enter", 1), ("Shift+Enter", 2), ("Enter", 2)]:
        keyboard.press(key)
        expect(cell(table, row, 1)).to_be_focused()
    assert texts(table) == [["ক", "খ"], ["১", "২"], ["৩", "৪"]]
    composing = 'new KeyboardEvent("keydown", {key: "Enter", isComposing: true, bubbles: true, cancelable: true})'
    assert cell(table, 1, 1).evaluate(f"each => each.dispatchEvent({composing})")  # left to the keyboard that composes
    expect(cell(table, 2, 1)).to_be_focused()
    keyboard.press("Alt+Enter")
    assert len(texts(table)) == 4


def test_a_table_with_a_refused_cell_does_not_grow_when_it_is_opened_again(table: Locator) -> None:
    """Its texts are kept in this browser until the portal takes them; one that had grown gets room for them again."""
    filled = [[f"{r}/{c}" for c in range(7)] for r in range(9)]
    paste(cell(table, 0, 0), "\n".join("\t".join(line) for line in filled))
    filled[0][0] = "ক" * 2001
    cell(table, 0, 0).fill(filled[0][0])
    room = table.page
    for _time in range(2):
        expect(table.locator("xpath=ancestor::*[contains(@class, 'part')][1]//*[@data-error]").first).to_be_attached()
        room.reload()
        ready(room)
        assert [len(line) for line in texts(table)] == [7] * 9
        assert texts(table) == filled
