"""Keys and X.509 certificates: the portal's own authority, what it certifies and revokes, and PKCS#12 files.

Everything made here is ECDSA on P-256 with SHA-256 (FIPS 186-5), which NSS (poppler's `pdfsig`), Adobe's reader and
pyHanko verify; certificates from elsewhere may be RSA of at least 2048 bits too.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

# Clocks of several machines differ: what is made on one is valid on all of them at once.
CLOCK_SKEW = datetime.timedelta(minutes=5)
AUTHORITY_LIFE = datetime.timedelta(days=30 * 365)
REVOCATIONS_LIFE = datetime.timedelta(days=7)
SMALLEST_RSA = 2048
CURVES = ("secp256r1", "secp384r1", "secp521r1")
# A common name has 64 characters by X.520, and 64 bytes by the library: some 20 Bengali letters.
NAME_BYTES = 64
FULL_NAME = ObjectIdentifier("2.5.4.41")  # "name" of X.520, which has no such limit
DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336
# The extended key usages of certificates that persons sign documents with, where they name any.
SIGNING_USES = frozenset(
    (
        DOCUMENT_SIGNING,
        ObjectIdentifier("1.3.6.1.4.1.311.10.3.12"),  # documents, by Microsoft
        ObjectIdentifier("1.2.840.113583.1.1.5"),  # documents, by Adobe
        ExtendedKeyUsageOID.EMAIL_PROTECTION,
        ExtendedKeyUsageOID.CLIENT_AUTH,
        ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE,
    )
)
Extension = TypeVar("Extension", bound=x509.ExtensionType)


class Purpose(Enum):
    """What a certificate is good for, by its extended key usage. E-mail is what NSS asks of who signs a document."""

    SIGNING = (DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION)
    TIME = (ExtendedKeyUsageOID.TIME_STAMPING,)


class CredentialError(Exception):
    """A PKCS#12 file that cannot be used for signing."""


class NotPkcs12Error(CredentialError):
    """The file is no PKCS#12, is damaged, or is made with an algorithm that cannot be read."""


class WrongPassphraseError(CredentialError):
    """The passphrase does not open the file."""


class NoKeyError(CredentialError):
    """The file holds no private key, or none with a certificate."""


class UnsupportedKeyError(CredentialError):
    """The key, or what the file is encrypted with, is of a kind that is not used here."""


class NotForSigningError(CredentialError):
    """The certificate says that it is for something else, or is an authority's own."""


class NotValidNowError(CredentialError):
    """The certificate has expired or is not valid yet."""


class RevokedError(CredentialError):
    """The portal declared the certificate invalid."""


@dataclass(frozen=True)
class Credential:
    """A private key, the certificate of its public key, and the certificates that lead from there to its issuer."""

    certificate: x509.Certificate
    key: PrivateKey
    chain: tuple[x509.Certificate, ...] = ()


@dataclass(frozen=True)
class Subject:
    """Who a certificate is about: a person or the portal, in the words of the office."""

    name: str
    post: str = ""
    office: str = ""
    email: str = ""

    def as_name(self) -> x509.Name:
        """The distinguished name; where the common name has no room for the name, that stands beside it in full."""
        common = shortened(self.name)
        parts = (
            (NameOID.COUNTRY_NAME, "BD"),
            (NameOID.ORGANIZATION_NAME, self.office),
            (NameOID.TITLE, self.post),
            (FULL_NAME, self.name if self.name != common else ""),
            (NameOID.COMMON_NAME, common),
        )
        return x509.Name([x509.NameAttribute(kind, text.strip()) for kind, text in parts if text.strip()])


def shortened(name: str) -> str:
    """As many words of a name as have room in NAME_BYTES of UTF-8; of a first word that has not, its beginning."""
    words = name.split()
    while len(words) > 1 and len(" ".join(words).encode()) > NAME_BYTES:
        words.pop()
    return " ".join(words).encode()[:NAME_BYTES].decode(errors="ignore")


@dataclass(frozen=True)
class Revoked:
    """A certificate's serial number and since when it is not valid any more."""

    serial: int
    since: datetime.datetime


