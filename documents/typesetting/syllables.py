"""A line of text as Pango shaped it: syllables, each with its glyphs in the order they are painted in.

Bengali shapes a syllable as a whole: a vowel sign stands before its consonant, several letters join to one glyph, one
vowel sign falls into two. Which glyph stands for which letter is not in the font, only which glyphs stand for which
letters together. `spread` shares the letters of a syllable out among its glyphs so that every reader of a PDF puts
them together again in the order they were typed in.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from weasyprint.text.ffi import ffi, pango

from documents.prepress import ADDED_CHARACTERS

_EMPTY: int = pango.PANGO_GLYPH_EMPTY
_FILLER = "\u2060"  # WORD JOINER, for a glyph that is left without a letter
# What no glyph stands for: PDF/A forbids a code for a byte order mark, which pasted text holds (ISO 19005-3, 6.2.11.7).
_NO_LETTERS = {**ADDED_CHARACTERS, 0xFEFF: None}


class Glyph(NamedTuple):
    """A glyph of a font, with its advance and its offsets in Pango's units (1/1024 px)."""

    number: int
    width: int
    x: int
    y: int

    @property
    def painted(self) -> bool:
        """Whether the glyph is one of the font, and not a mere advance."""
        return self.number != _EMPTY


@dataclass(slots=True)
class Syllable:
    """Letters that are shaped together, and their glyphs. `font` and `size` (px) are WeasyPrint's."""

    font: Any
    pango_font: Any
    size: float
    text: str
    glyphs: list[Glyph]

    @property
    def crowded(self) -> bool:
        """Whether it has more glyphs than letters, as কো has: a vowel sign in two halves around its consonant."""
        return len(self.glyphs) > 2 and self._painted > len(self._letters) > 1

    @property
    def incomplete(self) -> bool:
        """Whether it has more glyphs than letters even with the halves of its vowel signs counted one by one."""
        return len(self.glyphs) > 1 and self._painted > len(unicodedata.normalize("NFD", self._letters))

    @property
    def raised(self) -> bool:
        """Whether one of its glyphs stands off the line, which takes text operators of its own."""
        return any(glyph.y for glyph in self.glyphs)

    def lettered(self) -> list[LetteredGlyph]:
        """Return the glyphs, each with its share of the letters."""
        shares = iter(spread(self._letters, self._painted) if self._painted else ())
        return [LetteredGlyph(self, glyph, *(next(shares) if glyph.painted else ("", ""))) for glyph in self.glyphs]

    @property
    def _painted(self) -> int:
        return sum(glyph.painted for glyph in self.glyphs)

    @property
    def _letters(self) -> str:
        return self.text.translate(_NO_LETTERS)


class LetteredGlyph(NamedTuple):
    """A glyph with the letter it stands for, and with the signs that hang on that letter."""

    syllable: Syllable
    glyph: Glyph
    letter: str
    hanging: str


def syllables(stream: Any, line: Any, text: bytes) -> list[Syllable]:
    """Return the syllables of a Pango line of the UTF-8 `text`, with fonts registered in WeasyPrint's `stream`."""
    result: list[Syllable] = []
    for syllable in _clusters(stream, line, text):
        before = result[-1] if result and result[-1].font is syllable.font else None
        unpainted = not any(glyph.painted for glyph in syllable.glyphs)
        # Pango counts the first half of a vowel sign to the consonant and the second to the sign
        if before and (unpainted or (before.incomplete and not syllable.text.isspace())):
            before.text += syllable.text
            before.glyphs += syllable.glyphs
        else:
            result.append(syllable)
    return result


def _clusters(stream: Any, line: Any, text: bytes) -> Iterator[Syllable]:
    run = line.runs[0]
    while run != ffi.NULL:
        item, glyph_string = run.data.item, run.data.glyphs
        run = run.next
        font, size = stream.add_font(item.analysis.font)
        count = glyph_string.num_glyphs
        starts = ffi.unpack(glyph_string.log_clusters, count)
        ends = dict(zip(bounds := sorted({*starts, item.length}), bounds[1:], strict=False))
        glyphs = [
            Glyph(info.glyph, info.geometry.width, info.geometry.x_offset, info.geometry.y_offset)
            for info in glyph_string.glyphs[0:count]
        ]
        first = 0
        for last in range(count):
            start = starts[last]
            if last + 1 == count or starts[last + 1] != start:
                part = text[item.offset + start : item.offset + ends[start]].decode()
                yield Syllable(font, item.analysis.font, size, part, glyphs[first : last + 1])
                first = last + 1


@lru_cache(maxsize=10_000)  # a document has some hundred different syllables, and thousands of them
def spread(text: str, count: int) -> tuple[tuple[str, str], ...]:
    """Return for each of `count` glyphs of a syllable the letter it stands for, and what hangs on that letter.

    Put together, they are the text, or what Unicode holds equal to it where there are too few letters for the glyphs.
    A glyph stands for one letter that takes room, as readers do not move on behind a sign that takes none; such signs
    hang on a letter, to be written with a glyph that takes no room itself.
    """
    units = _units(text)
    if len(units) < count:
        units = _units(unicodedata.normalize("NFD", text))
    if len(units) < count:  # signs that stand alone get a glyph of their own
        units = list(unicodedata.normalize("NFD", text) if len(text) < count else text)
    units += [_FILLER] * (count - len(units))
    shares = [*units[: count - 1], "".join(units[count - 1 :])]
    return tuple((share[0], share[1:]) if any(map(_takes_no_room, share[1:])) else (share, "") for share in shares)


def _units(text: str) -> list[str]:
    units: list[str] = []
    for character in text:
        if units and _takes_no_room(character):
            units[-1] += character
        else:
            units.append(character)
    return units


def _takes_no_room(character: str) -> bool:
    return unicodedata.category(character) in ("Mn", "Me", "Cf")
