"""What a committee's last meeting leaves to the next: standing items, tables, texts, and what is still open."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any

from django.db.models import Exists, OuterRef

from bangla.dates import names_time
from bangla.text import fold
from committees.models import Committee
from committees.powers import Powers
from committees.seating import chairing
from decisions.domain.unfinished import unfinished
from decisions.models import Decision
from documents import richtext
from meetings.models import AgendaItem, Section
from minutes import rules
from minutes.domain.assembly import sections_of
from minutes.models import Minutes

# How subjects speak of the confirmation, an item that is written anew with its date.
_MINUTES = fold("কার্যবিবরণী")
_CONFIRMING = tuple(map(fold, ("দৃঢ়ীকরণ", "দৃঢ়করণ", "নিশ্চিতকরণ", "অনুমোদন")))
# Headings of a first column that numbers the rows of a data table.
_SERIAL = frozenset(map(fold, ("ক্রম", "ক্রমিক", "ক্রমিক নং", "ক্রমিক নম্বর", "ক্র.নং", "ক্র. নং", "নং", "নম্বর")))


def is_confirmation(subject: str) -> bool:
    """Whether an item of this subject confirms the minutes of the meeting before."""
    folded = fold(subject)
    return _MINUTES in folded and any(word in folded for word in _CONFIRMING)


def last_sets(committee_id: int, powers: Powers, before: datetime.date | None = None) -> list[Minutes]:
    """The newest editions of the last two meetings, those held before a day where one is given.

    Only sets that the person may read; those of meetings without a day stand nowhere in the order.
    """
    kept = rules.visible_minutes(powers).exclude(state=Minutes.State.DISCARDED)
    later = kept.filter(meeting=OuterRef("meeting"), edition__gt=OuterRef("edition"))
    found = kept.filter(~Exists(later), meeting__committee=committee_id, meeting__held_on__isnull=False)
    if before:
        found = found.filter(meeting__held_on__lt=before)
    return list(found.order_by("-meeting__held_on", "-meeting_id")[:2])


def last_meeting(committee: Committee, held_on: datetime.date, powers: Powers) -> LastMeeting | None:
    """The last meeting before one of `held_on`, with all that it leaves; None for the committee's first."""
    sets = last_sets(committee.pk, powers, held_on)
    met = sets[0].meeting.held_on if sets else None
    if met is None:
        return None
    chair = chairing(committee, held_on)
    before = [AgendaItem.objects.filter(section__in=minutes.sections) for minutes in sets[1:]]
    return LastMeeting(
        minutes=sets[0],
        held_on=met,
        sections=sections_of(sets[0]),
        earlier=frozenset(fold(subject) for subject in before[0].values_list("subject", flat=True)) if before else None,
        decisions=still_open(committee.pk, held_on, powers),
        chair=chair.tenure.person.name_bn if chair else "",
    )


def still_open(committee_id: int, held_on: datetime.date, powers: Powers) -> list[Decision]:
    """The open decisions of the meetings before that day; that minutes were confirmed leaves nothing to carry out."""
    found = unfinished(committee_id, held_on, powers)
    return [decision for decision in found if not is_confirmation(decision.item.subject)]


@dataclass(frozen=True)
class LastMeeting:
    """The last set of minutes before a new one, and what of it can be taken over.

    `earlier`: the folded subjects of the set before it, None where there was none; `decisions`: those still open, of
    all earlier meetings; `chair`: who conducts the new meeting.
    """

    minutes: Minutes
    held_on: datetime.date
    sections: Sequence[Section]
    earlier: Collection[str] | None
    decisions: Sequence[Decision]
    chair: str

    @cached_property
    def items(self) -> list[AgendaItem]:
        """The rows that have a subject, in their order, each subject once; the confirmation is not among them."""
        once: dict[str, AgendaItem] = {}
        for item in chain.from_iterable(section.items.all() for section in self.sections):
            if item.subject.strip() and not is_confirmation(item.subject):
                once.setdefault(fold(item.subject), item)
        return list(once.values())

    @property
    def knows_earlier(self) -> bool:
        return self.earlier is not None

    def is_standing(self, item: AgendaItem) -> bool:
        """Whether the subject was dealt with the time before as well, as far as anything is known of that time."""
        return self.earlier is None or fold(item.subject) in self.earlier

    @cached_property
    def others(self) -> list[Section]:
        """The sections without a decision table that have a heading or a data table."""
        return [
            section
            for section in self.sections
            if section.decision_columns is None and (section.table_columns or (section.heading or "").strip())
        ]

    @cached_property
    def texts(self) -> dict[str, list[str]]:
        """The paragraphs of opening and closing that hold as well for another meeting."""
        parts = {"opening": self.minutes.opening, "closing": self.minutes.closing}
        return {
            part: [text for text in texts if not richtext.is_blank(text) and self.holds(text)]
            for part, texts in parts.items()
        }

    @property
    def outdated(self) -> list[str]:
        """The paragraphs and headings that hold for that meeting alone, without their tags."""
        headings = (section.heading or "" for section in self.sections)
        texts = chain(self.minutes.opening, headings, self.minutes.closing)
        return [richtext.plain(text) for text in texts if not self.holds(text)]

    def holds(self, text: str) -> bool:
        """Whether a rich text names no day, no month, and no chair but who conducts the new meeting."""
        words = richtext.plain(text)
        return not names_time(words) and not any(name in words for name in self._other_chairs)

    def _holding(self, texts: Sequence[str]) -> list[str]:
        return [text for text in texts if not richtext.is_blank(text) and self.holds(text)]

    @cached_property
    def _other_chairs(self) -> set[str]:
        named = {item.get("name") for item in self.minutes.info if item["kind"] == "chair"}
        return {name for name in named if name} - {self.chair}


def emptied(table: dict[str, Any]) -> dict[str, Any]:
    """The data table without what was filled in; a first column of serials or names stays."""
    heads = [row[0] if row else "" for row in table["rows"]]
    is_kept = table["columns"] and (fold(table["columns"][0]).rstrip(".:ঃ") in _SERIAL or _are_names(heads))
    rows = [[head, *("" for _cell in row[1:])] for head, row in zip(heads, table["rows"], strict=True)]
    return table | {"rows": rows if is_kept else []}


def _are_names(texts: Sequence[str]) -> bool:
    """Whether the texts are words, each another one, and no days."""
    words = [fold(text) for text in texts]
    return len(set(words)) == len(words) and all(word[:1].isalpha() and not names_time(word) for word in words)
