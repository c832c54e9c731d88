"""A committee that set how often it meets, and the months in which it did not."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from committees.powers import powers_of
from oversight import grid
from tests.clients import queries_of, signed_in
from tests.factories import make_administrator, make_committee, make_meeting

pytestmark = pytest.mark.django_db

MONTHS = grid.last_months(timezone.localdate())


def missing(rhythm: int | None, met: list[int], begun: datetime.date | None = datetime.date(2020, 1, 1)) -> list[int]:
    """The places, among the twelve months, of those missed by a committee that met in the months `met`.

    A negative place lies before the first month; `begun`: its first seat's first day, None: nobody sits there.
    """
    committee = make_committee(rhythm=rhythm).committee
    if begun:
        committee.memberships.update(starts_on=begun)
    else:
        committee.memberships.all().delete()
    for place in met:
        month = MONTHS[place] if place >= 0 else grid.last_months(MONTHS[0], 1 - place)[0]
        make_meeting(committee, month.replace(day=20))
    (row,) = grid.rows_of([committee], MONTHS, powers_of(make_administrator()))
    return [place for place, cell in enumerate(row.cells) if cell.is_missing]


def test_without_a_rhythm_nothing_is_missing() -> None:
    assert missing(None, []) == []


def test_every_month_without_a_meeting_is_missing_but_the_one_that_is_not_over() -> None:
    assert missing(1, [0, 1, 4, 5, 6, 7, 8]) == [2, 3, 9, 10]


def test_a_quarterly_committee_misses_every_third_month_after_it_met() -> None:
    assert missing(3, [0, 3]) == [6, 9]


def test_a_meeting_between_begins_the_count_anew() -> None:
    assert missing(3, [0, 2, 4, 7, 10]) == []
    assert missing(2, [0, 1]) == [3, 5, 7, 9]


def test_it_is_counted_from_meetings_before_the_months_shown() -> None:
    assert missing(6, [-2]) == [4, 10]


def test_a_committee_that_never_met_misses_from_its_first_seat_on() -> None:
    assert missing(2, [], begun=MONTHS[3]) == [5, 7, 9]


def test_a_committee_that_nobody_sits_on_misses_nothing() -> None:
    assert missing(1, [], begun=None) == []


def test_the_overview_says_so_and_asks_as_often_for_ten_committees_as_for_one() -> None:
    client, address = signed_in(make_administrator(), "en"), reverse("oversight:overview")
    make_committee(rhythm=1)
    few = queries_of(client, address)
    assert "missing" in client.get(address).content.decode()
    for _ in range(9):
        make_committee(rhythm=1)
    assert queries_of(client, address) == few
