"""How the letters of a syllable are shared out among its glyphs."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.typesetting.syllables import spread

LETTERS = st.text(st.sampled_from("কষরণ্ািুোৌঁ়য়\u200dAé"), min_size=1, max_size=8)


@given(LETTERS, st.integers(1, 6))
def test_put_together_the_shares_are_the_text(text: str, count: int) -> None:
    shares = spread(text, count)
    together = "".join(letter + hanging for letter, hanging in shares).replace("\u2060", "")
    assert len(shares) == count
    assert unicodedata.normalize("NFC", together) == unicodedata.normalize("NFC", text)
    if count == 1:
        assert together == text


@given(LETTERS, st.integers(1, 6))
def test_no_glyph_is_left_without_a_letter(text: str, count: int) -> None:
    assert all(letter for letter, _hanging in spread(text, count))


@pytest.mark.parametrize(
    ("text", "count", "shares"),
    [
        ("ক", 1, [("ক", "")]),
        ("কা", 2, [("ক", ""), ("া", "")]),
        ("কি", 2, [("ক", ""), ("ি", "")]),  # the first glyph is that of the sign
        ("কু", 2, [("ক", ""), ("ু", "")]),
        ("ক্ষ", 1, [("ক", "্ষ")]),  # a sign that takes no room hangs on a letter that does
        ("ম্পি", 2, [("ম", "্"), ("পি", "")]),
        ("কো", 3, [("ক", ""), ("ে", ""), ("া", "")]),  # one sign in two halves
        ("ি", 2, [("ি", ""), ("\u2060", "")]),  # on a dotted circle
    ],
)
def test_each_glyph_stands_for_a_letter_that_takes_room(text: str, count: int, shares: list[tuple[str, str]]) -> None:
    assert list(spread(text, count)) == shares
