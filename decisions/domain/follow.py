"""Following decisions from the day their minutes are issued until they are carried out."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

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
    day, its state and what was reported, also where the issue of that edition was cancelled; one that stood until now
    and is left out counts as dropped.
    """
    name_posts(meeting, edition)
    fresh = list(_of_edition(meeting, edition))
    for decision in fresh:
        decision.opened_on = on
    Decision.objects.bulk_update(fresh, ["opened_on"])
    reported = Q(opened_on__isnull=False) | Q(progress__isnull=False)
    earlier_ones = Decision.objects.filter(item__section__meeting=meeting, item__section__edition__lt=edition)
    for earlier, later in _in_same_words(earlier_ones.filter(reported).distinct(), fresh):
        if later:
            _hand_on(earlier, later)
        elif earlier.opened_on:
            earlier.state = Decision.State.DROPPED
            earlier.save(update_fields=["state"])


def close_for(meeting: Meeting, edition: int, standing: int | None) -> None:
    """Follow the edition's decisions no longer: its issue was cancelled.

    `standing` is the earlier edition that stands again by that, if there is one: its decisions get back what they had
    handed on, and what counted as dropped because it was left out is as it was reported last.
    """
    closed = _of_edition(meeting, edition).filter(opened_on__isnull=False)
    if standing:
        again = list(_of_edition(meeting, standing))
        for decision in again:
            last = decision.progress.first()
            decision.state = last.state if last else Decision.State.OPEN
            decision.save(update_fields=["state"])
        for cancelled, back in _in_same_words(closed, again):
            if back:
                _hand_on(cancelled, back)
    closed.update(opened_on=None)


def _of_edition(meeting: Meeting, edition: int) -> QuerySet[Decision]:
    """The decisions of an edition, without those that are only room on paper."""
    of_edition = Decision.objects.filter(item__section__meeting=meeting, item__section__edition=edition)
    return of_edition.exclude(text="")


def _in_same_words(ones: Iterable[Decision], others: Iterable[Decision]) -> Iterator[tuple[Decision, Decision | None]]:
    """Each of `ones` with the first of `others` that has its words and is not taken yet."""
    left = list(others)
    for one in ones:
        other = next((decision for decision in left if decision.text == one.text), None)
        if other:
            left.remove(other)
        yield one, other


def _hand_on(source: Decision, target: Decision) -> None:
    """Let `target` be followed in the place of `source`, with its day, its state and what was reported."""
    target.opened_on, target.state = source.opened_on or target.opened_on, source.state
    target.save(update_fields=["opened_on", "state"])
    source.progress.update(decision=target)
    source.opened_on = None
    source.save(update_fields=["opened_on"])


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
