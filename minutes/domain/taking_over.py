"""Filling the draft of a new meeting with what the secretary takes over of the last one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bangla.markers import serial
from bangla.text import fold
from decisions.models import Decision
from documents.layouts import Layout
from meetings.domain.sections import content_of_section
from minutes.domain.continuity import LastMeeting, emptied
from minutes.domain.telling import CONFIRMATION, confirmed, tells, told

Content = dict[str, Any]


@dataclass(frozen=True)
class Chosen:
    """What of the last meeting the secretary takes over: keys of its rows, sections and decisions, and the texts."""

    last: LastMeeting
    items: Collection[int] = ()
    sections: Collection[int] = ()
    decisions: Collection[int] = ()
    confirmation: bool = False
    texts: bool = False

    def fill(self, blank: Content, layout: Layout) -> Content:
        """The document `blank` of a new set with what was chosen: sections, rows and texts of the last one.

        The confirmation comes first, then what is still open, then the items in their order; an open decision of an
        item that is taken over stands with it. What the table has no column for is told in the opening.
        """
        texts = self.last.texts if self.texts else {"opening": [], "closing": []}
        sections = list(self._sections())
        if not any("decision_table" in section for section in sections):
            sections += blank["sections"]
        agenda = _Agenda([section["decision_table"] for section in sections if "decision_table" in section])
        if self.confirmation:
            agenda.confirm(self.last)
        for decision in self.last.decisions:
            if decision.pk in self.decisions:
                agenda.follow_up(decision)
        agenda.number(layout)
        return blank | {
            "opening": [*texts["opening"], *agenda.told],
            "sections": sections,
            "closing": texts["closing"],
        }

    def _sections(self) -> Iterator[Content]:
        """The sections of last time: those with a decision table and those chosen, without what was dealt with."""
        for section in self.last.sections:
            if section.decision_columns is None and section.pk not in self.sections:
                continue
            items = [item for item in self.last.items if item.section_id == section.pk and item.pk in self.items]
            content = content_of_section(section, [_row(item.subject) for item in items])
            if not self.last.holds(content.get("heading", "")):
                content["heading"] = ""
            if "paragraphs" in content:
                content["paragraphs"] = []
            if "data_table" in content:
                content["data_table"] = emptied(content["data_table"])
            yield content


@dataclass
class _Agenda:
    """The decision tables of a new set while their rows are gathered.

    `first`: the rows that come before the items of last time; `told`: what no table prints, for the opening.
    """

    tables: list[Content]
    first: list[Content] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def confirm(self, last: LastMeeting) -> None:
        if tells(self.tables[0]["columns"]):
            self.first.append(_row(CONFIRMATION, discussion=[confirmed(last.held_on)]))
        else:
            self.told.append(confirmed(last.held_on))

    def follow_up(self, decision: Decision) -> None:
        """Tell the decision and its progress in the row of its subject, a new one where there is none yet."""
        row, columns = self._found(decision.item.subject) or self._added(decision.item.subject)
        named = (each.text for each in decision.item.implementers.all())
        row["implementers"] = list(dict.fromkeys([*row["implementers"], *named]))
        (row["discussion"] if tells(columns) else self.told).append(told(decision))

    def number(self, layout: Layout) -> None:
        """Put the rows in their order and give each the serial that the layout has for its place."""
        self.tables[0]["rows"][:0] = self.first
        for table in self.tables:
            for n, row in enumerate(table["rows"], start=1):
                row["serial"] = serial(layout.serial_style, n, layout.serial_prefix)

    def _found(self, subject: str) -> tuple[Content, list[Content]] | None:
        places: Iterable[tuple[Content, list[Content]]] = (
            *((row, self.tables[0]["columns"]) for row in self.first),
            *((row, table["columns"]) for table in self.tables for row in table["rows"]),
        )
        wanted = fold(subject)
        return next((place for place in places if wanted and fold(place[0]["subject"]) == wanted), None)

    def _added(self, subject: str) -> tuple[Content, list[Content]]:
        self.first.append(_row(subject))
        return self.first[-1], self.tables[0]["columns"]


def _row(subject: str, discussion: Iterable[str] = ()) -> Content:
    return {"serial": "", "subject": subject, "discussion": [*discussion], "decisions": [], "implementers": []}
