"""Following decisions from the day their minutes are issued until they are carried out."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, Value, When

from accounts.domain.audit import Actor, record
from accounts.permissions import require
from committees.powers import Powers
from decisions import rules
from decisions.domain.implementers import name_posts
from decisions.models import Decision, Progress
from documents.richtext import is_blank
from meetings.models import Meeting


def overdue(day: datetime.date) -> Q:
    """The condition of being late on `day`. Lateness is not stored: it comes by itself with the day."""
    return Q(state=Decision.State.OPEN, due__lt=day)


def with_look(decisions: QuerySet[Decision], day: datetime.date) -> QuerySet[Decision]:
    """Each decision with `look`: its state, or "overdue" where it is late on `day`."""
    return decisions.annotate(look=Case(When(overdue(day), then=Value("overdue")), default=F("state")))


@transaction.atomic
def open_for(meeting: Meeting, in_force: Mapping[int, datetime.datetime], on: datetime.date) -> None:
    """Follow the newest edition's decisions from `on`, with the posts their implementers mean: it was just issued.

    `in_force`: each edition whose issue stands, that one with them → the moment it was issued.
    """
    name_posts(meeting, max(in_force), on)
    _settle(meeting, in_force, on)


@transaction.atomic
def close_for(meeting: Meeting, in_force: Mapping[int, datetime.datetime]) -> None:
    """Follow what the editions `in_force` leave to be followed: the issue of another one was cancelled."""
    _settle(meeting, in_force, None)


def place_of(pk: int) -> int | None:
    """The key of the decision that is followed in the place of this one; None where the same is followed nowhere."""
    asked = Decision.objects.select_related("item__section__meeting").filter(pk=pk).first()
    repeated = _repeated(asked.item.section.meeting) if asked else ()
    return next((each.pk for same in repeated if asked in same for each in same if each.opened_on), None)


def _settle(meeting: Meeting, in_force: Mapping[int, datetime.datetime], on: datetime.date | None) -> None:
    """Let each decision be followed where the newest edition in force has it, and nowhere where none has it.

    There it has all that was reported on it in any edition, and the state of the newest report. It counts as dropped
    where a later edition in force leaves it out, until somebody reports on it after that. The day is the one since
    which it is followed, else `on`.
    """
    followed = rules.followed_decisions().filter(item__section__meeting=meeting)
    # a report that is being saved ends first and is seen below; one that comes now waits, and finds what stands then
    list(followed.select_for_update(of=("self",)).order_by("pk"))
    changed: list[Decision] = []
    moved: list[Progress] = []
    for same, reports in _with_reports(meeting):
        place = next((each for each in reversed(same) if each.item.section.edition in in_force), None)
        since = min((each.opened_on for each in same if each.opened_on), default=on)
        state = reports[0].state if reports else Decision.State.OPEN
        leaving_out = [edition for edition in in_force if place and edition > place.item.section.edition]
        if leaving_out and not (reports and reports[0].reported_at > in_force[min(leaving_out)]):
            state = Decision.State.DROPPED
        for decision in same:
            before = decision.opened_on, decision.state
            decision.opened_on, decision.state = (since, state) if decision is place else (None, decision.state)
            if before != (decision.opened_on, decision.state):
                changed.append(decision)
        for report in reports:
            if place and report.decision_id != place.pk:
                report.decision = place
                moved.append(report)
    Decision.objects.bulk_update(changed, ["opened_on", "state"])
    Progress.objects.bulk_update(moved, ["decision"])


def _with_reports(meeting: Meeting) -> Iterator[tuple[list[Decision], list[Progress]]]:
    """The decisions that are the same in different editions, the oldest first, with their reports, the newest first."""
    reports = defaultdict(list)
    for report in Progress.objects.filter(decision__item__section__meeting=meeting):
        reports[report.decision_id].append(report)
    for same in _repeated(meeting):
        of_all = [report for decision in same for report in reports[decision.pk]]
        yield same, sorted(of_all, key=lambda report: (report.reported_at, report.pk), reverse=True)


def _repeated(meeting: Meeting) -> Iterable[list[Decision]]:
    """The decisions that editions of the minutes repeat in the same words, together, the oldest first.

    Where an edition has the same words twice, its first goes with the first, its second with the second. Those without
    a text are only room on paper.
    """
    decisions = Decision.objects.filter(item__section__meeting=meeting)
    places = ("item__section__edition", "item__section__position", "item__position", "position", "pk")
    repeated = defaultdict(list)
    seen: Counter[tuple[int, str]] = Counter()
    for decision in decisions.select_related("item__section").order_by(*places):
        if is_blank(decision.text):
            continue
        words = decision.item.section.edition, decision.text
        repeated[decision.text, seen[words]].append(decision)
        seen[words] += 1
    return repeated.values()


def report(decision: Decision, *, actor: Actor, powers: Powers, text: str, state: str) -> Progress:
    """Write a progress report; the decision takes the report's `state` (a value of Decision.State).

    Raises accounts.permissions.NotAllowedError, and ValueError for a report by the portal itself.
    """
    if actor.user is None:
        raise ValueError("A person reports, not the portal.")
    with transaction.atomic():
        row = Decision.objects.select_for_update().get(pk=decision.pk)
        require(rules.may("report", powers, row))
        if state == Decision.State.DROPPED:
            require(rules.may("drop", powers, row))
        progress = Progress.objects.create(decision=row, reported_by=actor.user, text=text, state=state)
        source, row.state = row.state, state
        row.save(update_fields=["state"])
        record(actor, "decision.report", row, source=source, target=state, progress=progress.pk)
    return progress
