"""Officers' certificates: made or brought, expiring, revoked; and the keys of the time before them."""

from __future__ import annotations

import datetime
import importlib
from typing import Any

import pytest
import time_machine
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.domain.alerts import recent
from accounts.domain.audit import Actor
from accounts.domain.authority import seal, trust
from accounts.domain.signing import OpenKey, PinError, bring_key, create_key, key_in_use, revoke, unlock, verifies
from accounts.models import Alert, AuditRecord, SigningKey, User
from documents.signatures.certificates import Credential, Purpose, pack
from documents.signatures.examination import Issuer, examine_bytes, examine_pdf
from tests.clients import signed_in
from tests.documents.signers import BROUGHT, NOW, OFFICER, YEAR, blank, certified
from tests.factories import make_administrator, make_tenure, make_user, open_key

pytestmark = pytest.mark.django_db

PIN, PASSPHRASE = "420961", "ফাইলের চাবি"
DATA = "কার্যবিবরণী".encode()
PAGE = reverse("accounts:bring_signing_key")
FILE = pack(BROUGHT, PASSPHRASE.encode())


@pytest.fixture
def officer() -> User:
    return make_user("নমুনা কর্মকর্তা", email="officer@example.org")


def bring(client: Client, file: bytes = FILE, **fields: Any) -> Any:
    filled = {"passphrase": PASSPHRASE, "pin": PIN, "pin_again": PIN}
    return client.post(PAGE, filled | {"file": SimpleUploadedFile("key.p12", file)} | fields)


def shows_a_form(client: Client) -> bool:
    return 'name="pin"' in client.get(PAGE).content.decode()


# Made


def test_a_key_made_on_the_account_page_names_the_officer_the_post_and_the_office(officer: User) -> None:
    post = make_tenure(person=officer).post
    filled = {"pin": PIN, "pin_again": PIN}

    signed_in(officer).post(reverse("accounts:signing_key"), filled)

    sealed = unlock(officer, PIN).sign_and_seal(blank(), field="Officer", reason="জারি")
    signature = examine_pdf(sealed, trust()).signatures[0]
    names = (officer.name_bn, post.name_bn, post.office.name_bn)
    assert (signature.name, signature.post, signature.office) == names
    assert signature.issuer is Issuer.PORTAL


# Brought


def test_a_certificate_that_was_brought_signs_under_the_new_pin(officer: User) -> None:
    old = create_key(officer, "771204")
    client = signed_in(officer, "en")

    assert bring(client).status_code == 302

    old.refresh_from_db()
    key = unlock(officer, PIN)
    assert (old.retired_at is not None, key.key.is_brought, key.credential.certificate) == (
        True,
        True,
        BROUGHT.certificate,
    )
    assert verifies(key.key, DATA, key.sign(DATA))
    examined = examine_pdf(key.sign_and_seal(blank(), field="Officer", reason="জারি"), trust())
    assert (examined.is_whole, examined.signatures[0].issuer) == (True, Issuer.BROUGHT)
    assert "With a certificate from elsewhere" in client.get(reverse("accounts:profile")).content.decode()
    assert [alert.what for alert in recent(officer)] == [Alert.What.KEY_MADE]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"passphrase": "ভুল"}, "passphrase"),
        ({"passphrase": ""}, "passphrase"),
        ({"file": b"junk"}, "file"),
        ({"file": bytes(5 * 1024 * 1024)}, "file"),
        ({"file": b""}, "file"),
        ({"pin": "1" * 6}, "pin"),
    ],
)
def test_a_file_is_refused_at_the_field_that_is_wrong(officer: User, fields: dict[str, Any], field: str) -> None:
    response = bring(signed_in(officer), **fields)
    assert list(response.context["form"].errors) == [field]
    assert key_in_use(officer) is None
    assert PIN not in response.content.decode()


