"""Officers' signing keys: made for the officer or brought from a licensed authority, opened by the officer's PIN.

Five wrong PINs shut a key for good: an administrator retires it, and the officer makes a new one. Unlocking it instead
would give whoever guesses five more guesses at the same PIN.
"""

from __future__ import annotations

import datetime
import os
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from accounts.domain.alerts import tell
from accounts.domain.audit import Actor, acting, record
from accounts.domain.authority import certified, portal, seal, trust
from accounts.language import day, digits
from accounts.models import Alert, Authority, SigningKey, User
from accounts.permissions import Allowed, Denied, NotAllowedError, Verdict
from bangla.digits import to_ascii
from documents.signatures.certificates import (
    Credential,
    RevokedError,
    WrongPassphraseError,
    check_usable,
    fingerprint,
    pack,
    unpack,
)
from documents.signatures.cms import sign_bytes
from documents.signatures.examination import examine_bytes
from documents.signatures.seal import seal_pdf, sign_pdf

PIN_LENGTH = range(6, 13)
# The second recommended setting of RFC 9106: 64 MiB, 3 passes.
PIN_COST = {"time_cost": 3, "memory_cost": 64 * 1024, "parallelism": 4}

LOCKED = _("Your signing key is locked after five wrong PINs. An administrator has to re-issue it.")
REASON_LENGTH = SigningKey._meta.get_field("revocation_reason").max_length
WARNED_BEFORE_END = datetime.timedelta(days=30)
# What readers show beside the portal's seal.
SEAL_REASON = "আইসিটি কমিটির কার্যবিবরণী পোর্টালের সিল"


class PinError(Exception):
    """A PIN that cannot be used or does not open the key; `str()` is a sentence for the officer."""


class ShutError(PinError):
    """No PIN opens the key (`why_shut`)."""


@dataclass(frozen=True)
class OpenKey:
    """A key whose PIN was right, for one signature.

    Signing takes the lock of its row, so that a revocation comes wholly before, and then nothing is signed
    (NotAllowedError), or after the transaction that the signature belongs to.
    """

    key: SigningKey
    credential: Credential

    @transaction.atomic
    def sign(self, data: bytes) -> bytes:
        """A detached signature over `data` with the time by the portal's clock (CMS, DER)."""
        self._require_in_use()
        return sign_bytes(data, self.credential, portal().clock)

    @transaction.atomic
    def sign_and_seal(self, pdf: bytes, *, field: str, reason: str, location: str = "") -> bytes:
        """The PDF with the officer's signature and the portal's seal over it, as `signatures.seal` says."""
        self._require_in_use()
        sealing = seal()
        signed = sign_pdf(
            pdf,
            self.credential,
            sealing.clock,
            field=field,
            reason=reason,
            location=location,
            name=self.key.user.name_bn,
        )
        return seal_pdf(signed, sealing, reason=SEAL_REASON, chain=self.credential.chain)

    def _require_in_use(self) -> None:
        if SigningKey.objects.select_for_update(no_key=True).get(pk=self.key.pk).retired_at:
            raise NotAllowedError(Denied(_("Your signing key was taken out of use just now, so nothing was signed.")))


@sensitive_variables()
def normal_pin(pin: str) -> str:
    """The PIN in ASCII digits, Bengali digits accepted. Raises PinError unless it is 6 to 12 digits.

    Nor are digits taken that are all alike, or count up or down: 123456.
    """
    digits = to_ascii(pin.strip())
    if not (digits.isascii() and digits.isdigit() and len(digits) in PIN_LENGTH):
        raise PinError(_("A PIN is 6 to 12 digits."))
    if {int(after) - int(before) for before, after in pairwise(digits)} in ({0}, {1}, {-1}):
        raise PinError(_("A PIN of one repeated digit, or of digits in a row, is too easy to guess."))
    return digits


