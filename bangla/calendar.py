"""The Bengali calendar of Bangladesh."""

from dataclasses import dataclass
from datetime import date

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


class BanglaDateError(ValueError):
    """A day that the Bengali calendar does not have; `args` are (part, value, lowest, highest)."""


@dataclass(frozen=True, order=True)
class BanglaDate:
    """A day of the Bengali calendar."""

    year: int
    month: int
    day: int

    def to_gregorian(self) -> date:
        """The same day in the Gregorian calendar."""
        raise NotImplementedError


def from_gregorian(day: date) -> BanglaDate:
    """The Bengali date of a Gregorian day."""
    raise NotImplementedError
