"""Bengali and ASCII digits, each turned into the other; no other character is touched."""

import re

_TO_BANGLA = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")
_TO_ASCII = str.maketrans("০১২৩৪৫৬৭৮৯", "0123456789")
# Where a number may stand; one after a Latin word is part of English text.
_WORD = re.compile(r"(?<![!-~])(?<![A-Za-z] )[!-~]+")
# What is no number though it holds digits: names and addresses (A4, person1@…, /manage/5/, ::1), and numbers of four
# groups or more, as computers and files have.
_NAME = re.compile(r"[A-Za-z@_]|^/|::|[0-9](?:\.[0-9]+){3}")


def to_bangla(value: str | int) -> str:
    """The text of `value` with its ASCII digits as Bengali ones."""
    return str(value).translate(_TO_BANGLA)


def to_ascii(text: str) -> str:
    """`text` with its Bengali digits as ASCII ones."""
    return text.translate(_TO_ASCII)


def numbers_to_bangla(sentence: str) -> str:
    """`sentence` with its numbers in Bengali digits, for texts that come from elsewhere; names and addresses stay."""
    return _WORD.sub(lambda word: word[0] if _NAME.search(word[0]) else to_bangla(word[0]), sentence)
