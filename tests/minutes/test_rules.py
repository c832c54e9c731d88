"""Who sees which minutes: for everyone there is something to leak, and nobody sees more than the own."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from django.utils.translation import override

from accounts.models import User
from accounts.permissions import Denied
from committees.models import Administration, Area, Committee, Membership, Tenure
from committees.powers import powers_of
from minutes import rules
from minutes.models import Minutes
from tests.factories import Seated, make_area, make_committee, make_meeting, make_minutes, make_seat, make_user

pytestmark = pytest.mark.django_db

STATES = frozenset(Minutes.State.values)
READ_BY_MEMBERS = {"in_review", "signed", "issued", "confirmed", "cancelled"}
READ_BY_ADMINISTRATORS = {"issued", "confirmed", "cancelled"}
TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)


@pytest.fixture
def home() -> Seated:
    return with_minutes(make_committee(area=make_area("নমুনা উপজেলা", kind="upazila", parent=make_area("নমুনা জেলা"))))


@pytest.fixture(autouse=True)
def elsewhere(home: Seated) -> Seated:
    """Another committee with minutes in every state, which nobody of the first one may see."""
    return with_minutes(make_committee())


def with_minutes(seated: Seated) -> Seated:
    for state in STATES:
        make_minutes(make_meeting(seated.committee), state)
    return seated


def seen(user: User) -> dict[Committee, set[str]]:
    """The states of the minutes the person sees, by committee."""
    found: dict[Committee, set[str]] = {}
    for minutes in rules.visible_minutes(powers_of(user)):
        states = found.setdefault(minutes.meeting.committee, set())
        assert minutes.state not in states, "a set is listed once"
        states.add(minutes.state)
    return found


@pytest.mark.parametrize("who", ["chair", "secretary"])
def test_chair_and_secretary_see_every_state_of_their_own(home: Seated, who: str) -> None:
    assert seen(getattr(home, who)) == {home.committee: STATES}


def test_members_see_what_has_left_the_desk_of_the_secretary(home: Seated) -> None:
    assert seen(home.member) == {home.committee: READ_BY_MEMBERS}


def test_who_sits_on_two_committees_sees_each_by_its_seat(home: Seated, elsewhere: Seated) -> None:
    post = Tenure.objects.get(person=home.secretary).post
    Membership.objects.create(committee=elsewhere.committee, post=post, role="member", starts_on=TODAY)
    assert seen(home.secretary) == {home.committee: STATES, elsewhere.committee: READ_BY_MEMBERS}


def test_two_seats_on_a_committee_show_a_set_once(home: Seated) -> None:
    post = Tenure.objects.get(person=home.secretary).post
    Membership.objects.create(committee=home.committee, post=post, role="member", starts_on=TODAY)
    assert seen(home.secretary) == {home.committee: STATES}


def test_administrators_see_what_is_issued_in_their_area_and_below(home: Seated) -> None:
    upazila = home.committee.area
    assert upazila
    neighbour = make_area("পাশের উপজেলা", kind="upazila", parent=upazila.parent)
    issued = {home.committee: READ_BY_ADMINISTRATORS}
    assert seen(administrator(upazila)) == seen(administrator(upazila.parent)) == issued
    assert seen(administrator(neighbour)) == {}


def test_administrators_of_the_country_see_what_is_issued(home: Seated, elsewhere: Seated) -> None:
    issued = {home.committee: READ_BY_ADMINISTRATORS, elsewhere.committee: READ_BY_ADMINISTRATORS}
    assert seen(administrator(None)) == seen(make_user(is_superuser=True)) == issued


def test_administrator_who_is_secretary_too_sees_both(home: Seated, elsewhere: Seated) -> None:
    Administration.objects.create(person=home.secretary, area=elsewhere.committee.area)
    assert seen(home.secretary) == {home.committee: STATES, elsewhere.committee: READ_BY_ADMINISTRATORS}


def test_who_holds_nothing_sees_nothing(home: Seated) -> None:
    assert seen(make_user()) == {}
    assert seen(make_user(is_staff=True)) == {}


@pytest.mark.parametrize("who", ["chair", "secretary", "member"])
@pytest.mark.parametrize(("starts", "ends"), [(-9, -1), (1, None)])
def test_post_of_yesterday_or_tomorrow_shows_nothing(home: Seated, who: str, starts: int, ends: int | None) -> None:
    person = getattr(home, who)
    Tenure.objects.filter(person=person).update(starts_on=TODAY + starts * DAY, ends_on=ends and TODAY + ends * DAY)
    assert seen(person) == {}


@pytest.mark.parametrize("who", ["chair", "secretary", "member"])
@pytest.mark.parametrize(("starts", "ends"), [(-9, -1), (1, None)])
def test_seat_of_yesterday_or_tomorrow_shows_nothing(home: Seated, who: str, starts: int, ends: int | None) -> None:
    person = getattr(home, who)
    seats = Membership.objects.filter(post__tenures__person=person)
    seats.update(starts_on=TODAY + starts * DAY, ends_on=ends and TODAY + ends * DAY)
    assert seen(person) == {}


def test_post_that_changes_hands_takes_the_sight_along(home: Seated) -> None:
    tenure = Tenure.objects.get(person=home.chair)
    Tenure.objects.filter(pk=tenure.pk).update(ends_on=TODAY - DAY)
    successor = make_user()
    Tenure.objects.create(post=tenure.post, person=successor, starts_on=TODAY)
    assert (seen(home.chair), seen(successor)) == ({}, {home.committee: STATES})


def test_new_member_sees_the_older_minutes_too(home: Seated) -> None:
    assert seen(make_seat(home.committee, "member")) == {home.committee: READ_BY_MEMBERS}


@pytest.mark.parametrize("state", sorted(STATES))
def test_only_signed_sets_of_the_portals_own_are_corrected(home: Seated, state: str) -> None:
    minutes = Minutes.objects.get(meeting__committee=home.committee, state=state)
    for who, person in (("secretary", home.secretary), ("chair", home.chair), ("member", home.member)):
        allowed = who == "secretary" and state in ("signed", "issued", "confirmed", "cancelled")
        assert bool(rules.may("correct", powers_of(person), minutes)) == allowed
        assert bool(rules.may("edit", powers_of(person), minutes)) == (
            who == "secretary" and state in ("drafting", "returned")
        )
    minutes.archive_digest = "0" * 64
    assert not rules.may("correct", powers_of(home.secretary), minutes)


@pytest.mark.parametrize("state", sorted(STATES - {"drafting", "returned"}))
def test_why_nobody_edits_any_more_fits_the_state(home: Seated, state: str) -> None:
    """Only the chair's desk gives a draft back; a text that was given up or is settled waits for nobody."""
    minutes = Minutes.objects.get(meeting__committee=home.committee, state=state)
    verdict = rules.may("edit", powers_of(home.secretary), minutes)
    assert isinstance(verdict, Denied)
    with override("en"):
        assert str(verdict.reason) == {
            "in_review": "The minutes went to the chair and cannot be edited now.",
        }.get(state, "The minutes are not being drafted now.")


def administrator(area: Area | None) -> User:
    return Administration.objects.create(person=make_user(), area=area).person
