"""The markers of list items and the serials of table rows.

The bare marker (`ক`, `১`, `i`) is kept apart from its dress (`(ক)`, `১।`, `i)`): documents store the one and print
the other.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from bangla.digits import to_bangla

# The order of office lists and of the clauses of a statute: consonants only, ঙ ঞ ণ included, without ড় ঢ় য় ৎ.
_ALPHABET = "কখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহ"
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")),
    *((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_LARGEST_ROMAN = 3999


def letter(n: int) -> str:
    """ক, খ, গ ... হ for 1 to 32, then doubled as কক, খখ ... and so on. Raises ValueError below 1."""
    _check_positive(n)
    turns, place = divmod(n - 1, len(_ALPHABET))
    return _ALPHABET[place] * (turns + 1)


def digit(n: int, width: int = 0) -> str:
    """`n` in Bengali digits, zero-padded to `width`. Raises ValueError below 1."""
    _check_positive(n)
    return to_bangla(str(n).zfill(width))


def roman(n: int) -> str:
    """i, ii, iii ... in lower case. Raises ValueError outside 1 to 3999."""
    _check_positive(n)
    if n > _LARGEST_ROMAN:
        raise ValueError(f"no Roman numeral for {n}")
    printed = ""
    for value, numeral in _ROMAN:
        count, n = divmod(n, value)
        printed += numeral * count
    return printed


def _nothing(n: int) -> str:
    _check_positive(n)
    return ""


def _dash(n: int) -> str:
    _check_positive(n)
    return "-"


def _check_positive(n: int) -> None:
    if n < 1:
        raise ValueError(f"items are counted from 1, not {n}")


STYLES: Mapping[str, Callable[[int], str]] = MappingProxyType(
    {
        "none": _nothing,
        "dash": _dash,
        "bangla-digits": digit,
        "bangla-paren": digit,
        "bangla-danda": digit,
        "bangla-brackets": digit,
        "bangla-letters": letter,
        "roman": roman,
    }
)
"""The bare marker of the n-th item, counted from 1, in each style; keys of the exchange format mean the same here."""

DRESSES: Mapping[str, str] = MappingProxyType(
    {
        "none": "{}",
        "dash": "{}",
        "bangla-digits": "{}.",
        "bangla-paren": "{})",
        "bangla-danda": "{}।",
        "bangla-brackets": "({})",
        "bangla-letters": "({})",
        "roman": "{})",
    }
)
"""What stands around the bare marker in print."""

SERIAL_WIDTHS: Mapping[str, int] = MappingProxyType({"plain": 1, "two-digits": 2})
"""The styles of row serials and their least number of digits: `১` and `০১`."""


def dress(style: str, marker: str) -> str:
    """A bare marker as it is printed: `ক` as `(ক)`; an empty one as nothing. Raises KeyError for an unknown style."""
    pattern = DRESSES[style]
    return pattern.format(marker) if marker else ""


def mark(style: str, n: int) -> str:
    """The printed marker of the n-th item: `(ক)`, `১.`, `১)`, `১।`, `(১)`, `i)`, `-` or nothing.

    Raises KeyError for a style not in `STYLES`, ValueError for an n that the style cannot count.
    """
    return dress(style, STYLES[style](n))


def serial(style: str, n: int, prefix: str = "") -> str:
    """The serial of the n-th row: `১`, `০১`, or `২.১` where `prefix` is the section's number (`২`, `২.` or `2`).

    Raises KeyError for a style not in `SERIAL_WIDTHS`, ValueError for n below 1.
    """
    number = digit(n, SERIAL_WIDTHS[style])
    section = to_bangla(prefix).strip().rstrip(".।")
    return f"{section}.{number}" if section else number


# How a line goes on, or not at all, behind a number that is no marker.
_COUNTED = re.compile("$|[0-9০-৯]|নং")


def unmarked(lines: Sequence[str]) -> list[str]:
    """The lines without their markers where each bears that of its place, all in one style; else as they are.

    Word numbers a list that way when it is copied as text. A line alone is left: offices mark one by hand. So is a
    number that belongs to the words: ১.৫, -১, (১) নং.
    """
    for style in STYLES if len(lines) > 1 else ():
        marks = [mark(style, n) for n in range(1, len(lines) + 1)]
        bare = [line.removeprefix(marker).strip() for line, marker in zip(lines, marks, strict=True)]
        if all(marks) and all(map(str.startswith, lines, marks)) and not any(map(_COUNTED.match, bare)):
            return bare
    return list(lines)


_NUMBER = r"(?:[0-9০-৯]{1,2}|[ক-হ]|[a-z]|[ivx]{1,5})"
_BEGINS = re.compile(rf"\s*(?:\({_NUMBER}\)|{_NUMBER}\)|[0-9০-৯]{{1,2}}[.।]|[-–—•·▪])\s*", re.IGNORECASE)


def bare(text: str) -> str:
    """The text without the marker that it begins with, in whatever dress; only a guess, as `১. জুলাই` shows."""
    found = _BEGINS.match(text)
    return text[found.end() :] if found else text
