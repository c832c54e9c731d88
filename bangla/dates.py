"""Dates and months as offices print and type them."""

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from bangla.calendar import MONTHS, BanglaDate, from_gregorian
from bangla.digits import to_bangla
from bangla.text import fold

GREGORIAN_MONTHS = (
    "জানুয়ারি",
    "ফেব্রুয়ারি",
    "মার্চ",
    "এপ্রিল",
    "মে",
    "জুন",
    "জুলাই",
    "আগস্ট",
    "সেপ্টেম্বর",
    "অক্টোবর",
    "নভেম্বর",
    "ডিসেম্বর",
)
WEEKDAYS = ("সোমবার", "মঙ্গলবার", "বুধবার", "বৃহস্পতিবার", "শুক্রবার", "শনিবার", "রবিবার")
"""In the order of `date.weekday()`: Monday first."""

MONTH_STYLES: Mapping[str, str] = MappingProxyType(
    {
        "plain": "{month} {year}",
        "plain-era": "{month} {year} খ্রি.",
        "slash-era": "{month}/{year} খ্রি.",
        "hyphen-era": "{month}-{year} খ্রি.",
    }
)
"""The forms in which titles of minutes name their month."""

# What is read beside the standard names above: spellings of before the Academy's rules, and English.
_GREGORIAN_SPELLINGS = (
    ("জানুয়ারী", "january", "jan"),
    ("ফেব্রুয়ারী", "ফেব্রয়ারি", "ফেব্রয়ারী", "february", "feb"),
    ("march", "mar"),
    ("april", "apr"),
    ("may",),
    ("june", "jun"),
    ("july", "jul"),
    ("আগষ্ট", "অগাস্ট", "august", "aug"),
    ("সেপ্টেম্বার", "september", "sept", "sep"),
    ("অক্টোবার", "october", "oct"),
    ("নভেম্বার", "নবেম্বর", "november", "nov"),
    ("ডিসেম্বার", "december", "dec"),
)
_BANGLA_SPELLINGS = (
    (),
    ("জৈষ্ঠ", "জৈষ্ঠ্য", "জ্যৈষ্ঠ্য"),
    ("আষাঢ",),
    ("শ্রাবন",),
    (),
    (),
    ("কার্ত্তিক",),
    ("অগ্রহায়ন",),
    (),
    (),
    ("ফাল্গুণ",),
    (),
)
_GREGORIAN_ERAS = (
    *("খ্রিস্টাব্দ", "খ্রিষ্টাব্দ", "খ্রীস্টাব্দ", "খ্রীষ্টাব্দ", "খৃস্টাব্দ", "খৃষ্টাব্দ"),
    *("খ্রি", "খ্রী", "খৃ", "ইং"),
)
_BANGLA_ERAS = ("বঙ্গাব্দ", "বাংলা", "বাং")
_CENTURY = 2000  # of a year written with two digits: the offices these papers come from opened after 2000


def _numbers_by_name(names: tuple[str, ...], spellings: tuple[tuple[str, ...], ...]) -> dict[str, int]:
    return {
        fold(spelling): number
        for number, (name, others) in enumerate(zip(names, spellings, strict=True), start=1)
        for spelling in (name, *others)
    }


def _any_of(words: tuple[str, ...]) -> str:
    return "|".join(sorted(map(fold, words), key=len, reverse=True))


_GREGORIAN = _numbers_by_name(GREGORIAN_MONTHS, _GREGORIAN_SPELLINGS)
_BANGLA = _numbers_by_name(MONTHS, _BANGLA_SPELLINGS)

_BODY_AND_ERA = re.compile(
    rf"(?P<body>.*?)\s*(?:(?P<gregorian>{_any_of(_GREGORIAN_ERAS)})|(?P<bangla>{_any_of(_BANGLA_ERAS)}))?[\s.:ঃ।]*"
)
_YEAR = r"(?P<year>[0-9]{4}|[0-9]{2})"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th|লা|রা|ঠা|ই|শে)?"
_NAME = rf"(?P<name>{_any_of((*_GREGORIAN, *_BANGLA))})"
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<year>[0-9]{4})([-/.])(?P<month>[0-9]{1,2})\2(?P<day>[0-9]{1,2})",
        rf"(?P<day>[0-9]{{1,2}})\s*([-/.])\s*(?P<month>[0-9]{{1,2}})\s*\2\s*{_YEAR}",
        rf"{_DAY}[\s,./-]*{_NAME}[\s,./'’-]*{_YEAR}",
        rf"{_NAME}[\s.]*{_DAY}[\s,]+{_YEAR}",
    )
)
LONGEST = 80
"""Code points that a written date may have; the longest form, with words of the era, has half of them."""

# No letter or sign may stand before the name (the মে of গ্রামে names no month); digits may, as in ০৫মে.
_MONTH_MENTION = re.compile(
    rf"(?<![a-zঀ-৿])(?P<name>{_any_of(tuple(_GREGORIAN))})(?:\s*মাস(?:ের)?)?"
    r"\s*[-–/,.'’]?\s*(?P<year>(?:19|20)[0-9]{2})(?![0-9])"
)

