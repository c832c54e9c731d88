"""The rules of all rooms: sound as tables, and of one mind with the querysets that every list is made of."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.db.models import Model, QuerySet
from django.utils import timezone

from accounts.models import AuditRecord, User
from accounts.permissions import Denied, Rule, Table
from committees import scope
from committees.models import Administration, Area, Committee, Delegation, Membership, Office, Post, Tenure
from committees.powers import Powers, Role, powers_of, visible_committees
from decisions.models import Decision
from decisions.rules import visible_decisions
from distribution.models import Delivery, Dispatch, MemoFile
from distribution.rules import RULES, may, own_deliveries, visible_dispatches, visible_memo_files
from meetings.models import Meeting
from minutes.models import Minutes, Phrase
from minutes.rules import offices_with_phrases, visible_minutes, visible_phrases
from oversight.rulebook import page
from tests.distribution.stories import file_of
from tests.factories import (
    Seated,
    make_area,
    make_committee,
    make_decision,
    make_delivery,
    make_meeting,
    make_minutes,
    make_office,
    make_phrase,
    make_post,
    make_seat,
    make_tenure,
    make_user,
)
from tests.portal import BASE_DIR

TODAY = timezone.localdate()
ROWS = [(table, rule) for table in RULES.tables.values() for rule in table.rules]


def row_name(value: Any) -> str:
    return value.action if isinstance(value, Rule) else value.model.__name__


@pytest.mark.parametrize(("table", "rule"), ROWS, ids=row_name)
def test_a_row_is_complete(table: Table[Powers, Any], rule: Rule[Powers, Any]) -> None:
    """Whoever is refused is told why: in the wrong role, in every other state, and for each thing that is missing."""
    states = set(table.states.values if table.states else ())
    assert set(rule.who) <= set(Role)
    assert rule.who
    assert bool(rule.not_yours) == (not rule.action.startswith("read"))
    assert {*(rule.states or ()), *rule.instead} <= states
    if rule.states is not None and rule.not_yours:
        assert rule.not_now or states == {*rule.states, *rule.instead}
    assert all(need.reason for need in rule.needs)
    assert rule.target in ({""} | states)


def test_every_seat_is_a_role_by_the_same_name() -> None:
    assert dict(Membership.Role.choices).items() <= dict(Role.choices).items()


def test_an_action_that_there_is_not_is_a_mistake() -> None:
    with pytest.raises(LookupError):
        may("forge", Powers(User(), TODAY), Minutes())


def test_the_page_for_people_says_what_the_tables_say() -> None:
    assert (BASE_DIR / "docs/permissions.md").read_text(encoding="utf-8") == page(), "run `make permissions`"


# --- What a person may read, asked of each thing and as a list.

LISTS: Mapping[type[Model], Callable[[Powers], QuerySet[Any]]] = {
    Committee: visible_committees,
    Meeting: lambda powers: Meeting.objects.filter(committee__in=visible_committees(powers)),
    Minutes: visible_minutes,
    Decision: visible_decisions,
    Dispatch: visible_dispatches,
    Delivery: own_deliveries,
    MemoFile: visible_memo_files,
    Phrase: visible_phrases,
}


def administrator(area: Area | None, **fields: Any) -> User:
    return Administration.objects.create(person=make_user(), area=area, **fields).person


def deputy(committee: Committee, **fields: Any) -> User:
    """A person by whose post the chair's work is delegated today."""
    tenure = make_tenure(make_post(office=committee.office))
    period = {"starts_on": TODAY, "ends_on": TODAY, "reason": "সভাপতি ছুটিতে"}
    Delegation.objects.create(committee=committee, post=tenure.post, **period, **fields)
    return tenure.person


def furnished(seated: Seated) -> Seated:
    """The committee with minutes in every state, two decisions, an issue in every stage, and a memo file."""
    file_of(seated.committee.office, prefix=f"56.04.{seated.committee.pk}")
    make_phrase(seated.committee.office)
    for state in Minutes.State.values:
        meeting = make_meeting(seated.committee)
        minutes = make_minutes(meeting, state)
        if state in ("issued", "confirmed", "cancelled"):
            make_decision(meeting, post=Tenure.objects.get(person=seated.member).post)
            make_decision(meeting, opened_on=None)
            dispatch = Dispatch.objects.create(
                minutes=minutes, memo="৫৬.০৪.৯৯", dated_on=TODAY, pdf="a.pdf" if state == "issued" else ""
            )
            make_delivery(dispatch, post=Tenure.objects.get(person=seated.member).post)
            make_delivery(dispatch, address=seated.secretary.email)
    return seated


