import pickle
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangla.dates import (
    GREGORIAN_MONTHS,
    MONTH_STYLES,
    WEEKDAYS,
    DateError,
    format_bangla,
    format_gregorian,
    format_month,
    format_numeric,
    month_name,
    months_in,
    names_time,
    parse_date,
)

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
ERAS = ["", "খ্রি.", "খ্রিঃ", "খ্রি:", "খ্রিস্টাব্দ", "খ্রিষ্টাব্দ"]


def test_forms_of_one_day():
    day = date(2021, 7, 27)
    assert format_gregorian(day) == "২৭ জুলাই ২০২১"
    assert format_gregorian(day, era="খ্রি.") == "২৭ জুলাই ২০২১ খ্রি."
    assert format_gregorian(day, era="খ্রিস্টাব্দ") == "২৭ জুলাই ২০২১ খ্রিস্টাব্দ"
    assert format_bangla(day) == "১২ শ্রাবণ ১৪২৮"
    assert format_bangla(day, era="বঙ্গাব্দ") == "১২ শ্রাবণ ১৪২৮ বঙ্গাব্দ"
    assert format_numeric(day) == "২৭.০৭.২০২১"


def test_numeric_forms():
    assert format_numeric(date(2024, 1, 22), short_year=True) == "২২.০১.২৪"
    assert format_numeric(date(2025, 6, 5), separator="-") == "০৫-০৬-২০২৫"
    assert format_numeric(date(2005, 6, 5), separator="/", short_year=True) == "০৫/০৬/০৫"


@pytest.mark.parametrize(
    ("style", "printed"),
    [
        ("plain", "জুন ২০২১"),
        ("plain-era", "জুন ২০২১ খ্রি."),
        ("slash-era", "জুন/২০২১ খ্রি."),
        ("hyphen-era", "জুন-২০২১ খ্রি."),
    ],
)
def test_months_in_titles(style, printed):
    assert format_month(2021, 6, style) == printed
    assert months_in(printed) == [(2021, 6)]


def test_every_month_style_is_known_to_the_test_above():
    assert set(MONTH_STYLES) == {"plain", "plain-era", "slash-era", "hyphen-era"}


@pytest.mark.parametrize("month", [0, 13, -1])
def test_there_is_no_thirteenth_month(month):
    with pytest.raises(ValueError, match=str(month)):
        month_name(month)


def test_names_are_stored_in_nfc_and_in_order():
    assert month_name(2) == unicodedata.normalize("NFC", "ফেব্রুয়ারি")
    assert all(unicodedata.is_normalized("NFC", name) for name in (*GREGORIAN_MONTHS, *WEEKDAYS))
    assert WEEKDAYS[date(2021, 6, 27).weekday()] == "রবিবার"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021-06-27", date(2021, 6, 27)),
        ("২০২১-০৬-২৭", date(2021, 6, 27)),
        ("2021/6/27", date(2021, 6, 27)),
        ("২৭.০৬.২০২১", date(2021, 6, 27)),
        ("27-6-2021", date(2021, 6, 27)),
        ("২৭/০৬/২১", date(2021, 6, 27)),
        ("২২.০১.২৪", date(2024, 1, 22)),
        (" ২৯. ০১. ২০২৪ খ্রি.", date(2024, 1, 29)),
        ("২9.0১.২০2৪", date(2024, 1, 29)),
        ("২৭ জুন ২০২১খ্রি.", date(2021, 6, 27)),
        ("০৫মে ২০২১খ্রি.", date(2021, 5, 5)),
        ("২৭ জুন/২০২১ খ্রিঃ", date(2021, 6, 27)),
        ("২৭-জুন-২০২১", date(2021, 6, 27)),
        ("২৭ জুন, ২০২১।", date(2021, 6, 27)),
        ("২৭শে জুন ২০২১", date(2021, 6, 27)),
        ("১লা জুন'২১ ইং", date(2021, 6, 1)),
        ("১৮ জানুয়ারি ২০২৪ খ্রি.", date(2024, 1, 18)),
        ("১৮ জানুয়ারী ২০২৪", date(2024, 1, 18)),
        ("১৮ জানু\u09dfারি ২০২৪", date(2024, 1, 18)),
        ("১৮ জানু\u09af\u09bcারি ২০২৪", date(2024, 1, 18)),
        ("২৮ ফেব্রুয়ারি ২০২৪ খ্রিস্টাব্দ", date(2024, 2, 28)),
        ("২৮ ফেব্রু\u200cয়ারি ২০২৪ খ্রিষ্টাব্দ", date(2024, 2, 28)),
        ("১৫ আগষ্ট ২০২৩", date(2023, 8, 15)),
        ("১২ শ্রাবণ ১৪২৮", date(2021, 7, 27)),
        ("১২ শ্রাবণ ১৪২৮ বঙ্গাব্দ", date(2021, 7, 27)),
        ("২ চৈত্র, ১৪২৭ বঙ্গাব্দ।", date(2021, 3, 16)),
        ("৩১ আশ্বিন ১৪২৬", date(2019, 10, 16)),
        ("১ আষাঢ় ১৪৩২", date(2025, 6, 15)),
        ("১ আষা\u09dd ১৪৩২", date(2025, 6, 15)),
        ("১২.০৪.১৪২৮ বঙ্গাব্দ", date(2021, 7, 27)),
        ("27 June 2021", date(2021, 6, 27)),
        ("27th JUNE, 2021", date(2021, 6, 27)),
        ("June 27, 2021", date(2021, 6, 27)),
        ("27-Jun-2021", date(2021, 6, 27)),
        ("29.02.2024", date(2024, 2, 29)),
    ],
)
def test_dates_as_offices_write_them(text, day):
    assert parse_date(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "৩০ ফেব্রুয়ারি ২০২৪",
        "29.02.2023",
        "২০২৪-১৩-০১",
        "৩১/০৬/২৪",
        "০০.০১.২০২৪",
        "৩১ আশ্বিন ১৪২৫",
        "৩০ ফাল্গুন ১৪২৭ বঙ্গাব্দ",
        "৩২.০১.১৪২৮ বঙ্গাব্দ",
        "১ জুন ০০০০",
    ],
)
def test_days_that_do_not_exist(text):
    with pytest.raises(DateError) as raised:
        parse_date(text)
    assert (raised.value.code, raised.value.text) == ("no-such-day", text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "খ্রি.",
        "আগামীকাল",
        "২৭ জুন",
        "জুন ২০২১",
        "২৭.০৬",
        "২৭.০৬/২০২১",
        "২৭০৬২০২১",
        "২৭ জুনে ২০২১",
        "২৭ জুন ২০২",
        "২৭ জুন ২০২১ সকাল",
        "১২ শ্রাবণ ২৮",
        "১২ শ্রাবণ ১৪২৮ খ্রি.",
        "২৭ জুন ২০২১ বঙ্গাব্দ",
        "১২.০৪.২৮ বঙ্গাব্দ",
        "२७.०६.२०२१",
        "১২ শ্রাবণ ১৪২৮ ২৭ জুলাই ২০২১",
    ],
)
def test_text_that_is_no_date(text):
    with pytest.raises(DateError) as raised:
        parse_date(text)
    assert (raised.value.code, raised.value.text) == ("unreadable", text)


