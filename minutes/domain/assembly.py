"""A set of minutes between the database and one document of the exchange format."""

from __future__ import annotations

from typing import Any

from decisions.domain.rows import add_row, content_of_row
from documents import exchange
from documents.marks import Marked, Marks
from documents.model import MinutesDocument
from meetings.domain.papers import EMBLEM, emblem_of
from meetings.domain.sections import add_section, content_of_section, without_absent
from meetings.models import Section
from minutes.models import Minutes, Snapshot

Content = dict[str, Any]

# What the picture shows, in the language of the document
CHAIRS_SIGNATURE = "সভাপতির স্বাক্ষর"

# head matter: key in the exchange format → field of Minutes
HEAD = {
    "committee": "committee_as_printed",
    "letterhead": "letterhead",
    "title": "title",
    "info": "info",
    "opening": "opening",
    "closing": "closing",
    "attendance": "attendance",
    "chair_signature": "chair_signature",
}


def content_of(minutes: Minutes) -> Content:
    """The minutes as they stand now, in the exchange format without a dispatch; four queries whatever their length."""
    content: Content = {"format": exchange.FORMAT}
    content |= {key: getattr(minutes, field) for key, field in HEAD.items()}
    content["sections"] = [
        content_of_section(section, [content_of_row(item) for item in section.items.all()])
        for section in sections_of(minutes)
    ]
    return without_absent(content)


def document_of(minutes: Minutes) -> MinutesDocument:
    """The minutes as a document. A signed set gives what was signed, whatever stands in the rows now."""
    snapshot = getattr(minutes, "snapshot", None)
    return exchange.load(snapshot.document if snapshot else content_of(minutes))


def marked(minutes: Minutes) -> Marked:
    """The minutes with the pictures they bear: once signed, those of that day."""
    snapshot = getattr(minutes, "snapshot", None)
    return Marked(
        document_of(minutes),
        marks_of(snapshot) if snapshot else Marks(emblem=emblem_of(minutes.meeting.committee.office)),
    )


def marks_of(snapshot: Snapshot) -> Marks:
    """The pictures that were printed when the minutes were signed."""
    return Marks(
        emblem=snapshot.emblem.image(EMBLEM) if snapshot.emblem else None,
        chair=snapshot.chair_picture.image(CHAIRS_SIGNATURE) if snapshot.chair_picture else None,
    )


def store(minutes: Minutes, content: Content) -> Minutes:
    """Fill new `minutes` (and the sections of their meeting) from a document in the exchange format, and save them."""
    for key, field in HEAD.items():
        setattr(minutes, field, content.get(key))
    minutes.save()
    for wanted in content["sections"]:
        section = add_section(minutes.meeting, minutes.edition, wanted)
        for row in wanted.get("decision_table", {}).get("rows", []):
            add_row(section, row)
    return minutes


def sections_of(minutes: Minutes) -> list[Section]:
    """The sections in their order, rows, decisions and implementers fetched with them."""
    return list(minutes.sections.prefetch_related("items__decisions", "items__implementers"))