@pytest.fixture
def cast(db: None) -> dict[str, User]:
    """A person in every role of one committee, and in those of others that might see too much."""
    division = make_area(kind="division")
    district = make_area(parent=division)
    here = furnished(make_committee(area=make_area(kind="upazila", parent=district)))
    there = furnished(make_committee())
    committee = here.committee
    seats = {role: make_seat(committee, role) for role in ("vice_chair", "adviser", "invitee")}
    implementer = make_tenure().person
    make_decision(
        Minutes.objects.filter(meeting__committee=committee, state="issued").get().meeting,
        post=Post.objects.get(tenures__person=implementer),
    )
    return seats | {
        "chair": here.chair,
        "secretary": here.secretary,
        "member": here.member,
        "deputy who signs": deputy(committee),
        "deputy who only chairs": deputy(committee, may_sign=False),
        "implementer": implementer,
        "foreign chair": there.chair,
        "administrator": administrator(committee.area),
        "administrator of the district": administrator(district),
        "administrator of the division": administrator(division),
        "administrator elsewhere": administrator(there.committee.area),
        "administrator of the country": administrator(None),
        "auditor": administrator(None, kind="auditor"),
        "nobody": make_user(),
    }


@pytest.mark.thorough
@pytest.mark.parametrize("model", LISTS, ids=lambda model: model.__name__)
def test_a_list_holds_exactly_what_may_be_read(cast: dict[str, User], model: type[Model], subtests: Any) -> None:
    seen: set[int] = set()
    for who, person in cast.items():
        with subtests.test(who=who):
            powers = powers_of(person)
            listed = {thing.pk for thing in LISTS[model](powers)}
            assert listed == {thing.pk for thing in model._default_manager.all() if may("read", powers, thing)}
            seen |= listed
    assert seen, "nothing could have leaked"


@pytest.mark.thorough
def test_the_page_of_an_office_is_open_to_those_who_keep_its_phrases(cast: dict[str, User]) -> None:
    for who, person in cast.items():
        powers = powers_of(person)
        keeps = {office.pk for office in Office.objects.all() if may("keep", powers, Phrase(office=office))}
        assert (who, {office.pk for office in offices_with_phrases(powers)}) == (who, keeps)


EVERY = frozenset(Minutes.State.values)
# What the administration shows of each kind, all of which the administrator may change.
SCOPES: Mapping[type[Model], Callable[[Powers], QuerySet[Any]]] = {
    Office: scope.offices,
    Post: scope.posts,
    Committee: scope.committees,
}


@pytest.mark.thorough
def test_the_administration_shows_exactly_what_may_be_managed(cast: dict[str, User]) -> None:
    for model, shown in SCOPES.items():
        for who, person in cast.items():
            powers = powers_of(person)
            managed = {thing.pk for thing in model._default_manager.all() if may("manage", powers, thing)}
            assert (who, {thing.pk for thing in shown(powers)}) == (who, managed)


ISSUED = frozenset({"issued", "confirmed", "cancelled"})
OPEN = ISSUED | {"in_review", "signed"}
READ = {
    **dict.fromkeys(("chair", "secretary", "deputy who signs"), EVERY),
    **dict.fromkeys(("vice_chair", "member", "adviser", "deputy who only chairs"), OPEN),
    **dict.fromkeys(("invitee", "administrator", "administrator of the district"), ISSUED),
    **dict.fromkeys(("administrator of the division", "administrator of the country"), ISSUED),
}


def test_who_reads_minutes_in_which_state(cast: dict[str, User]) -> None:
    own = Minutes.objects.filter(meeting__committee__in=visible_committees(powers_of(cast["chair"])))
    read = {who: frozenset(m.state for m in visible_minutes(powers_of(person)) & own) for who, person in cast.items()}
    assert read == dict.fromkeys(cast, frozenset()) | READ


@pytest.mark.parametrize("action", ["send_back", "sign"])
def test_a_deputy_signs_and_returns_as_the_chair_does(cast: dict[str, User], action: str) -> None:
    minutes = Minutes.objects.get(meeting__committee__in=powers_of(cast["chair"]).committees(), state="in_review")
    allowed = {who for who, person in cast.items() if may(action, powers_of(person), minutes)}
    assert allowed == {"chair", "deputy who signs"}


def test_a_delegation_of_yesterday_gives_nothing(cast: dict[str, User]) -> None:
    yesterday = TODAY - datetime.timedelta(days=1)
    Delegation.objects.update(starts_on=yesterday, ends_on=yesterday)
    assert not visible_minutes(powers_of(cast["deputy who signs"])).exists()


# --- What administrators enter.


