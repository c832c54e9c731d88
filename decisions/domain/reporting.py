"""The progress report on the decisions of a meeting."""

from __future__ import annotations

import datetime

from django.utils import timezone

from committees.powers import Powers
from decisions import rules
from decisions.domain.follow import with_look
from decisions.models import Decision, Progress
from documents.papers.progress import Followed, ProgressReport
from documents.richtext import is_blank
from documents.tables import dressed
from meetings.domain.papers import gathering_of, letterhead_of, secretary_signature
from meetings.models import Meeting


def progress_report(meeting: Meeting, powers: Powers) -> ProgressReport:
    """How the decisions of the meeting that the person sees stand today, in the order of the minutes.

    Each with the last report on it; five queries for the decisions, however many there are.
    """
    found = rules.visible_decisions(powers).filter(item__section__meeting=meeting)
    in_order = ("item__section__position", "item__position", "position", "pk")
    decisions = with_look(found, powers.day).select_related("item").order_by(*in_order)
    return ProgressReport(
        letterhead=letterhead_of(meeting.committee.office),
        meeting=gathering_of(meeting).name,
        held_on=meeting.held_on,
        day=powers.day,
        decisions=tuple(
            _followed(decision)
            for decision in decisions.prefetch_related("item__implementers", "progress")
            if not is_blank(decision.text)
        ),
        signature=secretary_signature(meeting.committee, powers.day),
    )


def _followed(decision: Decision) -> Followed:
    last = next(iter(decision.progress.all()), None)
    marker = dressed(decision.marker)
    return Followed(
        serial=decision.item.serial,
        decision=f"{marker} {decision.words}".strip(),
        implementers=tuple(implementer.text for implementer in decision.item.implementers.all()),
        due=decision.due,
        state=decision.look,  # type: ignore[attr-defined]  # with_look annotates it
        report=last.text if last else "",
        reported_on=_day(last) if last else None,
    )


def _day(report: Progress) -> datetime.date:
    return timezone.localtime(report.reported_at).date()
