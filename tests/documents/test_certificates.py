"""Certificates name whom they should for what they should, and a PKCS#12 file is opened or refused by its name."""

from __future__ import annotations

import datetime
import os

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from documents.signatures.certificates import (
    CLOCK_SKEW,
    FULL_NAME,
    Credential,
    NoKeyError,
    NotForSigningError,
    NotPkcs12Error,
    NotValidNowError,
    Purpose,
    Revoked,
    Subject,
    UnsupportedKeyError,
    WrongPassphraseError,
    check_usable,
    pack,
    revocation_list,
    unpack,
)
from tests.documents.signers import AUTHORITY, BROUGHT, CREDENTIAL, NOW, OFFICER, YEAR, certified

PASSPHRASE = b"open sesame"
ENCRYPTION = serialization.BestAvailableEncryption(PASSPHRASE)


def test_a_certificate_names_the_officer_and_is_for_documents_alone() -> None:
    certificate = CREDENTIAL.certificate
    certificate.verify_directly_issued_by(AUTHORITY.certificate)
    names = {each.oid: each.value for each in certificate.subject}
    assert (names[NameOID.COMMON_NAME], names[NameOID.TITLE]) == (OFFICER.name, OFFICER.post)
    alternative = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert alternative.get_values_for_type(x509.RFC822Name) == [OFFICER.email]
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.content_commitment
    assert not usage.key_cert_sign


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("মোহাম্মদ নমুনা রহমান কল্পপুরী", "মোহাম্মদ নমুনা রহমান"),
        ("ক" * 200, "ক" * 21),
        ("a" * 200, "a" * 64),
    ],
)
def test_a_long_name_stands_in_full_beside_its_short_form(name: str, short: str) -> None:
    subject = certified(Subject(name, "খ" * 300, "গ" * 300)).certificate.subject
    (common,), (full,) = (subject.get_attributes_for_oid(oid) for oid in (NameOID.COMMON_NAME, FULL_NAME))
    assert (common.value, full.value) == (short, name)


@pytest.mark.parametrize("subject", [Subject("নাম", email="নাম@example.org"), Subject("নাম", " ", " ", "")])
def test_what_a_certificate_cannot_hold_is_left_out(subject: Subject) -> None:
    certificate = certified(subject).certificate
    assert [each.oid for each in certificate.subject] == [NameOID.COUNTRY_NAME, NameOID.COMMON_NAME]
    with pytest.raises(x509.ExtensionNotFound):
        certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)


def test_no_certificate_outlives_its_authority() -> None:
    long = certified(OFFICER, until=NOW + 100 * YEAR)
    assert long.certificate.not_valid_after_utc == AUTHORITY.certificate.not_valid_after_utc


def test_a_revocation_list_holds_what_was_revoked_since_when() -> None:
    since = NOW.replace(microsecond=0)
    data = revocation_list(AUTHORITY, [Revoked(7, since)], now=NOW)
    read = x509.load_der_x509_crl(data)
    entry = read.get_revoked_certificate_by_serial_number(7)
    assert read.is_signature_valid(AUTHORITY.certificate.public_key())  # type: ignore[arg-type]
    assert entry is not None
    assert (len(read), entry.revocation_date_utc) == (1, since)


@pytest.mark.parametrize("credential", [CREDENTIAL, BROUGHT], ids=["P-256", "RSA"])
def test_a_credential_is_packed_under_a_passphrase(credential: Credential) -> None:
    file = pack(credential, PASSPHRASE)
    again = unpack(file, PASSPHRASE)
    check_usable(again, NOW)
    assert (again.certificate, again.chain) == (credential.certificate, credential.chain)
    for wrong in (b"", b"open", PASSPHRASE + b" "):
        with pytest.raises(WrongPassphraseError):
            unpack(file, wrong)


@pytest.mark.parametrize(
    "file", [b"", b"junk", b"0\x82" + bytes(5000), os.urandom(5_000_000), pack(BROUGHT, b"x")[:900]]
)
def test_what_is_no_pkcs12_is_called_that(file: bytes) -> None:
    with pytest.raises(NotPkcs12Error):
        unpack(file, PASSPHRASE)


def test_a_file_needs_the_key_and_the_certificate_of_it() -> None:
    only_key = pkcs12.serialize_key_and_certificates(None, BROUGHT.key, None, None, ENCRYPTION)
    only_certificate = pkcs12.serialize_key_and_certificates(None, None, BROUGHT.certificate, None, ENCRYPTION)
    for file in (only_key, only_certificate):
        with pytest.raises(NoKeyError):
            unpack(file, PASSPHRASE)


def self_signed(
    key: pkcs12.PKCS12PrivateKeyTypes, days: int = 30, *extensions: x509.ExtensionType
) -> tuple[pkcs12.PKCS12PrivateKeyTypes, x509.Certificate]:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "নমুনা")])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW - datetime.timedelta(days=60))
        .not_valid_after(NOW + datetime.timedelta(days=days))
    )
    for extension in extensions:
        builder = builder.add_extension(extension, critical=False)
    is_edwards = isinstance(key, ed25519.Ed25519PrivateKey)
    return key, builder.sign(key, None if is_edwards else hashes.SHA256())  # type: ignore[arg-type]


RSA = BROUGHT.key


@pytest.mark.parametrize(
    ("made", "error"),
    [
        (self_signed(rsa.generate_private_key(public_exponent=65537, key_size=1024)), UnsupportedKeyError),  # noqa: S505
        (self_signed(ec.generate_private_key(ec.SECP192R1())), UnsupportedKeyError),
        (self_signed(ed25519.Ed25519PrivateKey.generate()), UnsupportedKeyError),
        (self_signed(RSA, -1), NotValidNowError),
        (self_signed(RSA, 30, x509.BasicConstraints(ca=True, path_length=None)), NotForSigningError),
        (self_signed(RSA, 30, x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])), NotForSigningError),
        (self_signed(RSA), None),
        (self_signed(ec.generate_private_key(ec.SECP384R1())), None),
        (self_signed(RSA, 30, x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH])), None),
    ],
)
def test_what_cannot_sign_is_refused_by_its_reason(
    made: tuple[pkcs12.PKCS12PrivateKeyTypes, x509.Certificate], error: type[Exception] | None
) -> None:
    file = pkcs12.serialize_key_and_certificates(None, *made, None, ENCRYPTION)
    if error is None:
        check_usable(unpack(file, PASSPHRASE), NOW)
    else:
        with pytest.raises(error):
            check_usable(unpack(file, PASSPHRASE), NOW)


def test_a_clock_signs_no_documents_and_what_is_new_is_valid_on_every_clock() -> None:
    with pytest.raises(NotForSigningError):
        check_usable(certified(OFFICER, Purpose.TIME), NOW)
    check_usable(CREDENTIAL, NOW - CLOCK_SKEW + datetime.timedelta(seconds=1))
    with pytest.raises(NotValidNowError):
        check_usable(CREDENTIAL, NOW - 2 * CLOCK_SKEW)
