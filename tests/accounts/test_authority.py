"""The portal's own authority: made once, kept encrypted, known to whoever asks, and old enough to be followed."""

from __future__ import annotations

import datetime
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.apps import make_authority
from accounts.domain.audit import Actor
from accounts.domain.authority import AuthorityError, portal, seal, trust
from accounts.domain.signing import revoke
from accounts.models import Authority
from documents.signatures.examination import examine_pdf
from tests.clients import anonymous, signed_in
from tests.documents.signers import blank
from tests.factories import PASSWORD, make_administrator, make_user, open_key
from tests.races import outcome

pytestmark = pytest.mark.django_db


def test_it_is_there_from_the_first_migration_on_and_stays_the_same() -> None:
    first = Authority.objects.get()
    assert [portal().row.pk, portal().row.pk] == [first.pk, first.pk]
    make_authority(apps=apps)
    assert Authority.objects.count() == 1


def test_its_private_keys_are_not_in_the_database() -> None:
    own = portal()
    stored = [bytes(column) for column in (own.row.key, own.row.seal_key, own.row.clock_key)]
    for credential in (own.authority, own.seal, own.clock):
        number = credential.key.private_numbers().private_value.to_bytes(32, "big")
        assert not any(number in column for column in stored)
    assert len(set(stored)) == 3


def test_under_another_secret_key_nothing_is_opened_and_nothing_made(settings: Settings) -> None:
    portal()
    settings.SECRET_KEY = "another one"
    with pytest.raises(AuthorityError, match="SECRET_KEY"):
        portal()
    assert Authority.objects.count() == 1


@pytest.mark.parametrize(
    ("language", "said"), [("bn", "পোর্টাল নিজের স্বাক্ষর-কী খুলতে পারছে না"), ("en", "cannot open its own keys")]
)
def test_whoever_needs_keys_that_nobody_can_open_is_told_whom_to_ask(
    settings: Settings, caplog: pytest.LogCaptureFixture, language: str, said: str
) -> None:
    officer = make_user()
    settings.SECRET_KEY = "another one"
    filled = {"pin": "420961", "pin_again": "420961", "password": PASSWORD}
    response = signed_in(officer, language).post(reverse("accounts:signing_key"), filled)
    assert response.status_code == 503
    assert said in response.content.decode()
    assert not officer.signing_keys.exists()
    assert "SECRET_KEY is not the one" in caplog.text
    assert anonymous().get(reverse("accounts:authority")).status_code == 503


def test_a_private_key_opens_beside_its_own_certificate_alone() -> None:
    row = portal().row
    Authority.objects.update(key=row.seal_key)
    with pytest.raises(AuthorityError):
        portal()


def test_its_certificate_is_for_everybody() -> None:
    response = anonymous().get(reverse("accounts:authority"))
    certificate = x509.load_der_x509_certificate(response.content)
    assert response["Content-Type"] == "application/pkix-cert"
    for own in (portal().seal, portal().clock, open_key(make_user()).credential):
        own.certificate.verify_directly_issued_by(certificate)


def test_who_was_revoked_is_for_everybody_where_the_certificates_say() -> None:
    key = open_key(make_user())
    points = key.credential.certificate.extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    (address,) = [name.value for point in points for name in point.full_name or []]

    def listed() -> bool:
        data = anonymous().get(address.removeprefix("http://localhost:8000")).content
        found = x509.load_der_x509_crl(data)
        return found.get_revoked_certificate_by_serial_number(key.credential.certificate.serial_number) is not None

    assert not listed()
    revoke(key.key, "যন্ত্র হারিয়েছে", by=Actor(make_administrator()))
    assert listed()
    assert anonymous().get(reverse("accounts:revocations", args=[9])).status_code == 404


def test_a_new_one_follows_before_the_old_one_ends_and_both_are_believed() -> None:
    old = portal()
    sealed = open_key(make_user()).sign_and_seal(blank(), field="Officer", reason="জারি")
    with time_machine.travel(timezone.now() + datetime.timedelta(days=28 * 365), tick=False):
        new = portal()
        assert (old.row.generation, new.row.generation) == (1, 2)
        later = open_key(make_user()).sign_and_seal(blank(), field="Officer", reason="জারি")
        assert len(seal().revocations) == 2
        assert [examine_pdf(pdf, trust()).is_whole for pdf in (sealed, later)] == [True, True]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_processes_that_need_it_at_once_get_the_same_one() -> None:
    Authority.objects.all().delete()
    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(outcome, [certificate_in_use] * 6))
    assert len(set(made)) == 1
    assert Authority.objects.count() == 1


def certificate_in_use() -> bytes:
    own = portal()
    assert own.authority.key.public_key() == own.authority.certificate.public_key()
    return own.authority.certificate.public_bytes(serialization.Encoding.DER)
