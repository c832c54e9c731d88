"""Who holds the posts that count in a new district: entered on one page, invited, all or none."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from accounts.domain.audit import PORTAL
from accounts.domain.changes import Step
from accounts.models import Alert, AuditRecord, User
from committees.domain.founding import Choices, found
from committees.models import Administration, Area, Post, Tenure
from committees.powers import Role, powers_of
from tests.clients import queries_of, signed_in
from tests.factories import make_area, make_tenure, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> Area:
    """Set up, with two upazilas; nobody holds a post yet."""
    area = make_area("নদীপুর", code="9900")
    upazilas = [make_area(name, kind="upazila", parent=area) for name in ("শালবন", "কাশফুল")]
    with Step(by=PORTAL, action="area.found") as step:
        found([area, *upazilas], Choices(), timezone.localdate(), step)
    return area


@pytest.fixture
def administrator(district: Area) -> User:
    person = make_user(language="en")
    Administration.objects.create(person=person, area=district)
    return person


def post_of(name: str, area: str = "নদীপুর") -> Post:
    return Post.objects.get(name_bn=name, office__area__name_bn=area)


def send(person: User, area: Area, *rows: tuple[Post, str, str], day: str = "", **more: Any) -> Any:
    data = {f"kind-{pk}": "regular" for pk in Post.objects.values_list("pk", flat=True)}
    data["starts_on"] = day or timezone.localdate().isoformat()
    for post, name, email in rows:
        data |= {f"name-{post.pk}": name, f"email-{post.pk}": email}
    return signed_in(person).post(reverse("manage:staff", args=[area.pk]), data | more)


def test_every_key_post_without_a_holder_is_asked_for(district: Area, administrator: User) -> None:
    make_tenure(post_of("জেলা প্রশাসক"))

    page = signed_in(administrator).get(reverse("manage:staff", args=[district.pk]))

    names = [(post.office.area.name_bn, post.name_bn) for post in page.context["form"].posts]
    assert names == [
        ("নদীপুর", "জেলা আইসিটি অফিসার"),
        ("নদীপুর", "সহকারী প্রোগ্রামার"),
        ("কাশফুল", "উপজেলা নির্বাহী অফিসার"),
        ("কাশফুল", "উপজেলা আইসিটি অফিসার"),
        ("শালবন", "উপজেলা নির্বাহী অফিসার"),
        ("শালবন", "উপজেলা আইসিটি অফিসার"),
    ]


def test_holders_get_accounts_posts_and_invitations_in_one_step(district: Area, administrator: User) -> None:
    dc, secretary = post_of("জেলা প্রশাসক"), post_of("জেলা আইসিটি অফিসার")
    known = make_user("আগের নাম", email="known@example.org")

    answer = send(administrator, district, (dc, "রওশন তালুকদার", "DC@Example.org"), (secretary, "", "known@example.org"))

    assert answer["Location"] == reverse("distribution:area_memo_files", args=[district.pk])
    person = User.objects.get(email="dc@example.org")
    assert (person.name_bn, person.has_usable_password()) == ("রওশন তালুকদার", False)
    assert [Role.CHAIR in roles for roles in powers_of(person).roles.values()] == [True]
    assert known.tenures.get().post == secretary
    known.refresh_from_db()
    assert known.name_bn == "আগের নাম"
    assert [alert.person for alert in Alert.objects.filter(what=Alert.What.INVITATION)] == [person]
    records = AuditRecord.objects.filter(action="area.staff")
    assert sorted(records.values_list("subject_kind", flat=True)) == [
        "accounts.user",
        "committees.tenure",
        "committees.tenure",
    ]
    assert len(set(records.values_list("step", flat=True))) == 1


def test_one_person_holds_a_second_post_as_additional_duty(district: Area, administrator: User) -> None:
    shalban, kashphul = (post_of("উপজেলা আইসিটি অফিসার", area) for area in ("শালবন", "কাশফুল"))
    rows = [(shalban, "নাজনীন বেগম", "ict@example.org"), (kashphul, "নাজনীন বেগম", "ict@example.org")]

    refused = send(administrator, district, *rows)
    assert refused.status_code == 422
    assert "Choose additional duty for one of the two" in refused.content.decode()
    assert not Tenure.objects.exists()
    assert not User.objects.filter(email="ict@example.org").exists()

    send(administrator, district, *rows, **{f"kind-{kashphul.pk}": "additional"})
    assert sorted(Tenure.objects.values_list("kind", flat=True)) == ["additional", "regular"]
    assert Alert.objects.filter(what=Alert.What.INVITATION).count() == 1


@pytest.mark.parametrize(
    ("name", "email", "message"),
    [
        ("রওশন তালুকদার", "", "Enter the address that the invitation is sent to"),
        ("", "new@example.org", "Nobody has an account with this address yet"),
        ("রওশন তালুকদার", "no address", "Enter a valid email address"),
        ("রওশন\u0007", "new@example.org", "Control characters"),
        ("রওশন তালুকদার", "closed@example.org", "is closed"),
        ("", "", "Enter at least one person"),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_entered(
    district: Area, administrator: User, name: str, email: str, message: str
) -> None:
    make_user(email="closed@example.org", is_active=False)
    dc, uno = post_of("জেলা প্রশাসক"), post_of("উপজেলা নির্বাহী অফিসার", "শালবন")
    rows = [(dc, name, email)] if not email else [(uno, "ফাহিম রেজা", "uno@example.org"), (dc, name, email)]

    answer = send(administrator, district, *rows)

    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not Tenure.objects.exists()
    assert not User.objects.filter(email="uno@example.org").exists()


def test_the_summary_of_errors_names_the_post(district: Area, administrator: User) -> None:
    dc = post_of("জেলা প্রশাসক")
    shown = send(administrator, district, (dc, "রওশন", "")).content.decode()
    with translation.override("en"):
        assert f'href="#id_email-{dc.pk}">{dc}, E-mail: ' in shown


def test_an_improbable_day_is_refused_at_its_field(district: Area, administrator: User) -> None:
    answer = send(administrator, district, (post_of("জেলা প্রশাসক"), "রওশন", "dc@example.org"), day="01-01-1950")
    assert answer.context["form"].errors.keys() == {"starts_on"}


def test_a_post_filled_meanwhile_is_answered_and_not_dropped(district: Area, administrator: User) -> None:
    dc = post_of("জেলা প্রশাসক")
    make_tenure(dc, make_user("আগে এলেন"))

    answer = send(administrator, district, (dc, "পরে এলেন", "late@example.org"))

    assert answer.status_code == 422
    assert "আগে এলেন" in answer.content.decode()
    assert "পরে এলেন" in answer.content.decode()


def test_posts_and_areas_of_others_do_not_exist(district: Area, administrator: User) -> None:
    foreign = make_area("পাহাড়পুর")
    with Step(by=PORTAL, action="area.found") as step:
        found([foreign], Choices(), timezone.localdate(), step)
    theirs = post_of("জেলা প্রশাসক", "পাহাড়পুর")

    assert signed_in(administrator).get(reverse("manage:staff", args=[foreign.pk])).status_code == 404
    answer = send(administrator, district, (theirs, "অন্য কেউ", "other@example.org"))
    assert answer.status_code == 422
    assert "পাহাড়পুর" not in answer.content.decode()
    assert not Tenure.objects.exists()


def test_seats_that_begin_later_are_asked_for_as_well(administrator: User, district: Area) -> None:
    area = make_area("নতুন", parent=district, kind="upazila")
    with Step(by=PORTAL, action="area.found") as step:
        found([area], Choices(), timezone.localdate() + datetime.timedelta(days=9), step)
    page = signed_in(administrator).get(reverse("manage:staff", args=[area.pk]))
    assert len(page.context["form"].posts) == 2


def test_the_page_asks_no_more_for_more_posts(administrator: User, district: Area) -> None:
    client, address = signed_in(administrator), reverse("manage:staff", args=[district.pk])
    before = queries_of(client, address)
    area = make_area("নতুন", parent=district, kind="upazila")
    with Step(by=PORTAL, action="area.found") as step:
        found([area], Choices(), timezone.localdate(), step)
    assert queries_of(client, address) == before


def test_where_nothing_is_set_up_the_page_leads_there() -> None:
    area = make_area("শাপলা", code="9911")
    person = make_user(language="en")
    Administration.objects.create(person=person, area=area)

    page = signed_in(person).get(reverse("manage:staff", args=[area.pk])).content.decode()

    assert reverse("manage:set_up", args=[area.pk]) in page
    assert "Somebody holds every post" not in page
