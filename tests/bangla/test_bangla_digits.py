import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangla.digits import numbers_to_bangla, to_ascii, to_bangla


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


@pytest.mark.parametrize(
    ("sentence", "printed"),
    [
        ("সর্বোচ্চ 10টি অক্ষর (আছে 20টি)।", "সর্বোচ্চ ১০টি অক্ষর (আছে ২০টি)।"),
        ("অক্টো 24, 2026, 9:30", "অক্টো ২৪, ২০২৬, ৯:৩০"),
        ("2026-06-27 12:30, 7/8, 2.5%", "২০২৬-০৬-২৭ ১২:৩০, ৭/৮, ২.৫%"),
        ("person1@example.org, 2nd, A4, ICT-56, v2.0", "person1@example.org, 2nd, A4, ICT-56, v2.0"),
        ("https://portal.example/manage/5/ ও /manage/5/", "https://portal.example/manage/5/ ও /manage/5/"),
        ("Zone 5, ওয়ার্ড 5", "Zone 5, ওয়ার্ড ৫"),
        ("192.0.2.7 ও 56.04.9900.000.07.002.21", "192.0.2.7 ও 56.04.9900.000.07.002.21"),
    ],
)
def test_a_sentence_gets_bengali_numbers_and_keeps_its_names_and_addresses(sentence, printed):
    assert numbers_to_bangla(sentence) == printed


@given(st.text(alphabet=st.sampled_from("01a@./-_ ক২")))
def test_numbers_turned_once_are_turned_for_good(text):
    turned = numbers_to_bangla(text)
    assert to_ascii(turned) == to_ascii(text)
    assert numbers_to_bangla(turned) == turned
