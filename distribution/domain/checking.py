"""Whether a file that somebody shows is the one that was issued. Nothing of the file is kept.

The file is hashed, its signatures are judged by their bytes alone, and a code of ours is looked for inside. No program
that reads PDFs takes part: a hostile file costs what its length costs, and a little unfolding within bounds.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum

from accounts.domain import authority
from distribution import codes
from distribution.domain.verification import Attested, attested_by_code, attested_by_digest
from documents.signatures import traces
from documents.signatures.examination import Issuer, Signature, examine_pdf

_ADDRESS = re.compile(rf"/verify/({codes.PRINTED})".encode())
_END, _END_WITHIN = b"%%EOF", 1024  # every PDF ends with it (ISO 32000-1, 7.5.5); readers look so far back
LOOKED_UP = 5  # codes found inside one file that are looked up: a document has one


class Outcome(StrEnum):
    """What a PDF turned out to be."""

    GENUINE = "genuine"  # byte for byte what was issued
    UNLISTED = "unlisted"  # whole under the portal's seal, but no issue that the portal knows
    CHANGED = "changed"  # signed here, and not as it was when it was signed
    ALTERED = "altered"  # a code of ours inside, but no signature
    INCOMPLETE = "incomplete"  # nothing of ours inside, but it breaks off before what would be
    LOCKED = "locked"  # under a password: nothing can be told of it
    FOREIGN = "foreign"  # nothing of ours inside


@dataclass(frozen=True)
class Checked:
    """The answer on a file. `attested`: the issued document that it is, or claims to be."""

    outcome: Outcome
    sha256: str
    signatures: tuple[Signature, ...] = ()
    attested: Attested | None = None


def check(pdf: bytes) -> Checked:
    """Say what the PDF is. Raises examination.UnreadableError where it goes beyond what is looked at."""
    sha256 = hashlib.sha256(pdf).hexdigest()
    examination = examine_pdf(pdf, authority.trust())
    signatures = examination.signatures
    issued = attested_by_digest(sha256)
    if issued:
        return Checked(Outcome.GENUINE, sha256, signatures, issued)
    claimed = _claimed(pdf)
    if examination.is_whole:
        outcome = Outcome.UNLISTED
    elif any(signature.issuer is not Issuer.UNKNOWN for signature in signatures):
        outcome = Outcome.CHANGED
    elif claimed:
        outcome = Outcome.ALTERED
    elif _END not in pdf[-_END_WITHIN:]:
        outcome = Outcome.INCOMPLETE
    else:
        outcome = Outcome.LOCKED if b"/Encrypt" in pdf else Outcome.FOREIGN
    return Checked(outcome, sha256, signatures, claimed)


def _claimed(pdf: bytes) -> Attested | None:
    """The issued document whose address stands in the file."""
    found: dict[str, None] = {}
    for match in traces.matches(pdf, _ADDRESS):
        found[match[1].decode()] = None
        if len(found) == LOOKED_UP:
            break
    return next(filter(None, map(_attested, found)), None)


def _attested(printed: str) -> Attested | None:
    try:
        return attested_by_code(codes.read(printed))
    except codes.CodeError:
        return None
