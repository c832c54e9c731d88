"""Following decisions from the day their minutes are issued until they are carried out."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, Value, When

from accounts.domain.audit import Actor, record
from accounts.permissions import require
from committees.powers import Powers
from decisions import rules
from decisions.domain.implementers import name_posts
from decisions.models import Decision, Progress
from meetings.models import Meeting


def overdue(day: datetime.date) -> Q:
    """The condition of being late on `day`. Lateness is not stored: it comes by itself with the day."""
    return Q(state=Decision.State.OPEN, due__lt=day)


def with_look(decisions: QuerySet[Decision], day: datetime.date) -> QuerySet[Decision]:
    """Each decision with `look`: its state, or "overdue" where it is late on `day`."""
    return decisions.annotate(look=Case(When(overdue(day), then=Value("overdue")), default=F("state")))


def open_for(meeting: Meeting, edition: int, on: datetime.date) -> None:
    """Follow the edition's decisions from `on`, with the posts their implementers mean.

    Those without a text are only room on paper. A decision that an earlier edition has in the same words hands on its
    day, its state and what was reported; one that the new edition leaves out counts as dropped.
    """
    name_posts(meeting, edition)
    of_meeting = Decision.objects.filter(item__section__meeting=meeting)
    fresh = list(of_meeting.filter(item__section__edition=edition).exclude(text=""))
    for decision in fresh:
        decision.opened_on = on
    unmatched = list(fresh)
    for earlier in of_meeting.filter(item__section__edition__lt=edition, opened_on__isnull=False):
        later = next((decision for decision in unmatched if decision.text == earlier.text), None)
        if later:
            unmatched.remove(later)
            later.opened_on, later.state = earlier.opened_on, earlier.state
            earlier.progress.update(decision=later)
            earlier.opened_on = None
        else:
            earlier.state = Decision.State.DROPPED
        earlier.save(update_fields=["opened_on", "state"])
    Decision.objects.bulk_update(fresh, ["opened_on", "state"])


def close_for(meeting: Meeting, edition: int) -> None:
    """Follow the edition's decisions no longer: its issue was cancelled."""
    Decision.objects.filter(item__section__meeting=meeting, item__section__edition=edition).update(opened_on=None)


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
