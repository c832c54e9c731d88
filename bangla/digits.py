"""Bengali and ASCII digits, each turned into the other; no other character is touched."""

_TO_BANGLA = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")
_TO_ASCII = str.maketrans("০১২৩৪৫৬৭৮৯", "0123456789")


def to_bangla(value: str | int) -> str:
    """The text of `value` with its ASCII digits as Bengali ones."""
    return str(value).translate(_TO_BANGLA)


def to_ascii(text: str) -> str:
    """`text` with its Bengali digits as ASCII ones."""
    return text.translate(_TO_ASCII)
