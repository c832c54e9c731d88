from datetime import UTC, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangla.times import ACCEPTED_HOURS, PERIODS, TimeError, format_time, parse_time, period

MINUTES = st.builds(time, st.integers(0, 23), st.integers(0, 59))


@pytest.mark.parametrize(
    ("moment", "printed"),
    [
        (time(12, 45), "দুপুর ১২.৪৫ ঘটিকা"),
        (time(11, 0), "বেলা ১১.০০ ঘটিকা"),
        (time(9, 5), "সকাল ৯.০৫ ঘটিকা"),
        (time(14, 59), "দুপুর ২.৫৯ ঘটিকা"),
        (time(15, 0), "বিকাল ৩.০০ ঘটিকা"),
        (time(18, 30), "সন্ধ্যা ৬.৩০ ঘটিকা"),
        (time(20, 0), "রাত ৮.০০ ঘটিকা"),
        (time(0, 0), "রাত ১২.০০ ঘটিকা"),
        (time(3, 59), "রাত ৩.৫৯ ঘটিকা"),
        (time(4, 0), "ভোর ৪.০০ ঘটিকা"),
        (time(10, 59, 59), "সকাল ১০.৫৯ ঘটিকা"),
    ],
)
def test_printed_times(moment, printed):
    assert format_time(moment) == printed


def test_a_zone_does_not_hinder_the_word():
    assert period(time(11, 30, tzinfo=UTC)) == "বেলা"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("দুপুর ১২.৪৫ ঘটিকা", time(12, 45)),
        ("বেলা ১১.০০ ঘটিকা।", time(11, 0)),
        ("বেলা ১২:৪০ ঘটিকা", time(12, 40)),
        ("বেলা ২টা", time(14, 0)),
        ("সকাল ০৯:৩০ ঘটিকায়", time(9, 30)),
        ("সকাল 10.30 ঘটিকা", time(10, 30)),
        ("সকাল১০ঃ৩০ঘটিকা", time(10, 30)),
        ("বিকেল ৩টায়", time(15, 0)),
        ("বিকাল ৩টা ৩০ মিনিট", time(15, 30)),
        ("বিকাল ১৫.৩০ ঘটিকা", time(15, 30)),
        ("রাত ১২.০০", time(0, 0)),
        ("রাত ১টা", time(1, 0)),
        ("রাত ১১.৩০ ঘটিকা", time(23, 30)),
        ("১১ ঘটিকা", time(11, 0)),
        ("১৪:৩০", time(14, 30)),
        ("00:05", time(0, 5)),
        ("3.15", time(3, 15)),
        ("02:30 PM", time(14, 30)),
        ("12:10 am", time(0, 10)),
    ],
)
def test_times_as_offices_write_them(text, moment):
    assert parse_time(text) == moment


@pytest.mark.parametrize(
    "text",
    ["", "সকাল", "বেলা ১২:৪০০ ঘটিকা", "১২:৪", "১২:৪৫:৩০:১", "১১", "১২-৪৫", "দুপুর বারোটা", "সকাল ১০.৩০ pm", "১২.৪৫ টাকা"],
)
def test_text_that_is_no_time(text):
    with pytest.raises(TimeError) as raised:
        parse_time(text)
    assert (raised.value.code, raised.value.text) == ("unreadable", text)


@pytest.mark.parametrize("text", ["২৪:০০", "১২:৬০", "সকাল ১২.৩০", "বিকাল ১১.০০ ঘটিকা", "১৩:০০ am", "দুপুর ০.৩০", "৯৯ ঘটিকা"])
def test_times_that_do_not_exist(text):
    with pytest.raises(TimeError) as raised:
        parse_time(text)
    assert (raised.value.code, raised.value.text) == ("no-such-time", text)


def test_no_word_is_read_with_two_hours_twelve_apart():
    for hours in ACCEPTED_HOURS.values():
        assert not hours & {(hour + 12) % 24 for hour in hours}


def test_every_word_is_printed_at_hours_it_is_read_with():
    assert {word for _, word in PERIODS} == set(ACCEPTED_HOURS) - {"am", "pm"}


@given(MINUTES)
def test_a_printed_time_is_read_back(moment):
    assert parse_time(format_time(moment)) == moment
    assert parse_time(f"{moment:%H:%M}") == moment
    assert parse_time(f"{moment:%I.%M %p}") == moment


@given(st.text() | st.text(alphabet="০১২৩৪৫.:ঃ বেলাটাঘটিকাampm", max_size=20))
def test_any_text_is_a_time_or_a_time_error(text):
    try:
        read = parse_time(text)
    except TimeError as error:
        read = error.code
    assert read in {"unreadable", "no-such-time"} or type(read) is time
