"""Setting up a district on the administration's pages: chosen, looked at, made; by those in charge alone."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override

from accounts.domain.audit import PORTAL
from accounts.domain.changes import undo
from accounts.models import AuditRecord, User
from committees.models import Administration, Area, Committee, Membership, Office, Post
from tests.clients import queries_of, signed_in
from tests.factories import make_area, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> Area:
    area = make_area("নদীপুর", name_en="Nadipur", code="9900")
    for code, name in (("9911", "শালবন"), ("9922", "কাশফুল")):
        make_area(name, kind="upazila", parent=area, code=code)
    return area


@pytest.fixture
def administrator(district: Area) -> User:
    person = make_user(language="en")
    Administration.objects.create(person=person, area=district)
    return person


def fields_of(page: str) -> dict[str, Any]:
    """What a browser would send of the page's form, without its buttons."""
    data: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        sends = attributes.get("type") != "checkbox" or " checked" in tag
        if "name" in attributes and sends and attributes["name"] not in ("csrfmiddlewaretoken", "next", "language"):
            data.setdefault(attributes["name"], []).append(unescape(attributes.get("value", "")))
    for name, text in re.findall(r'<textarea name="([^"]+)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL):
        data[name] = [unescape(text)]
    return data


class Wizard:
    """A browser on the page of one area."""

    def __init__(self, person: User, area: Area) -> None:
        self.client, self.address = signed_in(person), reverse("manage:set_up", args=[area.pk])
        self.data = fields_of(self.client.get(self.address).content.decode())

    def press(self, button: str) -> Any:
        answer = self.client.post(self.address, {**self.data, button: "1"})
        if answer.status_code == 200:
            self.data = fields_of(answer.content.decode())
        return answer


def test_a_district_is_chosen_looked_at_and_made_as_one_step(district: Area, administrator: User) -> None:
    wizard = Wizard(administrator, district)

    preview = wizard.press("preview")
    assert preview.status_code == 200
    assert "Nadipur District ICT Committee" in preview.content.decode()
    assert not Office.objects.exists()
    made = wizard.press("make")

    assert made.status_code == 302
    counts = [model.objects.count() for model in (Office, Post, Committee, Membership)]
    assert counts == [12 + 28, 16 + 28, 4, 49]
    office = Committee.objects.get(area__code="9911").office
    assert office.letterhead == [
        "গণপ্রজাতন্ত্রী বাংলাদেশ সরকার",
        "উপজেলা নির্বাহী অফিসারের কার্যালয়",
        "শালবন, নদীপুর",
    ]
    records = AuditRecord.objects.filter(action="area.found")
    assert set(records.values_list("actor", flat=True)) == {administrator.pk}
    [step] = set(records.values_list("step", flat=True))
    undo(step, by=PORTAL)
    assert not Office.objects.exists()


def test_what_is_not_ticked_is_not_made(district: Area, administrator: User) -> None:
    wizard = Wizard(administrator, district)
    shalban = Area.objects.get(code="9911")
    wizard.data["upazilas"] = [str(shalban.pk)]
    wizard.data["district_offices"] = ["dc-office", "ict-office"]
    wizard.data["upazila_offices"] = ["uno-office"]

    preview = wizard.press("preview")
    wizard.press("make")

    [planned] = [each for each in preview.context["plan"].committees if each.committee.area == shalban]
    with override("en"):
        assert planned.lacking == ["member secretary"]
    assert preview.content.decode().count("the office of its post is not chosen") == 1
    assert sorted(Office.objects.values_list("area__code", flat=True)) == ["9900", "9900", "9911"]
    assert Committee.objects.get(area=shalban).memberships.count() == 1


def test_the_letterhead_is_corrected_and_survives_the_preview(district: Area, administrator: User) -> None:
    wizard = Wizard(administrator, district)
    wizard.data["wording-0-name_bn"] = ["জেলা প্রশাসকের কার্যালয়"]
    wizard.data["wording-0-letterhead"] = ["সরকার\r\nজেলা প্রশাসকের কার্যালয়\r\nনদীপুর সদর"]

    wizard.press("preview")
    wizard.press("change")
    wizard.press("preview")
    wizard.press("make")

    office = Office.objects.get(name_bn="জেলা প্রশাসকের কার্যালয়")
    assert office.letterhead == ["সরকার", "জেলা প্রশাসকের কার্যালয়", "নদীপুর সদর"]
    assert Committee.objects.get(kind="district").office == office


def test_offices_worded_alike_are_one(district: Area, administrator: User) -> None:
    wizard = Wizard(administrator, district)
    wizard.data["wording-0-name_bn"] = wizard.data["wording-1-name_bn"]

    wizard.press("preview")
    wizard.press("make")

    assert Office.objects.filter(area=district).count() == 11


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("starts_on", "৩১-০২-২০২৬", "There is no such day"),
        ("starts_on", "01-01-1950", "before 26 March 1971"),
        ("wording-0-letterhead", "", "This field is required"),
        ("wording-0-letterhead", "\n".join("১২৩৪৫৬৭৮৯"), "one to eight lines"),
        ("wording-0-name_bn", "ক\u0000", "Null characters"),
        ("upazila_offices", "church", "church is not one of the available choices"),
    ],
)
def test_what_is_wrong_is_said_with_all_that_was_typed(
    district: Area, administrator: User, field: str, value: str, message: str
) -> None:
    wizard = Wizard(administrator, district)
    wizard.data[field] = [value]
    wizard.data["wording-1-name_en"] = ["Typed before"]

    answer = wizard.press("make")

    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert "Typed before" in answer.content.decode()
    assert not Office.objects.exists()


