"""What an administrator does with accounts and keys."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.domain.signing import PinError, create_key, unlock
from accounts.models import Alert, AuditRecord, SigningKey, User
from tests.clients import signed_in
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db

PIN = "482913"


def act_on(client: Client, key: object, action: str, **fields: str):
    data = {"action": action, "_selected_action": key} | fields
    return client.post(reverse("admin:accounts_signingkey_changelist"), data)


def test_an_account_is_made_with_a_password(admin_client: Client):
    password = "নতুন-কর্মকর্তা-3"
    fields = {
        "email": "New.Officer@Example.org",
        "name_bn": "নতুন কর্মকর্তা",
        "language": "bn",
        "password1": password,
        "password2": password,
    }

    response = admin_client.post(reverse("admin:accounts_user_add"), fields)

    assert response.status_code == 302
    assert User.objects.get(email="new.officer@example.org").check_password(password)


def test_a_second_account_with_the_same_address_is_refused(admin_client: Client):
    make_user(email="officer@example.org")

    response = admin_client.post(reverse("admin:accounts_user_add"), {"email": "OFFICER@example.org", "name_bn": "ক"})

    assert "email" in response.context["adminform"].errors


def changed(person: User, **fields: str) -> dict[str, str]:
    """What the form of an account sends with these fields changed."""
    return {"email": person.email, "name_bn": person.name_bn, "language": "bn", "is_active": "on"} | fields


def test_a_changed_address_is_kept_in_small_letters(admin_client: Client):
    person = make_user()

    response = admin_client.post(
        reverse("admin:accounts_user_change", args=[person.pk]), changed(person, email="Other.Officer@Example.org")
    )

    person.refresh_from_db()
    assert (response.status_code, person.email) == (302, "other.officer@example.org")


def test_an_address_is_not_changed_to_that_of_another_account(admin_client: Client):
    User.objects.filter(pk=make_user().pk).update(email="Officer@example.org")
    person = make_user()

    response = admin_client.post(
        reverse("admin:accounts_user_change", args=[person.pk]), changed(person, email="OFFICER@example.org")
    )

    assert list(response.context["adminform"].errors) == ["email"]


def test_no_two_accounts_have_one_address_whoever_writes_them():
    make_user(email="officer@example.org")

    with pytest.raises(IntegrityError):
        User.objects.create(email="Officer@example.org", name_bn="ক")


def test_the_name_of_a_person_is_stored_in_nfc():
    pk = make_user("নদী\u09dfা", name_en="Cafe\u0301").pk

    person = User.objects.get(pk=pk)

    assert (person.name_bn, person.name_en) == ("নদী\u09af\u09bcা", "Café")


def test_a_name_of_a_person_that_no_document_can_hold_is_refused():
    with pytest.raises(ValidationError) as refusal:
        User(email="a@example.org", password="x", name_bn="<i>ক</i>", name_en="a\x00").full_clean()

    assert set(refusal.value.error_dict) == {"name_bn", "name_en"}


def test_a_locked_key_is_re_issued_and_the_officer_makes_a_new_one(admin_client: Client):
    officer = make_user()
    key = create_key(officer, PIN)
    SigningKey.objects.update(attempts=SigningKey.MAX_ATTEMPTS)
    filled = {"pin": PIN, "pin_again": PIN, "password": PASSWORD}
    page = reverse("accounts:signing_key")
    assert signed_in(officer).post(page, filled).status_code == 403

    act_on(admin_client, key.pk, "reissue")

    assert AuditRecord.objects.get().action == "signing_key.retire"
    with pytest.raises(PinError):
        unlock(officer, PIN)
    assert signed_in(officer).post(page, filled).status_code == 302
    assert unlock(officer, PIN).key != key


def test_a_key_is_revoked_with_a_reason_alone(admin_client: Client):
    key = create_key(make_user(), PIN)

    act_on(admin_client, key.pk, "revoke", reason=" ")
    key.refresh_from_db()
    assert (key.revoked_at, key.retired_at) == (None, None)

    act_on(admin_client, key.pk, "revoke", reason="যন্ত্র হারিয়েছে" * 50)

    key.refresh_from_db()
    assert key.revoked_at is not None
    assert key.revoked_at == key.retired_at
    assert len(key.revocation_reason) == 300
    assert AuditRecord.objects.get().action == "signing_key.revoke"


def test_a_key_retired_before_is_left_as_it_is_but_can_be_revoked(admin_client: Client):
    key = create_key(make_user(), PIN)
    then = timezone.now() - datetime.timedelta(days=9)
    SigningKey.objects.update(retired_at=then)

    act_on(admin_client, key.pk, "reissue")
    key.refresh_from_db()
    assert (key.retired_at, Alert.objects.count(), AuditRecord.objects.count()) == (then, 0, 0)

    act_on(admin_client, key.pk, "revoke", reason="যন্ত্র হারিয়েছে")
    key.refresh_from_db()
    revoked_at = key.revoked_at
    assert (key.retired_at, revoked_at is not None) == (then, True)

    act_on(admin_client, key.pk, "revoke", reason="আবার")
    key.refresh_from_db()
    assert (key.revoked_at, Alert.objects.count()) == (revoked_at, 1)


@pytest.mark.parametrize("name", ["auditrecord", "signingkey"])
def test_records_and_keys_are_only_looked_at(admin_client: Client, name: str):
    assert admin_client.get(reverse(f"admin:accounts_{name}_add")).status_code == 403


def test_every_list_and_form_of_the_administration_opens(admin_client: Client):
    for model in ("area", "office", "post", "tenure", "administration", "committee"):
        assert admin_client.get(reverse(f"admin:committees_{model}_changelist"), {"q": "ক"}).status_code == 200
        assert admin_client.get(reverse(f"admin:committees_{model}_add")).status_code == 200
    for name in ("accounts_user", "accounts_auditrecord", "meetings_meeting", "decisions_decision"):
        assert admin_client.get(reverse(f"admin:{name}_changelist"), {"q": "ক"}).status_code == 200


def test_unlocking_a_key_that_is_not_locked_alarms_nobody(admin_client: Client):
    officer = make_user()
    key = create_key(officer, PIN)

    act_on(admin_client, key.pk, "unlock")

    assert not Alert.objects.exists()
    assert not AuditRecord.objects.exists()


def test_nobody_takes_away_the_own_rights(admin_client: Client, admin_user: User):
    response = admin_client.post(
        reverse("admin:accounts_user_change", args=[admin_user.pk]), changed(admin_user, is_active="")
    )

    admin_user.refresh_from_db()
    assert response.status_code == 302
    assert (admin_user.is_active, admin_user.is_staff, admin_user.is_superuser) == (True, True, True)
