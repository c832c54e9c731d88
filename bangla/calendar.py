"""The Bengali calendar of Bangladesh, under both of its official rule sets.

Both rule sets begin the year on 14 April and lengthen ফাল্গুন by a day when it holds a Gregorian 29 February. The rules
of 1987 lasted until 15 October 2019 (30 আশ্বিন 1426); the reform of 2019 took effect on the next day, which it made
31 আশ্বিন instead of 1 কার্তিক. Up to 30 আশ্বিন the two agree, so the whole of 1426 follows the reform and no year is mixed.

Days before 14 April 1987 are reckoned by the rules of 1987 as well, though papers of their own time may differ by a day
or two: the months then followed the sun.
"""

from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = (
    "বৈশাখ",
    "জ্যৈষ্ঠ",
    "আষাঢ়",
    "শ্রাবণ",
    "ভাদ্র",
    "আশ্বিন",
    "কার্তিক",
    "অগ্রহায়ণ",
    "পৌষ",
    "মাঘ",
    "ফাল্গুন",
    "চৈত্র",
)

MONTH_LENGTHS_1987 = (31, 31, 31, 31, 31, 30, 30, 30, 30, 30, 30, 30)
MONTH_LENGTHS_2019 = (31, 31, 31, 31, 31, 31, 30, 30, 30, 30, 29, 30)
FIRST_YEAR_OF_2019_RULES = 1426
FALGUN = 11

# The years that lie wholly inside the Gregorian years 1-9999 of datetime.date.
MIN_YEAR = 1
MAX_YEAR = 9405

_YEARS_BEHIND = 593  # ১ বৈশাখ of Bengali year n is 14 April of Gregorian year n + 593


class BanglaDateError(ValueError):
    """A day the Bengali calendar does not have.

    `part` is "year", "month" or "day"; `value` is what was given for it, `lowest` and `highest` what it can be.
    """

    def __init__(self, part: str, value: int, lowest: int, highest: int) -> None:
        super().__init__(part, value, lowest, highest)
        self.part = part
        self.value = value
        self.lowest = lowest
        self.highest = highest

    def __str__(self) -> str:
        return f"{self.part} {self.value} is not between {self.lowest} and {self.highest}"


@dataclass(frozen=True, order=True)
class BanglaDate:
    """A day of the Bengali calendar; later days are greater.

    `year` is in বঙ্গাব্দ, `month` 1 (বৈশাখ) to 12 (চৈত্র). Raises BanglaDateError for a day that does not exist.
    """

    year: int
    month: int
    day: int

    def __post_init__(self) -> None:
        _check("year", self.year, MIN_YEAR, MAX_YEAR)
        _check("month", self.month, 1, len(MONTHS))
        _check("day", self.day, 1, month_lengths(self.year)[self.month - 1])

    def to_gregorian(self) -> date:
        """The same day in the Gregorian calendar."""
        days_before = sum(month_lengths(self.year)[: self.month - 1]) + self.day - 1
        return _new_year(self.year) + timedelta(days=days_before)


def from_gregorian(day: date) -> BanglaDate:
    """The Bengali date of a Gregorian day.

    Raises BanglaDateError before 14 April 594 and from 14 April 9999 on, where the years of `BanglaDate` end.
    """
    year = day.year - _YEARS_BEHIND - ((day.month, day.day) < (4, 14))
    _check("year", year, MIN_YEAR, MAX_YEAR)
    rest = day.toordinal() - _new_year(year).toordinal()
    month = 1
    for length in month_lengths(year):
        if rest < length:
            break
        rest -= length
        month += 1
    return BanglaDate(year, month, rest + 1)


def month_lengths(year: int) -> tuple[int, ...]:
    """The days of each month of a Bengali year, বৈশাখ first."""
    lengths = list(MONTH_LENGTHS_2019 if year >= FIRST_YEAR_OF_2019_RULES else MONTH_LENGTHS_1987)
    lengths[FALGUN - 1] += _is_leap(year + _YEARS_BEHIND + 1)
    return tuple(lengths)


def _new_year(year: int) -> date:
    return date(year + _YEARS_BEHIND, 4, 14)


def _is_leap(gregorian_year: int) -> bool:
    return gregorian_year % 4 == 0 and (gregorian_year % 100 != 0 or gregorian_year % 400 == 0)


def _check(part: str, value: int, lowest: int, highest: int) -> None:
    if not lowest <= value <= highest:
        raise BanglaDateError(part, value, lowest, highest)
