from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangla.dates import format_gregorian, parse_date
from bangla.digits import to_ascii, to_bangla
from bangla.memo import SCHEMES, parse_memo, parse_prefix
from bangla.numbers import LARGEST, amount, grouped, ordinal, ordinal_words, words
from bangla.text import nfc
from bangla.times import parse_time
from bangla.wordings import LONGEST, NAMES, is_for_print, memo_error, wordings

DIGITS = st.sampled_from("0123456789০১২৩৪৫৬৭৮৯")
# Texts of the characters that values are made of: most are none, and many nearly one.
PIECES = DIGITS | st.sampled_from(" .,:-/ঃ।") | st.sampled_from(["জুন", "শ্রাবণ", "সকাল", "pm", "খ্রি."])
NEARLY = st.lists(PIECES, max_size=LONGEST + 5).map("".join)


def texts(typed, *names):
    return [each.text for each in wordings(typed) if each.name in names]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (
            "31",
            [
                ("number-words", "৩১ (একত্রিশ)"),
                ("people", "৩১ (একত্রিশ) জন"),
                ("words", "একত্রিশ"),
                ("ordinal", "৩১তম"),
                ("day-ordinal", "৩১শে"),
                ("money", "৩১ টাকা"),
                ("money-words", "৩১ (একত্রিশ টাকা মাত্র)"),
                ("money-words", "একত্রিশ টাকা মাত্র"),
            ],
        ),
        (
            "১২,৫০,০০০.৫",
            [
                ("number-words", "১২৫০০০০.৫ (বারো লক্ষ পঞ্চাশ হাজার দশমিক পাঁচ)"),
                ("money", "১২,৫০,০০০.৫০ টাকা"),
                ("money-words", "১২,৫০,০০০.৫০ (বারো লক্ষ পঞ্চাশ হাজার টাকা পঞ্চাশ পয়সা মাত্র)"),
                ("money-words", "বারো লক্ষ পঞ্চাশ হাজার টাকা পঞ্চাশ পয়সা মাত্র"),
            ],
        ),
        (
            "জুন ২০২৬",
            [
                ("month", "জুন ২০২৬"),
                ("month", "জুন ২০২৬ খ্রি."),
                ("month", "জুন/২০২৬ খ্রি."),
                ("month", "জুন-২০২৬ খ্রি."),
            ],
        ),
        (
            "11:30",
            [
                ("time", "বেলা ১১.৩০ ঘটিকা"),
                ("at-time", "বেলা ১১.৩০ ঘটিকায়"),
                ("time", "সকাল ১১.৩০ ঘটিকা"),
                ("time", "দুপুর ১১.৩০ ঘটিকা"),
                ("time", "রাত ১১.৩০ ঘটিকা"),
                ("at-time", "রাত ১১.৩০ ঘটিকায়"),
            ],
        ),
        ("560499000000700221", [("file-18", "৫৬.০৪.৯৯০০.০০০.০৭.০০২.২১")]),
        ("৫৬০৪৯৯০০০০০০৭০০২২১-৭", [("memo-18", "৫৬.০৪.৯৯০০.০০০.০৭.০০২.২১-৭")]),
        ("56.04.9900.000.000.07.0002.24.15", [("memo-22", "৫৬.০৪.৯৯০০.০০০.০০০.০৭.০০০২.২৪.১৫")]),
        ("56.04.990.000.07.002.21.7", []),  # a group one digit short
        ("56049900000070022", []),  # 17 digits
        ("", []),
        ("জেলা প্রশাসক", []),
        ("1,2,3", []),
        ("31.", []),
        ("30 ফেব্রুয়ারি ২০২৬", []),
    ],
)
def test_all_forms_of_a_value(typed, expected):
    assert wordings(typed) == [(name, nfc(text)) for name, text in expected]


def test_all_forms_of_a_day():
    assert wordings("27-6-2026") == wordings("২৭ জুন ২০২৬") == wordings("১৩ আষাঢ় ১৪৩৩")
    assert [(each.name, each.text) for each in wordings("27-6-2026")] == [
        (name, nfc(text))
        for name, text in [
            ("date", "২৭ জুন ২০২৬"),
            ("date-era", "২৭ জুন ২০২৬ খ্রি."),
            ("date-era", "২৭ জুন ২০২৬ খ্রিস্টাব্দ"),
            ("date-era", "২৭ জুন ২০২৬ খ্রিষ্টাব্দ"),
            ("numeric", "২৭.০৬.২০২৬"),
            ("numeric-era", "২৭.০৬.২০২৬ খ্রি."),
            ("numeric", "২৭-০৬-২০২৬"),
            ("numeric", "২৭/০৬/২০২৬"),
            ("date-bangla", "১৩ আষাঢ় ১৪৩৩"),
            ("date-bangla", "১৩ আষাঢ় ১৪৩৩ বঙ্গাব্দ"),
            ("both-calendars", "১৩ আষাঢ় ১৪৩৩ বঙ্গাব্দ / ২৭ জুন ২০২৬ খ্রিস্টাব্দ"),
            ("both-calendars", "১৩ আষাঢ় ১৪৩৩ / ২৭ জুন ২০২৬"),
            ("day-ordinal", "২৭শে জুন ২০২৬"),
            ("month", "জুন ২০২৬"),
            ("month", "জুন ২০২৬ খ্রি."),
            ("month", "জুন/২০২৬ খ্রি."),
            ("month", "জুন-২০২৬ খ্রি."),
            ("weekday", "শনিবার"),
            ("weekday", "২৭ জুন ২০২৬ খ্রি. রোজ শনিবার"),
        ]
    ]


