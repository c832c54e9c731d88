"""What is missing or odd before minutes go to the chair: errors block, warnings are shown to the chair too."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.language import day, digits
from bangla.text import fold
from committees.powers import Role, seat
from committees.seating import in_the_chair, signing, vice_chairs
from documents import richtext
from documents.model import MinutesDocument, Row
from documents.oddities import Oddity, oddities
from documents.tables import dressed
from minutes.models import Minutes


@dataclass(frozen=True)
class Problem:
    """One thing to mend or to look at. `where` is the text in question."""

    message: str | Promise
    blocking: bool
    where: str = ""


def problems(minutes: Minutes, document: MinutesDocument) -> list[Problem]:
    """Everything to mend or look at in the draft, errors first."""
    odd = (_warning(oddity) for oddity in oddities(document))
    own = (_strange_chair, _below_quorum, _called_late)
    by_settings = (problem for check in own for problem in check(minutes, document))
    return [*_missing(minutes, document), *odd, *_due_too_early(minutes, document), *by_settings]


def due_days(document: MinutesDocument) -> Iterator[tuple[str, datetime.date]]:
    """The decisions that are due on a day, and the day: each by its row's serial, its marker as printed, its words."""
    for row in _rows(document):
        for decision in row.decisions:
            if decision.due:
                named = (row.serial, dressed(decision.marker), richtext.plain(decision.text))
                yield " ".join(part for part in named if part), decision.due


def _missing(minutes: Minutes, document: MinutesDocument) -> list[Problem]:
    found = []
    committee, today = minutes.meeting.committee, timezone.localdate()
    if not signing(committee, today):
        if seat(committee, Role.CHAIR, today):
            found.append(_("Nobody holds the chair's post now. An administrator has to enter the holder."))
        else:
            found.append(
                _("This committee has no chair now. An administrator has to enter one before the minutes can go.")
            )
    if minutes.meeting.held_on is None:
        found.append(_("The date of the meeting is missing."))
    elif minutes.meeting.held_on > timezone.localdate():
        found.append(_("The meeting is still to come. Its minutes go to the chair after it was held."))
    if all(richtext.is_blank(decision.text) for row in _rows(document) for decision in row.decisions):
        found.append(_("There is no decision yet. Write at least one."))
    return [Problem(message, blocking=True) for message in found]


def _warning(oddity: Oddity) -> Problem:
    return Problem(oddity.message, blocking=False, where=oddity.text[:200])


def _due_too_early(minutes: Minutes, document: MinutesDocument) -> Iterator[Problem]:
    met = minutes.meeting.held_on
    for words, due in due_days(document):
        if met and due < met:
            told = gettext("A decision is due before the day of the meeting, on %(day)s:") % {"day": day(due)}
            yield Problem(told, blocking=False, where=words[:200])


def _strange_chair(minutes: Minutes, document: MinutesDocument) -> Iterator[Problem]:
    """Whoever the info block names as chair could chair on that day: as chair, as deputy, or as vice-chair."""
    meeting = minutes.meeting
    if not meeting.held_on:
        return
    lines = [item for item in document.info if item.kind == "chair"]
    named = [item.name for item in lines if item.name]
    chairs = [each.tenure for each in in_the_chair(meeting.committee, meeting.held_on) if each.may_chair]
    able = [*chairs, *vice_chairs(meeting.committee, meeting.held_on)]
    if not (able if named else chairs):
        told = _(
            "Nobody held the chair of the committee on the day of the meeting. If the day is right, write into the "
            "draft who chaired, or have an administrator enter who held the chair then."
        )
        yield Problem(told, blocking=False)
        return
    if lines and not named:
        told = _("The block under the title does not name the chair. On that day the chair was held by:")
        yield Problem(told, blocking=False, where=chairs[0].person.name_bn)
    names = {fold(tenure.person.name_bn) for tenure in able}
    for name in named:
        if fold(name) not in names:
            told = _("By what is entered of the committee, the person named as chair could not chair it on that day:")
            yield Problem(told, blocking=False, where=name[:200])


def _below_quorum(minutes: Minutes, document: MinutesDocument) -> Iterator[Problem]:
    quorum, present = minutes.meeting.committee.quorum, _present(document)
    if quorum and present is not None and present < quorum:
        told = gettext("%(present)s were present, which is below the committee's quorum of %(quorum)s.")
        yield Problem(told % {"present": digits(present), "quorum": digits(quorum)}, blocking=False)


def _present(document: MinutesDocument) -> int | None:
    """How many were there, as the info block or else appendix ক says; None where neither does."""
    counts = [item.count for item in document.info if item.kind == "attendance" and item.count is not None]
    if counts or document.attendance is None:
        return next(iter(counts), None)
    return sum(attendee.status not in ("absent", "excused") for attendee in document.attendance)


def _called_late(minutes: Minutes, _document: MinutesDocument) -> Iterator[Problem]:
    """A notice went out after the meeting was entered at the earliest; of one entered afterwards nothing is known."""
    meeting = minutes.meeting
    period, entered_on = meeting.committee.notice_days, timezone.localdate(meeting.created_at)
    if not (period and meeting.held_on and entered_on <= meeting.held_on):
        return
    days = (meeting.held_on - entered_on).days
    if days < period:
        told = gettext("The meeting was entered %(days)s days before its day; the notice period is %(period)s days.")
        yield Problem(told % {"days": digits(days), "period": digits(period)}, blocking=False)


def _rows(document: MinutesDocument) -> list[Row]:
    return [row for section in document.sections if section.decision_table for row in section.decision_table.rows]
