"""What is missing or odd before minutes go to the chair: errors block, warnings are shown to the chair too."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.language import day
from committees.powers import Role, holder, seat
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
    return [*_missing(minutes, document), *odd, *_due_too_early(minutes, document)]


def due_days(document: MinutesDocument) -> Iterator[tuple[str, datetime.date]]:
    """The decisions that are due on a day, and the day: each by its row's serial, its marker as printed, its words."""
    for row in _rows(document):
        for decision in row.decisions:
            if decision.due:
                named = (row.serial, dressed(decision.marker), richtext.plain(decision.text))
                yield " ".join(part for part in named if part), decision.due


def _missing(minutes: Minutes, document: MinutesDocument) -> list[Problem]:
    found = []
    chair = seat(minutes.meeting.committee, Role.CHAIR, timezone.localdate())
    if chair is None:
        found.append(_("This committee has no chair now. An administrator has to enter one before the minutes can go."))
    elif holder(chair.post_id, timezone.localdate()) is None:
        found.append(_("Nobody holds the chair's post now. An administrator has to enter the holder."))
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


def _rows(document: MinutesDocument) -> list[Row]:
    return [row for section in document.sections if section.decision_table for row in section.decision_table.rows]
