"""What is added to the HTML for the printer, and that all of it can be taken out again."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.prepress import as_typed, prepared

TYPED = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u200b\u2060"))
LONG = st.lists(st.sampled_from(["ক", "্", "ষ", "ি", "\u200d", "-", "x"]), min_size=60, max_size=300).map("".join)


@pytest.mark.thorough
@given(TYPED | LONG)
def test_what_is_added_can_be_taken_out_again(text: str) -> None:
    escaped = html.escape(text)
    assert as_typed(prepared(escaped)) == escaped


@pytest.mark.thorough
@given(LONG)
def test_a_line_may_end_at_any_divider(text: str) -> None:
    lines = re.split("(?<=\u200b)(?=\u2060)", prepared(text))
    assert "".join(map(as_typed, lines)) == text


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>ই-নথি</p>", "<p>ই-\u2060নথি</p>"),
        ("<p>ই- নথি</p>", "<p>ই- \u2060নথি</p>"),
        ("<p>কার্যার্থে-</p>", "<p>কার্যার্থে-</p>"),
        ('<p class="a-b">ক</p>', '<p class="a-b">ক</p>'),
        ("<u>বিষয়</u>ঃ আলোচনা", "<u>বিষয়ঃ</u> আলোচনা"),
        ("<u><em>ক</em></u>াজ", "<u><em>কা</em></u>জ"),
        ("<u>ক</u>খ", "<u>ক</u>খ"),
        ("<ol><li>ক</li></ol>ঃ", "<ol><li>ক</li></ol>ঃ"),
    ],
)
def test_hyphens_are_joined_and_signs_kept_with_their_letters(html: str, expected: str) -> None:
    assert prepared(html) == expected


def test_a_long_run_is_divided_between_letters_and_never_within_one() -> None:
    pieces = prepared("ক্ষি" * 30).split("\u200b\u2060")
    assert pieces == ["ক্ষি" * 10] * 3
    assert prepared("ক্ষি " * 30) == "ক্ষি " * 30


def test_hostile_runs_take_no_time_to_speak_of() -> None:
    for text in ("ক্" * 50_000, "ক" + "া" * 50_000, "-" * 50_000, "<" * 50_000, "- " * 50_000):
        assert as_typed(prepared(text)).strip() == text.strip()
