"""The spine shows each step's place, one main button for the next one, and why the others wait."""

import datetime

import pytest
from django.utils import timezone
from django.utils.translation import override

from committees.powers import powers_of
from distribution.models import Dispatch
from minutes.models import Minutes
from oversight.spine import Course, Step, copies_of, steps_of
from tests.distribution.stories import signed
from tests.factories import Seated, make_committee, make_delivery, make_meeting, make_minutes

pytestmark = pytest.mark.django_db

IDS = ["meeting", "minutes", "review", "signature", "issue", "delivery", "confirmation"]


def course(seated: Seated, state: str, seat: str = "secretary", *copies: str) -> Course:
    minutes = signed(seated) if state == "signed" else make_minutes(make_meeting(seated.committee), state)
    dispatch = None
    if state in ("issued", "confirmed", "cancelled"):
        dispatch = Dispatch.objects.create(minutes=minutes, memo="৫৬.০৪.৯৯", dated_on=timezone.localdate())
        dispatch.cancelled_at = timezone.now() if state == "cancelled" else None
        for state_of_copy in copies:
            make_delivery(dispatch, state=state_of_copy)
    return Course(
        powers=powers_of(getattr(seated, seat)),
        meeting=minutes.meeting,
        minutes=minutes,
        dispatch=dispatch,
        copies=copies_of(dispatch) if dispatch else {},
    )


def steps(course: Course) -> dict[str, Step]:
    with override("en"):
        found = {step.id: step for step in steps_of(course)}
    assert list(found) == IDS
    return found


def places(course: Course) -> str:
    """The steps' places by their first letters: d(one), n(ow), l(ater)."""
    return "".join(step.place[0] for step in steps(course).values())


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("drafting", "dnlllll"),
        ("returned", "dnlllll"),
        ("in_review", "ddnllll"),
        ("signed", "ddddnll"),
        ("issued", "dddddnn"),
        ("confirmed", "dddddnd"),
        ("cancelled", "dddddll"),
    ],
)
def test_each_state_has_its_place_on_the_spine(state: str, expected: str):
    assert places(course(make_committee(), state, "secretary", "queued")) == expected


def test_the_issue_bears_the_state_of_one_that_was_cancelled_and_no_other():
    states = {state: steps(course(make_committee(), state))["issue"].state for state in ("issued", "cancelled")}

    assert states == {"issued": "", "cancelled": "cancelled"}


def test_delivery_is_done_when_every_copy_is_sent():
    delivery = steps(course(make_committee(), "issued", "secretary", "sent", "sent"))["delivery"]

    assert (delivery.place, delivery.state, delivery.facts) == ("done", "sent", ["2 of 2 copies sent, 0 opened"])


def test_the_worst_copy_gives_the_delivery_its_state():
    delivery = steps(course(make_committee(), "issued", "secretary", "sent", "unknown", "failed", "queued"))["delivery"]

    assert delivery.state == "failed"


@pytest.mark.parametrize(
    ("fields", "state"),
    [({}, "making"), ({"render_error": "no ink"}, "failed"), ({"prepared": "prepared/none.pdf"}, "unsigned")],
)
def test_an_issue_that_has_not_gone_out_is_the_step_of_now(fields: dict[str, str], state: str):
    pending = course(make_committee(), "issued", "secretary", "queued")
    assert pending.dispatch
    for name, value in {"document": "{}", **fields}.items():
        setattr(pending.dispatch, name, value)

    found = steps(pending)

    assert (found["issue"].state, places(pending)) == (state, "ddddnll")
    assert [link.label for link in found["delivery"].links] == ["See every recipient"]


@pytest.mark.parametrize(
    ("state", "step", "owner"),
    [
        ("drafting", "minutes", "secretary"),
        ("returned", "minutes", "secretary"),
        ("in_review", "review", "chair"),
        ("signed", "issue", "secretary"),
        ("issued", "confirmation", "secretary"),
    ],
)
def test_the_next_step_has_the_only_button_open_to_its_owner_alone(state: str, step: str, owner: str):
    for seat in ("chair", "secretary", "member"):
        of_seat = steps(course(make_committee(), state, seat))
        with_button = {s.id: bool(s.main.verdict) for s in of_seat.values() if s.main}
        assert with_button == {step: seat == owner}


@pytest.mark.parametrize("state", Minutes.State.values)
def test_every_step_that_is_not_open_says_why(state: str):
    for step in steps(course(make_committee(), state, "member")).values():
        if step.place == "later":
            assert step.why_not
        if step.main and not step.main.verdict:
            assert step.main.verdict.reason


def test_a_meeting_whose_minutes_are_not_to_be_read_yet():
    seated = make_committee()
    meeting = make_meeting(seated.committee)
    unread = Course(powers=powers_of(seated.member), meeting=meeting)

    assert places(unread) == "dnlllll"
    assert steps(unread)["minutes"].state == "none"


def test_a_meeting_ahead_is_now():
    seated = make_committee()
    meeting = make_meeting(seated.committee, timezone.localdate() + datetime.timedelta(days=3))

    assert places(Course(powers=powers_of(seated.member), meeting=meeting))[0] == "n"


def test_a_set_from_paper_without_date_and_snapshot_is_shown_as_such():
    seated = make_committee()
    archived = course(seated, "issued")
    archived.meeting.held_on = None

    found = steps(archived)

    assert found["meeting"].facts == ["—", "সম্মেলন কক্ষ"]
    assert found["signature"].facts == ["Signed on paper"]
    assert found["delivery"].facts == ["Sent on paper"]
