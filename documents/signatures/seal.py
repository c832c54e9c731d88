"""Signatures in a PDF: an officer's (PAdES B-T) and the portal's seal with the time over all of it (PAdES B-LTA).

ETSI EN 319 142-1. Every signature is an incremental update: what was there before stays as it is, byte for byte. The
fields are tagged nowhere and lie outside the page, which is the one way that PDF/A-3 (6.3.2: not hidden) and PDF/UA-1
(7.18.1: tagged, hidden or outside) leave together for a signature without a picture.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass

from asn1crypto.crl import CertificateList
from cryptography import x509
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, PdfTimeStamper
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.validation.dss import DocumentSecurityStore

from documents.signatures.certificates import Credential
from documents.signatures.cms import HASH, Clock, asn1_certificate, pyhanko_signer

OUTSIDE_THE_PAGE = InvisSigSettings(box_out_of_bounds=True)
SEAL_FIELD, CLOCK_FIELD = "Seal", "SealTime"


@dataclass(frozen=True)
class Seal:
    """What the portal seals with: its own credential, its clock's, and the revocation lists of now (DER)."""

    credential: Credential
    clock: Credential
    revocations: tuple[bytes, ...]


def sign_pdf(
    pdf: bytes, signer: Credential, clock: Credential, *, field: str, reason: str, location: str = "", name: str = ""
) -> bytes:
    """The PDF with one more signature over all of it.

    `field` names the signature within the file; `reason`, `location` and `name` (the signer's, as on paper) are what
    readers show beside it. Raises ValueError where the file has a signature of that name.
    """
    writer = _writer(pdf)
    if field in {each.field_name for each in writer.prev.embedded_signatures}:
        raise ValueError("The file has a signature of this name.")
    meta = PdfSignatureMetadata(
        field_name=field,
        md_algorithm=HASH,
        reason=reason,
        location=location or None,
        name=name or None,
        subfilter=SigSeedSubFilter.PADES,
    )
    spec = SigFieldSpec(field, invis_sig_settings=OUTSIDE_THE_PAGE, readable_field_name=reason)
    signing = PdfSigner(meta, pyhanko_signer(signer), timestamper=Clock(clock), new_field_spec=spec)
    return bytes(signing.sign_pdf(writer).getvalue())


def seal_pdf(pdf: bytes, seal: Seal, *, reason: str, chain: Iterable[x509.Certificate] = ()) -> bytes:
    """The PDF with the portal's own signature, with what a later proof needs, and last with the time over it all.

    `chain`: the certificates of an earlier signer's issuers, kept in the file beside the revocation lists.
    Raises ValueError where the file is sealed already.
    """
    writer = _writer(sign_pdf(pdf, seal.credential, seal.clock, field=SEAL_FIELD, reason=reason))
    kept = dict.fromkeys((*seal.credential.chain, seal.clock.certificate, *seal.clock.chain, *chain))
    DocumentSecurityStore.supply_dss_in_writer(
        writer,
        None,
        certs=[asn1_certificate(each) for each in kept],
        crls=[CertificateList.load(each) for each in seal.revocations],
    )
    stamping = PdfTimeStamper(Clock(seal.clock), CLOCK_FIELD, OUTSIDE_THE_PAGE, reason)
    return bytes(stamping.timestamp_pdf(writer, HASH).getvalue())


class _Update(IncrementalPdfFileWriter):
    """An update that leaves what the file says of itself: its version, its extensions, its metadata.

    pyHanko would call it PDF 2.0 for a signature of an elliptic curve, where PDF/A-3 stands on PDF 1.7 (ISO 32000-1),
    and would write another producer and time into the XMP packet than into the information dictionary.
    """

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        """Leave the version."""

    def register_extension(self, ext: object) -> None:
        """Leave the extensions."""

    def _update_meta(self) -> None:
        """Leave the metadata."""


def _writer(pdf: bytes) -> IncrementalPdfFileWriter:
    """For one update of the file. The page that carries the fields names its tab order, as PDF/UA-1 (7.18.3) asks."""
    writer: IncrementalPdfFileWriter = _Update(io.BytesIO(pdf))
    page, _resources = writer.find_page_for_modification(0)
    if "/Tabs" not in page.get_object():
        page.get_object()[pdf_name("/Tabs")] = pdf_name("/S")
        writer.mark_update(page)
    return writer
