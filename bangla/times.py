"""Times of day as offices print and type them: `দুপুর ১২.৪৫ ঘটিকা`."""

import re
from collections.abc import Mapping
from datetime import time
from types import MappingProxyType

from bangla.digits import to_bangla
from bangla.text import fold

# Office usage, not law: the word printed before the hour, from the time given until the next row's. The hours are those
# that notices and minutes use most; neighbouring words overlap in life, which ACCEPTED_HOURS allows for.
PERIODS: tuple[tuple[time, str], ...] = (
    (time(0), "রাত"),
    (time(4), "ভোর"),
    (time(6), "সকাল"),
    (time(11), "বেলা"),
    (time(12), "দুপুর"),
    (time(15), "বিকাল"),
    (time(18), "সন্ধ্যা"),
    (time(20), "রাত"),
)

ACCEPTED_HOURS: Mapping[str, frozenset[int]] = MappingProxyType(
    {
        "ভোর": frozenset(range(3, 8)),
        "সকাল": frozenset(range(5, 12)),
        "বেলা": frozenset(range(9, 17)),
        "দুপুর": frozenset(range(11, 17)),
        "বিকাল": frozenset(range(14, 20)),
        "সন্ধ্যা": frozenset(range(17, 22)),
        "রাত": frozenset({*range(18, 24), *range(5)}),
        "am": frozenset(range(12)),
        "pm": frozenset(range(12, 24)),
    }
)
"""The hours of the 24-hour clock that each word is read with: never one hour and also the hour twelve later."""

_SPELLINGS = {"বিকেল": "বিকাল", "সন্ধা": "সন্ধ্যা", "রাত্রি": "রাত"}
_WORD = "|".join(fold(word) for word in (*ACCEPTED_HOURS, *_SPELLINGS))
_TIME = re.compile(
    # ঃ stands here only between digits, where it can be no letter
    rf"(?P<before>{_WORD})?\s*(?P<hour>[0-9]{{1,2}})"
    rf"(?:\s*[.:ঃ]\s*(?P<minute>[0-9]{{2}})|\s*টা\s*(?P<spoken>[0-9]{{1,2}})\s*মি(?:নিট|\.)?)?"
    rf"\s*(?P<after>am|pm)?\s*(?P<unit>ঘটিকা(?:{fold('য়')}|র)?|টা(?:{fold('য়')}|র)?)?\s*[।.]?"
)


class TimeError(ValueError):
    """Text that names no time of day.

    `code` is "unreadable", or "no-such-time" where the clock has no such hour or minute, or the word and the hour
    contradict each other; `text` is what was read.
    """

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code, text)
        self.code = code
        self.text = text


def period(moment: time) -> str:
    """The word before the hour, from the table of office usage `PERIODS`."""
    return next(word for start, word in reversed(PERIODS) if moment.replace(tzinfo=None) >= start)


def format_time(moment: time) -> str:
    """The hour and minute on the 12-hour clock: `দুপুর ১২.৪৫ ঘটিকা`. Seconds are not printed."""
    hour = moment.hour % 12 or 12
    return to_bangla(f"{period(moment)} {hour}.{moment.minute:02} ঘটিকা")


LONGEST = 80
"""Code points that a written time may have."""


def parse_time(text: str) -> time:
    """The time of day in `text`: `দুপুর ১২.৪৫ ঘটিকা`, `বেলা ১১টায়`, `বিকাল ৩টা ৩০ মিনিট`, `02:30 PM`, `14:30`.

    Digits may be Bengali or ASCII. Without a word of the day the hour is that of the 24-hour clock; an hour alone needs
    such a word or ঘটিকা beside it. Raises TimeError.
    """
    found = _TIME.fullmatch(fold(text)) if len(text) <= LONGEST else None
    if not found or (found["before"] and found["after"]):
        raise TimeError("unreadable", text)
    word = found["before"] or found["after"]
    minute = found["minute"] or found["spoken"]
    if not (word or minute or found["unit"]):
        raise TimeError("unreadable", text)
    hours = _hours(int(found["hour"]), _SPELLINGS.get(word, word) if word else None)
    if len(hours) != 1 or int(minute or 0) > 59:
        raise TimeError("no-such-time", text)
    return time(hours[0], int(minute or 0))


def _hours(hour: int, word: str | None) -> list[int]:
    """The hours of the 24-hour clock that `hour` may mean; one at most."""
    if word is None:
        return [hour] if hour < 24 else []
    meant = [hour % 12, hour % 12 + 12] if 1 <= hour <= 12 else [hour]
    return [hour for hour in meant if hour in ACCEPTED_HOURS[word]]
