"""Bengali text: stored form, search form, dictionary order."""


def nfc(text: str) -> str:
    """Unicode NFC, the form that is stored."""
    raise NotImplementedError


def fold(text: str) -> str:
    """The form in which two spellings of the same letters are equal, for search."""
    raise NotImplementedError


def sort_key(text: str) -> str:
    """A key that sorts texts in dictionary order; never raises; may be stored and compared by code point."""
    raise NotImplementedError
