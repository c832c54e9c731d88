"""Posts taken up and left, transfers, mended tenures: what they do, and what they refuse at which field."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import combinations
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.domain.audit import Actor
from accounts.domain.changes import Step, UndoError, undo
from accounts.models import AuditRecord, User
from committees.domain import holding, people
from committees.domain.charging import LastAdministratorError
from committees.domain.holding import TakingUp, Transfer
from committees.models import Administration, Membership, Post, Tenure
from committees.powers import powers_of
from tests.factories import LONG_AGO, make_committee, make_post, make_tenure, make_user

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
Kind = Tenure.Kind


def in_days(n: int) -> datetime.date:
    return TODAY + datetime.timedelta(days=n)


def step() -> Step:
    return Step(by=Actor(make_user("নমুনা প্রশাসক")), action="tenure.transfer")


def transfer(day: datetime.date, ending: dict[str, list[Tenure]], beginning: dict[str, TakingUp]) -> list[Tenure]:
    with step() as each:
        return holding.transfer(Transfer(day, ending, beginning), each)


def take_up(post: Post, person: User, starts_on: datetime.date = TODAY, **fields: Any) -> Tenure:
    with step() as each:
        return holding.take_up(TakingUp(post, person, **fields), starts_on, each)


@contextmanager
def refused(**codes: str) -> Iterator[None]:
    """What happens inside is refused with errors of these codes at these fields, and nothing is done."""
    before = list(Tenure.objects.order_by("pk").values()), AuditRecord.objects.count()
    with pytest.raises(ValidationError) as error:
        yield
    assert {name: faults[0].code for name, faults in error.value.error_dict.items()} == codes
    assert (list(Tenure.objects.order_by("pk").values()), AuditRecord.objects.count()) == before


def held(person: User, day: datetime.date = TODAY) -> set[tuple[int, str]]:
    """The posts that the person's powers come from on that day."""
    return {(post, tenure.kind) for post, tenure in powers_of(person, day).posts.items()}


# Transfers


@pytest.mark.parametrize("ahead", [-3, 0, 20])
def test_a_transfer_ends_one_tenure_and_begins_two(ahead: int) -> None:
    day = in_days(ahead)
    officer, successor, goal = make_tenure(), make_user(), make_post()
    begun = transfer(
        day,
        {"tenure": [officer]},
        {
            "successor": TakingUp(officer.post, successor, Kind.IN_CHARGE),
            "new_post": TakingUp(goal, officer.person),
        },
    )
    officer.refresh_from_db()
    assert officer.ends_on == day - datetime.timedelta(days=1)
    assert [(t.person, t.post, t.kind, t.starts_on, t.ends_on) for t in begun] == [
        (successor, officer.post, Kind.IN_CHARGE, day, None),
        (officer.person, goal, Kind.REGULAR, day, None),
    ]
    before, after = day - datetime.timedelta(days=1), day
    assert (held(officer.person, before), held(successor, before)) == ({(officer.post_id, "regular")}, set())
    assert (held(officer.person, after), held(successor, after)) == (
        {(goal.pk, "regular")},
        {(officer.post_id, "in_charge")},
    )


def test_rights_move_at_once_or_at_midnight() -> None:
    seated = make_committee()
    chair = Tenure.objects.get(person=seated.chair)
    successor = make_user()
    transfer(in_days(1), {"tenure": [chair]}, {"successor": TakingUp(chair.post, successor)})
    assert powers_of(seated.chair).has(seated.committee.pk, "chair")
    assert not powers_of(successor).has(seated.committee.pk, "chair")
    assert not powers_of(seated.chair, in_days(1)).has(seated.committee.pk, "chair")
    assert powers_of(successor, in_days(1)).has(seated.committee.pk, "chair")

    Tenure.objects.filter(post=chair.post).delete()
    chair = make_tenure(chair.post, seated.chair)
    transfer(TODAY, {"tenure": [chair]}, {})
    assert not powers_of(seated.chair).roles


