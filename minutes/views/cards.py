"""The parts of a draft as the sheet on the page has them: what each is called, its form, its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.language import digits
from meetings.models import Section
from minutes.domain.keeping import Order
from minutes.domain.last_time import LastRow
from minutes.domain.parts import OUTER_PARTS, Part
from minutes.forms import RowForm
from minutes.models import ReviewComment
from minutes.part_form import Content, PartForm

# What the parts are called by the kind of their names, where they have no number.
PART_NAMES = {
    "title": gettext_lazy("Title"),
    "info": gettext_lazy("Meeting"),
    "opening": gettext_lazy("Opening"),
    "closing": gettext_lazy("Closing"),
    "chair_signature": gettext_lazy("Signature"),
    "section": gettext_lazy("Section"),
    "row": gettext_lazy("Row"),
}


@dataclass(frozen=True)
class Card:
    """A part of the draft on the sheet: what it is called, its form, the version opened, what was said of it."""

    name: str
    called: str
    form: PartForm
    version: int
    comments: Sequence[ReviewComment] = ()

    @property
    def anchor(self) -> str:
        return anchor(self.name)

    @property
    def pk(self) -> int | None:
        return Part.parse(self.name).pk


@dataclass(frozen=True)
class RowCard(Card):
    """A row of the decision table: with the columns of its table, in the exchange format, and last time's row."""

    form: RowForm
    columns: Sequence[Content] = ()
    last: LastRow | None = None

    @property
    def unprinted(self) -> list[str]:
        """What the row has fields for and no column shows; it is told apart on the sheet."""
        shown = {each for column in self.columns for each in column["shows"]}
        return [name for name in self.form.shown if name not in shown]


@dataclass(frozen=True)
class SectionCards:
    """A section on the sheet: its own card and, where it has a decision table, a card for each row.

    `widths`: of the columns of its data table or else its decision table, in percent.
    """

    section: Section
    card: Card
    rows: list[RowCard]
    widths: Sequence[int]

    @property
    def has_rows(self) -> bool:
        return self.section.decision_columns is not None


def anchor(part: str) -> str:
    """The part's name as an id of the page."""
    return part.replace(":", "-")


def called(part: str, sections: Iterable[Section]) -> str:
    """What the page calls the part; a row or section that is not, or no longer, of `sections` has no number."""
    return names_of(sections).get(part) or str(PART_NAMES[Part.parse(part).kind])


def names_of(sections: Iterable[Section]) -> dict[str, str]:
    """What the page calls every part of a draft with these sections."""
    return names_in([{"section": each.pk, "rows": [row.pk for row in each.items.all()]} for each in sections])


def names_in(order: Order) -> dict[str, str]:
    """What the page calls every part of a draft whose sections and rows stand in `order`."""
    names = {part: str(PART_NAMES[part]) for part in OUTER_PARTS}
    for n, keys in enumerate(order, start=1):
        names[f"section:{keys['section']}"] = _("Section %(n)s") % {"n": digits(n)}
        for m, row in enumerate(keys["rows"], start=1):
            names[f"row:{row}"] = _("Row %(n)s") % {"n": digits(m)}
    return names
