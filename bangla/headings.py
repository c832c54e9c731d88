"""The numbers that headings of sections begin with, in the style an office writes them: `১. …`, `০৪। …`, `2) …`."""

import re
from collections.abc import Iterator, Sequence

from bangla.digits import to_ascii, to_bangla

# A digit right behind the sign tells a date, an amount or the number of a row (`২.১`), and more than two before it a
# year: none of them numbers a section.
_NUMBER = re.compile(r"\s*(?P<digits>[০-৯]{1,2}|[0-9]{1,2})(?P<sign>\s?[.।)])(?![0-9০-৯])")


def number_of(heading: str) -> int | None:
    """The number that the heading begins with, None where it begins with none."""
    found = _NUMBER.match(heading)
    return int(to_ascii(found["digits"])) if found else None


def in_order(headings: Sequence[str]) -> bool:
    """Whether the numbered ones among the headings count up one by one, from whatever number they begin at."""
    numbers = [number for heading in headings if (number := number_of(heading)) is not None]
    return all(number == n for n, number in enumerate(numbers, numbers[0] if numbers else 0))


def renumbered(headings: Sequence[str], first: int) -> list[str]:
    """The headings with the numbered ones counted up from `first`, each in its own style; the others as they are.

    Of `১০.` nobody sees whether its office pads: it is padded to two digits where another one is.
    """
    padded = any(found["digits"][0] in "0০" for found in _found(headings))
    result = []
    n = first
    for heading in headings:
        found = _NUMBER.match(heading)
        if found:
            shown = _digits(n, found["digits"], padded)
            result.append(heading[: found.start("digits")] + shown + heading[found.end("digits") :])
            n += 1
        else:
            result.append(heading)
    return result


def next_number(headings: Sequence[str]) -> str:
    """What a heading behind these begins with, `৪.` behind `৩. …`; nothing where none of them is numbered."""
    numbered = list(_found(headings))
    if not numbered:
        return ""
    last = numbered[-1]["digits"]
    padded = any(found["digits"][0] in "0০" for found in numbered)
    return _digits(int(to_ascii(last)) + 1, last, padded) + numbered[-1]["sign"]


def _found(headings: Sequence[str]) -> Iterator[re.Match[str]]:
    return (found for heading in headings if (found := _NUMBER.match(heading)))


def _digits(n: int, like: str, padded: bool) -> str:
    """`n` in the script of the digits `like`, and as long as they are where the office pads."""
    digits = str(n).zfill(len(like) if padded else 1)
    return digits if like.isascii() else to_bangla(digits)
