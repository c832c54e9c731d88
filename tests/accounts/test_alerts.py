"""Whoever's account or signing key is touched by somebody else gets to know it."""

from __future__ import annotations

import datetime
import importlib
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import DatabaseError
from django.db.models.signals import pre_save
from django.urls import reverse
from django.utils import timezone

from accounts.domain.alerts import recent
from accounts.domain.signing import create_key, unlock, verifies
from accounts.models import Alert, AuditRecord, SigningKey, User
from tests.clients import signed_in
from tests.factories import PASSWORD, make_administrator, make_user

pytestmark = pytest.mark.django_db

PIN = "482913"
NEW = "একেবারে-নতুন-9"
OWN_NEW_PASSWORD = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
SET_PASSWORD = {"password1": NEW, "password2": NEW}
What = Alert.What


@pytest.fixture
def administrator() -> User:
    return make_administrator("প্রশাসক")


@pytest.fixture
def officer() -> User:
    return make_user("কর্মকর্তা", email="officer@example.org")


def told(person: User) -> list[tuple[str, str, str]]:
    return [(alert.what, alert.done_by, alert.address) for alert in recent(person)]


@pytest.mark.parametrize(("action", "what"), [("reissue", What.KEY_RETIRED), ("revoke", What.KEY_REVOKED)])
def test_the_officer_is_told_what_an_administrator_did_to_the_key(
    administrator: User, officer: User, action: str, what: str
) -> None:
    key = create_key(officer, PIN)
    SigningKey.objects.update(attempts=SigningKey.MAX_ATTEMPTS)

    signed_in(administrator).post(
        reverse("admin:accounts_signingkey_changelist"),
        {"action": action, "_selected_action": key.pk, "reason": "PIN জানা গেছে"},
    )

    assert told(officer) == [(what, "প্রশাসক", "officer@example.org")]


def test_what_a_key_signed_before_an_administrator_retired_it_still_verifies(
    administrator: User, officer: User
) -> None:
    key = create_key(officer, PIN)
    signature = unlock(officer, PIN).sign(b"minutes")

    signed_in(administrator).post(
        reverse("admin:accounts_signingkey_changelist"), {"action": "reissue", "_selected_action": key.pk}
    )

    key.refresh_from_db()
    assert key.retired_at
    assert verifies(key, b"minutes", signature)


def test_the_officer_is_told_of_a_key_made_by_whoever_sits_at_the_account(officer: User) -> None:
    signed_in(officer).post(reverse("accounts:signing_key"), {"pin": PIN, "pin_again": PIN})

    assert told(officer) == [(What.KEY_MADE, "কর্মকর্তা", "officer@example.org")]


def test_the_officer_is_told_of_a_password_changed_by_whoever_sits_at_the_account(officer: User) -> None:
    signed_in(officer).post(reverse("accounts:password"), OWN_NEW_PASSWORD)

    assert told(officer) == [(What.PASSWORD_SET, "কর্মকর্তা", "officer@example.org")]


def test_the_person_is_told_of_a_password_that_an_administrator_sets(administrator: User, officer: User) -> None:
    signed_in(administrator).post(reverse("admin:auth_user_password_change", args=[officer.pk]), SET_PASSWORD)

    assert told(officer) == [(What.PASSWORD_SET, "প্রশাসক", "officer@example.org")]


def test_the_person_is_told_that_an_administrator_turned_the_password_off(administrator: User, officer: User) -> None:
    page = reverse("admin:auth_user_password_change", args=[officer.pk])

    signed_in(administrator).post(page, {"usable_password": "false", "unset-password": "1"})
    assert told(officer) == [(What.PASSWORD_OFF, "প্রশাসক", "officer@example.org")]

    signed_in(administrator).post(page, SET_PASSWORD | {"usable_password": "true"})
    assert told(officer)[0] == (What.PASSWORD_SET, "প্রশাসক", "officer@example.org")


@pytest.fixture
def untold() -> Iterator[None]:
    """No alert can be entered."""

    def refuse(**_kwargs: object) -> None:
        raise DatabaseError

    pre_save.connect(refuse, sender=Alert)
    yield
    pre_save.disconnect(refuse, sender=Alert)


@pytest.mark.usefixtures("untold")
@pytest.mark.parametrize("by", ["officer", "administrator"])
def test_no_password_is_changed_that_the_person_is_not_told_of(administrator: User, officer: User, by: str) -> None:
    client, address, form = {
        "officer": (signed_in(officer), reverse("accounts:password"), OWN_NEW_PASSWORD),
        "administrator": (
            signed_in(administrator),
            reverse("admin:auth_user_password_change", args=[officer.pk]),
            SET_PASSWORD,
        ),
    }[by]

    with pytest.raises(DatabaseError):
        client.post(address, form)

    officer.refresh_from_db()
    assert officer.check_password(PASSWORD)
    assert not AuditRecord.objects.exists()


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"email": "other@example.org"}, [(What.ADDRESS_CHANGED, "প্রশাসক", "officer@example.org")]),
        ({"name_bn": "অন্য নাম"}, []),
    ],
)
def test_the_old_address_is_told_that_there_is_a_new_one(
    administrator: User, officer: User, fields: dict[str, str], expected: list[tuple[str, str, str]]
) -> None:
    form = {"email": officer.email, "name_bn": officer.name_bn, "language": "bn", "is_active": "on"}

    signed_in(administrator).post(reverse("admin:accounts_user_change", args=[officer.pk]), form | fields)

    officer.refresh_from_db()
    assert told(officer) == expected


def test_an_alert_stands_on_the_own_page_for_two_weeks(administrator: User, officer: User) -> None:
    Alert.objects.create(person=officer, what=What.KEY_RETIRED, by=administrator, address=officer.email)
    pages = [signed_in(person).get("/").content.decode() for person in (officer, administrator)]

    Alert.objects.update(at=timezone.now() - datetime.timedelta(days=15))
    later = signed_in(officer).get("/").content.decode()

    assert ['id="alerts"' in page for page in (*pages, later)] == [True, False, False]
    assert "প্রশাসক" in pages[0]


def test_alerts_begun_before_the_outbox_took_them_over_are_not_mailed_again(administrator: User, officer: User) -> None:
    migration = importlib.import_module("accounts.migrations.0005_alerts_through_the_outbox")
    begun_at = timezone.now() - datetime.timedelta(days=1)
    for claimed_at in (begun_at, None):
        Alert.objects.create(
            person=officer, what=What.KEY_RETIRED, by=administrator, address=officer.email, claimed_at=claimed_at
        )

    migration.mark_sent(apps, None)

    assert list(Alert.objects.order_by("pk").values_list("state", "sent_at")) == [("sent", begun_at), ("queued", None)]