@sensitive_variables()
def create_key(user: User, pin: str, *, post: str = "", office: str = "") -> SigningKey:
    """Make `user` a new key under `pin`, certified by the portal with the post and office that the certificate names.

    The key in use until now is retired and still verifies what it signed. Raises PinError.
    """
    pin = normal_pin(pin)
    credential, authority = certified(user, post=post, office=office)
    return _kept(user, credential, pin, authority)


@sensitive_variables()
def read_credential(file: bytes, passphrase: str) -> Credential:
    """What a PKCS#12 file holds. Raises the CredentialError that says why one cannot sign with it today."""
    credential = unpack(file, passphrase.encode())
    check_usable(credential, timezone.now())
    if fingerprint(credential.certificate) in trust().revoked:
        raise RevokedError
    return credential


@sensitive_variables()
def bring_key(user: User, credential: Credential, pin: str) -> SigningKey:
    """Keep the key that an authority gave `user`; from now on it opens with `pin` alone. Raises PinError.

    The key in use until now is retired.
    """
    return _kept(user, credential, normal_pin(pin), None)


@sensitive_variables()
def _kept(user: User, credential: Credential, pin: str, authority: Authority | None) -> SigningKey:
    salt = os.urandom(16)
    with transaction.atomic():
        user.signing_keys.filter(retired_at=None).update(retired_at=timezone.now())
        return SigningKey.objects.create(
            user=user,
            sealed=pack(credential, _password(pin, salt)),
            salt=salt,
            **certificate_columns(credential, authority),
        )


def certificate_columns(credential: Credential, authority: Authority | None) -> dict[str, Any]:
    """What a SigningKey keeps in the open about its certificate."""
    return {
        "certificate": credential.certificate.public_bytes(serialization.Encoding.DER),
        "fingerprint": fingerprint(credential.certificate),
        "expires_at": credential.certificate.not_valid_after_utc,
        "authority": authority,
    }


@transaction.atomic
def retire(key: SigningKey, *, by: Actor) -> None:
    """Take a key out of use so that its officer makes a new one; what it signed stays valid."""
    SigningKey.objects.filter(pk=key.pk).update(retired_at=timezone.now())
    record(by, "signing_key.retire", key, officer=key.user_id)
    tell(key.user, Alert.What.KEY_RETIRED, by=by)


@transaction.atomic
def revoke(key: SigningKey, reason: str, *, by: Actor) -> None:
    """Declare a key's certificate invalid from now on, with every key that has it; ValueError without a reason.

    Keys in and out of use: a certificate can have been brought twice, and none may sign with it any more. What was
    signed before stays valid, as its time stamp proves that it was signed before.
    """
    reason = reason.strip()[:REASON_LENGTH]
    if not reason:
        raise ValueError("A certificate is revoked with a reason.")
    if not key.fingerprint:
        raise ValueError("A key without a certificate is retired.")
    same = SigningKey.objects.filter(fingerprint=key.fingerprint, revoked_at=None).order_by("pk")
    held = list(same.select_for_update(no_key=True))
    now = timezone.now()  # under the lock: whatever is signed by then has an earlier time stamp
    for each in held:
        each.revoked_at, each.revocation_reason, each.retired_at = now, reason, each.retired_at or now
        each.save(update_fields=["revoked_at", "revocation_reason", "retired_at"])
        record(by, "signing_key.revoke", each, officer=each.user_id, reason=reason)
        tell(each.user, Alert.What.KEY_REVOKED, by=by)


def may_replace(key: SigningKey | None) -> Verdict:
    """Whether the officer may put a new key in the place of this one, alone: not of a locked one.

    Whoever tried five PINs at somebody's open account should not come to sign by making a key instead.
    """
    if key is not None and key.is_locked:
        return Denied(LOCKED)
    return Allowed()


def ends_soon(key: SigningKey) -> bool:
    """Whether the key's certificate ends within WARNED_BEFORE_END, or has ended."""
    return key.expires_at is not None and key.expires_at < timezone.now() + WARNED_BEFORE_END


