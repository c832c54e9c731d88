"""Rows of the decision table between the database and the exchange format: agenda item, decisions, implementers."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Denied, NotAllowedError
from decisions.models import Decision, Implementer
from meetings.domain.sections import without_absent
from meetings.models import AgendaItem, Section

Content = dict[str, Any]


def add_row(section: Section, content: Content) -> AgendaItem:
    """Append a row with `content` (a row of the exchange format) to the section's decision table."""
    last = section.items.order_by("position").last()
    return write_row(AgendaItem(section=section, position=last.position + 1 if last else 0), content)


def write_row(item: AgendaItem, content: Content) -> AgendaItem:
    """Give `item` this content and save it.

    A decision keeps its row in the database, and with it what was reported on it, by its wording, else by its place.
    Raises NotAllowedError where a decision with progress would go.
    """
    item.serial = content["serial"]
    item.subject = content["subject"]
    item.discussion = content["discussion"]
    item.save()
    standing = list(item.decisions.all())
    kept = _matched(standing, content["decisions"])
    take_out(item.decisions.exclude(pk__in=[decision.pk for decision in kept if decision]))
    for position, (wanted, known) in enumerate(zip(content["decisions"], kept, strict=True)):
        decision = known or Decision(item=item)
        decision.position, decision.marker, decision.text = position, wanted["marker"], wanted["text"]
        decision.due = datetime.date.fromisoformat(wanted["due"]) if "due" in wanted else None
        decision.save()
    _write_implementers(item, content["implementers"])
    return item


def take_out(decisions: QuerySet[Decision]) -> None:
    """Delete `decisions`; raises NotAllowedError where something was reported on one of them."""
    if decisions.filter(progress__isnull=False).exists():
        raise NotAllowedError(
            Denied(
                _("Progress was reported on a decision that is no longer there. Such a decision stays in the draft.")
            )
        )
    decisions.delete()


def _matched(standing: list[Decision], wanted: list[Content]) -> list[Decision | None]:
    """For each wanted decision the standing one it is: that of the same wording, else the one left at its place."""
    left = {decision.position: decision for decision in standing}
    kept: list[Decision | None] = []
    for content in wanted:
        same = next((position for position, each in left.items() if each.text == content["text"]), None)
        kept.append(None if same is None else left.pop(same))
    return [known or left.pop(position, None) for position, known in enumerate(kept)]


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
    standing = list(item.implementers.all())
    if [implementer.text for implementer in standing] == texts:
        return
    posts = {implementer.text: implementer.post_id for implementer in standing}
    item.implementers.all().delete()
    Implementer.objects.bulk_create(
        Implementer(item=item, position=position, text=text, post_id=posts.get(text))
        for position, text in enumerate(texts)
    )