# A month by any name, with or without its year, and a day in figures: words of another day, when a text is used again.
_TIME_MENTION = re.compile(
    rf"(?<![a-zঀ-৿])(?:{_any_of((*_GREGORIAN, *_BANGLA))})(?:ের|র|ে|তে)?(?![a-zঀ-৿])"
    r"|(?<![0-9])[0-9]{1,4}\s?([./-])\s?[0-9]{1,2}\s?\1\s?[0-9]{2,4}(?![0-9])"
)


class DateError(ValueError):
    """Text that names no day.

    `code` is "unreadable", or "no-such-day" where the calendar lacks the day (30 February); `text` is what was read.
    """

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code, text)
        self.code = code
        self.text = text


def month_name(month: int) -> str:
    """The Bengali name of a Gregorian month, 1 to 12. Raises ValueError for another number."""
    if not 1 <= month <= len(GREGORIAN_MONTHS):
        raise ValueError(f"no month {month}")
    return GREGORIAN_MONTHS[month - 1]


def format_gregorian(day: date, era: str = "") -> str:
    """`২৭ জুলাই ২০২১`, followed by `era` (`খ্রি.`, `খ্রিস্টাব্দ`) where one is given."""
    return _with_era(f"{day.day} {month_name(day.month)} {day.year:04}", era)


def format_bangla(day: date, era: str = "") -> str:
    """A Gregorian day in the Bengali calendar, `১২ শ্রাবণ ১৪২৮`, followed by `era` (`বঙ্গাব্দ`) where one is given.

    Raises BanglaDateError before 14 April 594.
    """
    bangla = from_gregorian(day)
    return _with_era(f"{bangla.day} {MONTHS[bangla.month - 1]} {bangla.year:04}", era)


def format_numeric(day: date, separator: str = ".", short_year: bool = False) -> str:
    """`২২.০১.২০২৪`, or `২২.০১.২৪` with `short_year`."""
    year = f"{day.year % 100:02}" if short_year else f"{day.year:04}"
    return to_bangla(separator.join((f"{day.day:02}", f"{day.month:02}", year)))


def ordinal_day(day: int) -> str:
    """A day of the month as it is read out: `১লা`, `৪ঠা`, `১৬ই`, `২৭শে`. Raises ValueError outside 1 to 31."""
    if not 1 <= day <= 31:
        raise ValueError(f"no day {day}")
    ending = ("লা", "রা", "রা", "ঠা")[day - 1] if day <= 4 else "ই" if day <= 18 else "শে"
    return to_bangla(day) + ending


def format_month(year: int, month: int, style: str = "plain") -> str:
    """A Gregorian month as a title names it: `জুন/২০২১ খ্রি.` in the style "slash-era".

    Raises KeyError for a style not in `MONTH_STYLES`, ValueError for a month not in 1 to 12.
    """
    return MONTH_STYLES[style].format(month=month_name(month), year=to_bangla(year))


def parse_date(text: str) -> date:
    """The Gregorian day that `text` names, whichever of the offices' forms and calendars it is in.

    Read: `2021-06-27`, `২৭.০৬.২০২১`, `২৭-৬-২১` (day first; two digits mean 20yy), `২৭ জুন ২০২১খ্রি.`, `27 June 2021`,
    `১২ শ্রাবণ ১৪২৮ বঙ্গাব্দ`, and days in figures followed by বঙ্গাব্দ. Digits may be mixed. Raises DateError.
    """
    whole = _BODY_AND_ERA.fullmatch(fold(text)) if len(text) <= LONGEST else None
    found = whole and next(filter(None, (form.fullmatch(whole["body"]) for form in _FORMS)), None)
    if not whole or not found:
        raise DateError("unreadable", text)
    parts = found.groupdict()
    name, year = parts.get("name"), int(parts["year"])
    in_bangla = name in _BANGLA if name else bool(whole["bangla"])
    if whole["gregorian" if in_bangla else "bangla"]:
        raise DateError("unreadable", text)  # the month of one calendar, the era of the other
    if len(parts["year"]) == 2:
        if in_bangla:
            raise DateError("unreadable", text)
        year += _CENTURY
    month = (_BANGLA if in_bangla else _GREGORIAN)[name] if name else int(parts["month"])
    return _day(text, in_bangla, year, month, int(parts["day"]))


def months_in(text: str) -> list[tuple[int, int]]:
    """Every Gregorian (year, month) that running text mentions with a year of 1900 to 2099, in the order of the text.

    Months of the Bengali calendar, months without a year and dates in figures are not mentions.
    """
    return [(int(found["year"]), _GREGORIAN[found["name"]]) for found in _MONTH_MENTION.finditer(fold(text))]


def names_time(text: str) -> bool:
    """Whether running text names a month of either calendar, with or without a year, or a day in figures."""
    return _TIME_MENTION.search(fold(text)) is not None


def _with_era(day: str, era: str) -> str:
    return to_bangla(day) + (f" {era}" if era else "")


def _day(text: str, in_bangla: bool, year: int, month: int, day: int) -> date:
    try:
        return BanglaDate(year, month, day).to_gregorian() if in_bangla else date(year, month, day)
    except ValueError:
        raise DateError("no-such-day", text) from None
