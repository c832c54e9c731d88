"""A meeting as its own papers name it: the notice that calls it, the sheet its members sign, the report on it."""

import datetime
from dataclasses import dataclass

from bangla.dates import WEEKDAYS, format_gregorian
from bangla.times import format_time
from documents.model import InfoItem

DOTS = "." * 28  # what is filled in by hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """When and where a committee meets. `name` ends in সভা: `নদীপুর জেলা আইসিটি কমিটির মার্চ ২০২৫ মাসের সভা`.

    A date, a time or a place that is None or empty is left to be filled in by hand; without a `chair`, the designation
    of who presides, nothing is said of it.
    """

    name: str
    held_on: datetime.date | None
    held_at: datetime.time | None
    place: str
    chair: str = ""

    @property
    def info(self) -> tuple[InfoItem, ...]:
        """Date with its weekday, time, place and chair, as the lines of an info block."""
        lines = {
            "তারিখ ও বার": f"{format_gregorian(self.held_on)}, {WEEKDAYS[self.held_on.weekday()]}"
            if self.held_on
            else DOTS,
            "সময়": format_time(self.held_at) if self.held_at else DOTS,
            "স্থান": self.place or DOTS,
            "সভাপতি": self.chair,
        }
        return tuple(InfoItem("other", label, text=text) for label, text in lines.items())
