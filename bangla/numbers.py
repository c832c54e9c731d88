"""Numbers in Bengali words."""


def words(number: int) -> str:
    """`number` in words."""
    raise NotImplementedError


def with_words(number: int, width: int = 0) -> str:
    """`৩১ (একত্রিশ)`: the digits, zero-padded to `width`, and the words."""
    raise NotImplementedError
