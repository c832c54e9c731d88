"""The one function that moves minutes from state to state."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.domain.audit import Actor, record
from accounts.permissions import require
from committees.powers import Powers
from meetings.models import Meeting
from minutes.models import Minutes
from minutes.rules import MINUTES, MOVES

Effect = Callable[[Minutes], None]


class StaleError(Exception):
    """The minutes have moved on since the page was opened."""

    def __str__(self) -> str:
        return _("Somebody has moved these minutes on since you opened the page. Look again before you go on.")


class ChangedError(StaleError):
    """What was to be signed is not what was shown any more."""

    def __str__(self) -> str:
        return _("Nothing is signed: the text or a picture changed after you opened the page. Read it again.")


def transition(
    minutes_id: int,
    name: str,
    *,
    actor: Actor,
    powers: Powers,
    version: int,
    effect: Effect | None = None,
    **details: object,
) -> Minutes:
    """Make the move `name` (a key of minutes.rules.MOVES) and return the minutes as they are then.

    In one transaction: lock the row, ask whose move it is, compare `version` with what the person saw, ask the rule, do
    what belongs to the move (`effect`, under the lock, before the state is written), write the state, record it with
    `details`. Raises StaleError or accounts.permissions.NotAllowedError, and then nothing has happened.
    """
    move = MOVES[name]
    with transaction.atomic():
        minutes = locked(minutes_id)
        require(MINUTES.whose(name, powers, minutes))
        if minutes.version != version:
            raise StaleError
        require(MINUTES.may(name, powers, minutes))
        if effect:
            effect(minutes)
        source, minutes.state = minutes.state, move.target
        minutes.version += 1
        minutes.state_since = timezone.now()
        minutes.save()
        record(actor, f"minutes.{name}", minutes, source=source, target=move.target, **details)
    return minutes


def locked(minutes_id: int) -> Minutes:
    """The row, locked until the transaction ends, with its meeting and committee at hand."""
    rows = Minutes.objects.select_for_update(of=("self",))
    return rows.select_related("meeting__committee__office", "meeting__committee__area").get(pk=minutes_id)


def lock_editions(minutes: Minutes) -> None:
    """Let no other edition of the same meeting be begun, issued, cancelled or confirmed until the transaction ends.

    Asked for under the lock of the minutes themselves, before anything is read of the other editions.
    """
    Meeting.objects.select_for_update(no_key=True).get(pk=minutes.meeting_id)
