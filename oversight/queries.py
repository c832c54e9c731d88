"""What spans rooms: meetings with the minutes one may read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from committees.powers import Powers
from meetings.models import Meeting
from minutes.models import Minutes
from minutes.rules import IN_FORCE, visible_minutes
from oversight.awaited import awaited

State = Minutes.State
OF_A_DISPATCH = ("minutes_id", "dated_on", "cancelled_at", "issued_by", "prepared", "pdf")


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
    """A meeting with the editions of its minutes that the person may read, oldest first, discarded ones aside.

    `waits_for`: a sentence that says whose turn it is; empty where nobody's.
    """

    meeting: Meeting
    editions: list[Minutes]
    waits_for: str = ""

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
    """The meetings with what the person may read of them, and whom they wait for, in five queries for all."""
    meetings = list(meetings)
    readable = visible_minutes(powers).filter(meeting__in=[m.pk for m in meetings])
    light = (
        readable.exclude(state=State.DISCARDED)
        .order_by("edition")
        .select_related(None)
        .select_related("dispatch")
        .only("meeting_id", "edition", "state", *(f"dispatch__{name}" for name in OF_A_DISPATCH))
    )
    of_meetings = {meeting.pk: meeting for meeting in meetings}
    editions: dict[int, list[Minutes]] = {meeting.pk: [] for meeting in meetings}
    for minutes in light:
        minutes.meeting = of_meetings[minutes.meeting_id]
        editions[minutes.meeting_id].append(minutes)
    counting = {pk: edition_that_counts(found) for pk, found in editions.items()}
    waiting = awaited(filter(None, counting.values()), powers.day)
    return [
        Held(meeting, editions[meeting.pk], waiting.get(edition.pk, "") if (edition := counting[meeting.pk]) else "")
        for meeting in meetings
    ]
