"""Who may see and do what with a set of minutes. The legal moves are the table MOVES; everything else reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.permissions import ALLOWED, Denied, Verdict
from committees.powers import Powers, Role
from minutes.models import Minutes

State = Minutes.State


@dataclass(frozen=True)
class Move:
    """A legal move: from which states to which, who makes it, and the reasons given when it may not be made.

    `of_corrections`: it is made with a corrected edition alone.
    """

    sources: frozenset[str]
    target: str
    role: str
    not_yours: Promise
    not_now: Promise
    of_corrections: bool = False


DRAFT = frozenset({State.DRAFTING, State.RETURNED})

MOVES: Mapping[str, Move] = {
    "submit": Move(
        DRAFT,
        State.IN_REVIEW,
        Role.SECRETARY,
        _("Only the member secretary sends the minutes to the chair."),
        _("The minutes are not being drafted now."),
    ),
    "send_back": Move(
        frozenset({State.IN_REVIEW}),
        State.RETURNED,
        Role.CHAIR,
        _("Only the chair returns the minutes."),
        _("The minutes are not with the chair now."),
    ),
    "sign": Move(
        frozenset({State.IN_REVIEW}),
        State.SIGNED,
        Role.CHAIR,
        _("Only the chair signs the minutes."),
        _("The minutes are not with the chair now."),
    ),
    "issue": Move(
        frozenset({State.SIGNED}),
        State.ISSUED,
        Role.SECRETARY,
        _("Only the member secretary issues the minutes."),
        _("Minutes are issued once the chair has signed them."),
    ),
    "confirm": Move(
        frozenset({State.ISSUED}),
        State.CONFIRMED,
        Role.SECRETARY,
        _("Only the member secretary records the confirmation."),
        _("Minutes are confirmed by a later meeting, after they were issued."),
    ),
    "cancel": Move(
        frozenset({State.ISSUED}),
        State.CANCELLED,
        Role.SECRETARY,
        _("Only the member secretary cancels the issue."),
        _("An issue is cancelled as long as no later meeting confirmed the minutes."),
    ),
    "discard": Move(
        DRAFT | {State.IN_REVIEW},
        State.DISCARDED,
        Role.SECRETARY,
        _("Only the member secretary discards a corrected edition."),
        _("Only a corrected edition that is not signed yet can be discarded."),
        of_corrections=True,
    ),
}

# The states of minutes whose issue stands, of those that were issued at all, and of those that were signed at all.
IN_FORCE = (State.ISSUED, State.CONFIRMED)
ISSUED_ONCE = (*IN_FORCE, State.CANCELLED)
SIGNED_ONCE = (State.SIGNED, *ISSUED_ONCE)

# In which states whoever sits on the committee may read the minutes; chair and secretary read them always, the
# administrators of the area once they are issued.
OPEN_TO_MEMBERS = (State.IN_REVIEW, *SIGNED_ONCE)
OPEN_TO_ADMINISTRATORS = ISSUED_ONCE


def visible_minutes(powers: Powers) -> QuerySet[Minutes]:
    """The sets of minutes the person may read."""
    seen = Q(meeting__committee__in=powers.committees(Role.CHAIR, Role.SECRETARY))
    seen |= Q(meeting__committee__in=powers.committees(), state__in=OPEN_TO_MEMBERS)
    if powers.everywhere:
        seen |= Q(state__in=OPEN_TO_ADMINISTRATORS)
    elif powers.areas:
        seen |= Q(meeting__committee__area__in=powers.areas, state__in=OPEN_TO_ADMINISTRATORS)
    return Minutes.objects.filter(seen).select_related("meeting__committee__office", "meeting__committee__area")


def makes(powers: Powers, minutes: Minutes, name: str) -> Verdict:
    """Whether the move `name` (a key of MOVES) is the person's to make, in whatever state `minutes` are."""
    move = MOVES[name]
    return ALLOWED if powers.has(minutes.meeting.committee_id, move.role) else Denied(move.not_yours)


def may(powers: Powers, minutes: Minutes, name: str) -> Verdict:
    """Whether the person may make the move `name` (a key of MOVES) with `minutes` as they stand."""
    move = MOVES[name]
    verdict = makes(powers, minutes, name)
    if verdict and (minutes.state not in move.sources or (move.of_corrections and minutes.edition == 1)):
        return Denied(move.not_now)
    return verdict


def edit(powers: Powers, minutes: Minutes) -> Verdict:
    """The member secretary edits a draft, and nobody anything else."""
    if not powers.has(minutes.meeting.committee_id, Role.SECRETARY):
        return Denied(_("Only the member secretary edits the draft."))
    if minutes.state == State.IN_REVIEW:
        return Denied(_("The minutes went to the chair and cannot be edited now."))
    if minutes.state not in DRAFT:
        return Denied(MOVES["submit"].not_now)
    return ALLOWED


def submit(powers: Powers, minutes: Minutes) -> Verdict:
    return may(powers, minutes, "submit")


def send_back(powers: Powers, minutes: Minutes) -> Verdict:
    return may(powers, minutes, "send_back")


def sign(powers: Powers, minutes: Minutes) -> Verdict:
    return may(powers, minutes, "sign")


def issue(powers: Powers, minutes: Minutes) -> Verdict:
    return may(powers, minutes, "issue")


def confirm(powers: Powers, minutes: Minutes) -> Verdict:
    return may(powers, minutes, "confirm")


def cancel(powers: Powers, minutes: Minutes) -> Verdict:
    return may(powers, minutes, "cancel")


def discard(powers: Powers, minutes: Minutes) -> Verdict:
    return may(powers, minutes, "discard")


def correct(powers: Powers, minutes: Minutes) -> Verdict:
    """A signed set is corrected by a later edition; one from the paper archive stays as the paper has it."""
    if not powers.has(minutes.meeting.committee_id, Role.SECRETARY):
        return Denied(_("Only the member secretary starts a corrected edition."))
    if minutes.state not in SIGNED_ONCE:
        return Denied(_("Minutes that are not signed yet are corrected in the draft itself."))
    if minutes.archive_digest:
        return Denied(_("This set was taken over from paper and stays as the paper has it."))
    return ALLOWED