def test_the_error_survives_a_worker_process():
    error = pickle.loads(pickle.dumps(DateError("unreadable", "কাল")))  # noqa: S301 - our own bytes
    assert (error.code, error.text, error.args) == ("unreadable", "কাল", ("unreadable", "কাল"))


@given(DAYS, st.sampled_from(ERAS))
def test_a_printed_gregorian_date_is_read_back(day, era):
    assert parse_date(format_gregorian(day, era)) == day


@given(DAYS, st.sampled_from(["", "বঙ্গাব্দ"]))
def test_a_printed_bengali_date_is_read_back(day, era):
    assert parse_date(format_bangla(day, era)) == day


@given(DAYS, st.sampled_from(".-/"))
def test_a_numeric_date_is_read_back(day, separator):
    assert parse_date(format_numeric(day, separator)) == day
    assert parse_date(day.isoformat()) == day


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(".-/"))
def test_a_short_numeric_date_is_read_back(day, separator):
    assert parse_date(format_numeric(day, separator, short_year=True)) == day


@given(st.text() | st.text(alphabet="০১২৩-./ জুনখ্রি.১৪২৮শ্রাবণmayবঙ্গাব্দ", max_size=30))
def test_any_text_is_a_date_or_a_date_error(text):
    try:
        read = parse_date(text)
    except DateError as error:
        read = error.code
    assert read in {"unreadable", "no-such-day"} or type(read) is date


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("গত মে/২০২১খ্রি. মাসের এবং জুন/২০২১ খ্রি. মাসের আয়", [(2021, 5), (2021, 6)]),
        ("মে/ ২০২৫ খ্রিঃ মাসের সভা", [(2025, 5)]),
        ("জানুয়ারী-২০২৩ এর পর জানু\u09dfারি ২০২৪", [(2023, 1), (2024, 1)]),
        ("সভাটি ০৫মে ২০২১ তারিখে হয়", [(2021, 5)]),
        ("ডিসেম্বর মাসের ২০২৩", [(2023, 12)]),
        ("from December 2023 to may 2024", [(2023, 12), (2024, 5)]),
        ("প্রতিটি গ্রামে ২০২৪ সালে", []),
        ("আগামী জুন মাসে", []),
        ("জুন ২০২১৫", []),
        ("জুন ১৪২৮", []),
        ("১২ শ্রাবণ ১৪২৮", []),
        ("dismay 2024", []),
        ("", []),
    ],
)
def test_months_mentioned_in_running_text(text, months):
    assert months_in(text) == months


@given(st.lists(st.tuples(st.integers(1900, 2099), st.integers(1, 12), st.sampled_from(sorted(MONTH_STYLES)))))
def test_every_mention_is_found_in_order(mentions):
    text = " সভার পর ".join(format_month(*mention) for mention in mentions)
    assert months_in(text) == [(year, month) for year, month, _ in mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("গত জুন মাসের সভা", True),
        ("জুনের হিসাব", True),
        ("২২.০১.২০২৪ তারিখে", True),
        ("৫/৬/২৬", True),
        ("১২ শ্রাবণ", True),
        ("in March", True),
        ("গ্রামের মেয়র", False),
        ("বেলা ১১.৩০ ঘটিকা", False),
        ("২.১ ও ২.২ নং", False),
        ("মাঘী পূর্ণিমা", False),
        ("", False),
    ],
)
def test_a_month_or_a_day_in_figures_is_found_in_running_text(text: str, expected: bool) -> None:
    assert names_time(text) is expected