def new_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 over the whole certificate, in hexadecimal digits."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def make_authority(subject: Subject, now: datetime.datetime) -> Credential:
    """A new authority that certifies itself for AUTHORITY_LIFE and has no other authority below it."""
    key = new_key()
    name = subject.as_name()
    certificate = (
        _begun(name, name, key.public_key(), now, now + AUTHORITY_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .sign(key, hashes.SHA256())
    )
    return Credential(certificate, key)


def certify(
    authority: Credential,
    subject: Subject,
    key: PrivateKey,
    purpose: Purpose,
    *,
    now: datetime.datetime,
    until: datetime.datetime,
    revocations_url: str,
) -> Credential:
    """Certify `key` as that of `subject` until a moment, at most as long as the authority itself is valid."""
    issuer = authority.certificate
    until = min(until, issuer.not_valid_after_utc)
    builder = (
        _begun(subject.as_name(), issuer.subject, key.public_key(), now, until)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(digital_signature=True, content_commitment=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage(purpose.value), critical=purpose is Purpose.TIME)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), critical=False)
        .add_extension(
            x509.CRLDistributionPoints(
                [x509.DistributionPoint([x509.UniformResourceIdentifier(revocations_url)], None, None, None)]
            ),
            critical=False,
        )
    )
    if subject.email and subject.email.isascii():
        names = x509.SubjectAlternativeName([x509.RFC822Name(subject.email)])
        builder = builder.add_extension(names, critical=False)
    return Credential(builder.sign(authority.key, hashes.SHA256()), key, (issuer,))


def revocation_list(authority: Credential, revoked: Iterable[Revoked], *, now: datetime.datetime) -> bytes:
    """The authority's list of revoked certificates (RFC 5280), DER, valid for REVOCATIONS_LIFE from `now`."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(authority.certificate.subject)
        .last_update(now - CLOCK_SKEW)
        .next_update(now + REVOCATIONS_LIFE)
        .add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), critical=False)
    )
    for each in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(each.serial).revocation_date(each.since).build()
        builder = builder.add_revoked_certificate(entry)
    return builder.sign(authority.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def pack(credential: Credential, passphrase: bytes) -> bytes:
    """The credential as a PKCS#12 file encrypted under `passphrase` (AES-256)."""
    return pkcs12.serialize_key_and_certificates(
        None,
        credential.key,
        credential.certificate,
        credential.chain,
        serialization.BestAvailableEncryption(passphrase),
    )


def unpack(file: bytes, passphrase: bytes) -> Credential:
    """The credential inside a PKCS#12 file. Raises a CredentialError that says what is wrong with it."""
    key, certificate, chain = _loaded(file, passphrase)
    if key is None or certificate is None:
        raise NoKeyError
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise UnsupportedKeyError
    return Credential(certificate, key, tuple(chain))


def check_usable(credential: Credential, now: datetime.datetime) -> None:
    """Raise a CredentialError unless one may sign documents with the credential at `now`."""
    certificate, key = credential.certificate, credential.key
    if not (key.key_size >= SMALLEST_RSA if isinstance(key, rsa.RSAPrivateKey) else key.curve.name in CURVES):
        raise UnsupportedKeyError
    if not is_for_signing(certificate):
        raise NotForSigningError
    if not certificate.not_valid_before_utc <= now <= certificate.not_valid_after_utc:
        raise NotValidNowError


def is_for_signing(certificate: x509.Certificate) -> bool:
    """Whether the certificate is an end user's and allows to sign documents, by what it says or leaves open."""
    basic = _extension(certificate, x509.BasicConstraints)
    usage = _extension(certificate, x509.KeyUsage)
    extended = _extension(certificate, x509.ExtendedKeyUsage)
    return (
        not (basic and basic.ca)
        and (usage is None or usage.digital_signature or usage.content_commitment)
        and (extended is None or not SIGNING_USES.isdisjoint(extended))
    )


def is_for_time(certificate: x509.Certificate) -> bool:
    """Whether the certificate is for time stamps and nothing else, as RFC 3161 asks of a clock's."""
    extended = _extension(certificate, x509.ExtendedKeyUsage)
    return extended is not None and tuple(extended) == Purpose.TIME.value


def _extension(certificate: x509.Certificate, kind: type[Extension]) -> Extension | None:
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None


def _loaded(file: bytes, passphrase: bytes) -> tuple[object, x509.Certificate | None, list[x509.Certificate]]:
    try:
        return pkcs12.load_key_and_certificates(file, passphrase)
    except UnsupportedAlgorithm:
        raise UnsupportedKeyError from None
    except ValueError as error:
        # The library names a wrong passphrase in words alone.
        raise (WrongPassphraseError if "password" in str(error).lower() else NotPkcs12Error) from None


def _begun(
    subject: x509.Name,
    issuer: x509.Name,
    public_key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey,
    now: datetime.datetime,
    until: datetime.datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - CLOCK_SKEW)
        .not_valid_after(until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    )


def _key_usage(**uses: bool) -> x509.KeyUsage:
    every = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
    none = dict.fromkeys((*every, "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"), False)
    return x509.KeyUsage(**none | uses)
