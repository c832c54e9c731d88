"""Times of day as offices print and type them."""

from datetime import time


class TimeError(ValueError):
    """Text that is no time of day; `code` is "unreadable" or "no-such-time", `text` what was read."""

    code: str
    text: str


def period(moment: time) -> str:
    """The word before the hour: ভোর, সকাল, বেলা, দুপুর, বিকাল, সন্ধ্যা or রাত."""
    raise NotImplementedError


def format_time(moment: time) -> str:
    """`দুপুর ১২.৪৫ ঘটিকা`."""
    raise NotImplementedError


def parse_time(text: str) -> time:
    """The time of day that `text` names."""
    raise NotImplementedError
