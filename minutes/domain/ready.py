"""What is missing or odd before minutes go to the chair: errors block, warnings are shown to the chair too."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from committees.powers import Role, holder, seat
from documents import richtext
from documents.model import MinutesDocument
from documents.oddities import Oddity, oddities
from minutes.models import Minutes


@dataclass(frozen=True)
class Problem:
    """One thing to mend or to look at. `where` is the text in question."""

    message: str | Promise
    blocking: bool
    where: str = ""


def problems(minutes: Minutes, document: MinutesDocument) -> list[Problem]:
    """Everything to mend or look at in the draft, errors first."""
    return [*_missing(minutes, document), *(_warning(oddity) for oddity in oddities(document))]


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
    rows = [row for section in document.sections if section.decision_table for row in section.decision_table.rows]
    if all(richtext.is_blank(decision.text) for row in rows for decision in row.decisions):
        found.append(_("There is no decision yet. Write at least one."))
    return [Problem(message, blocking=True) for message in found]


def _warning(oddity: Oddity) -> Problem:
    return Problem(oddity.message, blocking=False, where=oddity.text[:200])
