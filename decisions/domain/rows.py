"""Rows of the decision table between the database and the exchange format: agenda item, decisions, implementers."""

from __future__ import annotations

import datetime
from typing import Any

from decisions.models import Decision, Implementer
from meetings.domain.sections import without_absent
from meetings.models import AgendaItem, Section

Content = dict[str, Any]


def add_row(section: Section, content: Content) -> AgendaItem:
    """Append a row with `content` (a row of the exchange format) to the section's decision table."""
    last = section.items.order_by("position").last()
    return write_row(AgendaItem(section=section, position=last.position + 1 if last else 0), content)


def write_row(item: AgendaItem, content: Content) -> AgendaItem:
    """Give `item` this content and save it. Only drafts are written, whose decisions nobody follows yet."""
    item.serial = content["serial"]
    item.subject = content["subject"]
    item.discussion = content["discussion"]
    item.save()
    item.decisions.all().delete()
    Decision.objects.bulk_create(
        Decision(
            item=item,
            position=position,
            marker=decision["marker"],
            text=decision["text"],
            due=datetime.date.fromisoformat(decision["due"]) if "due" in decision else None,
        )
        for position, decision in enumerate(content["decisions"])
    )
    item.implementers.all().delete()
    Implementer.objects.bulk_create(
        Implementer(item=item, position=position, text=text) for position, text in enumerate(content["implementers"])
    )
    return item


def content_of_row(item: AgendaItem) -> Content:
    """The row in the exchange format."""
    return {
        "serial": item.serial,
        "subject": item.subject,
        "discussion": item.discussion,
        "decisions": [
            without_absent({"marker": d.marker, "text": d.text, "due": d.due.isoformat() if d.due else None})
            for d in item.decisions.all()
        ],
        "implementers": [i.text for i in item.implementers.all()],
    }
