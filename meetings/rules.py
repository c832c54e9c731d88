"""Who may see and do what with a meeting: what somebody is to a meeting comes from the meeting's committee."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from accounts.permissions import Rule, Rulebook, Table
from committees import rules as committees
from committees.powers import Powers, Role
from committees.rules import ADMINISTRATORS, SEATS, SIGNERS, roles_in
from meetings.models import Meeting


def roles_at(powers: Powers, meeting: Meeting) -> Iterator[str]:
    """What the person is to a meeting. The committee itself is asked for only where an area has to be looked at."""
    yield from powers.roles.get(meeting.committee_id, ())
    if powers.is_administrator:
        yield from roles_in(powers, meeting.committee.area_id)


MEETING: Table[Powers, Meeting] = Table(
    Meeting,
    (
        Rule("read", who=(*SEATS, *ADMINISTRATORS)),
        Rule(
            "print_papers",
            about="notice and attendance sheet",
            who=(*SIGNERS, Role.SECRETARY),
            not_yours=_("Only the chair and the member secretary of this committee print the papers of its meetings."),
        ),
        Rule(
            "read_history",
            about="what was done to its minutes, by whom and when",
            who=(*SIGNERS, Role.SECRETARY, *ADMINISTRATORS),
        ),
    ),
    roles=roles_at,
)

RULES = Rulebook(MEETING, left=committees.RULES)
may = RULES.may
