"""Column widths: whole percents that follow the text and leave room for the longest word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.widths import LONG_TEXT_LINE, label_shares, letters, line_count, shares, signature_share, title_share

TEXTS = st.lists(st.text(max_size=60), min_size=1, max_size=4)


@given(st.lists(TEXTS, min_size=1, max_size=100))
def test_the_shares_are_positive_and_sum_to_a_hundred(columns: list[list[str]]) -> None:
    result = shares(columns)
    assert sum(result) == 100
    assert min(result) >= 1


def test_equal_columns_are_equally_wide() -> None:
    assert set(shares([["স্তম্ভ", "১২৩"]] * 12)) == {8, 9}


def test_more_text_gets_more_room_and_a_serial_little() -> None:
    serial, short, long = shares([["ক্রম", "১", "২"], ["বিষয়", "কাজ"], ["আলোচনা", "অনেক কথা বলা হয়। " * 20]])
    assert serial <= short < long
    assert serial <= 10 < 60 < long


def test_a_long_word_gets_its_room_beside_much_text() -> None:
    word = "বাস্তবায়নকারী"
    (_text, share) = shares([["আলোচনা", "অনেক কথা বলা হয়। " * 200], [word]])
    assert line_count([word], share) == 1


@pytest.mark.parametrize(
    ("text", "expected"), [("", 0), ("ক", 1), ("কি", 1.6), ("কু", 1), ("ক্ষ", 1.2), ("ক খ", 2.45), ("র\u200d", 1)]
)
def test_signs_and_conjuncts_take_less_room(text: str, expected: float) -> None:
    assert letters(text) == pytest.approx(expected)


def test_lines_are_counted_for_each_text_by_itself() -> None:
    assert line_count(["ক" * 10, "খ" * 10], 50) == 2
    assert line_count(["ক" * 80], 50) == 3


def test_a_line_break_begins_a_line() -> None:
    assert line_count(["ক\nখ\n" + "গ" * 50], 50) == 4


@given(st.lists(st.text(max_size=200), max_size=5))
def test_labels_leave_more_than_half_to_their_values(labels: list[str]) -> None:
    label, colon, value = label_shares(labels)
    assert label + colon + value == 100
    assert label > 0
    assert value > 50


@pytest.mark.parametrize(
    ("letters_in_title", "least", "most"), [(0, 100, 100), (10, 100, 100), (60, 100, 100), (70, 58, 75), (120, 95, 100)]
)
def test_a_title_of_two_lines_is_set_in_even_ones(letters_in_title: int, least: int, most: int) -> None:
    assert least <= title_share("ক" * letters_in_title) <= most


def test_a_title_that_fits_paper_turned_sideways_is_one_line_there() -> None:
    title = "ক" * 80
    assert title_share(title) < 100
    assert title_share(title, LONG_TEXT_LINE) == 100


def test_a_signature_is_as_wide_as_its_longest_line_within_bounds() -> None:
    assert signature_share([]) == signature_share(["ক", "খ" * 20]) == 40
    assert signature_share(["ক", "খ" * 40]) == 58
    assert signature_share(["ক" * 30 + "\n" + "খ" * 30]) == signature_share(["ক" * 30])
    assert signature_share(["ক" * 400]) == 70


@given(st.text(max_size=300))
def test_the_shares_of_titles_and_signatures_are_percents(text: str) -> None:
    assert 50 <= title_share(text) <= 100
    assert 40 <= signature_share([text]) <= 70
