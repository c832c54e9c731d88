"""Setting up districts and upazilas from the template: planned, made in one step, never twice."""

from __future__ import annotations

import datetime
from collections import Counter
from contextlib import suppress

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from accounts.domain.audit import PORTAL
from accounts.domain.changes import Step, undo
from committees.domain.founding import Choices, Plan, Wording, found, plan
from committees.domain.template import template
from committees.models import Area, Committee, FormerName, Membership, Office, Post
from documents.layouts import LAYOUTS
from tests.factories import make_area, make_office, make_post

DAY = datetime.date(2026, 1, 5)
TEMPLATE = template()
KINDS = {office.key: office.of for office in TEMPLATE.offices}


class TestTemplate:
    def test_keys_are_unique(self) -> None:
        keys = [office.key for office in TEMPLATE.offices]
        posts = [post.key for office in TEMPLATE.offices for post in office.posts]

        assert len(keys) == len(set(keys))
        assert len(posts) == len(set(posts))

    def test_committees_are_made_of_posts_that_are_there(self) -> None:
        posts = {post.key: office.of for office in TEMPLATE.offices for post in office.posts}
        kinds = [committee.kind for committee in TEMPLATE.committees]

        assert sorted(kinds) == sorted(Committee.Kind)
        for committee in TEMPLATE.committees:
            own = [committee.chair, committee.secretary, *committee.members]
            assert len(own) == len(set(own))
            assert {posts[key] for key in own} == {committee.of}
            assert {posts[key] for key in committee.of_upazilas} <= {Area.Kind.UPAZILA}
            assert KINDS[committee.office] == committee.of
            assert LAYOUTS[committee.layout].committee_kind == committee.kind
            assert committee.reports_to is None or committee.reports_to in kinds[: kinds.index(committee.kind)]

    def test_precedence_is_a_rank_of_its_own_in_the_area(self) -> None:
        for kind in ("district", "upazila"):
            ranks = [post.rank for office in TEMPLATE.offices if office.of == kind for post in office.posts]
            assert len(ranks) == len(set(ranks)) == {"district": 16, "upazila": 14}[kind]


@pytest.fixture
def district(db: None) -> Area:
    return make_area("নদীপুর", name_en="Nadipur", code="9900")


@pytest.fixture
def upazilas(district: Area) -> list[Area]:
    return [
        make_area("শালবন", name_en="Shalban", kind="upazila", parent=district, code="9911"),
        make_area("কাশফুল", kind="upazila", parent=district, code="9922"),
    ]


def founded(*areas: Area, choices: Choices | None = None, day: datetime.date = DAY) -> Plan:
    with Step(by=PORTAL, action="area.found") as step:
        return found(areas, choices or Choices(), day, step)


def seats(committee: Committee) -> Counter[tuple[str, str]]:
    return Counter(committee.memberships.values_list("role", "post__name_bn"))


def stored() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Office, Post, Committee, Membership))


