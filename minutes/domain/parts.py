"""The parts of a draft that are saved by themselves: how each is named, read and written."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from decisions.domain.rows import content_of_row, write_row
from meetings.domain.sections import content_of_section, write_section
from meetings.models import AgendaItem, Meeting, Section
from minutes.domain.signature import chair_block, write_wording
from minutes.models import Minutes, Revision

# Outside of the sections: those before them, and those after them.
HEAD_PARTS = ("title", "info", "opening")
FOOT_PARTS = ("closing", "chair_signature")
OUTER_PARTS = (*HEAD_PARTS, *FOOT_PARTS)
# No part, but kept like one: in which order the sections and rows stand. See minutes.domain.keeping.
ORDER = "order"


@dataclass(frozen=True)
class Part:
    """A part's name, `title` … or `section:ID` or `row:ID`, taken apart."""

    kind: str
    pk: int | None = None

    @classmethod
    def parse(cls, name: str) -> Part:
        """The part called `name`; raises LookupError for a name that no part can have.

        A part has one name alone, for its versions are counted by it.
        """
        found = re.fullmatch(r"(section|row):([1-9][0-9]{0,17})", name)
        if name not in OUTER_PARTS and not found:
            raise LookupError(name)
        return cls(found[1], int(found[2])) if found else cls(name)

    def __str__(self) -> str:
        return self.kind if self.pk is None else f"{self.kind}:{self.pk}"


def read(minutes: Minutes, part: Part) -> Any:
    """What the part holds now, in the exchange format; raises LookupError where the minutes have no such part."""
    if part.kind == "section":
        return content_of_section(_section(minutes, part.pk), [])
    if part.kind == "row":
        return content_of_row(_row(minutes, part.pk))
    if part.kind == "chair_signature":
        return chair_block(minutes)
    return getattr(minutes, part.kind)


def write(minutes: Minutes, part: Part, content: Any) -> None:
    """Let the part hold `content`; raises LookupError where the minutes have no such part."""
    if part.kind == "section":
        write_section(_section(minutes, part.pk), content)
    elif part.kind == "row":
        write_row(_row(minutes, part.pk), content)
    elif part.kind == "chair_signature":
        write_wording(minutes, content["lines"])
    else:
        setattr(minutes, part.kind, content)
        minutes.save(update_fields=[part.kind])
        if part.kind == "info":
            _tell_meeting(minutes.meeting, content)


def section_of(minutes: Minutes, row: Part) -> Section:
    """The section in whose table the row stands; raises LookupError where the minutes have no such row."""
    return _row(minutes, row.pk).section


def version_of(minutes: Minutes, part: Part) -> int:
    """The version the part is at: 0 before its first save."""
    revision = newest(minutes, part)
    return revision.version or 0 if revision else 0


def versions(minutes: Minutes) -> dict[str, int]:
    """The version of every part that was saved, in one query; a part not named is at 0."""
    rows = minutes.revisions.filter(refused=False).exclude(part=ORDER).values_list("part").annotate(Max("version"))
    return {part: version or 0 for part, version in rows}


def newest(minutes: Minutes, part: Part) -> Revision | None:
    """The revision that stands in the draft, or None before the first save."""
    return minutes.revisions.filter(part=str(part), refused=False).order_by("version").last()


def _tell_meeting(meeting: Meeting, info: list[dict[str, Any]]) -> None:
    """The info block is where a secretary writes when and where the meeting was; lists and lags read the meeting."""
    lines = {line["kind"]: line for line in info}
    if "value" in lines.get("date", {}):
        meeting.held_on = datetime.date.fromisoformat(lines["date"]["value"])
    if "time" in lines:
        value = lines["time"].get("value")
        meeting.held_at = datetime.time.fromisoformat(value) if value else None
    meeting.place = lines.get("place", {}).get("text", meeting.place)[:500]
    meeting.save()


def _section(minutes: Minutes, pk: int | None) -> Section:
    found = minutes.sections.filter(pk=pk or 0).first()
    if found is None:
        raise LookupError(pk)
    return found


def _row(minutes: Minutes, pk: int | None) -> AgendaItem:
    found = AgendaItem.objects.filter(section__in=minutes.sections, pk=pk or 0).first()
    if found is None:
        raise LookupError(pk)
    return found
