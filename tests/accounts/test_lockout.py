"""Wrong passwords and codes end in a lock that says for how long, and locks nobody else out."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import time_machine
from axes.models import AccessAttempt
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import lockout
from accounts.domain import factors
from accounts.domain.audit import Actor, record
from accounts.models import AuditRecord
from tests.clients import anonymous, signed_in
from tests.factories import PASSWORD, TOTP_SECRET, give_totp, make_user

pytestmark = pytest.mark.django_db

LOGIN, CODE = reverse("accounts:login"), reverse("accounts:code")
WRONG = "wrong"
HERE, ELSEWHERE = "192.0.2.1", "192.0.2.2"


def type_password(email: str, password: str = WRONG, address: str = HERE, client: Client | None = None) -> Any:
    return (client or anonymous("en")).post(LOGIN, {"username": email, "password": password}, REMOTE_ADDR=address)


def lock(email: str, address: str = HERE) -> list[int]:
    return [type_password(email, address=address).status_code for _try in range(5)]


def fail(email: str, address: str, times: int) -> None:
    """Wrong tries in the past of this minute, as the engine counts them."""
    AccessAttempt.objects.create(username=email, ip_address=address, user_agent=str(times), failures_since_start=times)


@pytest.mark.parametrize("email", ["officer@example.org", "nobody@example.org"])
def test_the_fifth_wrong_password_locks_whether_or_not_there_is_such_an_account(email: str) -> None:
    make_user(email="officer@example.org")

    assert lock(email) == [200, 200, 200, 200, 429]
    page = type_password(email, PASSWORD)

    assert page.status_code == 429
    assert "for 15 more minutes" in page.content.decode()
    assert email not in page.content.decode()


def test_the_address_counts_however_it_is_typed() -> None:
    person = make_user(email="officer@example.org")

    for typed in ("Officer@example.org", " officer@EXAMPLE.org ", "officer@example.org", "OFFICER@example.org", "x"):
        type_password(typed)
    assert type_password(person.email).status_code == 429


def test_a_lock_is_over_after_a_quarter_of_an_hour_and_trying_does_not_prolong_it() -> None:
    person = make_user()
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        lock(person.email)
        for minutes, status in ((7, 429), (14, 429), (16, 302)):
            clock.move_to(now + datetime.timedelta(minutes=minutes))
            assert type_password(person.email, PASSWORD).status_code == status


def test_the_page_counts_the_minutes_down() -> None:
    person = make_user()
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        lock(person.email)
        clock.move_to(now + datetime.timedelta(minutes=14, seconds=30))
        assert "for 1 more minute." in type_password(person.email).content.decode()


def test_nobody_else_is_locked_and_the_person_not_elsewhere() -> None:
    locked, other = make_user(), make_user()
    lock(locked.email)

    assert type_password(other.email, PASSWORD).status_code == 302
    assert type_password(locked.email, PASSWORD, address=ELSEWHERE).status_code == 302


def test_a_success_wipes_the_own_count_from_here_alone() -> None:
    person, victim = make_user(), make_user()
    for email, address in ((person.email, HERE), (person.email, ELSEWHERE), (victim.email, HERE)):
        for _try in range(4):
            type_password(email, address=address)

    assert type_password(person.email, PASSWORD).status_code == 302

    left = AccessAttempt.objects.values_list("username", "ip_address", "failures_since_start")
    assert set(left) == {(person.email, ELSEWHERE, 4), (victim.email, HERE, 4)}


def test_one_address_does_not_try_any_number_of_accounts() -> None:
    person = make_user()
    for n in range(lockout.OF_ADDRESS // 4):
        fail(f"someone{n}@example.org", HERE, 4)

    assert type_password(person.email, PASSWORD).status_code == 429
    assert type_password(person.email, PASSWORD, address=ELSEWHERE).status_code == 302


def test_a_whole_network_of_ipv6_counts_as_one_address() -> None:
    person = make_user()
    for n in range(5):
        type_password(person.email, address=f"2001:db8::{n + 1}")

    assert type_password(person.email, PASSWORD, address="2001:db8::99").status_code == 429
    assert type_password(person.email, PASSWORD, address="2001:db8:0:1::1").status_code == 302


def test_one_account_is_not_tried_from_any_number_of_addresses_but_stays_open_at_the_own_desk() -> None:
    person = make_user()
    record(Actor(person, address=HERE), lockout.SIGNED_IN, person)
    for n in range(lockout.OF_ACCOUNT // 4):
        fail(person.email, f"198.51.100.{n}", 4)

    assert type_password(person.email, PASSWORD, address=ELSEWHERE).status_code == 429
    assert type_password(person.email, PASSWORD, address=HERE).status_code == 302


def test_wrong_codes_lock_as_wrong_passwords_do() -> None:
    person = make_user()
    give_totp(person)
    client = anonymous("en")
    type_password(person.email, PASSWORD, client=client)

    statuses = [client.post(CODE, {"code": "000000"}, REMOTE_ADDR=HERE).status_code for _try in range(6)]
    right = factors.current_code(TOTP_SECRET, later=1)

    assert statuses == [200, 200, 200, 200, 429, 429]
    assert client.post(CODE, {"code": right}, REMOTE_ADDR=HERE).status_code == 429
    assert factors.use_code(person, right, by=Actor(person))  # it was not even looked at


@pytest.mark.parametrize("has_app", [True, False])
def test_so_do_wrong_answers_to_is_it_you(has_app: bool) -> None:
    person = make_user()
    if has_app:
        give_totp(person)
    client = signed_in(person)

    answer = {"code": "000000"} if has_app else {"password": "wrong"}
    statuses = [client.post(reverse("accounts:confirm"), answer).status_code for _try in range(5)]

    assert statuses == [200, 200, 200, 200, 429]


def test_a_lock_stands_in_the_trail_once_and_only_of_an_account() -> None:
    person = make_user()
    lock(person.email)
    type_password(person.email)
    lock("nobody@example.org")

    (found,) = AuditRecord.objects.filter(action="account.locked_out")
    assert (found.subject_id, found.actor, found.address) == (person.pk, None, HERE)


def test_no_password_and_no_code_is_kept_with_the_count() -> None:
    person = make_user()
    give_totp(person)
    client = anonymous()
    type_password(person.email, "মেঘনা-পাড়ের-কথা")
    type_password(person.email, PASSWORD, client=client)
    client.post(CODE, {"code": "918273"}, REMOTE_ADDR=HERE)

    kept = str(list(AccessAttempt.objects.values()))
    assert AccessAttempt.objects.exists()
    assert not [secret for secret in ("মেঘনা", PASSWORD, "918273") if secret in kept]


@pytest.mark.parametrize("typed", ["ক" * 400, "a\x00b", "", "x@y"])
def test_any_address_can_be_typed(typed: str) -> None:
    assert type_password(typed).status_code == 200
