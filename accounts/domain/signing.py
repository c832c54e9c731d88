"""Officers' signing keys: made for the officer, opened by the officer's PIN, shut for good after five wrong ones.

A signature made here proves that the bytes are unchanged and which account acted; it is not a certificate-based
signature in the sense of section 7 of the ICT Act 2006.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from accounts.language import digits
from accounts.models import SigningKey, User
from bangla.digits import to_ascii

PIN_LENGTH = range(6, 13)
# The second recommended setting of RFC 9106: 64 MiB, 3 passes.
PIN_COST = {"time_cost": 3, "memory_cost": 64 * 1024, "parallelism": 4}


class PinError(Exception):
    """A PIN that cannot be used or does not open the key; `str()` is a sentence for the officer."""


@dataclass(frozen=True)
class OpenKey:
    """A key whose PIN was right, for one signature."""

    key: SigningKey
    private: ec.EllipticCurvePrivateKey

    def sign(self, data: bytes) -> bytes:
        """ECDSA over P-256 with SHA-256, DER-encoded."""
        return self.private.sign(data, ec.ECDSA(hashes.SHA256()))


@sensitive_variables()
def normal_pin(pin: str) -> str:
    """The PIN in ASCII digits, Bengali digits accepted. Raises PinError unless it is 6 to 12 digits, not all alike."""
    digits = to_ascii(pin.strip())
    if not (digits.isascii() and digits.isdigit() and len(digits) in PIN_LENGTH):
        raise PinError(_("A PIN is 6 to 12 digits."))
    if len(set(digits)) == 1:
        raise PinError(_("A PIN of one repeated digit is too easy to guess."))
    return digits


@sensitive_variables()
def create_key(user: User, pin: str) -> SigningKey:
    """Make `user` a new key under `pin`; the key in use until now is retired and still verifies what it signed."""
    salt = os.urandom(16)
    private = ec.generate_private_key(ec.SECP256R1())
    sealed = private.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(_password(normal_pin(pin), salt)),
    )
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    with transaction.atomic():
        user.signing_keys.filter(retired_at=None).update(retired_at=timezone.now())
        return SigningKey.objects.create(user=user, public_key=public.decode(), sealed=sealed, salt=salt)


def key_in_use(user: User) -> SigningKey | None:
    return user.signing_keys.filter(retired_at=None).first()


@sensitive_variables()
def unlock(user: User, pin: str) -> OpenKey:
    """Open the key of `user`; raises PinError for no key, a wrong PIN or a locked key.

    The attempt is counted before the PIN is tried, in a statement of its own, so that neither a rolled-back request
    nor guesses side by side get more than five. Call it outside the transaction that uses the signature.
    """
    key = key_in_use(user)
    if key is None:
        raise PinError(_("You have no signing key yet. Make one on your account page."))
    claimed = SigningKey.objects.filter(pk=key.pk, attempts__lt=SigningKey.MAX_ATTEMPTS).update(
        attempts=F("attempts") + 1
    )
    if not claimed:
        raise PinError(_("Your signing key is locked after five wrong PINs. An administrator has to re-issue it."))
    try:
        private = serialization.load_der_private_key(bytes(key.sealed), _password(normal_pin(pin), bytes(key.salt)))
    except (ValueError, PinError):
        key.refresh_from_db(fields=["attempts"])
        left = digits(SigningKey.MAX_ATTEMPTS - key.attempts)
        raise PinError(_("The PIN is wrong. Tries left: %(left)s.") % {"left": left}) from None
    SigningKey.objects.filter(pk=key.pk).update(attempts=0)
    if not isinstance(private, ec.EllipticCurvePrivateKey):
        raise TypeError("A signing key is a P-256 key.")
    return OpenKey(key, private)


def verifies(key: SigningKey, data: bytes, signature: bytes) -> bool:
    """Whether `signature` was made over exactly `data` with `key`."""
    public = serialization.load_pem_public_key(key.public_key.encode())
    if not isinstance(public, ec.EllipticCurvePublicKey):
        raise TypeError("A signing key is a P-256 key.")
    try:
        public.verify(signature, data, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def _password(pin: str, salt: bytes) -> bytes:
    """argon2id at PIN_COST, as hex since PKCS#8 takes text."""
    raw = hash_secret_raw(pin.encode(), salt, **PIN_COST, hash_len=32, type=Type.ID)
    return raw.hex().encode()
