"""What a committee decided earlier and is not carried out yet."""

from __future__ import annotations

import datetime

from committees.powers import Powers
from decisions import rules
from decisions.domain.follow import with_look
from decisions.models import Decision
from documents.richtext import is_blank


def unfinished(committee_id: int, before: datetime.date, powers: Powers) -> list[Decision]:
    """The open decisions of the committee's meetings before a day that the person sees, the oldest first.

    Each with its `look` and, fetched with it, its row, meeting, implementers and reports; three queries in all.
    """
    found = rules.visible_decisions(powers).filter(
        state=Decision.State.OPEN,
        item__section__meeting__committee=committee_id,
        item__section__meeting__held_on__lt=before,
    )
    places = ("item__section__meeting__held_on", "item__section__position", "item__position", "position", "pk")
    decisions = with_look(found, powers.day).select_related("item__section__meeting").order_by(*places)
    fetched = decisions.prefetch_related("item__implementers", "progress")
    return [decision for decision in fetched if not is_blank(decision.text)]