@pytest.mark.parametrize(
    "credential",
    [certified(OFFICER, now=NOW - 2 * YEAR, until=NOW - YEAR), certified(OFFICER, Purpose.TIME)],
    ids=["expired", "clock"],
)
def test_a_certificate_that_cannot_sign_is_refused_at_the_file(officer: User, credential: Credential) -> None:
    response = bring(signed_in(officer), pack(credential, PASSPHRASE.encode()))
    assert list(response.context["form"].errors) == ["file"]
    assert key_in_use(officer) is None


def test_no_secret_of_a_brought_key_is_kept_or_recorded(officer: User) -> None:
    bring(signed_in(officer))
    record = AuditRecord.objects.get()
    assert (record.action, record.details["brought"]) == ("account.signing_key", True)
    assert PASSPHRASE not in str(record.details)
    assert bytes(SigningKey.objects.get().sealed) != FILE


def test_a_locked_key_is_not_replaced_by_a_brought_one(officer: User) -> None:
    create_key(officer, PIN)
    client = signed_in(officer)
    assert shows_a_form(client)
    assert PAGE in client.get(reverse("accounts:signing_key")).content.decode()
    SigningKey.objects.update(attempts=SigningKey.MAX_ATTEMPTS)
    assert bring(client).status_code == 403
    assert not shows_a_form(client)
    assert PAGE not in client.get(reverse("accounts:signing_key")).content.decode()
    assert SigningKey.objects.count() == 1


def test_a_certificate_that_was_revoked_is_not_brought_again(officer: User) -> None:
    """What it signed would not verify: minutes signed with it could neither be issued nor signed again."""
    revoke(bring_key(officer, BROUGHT, PIN), "চাবি হারিয়েছে", by=Actor(make_administrator()))

    response = bring(signed_in(officer))

    assert list(response.context["form"].errors) == ["file"]
    assert key_in_use(officer) is None


def test_a_revocation_is_of_the_certificate_whoever_brought_it(officer: User) -> None:
    """A key of the same certificate that stayed in use would sign what never verifies."""
    other = make_user()
    first, second = bring_key(officer, BROUGHT, PIN), bring_key(officer, BROUGHT, PIN)
    bring_key(other, BROUGHT, PIN)

    revoke(first, "চাবি হারিয়েছে", by=Actor(make_administrator()))

    assert (key_in_use(officer), key_in_use(other)) == (None, None)
    assert [each.what for person in (officer, other) for each in recent(person)] == [Alert.What.KEY_REVOKED] * 3
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.retired_at != second.retired_at == first.revoked_at == second.revoked_at


@pytest.mark.parametrize("number", [0, 1])
def test_of_two_revocations_of_one_certificate_the_earlier_counts(officer: User, number: int) -> None:
    keys = [bring_key(officer, BROUGHT, PIN) for _time in range(2)]
    revoke(keys[0], "চাবি হারিয়েছে", by=Actor(make_administrator()))
    earlier = timezone.now() - datetime.timedelta(days=1)
    SigningKey.objects.filter(pk=keys[number].pk).update(revoked_at=earlier)
    assert trust().revoked == {keys[0].fingerprint: earlier}


def test_a_certificate_that_two_brought_is_told_as_that_of_the_first(officer: User) -> None:
    bring_key(officer, BROUGHT, PIN)
    signature = unlock(officer, PIN).sign(DATA)
    bring_key(make_user("পরের জন"), BROUGHT, PIN)
    assert examine_bytes(DATA, signature, trust()).brought_by == officer.name_bn


# Expired and revoked


def test_nobody_signs_with_an_expired_certificate_and_no_try_is_counted(officer: User) -> None:
    key = create_key(officer, PIN)
    assert key.expires_at is not None
    with time_machine.travel(key.expires_at + datetime.timedelta(days=1), tick=False):
        with pytest.raises(PinError) as refused:
            unlock(officer, PIN)
        create_key(officer, PIN)
        assert unlock(officer, PIN)
    assert "মেয়াদ" in str(refused.value) or "expired" in str(refused.value)
    key.refresh_from_db()
    assert key.attempts == 0


