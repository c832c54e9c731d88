"""Committees by months: who met, how far the minutes are, and how long they took."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from django.db.models import Min, OuterRef, QuerySet, Subquery

from committees.models import Committee, Membership
from committees.powers import Powers
from distribution.models import Dispatch
from meetings.models import Meeting
from oversight.queries import Held, held

MONTHS = 12
LONGEST_RHYTHM = max(Committee.Rhythm.values)


@dataclass(frozen=True)
class Cell:
    """The meetings of a committee in a month. `is_missing`: by the committee's rhythm there should be one."""

    meetings: list[Held]
    is_missing: bool


@dataclass(frozen=True)
class Row:
    """A committee and its months."""

    committee: Committee
    cells: list[Cell]


def last_months(day: datetime.date, count: int = MONTHS) -> list[datetime.date]:
    """The first days of the `count` months that end with the month of `day`, oldest first."""
    number = day.year * 12 + day.month - 1
    return [datetime.date(n // 12, n % 12 + 1, 1) for n in range(number - count + 1, number + 1)]


def rows_of(committees: Sequence[Committee], months: Sequence[datetime.date], powers: Powers) -> list[Row]:
    """The grid's rows, in a fixed number of queries however many committees."""
    keys = [committee.pk for committee in committees]
    meetings = Meeting.objects.filter(committee__in=keys, held_on__gte=_earlier(months[0], LONGEST_RHYTHM))
    found: dict[int, dict[datetime.date, list[Held]]] = {}
    for one in held(meetings.order_by("held_on", "pk"), powers):
        if one.meeting.held_on:
            of_committee = found.setdefault(one.meeting.committee_id, {})
            of_committee.setdefault(one.meeting.held_on.replace(day=1), []).append(one)
    begun = dict(
        Membership.objects.filter(committee__in=keys).values_list("committee").annotate(Min("starts_on")).order_by()
    )
    return [_row(each, months, found.get(each.pk, {}), begun.get(each.pk), powers.day) for each in committees]


def _row(
    committee: Committee,
    months: Sequence[datetime.date],
    meetings: Mapping[datetime.date, list[Held]],
    begun: datetime.date | None,
    today: datetime.date,
) -> Row:
    """The committee's row. A month is missed once it is over, counted from the last meeting or the first seat."""
    cells = []
    last = max((month for month in meetings if month < months[0]), default=begun and begun.replace(day=1))
    for month in months:
        here = meetings.get(month, [])
        is_over = month < today.replace(day=1)
        waited = _months_between(last, month) if last else 0
        due = committee.rhythm and waited > 0 and waited % committee.rhythm == 0
        cells.append(Cell(here, is_missing=bool(due and is_over and not here)))
        last = month if here else last
    return Row(committee, cells)


def _months_between(first: datetime.date, second: datetime.date) -> int:
    return (second.year - first.year) * 12 + second.month - first.month


def _earlier(month: datetime.date, count: int) -> datetime.date:
    return last_months(month, count + 1)[0]


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
