"""The sheet of a draft, card by card: what the templates below templates/minutes/sheet show."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, cast

from committees.powers import Powers
from decisions.domain.rows import content_of_row
from documents.layouts import LAYOUTS
from documents.model import MinutesDocument
from documents.tables import columns_to_write_in
from documents.widths import label_shares, signature_share, title_share
from meetings.domain.sections import content_of_section
from meetings.models import AgendaItem, Section
from minutes.domain import parts
from minutes.domain.assembly import document_of, sections_of
from minutes.domain.commenting import by_part, comments_of
from minutes.domain.last_time import last_time
from minutes.forms import FORMS, RowForm
from minutes.models import Minutes, ReviewComment
from minutes.part_form import Content, PartForm
from minutes.views.cards import PART_NAMES, Card, RowCard, SectionCards, anchor, names_of


class Sheet:
    """A draft as its secretary's page shows it, in a constant number of queries.

    `typed`: a part that was not saved; `saved`: the name of the one that was, by its button.
    """

    def __init__(self, minutes: Minutes, powers: Powers, *, typed: Card | None = None, saved: str = "") -> None:
        self.minutes = minutes
        self.typed = typed
        self.saved = saved
        self.versions = parts.versions(minutes)
        self.comments = by_part(comments_of(minutes))
        self.last = last_time(minutes, powers)

    @cached_property
    def document(self) -> MinutesDocument:
        return document_of(self.minutes)

    @cached_property
    def head(self) -> dict[str, Card]:
        """The parts outside of the sections, by their names."""
        return {
            name: self._card(name, str(PART_NAMES[name]), getattr(self.minutes, name)) for name in parts.OUTER_PARTS
        }

    @property
    def whole(self) -> Sequence[ReviewComment]:
        """What was said of the minutes as a whole, the reasons of returns among it."""
        return self.comments.get("", ())

    @property
    def commented(self) -> list[tuple[Card, int]]:
        """The parts of which something was said that is not settled, in the order of the sheet, and how much."""
        cards = [self.head[name] for name in parts.HEAD_PARTS]
        for section in self.sections:
            cards += [section.card, *section.rows]
        cards += [self.head[name] for name in parts.FOOT_PARTS]
        counted = [(card, sum(each.settled_at is None for each in card.comments)) for card in cards]
        return [(card, count) for card, count in counted if count]

    @property
    def info_widths(self) -> tuple[int, int, int]:
        return label_shares([line["label"] for line in self.minutes.info])

    @property
    def title_width(self) -> int:
        return title_share(self.minutes.title)

    @property
    def signature_width(self) -> int:
        block = self.minutes.chair_signature
        return signature_share([block["name"], *block["lines"]])

    @cached_property
    def sections(self) -> list[SectionCards]:
        found = sections_of(self.minutes)
        names = names_of(found)
        return [
            SectionCards(
                section,
                self._card(f"section:{section.pk}", names[f"section:{section.pk}"], content_of_section(section, [])),
                [self._row(item, names, section) for item in section.items.all()],
                columns_to_write_in(printed),
            )
            for section, printed in zip(found, self.document.sections, strict=True)
        ]

    @property
    def destinations(self) -> list[SectionCards]:
        """The sections that a row can be moved to."""
        return [each for each in self.sections if each.has_rows]

    def row(self, name: str) -> dict[str, Any] | None:
        """What the template of a row is shown with; None where the sheet has no such row."""
        for each in self.sections:
            for index, row in enumerate(each.rows):
                if row.name == name:
                    edges = {"first": index == 0, "last": index == len(each.rows) - 1}
                    return {"card": row, "section": each.section.pk, "destinations": self.destinations} | edges
        return None

    def _row(self, item: AgendaItem, names: dict[str, str], section: Section) -> RowCard:
        name = f"row:{item.pk}"
        card = self._card(name, names[name], content_of_row(item))
        form = cast("RowForm", card.form)
        return RowCard(
            name,
            card.called,
            form,
            card.version,
            card.comments,
            has_room=form.has_spare and (form.is_bound or form.count == 1 or name == self.saved),
            columns=section.decision_columns or [],
            last=self.last.get(item.pk),
            implementer_markers=section.implementer_markers,
        )

    def _card(self, name: str, called: str, standing: Content) -> Card:
        """A part; its fields name the form, for they stand all over the sheet and seldom inside of it."""
        if self.typed and self.typed.name == name:
            form, version = self.typed.form, self.typed.version
        else:
            form, version = form_of(self.minutes, name, standing), self.versions.get(name, 0)
        for field in form.fields.values():
            field.widget.attrs["form"] = f"{anchor(name)}-form"
        return Card(name, called, form, version, self.comments.get(name, ()))


def form_of(minutes: Minutes, name: str, standing: Content, data: object = None, **kwargs: Any) -> PartForm:
    """The form of the part `name` that opens on what stands there, bound to what was posted where that is given."""
    part = parts.Part.parse(name)
    layout = LAYOUTS[minutes.meeting.committee.layout]
    return FORMS[part.kind](data, standing=standing, layout=layout, prefix=anchor(name), **kwargs)
