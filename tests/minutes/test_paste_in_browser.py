"""What is pasted from Word, a web page, a plain text and a sheet of Excel, into an editor and into a data table."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.minutes.in_browser import cell, face, ready, write

pytestmark = pytest.mark.browser

PASTE = """(where, [html, text]) => {
  const clipboardData = new DataTransfer();
  if (html) clipboardData.setData("text/html", html);
  clipboardData.setData("text/plain", text);
  const pasting = new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true});
  where.dispatchEvent(pasting);
  return pasting.defaultPrevented;
}"""

IGNORED = "<!--[if !supportLists]--><span style='mso-list:Ignore'>{mark}<span>&nbsp;&nbsp;</span></span><!--[endif]-->"


def item(level: int, mark: str, text: str) -> str:
    ignored = IGNORED.format(mark=mark)
    style = f"margin-left:.5in;mso-list:l0 level{level} lfo1"
    return f'<p class=MsoListParagraph style="{style}">{ignored}{text}<o:p></o:p></p>'


WORD = f"""<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator content="Word 15">
<style><!-- p.MsoNormal {{color:red}} --></style></head><body lang=EN-US style='tab-interval:.5in'><!--StartFragment-->
<p class=MsoNormal style='line-height:150%'><b style='mso-bidi-font-weight:normal'><span lang=BN>মোটা</span></b><span
 style='font-size:14pt;font-family:Nikosh;color:red'> ও&nbsp;সাধারণ</span><o:p></o:p></p>
