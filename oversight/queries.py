"""What spans rooms: meetings with the minutes one may read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from committees.powers import Powers
from meetings.models import Meeting
from minutes.models import Minutes
from minutes.rules import IN_FORCE, visible_minutes

State = Minutes.State


def edition_that_counts(editions: Iterable[Minutes]) -> Minutes | None:
    """Of editions of one set, oldest first, the newest that is not discarded.

    Where its issue was cancelled, the one that stands again by that, if there is one.
    """
    kept = [edition for edition in editions if edition.state != State.DISCARDED]
    if not kept:
        return None
    standing = [edition for edition in kept if edition.state in IN_FORCE]
    return standing[-1] if standing and kept[-1].state == State.CANCELLED else kept[-1]


@dataclass(frozen=True)
class Held:
    """A meeting with the editions of its minutes that the person may read, oldest first, discarded ones aside."""

    meeting: Meeting
    editions: list[Minutes]

    @property
    def state(self) -> str:
        """The state of the edition that counts, or "none": there is none, or none to be read by this person yet."""
        counting = edition_that_counts(self.editions)
        return counting.state if counting else "none"

    @property
    def lag_days(self) -> int | None:
        """Days from the meeting to the day its minutes were first issued; a cancelled issue counts as none."""
        if self.meeting.held_on is None:
            return None
        dispatches = [dispatch for m in self.editions if (dispatch := getattr(m, "dispatch", None))]
        issued = [dispatch.dated_on for dispatch in dispatches if dispatch.cancelled_at is None]
        return (issued[0] - self.meeting.held_on).days if issued else None


def held(meetings: Iterable[Meeting], powers: Powers) -> list[Held]:
    """The meetings with what the person may read of them, in one query for all."""
    meetings = list(meetings)
    readable = visible_minutes(powers).filter(meeting__in=[m.pk for m in meetings])
    light = (
        readable.exclude(state=State.DISCARDED)
        .order_by("edition")
        .select_related(None)
        .select_related("dispatch")
        .only("meeting_id", "edition", "state", *(f"dispatch__{n}" for n in ("minutes_id", "dated_on", "cancelled_at")))
    )
    editions: dict[int, list[Minutes]] = {}
    for minutes in light:
        editions.setdefault(minutes.meeting_id, []).append(minutes)
    return [Held(meeting, editions.get(meeting.pk, [])) for meeting in meetings]
