"""Signing keys: the PIN opens them, five wrong ones shut them, and nothing anywhere tells the PIN."""

from __future__ import annotations

import datetime
import logging
import re
from collections.abc import Callable
from functools import partial

import pytest
from cryptography.hazmat.primitives.serialization import pkcs12
from django.core import serializers
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import override
from django.views.debug import ExceptionReporter

from accounts.domain.audit import Actor
from accounts.domain.signing import (
    LOCKED,
    PinError,
    create_key,
    key_in_use,
    normal_pin,
    retire,
    revoke,
    unlock,
    verifies,
)
from accounts.models import AuditRecord, SigningKey, User
from accounts.permissions import NotAllowedError
from bangla.digits import to_bangla
from documents.signatures.certificates import CredentialError
from tests.documents.signers import blank
from tests.factories import make_administrator, make_user, open_key
from tests.races import at_one_lock

pytestmark = pytest.mark.django_db

PIN, WRONG = "420961", "420962"
DATA = "কার্যবিবরণী".encode()


@pytest.fixture
def user() -> User:
    user = make_user()
    create_key(user, PIN)
    return user


@pytest.mark.parametrize("pin", ["420961", "৪২০৯৬১", "৪2০9৬1", "  420961\n", "123456789102"])
def test_pin_is_read_in_either_digits(pin: str) -> None:
    assert normal_pin(pin).isascii()


@pytest.mark.parametrize(
    "pin",
    [
        "",
        "12345",
        "1234567890123",
        "abcdef",
        "12345a",
        "১২৩৪৫",
        "111111",
        "123456",
        "৯৮৭৬৫৪",
        "٤٢٠٩٦١",
        "4²0961",
        "420 961",
    ],
)
def test_pin_that_cannot_be_used_is_refused(pin: str) -> None:
    with pytest.raises(PinError):
        normal_pin(pin)
    with pytest.raises(PinError):
        create_key(make_user(), pin)
    assert not SigningKey.objects.exists()


@pytest.mark.parametrize("pin", [PIN, to_bangla(PIN)])
def test_right_pin_signs_what_verifies(user: User, pin: str) -> None:
    key = unlock(user, pin)
    signature = key.sign(DATA)
    assert verifies(key.key, DATA, signature)
    assert not verifies(key.key, DATA + b" ", signature)
    assert not verifies(key.key, DATA, signature[:-1] + bytes([signature[-1] ^ 1]))
    assert not verifies(key.key, DATA, b"")
    assert not verifies(create_key(make_user(), PIN), DATA, signature)


@pytest.mark.parametrize("pin", [WRONG, "", "x", "999999999999999999", "\x00", "🙂" * 6])
def test_wrong_pin_opens_nothing(user: User, pin: str) -> None:
    with pytest.raises(PinError):
        unlock(user, pin)
    assert SigningKey.objects.get().attempts == 1


def test_without_a_key_there_is_nothing_to_open() -> None:
    with pytest.raises(PinError):
        unlock(make_user(), PIN)


def test_pin_of_another_opens_nothing(user: User) -> None:
    other = make_user()
    create_key(other, "135790")
    with pytest.raises(PinError):
        unlock(user, "135790")


def test_five_wrong_pins_shut_the_key_for_the_right_one_too(user: User) -> None:
    for _attempt in range(5):
        assert not SigningKey.objects.get().is_locked
        with pytest.raises(PinError):
            unlock(user, WRONG)
    assert SigningKey.objects.get().is_locked
    for _attempt in range(3):
        with pytest.raises(PinError):
            unlock(user, PIN)
    assert SigningKey.objects.get().attempts == 5


@pytest.mark.parametrize(("language", "left"), [("bn", "৪"), ("en", "4")])
def test_a_wrong_pin_says_in_the_readers_digits_how_many_tries_are_left(user: User, language: str, left: str) -> None:
    with override(language), pytest.raises(PinError) as refused:
        unlock(user, WRONG)
    assert re.findall("[0-9০-৯]+", str(refused.value)) == [left]


def test_the_fifth_wrong_pin_says_that_the_key_is_locked(user: User) -> None:
    for _attempt in range(5):
        with pytest.raises(PinError) as refused:
            unlock(user, WRONG)
    assert str(refused.value) == str(LOCKED)


def test_whoever_is_locked_out_is_told_once(user: User) -> None:
    for attempt in range(7):
        assert user.alerts.filter(what="key_locked").exists() == (attempt >= 5)
        with pytest.raises(PinError):
            unlock(user, WRONG, address="192.0.2.7")
    alert = user.alerts.get(what="key_locked")
    assert (alert.by, alert.address) == (user, user.email)
    record = AuditRecord.objects.get(action="signing_key.lock")
    assert (record.actor, record.address, record.subject_id) == (user, "192.0.2.7", SigningKey.objects.get().pk)


