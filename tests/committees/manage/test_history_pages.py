"""The history pages: what was changed is told, and put back by whoever has all of it in charge."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.domain.audit import Actor
from accounts.domain.changes import Step
from accounts.models import AuditRecord, User
from committees.manage.pages import PER_PAGE
from committees.models import Administration, Area, Membership, Office, Post
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
    return make_area("নদীপুর")


@pytest.fixture
def administrator(district: Area) -> User:
    person = make_user("রহিমা", language="en")
    Administration.objects.create(person=person, area=district)
    return person


def change_address(person: User, office: Office, address: str) -> None:
    data = {"name_bn": office.name_bn, "area": f"#{office.area_id}", "letterhead": "সরকার", "address": address}
    assert signed_in(person).post(reverse("manage:edit_office", args=[office.pk]), data).status_code == 302


def test_a_long_step_shows_its_first_things_and_keeps_the_rest_ready(administrator: User, district: Area) -> None:
    offices = [Office(name_bn=f"দপ্তর {n}", name_en=f"Office {n}", area=district) for n in range(7)]
    with Step(Actor(administrator), "country.set_up") as step:
        step.add_all(offices)
    page = signed_in(administrator).get(reverse("manage:history")).content.decode()
    shown, rest = page.split("<summary>2 more of this step</summary>")
    assert [n for n in range(7) if f"Office {n}" in shown] == [2, 3, 4, 5, 6]
    assert [n for n in range(7) if f"Office {n}" in rest] == [0, 1]


def undo_last(person: User) -> int:
    step = AuditRecord.objects.filter(step__isnull=False).last().step
    return signed_in(person).post(reverse("manage:undo", args=[step])).status_code


def test_who_changed_what_from_what_to_what(district: Area, administrator: User) -> None:
    office = make_office(area=district, letterhead=["সরকার"], address="পুরাতন রোড")
    change_address(administrator, office, "নতুন রোড")
    page = signed_in(administrator).get(reverse("manage:history_of", args=["office", office.pk])).content.decode()
    assert all(words in page for words in ("রহিমা", "পুরাতন রোড", "নতুন রোড", "Postal address", "changed the office"))


def test_a_mistake_is_put_back_once(district: Area, administrator: User) -> None:
    office = make_office(area=district, letterhead=["সরকার"], address="পুরাতন রোড")
    change_address(administrator, office, "নতুন রোড")
    step = AuditRecord.objects.get(action="office.change").step
    address = reverse("manage:undo", args=[step])
    client = signed_in(administrator)

    client.post(address)
    office.refresh_from_db()
    assert office.address == "পুরাতন রোড"
    page = client.post(address, follow=True).content.decode()
    assert "This step was undone already." in page
    assert "This step was put back." in client.get(reverse("manage:history")).content.decode()


def test_what_was_changed_again_is_not_put_back(district: Area, administrator: User) -> None:
    office = make_office(area=district, letterhead=["সরকার"], address="ক")
    change_address(administrator, office, "খ")
    step = AuditRecord.objects.get(action="office.change").step
    change_address(administrator, office, "গ")
    page = signed_in(administrator).post(reverse("manage:undo", args=[step]), follow=True).content.decode()
    office.refresh_from_db()
    assert office.address == "গ"
    assert "Changed again since then" in page


def test_what_was_removed_comes_back(district: Area, administrator: User) -> None:
    post = make_post("হিসাবরক্ষক", office=make_office(area=district))
    signed_in(administrator).post(reverse("manage:remove_post", args=[post.pk]))
    assert not Post.objects.exists()
    assert undo_last(administrator) == 302
    assert Post.objects.get() == post


def test_nobody_puts_back_what_another_charge_did(district: Area, administrator: User) -> None:
    foreign_area = make_area()
    foreign = make_user(language="en")
    Administration.objects.create(person=foreign, area=foreign_area)
    office = make_office(area=foreign_area, letterhead=["সরকার"])
    change_address(foreign, office, "থানা রোড")
    assert undo_last(administrator) == 403
    office.refresh_from_db()
    assert office.address == "থানা রোড"


def test_an_office_that_left_the_charge_is_not_fetched_back(district: Area, administrator: User) -> None:
    """A national administrator gave the office to another district; the former one cannot undo that."""
    national = make_user()
    Administration.objects.create(person=national)
    office = make_office(area=district, letterhead=["সরকার"])
    data = {"name_bn": office.name_bn, "area": f"#{make_area().pk}", "letterhead": "সরকার"}
    signed_in(national).post(reverse("manage:edit_office", args=[office.pk]), data)
    assert undo_last(administrator) == 403


def test_charges_are_put_back_by_the_whole_countrys_administrators(administrator: User) -> None:
    with Step(Actor(make_user()), "charge.grant") as step:
        step.add(Administration(person=administrator, area=make_area()))
    assert undo_last(administrator) == 403


@pytest.mark.parametrize("kind", ["area", "office", "post"])
def test_the_history_of_a_foreign_thing_does_not_exist(administrator: User, kind: str) -> None:
    post = make_post(office=make_office(area=make_area()))
    pk = {"area": post.office.area_id, "office": post.office_id, "post": post.pk}[kind]
    assert signed_in(administrator).get(reverse("manage:history_of", args=[kind, pk])).status_code == 404


def test_the_list_holds_the_own_changes_and_for_the_country_all(district: Area, administrator: User) -> None:
    change_address(administrator, make_office("দৃশ্যমান", area=district), "ক")
    other = make_user()
    Administration.objects.create(person=other, area=district)
    national = make_user()
    Administration.objects.create(person=national)
    shown = [
        "দৃশ্যমান" in signed_in(person).get(reverse("manage:history")).content.decode()
        for person in (administrator, other, national)
    ]
    assert shown == [True, False, True]


def test_ten_steps_cost_as_many_queries_as_one(district: Area, administrator: User) -> None:
    client, office = signed_in(administrator, "bn"), make_office(area=district)
    change_address(administrator, office, "০")
    make_tenure(make_post(office=office))
    address = reverse("manage:history_of", args=["office", office.pk])
    few = queries_of(client, address)
    for n in range(9):
        change_address(administrator, office, f"{n + 1}")
    assert queries_of(client, address) == few


def test_ten_seats_cost_as_many_queries_as_one(district: Area, administrator: User) -> None:
    """A seat is called by its post, and a post by its office, in the reader's language."""
    client, committee = signed_in(administrator), make_committee(area=district).committee

    def give() -> None:
        with Step(Actor(administrator), "seat.give") as step:
            post = make_post(office=make_office(area=district))
            step.add(Membership(committee=committee, role="member", post=post))

    give()
    address = reverse("manage:history_of", args=["committee", committee.pk])
    few = queries_of(client, address)
    for _ in range(9):
        give()
    assert queries_of(client, address) == few


def test_putting_back_asks_once_more_who_it_is() -> None:
    """A step may have shut an account or withdrawn a charge: putting it back gives that again."""
    national, other = make_administrator(), make_user()
    charge = Administration.objects.create(person=other)
    with Step(Actor(national), "charge.withdraw") as step:
        step.remove(charge)
    answer = signed_in(national, stale=True).post(reverse("manage:undo", args=[step.id]))
    assert answer["Location"].startswith(reverse("accounts:confirm"))
    assert not Administration.objects.exists()


def test_a_step_of_several_pages_can_be_passed_over() -> None:
    national = make_administrator()
    with Step(Actor(national), "office.add") as step:
        step.add(Office(name_bn="আগের দপ্তর", letterhead=["ক"]))
    with Step(Actor(national), "sheet.take") as step:
        for n in range(2 * PER_PAGE + 1):
            step.add(Office(name_bn=f"দপ্তর {n}", letterhead=["ক"]))
    client = signed_in(national)
    page = client.get(reverse("manage:history"))
    assert page.context["page_before"] == 3
    before = client.get(reverse("manage:history"), {"page": 3})
    assert "আগের দপ্তর" in before.content.decode()
    assert before.context["page_before"] is None