<p class=MsoNormal><span style='font-weight:700'>ভারী</span> <i>বাঁকা</i> <u>দাগ</u> H<sub>2</sub>O</p>
{item(1, "১.", "প্রথম")}
{item(2, "·", "ভেতরের <b>এক</b>")}
{item(2, "·", "ভেতরের দুই")}
{item(1, "২.", "দ্বিতীয়")}
<p class=MsoNormal>শেষ কথা</p>
{item(1, "·", "বিন্দু")}
<!--EndFragment--></body></html>"""


def paste(where: Locator, text: str, html: str = "") -> bool:
    """Paste; gives whether the page did it, and not the browser by itself."""
    where.focus()
    return bool(where.evaluate(PASTE, [html, text]))


def empty_closing(room: Page) -> Locator:
    closing = room.locator("#closing")
    write(closing, "")
    return closing


def value(part: Locator) -> Locator:
    return part.locator("textarea")


def saved_and_there(room: Page, part: Locator, expected: str) -> None:
    expect(value(part)).to_have_value(expected)
    expect(room.locator("#room-saved")).to_have_attribute("data-now", "saved")
    expect(part.locator(".saved .error")).to_have_count(0)
    room.reload()
    ready(room)
    expect(value(part)).to_have_value(expected)


def test_word_keeps_its_text_its_lists_and_its_emphasis_and_nothing_of_its_looks(room: Page) -> None:
    closing = empty_closing(room)
    paste(face(closing), "plain", WORD)
    expected = "\n".join(
        [
            "<strong>মোটা</strong> ও সাধারণ",
            "<strong>ভারী</strong> <em>বাঁকা</em> <u>দাগ</u> H<sub>2</sub>O",
            "<ol><li>প্রথম<ul><li>ভেতরের <strong>এক</strong></li><li>ভেতরের দুই</li></ul></li><li>দ্বিতীয়</li></ol>",
            "শেষ কথা",
            "<ul><li>বিন্দু</li></ul>",
        ]
    )
    saved_and_there(room, closing, expected)


def test_a_web_page_keeps_its_text_and_runs_nothing(room: Page) -> None:
    closing = empty_closing(room)
    html = (
        '<div style="color:red"><h2 onclick="window.hit=1">শিরোনাম</h2><p>ক <a href="https://example.org">সূত্র</a> খ</p>'
        '<img src="x" onerror="window.hit=1"><script>window.hit=1</script><ul><li>এক</li><li><p>দুই</p></li></ul></div>'
    )
    paste(face(closing), "plain", html)
    saved_and_there(room, closing, "শিরোনাম\nক সূত্র খ\n<ul><li>এক</li><li>দুই</li></ul>")
    assert not room.evaluate("window.hit")


def test_plain_text_in_several_paragraphs_stays_so(room: Page) -> None:
    closing = empty_closing(room)
    paste(face(closing), "প্রথম <b>কথা</b> ৫ < ৬ & R&D\n\nদ্বিতীয়\r\nতৃতীয়")
    expect(face(closing)).to_contain_text("প্রথম <b>কথা</b> ৫ < ৬ & R&D")
    expect(room.locator("#room-saved")).to_have_attribute("data-now", "saved")
    room.reload()
    ready(room)
    texts = face(closing).evaluate("each => each.innerText").split("\n")
    assert [text for text in texts if text] == ["প্রথম <b>কথা</b> ৫ < ৬ & R&D", "দ্বিতীয়", "তৃতীয়"]


# A data table


def texts(table: Locator) -> list[list[str]]:
    """What the rows and columns hold that are in sight."""
    return list(
        table.evaluate(
            """table => [...table.rows].filter(row => !row.hidden).map(row =>
                 [...row.cells].filter(cell => !cell.hidden).map(cell => cell.querySelector("textarea").value))"""
        )
    )


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
    undo = table.page.locator("[data-grid-does=undo]").last
    undo.click()
    assert [line for line in texts(table) if any(line)] == [line for line in before if any(line)]
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
    tools = room.locator(".grid-tools").last

    def press(name: str, row: int, column: int) -> list[list[str]]:
        cell(table, row, column).focus()
        tools.locator(f"[data-grid-does={name}]").click()
        return texts(table)

    assert press("addRow", 1, 0) == [["ক", "খ"], ["১", "২"], ["", ""], ["৩", "৪"]]
    expect(cell(table, 2, 0)).to_be_focused()
    assert press("removeRow", 2, 0) == [["ক", "খ"], ["১", "২"], ["৩", "৪"]]
    assert press("rowDown", 1, 1) == [["ক", "খ"], ["৩", "৪"], ["১", "২"]]
    expect(cell(table, 2, 1)).to_be_focused()
    assert press("rowUp", 2, 1) == [["ক", "খ"], ["১", "২"], ["৩", "৪"]]
    assert press("columnRight", 0, 0) == [["খ", "ক"], ["২", "১"], ["৪", "৩"]]
    assert press("addColumn", 0, 1) == [["খ", "ক", ""], ["২", "১", ""], ["৪", "৩", ""]]
    assert press("removeColumn", 0, 0) == [["ক", ""], ["১", ""], ["৩", ""]]
    assert press("undo", 0, 0) == [["খ", "ক", ""], ["২", "১", ""], ["৪", "৩", ""]]
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
    """What was typed between two of them is had back with the step before which it was typed."""
    paste(cell(table, 0, 0), "ক\tখ\n১\t২\n৩\t৪")
    tools = table.page.locator(".grid-tools").last
    undo = tools.locator("[data-grid-does=undo]")
    stood = [texts(table)]
    for name, row, column in [("addRow", 1, 0), ("columnRight", 0, 0), ("removeRow", 1, 1), ("addColumn", 0, 1)]:
        cell(table, row, column).focus()
        tools.locator(f"[data-grid-does={name}]").click()
        cell(table, 0, 0).fill(f"{name}")
        stood.append(texts(table))
    for before in reversed(stood[:-1]):
        undo.click()
        assert texts(table) == before
    expect(undo).to_be_visible()  # the range that was pasted at first
    undo.click()
    assert not any(any(line) for line in texts(table))
    expect(undo).to_be_hidden()
    assert not any(any(line) for line in reopened(table))
