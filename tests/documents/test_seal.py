"""Signed and sealed PDFs, as other programs see them: poppler's pdfsig, pyHanko's validators, pikepdf."""

from __future__ import annotations

import asyncio
import io
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.pdf_embedded import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.policy_decl import PdfSignatureValidationSpec, SignatureValidationSpec
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager

from documents.signatures.cms import asn1_certificate
from documents.signatures.examination import examine_pdf
from documents.signatures.seal import CLOCK_FIELD, SEAL_FIELD, seal_pdf, sign_pdf
from tests.documents.conftest import DOCUMENTS
from tests.documents.signers import (
    AUTHORITY,
    BROUGHT,
    CLOCK,
    CREDENTIAL,
    OFFICER,
    SEALING,
    TRUST,
    blank,
    sealed,
    signed,
)

Rendered = Callable[[str], Path]
ROOT = asn1_certificate(AUTHORITY.certificate)


@pytest.fixture(scope="session")
def trusting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of certificates for NSS, in which the authority of the tests is trusted."""
    folder = tmp_path_factory.mktemp("nss")
    root = folder / "authority.pem"
    root.write_bytes(AUTHORITY.certificate.public_bytes(Encoding.PEM))
    subprocess.run(["certutil", "-N", "-d", f"sql:{folder}", "--empty-password"], check=True)
    subprocess.run(["certutil", "-A", "-d", f"sql:{folder}", "-n", "portal", "-t", ",C,C", "-i", root], check=True)
    return folder


def pdfsig(pdf: bytes, folder: Path) -> list[dict[str, str]]:
    """What poppler says of each signature."""
    file = folder / "examined.pdf"
    file.write_bytes(pdf)
    command = ["pdfsig", "-nssdir", f"sql:{folder}", file]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return [dict(re.findall(r"  - ([^:\n]+): (.*)", part)) for part in said.split("Signature #")[1:]]


@pytest.mark.parametrize("credential", [CREDENTIAL, BROUGHT], ids=["P-256", "RSA"])
def test_poppler_finds_the_signatures_valid(trusting: Path, credential: Any) -> None:
    officer, seal, _time = pdfsig(sealed(blank(), credential), trusting)
    for each in (officer, seal):
        assert each["Signature Validation"] == "Signature is Valid."
        assert each["Signature Type"] == "ETSI.CAdES.detached"
    assert seal["Certificate Validation"] == "Certificate is Trusted."
    known = credential is CREDENTIAL
    assert officer["Certificate Validation"] == f"Certificate {'is Trusted' if known else 'issuer is unknown'}."
    assert officer["Signer Certificate Common Name"] == OFFICER.name


def test_poppler_finds_a_changed_byte(trusting: Path) -> None:
    pdf = sealed(blank())
    officer, *_rest = pdfsig(pdf.replace(b"/MediaBox", b"/MediaBux", 1), trusting)
    assert officer["Signature Validation"] == "Digest Mismatch."


def test_pyhanko_finds_everything_valid_without_a_network_and_with_every_revocation_known() -> None:
    reader = PdfFileReader(io.BytesIO(sealed(blank())))
    officer, seal, time = reader.embedded_signatures
    for signature in (officer, seal):
        status = asyncio.run(async_validate_pdf_signature(signature, context(reader)))
        assert status.bottom_line
        assert status.timestamp_validity.trusted
        assert status.modification_level <= ModificationLevel.FORM_FILLING
        policy = CertValidationPolicySpec(SimpleTrustManager.build([ROOT]), CertRevTrustPolicy(REQUIRE_REVINFO))
        spec = PdfSignatureValidationSpec(SignatureValidationSpec(cert_validation_policy=policy))
        assert asyncio.run(ades_lta_validation(signature, spec)).ades_subindic.status.name == "PASSED"
    stamped = asyncio.run(async_validate_pdf_timestamp(time, context(reader)))
    assert (stamped.valid, stamped.intact, stamped.trusted) == (True, True, True)


def context(reader: PdfFileReader) -> ValidationContext:
    """The authority of the tests is trusted, everything else comes out of the file, and nothing may be missing."""
    given = {"trust_roots": [ROOT], "allow_fetching": False, "revocation_mode": "hard-fail"}
    return DocumentSecurityStore.read_dss(reader).as_validation_context(given)


def test_each_signature_is_an_update_that_leaves_what_was_there() -> None:
    pdf = blank()
    first = signed(pdf)
    second = seal_pdf(first, SEALING, reason="সিল")
    assert first.startswith(pdf)
    assert second.startswith(first)
    fields = [each.field_name for each in PdfFileReader(io.BytesIO(second)).embedded_signatures]
    assert fields == ["Officer", SEAL_FIELD, CLOCK_FIELD]


def test_nothing_is_signed_or_sealed_twice() -> None:
    with pytest.raises(ValueError, match="of this name"):
        signed(signed(blank()))
    with pytest.raises(ValueError, match="of this name"):
        seal_pdf(sealed(blank()), SEALING, reason="সিল")


def test_several_officers_sign_one_behind_the_other() -> None:
    twice = sign_pdf(signed(blank()), BROUGHT, CLOCK, field="Second", reason="প্রতিস্বাক্ষর")
    examined = examine_pdf(seal_pdf(twice, SEALING, reason="সিল"), TRUST)
    assert [each.reason for each in examined.signatures[:2]] == ["জারি", "প্রতিস্বাক্ষর"]
    assert examined.is_whole


@pytest.mark.thorough
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_keeps_its_profile_its_tags_and_its_looks(rendered: Rendered, name: str) -> None:
    before = rendered(name).read_bytes()
    after = sealed(before)

    assert examine_pdf(after, TRUST).is_whole
    with pikepdf.open(io.BytesIO(before)) as old, pikepdf.open(io.BytesIO(after)) as new:
        assert new.Root.Metadata.read_bytes() == old.Root.Metadata.read_bytes()
        assert {key: str(value) for key, value in new.docinfo.items()} == {
            key: str(value) for key, value in old.docinfo.items()
        }
        assert not {"/Version", "/Extensions"} & set(new.Root.keys())
        with new.open_metadata() as new_words:
            assert (new_words["pdfaid:part"], new_words["pdfaid:conformance"]) == ("3", "A")
        for kept in ("/Lang", "/MarkInfo", "/StructTreeRoot", "/OutputIntents"):
            assert new.Root[kept].unparse() == old.Root[kept].unparse()
        assert new.pdf_version == old.pdf_version
        assert new.pages[0].Tabs == "/S"
        widgets = [each for each in new.pages[0].Annots if each.Subtype == "/Widget"]
        assert len(widgets) == 3
        for widget in widgets:
            outside = all(float(edge) < 0 for edge in widget.Rect)
            printed, hidden = widget.F & 4, widget.F & 2
            assert (outside, bool(printed), bool(hidden)) == (True, True, False)
            assert str(widget.TU)
    assert pictures(after) == pictures(before)


def pictures(pdf: bytes) -> list[bytes]:
    with pypdfium2.PdfDocument(pdf) as document:
        document.init_forms()
        return [bytes(page.render().buffer) for page in document]