@given(st.text() | NEARLY)
def test_any_text_has_forms_or_none(typed):
    found = wordings(typed)
    assert len(found) == len(set(found))
    for name, text in found:
        assert name in NAMES
        assert nfc(text) == text
        assert to_bangla(text) == text


@given(NEARLY)
def test_both_kinds_of_digits_give_the_same(typed):
    assert wordings(to_bangla(typed)) == wordings(to_ascii(typed)) == wordings(typed)


@given(st.integers(0, LARGEST))
def test_every_number_has_its_words_and_its_amount(number):
    assert texts(str(number), "words") == texts(to_bangla(grouped(number)), "words") == [words(number)]
    assert f"{grouped(number)} টাকা" in texts(str(number), "money")
    assert texts(str(number), "money-words")[1] == f"{amount(number)} মাত্র"


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)))
def test_every_form_of_a_date_is_read_as_the_same_day(day):
    printed = texts(format_gregorian(day), "date", "date-era", "numeric", "numeric-era", "date-bangla")
    assert len(printed) == 10
    assert {parse_date(text) for text in printed} == {day}


@given(st.dates())
def test_no_day_is_without_forms(day):
    assert texts(format_gregorian(day), "date") == [format_gregorian(day)]


@given(st.times())
def test_every_time_is_read_back_from_its_forms(moment):
    moment = time(moment.hour, moment.minute)
    read = {parse_time(text) for text in texts(f"{moment:%H:%M}", "time", "at-time")}
    assert read in ({moment}, {moment, moment.replace(hour=(moment.hour + 12) % 24)})
    assert moment in read


def test_a_time_of_the_working_day_comes_first():
    assert texts("3:30", "time")[0].startswith("বিকাল")
    assert texts("15:30", "time")[0].startswith("বিকাল")
    assert texts("রাত 3:30", "time") == ["রাত ৩.৩০ ঘটিকা", "ভোর ৩.৩০ ঘটিকা"]


@given(st.sampled_from(SCHEMES), st.data())
def test_a_file_number_without_dots_is_grouped_as_its_rule_has_it(scheme, data):
    digits = data.draw(st.text(DIGITS, min_size=scheme.digits, max_size=scheme.digits))
    (file,) = texts(digits, f"file-{scheme.digits}")
    assert "".join(parse_prefix(file)) == to_ascii(digits)
    (memo,) = texts(f"{digits}-৭", f"memo-{scheme.digits}")
    assert parse_memo(memo).serial == 7


def test_ordinals():
    assert [ordinal(n) for n in (1, 2, 4, 6, 10, 11, 100)] == [
        nfc(text) for text in ("১ম", "২য়", "৪র্থ", "৬ষ্ঠ", "১০ম", "১১তম", "১০০তম")
    ]
    for number in (0, -1):
        with pytest.raises(ValueError, match="number"):
            ordinal(number)
    for number in (0, 11):
        with pytest.raises(ValueError, match="ordinal"):
            ordinal_words(number)


@pytest.mark.parametrize(
    ("number", "text"), [(0, "০"), (999, "৯৯৯"), (1000, "১,০০০"), (100_000, "১,০০,০০০"), (12_345_678, "১,২৩,৪৫,৬৭৮")]
)
def test_numbers_are_parted_into_lakh_and_crore(number, text):
    assert grouped(number) == text


def test_no_negative_amount():
    with pytest.raises(ValueError, match="amount"):
        grouped(-1)


@pytest.mark.parametrize(
    ("typed", "args"),
    [
        ("৫৬.০৪.৯৯০০.০০০.০৭.০০২.৭", ("group-count", 6, (7, 8))),
        ("56.4.9900.000.07.002.21.7", ("group-width", 2, "department", "4", 2)),
        ("56.04.9900.000.07.002.21-0", ("serial", "0")),
    ],
)
def test_a_wrong_memo_number_says_what_is_wrong(typed, args):
    assert memo_error(typed).args[: len(args)] == args


@pytest.mark.parametrize(
    "typed", ["", "৫৬.০৪.৯৯০০.০০০.০৭.০০২.২১.৭", "56.04.9900.000.07.002.21", "15.06.2026", "56.04.", "১২৩৪", "কথা"]
)
def test_what_is_no_wrong_memo_number_says_nothing(typed):
    assert memo_error(typed) is None


@given(NEARLY)
def test_no_text_has_both_forms_and_a_fault(text):
    assert not (wordings(text) and memo_error(text))


@pytest.mark.parametrize("typed", ["১৮.০১.২০২৪", "১৮/০১/২০২৪", "১৮ জানুয়ারি ২০২৪ খ্রি.", "18 জানুয়ারি 2024", "সকাল ১১.০০"])
def test_words_of_bengali_and_figures_as_they_print_are_for_print(typed):
    assert is_for_print(typed)


@pytest.mark.parametrize(
    "typed", ["", "18.01.2024", "১৮-১-২৪", "২-১-২০২৬", "18 January 2024", "2:30 pm", "১০.৩০", "১০:৩০"]
)
def test_a_quick_way_to_type_a_value_is_not_for_print(typed):
    assert not is_for_print(typed)


@given(st.dates().map(str) | st.times().map("{:%H:%M}".format))
def test_every_form_of_a_day_or_time_is_for_print(typed):
    assert wordings(typed)
    assert all(is_for_print(each.text) for each in wordings(typed))
