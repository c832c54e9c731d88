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
    """Give `item` this content and save it. Decisions keep their rows by position, and with them their progress."""
    item.serial = content["serial"]
    item.subject = content["subject"]
    item.discussion = content["discussion"]
    item.save()
    kept = {d.position: d for d in item.decisions.all()}
    for position, wanted in enumerate(content["decisions"]):
        decision = kept.pop(position, None) or Decision(item=item, position=position)
        decision.marker, decision.text = wanted["marker"], wanted["text"]
        decision.due = datetime.date.fromisoformat(wanted["due"]) if "due" in wanted else None
        decision.save()
    Decision.objects.filter(pk__in=[d.pk for d in kept.values()]).delete()
    _write_implementers(item, content["implementers"])
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


def _write_implementers(item: AgendaItem, texts: list[str]) -> None:
    """Replace the implementers, keeping the post that a text was known to mean."""
    posts = {i.text: i.post_id for i in item.implementers.all()}
    if list(posts) == texts:
        return
    item.implementers.all().delete()
    Implementer.objects.bulk_create(
        Implementer(item=item, position=position, text=text, post_id=posts.get(text))
        for position, text in enumerate(texts)
    )
