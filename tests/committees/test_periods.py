"""Periods that may not overlap: what a form says, and what the database itself refuses."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from committees.models import Membership, Post, Tenure
from tests.factories import make_committee, make_post, make_tenure, make_user

pytestmark = pytest.mark.django_db

FIRST = datetime.date(2024, 1, 1)


def day(n: int) -> datetime.date:
    return FIRST + datetime.timedelta(days=n)


def tenure(post: Post, start: int, end: int | None, **fields: Any) -> Tenure:
    """An unsaved tenure of somebody, from one day to another after FIRST."""
    ends_on = None if end is None else day(end)
    return Tenure(post=post, person=make_user(), starts_on=day(start), ends_on=ends_on, **fields)


# the period of the second tenure beside one from day 10 to day 20
OVERLAPPING = [(10, 20), (20, 30), (0, 10), (12, 15), (0, 30), (20, None), (0, None)]
APART = [(0, 9), (21, 30), (21, None)]


@pytest.mark.parametrize(("start", "end"), OVERLAPPING)
def test_two_hold_a_post_regularly_on_one_day_and_the_database_refuses(start: int, end: int | None) -> None:
    post = make_post()
    tenure(post, 10, 20).save()
    with pytest.raises(IntegrityError, match="one_regular_tenure_of_a_post_a_day"), transaction.atomic():
        tenure(post, start, end).save()
    with pytest.raises(ValidationError, match=str(post)):
        tenure(post, start, end).full_clean()


@pytest.mark.parametrize(("start", "end"), APART)
def test_one_may_hold_the_post_after_the_other(start: int, end: int | None) -> None:
    post = make_post()
    tenure(post, 10, 20).save()
    tenure(post, start, end).full_clean()
    tenure(post, start, end).save()


def test_other_kinds_and_other_posts_are_free() -> None:
    post = make_post()
    tenure(post, 10, None).save()
    tenure(post, 10, None, kind=Tenure.Kind.IN_CHARGE).save()
    tenure(post, 12, None, kind=Tenure.Kind.IN_CHARGE).save()
    tenure(make_post(), 10, None).save()


def test_a_tenure_grows_into_the_next_one_and_the_database_refuses() -> None:
    post = make_post()
    first = tenure(post, 0, 9)
    first.save()
    tenure(post, 10, None).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Tenure.objects.filter(pk=first.pk).update(ends_on=None)
    Tenure.objects.filter(pk=first.pk).update(ends_on=day(8))


def test_a_tenure_is_saved_again_as_it_is() -> None:
    held = make_tenure()
    held.full_clean()
    held.save()


def test_a_person_holds_a_post_once_a_day_in_whatever_kind() -> None:
    held = make_tenure()
    again = Tenure(post=held.post, person=held.person, kind=Tenure.Kind.ADDITIONAL, starts_on=day(3))
    with override("en"), pytest.raises(ValidationError, match="holds the post in that time already"):
        again.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_a_committee_has_one_chair_a_day() -> None:
    committee = make_committee().committee
    seat = Membership(committee=committee, role="chair", post=make_post(), starts_on=day(0), ends_on=day(5))
    with pytest.raises(IntegrityError), transaction.atomic():
        seat.save()
    committee.memberships.filter(role="chair").update(ends_on=datetime.date(2023, 12, 31))
    seat.save()


def test_a_post_has_one_seat_of_a_role_but_may_be_chair_and_secretary() -> None:
    committee = make_committee().committee
    member = committee.memberships.get(role="member")
    again = Membership(committee=committee, role="member", post=member.post, starts_on=day(0))
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()
    committee.memberships.filter(role="secretary").delete()
    chair = committee.memberships.get(role="chair")
    Membership.objects.create(committee=committee, role="secretary", post=chair.post, starts_on=day(0))


def test_seats_of_private_members_are_free() -> None:
    committee = make_committee().committee
    for name in ("কণা", "রবি"):
        Membership.objects.create(committee=committee, role="member", person_name=name, starts_on=day(0))


PERIODS = st.lists(st.tuples(st.integers(0, 30), st.none() | st.integers(0, 10)), min_size=1, max_size=6)


@pytest.mark.thorough
@given(PERIODS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_whatever_is_entered_no_day_has_two_and_form_and_database_agree(
    db: None, periods: list[tuple[int, int | None]]
) -> None:
    with transaction.atomic():
        post = make_post()
        taken: set[int] = set()
        for start, length in periods:
            new = tenure(post, start, None if length is None else start + length)
            days = set(range(start, 100 if length is None else start + length + 1))
            if days & taken:
                with pytest.raises(ValidationError):
                    new.full_clean()
                with pytest.raises(IntegrityError), transaction.atomic():
                    new.save()
            else:
                new.full_clean()
                new.save()
                taken |= days
        transaction.set_rollback(True)


@pytest.mark.sqlite_only
def test_the_triggers_outlive_a_table_that_sqlite_makes_anew() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'committees_tenure'")
        assert {name for (name,) in cursor.fetchall()} == {
            f"{constraint}_{event}"
            for constraint in ("one_regular_tenure_of_a_post_a_day", "a_person_holds_a_post_once_a_day")
            for event in ("insert", "update")
        }
