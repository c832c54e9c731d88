"""The parts of a draft as the sheet on the page has them: what each is called, its form, its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.forms import BoundField
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.language import digits
from bangla.markers import STYLES
from documents.model import ImplementerMarkers
from documents.tables import Columns, dress_of, implementers, parts_of, subject_before
from meetings.models import Section
from minutes.domain.keeping import Order
from minutes.domain.last_time import LastRow
from minutes.domain.parts import OUTER_PARTS, Part
from minutes.forms import RowForm, SectionForm
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


Decision = tuple[BoundField, BoundField, BoundField]  # the fields of its marker, its text, the day it is due


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
    """A row of the decision table: with the columns of its table, in the exchange format, and last time's row.

    `has_room`: whether room for one more decision stands on the page; else decisions.js makes it when it is asked for.
    """

    form: RowForm
    has_room: bool = False
    columns: Sequence[Content] = ()
    last: LastRow | None = None
    implementer_markers: ImplementerMarkers | None = None

    @property
    def cells(self) -> list[tuple[str, list[str]]]:
        """The heading of each column, and what stands in it one below the other, as `documents.tables` prints it."""
        return [(column["heading"], parts_of(column["shows"])) for column in self.columns]

    @cached_property
    def printed(self) -> PrintedRow:
        return PrintedRow(self.form, self.columns, self.implementer_markers)

    @property
    def decisions(self) -> list[tuple[str, Decision, tuple[str, str]]]:
        """What there is to write decisions in, as `PrintedRow` tells them."""
        found = self.printed.decisions
        return found[:-1] if self.lacks_room else found

    @property
    def lacks_room(self) -> bool:
        """Whether the row may have one more decision, and no room for it stands on the page."""
        return self.form.has_spare and not self.has_room

    @property
    def unprinted(self) -> list[str]:
        """What the row has fields for and no column shows; it is told apart on the sheet."""
        shown = {each for column in self.columns for each in column["shows"]}
        return [name for name in self.form.shown if name not in shown]


@dataclass(frozen=True)
class PrintedRow:
    """What of a row prints in other words than its fields hold: what the portal itself writes before and behind them.

    `columns`, `implementer_markers`: those of its table.
    """

    form: RowForm
    columns: Sequence[Content]
    implementer_markers: ImplementerMarkers | None

    @property
    def is_titled(self) -> bool:
        """Whether the discussion begins on the line of its subject."""
        return any("titled discussion" in parts_of(column["shows"]) for column in self.columns)

    @property
    def subject(self) -> str:
        """The subject as it opens the discussion."""
        return subject_before(self._content["subject"], self._content["discussion"])

    @property
    def implementers(self) -> list[SafeString]:
        return implementers(self.implementer_markers, self._content["implementers"])

    @property
    def decisions(self) -> list[tuple[str, Decision, tuple[str, str]]]:
        """What each decision is called, its fields, and what is printed before and behind its marker."""
        decisions = self._content["decisions"]
        places = self.form.places if self.form.is_bound else range(len(decisions))
        markers = dict(zip(places, (decision["marker"].strip() for decision in decisions), strict=True))
        ordinary = STYLES[self.form.layout.decision_markers](1) or "ক"
        dresses = [dress_of(markers.get(place) or ordinary) for place in range(len(self.form.decisions))]
        names = [self.form.name_of(text.name) for _marker, text, _due in self.form.decisions]
        return list(zip(names, self.form.decisions, dresses, strict=True))

    @property
    def on_page(self) -> list[tuple[str, Decision, tuple[str, str]]]:
        """Those of them that the page has from which the row was saved."""
        return self.decisions[: self.form.on_page]

    @cached_property
    def _content(self) -> Content:
        return self.form.content() if self.form.is_bound else self.form.standing


@dataclass(frozen=True)
class SectionCards:
    """A section on the sheet: its own card and, where it has a decision table, a card for each row.

    `columns`: how those of its decision table or else its data table are set.
    """

    section: Section
    card: Card
    rows: list[RowCard]
    columns: Columns

    @property
    def grid(self) -> list[list[tuple[BoundField, bool]]]:
        """The cells of the data table, line by line, and whether each is centred."""
        lines = self.card.form.grid if isinstance(self.card.form, SectionForm) else []
        centred = self.columns.centred
        return [[(field, n < len(centred) and centred[n]) for n, field in enumerate(line)] for line in lines]

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
    """What the page calls every part of a draft whose sections and rows stand in `order`.

    A row is called by its section too where more than one has rows.
    """
    names = {part: str(PART_NAMES[part]) for part in OUTER_PARTS}
    is_told_apart = sum(bool(keys["rows"]) for keys in order) > 1
    row_called = _("Section %(section)s, row %(n)s") if is_told_apart else _("Row %(n)s")
    for n, keys in enumerate(order, start=1):
        names[f"section:{keys['section']}"] = _("Section %(n)s") % {"n": digits(n)}
        for m, row in enumerate(keys["rows"], start=1):
            names[f"row:{row}"] = row_called % {"n": digits(m), "section": digits(n)}
    return names
