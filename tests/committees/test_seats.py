"""Seats given, ended and corrected, and orders that form a committee anew."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import override

from accounts.domain.audit import PORTAL, trail
from accounts.domain.changes import Step, undo
from committees.domain import seats
from committees.domain.seats import ReshuffleError, TakenError, carry_out, reshuffle
from committees.models import Committee, FormationOrder, Membership
from committees.powers import powers_of
from tests.factories import LONG_AGO, make_committee, make_post, make_tenure

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
ONE_DAY = datetime.timedelta(days=1)
LAST_MONTH = TODAY - datetime.timedelta(days=30)


def change(act: Callable[..., None], *args: Any, **kwargs: Any) -> Step:
    with Step(by=PORTAL, action="seat.change") as step:
        act(*args, step=step, **kwargs)
    return step


def seat(committee: Committee, role: str = "member", **fields: Any) -> Membership:
    """An unsaved seat since last month, of a post unless it is a named person's."""
    if "person_name" not in fields:
        fields.setdefault("post", make_post())
    return Membership(**({"committee": committee, "role": role, "starts_on": LAST_MONTH} | fields))


def errors(act: Callable[..., None], *args: Any, **kwargs: Any) -> dict[str, list[str]]:
    """The messages in English, by field, with which it is refused."""
    with override("en"), pytest.raises(ValidationError) as refused:
        change(act, *args, **kwargs)
    with override("en"):
        return refused.value.message_dict


def state_of(committee: Committee) -> list[tuple[Any, ...]]:
    """All there is of the committee's seats and orders."""
    fields = ("pk", "role", "post_id", "person_name", "order_id", "starts_on", "ends_on")
    return [*committee.memberships.order_by("pk").values_list(*fields), *committee.orders.values_list("pk", "number")]


class TestGiving:
    def test_a_post_gets_a_seat_and_its_holder_the_powers_of_it(self) -> None:
        committee = make_committee().committee
        tenure = make_tenure()
        change(seats.give, seat(committee, "adviser", post=tenure.post))
        assert powers_of(tenure.person).has(committee.pk, "adviser")

    def test_a_private_person_gets_a_seat(self) -> None:
        committee = make_committee().committee
        new = seat(committee, person_name="কণা নমুনা")
        change(seats.give, new)
        (entry,) = trail(new)
        assert entry.details["after"]["person_name"] == "কণা নমুনা"

    @pytest.mark.parametrize(
        ("fields", "field", "told"),
        [
            ({"ends_on": LAST_MONTH - ONE_DAY}, "ends_on", "before the first"),
            ({"starts_on": datetime.date(1917, 5, 1)}, "starts_on", "before 26 March 1971"),
            ({"starts_on": TODAY + datetime.timedelta(days=400)}, "starts_on", "more than a year ahead"),
            ({"post": None}, "post", "Choose a post"),
            ({"post": None, "person_name": "  "}, "post", "Choose a post"),
        ],
    )
    def test_what_is_wrong_is_told_at_its_field(self, fields: dict[str, Any], field: str, told: str) -> None:
        committee = make_committee().committee
        before = state_of(committee)
        found = errors(seats.give, seat(committee, **fields))
        assert list(found) == [field]
        assert told in found[field][0]
        assert state_of(committee) == before

    def test_a_post_and_a_name_are_one_too_many(self) -> None:
        new = seat(make_committee().committee, post=make_post(), person_name="কণা নমুনা")
        assert list(errors(seats.give, new)) == ["person_name"]

    @pytest.mark.parametrize("role", ["chair", "secretary"])
    def test_who_has_the_only_seat_of_its_kind_is_named(self, role: str) -> None:
        committee = make_committee().committee
        other = committee.memberships.get(role=role)
        with override("en"), pytest.raises(TakenError) as refused:
            change(seats.give, seat(committee, role))
        assert refused.value.other == other
        assert refused.value.message_dict == {"role": [f"{other.post} has this seat since 1 January 2020."]}

    def test_at_wish_the_seat_before_ends_the_day_before(self) -> None:
        committee = make_committee().committee
        other = committee.memberships.get(role="chair")
        new = seat(committee, "chair")
        step = change(seats.give, new, instead=True)
        other.refresh_from_db()
        assert other.ends_on == LAST_MONTH - ONE_DAY
        undo(step.id, by=PORTAL)
        other.refresh_from_db()
        assert (other.ends_on, Membership.objects.filter(pk=new.pk).exists()) == (None, False)

    def test_a_seat_that_begins_later_is_not_ended_but_named(self) -> None:
        committee = make_committee().committee
        committee.memberships.filter(role="chair").update(starts_on=TODAY)
        before = state_of(committee)
        assert list(errors(seats.give, seat(committee, "chair"), instead=True)) == ["role"]
        assert state_of(committee) == before

    def test_a_post_has_a_role_once(self) -> None:
        committee = make_committee().committee
        post = committee.memberships.get(role="member").post
        assert list(errors(seats.give, seat(committee, post=post))) == ["post"]
        change(seats.give, seat(committee, "adviser", post=post))

    def test_a_person_has_a_role_once(self) -> None:
        committee = make_committee().committee
        change(seats.give, seat(committee, person_name="কণা নমুনা"))
        assert list(errors(seats.give, seat(committee, person_name="কণা নমুনা"))) == ["person_name"]
        change(seats.give, seat(committee, person_name="রবি নমুনা"))


