"""The portal's fonts: they alone set a document, whatever fonts the machine has, and they say what can be printed.

The common ones hold what offices write from day to day. The rare ones hold the rest that clerks meet, such as emoji,
Arabic, arrows and fractions; each is read only for a document that needs it, which takes up to two seconds once.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EIO
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from fontTools.ttLib import TTFont

COMMON = ("noto-serif-bengali-bengali-400-normal", "noto-serif-bengali-latin-400-normal")
RARE = (
    "noto-serif-400-normal",
    "noto-naskh-arabic-400-normal",
    "noto-sans-math-400-normal",
    "noto-sans-symbols-400-normal",
    "noto-sans-symbols-2-400-normal",
    "noto-emoji-400-normal",
)
MAX_NAMED = 5  # characters that one answer names: pasted text of another script holds hundreds

# What takes no room on paper needs no glyph: joiners, direction marks, variation selectors, the tags of flags.
_UNSEEN = frozenset(
    chr(code)
    for first, last in (
        (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2064), (0x2066, 0x206F), (0xFE00, 0xFE0F), (0xE0020, 0xE007F)
    )
    for code in range(first, last + 1)
) | frozenset("\n\t\u00ad\u034f\u061c\ufeff")  # fmt: skip

# format characters that some of the fonts have, and Pango prints as a box all the same
_BOXED = frozenset("\u0890\u0891\ufff9\ufffa\ufffb")


class UnprintableError(ValueError):
    """A text holds a character that no font of the portal has; the message names it in the active language."""


def folder() -> Path:
    """Return the folder of the fonts; SHA256SUMS in it lists them with their digests."""
    return Path(settings.STATICFILES_DIRS[0]) / "fonts"


def faults() -> list[OSError]:
    """Return an error for each font that is missing or not the one that was shipped; it names the file.

    Raises OSError where the list of fonts itself cannot be read.
    """
    lines = (folder() / "SHA256SUMS").read_text(encoding="ascii").splitlines()
    files = [(digest, folder() / name) for digest, name in map(str.split, lines)]
    return [fault for digest, file in files if (fault := _fault(file, digest))]


def require_sound() -> None:
    """Raise the first of `faults`, if there is one."""
    for fault in faults():
        raise fault


@contextmanager
def alone() -> Iterator[None]:
    """Keep the machine's fonts out of each font configuration that is made inside the `with` block.

    Fontconfig takes the name of its configuration from the environment each time it makes one.
    """
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(Path(__file__).with_name("fonts.conf"))
    try:
        yield
    finally:
        if before is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = before


def needed(text: str) -> tuple[str, ...]:
    """Return the rare fonts that the text needs: for each character the first that has it."""
    left = set(text) - _characters(COMMON) - _UNSEEN
    found: list[str] = []
    for name in RARE:
        if here := left & _characters((name,)):
            found.append(name)
            left -= here
    return tuple(found)


def faces(names: tuple[str, ...], stylesheet: str) -> str:
    """Return the lines of the stylesheet, each a `@font-face`, that are of these fonts, in every weight."""
    wanted = [name.removesuffix("-400-normal") for name in names]
    return "\n".join(
        line for line in stylesheet.splitlines() if any(re.search(rf"/{name}-[47]00-normal", line) for name in wanted)
    )


def unprintable(text: str) -> list[str]:
    """Return each character of the text that no font of the portal has, once, in order."""
    unknown = set(text) - _characters(COMMON) - _characters(RARE) - _UNSEEN
    return [character for character in dict.fromkeys(text) if character in unknown]


def problems(text: str) -> list[str]:
    """Return one line, in the active language, for each of the first MAX_NAMED characters that are unprintable."""
    return [
        _("the character %(character)s (U+%(code)s) cannot be printed") % {"character": it, "code": f"{ord(it):04X}"}
        for it in unprintable(text)[:MAX_NAMED]
    ]


def require_printable(text: str) -> None:
    """Raise UnprintableError with the first of `problems`, if there is one."""
    for problem in problems(text):
        raise UnprintableError(problem)


def _fault(file: Path, digest: str) -> OSError | None:
    try:
        data = file.read_bytes()
    except OSError as error:
        return error
    if hashlib.sha256(data).hexdigest() == digest:
        return None
    return OSError(EIO, _("the font is damaged"), str(file))


@cache
def _characters(names: tuple[str, ...]) -> frozenset[str]:
    found: set[int] = set()
    for name in names:
        with TTFont(folder() / f"{name}.woff2", lazy=True) as font:
            found |= font.getBestCmap().keys()
    return frozenset(map(chr, found)) - _BOXED
