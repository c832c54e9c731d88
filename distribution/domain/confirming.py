"""The confirmation of issued minutes by a later meeting."""

from __future__ import annotations

from accounts.domain.audit import Actor
from accounts.permissions import require
from committees.powers import Powers
from distribution import rules
from minutes.domain.workflow import lock_editions, transition
from minutes.models import Minutes


def confirm(minutes_id: int, *, actor: Actor, powers: Powers, version: int) -> Minutes:
    """Enter that a later meeting confirmed the minutes.

    Raises NotAllowedError also for what a later edition replaced, and for an issue that nobody got: what is confirmed
    cannot be cancelled any more, so one whose officer left could neither go out nor be taken back.
    """

    def stands(minutes: Minutes) -> None:
        lock_editions(minutes)
        require(rules.may("confirm", powers, minutes))

    return transition(minutes_id, "confirm", actor=actor, powers=powers, version=version, effect=stands)
