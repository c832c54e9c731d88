"""Areas, offices and posts in the administration: entered, changed, renamed, removed, by those in charge alone."""

from __future__ import annotations

import datetime

import pytest
from django import forms
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import AuditRecord, User
from committees.manage.pages import saved
from committees.models import Administration, Area, Office, Post, name_on
from committees.powers import powers_of
from tests.clients import queries_of, signed_in
from tests.factories import (
    make_administrator,
    make_area,
    make_committee,
    make_office,
    make_post,
    make_tenure,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> Area:
    return make_area("নদীপুর", code="9901")


@pytest.fixture
def administrator(district: Area) -> User:
    """In charge of the district alone; pages are in English."""
    person = make_user(language="en")
    Administration.objects.create(person=person, area=district)
    return person


def office_data(of: Area, **more: str) -> dict[str, str]:
    return {"name_bn": "জেলা কার্যালয়", "area": f"{of} #{of.pk}", "letterhead": "সরকার\nকার্যালয়"} | more


def test_an_office_is_entered_with_its_area_and_the_trail_says_so(district: Area, administrator: User) -> None:
    client = signed_in(administrator)

    answer = client.post(reverse("manage:new_office"), office_data(district, website="www.example.org"))

    office = Office.objects.get(name_bn="জেলা কার্যালয়")
    assert answer["Location"] == reverse("manage:office", args=[office.pk])
    assert (office.area, office.letterhead, office.website) == (district, ["সরকার", "কার্যালয়"], "www.example.org")
    record = AuditRecord.objects.get(action="office.add")
    assert (record.actor, record.subject_id, record.details["did"]) == (administrator, office.pk, "add")


@pytest.mark.parametrize("typed", ["নদীপুর", "nadi #{pk}", "#{pk}", "নদীপুর #{bangla}"])
def test_an_area_is_chosen_by_its_name_or_its_number(district: Area, administrator: User, typed: str) -> None:
    bangla = str(district.pk).translate(str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯"))
    area = typed.format(pk=district.pk, bangla=bangla)
    signed_in(administrator).post(reverse("manage:new_office"), office_data(district, area=area))
    assert Office.objects.get().area == district


def test_an_area_in_somebody_elses_charge_is_unknown(district: Area, administrator: User) -> None:
    foreign = make_area("পাহাড়পুর")
    answer = signed_in(administrator).post(reverse("manage:new_office"), office_data(foreign))
    assert answer.status_code == 422
    assert b"Nothing in your charge has this name" in answer.content
    assert "জেলা কার্যালয়" in answer.content.decode()
    assert not Office.objects.exists()


def test_two_areas_of_one_name_are_both_named(district: Area, administrator: User) -> None:
    for parent in (make_area("ক", parent=district), make_area("খ", parent=district)):
        make_area("সদর", kind=Area.Kind.UPAZILA, parent=parent)
    answer = signed_in(administrator).post(reverse("manage:new_office"), office_data(district, area="সদর"))
    assert answer.status_code == 422
    assert all(f"#{area.pk}" in answer.content.decode() for area in Area.objects.filter(name_bn="সদর"))


def test_an_office_of_the_same_name_is_refused_with_what_was_typed(district: Area, administrator: User) -> None:
    make_office("জেলা কার্যালয়", area=district)
    answer = signed_in(administrator).post(reverse("manage:new_office"), office_data(district, address="থানা রোড"))
    assert answer.status_code == 422
    assert b"has an office of this name already" in answer.content
    assert "থানা রোড" in answer.content.decode()


def test_an_office_is_changed(district: Area, administrator: User) -> None:
    office = make_office(area=district)
    address = reverse("manage:edit_office", args=[office.pk])
    signed_in(administrator).post(address, office_data(district, address="থানা রোড"))
    office.refresh_from_db()
    assert (office.name_bn, office.address) == ("জেলা কার্যালয়", "থানা রোড")


def test_what_is_used_stays_and_what_is_not_goes(district: Area, administrator: User) -> None:
    client = signed_in(administrator)
    used, unused = make_post(office=make_office(area=district)), make_post(office=make_office(area=district))
    make_tenure(used)
    for post in (used, unused):
        client.post(reverse("manage:remove_post", args=[post.pk]))
        client.post(reverse("manage:remove_office", args=[post.office_id]))
    assert list(Post.objects.all()) == [used]
    assert list(Office.objects.all()) == [used.office]


def test_a_post_is_entered_and_corrected(district: Area, administrator: User) -> None:
    client, office = signed_in(administrator), make_office(area=district)
    client.post(reverse("manage:add_post", args=[office.pk]), {"name_bn": "প্রোগ্রামার", "rank": "৫"})
    post = office.posts.get()
    assert (post.name_bn, post.rank) == ("প্রোগ্রামার", 5)
    client.post(
        reverse("manage:edit_post", args=[post.pk]), {"name_bn": "প্রোগ্রামার", "rank": "7", "name_en": "Programmer"}
    )
    post.refresh_from_db()
    assert (post.rank, post.name_en) == (7, "Programmer")


class TestRenaming:
    def rename(self, client_of: User, post: Post, name: str, day: str) -> int:
        address = reverse("manage:rename_post", args=[post.pk])
        return signed_in(client_of).post(address, {"name_bn": name, "starts_on": day}).status_code

    def test_the_old_name_stays_the_name_of_before(self, district: Area, administrator: User) -> None:
        post = make_post("প্রোগ্রামার", office=make_office(area=district))
        assert self.rename(administrator, post, "জেলা আইসিটি অফিসার", "০১-০৩-২০২৪") == 302
        post.refresh_from_db()
        names = [name_on(post, datetime.date(2024, 2, d)).name_bn for d in (28, 29)]
        names += [name_on(post, datetime.date(2024, 3, 1)).name_bn]
        assert names == ["প্রোগ্রামার", "প্রোগ্রামার", "জেলা আইসিটি অফিসার"]

    def test_begins_from_the_present_names(self, district: Area, administrator: User) -> None:
        """A new Bengali name alone would drop the English one otherwise."""
        post = make_post("প্রোগ্রামার", name_en="Programmer", office=make_office(area=district))
        page = signed_in(administrator).get(reverse("manage:rename_post", args=[post.pk])).content.decode()
        assert 'value="প্রোগ্রামার"' in page
        assert 'value="Programmer"' in page

    def test_twice_and_each_day_has_its_name(self, district: Area, administrator: User) -> None:
        post = make_post("ক", office=make_office(area=district))
        self.rename(administrator, post, "খ", "01-01-2022")
        self.rename(administrator, post, "গ", "01-01-2023")
        post.refresh_from_db()
        days = [datetime.date(year, 6, 1) for year in (2021, 2022, 2023)]
        assert [name_on(post, day).name_bn for day in days] == ["ক", "খ", "গ"]

    @pytest.mark.parametrize(
        ("name", "day"),
        [
            ("ক", "01-01-2022"),
            ("খ", "কবে?"),
            ("", "01-01-2022"),
            ("গ", "01-01-2021"),
            ("গ", "01-01-0001"),
            ("গ", "{tomorrow}"),
        ],
    )
    def test_what_cannot_be_is_said(self, district: Area, administrator: User, name: str, day: str) -> None:
        post = make_post("মূল", office=make_office(area=district))
        self.rename(administrator, post, "ক", "01-01-2022")
        tomorrow = timezone.localdate() + datetime.timedelta(days=1)
        assert self.rename(administrator, post, name, day.format(tomorrow=tomorrow)) == 422
        post.refresh_from_db()
        assert (post.name_bn, post.former_names.count()) == ("ক", 1)


def test_an_areas_code_is_for_administrators_of_the_country(district: Area, administrator: User) -> None:
    address = reverse("manage:edit_area", args=[district.pk])
    assert signed_in(administrator).get(address).status_code == 403
    national = make_user()
    Administration.objects.create(person=national)
    answer = signed_in(national).post(address, {"name_bn": "নদীপুর", "code": "৯৯০০"})
    district.refresh_from_db()
    assert (answer.status_code, district.code) == (302, "9900")


FOREIGN = (
    "office",
    "edit_office",
    "remove_office",
    "add_post",
    "post",
    "edit_post",
    "rename_post",
    "remove_post",
    "area",
)


@pytest.mark.parametrize("name", FOREIGN)
def test_what_lies_in_another_charge_does_not_exist(administrator: User, name: str) -> None:
    post = make_post(office=make_office(area=make_area()))
    pk = {"area": post.office.area_id}.get(name, post.pk if "_post" in name or name == "post" else post.office_id)
    client = signed_in(administrator)
    pk = post.office_id if name == "add_post" else pk
    address = reverse(f"manage:{name}", args=[pk])
    status = client.post(address, {}).status_code if name.startswith("remove") else client.get(address).status_code
    assert status == 404


def test_lists_and_suggestions_hold_nothing_of_another_charge(district: Area, administrator: User) -> None:
    own, foreign = make_office("গোপন নয়", area=district), make_office("গোপন", area=make_area("গোপনপুর"))
    make_post("গোপন পদ", office=foreign)
    make_committee("গোপন কমিটি")
    client = signed_in(administrator)
    for address in ("areas", "offices"):
        assert "গোপনপুর" not in client.get(reverse(f"manage:{address}")).content.decode()
    for kind, expected in (("office", 1), ("post", 0), ("committee", 0), ("area", 0), ("person", 0)):
        page = client.get(reverse("manage:pick", args=[kind]), {"any": "গোপন"}).content.decode()
        assert page.count("<option") == expected
    assert str(own) in client.get(reverse("manage:offices")).content.decode()


@pytest.mark.parametrize("name", ["areas", "offices"])
def test_a_list_asks_the_database_as_often_for_ten_as_for_one(administrator: User, district: Area, name: str) -> None:
    client = signed_in(administrator)
    make_office(area=district)
    few = queries_of(client, reverse(f"manage:{name}"))
    for _n in range(9):
        make_post(office=make_office(area=make_area(parent=district)))
    assert queries_of(client, reverse(f"manage:{name}")) == few


def test_an_office_asks_as_often_for_ten_posts_as_for_one(administrator: User, district: Area) -> None:
    client, office = signed_in(administrator), make_office(area=district)
    make_tenure(make_post(office=office))
    few = queries_of(client, reverse("manage:office", args=[office.pk]))
    for _n in range(9):
        make_tenure(make_post(office=office))
    assert queries_of(client, reverse("manage:office", args=[office.pk])) == few


@pytest.mark.parametrize("kind", ["area", "office", "post", "person", "committee", "nothing"])
def test_suggestions_are_for_administrators(kind: str, administrator: User) -> None:
    address = reverse("manage:pick", args=[kind])
    assert signed_in(make_user()).get(address).status_code == 404
    assert signed_in(administrator).get(address).status_code == (404 if kind == "nothing" else 200)


LONG = ("ক" * 60_000, "ক " * 2_000)


@pytest.mark.parametrize("text", LONG, ids=["one word", "many words"])
@pytest.mark.parametrize("page", ["areas", "offices", "people", "keys", "charges", "districts"])
def test_a_text_longer_than_any_name_is_looked_for_in_vain(page: str, text: str, administrator: User) -> None:
    assert signed_in(administrator).get(reverse(f"manage:{page}"), {"name": text}).status_code == 200


@pytest.mark.parametrize("text", LONG, ids=["one word", "many words"])
def test_and_chosen_in_vain(text: str, district: Area, administrator: User) -> None:
    client, office = signed_in(administrator), make_office(area=district)
    assert client.get(reverse("manage:pick", args=["post"]), {"post": text}).status_code == 200
    edited = office_data(district) | {"area": text}
    assert client.post(reverse("manage:edit_office", args=[office.pk]), edited).status_code == 422


def test_what_the_database_alone_refuses_is_said_in_the_form(district: Area, administrator: User) -> None:
    """Two who enter the same at once were both checked before the other one was there."""
    there = make_office(area=district)
    request = RequestFactory().post("/")
    request.user = administrator
    form = forms.Form({})
    twin = Office(name_bn=there.name_bn, area=district)
    with translation.override("en"):
        assert not saved(request, powers_of(administrator), form, "office.add", lambda step: step.add_all([twin]))
        assert "in the same moment" in str(form.non_field_errors())
    assert list(Office.objects.filter(area=district, name_bn=there.name_bn)) == [there]


@pytest.mark.parametrize(("language", "order"), [("bn", ["আমতলী", "কাশফুল"]), ("en", ["Kashphul", "Zamtali"])])
def test_areas_stand_in_the_order_of_the_readers_language(language: str, order: list[str]) -> None:
    for name_bn, name_en in (("কাশফুল", "Kashphul"), ("আমতলী", "Zamtali")):
        make_area(name_bn, name_en=name_en)
    shown = signed_in(make_administrator(language=language)).get(reverse("manage:areas")).content.decode()
    assert sorted(order, key=shown.index) == order
