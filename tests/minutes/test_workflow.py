"""The table of moves: exactly the legal ones, by exactly those who may, whole or not at all."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import pytest

from accounts.domain.audit import Actor, trail
from accounts.models import User
from accounts.permissions import Denied, NotAllowedError
from committees.models import Administration
from committees.powers import powers_of
from minutes import rules
from minutes.domain.workflow import StaleError, transition
from minutes.models import Minutes, ReviewComment
from tests.factories import Seated, acting, make_administrator, make_committee, make_meeting, make_minutes, make_user

pytestmark = pytest.mark.django_db

STATES = ("drafting", "in_review", "returned", "signed", "issued", "confirmed", "cancelled", "discarded")
MOVES = ("submit", "send_back", "sign", "issue", "confirm", "cancel", "discard")
# The design's picture of the life of a set of minutes: state, move, who → state. Every other combination is refused.
LEGAL = {
    ("drafting", "submit", "secretary"): "in_review",
    ("returned", "submit", "secretary"): "in_review",
    ("in_review", "send_back", "chair"): "returned",
    ("in_review", "sign", "chair"): "signed",
    ("signed", "issue", "secretary"): "issued",
    ("issued", "confirm", "secretary"): "confirmed",
    ("issued", "cancel", "secretary"): "cancelled",
}
# Beside these, of a corrected edition:
OF_CORRECTIONS = {
    ("drafting", "discard", "secretary"): "discarded",
    ("in_review", "discard", "secretary"): "discarded",
    ("returned", "discard", "secretary"): "discarded",
}


class Cast(NamedTuple):
    """A committee, and everyone who might try a move on its minutes."""

    seated: Seated
    people: dict[str, User]


@pytest.fixture
def cast() -> Cast:
    seated, other = make_committee(), make_committee()
    area_administrator, national_administrator = make_user(), make_administrator()
    Administration.objects.create(person=area_administrator, area=seated.committee.area)
    people = {
        "chair": seated.chair,
        "secretary": seated.secretary,
        "member": seated.member,
        "other chair": other.chair,
        "other secretary": other.secretary,
        "area administrator": area_administrator,
        "national administrator": national_administrator,
        "nobody": make_user(),
    }
    return Cast(seated, people)


def test_moves_are_those_of_the_table() -> None:
    assert set(rules.MOVES) == set(MOVES)
    assert set(Minutes.State.values) == set(STATES)


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize(("edition", "legal"), [(1, LEGAL), (2, LEGAL | OF_CORRECTIONS)])
def test_exactly_the_legal_moves_are_made(
    cast: Cast, state: str, name: str, edition: int, legal: dict[tuple[str, str, str], str]
) -> None:
    minutes = make_minutes(make_meeting(cast.seated.committee), state, version=3, edition=edition)
    made = {}
    for who, user in cast.people.items():
        powers = powers_of(user)
        verdict = rules.may(name, powers, minutes)
        before = len(trail(minutes))
        if isinstance(verdict, Denied):
            with pytest.raises(NotAllowedError) as refusal:
                transition(minutes.pk, name, actor=Actor(user), powers=powers, version=3)
            assert str(refusal.value) == str(verdict.reason)
            assert len(trail(minutes)) == before
        else:
            moved = transition(minutes.pk, name, actor=Actor(user), powers=powers, version=3)
            made[who] = moved.state
            assert moved.version == 4
            assert len(trail(minutes)) == before + 1
        stands = Minutes.objects.get(pk=minutes.pk)
        assert (stands.state, stands.version) == ((made[who], 4) if who in made else (state, 3))
        Minutes.objects.filter(pk=minutes.pk).update(state=state, version=3)
    assert made == {who: target for (source, move, who), target in legal.items() if (source, move) == (state, name)}


@pytest.mark.parametrize("version", [0, 2, 4])
def test_stale_version_is_refused(cast: Cast, version: int) -> None:
    minutes = make_minutes(make_meeting(cast.seated.committee), version=3)
    with pytest.raises(StaleError):
        transition(minutes.pk, "submit", **acting(cast.seated.secretary), version=version)
    assert Minutes.objects.get().state == "drafting"
    assert not trail(minutes)


def test_stale_page_is_told_before_the_state(cast: Cast) -> None:
    """A second click on 'send' says that the minutes moved on, not that the secretary may not do what was just done."""
    minutes = make_minutes(make_meeting(cast.seated.committee))
    secretary = acting(cast.seated.secretary)
    transition(minutes.pk, "submit", **secretary, version=0)
    with pytest.raises(StaleError):
        transition(minutes.pk, "submit", **secretary, version=0)


@pytest.mark.parametrize("name", MOVES)
def test_whose_move_it_is_not_is_told_so_whatever_the_page(cast: Cast, name: str) -> None:
    """Looking again would not help somebody else."""
    minutes = make_minutes(make_meeting(cast.seated.committee))
    with pytest.raises(NotAllowedError) as refusal:
        transition(minutes.pk, name, **acting(cast.seated.member), version=7)
    assert refusal.value.verdict.reason == rules.MOVES[name].not_yours


def test_effect_that_fails_leaves_nothing(cast: Cast) -> None:
    minutes = make_minutes(make_meeting(cast.seated.committee))

    def comment_and_fail(minutes: Minutes) -> None:
        ReviewComment.objects.create(minutes=minutes, author=cast.seated.secretary, text="পড়ে দেখুন")
        minutes.title = "অন্য শিরোনাম"
        raise RuntimeError("the effect fails")

    with pytest.raises(RuntimeError, match="the effect fails"):
        transition(minutes.pk, "submit", **acting(cast.seated.secretary), version=0, effect=comment_and_fail)
    stands = Minutes.objects.get()
    assert (stands.state, stands.version, stands.title) == ("drafting", 0, minutes.title)
    assert not ReviewComment.objects.exists()
    assert not trail(minutes)


def test_move_that_cannot_be_recorded_is_not_made(cast: Cast) -> None:
    minutes = make_minutes(make_meeting(cast.seated.committee))
    with pytest.raises(TypeError):
        transition(minutes.pk, "submit", **acting(cast.seated.secretary), version=0, unserialisable=object())
    assert Minutes.objects.get().state == "drafting"


def test_effect_and_state_are_written_together(cast: Cast) -> None:
    minutes = make_minutes(make_meeting(cast.seated.committee))
    seen = []

    def retitle(minutes: Minutes) -> None:
        seen.append((minutes.state, minutes.version))
        minutes.title = "নতুন শিরোনাম"

    transition(minutes.pk, "submit", **acting(cast.seated.secretary), version=0, effect=retitle)
    stands = Minutes.objects.get()
    assert (stands.state, stands.title) == ("in_review", "নতুন শিরোনাম")
    assert seen == [("drafting", 0)]
    assert stands.state_since > minutes.state_since


def test_refused_effect_is_never_run(cast: Cast) -> None:
    minutes = make_minutes(make_meeting(cast.seated.committee))
    with pytest.raises(NotAllowedError):
        transition(minutes.pk, "submit", **acting(cast.seated.chair), version=0, effect=partial(pytest.fail, "was run"))


@pytest.mark.parametrize(("source", "name", "who"), LEGAL)
def test_every_move_is_recorded(cast: Cast, source: str, name: str, who: str) -> None:
    minutes = make_minutes(make_meeting(cast.seated.committee), source)
    user = cast.people[who]
    actor = Actor(user, "পদ, দপ্তর", "192.0.2.7")
    transition(minutes.pk, name, actor=actor, powers=powers_of(user), version=0, memo="৭")
    (record,) = trail(minutes)
    assert (record.action, record.actor, record.actor_name, record.actor_post, record.address) == (
        f"minutes.{name}",
        user,
        user.name_bn,
        "পদ, দপ্তর",
        "192.0.2.7",
    )
    assert record.details == {"source": source, "target": LEGAL[source, name, who], "memo": "৭"}