def test_a_chain_is_one_step_and_is_undone_as_one() -> None:
    """A goes to B's post, B to C's, and C leaves."""
    first, second, third = make_tenure(), make_tenure(), make_tenure()
    before = list(Tenure.objects.order_by("pk").values())
    with step() as each:
        holding.transfer(
            Transfer(
                TODAY,
                {"tenure": [first], "leaves": [second, third]},
                {"new_post": TakingUp(second.post, first.person), "onward": TakingUp(third.post, second.person)},
            ),
            each,
        )
    assert held(first.person) == {(second.post_id, "regular")}
    assert held(second.person) == {(third.post_id, "regular")}
    assert held(third.person) == set()
    assert AuditRecord.objects.filter(step=each.id).count() == 5

    undo(each.id, by=Actor(make_user()))
    assert list(Tenure.objects.order_by("pk").values()) == before


def test_two_officers_change_places() -> None:
    one, other = make_tenure(), make_tenure()
    transfer(
        TODAY,
        {"tenure": [one], "leaves": [other]},
        {"new_post": TakingUp(other.post, one.person), "successor": TakingUp(one.post, other.person)},
    )
    assert (held(one.person), held(other.person)) == ({(other.post_id, "regular")}, {(one.post_id, "regular")})


@pytest.mark.parametrize("starts", [0, 5])
def test_a_tenure_does_not_end_before_it_starts(starts: int) -> None:
    tenure = make_tenure(starts_on=in_days(starts))
    with refused(tenure="order"):
        transfer(TODAY, {"tenure": [tenure]}, {})


def test_who_has_left_cannot_leave_again() -> None:
    tenure = make_tenure(ends_on=in_days(-2))
    with refused(tenure="ended"):
        transfer(TODAY, {"tenure": [tenure]}, {})


def test_whose_last_day_is_entered_already_is_transferred_on_the_next() -> None:
    tenure, post = make_tenure(ends_on=in_days(-1)), make_post()
    transfer(TODAY, {"tenure": [tenure]}, {"new_post": TakingUp(post, tenure.person)})
    assert held(tenure.person) == {(post.pk, "regular")}


@pytest.mark.parametrize("day", [datetime.date(1971, 3, 25), in_days(367)])
def test_days_far_away_are_refused(day: datetime.date) -> None:
    tenure, post, person = make_tenure(), make_post(), make_user()
    with refused(day="day"):
        transfer(day, {"tenure": [tenure]}, {})
    with refused(starts_on="day"):
        take_up(post, person, day)


def test_every_fault_is_told_at_its_own_field() -> None:
    officer, there, busy = make_tenure(), make_tenure(), make_tenure()
    with refused(successor="elsewhere", new_post="taken"):
        transfer(
            TODAY,
            {"tenure": [officer]},
            {
                "successor": TakingUp(officer.post, busy.person),
                "new_post": TakingUp(there.post, officer.person),
            },
        )


# Taking up a post


def test_a_post_that_is_held_regularly_names_its_holder() -> None:
    tenure = make_tenure(person=make_user("নমুনা ইসলাম"), starts_on=datetime.date(2024, 3, 1))
    with override("bn"), pytest.raises(ValidationError, match=r"নমুনা ইসলাম.*১ মার্চ ২০২৪"):
        take_up(tenure.post, make_user())
    with refused(post="taken"):
        take_up(tenure.post, make_user(), LONG_AGO)
    assert take_up(tenure.post, make_user(), kind=Kind.IN_CHARGE).pk


def test_a_person_is_not_regularly_in_two_places() -> None:
    tenure = make_tenure(person=make_user("নমুনা ইসলাম"))
    with pytest.raises(ValidationError, match=tenure.post.name_bn):
        take_up(make_post(), tenure.person)
    with refused(post="elsewhere"):
        take_up(make_post(), tenure.person)
    assert take_up(make_post(), tenure.person, kind=Kind.ADDITIONAL).pk


def test_a_person_holds_a_post_once() -> None:
    tenure = make_tenure()
    with refused(post="again"):
        take_up(tenure.post, tenure.person, kind=Kind.ADDITIONAL)


def test_what_ends_before_is_in_nobodys_way() -> None:
    tenure = make_tenure(ends_on=in_days(-1))
    assert take_up(tenure.post, make_user()).pk
    assert take_up(make_post(), tenure.person).pk


