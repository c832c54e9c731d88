"""Whether a file that somebody shows is the one that was issued. Nothing of the file is kept."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum

from distribution import codes
from distribution.domain.verification import Attested, attested_by_code, attested_by_digest
from documents import traces

_ADDRESS = re.compile(rf"/verify/({codes.PRINTED})".encode())
FOLLOWED = 5  # codes found inside one file that are looked up: a document has one, an extract of many none of ours


class Outcome(StrEnum):
    """What a PDF turned out to be."""

    GENUINE = "genuine"  # byte for byte what was issued
    ALTERED = "altered"  # a code of ours inside, but not what was issued
    FOREIGN = "foreign"  # nothing of ours inside


@dataclass(frozen=True)
class Checked:
    """The answer on a file. `attested`: the issued document that it is, or claims to be."""

    outcome: Outcome
    sha256: str
    attested: Attested | None = None


def check(pdf: bytes) -> Checked:
    """Say what the PDF is."""
    sha256 = hashlib.sha256(pdf).hexdigest()
    issued = attested_by_digest(sha256)
    if issued:
        return Checked(Outcome.GENUINE, sha256, issued)
    claimed = _claimed(pdf)
    return Checked(Outcome.ALTERED if claimed else Outcome.FOREIGN, sha256, claimed)


def _claimed(pdf: bytes) -> Attested | None:
    """The issued document whose address stands in the file."""
    found: dict[str, None] = {}
    for match in traces.matches(pdf, _ADDRESS):
        found[match[1].decode()] = None
        if len(found) == FOLLOWED:
            break
    return next(filter(None, map(_attested, found)), None)


def _attested(printed: str) -> Attested | None:
    try:
        return attested_by_code(codes.read(printed))
    except codes.CodeError:
        return None
