"""The short code by which a reader asks whether a document is genuine: eleven characters by chance and one to check.

Eleven characters of 32 are 55 bits. The alphabet is that of Crockford's base 32, without I, L, O and U; the check
character is the remainder of a polynomial over the field of 32 elements, which tells every single wrong character and
every pair of exchanged ones.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from functools import reduce

from bangla.digits import to_ascii

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
# A printed code: in three groups, as it is read aloud.
PRINTED = "-".join([f"[{ALPHABET}]{{4}}"] * 3)

_READ_ALIKE = str.maketrans("ILO", "110")
_FIELD = 0b100101  # x⁵ + x² + 1, which is primitive


class CodeError(ValueError):
    """What was typed cannot be a code, of whatever document."""


class IncompleteCodeError(CodeError):
    """It has another length than a code, or characters that none has."""


class MistypedCodeError(CodeError):
    """It has the form of a code, but its check character says that one of the others is wrong."""


def new_code() -> str:
    """A code by chance, as it is stored: without the hyphens."""
    drawn = [secrets.randbelow(len(ALPHABET)) for _ in range(LENGTH - 1)]
    return "".join(ALPHABET[value] for value in (*drawn, _remainder((*drawn, 0))))


def printed(code: str) -> str:
    """A stored code as it stands on paper: K7QM-2XRT-9B4D."""
    return "-".join(code[start : start + 4] for start in range(0, LENGTH, 4))


def read(typed: str) -> str:
    """The code, as it is stored, that somebody typed from paper, or out of the address of its page.

    Small letters, Bengali digits, spaces and hyphens are taken, and O, I and L for the digits they look like.
    Raises a CodeError that says what is wrong with it.
    """
    bare = re.sub(r"[\W_]", "", to_ascii(typed.strip().rstrip("/").rpartition("/")[2])).upper().translate(_READ_ALIKE)
    if len(bare) != LENGTH or not set(bare) <= set(ALPHABET):
        raise IncompleteCodeError
    if _remainder(map(ALPHABET.index, bare)):
        raise MistypedCodeError
    return bare


def _remainder(values: Iterable[int]) -> int:
    """What is left of the polynomial with these coefficients at the field's generator; 0 for a code."""
    return reduce(lambda sum_, value: _times_generator(sum_) ^ value, values, 0)


def _times_generator(value: int) -> int:
    doubled = value << 1
    return doubled ^ _FIELD if doubled > 31 else doubled
