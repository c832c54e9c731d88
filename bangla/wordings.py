"""What a typed value looks like in print: every form that offices use, each with the name of what it is.

`৩১` gives `৩১ (একত্রিশ)` and `৩১ (একত্রিশ) জন`, a date its forms in both calendars, a time its hour with the words of
the day, a memo number its groups. A text that can be read in several ways gives the forms of all of them.
"""

import re
from collections.abc import Iterator
from datetime import date, time
from itertools import chain
from typing import NamedTuple

from bangla.calendar import BanglaDateError
from bangla.dates import (
    MONTH_STYLES,
    WEEKDAYS,
    DateError,
    format_bangla,
    format_gregorian,
    format_month,
    format_numeric,
    month_name,
    months_in,
    ordinal_day,
    parse_date,
)
from bangla.digits import to_bangla
from bangla.memo import SCHEMES, MemoError, parse_memo, parse_prefix, scheme_of
from bangla.numbers import LARGEST, amount, grouped, ordinal, ordinal_words, with_words, words
from bangla.text import fold
from bangla.times import ACCEPTED_HOURS, TimeError, format_time, parse_time, period

LONGEST = 80
"""Code points that a value may have; longer texts are no values."""


class Wording(NamedTuple):
    """A form for print. `name` says what it is: one of NAMES."""

    name: str
    text: str


NAMES = (
    *("number-words", "people", "words", "grouped", "ordinal", "ordinal-words", "day-ordinal", "money", "money-words"),
    *("date", "date-era", "numeric", "numeric-era", "date-bangla", "both-calendars", "month", "weekday"),
    *("time", "at-time", "memo-18", "memo-22", "file-18", "file-22"),
)

# Thousands parted as in Bangladesh (12,50,000) or as elsewhere (1,250,000), or not at all; then decimals.
_NUMBER = re.compile(
    r"(?P<whole>[0-9]+|[0-9]{1,2}(?:,[0-9]{2})*,[0-9]{3}|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.(?P<part>[0-9]{1,6}))?"
)
_BENGALI_LETTER = re.compile("[\u0980-\u09e5\u09f0-\u09fe]")
_BARE_TIME = re.compile(r"[0-9]{1,2}\s*[.:]\s*[0-9]{2}")
_ENDS_OF_WORDS = {"am", "pm"}
_WORKING_HOURS = range(8, 20)
# The digits of a file's number typed without dots, and where there is one the serial behind it.
_FILE_DIGITS = re.compile(r"(?P<file>[0-9]+)(?:\s*(?P<separator>[.-])\s*(?P<serial>[0-9]{1,9}))?")

# What is meant as a memo number, be it right or wrong: digits in four groups or more.
_GROUPS = re.compile(r"[0-9]+(?:\s*[.-]\s*[0-9]+){3,}")


def wordings(typed: str) -> list[Wording]:
    """Every printed form of the value `typed` in Bengali or ASCII digits, the usual one of each kind first.

    Empty where the text is no value. Nothing is raised, and no form stands there twice.
    """
    value = fold(typed) if len(typed) <= LONGEST else ""
    readings = (_of_number, _of_date, _of_month, _of_time, _of_memo)
    return list(dict.fromkeys(chain.from_iterable(reading(value) for reading in readings)))


def memo_error(typed: str) -> MemoError | None:
    """What is wrong with a text that looks like a memo number; None where it is one, a file's, or looks like none."""
    value = fold(typed) if len(typed) <= LONGEST else ""
    if _GROUPS.fullmatch(value) and not wordings(typed):
        try:
            parse_memo(value)
        except MemoError as error:
            return error
    return None


def is_for_print(typed: str) -> bool:
    """Whether the text that gives a value is meant to be printed as it is.

    Words in Bengali letters are, and figures in a form of the value that offices print (`১৮.০১.২০২৪`); figures in no
    such form (`18-1-24`, `১০.৩০`) and words in Latin letters are a quick way to type the value.
    """
    return bool(_BENGALI_LETTER.search(typed)) or any(wording.text == typed for wording in wordings(typed))


def _of_number(value: str) -> Iterator[Wording]:
    found = _NUMBER.fullmatch(value)
    number = int(found["whole"].replace(",", "")) if found else LARGEST + 1
    if not found or number > LARGEST:
        return
    if found["part"]:
        yield from _of_decimal(number, found["part"])
        return
    width = len(found["whole"]) if found["whole"].startswith("0") else 0
    yield Wording("number-words", with_words(number, width))
    yield Wording("people", f"{with_words(number, 2)} জন")
    yield Wording("words", words(number))
    if number >= 1000:
        yield Wording("grouped", grouped(number))
    if number:
        yield Wording("ordinal", ordinal(number))
    if 1 <= number <= 10:
        yield Wording("ordinal-words", ordinal_words(number))
    if 1 <= number <= 31:
        yield Wording("day-ordinal", ordinal_day(number))
    yield from _of_money(number)