@pytest.mark.parametrize(("days", "is_warned"), [(31, False), (29, True), (-1, True)])
def test_the_account_page_warns_before_a_certificate_ends(officer: User, days: int, is_warned: bool) -> None:
    key = create_key(officer, PIN)
    SigningKey.objects.update(expires_at=timezone.now() + datetime.timedelta(days=days))
    page = signed_in(officer, "en").get(reverse("accounts:profile")).content.decode()
    assert ("panel-warning" in page) == is_warned
    assert ("cannot sign with it any more" in page) == (days < 0)
    assert key_in_use(officer) == key


def test_what_a_key_signed_stays_valid_when_it_expires_or_is_revoked_afterwards(officer: User) -> None:
    with time_machine.travel(timezone.now() - datetime.timedelta(minutes=2)):
        key = open_key(officer)
        signature = key.sign(DATA)
        sealed = key.sign_and_seal(blank(), field="Officer", reason="জারি")

    revoke(key.key, "যন্ত্র হারিয়েছে", by=Actor(make_administrator()))

    assert verifies(key.key, DATA, signature)
    assert examine_pdf(sealed, trust()).is_whole
    with time_machine.travel(timezone.now() + datetime.timedelta(days=3 * 365)):
        assert verifies(key.key, DATA, signature)
        assert examine_pdf(sealed, trust()).is_whole


def test_what_was_signed_after_the_revocation_is_not_valid(officer: User) -> None:
    """As by a stolen key: the portal itself signs with none that it knows to be revoked."""
    key = open_key(officer)
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=2)):
        signature = key.sign(DATA)
        sealed = key.sign_and_seal(blank(), field="Officer", reason="জারি")
    revoke(key.key, "যন্ত্র হারিয়েছে", by=Actor(make_administrator()))
    assert not verifies(key.key, DATA, signature)
    examined = examine_pdf(sealed, trust())
    assert (examined.is_sealed, examined.is_whole, examined.signatures[0].was_revoked) == (True, False, True)
    with pytest.raises(PinError):
        unlock(officer, PIN)


def test_a_revocation_goes_into_what_is_sealed_later(officer: User) -> None:
    before = seal().revocations[0]
    revoke(open_key(officer).key, "যন্ত্র হারিয়েছে", by=Actor(make_administrator()))
    assert len(seal().revocations[0]) > len(before)


# Before certificates


def bare_key(person: User, **fields: Any) -> tuple[SigningKey, bytes]:
    """A key as they were made before there were certificates, and what it signed."""
    private = ec.generate_private_key(ec.SECP256R1())
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    key = SigningKey.objects.create(user=person, public_key=public.decode(), sealed=b"x", salt=b"y", **fields)
    return key, private.sign(DATA, ec.ECDSA(hashes.SHA256()))


def test_a_key_without_a_certificate_is_retired_told_of_and_still_verifies(officer: User) -> None:
    key, signature = bare_key(officer)
    other = open_key(make_user())
    long_ago = timezone.now() - datetime.timedelta(days=99)
    retired, _signature = bare_key(make_user(), retired_at=long_ago)

    importlib.import_module("accounts.migrations.0007_keys_without_a_certificate").retire(apps, None)

    for each in (key, retired, other.key):
        each.refresh_from_db()
    assert (key.retired_at is not None, retired.retired_at, other.key.retired_at) == (True, long_ago, None)
    assert [(alert.person, alert.what, alert.by) for alert in Alert.objects.all()] == [
        (officer, Alert.What.KEY_OUTDATED, None)
    ]
    assert verifies(key, DATA, signature)
    assert not verifies(key, DATA + b" ", signature)
    shown = signed_in(officer, "en").get("/").content.decode()
    assert "Make a new key on your account page" in shown
    assert "Done by the portal" in shown


def test_a_new_key_does_not_vouch_for_what_another_signed(officer: User) -> None:
    first, second = open_key(officer), open_key(make_user())
    assert not verifies(second.key, DATA, first.sign(DATA))
    assert isinstance(first, OpenKey)
    assert bring_key(make_user(), BROUGHT, PIN).fingerprint != first.key.fingerprint
