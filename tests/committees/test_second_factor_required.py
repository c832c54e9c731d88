"""Who needs a second factor, and what opens without one."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.domain.audit import Actor
from accounts.domain.factors import add_totp, current_code, has_factor, new_secret, required_of
from accounts.models import User
from accounts.proof import PASSWORD
from committees.models import Administration, Delegation, Membership
from tests.clients import anonymous, queries_of, signed_in
from tests.factories import (
    give_totp,
    make_administrator,
    make_area,
    make_committee,
    make_post,
    make_seat,
    make_tenure,
    make_user,
)

pytestmark = pytest.mark.django_db

SET_UP = reverse("accounts:second_factor")
Role = Membership.Role


def deputy(*, may_sign: bool) -> User:
    seated = make_committee()
    post = make_post(office=seated.committee.office)
    today = timezone.localdate()
    Delegation.objects.create(
        committee=seated.committee, post=post, may_sign=may_sign, may_chair=True, starts_on=today,
        ends_on=today + datetime.timedelta(days=3), reason="সভাপতি ছুটিতে",
    )  # fmt: skip
    return make_tenure(post).person


def in_charge(kind: str, *, of_country: bool = False) -> User:
    person = make_user()
    Administration.objects.create(person=person, area=None if of_country else make_area(), kind=kind)
    return person


@pytest.mark.parametrize(
    ("who", "needs"),
    [
        (lambda: make_committee().chair, True),
        (lambda: make_committee().secretary, True),
        (lambda: make_committee().member, False),
        (lambda: make_seat(make_committee().committee, Role.VICE_CHAIR), True),
        (lambda: make_seat(make_committee().committee, Role.ADVISER), False),
        (lambda: deputy(may_sign=True), True),
        (lambda: deputy(may_sign=False), True),  # stands as a vice-chair
        (lambda: in_charge(Administration.Kind.ADMINISTRATOR), True),
        (lambda: in_charge(Administration.Kind.AUDITOR, of_country=True), True),
        (make_administrator, True),
        (lambda: make_user(is_staff=True), True),
        (make_user, False),
    ],
)
def test_who_needs_one(who, needs: bool) -> None:
    person = who()

    response = signed_in(person, by=PASSWORD).get("/")

    assert required_of(person) is needs
    assert (response.status_code, response.get("Location")) == ((302, SET_UP) if needs else (200, None))


def test_whoever_comes_to_need_one_is_asked_at_the_next_page_and_who_no_longer_does_is_not() -> None:
    seated = make_committee()
    client = signed_in(seated.member, by=PASSWORD)
    assert client.get("/").status_code == 200

    Membership.objects.filter(role=Role.CHAIR).delete()
    Membership.objects.filter(role=Role.MEMBER).update(role=Role.CHAIR)
    assert client.get("/").status_code == 302

    Membership.objects.update(ends_on=timezone.localdate() - datetime.timedelta(days=1))
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("route", "method", "status"),
    [
        ("accounts:second_factor", "get", 200),
        ("accounts:add_totp", "get", 200),
        ("accounts:confirm", "get", 200),
        ("set_language", "post", 302),
        ("accounts:logout", "post", 302),
        ("distribution:verify", "get", 200),  # which is open to everybody
        ("accounts:profile", "get", SET_UP),
        ("accounts:password", "get", SET_UP),
        ("accounts:signing_key", "post", SET_UP),
        ("admin:index", "get", SET_UP),
        ("oversight:committees", "get", SET_UP),
    ],
)
def test_nothing_else_opens_but_language_sign_out_and_set_up(route: str, method: str, status: int | str) -> None:
    client = signed_in(make_administrator(), by=PASSWORD)

    response = getattr(client, method)(reverse(route))

    assert status in (response.status_code, response.get("Location"))


def test_after_the_set_up_everything_opens() -> None:
    client = signed_in(make_committee().chair, by=PASSWORD)
    page = client.get(reverse("accounts:add_totp")).context
    client.post(reverse("accounts:add_totp"), {"code": current_code(page["secret"].replace(" ", ""))})

    assert client.get("/").status_code == 200


def test_a_session_without_the_factor_that_was_set_up_elsewhere_gives_it_first() -> None:
    chair = make_committee().chair
    client = signed_in(chair, by=PASSWORD)
    secret = new_secret()
    add_totp(chair, secret, current_code(secret), by=Actor(chair))

    response = client.get("/decisions/?open=1")
    assert response["Location"] == reverse("accounts:confirm", query={"next": "/decisions/?open=1"})
    response = client.post(response["Location"], {"code": current_code(secret, later=1)})
    assert response["Location"] == "/decisions/?open=1"
    assert client.get("/").status_code == 200


def test_a_password_alone_does_not_confirm_where_there_is_a_factor() -> None:
    chair = make_committee().chair
    give_totp(chair)
    client = signed_in(chair, by=PASSWORD)

    client.post(reverse("accounts:confirm"), {"password": "নদীর-ধারে-বটগাছ-7"})

    assert client.get("/").status_code == 302


def test_htmx_takes_the_whole_page_there() -> None:
    htmx = {"HX-Request": "true", "HX-Target": "part"}

    response = signed_in(make_committee().chair, by=PASSWORD).get("/", headers=htmx)

    assert response["HX-Redirect"] == SET_UP


def test_it_asks_nothing_of_the_database_in_a_session_that_gave_one() -> None:
    person = make_user()
    without_rule = queries_of(signed_in(person, by=PASSWORD), "/account/")

    assert queries_of(signed_in(person), "/account/") < without_rule


def test_an_outsider_is_led_to_the_sign_in_as_ever() -> None:
    assert anonymous().get("/")["Location"].startswith(reverse("accounts:login"))
    assert not has_factor(make_user())
