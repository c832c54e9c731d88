"""Delegating what the chair does: who may be deputy and when, and that it ends at once."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import override

from accounts.domain.audit import PORTAL, trail
from accounts.domain.changes import Step, undo
from accounts.models import User
from committees.domain.delegating import OverError, delegate, withdraw
from committees.domain.people import needing_second_factor
from committees.models import Committee, Delegation, Membership, Post
from committees.powers import needs_second_factor, powers_of, visible_committees
from tests.factories import make_committee, make_post, make_tenure

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
ONE_DAY = datetime.timedelta(days=1)


def unsaved(committee: Committee, post: Post | None = None, **fields: Any) -> Delegation:
    """Signing and chairing, from today to the day after tomorrow."""
    fields = {"starts_on": TODAY, "ends_on": TODAY + 2 * ONE_DAY, "reason": "প্রশিক্ষণে"} | fields
    return Delegation(committee=committee, post=post or make_post(), **fields)


def entered(delegation: Delegation) -> Delegation:
    with Step(by=PORTAL, action="delegation.make") as step:
        delegate(delegation, step=step)
    return delegation


def withdrawn(delegation: Delegation) -> Step:
    with Step(by=PORTAL, action="delegation.withdraw") as step:
        withdraw(delegation, step=step)
    return step


def test_the_deputy_signs_from_the_first_to_the_last_day() -> None:
    committee, deputy = make_committee().committee, make_tenure()
    given = entered(unsaved(committee, deputy.post))
    days = [TODAY - ONE_DAY, given.starts_on, given.ends_on, given.ends_on + ONE_DAY]
    can_sign = [powers_of(deputy.person, day).has(committee.pk, "alternate") for day in days]
    assert can_sign == [False, True, True, False]


def test_who_may_chair_alone_reads_as_a_vice_chair_and_signs_nothing() -> None:
    committee, deputy = make_committee().committee, make_tenure()
    entered(unsaved(committee, deputy.post, may_sign=False))
    powers = powers_of(deputy.person)
    assert powers.roles == {committee.pk: {"vice_chair": deputy.post_id}}
    assert list(visible_committees(powers)) == [committee]
    assert needs_second_factor(deputy.person)
    assert User.objects.filter(needing_second_factor(TODAY), pk=deputy.person_id).exists()


@pytest.mark.parametrize(
    ("fields", "field", "told"),
    [
        ({"ends_on": TODAY - ONE_DAY}, "ends_on", "before the first"),
        ({"ends_on": TODAY + datetime.timedelta(days=80_000)}, "ends_on", "more than a year ahead"),
        ({"may_chair": False, "may_sign": False}, "may_chair", "what the deputy may do"),
        ({"reason": " "}, "reason", "Say why"),
        ({"starts_on": TODAY - ONE_DAY}, "starts_on", "what was signed before"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(fields: dict[str, Any], field: str, told: str) -> None:
    committee = make_committee().committee
    with override("en"):
        with pytest.raises(ValidationError) as refused:
            entered(unsaved(committee, **fields))
        assert list(refused.value.message_dict) == [field]
        assert told in refused.value.message_dict[field][0]
    assert not Delegation.objects.exists()


def test_who_conducted_a_meeting_that_is_over_may_be_told_afterwards() -> None:
    given = unsaved(make_committee().committee, starts_on=TODAY - 9 * ONE_DAY, ends_on=TODAY - ONE_DAY, may_sign=False)
    assert entered(given).pk


def test_the_chair_is_no_deputy_of_its_own() -> None:
    committee = make_committee().committee
    with pytest.raises(ValidationError) as refused:
        entered(unsaved(committee, committee.memberships.get(role="chair").post))
    assert list(refused.value.message_dict) == ["post"]


def test_whose_chair_ended_may_be_deputy() -> None:
    committee = make_committee().committee
    chair = committee.memberships.get(role="chair")
    Membership.objects.filter(pk=chair.pk).update(ends_on=TODAY - ONE_DAY)
    assert entered(unsaved(committee, chair.post)).pk


def test_a_post_is_deputy_once_at_a_time_so_that_one_withdrawal_is_enough() -> None:
    committee, post = make_committee().committee, make_post()
    first = entered(unsaved(committee, post))
    with pytest.raises(ValidationError) as refused:
        entered(unsaved(committee, post, starts_on=first.ends_on))
    assert list(refused.value.message_dict) == ["post"]
    entered(unsaved(committee, post, starts_on=first.ends_on + ONE_DAY, ends_on=first.ends_on + 2 * ONE_DAY))
    entered(unsaved(committee, make_post()))


class TestWithdrawing:
    def test_one_that_began_before_today_lasted_up_to_yesterday(self) -> None:
        committee, deputy = make_committee().committee, make_tenure()
        with time_machine.travel(timezone.now() - 3 * ONE_DAY):
            given = entered(unsaved(committee, deputy.post, starts_on=timezone.localdate()))
        withdrawn(given)
        assert not powers_of(deputy.person).has(committee.pk, "alternate")
        assert powers_of(deputy.person, TODAY - ONE_DAY).has(committee.pk, "alternate")

    def test_one_that_began_today_is_taken_out_and_the_audit_trail_keeps_it(self) -> None:
        committee, deputy = make_committee().committee, make_tenure()
        given = entered(unsaved(committee, deputy.post))
        pk = given.pk
        step = withdrawn(given)
        assert not powers_of(deputy.person).has(committee.pk, "alternate")
        assert [(each.action, each.details["did"]) for each in trail(Delegation(pk=pk))] == [
            ("delegation.make", "add"),
            ("delegation.withdraw", "remove"),
        ]
        undo(step.id, by=PORTAL)
        assert powers_of(deputy.person).has(committee.pk, "alternate")

    def test_one_that_is_over_stays_as_it_is(self) -> None:
        committee = make_committee().committee
        days = {"starts_on": TODAY - 9 * ONE_DAY, "ends_on": TODAY - ONE_DAY}
        given = entered(unsaved(committee, may_sign=False, **days))
        with pytest.raises(OverError):
            withdrawn(given)
        given.refresh_from_db()
        assert given.ends_on == TODAY - ONE_DAY


def test_it_is_over_at_midnight() -> None:
    committee, deputy = make_committee().committee, make_tenure()
    entered(unsaved(committee, deputy.post, ends_on=TODAY))
    end_of_day = datetime.datetime.combine(TODAY, datetime.time(23, 59, 59), timezone.get_default_timezone())
    with time_machine.travel(end_of_day, tick=False) as clock:
        assert powers_of(deputy.person).has(committee.pk, "alternate")
        clock.shift(1)
        assert not powers_of(deputy.person).has(committee.pk, "alternate")
