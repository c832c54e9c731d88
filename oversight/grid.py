"""Committees by months: who met, how far the minutes are, and how long they took."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from django.db.models import OuterRef, QuerySet, Subquery

from committees.models import Committee
from committees.powers import Powers
from distribution.models import Dispatch
from meetings.models import Meeting
from oversight.queries import Held, held

MONTHS = 12


@dataclass(frozen=True)
class Row:
    """A committee and, for each month, the meetings held in it."""

    committee: Committee
    cells: list[list[Held]]


def last_months(day: datetime.date, count: int = MONTHS) -> list[datetime.date]:
    """The first days of the `count` months that end with the month of `day`, oldest first."""
    number = day.year * 12 + day.month - 1
    return [datetime.date(n // 12, n % 12 + 1, 1) for n in range(number - count + 1, number + 1)]


def rows_of(committees: Sequence[Committee], months: Sequence[datetime.date], powers: Powers) -> list[Row]:
    """The grid's rows, in two queries however many committees."""
    meetings = Meeting.objects.filter(committee__in=[c.pk for c in committees], held_on__gte=months[0])
    cells: dict[tuple[int, datetime.date], list[Held]] = {}
    for one in held(meetings.order_by("held_on", "pk"), powers):
        if one.meeting.held_on:
            cells.setdefault((one.meeting.committee_id, one.meeting.held_on.replace(day=1)), []).append(one)
    return [Row(committee, [cells.get((committee.pk, month), []) for month in months]) for committee in committees]


@dataclass(frozen=True)
class Figures:
    """The charge in four numbers, of the months looked at. `lag_days`: the median, None when nothing was issued.

    `issued`: meetings with an issue that stands; one that was cancelled counts as none.
    """

    committees: int
    meetings: int
    issued: int
    lag_days: int | None


def figures_of(committees: QuerySet[Committee], months: Sequence[datetime.date]) -> Figures:
    """Counted over all committees in charge, not over the page shown."""
    meetings = Meeting.objects.filter(committee__in=committees.values("pk"), held_on__gte=months[0])
    standing = Dispatch.objects.filter(minutes__meeting=OuterRef("pk"), cancelled_at=None).order_by("minutes__edition")
    first = Subquery(standing.values("dated_on")[:1])
    dates = meetings.order_by().annotate(first_issue=first).values_list("held_on", "first_issue")
    lags = [(issued - met).days for met, issued in dates if met and issued]
    return Figures(
        committees=committees.count(),
        meetings=meetings.count(),
        issued=len(lags),
        lag_days=round(median(lags)) if lags else None,
    )
