"""The last step of setting up a district: the memo files that its offices still lack, entered on one page."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from accounts.domain.audit import PORTAL
from accounts.domain.changes import Step, undo
from accounts.models import AuditRecord, User
from committees.domain.founding import Choices, found
from committees.models import Administration, Area, Committee, Office
from distribution.models import MemoFile
from tests.clients import queries_of, signed_in
from tests.factories import make_area, make_committee, make_office, make_user

pytestmark = pytest.mark.django_db

PREFIX = "56.04.9900.000.07.002.21"
OTHER = "56.04.9911.000.000.07.0002.24"


def set_up(*areas: Area) -> None:
    with Step(by=PORTAL, action="area.found") as step:
        found([*areas], Choices(), timezone.localdate(), step)


@pytest.fixture
def district() -> Area:
    """Set up, with one upazila; no office has a memo file."""
    area = make_area("নদীপুর", code="9900")
    set_up(area, make_area("শালবন", kind="upazila", parent=area, code="9911"))
    return area


@pytest.fixture
def administrator(district: Area) -> User:
    person = make_user(language="en")
    Administration.objects.create(person=person, area=district)
    return person


def office_of(kind: str) -> Office:
    return Committee.objects.get(kind=kind).office


def address(area: Area) -> str:
    return reverse("distribution:area_memo_files", args=[area.pk])


def listed(person: User, area: Area) -> list[Office]:
    return list(signed_in(person).get(address(area)).context["form"].offices)


def send(person: User, area: Area, prefixes: dict[Office, str], **more: str) -> Any:
    """What a browser sends: every row of the page, those of `prefixes` with a number."""
    data: dict[str, str] = {}
    for office in {*listed(person, area), *prefixes}:
        row = {"title": "সভার নথি", "prefix": prefixes.get(office, ""), "separator": "."}
        data |= {f"{name}-{office.pk}": value for name, value in row.items()}
    return signed_in(person).post(address(area), data | more)


def test_every_office_that_issues_and_has_no_open_file_is_asked_for(district: Area, administrator: User) -> None:
    committees = Committee.objects.filter(area__in=Area.objects.all())
    assert listed(administrator, district) == list(
        dict.fromkeys(c.office for c in committees.order_by("office__area__kind", "office__name_bn", "office__pk"))
    )
    file = MemoFile.objects.create(office=office_of("district"), title="ন", prefix=PREFIX)
    assert office_of("district") not in listed(administrator, district)
    file.is_open = False
    file.save()
    assert office_of("district") in listed(administrator, district)


def test_the_title_names_the_committee_and_for_several_the_kind_of_paper(district: Area, administrator: User) -> None:
    office = office_of("upazila")
    first = Committee.objects.get(kind="upazila")

    def proposed() -> str:
        page = signed_in(administrator).get(address(district))
        return str(page.context["form"][f"title-{office.pk}"].value())

    assert proposed() == first.name_bn
    make_committee("আরেকটি কমিটি", area=first.area, office=office)
    assert proposed() == "কমিটির সভার কার্যবিবরণী"
    shown = signed_in(administrator).get(address(district)).content.decode()
    assert "আরেকটি কমিটি" in shown


def test_example_and_groups_are_shown_before_anything_is_wrong(district: Area, administrator: User) -> None:
    shown = signed_in(administrator).get(address(district)).content.decode()
    assert "18 in the groups 2.2.4.3.2.3.2, such as 56.04.9900.000.07.002.21" in shown


def test_what_is_typed_is_entered_as_one_step_and_the_rest_is_asked_again(district: Area, administrator: User) -> None:
    of_district, of_upazila = office_of("district"), office_of("upazila")
    typed = {of_district: "৫৬.০৪.৯৯০০.০০০.০৭.০০২.২১", of_upazila: OTHER}
    missing = set(listed(administrator, district)) - {*typed}

    answer = send(administrator, district, typed, **{f"separator-{of_upazila.pk}": "-"})

    assert answer["Location"] == reverse("manage:area", args=[district.pk])
    assert set(MemoFile.objects.values_list("office", "title", "prefix", "separator", "is_open")) == {
        (of_district.pk, "সভার নথি", PREFIX, ".", True),
        (of_upazila.pk, "সভার নথি", OTHER, "-", True),
    }
    assert set(listed(administrator, district)) == missing
    records = AuditRecord.objects.filter(action="memo_file.add", actor=administrator)
    [step] = set(records.values_list("step", flat=True))
    undo(step, by=PORTAL)
    assert not MemoFile.objects.exists()


@pytest.mark.parametrize(
    ("row", "field", "message"),
    [
        ({"prefix": "56.04"}, "prefix", "2.2.4.3.2.3.2"),
        ({"prefix": PREFIX + ".7"}, "prefix", "2.2.4.3.2.3.2"),
        ({"prefix": OTHER}, "prefix", "Another file has this number already."),
        ({"prefix": "56.04.9999.000.07.002.21"}, "prefix", "Another file has this number already."),
        ({"prefix": PREFIX, "title": " "}, "title", "This field is required."),
        ({"prefix": PREFIX, "title": "<b>ক</b>"}, "title", ""),
        ({"prefix": PREFIX, "separator": "/"}, "separator", ""),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    district: Area, administrator: User, row: dict[str, str], field: str, message: str
) -> None:
    MemoFile.objects.create(office=make_office(), title="অন্য", prefix="56.04.9999.000.07.002.21")
    # The one in question comes after the other one on the page.
    right, wrong = office_of("district"), office_of("upazila")

    answer = send(
        administrator, district, {right: OTHER}, **{f"{name}-{wrong.pk}": typed for name, typed in row.items()}
    )

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [f"{field}-{wrong.pk}"]
    shown = answer.content.decode()
    assert message in shown
    with translation.override("en"):
        assert f'href="#id_{field}-{wrong.pk}">{wrong}, ' in shown
    assert f'value="{OTHER}"' in shown
    assert MemoFile.objects.count() == 1


def test_rows_without_a_number_are_left_out_whatever_else_stands_in_them(district: Area, administrator: User) -> None:
    left_out, entered = office_of("upazila"), office_of("district")
    more = {f"title-{left_out.pk}": "", f"separator-{left_out.pk}": "", f"prefix-{left_out.pk}": "  "}

    assert send(administrator, district, {entered: PREFIX}, **more).status_code == 302
    assert MemoFile.objects.get().office == entered
    assert send(administrator, district, {}).status_code == 422


def test_an_office_that_got_a_file_meanwhile_is_answered_and_gets_no_second(
    district: Area, administrator: User
) -> None:
    office = office_of("district")
    MemoFile.objects.create(office=office, title="আগের নথি", prefix=PREFIX)

    answer = send(administrator, district, {office: OTHER})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [f"prefix-{office.pk}"]
    assert "আগের নথি" in answer.content.decode()
    assert MemoFile.objects.count() == 1


def test_where_nothing_is_missing_the_page_says_so_and_leads_on(district: Area, administrator: User) -> None:
    for number, office in enumerate(listed(administrator, district)):
        MemoFile.objects.create(office=office, title="ন", prefix=f"{PREFIX[:-1]}{number}")
    shown = signed_in(administrator).get(address(district)).content.decode()
    assert "has an open memo file" in shown
    assert reverse("manage:area", args=[district.pk]) in shown.split("<main", 1)[1].split("</nav>")[-1]


def test_where_nothing_is_set_up_the_page_leads_there(administrator: User) -> None:
    bare = make_area("শাপলা", code="9933")
    Administration.objects.create(person=administrator, area=bare)
    shown = signed_in(administrator).get(address(bare)).content.decode()
    assert reverse("manage:set_up", args=[bare.pk]) in shown
    assert "has an open memo file" not in shown


def test_the_area_leads_here(district: Area, administrator: User) -> None:
    page = signed_in(administrator).get(reverse("manage:area", args=[district.pk])).content.decode()
    assert address(district) in page


def test_areas_and_offices_of_others_do_not_exist(district: Area, administrator: User) -> None:
    foreign = make_area("পাহাড়পুর")
    set_up(foreign)
    theirs = foreign.committees.get(kind="district").office
    # A committee here whose minutes an office elsewhere issues: its file is entered by who has charge of that office.
    Committee.objects.create(name_bn="দূরের কমিটি", kind="district", area=district, office=theirs)
    division = make_area("বিভাগ", kind="division")
    Administration.objects.create(person=administrator, area=division)

    for area in (foreign, division):
        assert signed_in(administrator).get(address(area)).status_code == 404
    assert theirs not in listed(administrator, district)
    assert send(administrator, district, {theirs: PREFIX}).status_code == 422
    assert not MemoFile.objects.exists()


def test_an_upazila_s_administrator_is_asked_for_its_own_alone(district: Area, administrator: User) -> None:
    upazila = Area.objects.get(kind="upazila")
    person = make_user(language="en")
    Administration.objects.create(person=person, area=upazila)
    assert {office.area for office in listed(person, upazila)} == {upazila}
    assert signed_in(person).get(address(district)).status_code == 404


def test_the_page_asks_no_more_for_more_offices(district: Area, administrator: User) -> None:
    client = signed_in(administrator)
    before = queries_of(client, address(district))
    set_up(make_area("কাশফুল", kind="upazila", parent=district, code="9922"))
    assert queries_of(client, address(district)) == before
