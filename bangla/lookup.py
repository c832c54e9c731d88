"""Finding names and sentences by the first letters of their words."""

import re
from collections.abc import Callable
from functools import lru_cache

from bangla.text import fold

_BETWEEN_WORDS = re.compile(r"[\s,.;:।()\[\]{}/\\\-–—'\"‘’“”<>]+")

KEPT = 2**15  # names of a whole country's posts and offices, which are asked for again with every letter typed


@lru_cache(KEPT)
def folded(text: str) -> str:
    """`bangla.text.fold`, remembered."""
    return fold(text)


@lru_cache(KEPT)
def spread(text: str) -> str:
    """The folded words of `text`, each after one space and without the signs between them."""
    return "".join(f" {word}" for word in _words(text))


def beginning(typed: str) -> Callable[[str], bool]:
    """Whether a `spread` text has, for every word typed, a word that begins with it; in whatever order."""
    wanted = [f" {word}" for word in _words(typed)]
    return lambda words: all(word in words for word in wanted)


def _words(text: str) -> list[str]:
    return list(filter(None, _BETWEEN_WORDS.split(fold(text))))
