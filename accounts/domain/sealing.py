"""What is encrypted under SECRET_KEY before it is stored, so that a copy of the database alone opens nothing."""

from __future__ import annotations

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE_LENGTH = 12


def cipher(purpose: str) -> AESGCM:
    """AES-256-GCM under a key that is derived from SECRET_KEY for `purpose` alone."""
    derivation = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=purpose.encode())
    return AESGCM(derivation.derive(settings.SECRET_KEY.encode()))
