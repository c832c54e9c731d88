from hypothesis import given
from hypothesis import strategies as st

from bangla.digits import to_ascii, to_bangla


def test_every_digit_and_nothing_else_changes():
    assert to_bangla("তারিখ 0123456789/A") == "তারিখ ০১২৩৪৫৬৭৮৯/A"
    assert to_ascii("তারিখ ০১২৩৪৫৬৭৮৯/A") == "তারিখ 0123456789/A"


def test_mixed_digits_become_one_script():
    assert to_bangla("২০2৪") == "২০২৪"
    assert to_ascii("২০2৪") == "2024"


def test_a_number_needs_no_conversion_first():
    assert to_bangla(2024) == "২০২৪"


@given(st.integers())
def test_a_printed_number_is_read_back(number):
    assert int(to_ascii(to_bangla(number))) == number


@given(st.text())
def test_only_digits_change(text):
    other = [letter for letter in text if letter not in "0123456789০১২৩৪৫৬৭৮৯"]
    for turned in (to_bangla(text), to_ascii(text)):
        assert [letter for letter in turned if letter not in "0123456789০১২৩৪৫৬৭৮৯"] == other
        assert len(turned) == len(text)
