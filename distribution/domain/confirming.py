"""The confirmation of issued minutes by a later meeting."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.domain.audit import Actor
from accounts.permissions import Denied, NotAllowedError
from committees.powers import Powers
from distribution.domain.corrections import pending
from minutes.domain.workflow import lock_editions, transition
from minutes.models import Minutes
from minutes.rules import IN_FORCE


def confirm(minutes_id: int, *, actor: Actor, powers: Powers, version: int) -> Minutes:
    """Enter that a later meeting confirmed the minutes.

    Raises NotAllowedError also for what a later edition replaced, and for an issue that nobody got: what is confirmed
    cannot be cancelled any more, so one whose officer left could neither go out nor be taken back.
    """

    def stands(minutes: Minutes) -> None:
        lock_editions(minutes)
        later = Minutes.objects.filter(meeting=minutes.meeting_id, edition__gt=minutes.edition)
        if later.filter(state__in=IN_FORCE).exists():
            raise NotAllowedError(Denied(_("A later edition of these minutes was issued already.")))
        if pending().filter(minutes=minutes).exists():
            raise NotAllowedError(Denied(_("This issue has not gone out yet. It is signed or cancelled first.")))

    return transition(minutes_id, "confirm", actor=actor, powers=powers, version=version, effect=stands)
