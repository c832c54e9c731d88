"""The portal's own authority: it certifies officers' keys, seals what is issued and tells the time.

It is made at the first need, once for all processes, and lies in the database: the private keys encrypted (AES-256-GCM)
under a key derived from SECRET_KEY, so that web processes and workers share it and a copy of the database alone signs
nothing. Whoever trusts its certificate can check every signature without the portal.
"""

from __future__ import annotations

import datetime
import os
from dataclasses import dataclass
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.domain.sealing import NONCE_LENGTH, cipher
from accounts.models import Authority, SigningKey, User
from documents.signatures.certificates import (
    Credential,
    Purpose,
    Revoked,
    Subject,
    certify,
    fingerprint,
    make_authority,
    new_key,
    revocation_list,
)
from documents.signatures.examination import Trust
from documents.signatures.seal import Seal

ORGANIZATION = "ICT committee minutes"
OFFICER_LIFE = datetime.timedelta(days=2 * 365)
# An authority certifies while it outlives every certificate it gives; after that the next one does.
RENEWED_BEFORE_END = OFFICER_LIFE + datetime.timedelta(days=365)
# PostgreSQL gives a column of bytes as a memoryview.
Stored = bytes | memoryview


class AuthorityError(Exception):
    """The portal's private keys cannot be opened: SECRET_KEY is not the one they were made under."""


@dataclass(frozen=True)
class Portal:
    """The portal's credentials, ready for use, and the row they are kept in."""

    row: Authority
    authority: Credential
    seal: Credential
    clock: Credential


def portal() -> Portal:
    """The authority in use with its seal and clock; makes it where there is none yet, or none that lasts.

    Two processes that come here at once end up with the same one. Raises AuthorityError.
    """
    row = Authority.objects.order_by("-generation").first()
    if row is None:
        return _opened(_made(1))
    if _certificate(row.certificate).not_valid_after_utc < timezone.now() + RENEWED_BEFORE_END:
        return _opened(_made(row.generation + 1))
    return _opened(row)


def seal() -> Seal:
    """What to seal a PDF with, now."""
    own = portal()
    lists = tuple(revocations(row) for row in Authority.objects.order_by("generation"))
    return Seal(own.seal, own.clock, lists)


def certified(user: User, *, post: str, office: str) -> tuple[Credential, Authority]:
    """A new key of `user` with a certificate that names the person, the post and the office; and who certified it."""
    own = portal()
    now = timezone.now()
    credential = certify(
        own.authority,
        Subject(user.name_bn, post, office, user.email),
        new_key(),
        Purpose.SIGNING,
        now=now,
        until=now + OFFICER_LIFE,
        revocations_url=_revocations_url(own.row.generation),
    )
    return credential, own.row


def revocations(row: Authority) -> bytes:
    """The list of the certificates that this authority gave and the portal took back, DER, as of now."""
    taken_back = SigningKey.objects.filter(authority=row).order_by("pk").values_list("certificate", "revoked_at")
    revoked = [Revoked(_certificate(der).serial_number, since) for der, since in taken_back if der and since]
    return revocation_list(_opened(row).authority, revoked, now=timezone.now())


def trust() -> Trust:
    """Whom the portal believes: its own authorities and seals, and the certificates that officers brought along."""
    rows = list(Authority.objects.order_by("generation"))
    # of several officers who brought the same one, the first stands
    brought = SigningKey.objects.filter(authority=None).exclude(fingerprint="").order_by("-pk")
    taken_back = SigningKey.objects.filter(revoked_at__isnull=False).order_by("-revoked_at")  # the earliest counts
    return Trust(
        authorities=tuple(bytes(row.certificate) for row in rows),
        seals=frozenset(fingerprint(_certificate(row.seal_certificate)) for row in rows),
        brought=dict(brought.values_list("fingerprint", "user__name_bn")),
        revoked={mark: since for mark, since in taken_back.values_list("fingerprint", "revoked_at") if since},
    )


def _made(generation: int) -> Authority:
    """The authority of this generation, made here unless another process was first."""
    now = timezone.now()
    host = urlsplit(settings.PORTAL_URL).hostname or ""
    authority = make_authority(Subject(f"{host} authority {generation}", office=ORGANIZATION), now)

    def own(name: str, purpose: Purpose) -> Credential:
        return certify(
            authority,
            Subject(f"{host} {name} {generation}", office=ORGANIZATION),
            new_key(),
            purpose,
            now=now,
            until=authority.certificate.not_valid_after_utc,
            revocations_url=_revocations_url(generation),
        )

    credentials = {
        "": authority,
        "seal_": own("seal", Purpose.SIGNING),
        "clock_": own("clock", Purpose.TIME),
    }
    columns: dict[str, bytes] = {}
    for prefix, credential in credentials.items():
        columns[f"{prefix}certificate"] = credential.certificate.public_bytes(serialization.Encoding.DER)
        columns[f"{prefix}key"] = _locked(credential)
    row, _created = Authority.objects.get_or_create(generation=generation, defaults=columns)
    return row


def _opened(row: Authority) -> Portal:
    authority = _credential(row.certificate, row.key)
    chain = (authority.certificate,)
    return Portal(
        row,
        authority,
        _credential(row.seal_certificate, row.seal_key, chain),
        _credential(row.clock_certificate, row.clock_key, chain),
    )


def _credential(der: Stored, locked: Stored, chain: tuple[x509.Certificate, ...] = ()) -> Credential:
    certificate = _certificate(der)
    nonce, encrypted = bytes(locked)[:NONCE_LENGTH], bytes(locked)[NONCE_LENGTH:]
    try:
        private = _cipher().decrypt(nonce, encrypted, bytes(der))
    except InvalidTag:
        raise AuthorityError("SECRET_KEY is not the one that the portal's keys were made under.") from None
    key = serialization.load_der_private_key(private, None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("The portal's own keys are P-256 keys.")
    return Credential(certificate, key, chain)


def _locked(credential: Credential) -> bytes:
    """The private key, encrypted and bound to its certificate."""
    private = credential.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    nonce = os.urandom(NONCE_LENGTH)
    return nonce + _cipher().encrypt(nonce, private, credential.certificate.public_bytes(serialization.Encoding.DER))


def _cipher() -> AESGCM:
    return cipher("accounts.Authority")


def _certificate(der: Stored) -> x509.Certificate:
    return x509.load_der_x509_certificate(bytes(der))


def _revocations_url(generation: int) -> str:
    return settings.PORTAL_URL + reverse("accounts:revocations", args=[generation])
