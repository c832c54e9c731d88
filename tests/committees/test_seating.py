"""Who sat, who chaired and who could sign on any day, told from what was entered."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from committees.models import Committee, Delegation, FormerName, Membership, Tenure
from committees.powers import powers_of
from committees.seating import chairing, seats_of, signing
from tests.factories import (
    LONG_AGO,
    make_area,
    make_committee,
    make_office,
    make_post,
    make_seat,
    make_tenure,
    make_user,
)

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
ONE_DAY = datetime.timedelta(days=1)


def deputy(committee: Committee, **fields: Any) -> Tenure:
    """Somebody who is deputy today, and by a post that is not on the committee."""
    tenure = make_tenure()
    fields = {"starts_on": TODAY, "ends_on": TODAY, "reason": "ছুটিতে"} | fields
    Delegation.objects.create(committee=committee, post=tenure.post, **fields)
    return tenure


class TestChairing:
    def test_the_holder_of_the_chairs_post_conducts(self) -> None:
        seated = make_committee()
        found = chairing(seated.committee, TODAY)
        assert found
        assert (found.tenure.person, found.delegation) == (seated.chair, None)

    def test_a_deputy_conducts_on_the_days_delegated(self) -> None:
        seated = make_committee()
        tenure = deputy(seated.committee)
        by_day = {day: chairing(seated.committee, day) for day in (TODAY - ONE_DAY, TODAY, TODAY + ONE_DAY)}
        assert [found and found.tenure.person for found in by_day.values()] == [
            seated.chair, tenure.person, seated.chair
        ]  # fmt: skip

    def test_a_deputy_who_may_only_sign_does_not_conduct(self) -> None:
        seated = make_committee()
        deputy(seated.committee, may_chair=False)
        found = chairing(seated.committee, TODAY)
        assert found
        assert found.tenure.person == seated.chair

    def test_a_deputys_post_that_nobody_holds_leaves_it_to_the_chair(self) -> None:
        seated = make_committee()
        Tenure.objects.filter(pk=deputy(seated.committee).pk).update(ends_on=TODAY - ONE_DAY)
        found = chairing(seated.committee, TODAY)
        assert found
        assert found.tenure.person == seated.chair

    def test_nobody_conducts_where_the_chairs_post_is_vacant(self) -> None:
        seated = make_committee()
        seated.chair.tenures.update(ends_on=TODAY - ONE_DAY)
        assert chairing(seated.committee, TODAY) is None


class TestSeats:
    def test_members_stand_by_role_and_rank(self) -> None:
        committee = make_committee().committee
        office = make_office()
        for role, rank in (("invitee", 1), ("member", 5), ("adviser", 1), ("vice_chair", 9), ("member", 2)):
            post = make_post(f"{role} {rank}", office=office, rank=rank)
            Membership.objects.create(committee=committee, role=role, post=post, starts_on=LONG_AGO)
        names = [seat.membership.post.name_bn for seat in seats_of(committee, TODAY)]
        own = {seat.role: seat.post.name_bn for seat in committee.memberships.filter(post__rank=100)}
        assert names == [
            own["chair"], "vice_chair 9", own["secretary"], "member 2", "member 5", own["member"], "adviser 1",
            "invitee 1",
        ]  # fmt: skip

    def test_members_of_several_areas_stand_by_the_areas_level_before_rank_and_name(self) -> None:
        committee = make_committee().committee
        committee.memberships.filter(role="member").delete()
        Membership.objects.create(committee=committee, person_name="ব্যক্তি", starts_on=LONG_AGO)
        upazila, district, division = (make_area(kind=kind) for kind in ("upazila", "district", "division"))
        for area, rank, name in (
            (upazila, 10, "ইউএনও খ"), (upazila, 10, "ইউএনও ক"), (district, 20, "এডিসি"), (division, 30, "বিভাগ"),
            (None, 40, "মন্ত্রণালয়"), (district, 10, "ডিসি"),
        ):  # fmt: skip
            post = make_post(name, office=make_office(area=area), rank=rank)
            Membership.objects.create(committee=committee, post=post, starts_on=LONG_AGO)
        members = [seat.membership for seat in seats_of(committee, TODAY) if seat.membership.role == "member"]
        names = [member.post.name_bn if member.post else member.person_name for member in members]
        assert names == ["মন্ত্রণালয়", "বিভাগ", "ডিসি", "এডিসি", "ইউএনও ক", "ইউএনও খ", "ব্যক্তি"]

    def test_a_post_is_called_as_it_was_on_that_day(self) -> None:
        committee = make_committee().committee
        post = committee.memberships.get(role="secretary").post
        FormerName.objects.create(post=post, name_bn="প্রোগ্রামার", ends_on=TODAY - ONE_DAY)
        names = [
            next(seat for seat in seats_of(committee, day) if seat.membership.role == "secretary").post_name
            for day in (TODAY - ONE_DAY, TODAY)
        ]
        assert [name and name.name_bn for name in names] == ["প্রোগ্রামার", post.name_bn]

    def test_queries_do_not_grow_with_the_seats(self, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
        committee = make_committee().committee
        for _ in range(5):
            make_seat(committee, "member")
            deputy(committee)
        with django_assert_max_num_queries(4):
            assert all(seat.holder and seat.post_name for seat in seats_of(committee, TODAY))
        with django_assert_max_num_queries(4):
            assert all(each.tenure.designation_on(TODAY) for each in signing(committee, TODAY))


class Period(NamedTuple):
    """Who or what lasts from one day to another; the days are counted from the first of the history."""

    what: int
    start: int
    end: int | None

    def covers(self, day: int) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)

    @property
    def dates(self) -> dict[str, datetime.date | None]:
        return {"starts_on": date(self.start), "ends_on": None if self.end is None else date(self.end)}


DAYS = range(13)
periods = st.builds(
    lambda what, start, length: Period(what, start, None if length is None else start + length),
    st.integers(0, 2),
    st.sampled_from(DAYS),
    st.none() | st.integers(0, 6),
)
lasting = st.builds(lambda what, start, length: Period(what, start, start + length), *[st.integers(0, 6)] * 3).map(
    lambda period: period._replace(what=period.what % 3)
)


def date(day: int) -> datetime.date:
    return LONG_AGO + datetime.timedelta(days=day)


def apart(found: list[Period], same: bool = False) -> list[Period]:
    """Those that share no day with an earlier one; `same`: with an earlier one of the same."""
    kept: list[Period] = []
    for each in found:
        beside = [other for other in kept if not same or other.what == each.what]
        if not any(other.covers(day) and each.covers(day) for other in beside for day in range(40)):
            kept.append(each)
    return kept


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.thorough
@given(
    chairs=st.lists(periods, max_size=4).map(apart),
    tenures=st.lists(st.tuples(st.integers(0, 2), periods), max_size=8),
    delegations=st.lists(st.tuples(lasting, st.booleans()), max_size=4),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
def test_who_could_sign_on_a_day_is_as_a_plain_model_has_it(
    db: None,
    chairs: list[Period],
    tenures: list[tuple[int, Period]],
    delegations: list[tuple[Period, bool]],
) -> None:
    """Three posts, three persons; `what` is a post in seats and delegations, a person in tenures."""
    with rolled_back():
        committee = make_committee().committee
        committee.memberships.all().delete()
        posts, people = [make_post() for _ in range(3)], [make_user() for _ in range(3)]
        held = [
            (post, period) for post in range(3) for period in apart([p for q, p in tenures if q == post], same=True)
        ]
        for seat in chairs:
            Membership.objects.create(committee=committee, role="chair", post=posts[seat.what], **seat.dates)
        for post, period in held:
            kind = Tenure.Kind.IN_CHARGE
            Tenure.objects.create(post=posts[post], person=people[period.what], kind=kind, **period.dates)
        for period, may_sign in delegations:
            Delegation.objects.create(
                committee=committee, post=posts[period.what], may_sign=may_sign, reason="ছুটি", **period.dates
            )
        for day in DAYS:
            in_charge = {seat.what for seat in chairs if seat.covers(day)}
            in_charge |= {period.what for period, may_sign in delegations if may_sign and period.covers(day)}
            able = {people[period.what] for post, period in held if post in in_charge and period.covers(day)}
            assert {each.tenure.person for each in signing(committee, date(day))} == able
            powers = {person: powers_of(person, date(day)) for person in people}
            assert {p for p, power in powers.items() if power.has(committee.pk, "chair", "alternate")} == able
