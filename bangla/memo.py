"""Memo numbers (স্মারক নম্বর)."""

from dataclasses import dataclass
from typing import Literal


class MemoError(ValueError):
    """Text that is no memo number; `code` says why."""

    code: str


@dataclass(frozen=True)
class Scheme:
    """A rule of memo numbers: `digits` in all, (name, width) of each group."""

    digits: int
    groups: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Memo:
    """A memo number: its file's groups in ASCII digits, and the serial of the dispatch."""

    groups: tuple[str, ...]
    serial: int
    separator: Literal[".", "-"] = "."

    @property
    def scheme(self) -> Scheme:
        """The rule that the number follows."""
        raise NotImplementedError

    @property
    def geographic(self) -> str:
        """District and upazila codes, four ASCII digits."""
        raise NotImplementedError

    @property
    def prefix(self) -> str:
        """The file's number without the serial, ASCII digits joined by dots."""
        raise NotImplementedError

    def printed(self) -> str:
        """As it stands on paper, in Bengali digits."""
        raise NotImplementedError

    def with_serial(self, serial: int) -> "Memo":
        """The same file's number with another serial."""
        raise NotImplementedError

    def next(self) -> "Memo":
        """The number after this one."""
        raise NotImplementedError


def parse_memo(text: str) -> Memo:
    """The memo number that `text` is."""
    raise NotImplementedError


def parse_prefix(text: str) -> tuple[str, ...]:
    """The groups of a file's number written without a serial."""
    raise NotImplementedError
