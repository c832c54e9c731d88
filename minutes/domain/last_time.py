"""What was said and decided last time, beside the rows of a draft, and bringing it in."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from django.db import transaction
from django.db.models import Prefetch
from django.utils import timezone

from accounts.domain.audit import Actor
from accounts.permissions import require
from bangla.text import fold
from committees.powers import Powers
from decisions.domain.follow import with_look
from decisions.domain.rows import content_of_row
from decisions.models import Decision, Progress
from documents import richtext
from meetings.models import AgendaItem
from minutes import rules
from minutes.domain import drafting, parts, structure
from minutes.domain.continuity import last_sets, still_open
from minutes.domain.telling import is_told, tells, told
from minutes.models import Minutes, Revision


class NotThereError(LookupError):
    """The last minutes have no row of that subject, or the decision is not open or stands in the draft already."""


class NothingToFillError(Exception):
    """Nothing of the row was empty, or last time nothing stood there either."""


@dataclass(frozen=True)
class LastDecision:
    """A decision of last time. `look`: how far it is, empty where it is not followed yet; `report`: the newest."""

    marker: str
    words: str
    due: datetime.date | None
    look: str
    report: Progress | None


@dataclass(frozen=True)
class LastRow:
    """The row of the last minutes that has the same subject; discussion and decisions without their tags."""

    held_on: datetime.date | None
    serial: str
    subject: str
    discussion: Sequence[str]
    decisions: Sequence[LastDecision]
    implementers: Sequence[str]


def last_time(minutes: Minutes, powers: Powers) -> dict[int, LastRow]:
    """Last time's row for each row of the draft that has one, by the row's key; seven queries at most."""
    last, found = _last_rows(minutes, powers)
    if not found:
        return {}
    rows = AgendaItem.objects.filter(section__in=minutes.sections).values_list("pk", "subject")
    met = last.meeting.held_on if last else None
    return {pk: _last_row(found[fold(subject)], met) for pk, subject in rows if fold(subject) in found}


def as_last_time(minutes_id: int, row: int, *, actor: Actor, powers: Powers) -> Revision:
    """Fill the empty fields of a row from last time's row of the same subject; what stands there stays.

    The days by which something was due are not taken over. Raises NotThereError where last time had no such row,
    another LookupError where the draft has none, NothingToFillError, and what `drafting.save_part` raises.
    """
    minutes = Minutes.objects.select_related("meeting__committee").get(pk=minutes_id)
    require(rules.may("edit", powers, minutes))
    part = parts.Part("row", row)
    version, standing = parts.version_of(minutes, part), parts.read(minutes, part)
    _last, found = _last_rows(minutes, powers)
    if fold(standing["subject"]) not in found:
        raise NotThereError(standing["subject"])
    last = content_of_row(found[fold(standing["subject"])])
    content = dict(standing)
    if all(map(richtext.is_blank, standing["discussion"])):
        content["discussion"] = last["discussion"]
    if all(richtext.is_blank(decision["text"]) for decision in standing["decisions"]):
        content["decisions"] = [{"marker": each["marker"], "text": each["text"]} for each in last["decisions"]]
    if not standing["implementers"]:
        content["implementers"] = last["implementers"]
    if content == standing:
        raise NothingToFillError(part)
    return drafting.save_part(minutes_id, str(part), content, version=version, actor=actor, powers=powers)


def open_decisions(minutes: Minutes, powers: Powers) -> list[Decision]:
    """The decisions of the committee's earlier meetings that are open and that the draft does not tell of yet."""
    meeting = minutes.meeting
    decisions = still_open(meeting.committee_id, meeting.held_on or timezone.localdate(), powers)
    discussions = AgendaItem.objects.filter(section__in=minutes.sections).values_list("discussion", flat=True)
    paragraphs = [*minutes.opening, *chain.from_iterable(discussions)] if decisions else []
    return [decision for decision in decisions if not is_told(decision, paragraphs)]


@transaction.atomic
def add_from_decision(
    minutes_id: int, section_id: int, decision_id: int, *, actor: Actor, powers: Powers
) -> AgendaItem:
    """Add a row that tells an open decision and its progress, with its subject and implementers.

    Where the section's table prints no discussions they are told at the end of the opening. Raises NotThereError for a
    decision that is not among the `open_decisions`, another LookupError for a section without a decision table, and
    what `drafting.save_part` raises.
    """
    row = structure.append_row(minutes_id, section_id, powers=powers)
    minutes = Minutes.objects.select_related("meeting").get(pk=minutes_id)
    decision = next((each for each in open_decisions(minutes, powers) if each.pk == decision_id), None)
    if decision is None:
        raise NotThereError(decision_id)
    is_printed = tells(row.section.decision_columns)
    content = content_of_row(row) | {
        "subject": decision.item.subject,
        "discussion": [told(decision)] if is_printed else [],
        "implementers": [implementer.text for implementer in decision.item.implementers.all()],
    }
    drafting.save_part(minutes_id, f"row:{row.pk}", content, version=0, actor=actor, powers=powers)
    if not is_printed:
        version = parts.version_of(minutes, parts.Part("opening"))
        opening = [*minutes.opening, told(decision)]
        drafting.save_part(minutes_id, "opening", opening, version=version, actor=actor, powers=powers)
    return row


def _last_rows(minutes: Minutes, powers: Powers) -> tuple[Minutes | None, dict[str, AgendaItem]]:
    """The last set before the draft's day, and its rows by folded subject, of several alike the first."""
    meeting = minutes.meeting
    sets = last_sets(meeting.committee_id, powers, meeting.held_on or timezone.localdate())
    if not sets:
        return None, {}
    decisions = with_look(Decision.objects.all(), powers.day).prefetch_related("progress")
    rows = AgendaItem.objects.filter(section__in=sets[0].sections).order_by("section__position", "position", "pk")
    by_subject: dict[str, AgendaItem] = {}
    for row in rows.prefetch_related(Prefetch("decisions", decisions), "implementers"):
        if row.subject.strip():
            by_subject.setdefault(fold(row.subject), row)
    return sets[0], by_subject


def _last_row(row: AgendaItem, held_on: datetime.date | None) -> LastRow:
    return LastRow(
        held_on=held_on,
        serial=row.serial,
        subject=row.subject,
        discussion=[richtext.plain(text) for text in row.discussion if not richtext.is_blank(text)],
        decisions=[
            _last_decision(decision) for decision in row.decisions.all() if not richtext.is_blank(decision.text)
        ],
        implementers=[implementer.text for implementer in row.implementers.all()],
    )


def _last_decision(decision: Decision) -> LastDecision:
    return LastDecision(
        marker=decision.marker,
        words=decision.words,
        due=decision.due,
        look=decision.look if decision.opened_on else "",  # type: ignore[attr-defined]  # with_look annotates it
        report=next(iter(decision.progress.all()), None),
    )
