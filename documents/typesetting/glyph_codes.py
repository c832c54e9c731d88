"""Character codes for the text layer: one for every glyph together with the text it stands for.

WeasyPrint writes glyph numbers as character codes, so that a glyph can stand for one text only. Here a glyph that
stands for another text than the one it was first seen with gets a further code: `CIDToGIDMap` leads both codes to the
same glyph, and `ToUnicode` gives each its own text (ISO 32000-1, 9.7.4.2 and 9.10.3). What is painted stays the same.
"""

import io
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import pydyf
from fontTools.ttLib import TTFont

from documents.typesetting.weasyprint_internals import referred

# WeasyPrint itself counts on from the last glyph of a font for the characters the font lacks: ours begin behind them.
_RESERVED = 0x400
_LAST_CODE = 0xFFFF
_BATCH = 100  # entries of a CMap in one section (Adobe Technical Note 5014)


class GlyphCodes:
    """The codes of one document, given out while it is painted and written into its fonts when it is finished."""

    def __init__(self) -> None:
        """Begin without a code."""
        self._codes: dict[Any, dict[tuple[int, str], int]] = {}

    def code(self, font: Any, glyph: int, text: str) -> int:
        """Return the code by which `glyph` of WeasyPrint's `font` stands for `text`.

        A font with more than 64,000 glyphs has no room for further codes; there the glyph keeps its first text.
        """
        if font.to_unicode.setdefault(glyph, text) == text:
            return glyph
        further = self._codes.setdefault(font, {})
        code = further.get((glyph, text)) or font.glyph_count + _RESERVED + len(further)
        if code > _LAST_CODE:
            return glyph
        further[glyph, text] = code
        return code

    def finish(self, document: Any, pdf: pydyf.PDF) -> None:
        """Write the codes into the fonts: a `finisher` of WeasyPrint's `write_pdf`."""
        by_name = {font.name: further for font, further in self._codes.items()}
        for dictionary in [item for item in pdf.objects if isinstance(item, dict) and item.get("Subtype") == "/Type0"]:
            if further := by_name.get(dictionary["BaseFont"]):
                (descendant,) = dictionary["DescendantFonts"]
                font = next(font for font in document.fonts.values() if font.name == dictionary["BaseFont"])
                dictionary["Encoding"] = "/Identity-H"
                _add_texts(referred(pdf, dictionary["ToUnicode"]).stream, further)
                _add_glyphs(pdf, referred(pdf, descendant), font, further)


@lru_cache(maxsize=8)
def _blank_glyph(font_file: bytes, index: int) -> int | None:
    with TTFont(io.BytesIO(font_file), fontNumber=index, lazy=True) as font:
        name = font.getBestCmap().get(0x200B)
        if name is None or font["hmtx"][name][0] or font["glyf"][name].numberOfContours:
            return None
        return int(font.getGlyphID(name))


def blank_glyph(font: Any) -> int | None:
    """Return the number of a glyph of `font` that paints nothing and takes no room; None if the font has none."""
    return _blank_glyph(font.file_content, font.index)


def _add_texts(to_unicode: list[bytes | str], codes: dict[tuple[int, str], int]) -> None:
    """Add the texts of the codes to the lines of a ToUnicode CMap, before those that end it."""
    entries = [f"<{code:04x}> <{text.encode('utf-16-be').hex()}>" for (_glyph, text), code in codes.items()]
    sections: list[bytes | str] = []
    for start in range(0, len(entries), _BATCH):
        section = entries[start : start + _BATCH]
        sections += [f"{len(section)} beginbfchar", *section, "endbfchar"]
    end = to_unicode.index(b"endcmap")
    to_unicode[end:end] = sections


def _add_glyphs(pdf: pydyf.PDF, descendant: Any, font: Any, codes: dict[tuple[int, str], int]) -> None:
    """Lead the codes to their glyphs, and give them the widths of those."""
    glyphs = [glyph for glyph, _text in codes]
    of_weasyprint = list(range(font.glyph_count)) + [0] * _RESERVED
    glyph_map = pydyf.Stream([_big_endian([*of_weasyprint, *glyphs])], compress=True)
    pdf.add_object(glyph_map)
    descendant["CIDToGIDMap"] = glyph_map.reference
    descendant["W"] += [len(of_weasyprint), pydyf.Array([font.widths[glyph] for glyph in glyphs])]


def _big_endian(numbers: Sequence[int]) -> bytes:
    return b"".join(number.to_bytes(2, "big") for number in numbers)