def test_for_some_days() -> None:
    post = make_post()
    assert take_up(post, make_user(), in_days(5), ends_on=in_days(8)).ends_on == in_days(8)
    assert take_up(post, make_user(), in_days(2), ends_on=in_days(4)).pk
    with refused(post="taken"):
        take_up(post, make_user(), in_days(2), ends_on=in_days(5))
    with refused(ends_on="day"):
        take_up(make_post(), make_user(), in_days(5), ends_on=in_days(4))


def test_a_closed_account_takes_up_no_post() -> None:
    person = make_user(is_active=False)
    with refused(post="closed"):
        take_up(make_post(), person)
    with refused(post="closed"):
        take_up(make_post(), person, in_days(-9), ends_on=TODAY)
    assert take_up(make_post(), person, in_days(-9), ends_on=in_days(-1)).pk


# Mending


def correct(tenure: Tenure, **fields: Any) -> None:
    wanted: dict[str, Any] = {"kind": tenure.kind, "starts_on": tenure.starts_on, "ends_on": tenure.ends_on} | fields
    with step() as each:
        holding.correct(tenure, wanted["kind"], wanted["starts_on"], wanted["ends_on"], each)


def test_a_tenure_is_corrected() -> None:
    tenure = make_tenure()
    correct(tenure, kind="in_charge", starts_on=in_days(-9), ends_on=in_days(-1))
    tenure.refresh_from_db()
    assert (tenure.kind, tenure.starts_on, tenure.ends_on) == ("in_charge", in_days(-9), in_days(-1))


def test_a_correction_is_held_to_the_same_rules() -> None:
    earlier = make_tenure(ends_on=in_days(-10))
    tenure = make_tenure(earlier.post, starts_on=in_days(-9))
    elsewhere = make_tenure(person=tenure.person, kind="additional")
    with refused(starts_on="taken"):
        correct(tenure, starts_on=in_days(-10))
    with refused(kind="elsewhere"):
        correct(elsewhere, kind="regular")
    with refused(ends_on="day"):
        correct(tenure, ends_on=in_days(-11))
    with refused(starts_on="day"):
        correct(tenure, starts_on=datetime.date(1950, 1, 1))


def test_a_mistaken_tenure_is_removed_and_can_be_put_back() -> None:
    tenure = make_tenure()
    with step() as each:
        holding.remove(tenure, each)
    assert not Tenure.objects.exists()
    undo(each.id, by=Actor(make_user()))
    assert Tenure.objects.get() == tenure


def test_nobody_is_put_back_into_a_second_regular_post() -> None:
    tenure = make_tenure()
    with step() as leaving:
        holding.end(tenure, in_days(-10), leaving)
    held_now = take_up(make_post(), tenure.person, in_days(-3))
    with pytest.raises(UndoError, match=str(held_now.post)), override("bn"):
        undo(leaving.id, by=Actor(make_user()))
    assert held(tenure.person) == {(held_now.post_id, "regular")}


# The last administrator of the whole country


@pytest.mark.parametrize(
    "leave",
    [
        lambda tenure: transfer(TODAY, {"tenure": [tenure]}, {}),
        lambda tenure: transfer(in_days(30), {"tenure": [tenure]}, {}),
        lambda tenure: correct(tenure, ends_on=in_days(-1)),
        lambda tenure: correct(tenure, ends_on=in_days(30)),
        lambda tenure: correct(tenure, starts_on=in_days(3)),
        lambda tenure: remove(tenure),
    ],
)
def test_the_post_of_the_last_administrator_is_not_left_empty(leave: Callable[[Tenure], Any]) -> None:
    tenure = make_tenure()
    Administration.objects.create(post=tenure.post)
    with pytest.raises(LastAdministratorError), transaction.atomic():
        leave(tenure)
    assert Tenure.objects.get().ends_on is None
    transfer(TODAY, {"tenure": [tenure]}, {"successor": TakingUp(tenure.post, make_user())})
    assert powers_of(tenure.person).everywhere is False


