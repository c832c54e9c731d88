"""Signatures whose length looks like an indefinite one are packed as quickly as any other."""

import cProfile
import pstats

from documents.certificates import Subject
from documents.cms import Message, sign_bytes
from documents.examination import examine_bytes
from tests.documents.signers import CLOCK, TRUST, certified

ENDS_LIKE_AN_INDEFINITE_LENGTH = 0x80
CALLS = 200_000  # of functions; without the mending there are tens of millions


def signature_of_that_length() -> bytes:
    """Return a signature over b"text", under a name as long as it takes for its length to end in 80."""
    for length in range(1, 60):
        for _another in range(4):  # what ECDSA makes is a byte longer now and then
            signature = sign_bytes(b"text", certified(Subject("ন", "প" * (length // 2), "ক" * (length // 2))), CLOCK)
            if signature[3] == ENDS_LIKE_AN_INDEFINITE_LENGTH:
                return signature
    raise AssertionError("no signature was of that length")


def test_a_signature_of_any_length_is_read_in_few_steps() -> None:
    signature = signature_of_that_length()
    with cProfile.Profile() as profile:
        assert Message.read(signature).is_exact()
        assert examine_bytes(b"text", signature, TRUST).is_good
        assert repr(Message.read(signature).signed)
    assert pstats.Stats(profile).total_calls < CALLS  # type: ignore[attr-defined]  # the stubs lack it
