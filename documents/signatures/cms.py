"""Detached signatures over bytes and time-stamp tokens, as CMS (RFC 5652) in DER.

Signatures follow ETSI EN 319 122-1 (CAdES B-T): with the signer's certificate and a token of RFC 3161 that proves the
time. The portal makes the tokens itself, in this process, with a credential that is good for nothing else.
"""

from __future__ import annotations

import asyncio
import datetime
import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from asn1crypto import cms, core, keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from pyhanko.sign import SimpleSigner
from pyhanko.sign.general import extract_certificate_info, simple_cms_attribute
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko_certvalidator.registry import SimpleCertificateStore

from documents.signatures import der
from documents.signatures.certificates import Credential

der.mend()

HASH = "sha256"
ACCEPTED_HASHES = ("sha256", "sha384", "sha512")
# RFC 3161 asks for a policy; this one, under the arc for UUIDs (ITU-T X.667), means "by the clock of the portal".
POLICY = "2.25.207069169084601716549034709960460270028"


def sign_bytes(data: bytes, signer: Credential, clock: Credential) -> bytes:
    """A detached signature over `data`, with the signing time and a token of `clock` that proves it (CMS, DER)."""
    signed = pyhanko_signer(signer).async_sign_general_data(data, HASH, use_cades=True, timestamper=Clock(clock))
    return bytes(asyncio.run(signed).dump())


class Clock(TimeStamper):
    """Tells the time of this machine under the signature of its credential; asks nobody else."""

    def __init__(self, credential: Credential) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._signer = pyhanko_signer(credential)

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """A token that says: what has this digest existed now, to the second."""
        info = tsp.TSTInfo(
            {
                "version": "v1",
                "policy": POLICY,
                "message_imprint": {
                    "hash_algorithm": {"algorithm": md_algorithm},
                    "hashed_message": message_digest,
                },
                "serial_number": secrets.randbits(64),
                "gen_time": datetime.datetime.now(datetime.UTC).replace(microsecond=0),
            }
        )
        content = cms.EncapsulatedContentInfo(
            {"content_type": "tst_info", "content": core.ParsableOctetString(info.dump())}
        )
        return await self._signer.async_sign_general_data(content, md_algorithm, detached=False)


def pyhanko_signer(credential: Credential) -> SimpleSigner:
    """The credential as pyHanko takes it; an authority's root stays out, as a reader has to know it already."""
    key = credential.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return SimpleSigner(
        asn1_certificate(credential.certificate),
        keys.PrivateKeyInfo.load(key),
        SimpleCertificateStore.from_certs(map(asn1_certificate, credential.chain)),
        embed_roots=False,
    )


DigestOf = Callable[[str], bytes]


@dataclass(frozen=True)
class Message:
    """A CMS signature of one signer, taken apart; `der` is what it was read from."""

    der: bytes
    signed: cms.SignedData
    signer: cms.SignerInfo
    certificate: asn1_x509.Certificate
    others: tuple[asn1_x509.Certificate, ...]

    @classmethod
    def read(cls, data: bytes) -> Message:
        """Read DER. Raises ValueError, or what else the parser raises, for anything else."""
        content = cms.ContentInfo.load(data, strict=True)
        signed = content["content"]
        (signer,) = signed["signer_infos"]
        certificates = extract_certificate_info(signed)
        return cls(data, signed, signer, certificates.signer_cert, tuple(certificates.other_certs))

    @property
    def signature(self) -> bytes:
        return bytes(self.signer["signature"].native)

    @property
    def is_token(self) -> bool:
        """Whether this is a time-stamp token."""
        return bool(self.signed["encap_content_info"]["content_type"].native == "tst_info")

    @property
    def time_info(self) -> tsp.TSTInfo:
        """What a time-stamp token says; TypeError where the message is none."""
        info = self.signed["encap_content_info"]["content"].parsed
        if not isinstance(info, tsp.TSTInfo):
            raise TypeError("The message is no time-stamp token.")
        return info

    @property
    def time(self) -> datetime.datetime:
        """The time that a time-stamp token tells."""
        at: datetime.datetime = self.time_info["gen_time"].native
        return at

    @property
    def token(self) -> Message | None:
        """The time-stamp token over the signature; ValueError where there are several.

        Taken as it stands: to have asn1crypto encode again what a stranger nested would take for ever.
        """
        attributes = self.signer["unsigned_attrs"]
        for attribute in () if attributes is core.VOID else attributes:
            if attribute["type"].native == "signature_time_stamp_token":
                return Message.read(attribute["values"].contents)
        return None

    def holds(self, digest_of: DigestOf) -> bool:
        """Whether the signer signed what has this digest."""
        algorithm = self.signer["digest_algorithm"]["algorithm"].native
        if algorithm not in ACCEPTED_HASHES:
            return False
        content_type = "tst_info" if self.is_token else "data"
        try:
            both = validate_sig_integrity(self.signer, self.certificate, content_type, digest_of(algorithm))
        except SignatureValidationError:
            return False
        return all(both)

    def is_exact(self) -> bool:
        """Whether a message that this module made is what it made, to the last byte.

        Much of a message is covered by no signature: versions, names of algorithms, the order of things. Packed again
        around the parts that are, it comes out the same unless a byte was changed. To be asked only of a message that
        holds, whose signer is known and whose token is one that was asked before.
        """
        return self.der == _packed_again(self)

    def tells_the_time_of(self, digest_of: DigestOf) -> bool:
        """Whether this is a time-stamp token over what has this digest."""
        info = self.time_info
        imprint = info["message_imprint"]
        algorithm = imprint["hash_algorithm"]["algorithm"].native
        return (
            self.holds(digests_of(info.dump()))
            and algorithm in ACCEPTED_HASHES
            and bool(imprint["hashed_message"].native == digest_of(algorithm))
        )


def digests_of(*parts: bytes | memoryview) -> DigestOf:
    """A function from a hash algorithm's name to the digest of the parts, one behind the other."""

    def digest(algorithm: str) -> bytes:
        made = hashlib.new(algorithm)
        for part in parts:
            made.update(part)
        return made.digest()

    return digest


class _Again(Signer):
    """Packs a signature that was made before, instead of making one."""

    def __init__(self, message: Message) -> None:
        registry = SimpleCertificateStore.from_certs(message.others)
        super().__init__(signing_cert=message.certificate, cert_registry=registry, embed_roots=False)
        self._message = message

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        return self._message.signature

    async def unsigned_attrs(self, *_args: Any, **_kwargs: Any) -> cms.CMSAttributes | None:
        token = None if self._message.is_token else self._message.token
        if token is None:
            return None
        return cms.CMSAttributes([simple_cms_attribute("signature_time_stamp_token", cms.ContentInfo.load(token.der))])


def _packed_again(message: Message) -> bytes:
    version, content = "v1", None
    if message.is_token:
        info = core.ParsableOctetString(message.time_info.dump())
        version, content = "v3", cms.EncapsulatedContentInfo({"content_type": "tst_info", "content": info})
    packing = _Again(message).async_sign_prescribed_attributes(
        message.signer["digest_algorithm"]["algorithm"].native,
        message.signer["signed_attrs"].untag(),
        cms_version=version,
        encap_content_info=content,
    )
    return bytes(asyncio.run(packing).dump())


def asn1_certificate(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