class TestAdministration:
    """An administrator of a district, with an upazila below, a division above and a district beside it."""

    @pytest.fixture
    def areas(self, db: None) -> dict[str, Area | None]:
        division = make_area(kind="division")
        own = make_area(parent=division)
        below = make_area(kind="upazila", parent=own)
        return {"own": own, "below": below, "above": division, "beside": make_area(parent=division), "none": None}

    @pytest.fixture
    def powers(self, areas: dict[str, Area | None]) -> Powers:
        return powers_of(administrator(areas["own"]))

    @pytest.fixture
    def of_the_country(self, db: None) -> Powers:
        return powers_of(administrator(None))

    def things(self, area: Area | None) -> dict[str, Model]:
        office = make_office(area=area)
        return {
            "office": office,
            "post": make_post(office=office),
            "committee": make_committee(area=area or None, office=office).committee,
            "memo file": file_of(office),
        }

    @pytest.mark.parametrize(
        ("where", "expected"), [("own", True), ("below", True), ("above", False), ("beside", False)]
    )
    def test_of_an_area_manages_what_lies_in_it_and_below(
        self, areas: dict[str, Area | None], powers: Powers, of_the_country: Powers, where: str, expected: bool
    ) -> None:
        for name, thing in self.things(areas[where]).items():
            assert (name, bool(may("manage", powers, thing))) == (name, expected)
            assert may("manage", of_the_country, thing)
        assert bool(may("set_up", powers, areas[where])) == expected

    def test_of_an_area_manages_nothing_that_has_none(self, powers: Powers, of_the_country: Powers) -> None:
        for thing in (Office(area=None), Post(office=Office(area=None)), Committee(area=None), Area()):
            assert not may("manage", powers, thing)
            assert may("manage", of_the_country, thing)

    def test_of_an_area_changes_not_even_the_own_area(self, areas: dict[str, Area | None], powers: Powers) -> None:
        verdict = may("manage", powers, areas["own"])
        assert isinstance(verdict, Denied)

    @pytest.mark.parametrize("where", ["own", "below", "above", "beside", "none"])
    def test_charges_are_granted_and_withdrawn_within_the_own_ones(
        self, areas: dict[str, Area | None], powers: Powers, of_the_country: Powers, where: str
    ) -> None:
        charge = Administration(person=make_user(), area=areas[where])
        for action in ("grant", "withdraw"):
            assert bool(may(action, powers, charge)) == (where in ("own", "below"))
            assert may(action, of_the_country, charge)

    def test_nobody_withdraws_the_own_charge(self, areas: dict[str, Area | None]) -> None:
        tenure = make_tenure()
        for area in (areas["own"], None):
            for charge in (
                Administration(person=tenure.person, area=area),
                Administration(post=tenure.post, area=area),
            ):
                charge.save()
                assert not may("withdraw", powers_of(tenure.person), charge)
                assert may("grant", powers_of(tenure.person), charge)
                charge.delete()

    def test_auditors_are_named_and_the_trail_read_by_the_country_alone(
        self, powers: Powers, of_the_country: Powers
    ) -> None:
        auditor = Administration(person=make_user(), kind="auditor")
        assert not may("grant", powers, auditor)
        assert may("grant", of_the_country, auditor)
        auditor.save()
        audits = powers_of(auditor.person)
        assert [bool(may("read", who, AuditRecord())) for who in (powers, of_the_country, audits)] == [
            False,
            True,
            True,
        ]
        assert not may("manage", audits, Office(area=None))

    def test_the_account_of_a_person_is_changed_only_by_who_has_charge_of_all_the_person_can(
        self, areas: dict[str, Area | None], powers: Powers, of_the_country: Powers
    ) -> None:
        """Whoever sets an account's address can sign in as that person, so nobody may reach further by it."""
        tomorrow = TODAY + datetime.timedelta(days=1)
        at_home = make_tenure(make_post(office=make_office(area=areas["below"]))).person
        also_elsewhere = make_tenure(make_post(office=make_office(area=areas["own"]))).person
        make_tenure(make_post(office=make_office(area=areas["beside"])), also_elsewhere, starts_on=tomorrow)
        with_a_charge = make_tenure(make_post(office=make_office(area=areas["own"]))).person
        Administration.objects.create(post=with_a_charge.tenures.get().post, area=areas["above"])
        moved_here = make_tenure(
            make_post(office=make_office(area=areas["beside"])), ends_on=TODAY - datetime.timedelta(1)
        ).person
        make_tenure(make_post(office=make_office(area=areas["own"])), moved_here, starts_on=TODAY)
        people = {
            "new": User(),
            "at home": at_home,
            "moved here": moved_here,
            "also elsewhere": also_elsewhere,
            "with a charge above": with_a_charge,
            "auditor": administrator(None, kind="auditor"),
            "colleague of the area": administrator(areas["own"]),
            "superuser": make_user(is_superuser=True),
        }
        managed = {name for name, person in people.items() if may("manage", powers, person)}
        assert managed == {"new", "at home", "moved here", "colleague of the area"}
        assert all(may("secure", of_the_country, person) for person in people.values())

    def test_nobody_takes_the_own_access_away(self, powers: Powers, of_the_country: Powers) -> None:
        for each in (powers, of_the_country):
            assert may("manage", each, each.user)
            assert not may("secure", each, each.user)
