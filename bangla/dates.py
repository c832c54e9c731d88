"""Dates as offices print and type them."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

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
MONTH_STYLES: Mapping[str, str] = MappingProxyType(
    {
        "plain": "{month} {year}",
        "plain-era": "{month} {year} খ্রি.",
        "slash-era": "{month}/{year} খ্রি.",
        "hyphen-era": "{month}-{year} খ্রি.",
    }
)


class DateError(ValueError):
    """Text that is no date; `code` is "unreadable" or "no-such-day", `text` what was read."""

    code: str
    text: str


def month_name(month: int) -> str:
    """The Gregorian month 1-12 in Bengali."""
    raise NotImplementedError


def format_gregorian(day: date, era: str = "") -> str:
    """`২৭ জুলাই ২০২১`, then `era` (`খ্রি.`, `খ্রিস্টাব্দ`) if given."""
    raise NotImplementedError


def format_bangla(day: date, era: str = "") -> str:
    """The Bengali calendar's date, `১২ শ্রাবণ ১৪২৮`, then `era` (`বঙ্গাব্দ`) if given."""
    raise NotImplementedError


def format_numeric(day: date, separator: str = ".", short_year: bool = False) -> str:
    """`২২.০১.২০২৪`, or `২২.০১.২৪` with `short_year`."""
    raise NotImplementedError


def format_month(year: int, month: int, style: str = "plain") -> str:
    """A Gregorian month as a title writes it, in one of `MONTH_STYLES`."""
    raise NotImplementedError


def parse_date(text: str) -> date:
    """The day that `text` names."""
    raise NotImplementedError


def months_in(text: str) -> list[tuple[int, int]]:
    """Every Gregorian (year, month) that running text mentions, in order."""
    raise NotImplementedError
