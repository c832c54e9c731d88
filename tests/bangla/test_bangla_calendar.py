import unicodedata
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangla.calendar import MAX_YEAR, MONTHS, BanglaDate, BanglaDateError, from_gregorian, month_lengths

# The Gregorian (month, day) on which each month begins, বৈশাখ first; মাঘ, ফাল্গুন and চৈত্র begin in the next Gregorian year.
FIRST_DAYS_1987 = (
    *((4, 14), (5, 15), (6, 15), (7, 16), (8, 16), (9, 16), (10, 16), (11, 15), (12, 15)),
    *((1, 14), (2, 13), (3, 15)),
)
FIRST_DAYS_2019 = (
    *((4, 14), (5, 15), (6, 15), (7, 16), (8, 16), (9, 16), (10, 17), (11, 16), (12, 16)),
    *((1, 15), (2, 14), (3, 15)),
)

KNOWN = [
    (date(2021, 7, 27), BanglaDate(1428, 4, 12)),
    (date(2021, 3, 16), BanglaDate(1427, 12, 2)),
    (date(2024, 2, 28), BanglaDate(1430, 11, 15)),
    (date(2025, 6, 15), BanglaDate(1432, 3, 1)),
    # the switch: 1 কার্তিক 1426 would have been 16 October by the old rules
    (date(2019, 10, 15), BanglaDate(1426, 6, 30)),
    (date(2019, 10, 16), BanglaDate(1426, 6, 31)),
    (date(2019, 10, 17), BanglaDate(1426, 7, 1)),
    (date(2018, 10, 16), BanglaDate(1425, 7, 1)),
    # the end of the last old year, and the first ফাল্গুন with 30 days under the new rules
    (date(2019, 4, 13), BanglaDate(1425, 12, 30)),
    (date(2019, 4, 14), BanglaDate(1426, 1, 1)),
    (date(2020, 2, 29), BanglaDate(1426, 11, 16)),
    (date(2020, 3, 14), BanglaDate(1426, 11, 30)),
    (date(2020, 3, 15), BanglaDate(1426, 12, 1)),
    (date(2016, 3, 14), BanglaDate(1422, 11, 31)),
    # national days, which the reform moved to the dates they had in 1952 and 1971
    (date(2019, 2, 21), BanglaDate(1425, 11, 9)),
    (date(2020, 2, 21), BanglaDate(1426, 11, 8)),
    (date(2018, 12, 16), BanglaDate(1425, 9, 2)),
    (date(2019, 12, 16), BanglaDate(1426, 9, 1)),
    (date(2021, 3, 26), BanglaDate(1427, 12, 12)),
    (date(2021, 5, 8), BanglaDate(1428, 1, 25)),
    (date(2021, 5, 25), BanglaDate(1428, 2, 11)),
]


@pytest.mark.parametrize(("gregorian", "bangla"), KNOWN)
def test_known_pairs(gregorian, bangla):
    assert from_gregorian(gregorian) == bangla
    assert bangla.to_gregorian() == gregorian


@pytest.mark.parametrize("year", [*range(1307, 1426, 7), 1422, 1423, 1424, 1425])
def test_first_days_of_months_by_the_rules_of_1987(year):
    assert first_days(year) == FIRST_DAYS_1987


@pytest.mark.parametrize("year", [*range(1426, 1508)])
def test_first_days_of_months_by_the_rules_of_2019(year):
    assert first_days(year) == FIRST_DAYS_2019


def first_days(year):
    days = [BanglaDate(year, month, 1).to_gregorian() for month in range(1, 13)]
    assert [day.year - year for day in days] == [593] * 9 + [594] * 3
    return tuple((day.month, day.day) for day in days)


def test_every_day_from_1900_to_2100_follows_the_day_before():
    day = date(1900, 1, 1)
    before = from_gregorian(day)
    while day.year < 2101:
        assert before.to_gregorian() == day
        day += timedelta(days=1)
        after = from_gregorian(day)
        assert after > before
        assert after == following(before)
        before = after


def following(day):
    """The next day by the lengths of the months alone."""
    if day.day < month_lengths(day.year)[day.month - 1]:
        return BanglaDate(day.year, day.month, day.day + 1)
    return BanglaDate(day.year, day.month + 1, 1) if day.month < 12 else BanglaDate(day.year + 1, 1, 1)


@given(st.dates(date(594, 4, 14), date(9999, 4, 13)))
def test_round_trip_over_the_whole_range(day):
    assert from_gregorian(day).to_gregorian() == day


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_order_is_that_of_the_days(one, other):
    assert (from_gregorian(one) < from_gregorian(other)) == (one < other)


def test_a_datetime_is_read_by_its_day():
    moment = datetime(2021, 7, 27, 23, 59, tzinfo=UTC)
    assert from_gregorian(moment) == from_gregorian(moment.date())


@pytest.mark.parametrize(
    ("parts", "args"),
    [
        ((1425, 6, 31), ("day", 31, 1, 30)),
        ((1426, 7, 31), ("day", 31, 1, 30)),
        ((1427, 11, 30), ("day", 30, 1, 29)),
        ((1426, 11, 31), ("day", 31, 1, 30)),
        ((1428, 1, 0), ("day", 0, 1, 31)),
        ((1428, 13, 1), ("month", 13, 1, 12)),
        ((1428, 0, 1), ("month", 0, 1, 12)),
        ((0, 1, 1), ("year", 0, 1, MAX_YEAR)),
        ((MAX_YEAR + 1, 1, 1), ("year", MAX_YEAR + 1, 1, MAX_YEAR)),
    ],
)
def test_days_that_do_not_exist(parts, args):
    with pytest.raises(BanglaDateError) as raised:
        BanglaDate(*parts)
    error = raised.value
    assert error.args == args == (error.part, error.value, error.lowest, error.highest)
    assert isinstance(error, ValueError)


@pytest.mark.parametrize("day", [date(594, 4, 13), date(9999, 4, 14), date.min, date.max])
def test_days_outside_the_calendar(day):
    with pytest.raises(BanglaDateError):
        from_gregorian(day)


def test_years_are_as_long_as_gregorian_ones():
    assert [sum(month_lengths(year)) for year in (1421, 1422, 1425, 1426, 1427, 1430, 1506)] == [
        *(365, 366, 365),
        *(366, 365, 366, 365),
    ]


def test_month_names():
    names = "বৈশাখ জ্যৈষ্ঠ আষাঢ় শ্রাবণ ভাদ্র আশ্বিন কার্তিক অগ্রহায়ণ পৌষ মাঘ ফাল্গুন চৈত্র"
    assert list(MONTHS) == unicodedata.normalize("NFC", names).split()