class TestEnding:
    def test_the_last_day_is_included(self) -> None:
        seated = make_committee()
        change(seats.end, seated.committee.memberships.get(role="chair"), TODAY - ONE_DAY)
        assert not powers_of(seated.chair).has(seated.committee.pk, "chair")
        assert powers_of(seated.chair, TODAY - ONE_DAY).has(seated.committee.pk, "chair")

    def test_before_its_first_day_it_does_not_end(self) -> None:
        found = make_committee().committee.memberships.get(role="chair")
        assert list(errors(seats.end, found, LONG_AGO - ONE_DAY)) == ["ends_on"]

    def test_an_ended_seat_does_not_grow_into_the_next_one(self) -> None:
        committee = make_committee().committee
        first = committee.memberships.get(role="chair")
        change(seats.give, seat(committee, "chair"), instead=True)
        first.refresh_from_db()
        first.ends_on = None
        assert list(errors(seats.correct, first)) == ["role"]


def order(committee: Committee, day: datetime.date = TODAY, **fields: Any) -> FormationOrder:
    """An unsaved order of reconstitution."""
    fields = {"kind": "reconstitution", "number": "৯৯/২০২৫", "dated_on": day, "effective_on": day} | fields
    return FormationOrder(committee=committee, **fields)


def as_now(committee: Committee, **changed: str) -> dict[int, str]:
    """The roles of the committee's seats as they are, but for those `changed`, named by their role of today."""
    return {pk: changed.get(role, role) for pk, role in committee.memberships.on(TODAY).values_list("pk", "role")}


class TestOrders:
    def test_what_is_not_kept_ends_the_day_before_and_what_is_new_begins(self) -> None:
        seated = make_committee()
        chair, secretary, member = seated.committee.memberships.order_by("pk")
        successor = seat(seated.committee, "chair")
        plan = reshuffle(order(seated.committee), as_now(seated.committee, chair="", member="vice_chair"), [successor])
        assert (plan.end, plan.stay) == ([chair, member], [secretary])

        change(carry_out, plan)

        found = seated.committee.memberships.order_by("pk").values_list("role", "post", "starts_on", "ends_on", "order")
        assert list(found) == [
            ("chair", chair.post_id, LONG_AGO, TODAY - ONE_DAY, None),
            ("secretary", secretary.post_id, LONG_AGO, None, None),
            ("member", member.post_id, LONG_AGO, TODAY - ONE_DAY, None),
            ("vice_chair", member.post_id, TODAY, None, plan.order.pk),
            ("chair", successor.post_id, TODAY, None, plan.order.pk),
        ]

    def test_it_is_undone_as_one_step(self) -> None:
        committee = make_committee().committee
        before = state_of(committee)
        roles = as_now(committee, chair="member", member="chair", secretary="")
        step = change(carry_out, reshuffle(order(committee), roles, [seat(committee, person_name="কণা নমুনা")]))
        assert state_of(committee) != before
        undo(step.id, by=PORTAL)
        assert state_of(committee) == before

    def test_chair_and_member_change_places(self) -> None:
        seated = make_committee()
        change(
            carry_out, reshuffle(order(seated.committee), as_now(seated.committee, chair="member", member="chair"), [])
        )
        assert powers_of(seated.member).has(seated.committee.pk, "chair")
        assert not powers_of(seated.chair).has(seated.committee.pk, "chair")

    def test_a_seat_that_would_begin_the_same_day_is_taken_out(self) -> None:
        committee = make_committee().committee
        new = seat(committee, starts_on=TODAY)
        change(seats.give, new)
        change(carry_out, reshuffle(order(committee), as_now(committee, member=""), []))
        assert not Membership.objects.filter(pk=new.pk).exists()
        assert committee.memberships.on(TODAY).filter(role="member").count() == 0

    def test_a_committee_left_without_chair_is_allowed(self) -> None:
        committee = make_committee().committee
        change(carry_out, reshuffle(order(committee), as_now(committee, chair=""), []))
        assert not committee.memberships.on(TODAY).filter(role="chair").exists()

    def test_all_seats_that_cannot_be_given_are_named_and_nothing_is_done(self) -> None:
        seated = make_committee()
        before = state_of(seated.committee)
        second_chair, nobody = seat(seated.committee, "chair"), seat(seated.committee, post=None)
        plan = reshuffle(order(seated.committee), as_now(seated.committee), [second_chair, nobody])
        with pytest.raises(ReshuffleError) as refused:
            change(carry_out, plan)
        assert {place: list(error.message_dict) for place, error in refused.value.errors.items()} == {
            0: ["role"],
            1: ["post"],
        }
        assert state_of(seated.committee) == before

    def test_seats_that_somebody_else_gave_meanwhile_do_not_end_unseen(self) -> None:
        committee = make_committee().committee
        roles = as_now(committee)
        change(seats.give, seat(committee))
        with pytest.raises(LookupError):
            reshuffle(order(committee), roles, [])

    def test_an_order_with_an_improbable_day_is_refused(self) -> None:
        committee = make_committee().committee
        plan = reshuffle(order(committee, dated_on=datetime.date(1925, 1, 1)), as_now(committee), [])
        assert list(errors(carry_out, plan)) == ["dated_on"]

    def test_an_order_is_entered_once(self) -> None:
        committee = make_committee().committee
        change(carry_out, reshuffle(order(committee), as_now(committee), []))
        assert list(errors(carry_out, reshuffle(order(committee), as_now(committee), []))) == ["__all__"]
