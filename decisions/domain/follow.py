"""Following decisions from the day their minutes are issued until they are carried out."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, Value, When

from accounts.domain.audit import Actor, record
from accounts.permissions import require
from committees.powers import Powers
from decisions import rules
from decisions.models import Decision, Progress
from meetings.models import Meeting


def overdue(day: datetime.date) -> Q:
    """The condition of being late on `day`. Lateness is not stored: it comes by itself with the day."""
    return Q(state=Decision.State.OPEN, due__lt=day)


def with_look(decisions: QuerySet[Decision], day: datetime.date) -> QuerySet[Decision]:
    """Each decision with `look`: its state, or "overdue" where it is late on `day`."""
    return decisions.annotate(look=Case(When(overdue(day), then=Value("overdue")), default=F("state")))


def open_for(meeting: Meeting, on: datetime.date) -> int:
    """Follow the meeting's decisions from `on`; those without a text are only room on paper. Returns how many.

    A decision that is followed already, by an earlier edition of the minutes, keeps its day.
    """
    waiting = Decision.objects.filter(item__section__meeting=meeting, opened_on=None).exclude(text="")
    return waiting.update(opened_on=on)


def report(decision: Decision, *, actor: Actor, powers: Powers, text: str, state: str) -> Progress:
    """Write a progress report; the decision takes the report's `state` (a value of Decision.State).

    Raises accounts.permissions.NotAllowedError, and ValueError for a report by the portal itself.
    """
    if actor.user is None:
        raise ValueError("A person reports, not the portal.")
    with transaction.atomic():
        row = Decision.objects.select_for_update().get(pk=decision.pk)
        require(rules.report(powers, row))
        if state == Decision.State.DROPPED:
            require(rules.drop(powers, row))
        progress = Progress.objects.create(decision=row, reported_by=actor.user, text=text, state=state)
        source, row.state = row.state, state
        row.save(update_fields=["state"])
        record(actor, "decision.report", row, source=source, target=state, progress=progress.pk)
    return progress