class TestPlan:
    def test_writes_nothing(self, district: Area, upazilas: list[Area]) -> None:
        planned = plan([district, *upazilas], Choices(), DAY)

        assert (len(planned.new_offices), len(planned.new_posts)) == (12 + 28, 16 + 28)
        assert (len(planned.new_committees), len(planned.new_seats)) == (4, 15 + 2 + 2 + 2 + 28)
        assert stored() == (0, 0, 0, 0)

    def test_asks_no_more_for_more_areas(
        self, district: Area, upazilas: list[Area], django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        founded(district, upazilas[0])
        for areas in ([upazilas[0]], upazilas, [district, *upazilas]):
            with django_assert_num_queries(6):
                plan(areas, Choices(), DAY)

    def test_words_and_letterheads_bear_the_places(self, district: Area, upazilas: list[Area]) -> None:
        offices = {
            (o.office.area, o.template.key): o.office for o in plan([district, *upazilas], Choices(), DAY).offices
        }

        uno = offices[upazilas[0], "uno-office"]
        assert uno.name_bn == "উপজেলা নির্বাহী অফিসারের কার্যালয়, শালবন, নদীপুর"
        assert uno.name_en == "Office of the Upazila Nirbahi Officer, Shalban, Nadipur"
        assert uno.letterhead == [
            "গণপ্রজাতন্ত্রী বাংলাদেশ সরকার",
            "উপজেলা নির্বাহী অফিসারের কার্যালয়",
            "শালবন, নদীপুর",
        ]
        assert offices[upazilas[1], "thana"].name_en == "কাশফুল Police Station, Nadipur"
        assert offices[district, "dc-office"].letterhead[-1] == "নদীপুর"

    def test_every_row_may_be_entered(self, district: Area, upazilas: list[Area]) -> None:
        planned = plan([district, *upazilas], Choices(), DAY)

        for office in planned.new_offices:
            office.full_clean()
        for post in planned.new_posts:
            post.full_clean(exclude=["office"])
        for committee in planned.new_committees:
            committee.full_clean(exclude=["office", "parent"])


class TestFounding:
    def test_makes_committees_with_their_seats(self, district: Area, upazilas: list[Area]) -> None:
        founded(district, *upazilas)

        of_district = Committee.objects.get(kind="district")
        assert (of_district.name, of_district.area) == ("নদীপুর জেলা আইসিটি কমিটি", district)
        assert of_district.office.name_bn == "জেলা প্রশাসকের কার্যালয়, নদীপুর"
        assert seats(of_district)["chair", "জেলা প্রশাসক"] == 1
        assert seats(of_district)["secretary", "জেলা আইসিটি অফিসার"] == 1
        assert seats(of_district)["member", "উপজেলা নির্বাহী অফিসার"] == 2
        assert seats(Committee.objects.get(kind="doict-coordination")) == {
            ("chair", "জেলা আইসিটি অফিসার"): 1,
            ("secretary", "সহকারী প্রোগ্রামার"): 1,
            ("member", "উপজেলা আইসিটি অফিসার"): 2,
        }
        for upazila in upazilas:
            committee = Committee.objects.get(area=upazila)
            assert (committee.parent, committee.layout) == (of_district, "upazila")
            assert {seat.post.office.area for seat in committee.memberships.all()} == {upazila}
            assert seats(committee).total() == 14
        assert set(Membership.objects.values_list("starts_on", "ends_on")) == {(DAY, None)}

    def test_makes_nothing_twice(self, district: Area, upazilas: list[Area]) -> None:
        founded(district, *upazilas)
        before = stored()

        again = founded(district, *upazilas, day=DAY + datetime.timedelta(days=40))

        assert again.is_empty
        assert stored() == before
        assert not any(office.is_new for office in again.offices)

    def test_one_after_the_other_makes_what_all_at_once_makes(self, district: Area, upazilas: list[Area]) -> None:
        founded(district)
        founded(upazilas[0])
        founded(upazilas[1])

        assert stored() == (40, 44, 4, 49)
        assert seats(Committee.objects.get(kind="district"))["member", "উপজেলা নির্বাহী অফিসার"] == 2
        assert Committee.objects.get(area=upazilas[1]).parent == Committee.objects.get(kind="district")

    def test_an_upazila_alone_reports_to_nobody(self, upazilas: list[Area]) -> None:
        founded(upazilas[0])

        assert Committee.objects.get().parent is None

    def test_leaves_out_and_makes_up_for_it_later(self, district: Area) -> None:
        founded(district, choices=Choices(without={"police", "ict-office"}))

        committee = Committee.objects.get()
        assert seats(committee).total() == 13
        assert not committee.memberships.filter(role="secretary").exists()

        founded(district)

        assert seats(committee)["member", "পুলিশ সুপার"] == 1
        assert seats(committee)["secretary", "জেলা আইসিটি অফিসার"] == 1
        assert Committee.objects.count() == 2

    def test_takes_the_administrator_s_wording(self, district: Area) -> None:
        wording = Wording("জেলা প্রশাসকের কার্যালয়", "DC Office", ("বাংলাদেশ সরকার", "নদীপুর"))

        founded(district, choices=Choices(wording={(district.pk, "dc-office"): wording}))

        office = Office.objects.get(name_en="DC Office")
        assert (office.name_bn, tuple(office.letterhead)) == (wording.name_bn, wording.letterhead)
        assert Committee.objects.get(kind="district").office == office

    def test_keeps_and_uses_what_is_there(self, district: Area, upazilas: list[Area]) -> None:
        office = make_office("জেলা প্রশাসকের কার্যালয়, নদীপুর", area=district, letterhead=["নিজের মতো"])
        dc = make_post("জেলা প্রশাসক", office=office)
        ict = make_office("তথ্য ও যোগাযোগ প্রযুক্তি অধিদপ্তর, জেলা কার্যালয়, নদীপুর", area=district)
        programmer = make_post("প্রোগ্রামার", office=ict)
        renamed = make_post("আইসিটি সহকারী", office=ict)
        FormerName.objects.create(post=renamed, name_bn="সহকারী প্রোগ্রামার", ends_on=DAY)
        committee = Committee.objects.create(
            kind="district", area=district, office=office, name_bn="জেলা আইসিটি কমিটি", quorum=5
        )
        chair = Membership.objects.create(committee=committee, role="chair", post=renamed, starts_on=DAY)

        planned = founded(district, *upazilas)

        assert Post.objects.filter(office__in=(office, ict)).count() == 3 + 3  # three of the template were missing
        assert office.posts.get(name_bn="জেলা প্রশাসক") == dc
        office.refresh_from_db()
        committee.refresh_from_db()
        assert (office.letterhead, committee.quorum) == (["নিজের মতো"], 5)
        assert Committee.objects.filter(kind="district").get() == committee
        assert committee.memberships.get(role="chair") == chair
        assert committee.memberships.get(role="secretary").post == programmer
        assert not committee.memberships.filter(post=dc).exists()  # nobody said that this post sits there
        assert Committee.objects.get(area=upazilas[0]).parent == committee
        assert [o.is_new for o in planned.offices if o.office in (office, ict)] == [False, False]

    def test_does_not_give_back_a_seat_that_was_taken_away(self, district: Area) -> None:
        founded(district)
        Membership.objects.filter(post__name_bn="পুলিশ সুপার").delete()

        assert founded(district).is_empty

    def test_is_one_step_that_can_be_undone(self, district: Area, upazilas: list[Area]) -> None:
        with Step(by=PORTAL, action="area.found") as step:
            found([district, *upazilas], Choices(), DAY, step)

        undo(step.id, by=PORTAL)

        assert stored() == (0, 0, 0, 0)


@pytest.mark.thorough
@pytest.mark.django_db
def test_the_country_is_set_up_by_one_command(capsys: pytest.CaptureFixture[str]) -> None:
    make_area("নদীপুর", code="9900")
    leave_statistics_of_empty_tables()

    call_command("set_up_country")
    first = capsys.readouterr().out.splitlines()
    call_command("set_up_country")
    second = capsys.readouterr().out.splitlines()

    assert len(first) == len(second) == 65
    assert first[-1] == "The country has got 7698 offices, 7954 posts, 623 committees, 9008 seats."
    assert second[-1] == "The country has got 0 offices, 0 posts, 0 committees, 0 seats."
    assert Counter(Committee.objects.values_list("kind", flat=True)) == {
        "district": 64,
        "doict-coordination": 64,
        "upazila": 495,
    }
    assert not Office.objects.filter(area__code="9900").exists()


def leave_statistics_of_empty_tables() -> None:
    """Let PostgreSQL plan for tables without rows, as after a step that was undone: no query may cost rows × rows."""
    with suppress(ZeroDivisionError), transaction.atomic():
        founded(make_area("বনগাঁও", kind=Area.Kind.DISTRICT))
        raise ZeroDivisionError
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
