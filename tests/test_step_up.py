"""Steps that matter are for whoever proved lately who it is: others are asked, and lose nothing but a PIN."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.domain import factors
from accounts.domain.audit import Actor
from accounts.domain.signing import key_in_use
from accounts.models import SigningKey, User
from distribution.models import Dispatch
from minutes.domain import signing
from minutes.models import Minutes
from tests.clients import signed_in
from tests.distribution.stories import PREPARED, dispatched, file_of, filled_in, signed
from tests.factories import (
    PASSWORD,
    TOTP_SECRET,
    Seated,
    acting,
    give_totp,
    make_administrator,
    make_committee,
    make_user,
)
from tests.minutes.drafts import PIN, add_row, begin, digest_for

pytestmark = pytest.mark.django_db

CONFIRM = reverse("accounts:confirm")
SAID = "What you sent before did not arrive"


@pytest.fixture
def seated() -> Seated:
    found = make_committee()
    User.objects.update(language="en")
    return found


@pytest.fixture
def in_review(seated: Seated) -> Minutes:
    minutes = begin(seated)
    add_row(minutes, seated)
    signing.submit(minutes.pk, **acting(seated.secretary), version=0)
    minutes.refresh_from_db()
    return minutes


def code_of(person: User) -> dict[str, str]:
    if not factors.has_factor(person):
        give_totp(person)
    return {"code": factors.current_code(TOTP_SECRET, later=1)}


def confirmed(client: Any, person: User, address: str) -> Any:
    """What the browser shows after the right answer to 'Is it you?' at the address."""
    assert address.startswith(CONFIRM)
    return client.post(address, code_of(person), follow=True)


class TestSigningMinutes:
    def test_the_page_offers_to_confirm_in_the_place_of_the_pin(self, seated: Seated, in_review: Minutes) -> None:
        signing_key(seated.chair)
        page = reverse("minutes:review", args=[in_review.pk])
        client = signed_in(seated.chair, stale=True)

        before = client.get(page).content.decode()
        after = confirmed(client, seated.chair, f"{CONFIRM}?next={page}").content.decode()

        assert ('name="pin"' in before, f"{CONFIRM}?next=%2Fminutes%2F" in before) == (False, True)
        assert ('name="pin"' in after, CONFIRM in after) == (True, False)

    def test_a_pin_that_comes_too_late_signs_nothing_and_is_kept_nowhere(
        self, seated: Seated, in_review: Minutes
    ) -> None:
        signing_key(seated.chair)
        client = signed_in(seated.chair, stale=True)

        shown = {"version": in_review.version, "digest": digest_for(seated.chair, in_review)}
        late = client.post(reverse("minutes:sign", args=[in_review.pk]), shown | {"pin": PIN})
        assert PIN not in str(dict(client.session)) + late["Location"]
        page = confirmed(client, seated.chair, late["Location"])

        in_review.refresh_from_db()
        assert in_review.state == Minutes.State.IN_REVIEW
        assert page.request["PATH_INFO"] == reverse("minutes:review", args=[in_review.pk])
        assert SAID in page.content.decode()
        assert 'name="pin"' in page.content.decode()

    def test_a_wrong_code_lets_nobody_sign(self, seated: Seated, in_review: Minutes) -> None:
        client = signed_in(seated.chair, stale=True)
        give_totp(seated.chair)

        client.post(CONFIRM, {"code": "000000"})

        assert 'name="pin"' not in client.get(reverse("minutes:review", args=[in_review.pk])).content.decode()

    def test_what_was_typed_to_return_the_minutes_needs_no_confirmation(
        self, seated: Seated, in_review: Minutes
    ) -> None:
        reason = {"comment": "তারিখ ঠিক করুন", "version": in_review.version}

        signed_in(seated.chair, stale=True).post(reverse("minutes:send_back", args=[in_review.pk]), reason)

        in_review.refresh_from_db()
        assert in_review.state == Minutes.State.RETURNED


class TestIssuing:
    def test_what_was_typed_stays_on_the_page_until_it_is_confirmed_and_issued(self, seated: Seated) -> None:
        minutes = signed(seated)
        file = file_of(seated.committee.office)
        form = filled_in(minutes, file, ("প্রেসক্লাব\nকল্পপুর", "")) | {"confirmed": "1"}
        address = reverse("distribution:issue", args=[minutes.pk])
        client = signed_in(seated.secretary, stale=True)

        held = client.post(address, form)
        assert (held.status_code, Dispatch.objects.count()) == (422, 0)
        assert "প্রেসক্লাব" in held.content.decode()
        assert f'href="{CONFIRM}"' in held.content.decode()
        beside = client.post(CONFIRM, code_of(seated.secretary))
        assert beside.status_code == 200
        assert "still there" in beside.content.decode()

        assert client.post(address, form).status_code == 302
        assert Dispatch.objects.count() == 1

    def test_the_issue_is_signed_after_a_confirmation_alone(self, seated: Seated) -> None:
        signing_key(seated.secretary)
        waiting = dispatched("", seated=seated, prepared=PREPARED)
        client = signed_in(seated.secretary, stale=True)
        page = reverse("distribution:dispatch", args=[waiting.pk])

        assert 'name="pin"' not in client.get(page).content.decode()
        late = client.post(reverse("distribution:sign", args=[waiting.pk]), {"pin": PIN})
        after = confirmed(client, seated.secretary, late["Location"])

        waiting.refresh_from_db()
        assert not waiting.pdf
        assert (after.request["PATH_INFO"], 'name="pin"' in after.content.decode()) == (page, True)

    def test_the_part_of_the_page_that_moves_leads_back_to_the_page(self, seated: Seated) -> None:
        signing_key(seated.secretary)
        waiting = dispatched("", seated=seated, prepared=PREPARED)

        part = signed_in(seated.secretary, stale=True).get(reverse("distribution:progress", args=[waiting.pk]))

        assert f"next=%2Fdispatches%2F{waiting.pk}%2F" in part.content.decode()
        assert "progress%2F" not in part.content.decode()


def signing_key(person: User) -> SigningKey:
    """A key that looks like one in use; what it signs is no matter here."""
    return SigningKey.objects.create(user=person, sealed=b"shut", salt=b"salt")


@pytest.mark.parametrize(
    ("page", "sent"),
    [
        ("accounts:password", {"old_password": PASSWORD, "new_password1": "নতুন-কথা-77", "new_password2": "নতুন-কথা-77"}),
        ("accounts:signing_key", {"pin": "482913", "pin_again": "482913"}),
        ("accounts:bring_signing_key", {"pin": "482913", "pin_again": "482913"}),
        ("accounts:add_totp", {"code": "123456"}),
        ("accounts:recovery_codes", {}),
    ],
)
def test_nothing_of_the_account_that_opens_it_changes_without(page: str, sent: dict[str, str]) -> None:
    person = make_user(language="en")
    give_totp(person)
    client = signed_in(person, stale=True)

    late = client.post(reverse(page), sent)
    after = confirmed(client, person, late["Location"])

    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    assert key_in_use(person) is None
    assert factors.codes_left(person) == 0
    assert after.status_code == 200
    assert SAID in after.content.decode()


def test_nor_is_a_factor_removed() -> None:
    person = make_user()
    give_totp(person)
    (factor,) = factors.factors_of(person)

    signed_in(person, stale=True).post(reverse("accounts:remove_factor", args=[factor.pk]))

    assert factors.has_factor(person)


@pytest.mark.parametrize(
    "page",
    [
        "admin:auth_user_password_change",
        "admin:accounts_user_change",
        "admin:accounts_user_add",
        "admin:accounts_signingkey_changelist",
        "admin:committees_administration_add",
    ],
)
def test_nor_does_an_administrator_change_what_opens_anothers_account_or_key(page: str) -> None:
    client = signed_in(make_administrator(), stale=True)
    args = [make_user().pk] if page.endswith("_change") else []

    assert client.get(reverse(page, args=args))["Location"].startswith(CONFIRM)
    assert client.post(reverse(page, args=args))["Location"].startswith(CONFIRM)


def test_it_holds_for_ten_minutes() -> None:
    person = make_user()
    client = signed_in(person)
    now = timezone.now()

    for minutes, status in ((9, 200), (11, 302)):
        with time_machine.travel(now + datetime.timedelta(minutes=minutes)):
            assert client.get(reverse("accounts:password")).status_code == status


def test_without_a_second_factor_the_password_confirms() -> None:
    client = signed_in(make_user(), stale=True)

    client.post(CONFIRM, {"password": "wrong"})
    assert client.get(reverse("accounts:password")).status_code == 302
    client.post(CONFIRM, {"password": PASSWORD})
    assert client.get(reverse("accounts:password")).status_code == 200


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_it_leads_to_no_foreign_site(elsewhere: str) -> None:
    client = signed_in(make_user(), stale=True)

    page = client.get(CONFIRM, {"next": elsewhere})
    answer = client.post(reverse("accounts:confirm", query={"next": elsewhere}), {"password": PASSWORD})

    assert elsewhere not in page.content.decode()
    assert answer.status_code == 200


@pytest.mark.parametrize("page", ["add_totp", "add_key", "recovery_codes", "password"])
def test_a_password_confirms_nothing_more_once_there_is_a_second_factor(page: str) -> None:
    """Who signed in with a stolen password does not replace the factor that its owner sets up meanwhile."""
    person = make_user()
    client = signed_in(person, by="password")
    give_totp(person)

    answer = client.post(reverse(f"accounts:{page}"))

    assert answer["Location"].startswith(CONFIRM)
    assert factors.codes_left(person) == 0


def test_a_code_that_confirmed_once_does_not_do_so_again() -> None:
    person = make_user()
    code = code_of(person)
    first, second = signed_in(person, stale=True), signed_in(person, stale=True)

    first.post(CONFIRM, code)
    second.post(CONFIRM, code)

    assert [client.get(reverse("accounts:password")).status_code for client in (first, second)] == [200, 302]


def test_a_session_is_no_more_of_another_person_who_signs_in_with_it() -> None:
    """What one person proved counts for that person alone."""
    person, other = make_user(), make_user()
    client = signed_in(person)

    client.force_login(other)

    assert client.get(reverse("accounts:password")).status_code == 302
    assert factors.use_code(other, "000000", by=Actor(other)) is None