def test_right_pin_forgets_the_wrong_ones(user: User) -> None:
    for _attempt in range(4):
        with pytest.raises(PinError):
            unlock(user, WRONG)
    unlock(user, PIN)
    assert SigningKey.objects.get().attempts == 0
    with pytest.raises(PinError):
        unlock(user, WRONG)
    assert SigningKey.objects.get().attempts == 1


@pytest.mark.django_db(transaction=True)
def test_attempts_survive_a_request_that_is_rolled_back(user: User) -> None:
    """The attempt is written before the PIN is tried; what the request does afterwards takes nothing back."""
    for _attempt in range(5):
        with pytest.raises(PinError):
            unlock(user, WRONG)
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.create(email=user.email, name_bn="দুইবার")
    assert SigningKey.objects.get().is_locked


def test_new_key_retires_the_old_one_which_still_verifies(user: User) -> None:
    old = unlock(user, PIN)
    signature = old.sign(DATA)
    new = create_key(user, "135790")
    assert key_in_use(user) == new
    retired = SigningKey.objects.get(pk=old.key.pk)
    assert retired.retired_at is not None
    assert verifies(retired, DATA, signature)
    assert not verifies(new, DATA, signature)
    with pytest.raises(PinError):
        unlock(user, PIN)


@pytest.mark.parametrize("take_back", [retire, partial(revoke, reason="কার্ড হারিয়েছে")])
def test_a_key_that_was_taken_back_since_its_pin_was_given_signs_nothing(
    user: User, take_back: Callable[..., None]
) -> None:
    key = unlock(user, PIN)
    take_back(key.key, by=Actor(make_administrator()))
    with pytest.raises(NotAllowedError):
        key.sign(DATA)
    with pytest.raises(NotAllowedError):
        key.sign_and_seal(blank(), field="IssuingOfficer", reason="জারি")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("first", ["sign", "revoke"])
def test_what_is_signed_while_its_key_is_revoked_was_signed_before_or_not_at_all(first: str) -> None:
    administrator, key = make_administrator(), open_key(make_user())

    def sign() -> tuple[bytes, datetime.datetime]:
        with transaction.atomic():
            return key.sign(DATA), timezone.now()

    calls = {"sign": sign, "revoke": partial(revoke, key.key, "কার্ড হারিয়েছে", by=Actor(administrator))}
    (second,) = set(calls) - {first}
    outcomes = at_one_lock(SigningKey.objects.all(), calls[first], calls[second])
    if first == "revoke":
        assert [type(each) for each in outcomes] == [type(None), NotAllowedError]
        return
    (signature, signed_at), revoked = outcomes
    assert revoked is None
    assert verifies(key.key, DATA, signature)
    assert signed_at < SigningKey.objects.get().revoked_at


def test_new_key_opens_after_the_old_one_was_shut(user: User) -> None:
    SigningKey.objects.update(attempts=5)
    create_key(user, "135790")
    assert unlock(user, "135790").sign(DATA)


def test_key_is_stored_sealed(user: User) -> None:
    key = SigningKey.objects.get()
    for password in (None, PIN.encode()):
        with pytest.raises((TypeError, ValueError)):
            pkcs12.load_key_and_certificates(bytes(key.sealed), password)
    assert PIN not in serializers.serialize("json", SigningKey.objects.all())
    assert bytes(key.salt) != bytes(create_key(make_user(), PIN).salt)


def test_pin_is_in_no_log(user: User, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    unlock(user, PIN)
    with pytest.raises(PinError):
        unlock(user, WRONG)
    for pin in (PIN, WRONG):
        assert pin not in caplog.text


@pytest.mark.parametrize("call", [unlock, create_key])
def test_pin_is_in_no_error_report(user: User, call: Callable[[User, str], object]) -> None:
    """A fault in the midst of signing is reported with the variables of every frame; the PIN's are starred."""
    SigningKey.objects.update(sealed=b"damaged")
    with pytest.raises((CredentialError, ValueError)) as fault:
        call(user if call is unlock else User(), to_bangla(PIN))
    reporter = ExceptionReporter(None, fault.type, fault.value, fault.tb)
    report = reporter.get_traceback_text() + reporter.get_traceback_html()
    assert call.__name__ in report
    assert PIN not in report
    assert to_bangla(PIN) not in report
