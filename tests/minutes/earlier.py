"""Meetings that a committee held before the one that is tested."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from decisions.models import Decision, Progress
from documents.layouts import LAYOUTS
from minutes.domain.assembly import store
from minutes.domain.beginning import blank_content
from minutes.models import Minutes
from tests.factories import Seated, make_meeting

TODAY = timezone.localdate()


def days_ago(days: int) -> datetime.date:
    return TODAY - datetime.timedelta(days=days)


def row(subject: str, *decisions: str, discussion: Sequence[str] = (), implementers: Sequence[str] = ()) -> Any:
    """A row of the exchange format."""
    return {
        "serial": "",
        "subject": subject,
        "discussion": list(discussion),
        "decisions": [{"marker": "", "text": text} for text in decisions],
        "implementers": list(implementers),
    }


def earlier(seated: Seated, days: int, *rows: Any, sections: Sequence[Any] = (), **content: Any) -> Minutes:
    """An issued set of a meeting so many days ago with these rows, whose decisions are followed since then.

    `sections` stand before the decision table; `content` are further keys of the exchange format, or `state`, `edition`
    and `meeting`.
    """
    meeting = content.pop("meeting", None) or make_meeting(seated.committee, days_ago(days))
    minutes = Minutes(
        meeting=meeting,
        state=content.pop("state", Minutes.State.ISSUED),
        edition=content.pop("edition", 1),
    )
    document = blank_content(meeting, LAYOUTS[seated.committee.layout])
    document["sections"][0]["decision_table"]["rows"] = list(rows)
    document["sections"] = [*sections, *document["sections"]]
    store(minutes, document | content)
    Decision.objects.filter(item__section__in=minutes.sections).update(opened_on=meeting.held_on)
    return minutes


def report(decision: Decision, seated: Seated, text: str) -> Progress:
    """The secretary reported `text`, and the decision is still open."""
    return Progress.objects.create(decision=decision, reported_by=seated.secretary, text=text, state="open")
