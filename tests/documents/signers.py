"""Who signs in the tests of signatures: an authority, its seal and clock, an officer, and somebody unknown."""

from __future__ import annotations

import datetime
import io
from typing import Any

import pikepdf
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding

from documents.signatures.certificates import (
    Credential,
    PrivateKey,
    Purpose,
    Subject,
    certify,
    fingerprint,
    make_authority,
    new_key,
    revocation_list,
)
from documents.signatures.examination import Trust
from documents.signatures.seal import Seal, seal_pdf, sign_pdf

NOW = datetime.datetime.now(datetime.UTC)
YEAR = datetime.timedelta(days=365)
OFFICER = Subject("নমুনা কর্মকর্তা", "প্রোগ্রামার", "নমুনা কার্যালয়", "officer@example.org")


def certified(
    subject: Subject,
    purpose: Purpose = Purpose.SIGNING,
    *,
    authority: Credential | None = None,
    key: PrivateKey | None = None,
    **validity: Any,
) -> Credential:
    """A credential of two years from now on, by the authority of the tests unless told otherwise."""
    validity = {"now": NOW, "until": NOW + 2 * YEAR} | validity
    url = "http://localhost/authority.crl"
    return certify(authority or AUTHORITY, subject, key or new_key(), purpose, revocations_url=url, **validity)


AUTHORITY = make_authority(Subject("নমুনা পোর্টাল"), NOW)
STRANGERS_AUTHORITY = make_authority(Subject("নমুনা পোর্টাল"), NOW)  # of the same name
SEAL = certified(Subject("পোর্টালের সিল"))
CLOCK = certified(Subject("পোর্টালের ঘড়ি"), Purpose.TIME)
CREDENTIAL = certified(OFFICER)
STRANGER = certified(OFFICER, authority=STRANGERS_AUTHORITY)
BROUGHT = certified(
    OFFICER, authority=STRANGERS_AUTHORITY, key=rsa.generate_private_key(public_exponent=65537, key_size=2048)
)
SEALING = Seal(SEAL, CLOCK, (revocation_list(AUTHORITY, [], now=NOW),))
TRUST = Trust(
    authorities=(AUTHORITY.certificate.public_bytes(Encoding.DER),),
    seals=frozenset([fingerprint(SEAL.certificate)]),
    brought={fingerprint(BROUGHT.certificate): "নমুনা খাতুন"},
)


def blank() -> bytes:
    """A PDF of one empty page."""
    pdf, file = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    pdf.save(file)
    return file.getvalue()


def signed(pdf: bytes, credential: Credential = CREDENTIAL, *, clock: Credential = CLOCK) -> bytes:
    return sign_pdf(pdf, credential, clock, field="Officer", reason="জারি", location="কল্পপুর", name=OFFICER.name)


def sealed(pdf: bytes, credential: Credential = CREDENTIAL) -> bytes:
    """The PDF as the portal issues it: signed by the officer, then sealed."""
    return seal_pdf(signed(pdf, credential), SEALING, reason="পোর্টালের সিল", chain=credential.chain)
