"""Memo numbers (স্মারক নম্বর): the number of a file in groups of digits, then the serial of the dispatch.

A file's number follows one of two rules: 18 digits (rule of 2010) or 22 (সচিবালয় নির্দেশমালা ২০২৪). Its year is the one in
which the file was opened, not that of the dispatch.
"""

import re
from dataclasses import dataclass, replace
from typing import Literal

from bangla.digits import to_bangla
from bangla.text import fold

Separator = Literal[".", "-"]


class MemoError(ValueError):
    """Text or parts that make no memo number; `args` are `code` and what the code tells of.

    | code | the other args |
    |---|---|
    | "unreadable" | the text: it holds more than digits and separators |
    | "group-count" | the number of groups found, the numbers that a scheme has |
    | "group-width" | the group's place from 1, its name, its digits as found, how many they must be |
    | "no-serial" | the text: a file's number and nothing after it |
    | "serial" | the serial as found: it must be a number from 1 to 999,999,999 |
    """

    def __init__(self, code: str, *details: object) -> None:
        super().__init__(code, *details)
        self.code = code


@dataclass(frozen=True)
class Scheme:
    """A rule for the numbers of files: its number of digits, and the name and width of each group in order."""

    digits: int
    groups: tuple[tuple[str, int], ...]

    def place(self, name: str) -> int:
        """Where the group called `name` stands, from 0."""
        return [group for group, _ in self.groups].index(name)


SCHEME_2010 = Scheme(
    18,
    (
        ("ministry", 2),
        ("department", 2),
        ("geographic", 4),
        ("branch", 3),
        ("subject", 2),
        ("file", 3),
        ("year", 2),
    ),
)
SCHEME_2024 = Scheme(
    22,
    (
        ("ministry", 2),
        ("department", 2),
        ("geographic", 4),
        ("subordinate", 3),
        ("branch", 3),
        ("subject", 2),
        ("file", 4),
        ("year", 2),
    ),
)
SCHEMES = (SCHEME_2010, SCHEME_2024)

_LARGEST_SERIAL = 999_999_999
_DASHES = str.maketrans("–—‑", "---")  # what word processors make of a hyphen


@dataclass(frozen=True)
class Memo:
    """A memo number: the file's groups and the dispatch's serial, which `separator` parts.

    `groups` are ASCII digits, and their widths must be those of a scheme; raises MemoError otherwise.
    """

    groups: tuple[str, ...]
    serial: int
    separator: Separator = "."

    def __post_init__(self) -> None:
        _check_groups(self.groups)
        if not 1 <= self.serial <= _LARGEST_SERIAL:
            raise MemoError("serial", str(self.serial))
        if self.separator not in (".", "-"):
            raise MemoError("unreadable", self.separator)

    @property
    def scheme(self) -> Scheme:
        """The rule that the file's number follows."""
        return scheme_of(self.groups)

    @property
    def geographic(self) -> str:
        """The district's and the upazila's BBS codes, four ASCII digits; `00` ends a whole district's."""
        return self.groups[self.scheme.place("geographic")]

    @property
    def prefix(self) -> str:
        """The file's number without the serial, in ASCII digits joined by dots: one file has one prefix."""
        return ".".join(self.groups)

    def printed(self) -> str:
        """The number as it stands on paper: `৫৬.০৪.৯৯০০.০০০.০৭.০০২.২১.৭`."""
        return to_bangla(f"{self.prefix}{self.separator}{self.serial}")

    def with_serial(self, serial: int) -> "Memo":
        """The number of another dispatch from the same file. Raises MemoError below 1."""
        return replace(self, serial=serial)

    def next(self) -> "Memo":
        """The number of the dispatch after this one."""
        return self.with_serial(self.serial + 1)


def scheme_of(groups: tuple[str, ...]) -> Scheme:
    """The scheme with as many groups as `groups`. Raises MemoError ("group-count") where there is none."""
    for scheme in SCHEMES:
        if len(scheme.groups) == len(groups):
            return scheme
    raise MemoError("group-count", len(groups), tuple(len(scheme.groups) for scheme in SCHEMES))


def parse_memo(text: str) -> Memo:
    """The memo number that `text` holds, in Bengali or ASCII digits, with spaces around its parts or none.

    Raises MemoError.
    """
    body = _tidy(text)
    separator: Separator = "-" if "-" in body else "."
    file_text, _, serial_text = body.rpartition(separator)
    if not serial_text or _is_whole_file(body):
        _check_groups(_split(body.rstrip(".-"), text))
        raise MemoError("no-serial", text)
    groups = _split(file_text, text)
    if not _is_number(serial_text):
        raise MemoError("unreadable", text)
    _check_groups(groups)
    if len(serial_text) > len(str(_LARGEST_SERIAL)):
        raise MemoError("serial", serial_text)
    return Memo(groups, int(serial_text), separator)


def parse_prefix(text: str) -> tuple[str, ...]:
    """The groups, in ASCII digits, of a file's number written without a serial; a separator may end it.

    Raises MemoError.
    """
    groups = _split(re.sub(r"[.-]$", "", _tidy(text)), text)
    _check_groups(groups)
    return groups


def _tidy(text: str) -> str:
    return re.sub(r"\s*([.-])\s*", r"\1", fold(text).translate(_DASHES))


def _split(body: str, text: str) -> tuple[str, ...]:
    groups = tuple(body.split("."))
    if not all(map(_is_number, groups)):
        raise MemoError("unreadable", text)
    return groups


def _is_number(digits: str) -> bool:
    return digits.isascii() and digits.isdecimal()


def _is_whole_file(body: str) -> bool:
    """Whether `body` is a file's number alone; no number of one scheme with its serial has the widths of the other."""
    widths = [len(group) for group in body.split(".")]
    return any(widths == [width for _, width in scheme.groups] for scheme in SCHEMES)


def _check_groups(groups: tuple[str, ...]) -> None:
    for place, ((name, width), group) in enumerate(zip(scheme_of(groups).groups, groups, strict=True), start=1):
        if len(group) != width or not _is_number(group):
            raise MemoError("group-width", place, name, group, width)
