"""Whose session ended before something was sent: it did not arrive, which is said then and only then."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import User
from decisions.models import Progress
from meetings.models import Meeting
from minutes.domain import signing
from tests.clients import after_a_sign_in, anonymous, signed_in, with_password_and_code
from tests.distribution.stories import signed
from tests.factories import (
    PASSWORD,
    Seated,
    acting,
    make_administrator,
    make_committee,
    make_decision,
    make_meeting,
    make_user,
)

pytestmark = pytest.mark.django_db

SAID = "You had to sign in on the way, and what you sent did not arrive. Look here, and do it again."


@pytest.fixture
def seated() -> Seated:
    return make_committee()


def address_of(page: str, seated: Seated) -> str:
    """A page that shows a form and takes what is typed into it at the same address."""
    match page:
        case "minutes:new":
            return reverse(page, args=[seated.committee.pk])
        case "minutes:discard":
            return reverse(page, args=[signing.start_correction(signed(seated).pk, **acting(seated.secretary)).pk])
        case "distribution:issue":
            return reverse(page, args=[signed(seated).pk])
        case "decisions:decision":
            return reverse(page, args=[make_decision(make_meeting(seated.committee)).pk])
    return reverse(page)


@pytest.mark.parametrize(
    "page",
    ["minutes:new", "minutes:discard", "decisions:decision", "distribution:issue", "accounts:password"],
)
def test_what_was_typed_into_a_form_and_did_not_arrive_is_said_on_its_page(page: str, seated: Seated) -> None:
    address = address_of(page, seated)
    meetings = Meeting.objects.count()

    response = after_a_sign_in(seated.secretary, address, {"text": "লেখা", "reason": "লেখা", "place": "লেখা"})

    assert (response.status_code, response.redirect_chain) == (200, [(address, 302)])
    assert response.content.decode().count(SAID) == 1
    assert SAID not in response.client.get(address).content.decode()
    assert (Meeting.objects.count(), Progress.objects.count()) == (meetings, 0)


def test_who_sent_nothing_is_told_nothing(seated: Seated) -> None:
    address = address_of("minutes:new", seated)

    response = after_a_sign_in(seated.secretary, address, None)

    assert (response.status_code, response.redirect_chain) == (200, [(address, 302)])
    assert SAID not in response.content.decode()


def test_the_sign_in_says_it_too_for_those_who_sign_in_elsewhere_and_through_a_wrong_password(seated: Seated) -> None:
    address = address_of("minutes:new", seated)
    said = "what you sent did not arrive"
    client = anonymous("en")
    sign_in = client.post(address, {"place": "লেখা"})["Location"]
    assert said in client.get(sign_in).content.decode()
    assert said not in client.get(client.get(address)["Location"]).content.decode()

    User.objects.filter(pk=seated.secretary.pk).update(language="en")
    typed = {"username": seated.secretary.email, "password": "wrong"}
    assert client.post(sign_in, typed).status_code == 200
    assert SAID in client.post(sign_in, typed | {"password": PASSWORD}, follow=True).content.decode()


def test_the_sign_in_says_it_before_and_after_or_not_at_all() -> None:
    person = make_user(language="en")
    client = anonymous("en")
    sign_in = reverse("accounts:login", query={"sent": ""})

    before = client.get(sign_in)
    after = client.post(sign_in, {"username": person.email, "password": PASSWORD}, follow=True)

    assert "did not arrive" not in before.content.decode()
    assert SAID not in after.content.decode()


def test_it_is_said_in_the_persons_own_language() -> None:
    person = make_user(language="bn")
    client = anonymous("en")
    sign_in = client.post(reverse("accounts:password"))["Location"]

    page = client.post(sign_in, {"username": person.email, "password": PASSWORD}, follow=True).content.decode()

    assert 'lang="bn"' in page
    assert "পৌঁছায়নি" in page


@pytest.mark.parametrize(("method", "sent"), [("post", "sent=1&"), ("get", "")])
def test_a_part_of_a_page_is_not_replaced_by_the_sign_in_but_the_whole_page_goes_there(method: str, sent: str) -> None:
    """As of "More rows" on the issue page: the rows that were typed stay until the browser has asked."""
    htmx = {"HX-Request": "true", "HX-Target": "part", "HX-Current-URL": "http://testserver/minutes/1/issue/?a=1"}

    response = getattr(anonymous(), method)(reverse("distribution:issue", args=[1]), headers=htmx)

    assert response.status_code == 200
    assert response["HX-Redirect"] == f"{reverse('accounts:login')}?{sent}next=/minutes/1/issue/%3Fa%3D1"


def test_who_signs_out_without_being_signed_in_sent_nothing_that_could_be_missed() -> None:
    response = anonymous().post(reverse("accounts:logout"))

    assert response["Location"] == reverse("accounts:login")


@pytest.mark.parametrize("method", ["post", "get"])
def test_who_signs_out_of_the_administration_without_being_signed_in_neither(method: str) -> None:
    administrator = make_administrator(language="en")
    client = anonymous("en")

    response = getattr(client, method)(reverse("admin:logout"), follow=True)
    sign_in, _found = response.redirect_chain[-1]
    assert "what you sent did not arrive" not in response.content.decode()

    response = with_password_and_code(client, administrator, sign_in)
    assert (response.status_code, response.request["PATH_INFO"]) == (200, reverse("admin:index"))
    assert SAID not in response.content.decode()


def test_a_step_that_is_typed_or_loaded_again_leads_to_its_page_without_a_word(seated: Seated) -> None:
    minutes = signed(seated)
    client = signed_in(seated.secretary, "en")

    response = client.get(reverse("minutes:correct", args=[minutes.pk]), follow=True)

    assert response.redirect_chain == [(reverse("minutes:preview", args=[minutes.pk]), 302)]
    assert list(response.context["messages"]) == []