def state_of(key: SigningKey | None) -> str:
    """The state of the officer's key in use, or of none, as components/state.html has a word for it."""
    if key is None:
        return "none"
    if key.is_locked:
        return "locked"
    if key.is_expired:
        return "expired"
    return "ending" if ends_soon(key) else "in_use"


def key_in_use(user: User) -> SigningKey | None:
    return user.signing_keys.filter(retired_at=None).first()


def why_shut(key: SigningKey | None) -> str:
    """Why no PIN opens the officer's key: there is none, or it is expired or locked; empty where one does."""
    if key is None:
        return gettext("You have no signing key yet. Make one on your account page.")
    if key.is_expired:
        expired = gettext(
            "The certificate of your signing key expired on %(day)s. Make a new key on your account page."
        )
        return expired % {"day": day(key.expires_at)}
    return str(LOCKED) if key.is_locked else ""


@sensitive_variables()
def unlock(user: User, pin: str, *, address: str | None = None) -> OpenKey:
    """Open the key of `user`; raises PinError for a wrong PIN, ShutError with the reason why none opens it.

    The attempt is counted before the PIN is tried, in a statement of its own, so that neither a rolled-back request
    nor guesses side by side get more than five. Call it outside the transaction that uses the signature. Whom the
    fifth wrong PIN locks out is told; the record names `address`, the network address that the PIN came from.
    """
    key = key_in_use(user)
    reason = why_shut(key)
    if key is None or reason:
        raise ShutError(reason)
    claimed = SigningKey.objects.filter(pk=key.pk, attempts__lt=SigningKey.MAX_ATTEMPTS).update(
        attempts=F("attempts") + 1
    )
    if not claimed:
        raise ShutError(LOCKED)
    try:
        credential = unpack(bytes(key.sealed), _password(normal_pin(pin), bytes(key.salt)))
    except (WrongPassphraseError, PinError):
        key.refresh_from_db(fields=["attempts"])
        if key.is_locked:
            _tell_locked(key, acting(user, address))
            raise ShutError(LOCKED) from None
        left = digits(SigningKey.MAX_ATTEMPTS - key.attempts)
        raise PinError(_("The PIN is wrong. Tries left: %(left)s.") % {"left": left}) from None
    SigningKey.objects.filter(pk=key.pk).update(attempts=0)
    return OpenKey(key, credential)


@transaction.atomic
def _tell_locked(key: SigningKey, by: Actor) -> None:
    """Tell the officer once, though several wrong PINs may come side by side: a locked key stays locked."""
    SigningKey.objects.select_for_update(no_key=True).get(pk=key.pk)
    if key.user.alerts.filter(what=Alert.What.KEY_LOCKED, at__gte=key.created_at).exists():
        return
    record(by, "signing_key.lock", key, officer=key.user_id)
    tell(key.user, Alert.What.KEY_LOCKED, by=by)


def verifies(key: SigningKey, data: bytes, signature: bytes) -> bool:
    """Whether `signature` was made over exactly `data` with `key`, at a time when its certificate was valid."""
    if key.certificate is None:
        return _verifies_bare(key, data, signature)
    examined = examine_bytes(data, signature, trust())
    return examined.is_good and examined.fingerprint == key.fingerprint


def _verifies_bare(key: SigningKey, data: bytes, signature: bytes) -> bool:
    """Signatures of the time before certificates: ECDSA over P-256 with SHA-256, DER."""
    public = serialization.load_pem_public_key(key.public_key.encode())
    if not isinstance(public, ec.EllipticCurvePublicKey):
        raise TypeError("A key without a certificate is a P-256 key.")
    try:
        public.verify(signature, data, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def _password(pin: str, salt: bytes) -> bytes:
    """argon2id at PIN_COST, as hex since PKCS#12 takes text."""
    raw = hash_secret_raw(pin.encode(), salt, **PIN_COST, hash_len=32, type=Type.ID)
    return raw.hex().encode()