def test_a_second_time_nothing_is_left_to_make(district: Area, administrator: User) -> None:
    Wizard(administrator, district).press("make")

    preview = Wizard(administrator, district).press("preview").content.decode()

    assert "nothing will be made" in preview
    assert "the office of its post is not chosen" not in preview
    assert 'name="make"' not in preview


def test_an_upazila_alone_goes_to_its_district_s_committee(district: Area, administrator: User) -> None:
    wizard = Wizard(administrator, district)
    wizard.data["upazilas"] = []
    wizard.press("make")
    shalban = Area.objects.get(code="9911")

    wizard = Wizard(administrator, shalban)
    assert "Nadipur District ICT Committee" in wizard.press("preview").content.decode()
    wizard.press("make")

    committee = Committee.objects.get(area=district, kind="district")
    assert committee.memberships.filter(post__office__area=shalban).count() == 1


def test_an_upazilas_own_administrator_seats_nobody_on_the_district_s_committee(
    district: Area, administrator: User
) -> None:
    wizard = Wizard(administrator, district)
    wizard.data["upazilas"] = []
    wizard.press("make")
    own = make_user(language="en")
    shalban = Area.objects.get(code="9911")
    Administration.objects.create(person=own, area=shalban)

    wizard = Wizard(own, shalban)
    assert "Nadipur District ICT Committee" not in wizard.press("preview").content.decode()
    wizard.press("make")

    committee = Committee.objects.get(area=district, kind="district")
    assert not committee.memberships.filter(post__office__area=shalban).exists()
    assert Committee.objects.get(area=shalban).parent == committee


def test_only_areas_in_charge_exist(district: Area, administrator: User) -> None:
    foreign = make_area("পাহাড়পুর")
    below = make_area("টিলা", kind="upazila", parent=foreign)
    client = signed_in(administrator)

    for area in (foreign, below):
        assert client.get(reverse("manage:set_up", args=[area.pk])).status_code == 404
    wizard = Wizard(administrator, district)
    wizard.data["upazilas"] = [str(below.pk)]
    assert wizard.press("make").status_code == 422
    page = client.get(reverse("manage:districts")).content.decode()
    assert "নদীপুর" in page or "Nadipur" in page
    assert "পাহাড়পুর" not in page
    assert "টিলা" not in page


def test_nobody_sets_up_a_division(administrator: User) -> None:
    division = make_area("বিভাগ", kind="division")
    Administration.objects.create(person=administrator, area=division)
    assert signed_in(administrator).get(reverse("manage:set_up", args=[division.pk])).status_code == 404


def test_the_list_says_how_far_each_district_is(district: Area, administrator: User) -> None:
    client = signed_in(administrator)
    assert "no committee yet" in client.get(reverse("manage:districts")).content.decode()
    wizard = Wizard(administrator, district)
    wizard.data["upazilas"] = wizard.data["upazilas"][:1]
    wizard.press("make")
    assert "upazilas with a committee: 1 of 2" in client.get(reverse("manage:districts")).content.decode()


def test_lists_ask_no_more_for_more(district: Area) -> None:
    country = make_user()
    Administration.objects.create(person=country)
    client = signed_in(country)
    before = [queries_of(client, reverse(name, args=args)) for name, args in self_addresses(district)]
    for number in range(3):
        more = make_area(f"জেলা {number}")
        make_area(f"উপজেলা {number}", kind="upazila", parent=more)
        make_area(f"আরও {number}", kind="upazila", parent=district)
    assert [queries_of(client, reverse(name, args=args)) for name, args in self_addresses(district)] == before


def self_addresses(district: Area) -> list[tuple[str, list[int]]]:
    return [("manage:districts", []), ("manage:set_up", [district.pk])]
