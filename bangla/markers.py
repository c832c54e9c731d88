"""Markers of list items and serials of rows."""

from collections.abc import Callable, Mapping

STYLES: Mapping[str, Callable[[int], str]] = {}
SERIAL_STYLES: Mapping[str, int] = {}


def letter(n: int) -> str:
    """ক, খ, গ ... for 1, 2, 3 ..."""
    raise NotImplementedError


def digit(n: int, width: int = 0) -> str:
    """Bengali digits, zero-padded to `width`."""
    raise NotImplementedError


def roman(n: int) -> str:
    """i, ii, iii ..."""
    raise NotImplementedError


def mark(style: str, n: int) -> str:
    """The printed marker of the n-th item, dressed: `(ক)`, `১.`, `১)`, `১।`, `-`."""
    raise NotImplementedError


def serial(style: str, n: int, prefix: str = "") -> str:
    """The serial of the n-th row: `১`, `০১`, `২.১`."""
    raise NotImplementedError
