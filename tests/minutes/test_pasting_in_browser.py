"""The browser's part in pasting: Bijoy is asked for where there may be some, of styles only emphasis is kept."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from bangla.text import nfc

pytestmark = pytest.mark.browser

OFFER = """async (text) => {
  document.body.dataset.fromBijoy = "/from-bijoy/";
  return (await import("/static/portal/drafting/bijoy.js")).offer(text);
}"""


def offered(page: Page, text: str) -> tuple[str | None, int]:
    """What is offered for the text, and how often the portal was asked."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "from-bijoy" in request.url else None)
    return page.evaluate(OFFER, text), len(asked)


@pytest.mark.parametrize(
    ("bijoy", "unicode"),
    [
        ("Avwg evsjvq Mvb MvB", nfc("আমি বাংলায় গান গাই")),
        ("mfv †kl nq|", nfc("সভা শেষ হয়।")),
        ("\x86gvt Kwig", nfc("মোঃ করিম")),
        ("ICT wel‡q mfv", nfc("ICT বিষয়ে সভা")),
    ],
)
def test_bijoy_is_offered_as_unicode(room: Page, bijoy: str, unicode: str) -> None:
    assert offered(room, bijoy) == (unicode, 1)


@pytest.mark.parametrize(
    "text",
    ["", "The meeting was held on 15/06/2025, with 24 members.", "সভা অনুষ্ঠিত হয়।", "দপ্তর\t১২\nICT\t3", "x" * 250_001],
)
def test_plain_english_and_unicode_ask_nothing(room: Page, text: str) -> None:
    assert offered(room, text) == (None, 0)


def test_what_only_looks_like_bijoy_is_asked_for_and_stays(room: Page) -> None:
    assert offered(room, "The café on iPhone") == (None, 1)


def test_without_an_answer_nothing_is_offered(room: Page) -> None:
    room.route("**/from-bijoy/", lambda route: route.abort())
    assert offered(room, "Avwg evsjvq Mvb MvB") == (None, 1)


def test_signed_out_nothing_is_offered(room: Page) -> None:
    room.route("**/from-bijoy/", lambda route: route.fulfill(status=302, headers={"Location": "/account/login/"}))
    assert offered(room, "Avwg evsjvq Mvb MvB")[0] is None


CLEANED = """async (html) => (await import("/static/portal/drafting/paste.js")).cleanPaste(html)"""


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("<p style='margin:0;color:red'>সভা</p>", "<p>সভা</p>"),
        ("<style>\n<!-- p.MsoNormal {margin:0} -->\n</style><p class=MsoNormal>সভা</p>", '<p class="MsoNormal">সভা</p>'),
        (
            "<p><span lang=BN\r\nstyle='font-weight:bold'>সভা</span></p>",
            '<p><span lang="BN"><strong>সভা</strong></span></p>',
        ),
        (
            "<p><span style='font-weight:700;font-style:italic'>সভা</span></p>",
            "<p><span><em><strong>সভা</strong></em></span></p>",
        ),
        ("<p style='text-decoration-line:underline'>সভা</p>", "<p><u>সভা</u></p>"),
        ("ক<span style='vertical-align:super'>২</span>", "ক<span><sup>২</sup></span>"),
        ("<b style='font-weight:normal' id='docs'><p>এক<b>দুই</b></p></b>", "<p>এক<b>দুই</b></p>"),
        ("<p style='mso-bidi-font-weight:bold'>সভা</p>", "<p>সভা</p>"),
        ("<p>লেখা style='x' &lt;p style='y'&gt;</p>", "<p>লেখা style='x' &lt;p style='y'&gt;</p>"),
    ],
)
def test_of_styles_only_emphasis_is_kept_and_the_policy_has_nothing_to_report(
    room: Page, pasted: str, kept: str
) -> None:
    assert room.evaluate(CLEANED, pasted) == kept