@pytest.mark.parametrize(
    "spoil",
    [
        lambda successor: remove(successor),
        lambda successor: correct(successor, starts_on=in_days(9)),
        lambda successor: correct(successor, ends_on=in_days(20)),
        lambda successor: close(successor.person),
    ],
)
def test_nor_is_it_from_a_later_day_on(spoil: Callable[[Tenure], Any]) -> None:
    """Who administers the country leaves the post in some days: then it has to be the successor."""
    tenure = make_tenure()
    Administration.objects.create(post=tenure.post)
    (successor,) = transfer(in_days(5), {"tenure": [tenure]}, {"successor": TakingUp(tenure.post, make_user())})
    with pytest.raises(LastAdministratorError), transaction.atomic():
        spoil(successor)
    assert all(powers_of(successor.person, in_days(n)).everywhere for n in (5, 9, 30))
    assert User.objects.get(pk=successor.person_id).is_active


def test_nor_is_it_on_a_day_behind_a_gap() -> None:
    """Nobody administers the country for some days; then it has to be whoever was meant to."""
    tenure = make_tenure(ends_on=in_days(5))
    Administration.objects.create(post=tenure.post)
    ahead = take_up(tenure.post, make_user(), in_days(10))
    with pytest.raises(LastAdministratorError), transaction.atomic():
        remove(ahead)
    assert powers_of(ahead.person, in_days(10)).everywhere


def test_who_leaves_the_post_on_the_last_day_there_is() -> None:
    tenure = make_tenure()
    correct(tenure, ends_on=datetime.date.max)
    assert Tenure.objects.get().ends_on == datetime.date.max


def close(person: User) -> None:
    with step() as each:
        people.close(person, each)


def remove(tenure: Tenure) -> None:
    with step() as each:
        holding.remove(tenure, each)


# Any sequence of transfers


NEAR = 3  # days
MOVES = st.lists(
    st.tuples(
        st.integers(-NEAR, NEAR),  # the day
        st.integers(0, 3),  # who goes
        st.one_of(st.none(), st.integers(0, 3)),  # to which post
        st.one_of(st.none(), st.integers(0, 3)),  # who comes after
        st.sampled_from(Kind.values),
        st.booleans(),  # whoever holds the new post leaves it
    ),
    max_size=12,
)


@pytest.mark.thorough
@settings(max_examples=40)
@given(moves=MOVES)
def test_no_day_has_two_regular_holders_and_powers_follow(moves: list[tuple[Any, ...]]) -> None:
    with transaction.atomic():
        people = [make_user() for _ in range(4)]
        posts = [make_post() for _ in range(4)]
        committee = make_committee().committee
        Membership.objects.create(committee=committee, role="adviser", post=posts[0], starts_on=LONG_AGO)
        for post, person in zip(posts, people, strict=True):
            make_tenure(post, person)
        for move in moves:
            try:
                one_move(people, posts, *move)
            except ValidationError:
                continue
        every = list(Tenure.objects.filter(post__in=posts))
        for each, other in combinations(every, 2):
            if at_once(each, other):
                assert (each.post_id, each.person_id) != (other.post_id, other.person_id)
                if each.kind == other.kind == Kind.REGULAR:
                    assert each.post_id != other.post_id
                    assert each.person_id != other.person_id
        for day in map(in_days, range(-NEAR - 1, NEAR + 1)):
            for person in people:
                powers = powers_of(person, day)
                mine = {tenure.post_id for tenure in every if tenure.person_id == person.pk and tenure.covers(day)}
                assert set(powers.posts) == mine
                assert powers.has(committee.pk, "adviser") == (posts[0].pk in mine)
        transaction.set_rollback(True)


def one_move(
    people: list[User],
    posts: list[Post],
    ahead: int,
    who: int,
    goal: int | None,
    heir: int | None,
    kind: str,
    leaves: bool,
) -> None:
    day = in_days(ahead)
    tenure = Tenure.objects.filter(person=people[who]).order_by("starts_on", "pk").last()
    if tenure is None:
        return
    ending, beginning = {"tenure": [tenure]}, dict[str, TakingUp]()
    if heir is not None:
        beginning["successor"] = TakingUp(tenure.post, people[heir], kind)
    if goal is not None:
        beginning["new_post"] = TakingUp(posts[goal], people[who])
        if leaves:
            ending["leaves"] = list(holding.regular_holders([posts[goal]], day))
    transfer(day, ending, beginning)


def at_once(one: Tenure, other: Tenure) -> bool:
    last = datetime.date.max
    return one.starts_on <= (other.ends_on or last) and other.starts_on <= (one.ends_on or last)
