"""Everything that waits for a person stands in one list, and nothing that waits for somebody else."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.models import User
from committees.models import Administration, Membership
from committees.powers import powers_of
from distribution.models import Dispatch
from minutes.models import Minutes
from oversight.waiting import Task, tasks_of
from tests.factories import (
    Seated,
    make_committee,
    make_decision,
    make_delivery,
    make_meeting,
    make_minutes,
    make_post,
    make_tenure,
    make_user,
)

pytestmark = pytest.mark.django_db


def tasks(person: User) -> list[Task]:
    with override("en"):
        return tasks_of(powers_of(person))


def minutes_in(seated: Seated, state: str, days_ago: int = 0) -> Minutes:
    since = timezone.now() - datetime.timedelta(days=days_ago)
    return make_minutes(make_meeting(seated.committee), state, state_since=since)


def dispatched(seated: Seated, *states: str) -> Dispatch:
    minutes = minutes_in(seated, Minutes.State.ISSUED)
    dispatch = Dispatch.objects.create(minutes=minutes, memo="৫৬.০৪", dated_on=timezone.localdate())
    for state in states:
        make_delivery(dispatch, state=state)
    return dispatch


@pytest.mark.parametrize(
    ("state", "seat", "route"),
    [
        ("drafting", "secretary", "minutes:edit"),
        ("returned", "secretary", "minutes:edit"),
        ("in_review", "chair", "minutes:review"),
        ("signed", "secretary", "distribution:issue"),
    ],
)
def test_minutes_wait_for_one_seat_at_the_page_where_the_step_is_done(state: str, seat: str, route: str):
    seated = make_committee()
    minutes = minutes_in(seated, state)

    waiting = {name: [task.href for task in tasks(getattr(seated, name))] for name in seated._fields[1:]}

    assert waiting == {"chair": [], "secretary": [], "member": [], seat: [reverse(route, args=[minutes.pk])]}


@pytest.mark.parametrize("cancelled_at", [None, timezone.now()])
def test_a_signed_edition_that_a_later_one_overtook_is_no_task(cancelled_at: datetime.datetime | None):
    seated = make_committee()
    overtaken = minutes_in(seated, Minutes.State.SIGNED)
    later = make_minutes(overtaken.meeting, Minutes.State.ISSUED, edition=2)
    assert len(tasks(seated.secretary)) == 1

    Dispatch.objects.create(minutes=later, memo="৫৬.০৪", dated_on=timezone.localdate(), cancelled_at=cancelled_at)

    assert tasks(seated.secretary) == []


@pytest.mark.parametrize("state", ["issued", "confirmed"])
def test_what_is_issued_waits_for_nobody(state: str):
    seated = make_committee()
    minutes_in(seated, state)

    assert [tasks(person) for person in seated[1:]] == [[], [], []]


def test_minutes_of_other_committees_do_not_wait_for_me():
    minutes_in(make_committee(), "drafting")

    assert tasks(make_committee().secretary) == []


def test_the_oldest_comes_first_and_is_old_after_a_week():
    seated = make_committee()
    for days in (2, 9, 0):
        minutes_in(seated, "drafting", days_ago=days)

    assert [(task.days, task.is_old) for task in tasks(seated.secretary)] == [(9, True), (2, False), (0, False)]


def test_copies_that_did_not_arrive_are_one_task_a_dispatch():
    seated = make_committee()
    dispatch = dispatched(seated, "failed", "sent", "unknown", "queued")

    (task,) = tasks(seated.secretary)

    assert (task.label, task.state) == ("See to 2 copies that may not have arrived", "failed")
    assert task.href == reverse("distribution:dispatch", args=[dispatch.pk])
    assert tasks(seated.chair) == []


def test_copies_of_a_cancelled_issue_wait_for_nobody():
    seated = make_committee()
    dispatch = dispatched(seated, "failed")
    Dispatch.objects.filter(pk=dispatch.pk).update(cancelled_at=timezone.now())

    assert tasks(seated.secretary) == []


def test_overdue_decisions_are_one_task_a_committee_for_secretary_and_implementer():
    seated, tenure = make_committee("নদীতীর কমিটি"), make_tenure(make_post())
    late = timezone.localdate() - datetime.timedelta(days=4)
    meeting = make_meeting(seated.committee)
    make_decision(meeting, due=late, post=tenure.post)
    make_decision(meeting, due=late - datetime.timedelta(days=1))
    make_decision(meeting, due=timezone.localdate())

    (secretarys,), (implementers,) = tasks(seated.secretary), tasks(tenure.person)

    assert (secretarys.label, secretarys.hint, secretarys.days) == ("Report on 2 overdue decisions", "নদীতীর কমিটি", 5)
    assert (implementers.label, implementers.days) == ("Report on 1 overdue decision", 4)
    assert tasks(seated.member) == []


class TestEmptySeats:
    def vacate(self, seated: Seated, role: str) -> None:
        Membership.objects.filter(committee=seated.committee, role=role).delete()

    def test_the_secretary_hears_of_a_missing_chair(self):
        seated = make_committee()
        self.vacate(seated, "chair")

        (task,) = tasks(seated.secretary)

        assert task.href == reverse("oversight:committee", args=[seated.committee.pk])
        assert tasks(seated.member) == []

    def test_a_post_that_nobody_holds_leaves_the_seat_empty(self):
        seated = make_committee()
        yesterday = timezone.localdate() - datetime.timedelta(days=1)
        seated.chair.tenures.update(ends_on=yesterday)

        assert [task.state for task in tasks(seated.secretary)] == ["vacant"]

    def test_administrators_hear_their_number(self):
        seated, other = make_committee(), make_committee()
        for each in (seated, other):
            self.vacate(each, "secretary")
        of_area, of_all = make_user(), make_user(is_superuser=True)
        Administration.objects.create(person=of_area, area=seated.committee.area)

        assert [task.label for task in tasks(of_area)] == ["Fill the empty seats of 1 committee"]
        assert [task.label for task in tasks(of_all)] == ["Fill the empty seats of 2 committees"]
