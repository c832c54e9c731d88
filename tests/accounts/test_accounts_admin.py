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
from tests.factories import make_user

pytestmark = pytest.mark.django_db

PIN = "482913"


def act_on(client: Client, key: object, action: str):
    return client.post(reverse("admin:accounts_signingkey_changelist"), {"action": action, "_selected_action": key})


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


def test_a_locked_key_opens_again_after_unlocking(admin_client: Client):
    officer = make_user()
    key = create_key(officer, PIN)
    for _attempt in range(5):
        with pytest.raises(PinError):
            unlock(officer, "111112")

    act_on(admin_client, key.pk, "unlock")

    assert unlock(officer, PIN).key == key
    assert AuditRecord.objects.get().action == "signing_key.unlock"


def test_a_retired_key_signs_no_more(admin_client: Client):
    officer = make_user()
    key = create_key(officer, PIN)

    act_on(admin_client, key.pk, "retire")

    with pytest.raises(PinError):
        unlock(officer, PIN)


@pytest.mark.parametrize("action", ["retire", "unlock"])
def test_a_key_that_was_retired_before_is_left_as_it_is(admin_client: Client, action: str):
    officer = make_user()
    create_key(officer, PIN)
    key = SigningKey.objects.get()
    then = timezone.now() - datetime.timedelta(days=9)
    SigningKey.objects.update(retired_at=then, attempts=SigningKey.MAX_ATTEMPTS)

    assert act_on(admin_client, key.pk, action).headers["Location"] == reverse("admin:accounts_signingkey_changelist")

    key.refresh_from_db()
    assert (key.retired_at, key.attempts) == (then, SigningKey.MAX_ATTEMPTS)
    assert not Alert.objects.exists()
    assert not AuditRecord.objects.exists()


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
