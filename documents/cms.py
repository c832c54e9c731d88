"""Detached signatures over bytes and time-stamp tokens, as CMS (RFC 5652) in DER.

Signatures follow ETSI EN 319 122-1 (CAdES B-T): with the signer's certificate and a token of RFC 3161 that proves the
time. The portal makes the tokens itself, in this process, with a credential that is good for nothing else.
"""

from __future__ import annotations

import asyncio
import datetime
import secrets

from asn1crypto import cms, core, keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from pyhanko.sign import SimpleSigner
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from documents.certificates import Credential

HASH = "sha256"
# RFC 3161 asks for a policy; this one, under the arc for UUIDs (ITU-T X.667), means "by the clock of the portal".
POLICY = "2.25.207069169084601716549034709960460270028"


def sign_bytes(data: bytes, signer: Credential, clock: Credential) -> bytes:
    """A detached signature over `data`, with the signing time and a token of `clock` that proves it (CMS, DER)."""
    signed = pyhanko_signer(signer).async_sign_general_data(data, HASH, use_cades=True, timestamper=Clock(clock))
    return bytes(asyncio.run(signed).dump())


class Clock(TimeStamper):
    """Tells the time of this machine under the signature of its credential; asks nobody else."""

    def __init__(self, credential: Credential) -> None:
        super().__init__()
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


def asn1_certificate(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
