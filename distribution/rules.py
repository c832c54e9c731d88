"""Who may see and do what with issued documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Denied, Need, Reason, Rule, Rulebook, Table
from committees.powers import Powers, Role
from committees.rules import ADMINISTRATORS, SEATS, SIGNERS, reach, roles_in
from distribution.domain.corrections import overtaken, pending, pending_before, replacement_of
from distribution.models import Delivery, Dispatch, MemoFile
from meetings.rules import roles_at
from minutes import rules as minutes
from minutes.domain.signing import is_intact
from minutes.models import Minutes
from minutes.rules import IN_FORCE, MINUTES, MOVES, visible_minutes

State, Way = Delivery.State, Delivery.Way

GONE_OUT = Denied(_("This issue has gone out already."))
REPLACED = _("A later edition of these minutes was issued already.")


class Stage(models.TextChoices):
    """How far an issue is: `Dispatch.stage`, and what comes of it."""

    MAKING = "making", _("being made")
    FAILED = "failed", _("failed")
    UNSIGNED = "unsigned", _("waits for signature")
    OUT = "out", _("gone out")
    CANCELLED = "cancelled", _("cancelled")
    ON_PAPER = "on_paper", _("taken over from paper")


def stage_of(dispatch: Dispatch) -> str:
    if not dispatch.document:
        return Stage.ON_PAPER
    return Stage.CANCELLED if dispatch.cancelled_at else dispatch.stage or Stage.OUT


# --- Signed minutes


def _is_intact(_powers: Powers, minutes: Minutes) -> bool:
    snapshot = getattr(minutes, "snapshot", None)
    return snapshot is not None and is_intact(snapshot)


def _is_not_overtaken(_powers: Powers, minutes: Minutes) -> bool:
    return not Minutes.objects.filter(overtaken(), pk=minutes.pk).exists()


def _nothing_waits_before(_powers: Powers, minutes: Minutes) -> bool:
    return not pending_before(minutes)


def _is_in_force(_powers: Powers, minutes: Minutes) -> bool:
    later = Minutes.objects.filter(meeting=minutes.meeting_id, edition__gt=minutes.edition)
    return not later.filter(state__in=IN_FORCE).exists()


def _has_gone_out(_powers: Powers, minutes: Minutes) -> bool:
    return not pending().filter(minutes=minutes).exists()


# What this room asks besides; asked once more under the lock of the meeting's editions (workflow.lock_editions).
FURTHER_NEEDS = {
    "issue": (
        Need(_is_intact, _("The signed text was changed in the database. Tell an administrator; it cannot be issued.")),
        Need(_is_not_overtaken, REPLACED),
        Need(
            _nothing_waits_before,
            _("The issue of an earlier edition has not gone out yet. It is signed or cancelled first."),
        ),
    ),
    "confirm": (
        Need(_is_in_force, REPLACED),
        Need(_has_gone_out, _("This issue has not gone out yet. It is signed or cancelled first.")),
    ),
}
SIGNED_MINUTES = replace(
    MINUTES,
    rules=tuple(replace(row, needs=(*row.needs, *FURTHER_NEEDS.get(row.action, ()))) for row in MINUTES.rules),
)


# --- An issue


def _to_dispatch(powers: Powers, dispatch: Dispatch) -> Iterator[str]:
    roles = list(roles_at(powers, dispatch.minutes.meeting))
    if Role.SECRETARY in roles and dispatch.issued_by_id == powers.user.pk:
        yield Role.ISSUER
    yield from roles


def _is_unconfirmed(_powers: Powers, dispatch: Dispatch) -> bool:
    return dispatch.minutes.state in (MOVES["cancel"].states or ())


def _is_unreplaced(_powers: Powers, dispatch: Dispatch) -> bool:
    return replacement_of(dispatch) is None


STANDING = (Stage.MAKING, Stage.FAILED, Stage.UNSIGNED, Stage.OUT)
NOT_MADE = _("The PDF is not made yet.")
FALLEN: Mapping[str, Reason] = {
    Stage.CANCELLED: _("This issue was cancelled."),
    Stage.ON_PAPER: _("This set was taken over from paper: the portal did not send it."),
}
NOT_THE_SECRETARY = _("Only the member secretary handles the distribution.")

DISPATCH: Table[Powers, Dispatch] = Table(
    Dispatch,
    (
        Rule("read", who=(*SEATS, *ADMINISTRATORS)),
        Rule(
            "handle",
            about="look at the PDF before it is signed",
            who=(Role.SECRETARY,),
            not_yours=NOT_THE_SECRETARY,
            states=STANDING,
            instead=FALLEN,
        ),
        Rule(
            "cancel",
            who=(Role.SECRETARY,),
            not_yours=NOT_THE_SECRETARY,
            states=STANDING,
            instead=FALLEN,
            needs=(Need(_is_unconfirmed, MOVES["cancel"].not_now),),
        ),
        Rule(
            "sign",
            who=(Role.ISSUER,),
            not_yours=_("Only the officer who issued the minutes, and whose name the PDF bears, signs it."),
            states=(Stage.UNSIGNED,),
            not_now=NOT_MADE,
            instead={Stage.OUT: GONE_OUT.reason, **FALLEN},
        ),
        Rule(
            "extract",
            about="the rows of one office by themselves",
            who=(Role.SECRETARY,),
            not_yours=NOT_THE_SECRETARY,
            states=(Stage.OUT,),
            not_now=_("Extracts are made once the document itself is finished."),
            instead=FALLEN,
            needs=(Need(_is_unreplaced, REPLACED),),
        ),
        Rule(
            "render_again",
            about="have the PDF made once more",
            who=(Role.SECRETARY, *ADMINISTRATORS),
            not_yours=_("Only the member secretary or an administrator has the PDF made again."),
            states=(Stage.FAILED,),
            not_now=_("The making of the PDF did not fail."),
            instead=FALLEN,
        ),
    ),
    roles=_to_dispatch,
    state=stage_of,
    states=Stage,
)


# --- A copy of it


def _to_copy(powers: Powers, delivery: Delivery) -> Iterator[str]:
    yield from roles_at(powers, delivery.recipient.dispatch.minutes.meeting)
    if delivery.post_id in powers.posts or delivery.address == powers.user.email.lower():
        yield Role.RECIPIENT


def _is_the_portals(_powers: Powers, delivery: Delivery) -> bool:
    return bool(delivery.recipient.dispatch.document)


def _is_not_cancelled(_powers: Powers, delivery: Delivery) -> bool:
    return delivery.recipient.dispatch.cancelled_at is None


def _is_made(_powers: Powers, delivery: Delivery) -> bool:
    return bool(delivery.recipient.dispatch.pdf)


def _goes_by_mail(_powers: Powers, delivery: Delivery) -> bool:
    return delivery.way == Way.MAIL


OF_A_STANDING_ISSUE = (
    Need(_is_the_portals, FALLEN[Stage.ON_PAPER]),
    Need(_is_not_cancelled, FALLEN[Stage.CANCELLED]),
    Need(_is_made, _("The PDF is not made yet, so no copy can have arrived.")),
)
SETTLED = _("This copy is sent or on its way just now.")

COPY: Table[Powers, Delivery] = Table(
    Delivery,
    (
        Rule("read", who=(Role.RECIPIENT,), needs=(Need(_is_made, NOT_MADE),)),
        Rule(
            "resend",
            who=(Role.SECRETARY,),
            not_yours=NOT_THE_SECRETARY,
            states=(State.FAILED, State.UNKNOWN),
            not_now=SETTLED,
            instead={State.QUEUED: _("This copy waits to be sent.")},
            needs=(*OF_A_STANDING_ISSUE, Need(_goes_by_mail, _("This copy goes on paper."))),
        ),
        Rule(
            "mark_delivered",
            who=(Role.SECRETARY,),
            not_yours=NOT_THE_SECRETARY,
            states=(State.QUEUED, State.FAILED, State.UNKNOWN),
            not_now=SETTLED,
            needs=OF_A_STANDING_ISSUE,
        ),
    ),
    roles=_to_copy,
    state=lambda delivery: delivery.state,
    states=State,
)


# --- A register of memo numbers


def _to_register(powers: Powers, file: MemoFile) -> Iterator[str]:
    """Whoever issues for the office by a seat on one of its committees, its administrators, and auditors."""
    yield from roles_in(powers, file.office.area_id)
    if powers.audits:
        yield Role.AUDITOR
    for committee in file.office.committees.filter(pk__in=powers.committees()):
        yield from powers.roles[committee.pk]


REGISTER: Table[Powers, MemoFile] = Table(
    MemoFile,
    (
        Rule("read", who=(*SIGNERS, Role.SECRETARY, *ADMINISTRATORS, Role.AUDITOR)),
        Rule(
            "manage",
            who=ADMINISTRATORS,
            not_yours=_("Only the administrators of its area open and close the memo files of this office."),
        ),
    ),
    roles=_to_register,
)

RULES = Rulebook(SIGNED_MINUTES, DISPATCH, COPY, REGISTER, left=minutes.RULES)
may = RULES.may


def visible_dispatches(powers: Powers) -> QuerySet[Dispatch]:
    """The dispatches whose deliveries the person may look at: those of minutes the person may read."""
    return Dispatch.objects.filter(minutes__in=visible_minutes(powers)).select_related(
        "minutes__meeting__committee__office", "number__file"
    )


def own_deliveries(powers: Powers) -> QuerySet[Delivery]:
    """What was sent to the posts the person holds today, or to the person's own address."""
    mine = Q(post__in=list(powers.posts)) | Q(address=powers.user.email.lower())
    return Delivery.objects.filter(mine, recipient__dispatch__pdf__gt="").select_related(
        "recipient__dispatch__minutes__meeting__committee"
    )


def visible_memo_files(powers: Powers) -> QuerySet[MemoFile]:
    """The memo files of offices the person issues for, or administers; an auditor looks at all."""
    files = MemoFile.objects.select_related("office")
    if powers.audits:
        return files
    read = next(REGISTER.rules_of("read"))
    return files.filter(reach(powers, read.who, "office__committees", "office__area")).distinct()
