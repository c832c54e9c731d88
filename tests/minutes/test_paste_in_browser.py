"""What is pasted from Word, a web page and a plain text into an editor."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.minutes.in_browser import face, paste, ready, write

pytestmark = pytest.mark.browser

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