def _of_decimal(number: int, part: str) -> Iterator[Wording]:
    said = f"{words(number)} দশমিক {' '.join(words(int(digit)) for digit in part)}"
    yield Wording("number-words", f"{to_bangla(f'{number}.{part}')} ({said})")
    if len(part) <= 2:
        yield from _of_money(number, int(part.ljust(2, "0")))


def _of_money(taka: int, paisa: int = 0) -> Iterator[Wording]:
    figures = grouped(taka) + (to_bangla(f".{paisa:02}") if paisa else "")
    said = f"{amount(taka, paisa)} মাত্র"
    yield Wording("money", f"{figures} টাকা")
    yield Wording("money-words", f"{figures} ({said})")
    yield Wording("money-words", said)


def _of_date(value: str) -> Iterator[Wording]:
    try:
        day = parse_date(value)
    except DateError:
        return
    yield Wording("date", format_gregorian(day))
    for era in ("খ্রি.", "খ্রিস্টাব্দ", "খ্রিষ্টাব্দ"):
        yield Wording("date-era", format_gregorian(day, era))
    yield Wording("numeric", format_numeric(day))
    yield Wording("numeric-era", f"{format_numeric(day)} খ্রি.")
    for separator in "-/":
        yield Wording("numeric", format_numeric(day, separator))
    try:
        in_bangla = format_bangla(day)
    except BanglaDateError:
        pass  # a day of before the Bengali calendar
    else:
        yield Wording("date-bangla", in_bangla)
        yield Wording("date-bangla", f"{in_bangla} বঙ্গাব্দ")
        yield Wording("both-calendars", f"{in_bangla} বঙ্গাব্দ / {format_gregorian(day, 'খ্রিস্টাব্দ')}")
        yield Wording("both-calendars", f"{in_bangla} / {format_gregorian(day)}")
    yield Wording("day-ordinal", f"{ordinal_day(day.day)} {month_name(day.month)} {to_bangla(f'{day.year:04}')}")
    yield from _of_a_months(day)
    weekday = WEEKDAYS[day.weekday()]
    yield Wording("weekday", weekday)
    yield Wording("weekday", f"{format_gregorian(day, 'খ্রি.')} রোজ {weekday}")


def _of_month(value: str) -> Iterator[Wording]:
    """A month with its year and no day: `জুন ২০২৬`, `june 2026`."""
    try:
        first = parse_date(f"1 {value}")
    except DateError:
        return
    if months_in(value) == [(first.year, first.month)]:  # and none of the Bengali calendar
        yield from _of_a_months(first)


def _of_a_months(day: date) -> Iterator[Wording]:
    for style in MONTH_STYLES:
        yield Wording("month", format_month(day.year, day.month, style))


def _of_time(value: str) -> Iterator[Wording]:
    try:
        moment = parse_time(value)
    except TimeError:
        return
    moments = [moment]
    if _BARE_TIME.fullmatch(value) and 1 <= moment.hour <= 12:
        moments.append(moment.replace(hour=(moment.hour + 12) % 24))
        moments.sort(key=lambda each: each.hour not in _WORKING_HOURS)
    for each in moments:
        printed = format_time(each)
        yield Wording("time", printed)
        yield Wording("at-time", f"{printed}য়")
        for word in _other_words(each):
            yield Wording("time", printed.replace(period(each), word, 1))


def _other_words(moment: time) -> Iterator[str]:
    """The words of the day that are said of the hour beside the usual one."""
    for word, hours in ACCEPTED_HOURS.items():
        if moment.hour in hours and word not in (period(moment), *_ENDS_OF_WORDS):
            yield word


def _of_memo(value: str) -> Iterator[Wording]:
    spelled = _with_dots(value)
    try:
        memo = parse_memo(spelled)
    except MemoError:
        pass
    else:
        yield Wording(f"memo-{memo.scheme.digits}", memo.printed())
        return
    try:
        groups = parse_prefix(spelled)
    except MemoError:
        return
    yield Wording(f"file-{scheme_of(groups).digits}", to_bangla(".".join(groups)))


def _with_dots(value: str) -> str:
    """A number typed as its bare digits, 18 or 22 of them, in the groups of its scheme; any other text as it is."""
    found = _FILE_DIGITS.fullmatch(value)
    scheme = found and next((each for each in SCHEMES if each.digits == len(found["file"])), None)
    if not found or not scheme:
        return value
    rest, groups = found["file"], []
    for _name, width in scheme.groups:
        groups.append(rest[:width])
        rest = rest[width:]
    return ".".join(groups) + (found["separator"] + found["serial"] if found["serial"] else "")
