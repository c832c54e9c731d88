"""The text layer of a PDF: what a reader copies, searches and has read aloud, kept equal to what was typed.

A PDF holds glyphs. WeasyPrint names for each glyph the one text that it stood for first, which is wrong for Bengali,
where a vowel sign stands before its consonant and one glyph stands for many syllables: 35 to 40 % of the words survive
extraction. Two things are done about it, and neither moves a glyph:

- Each stretch of a line is wrapped in a marked-content sequence that carries its own text
  (`/Span <</ActualText ...>> BDC ... EMC`, ISO 32000-1, 14.9.4), which poppler, pdfium and mupdf read.
- Every glyph gets a code for the very letters it stands for (`glyph_codes`), which the others read, pdf.js
  and pypdf among them. The letters of a syllable are shared out among its glyphs in the order they were typed in.

The place to do so is WeasyPrint's private `draw_first_line`, which paints one line of a text box and is replaced by one
that paints the same. The replacement stands for as long as `text_layer()` is entered and no longer, so that importing
this module changes nothing for other users of WeasyPrint.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import chain, dropwhile, groupby
from typing import Any

import pydyf
from weasyprint.draw import text as drawing
from weasyprint.pdf import fonts as pdf_fonts
from weasyprint.text.ffi import FROM_UNITS, pango

from documents.prepress import as_typed
from documents.typesetting.glyph_codes import GlyphCodes, blank_glyph
from documents.typesetting.syllables import Glyph, LetteredGlyph, Syllable, syllables
from documents.typesetting.weasyprint_internals import require_known

# SHA-256 of the sources that are replaced or relied on, in WeasyPrint 70.0. Another version is to be read before it is
# trusted: what it paints, where it takes its text from, and how it writes fonts may have moved.
KNOWN_SOURCES = {
    drawing.draw_first_line: "1bb8eae6d88e71b17096a034656f3be17da8f1f513c78536c1c38d971927638b",
    pdf_fonts.build_fonts_dictionary: "fc551bef35d0d6c3d288f686fd21b5ea8c1efadb8f2f3b4d379cfa6045c02230",
    pdf_fonts._build_vector_font_dictionary: "aa6eea312c6e3375689f3405d48c5059525038a8d73d2f63bf3476de6dc05903",
}

# A reader takes a gap of half a space, about 130 thousandths of the type size, for one between words: longer moves
# forward are written as several short ones.
_LONGEST_MOVE = 100

_draw_first_line = drawing.draw_first_line


@contextmanager
def text_layer() -> Iterator[GlyphCodes]:
    """Give the PDF painted inside the `with` block its text layer. Not to be entered by two threads at once.

    The codes it yields are to finish that PDF: `write_pdf(finisher=codes.finish)`.
    """
    codes = GlyphCodes()
    drawing.draw_first_line = partial(_draw_with_text, codes)
    try:
        yield codes
    finally:
        drawing.draw_first_line = _draw_first_line


def _draw_with_text(
    codes: GlyphCodes, stream: Any, textbox: Any, text_overflow: str, block_ellipsis: Any, matrix: Any
) -> Any:
    """Paint the line as WeasyPrint does, with its text."""
    if not textbox.text.strip():
        return []
    layout = textbox.pango_layout
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    line = syllables(stream, layout.get_first_line()[0], layout.text.encode())
    if text_overflow == "ellipsis" or block_ellipsis != "none" or not all(map(_plain, line)):
        stream.begin_marked_content("Span", _actual_text(textbox.text))
        emojis = _draw_first_line(stream, textbox, text_overflow, block_ellipsis, matrix)
        stream.end_marked_content()
        return emojis
    stream.set_text_matrix(*matrix.values)
    shown = _ShownText(stream)
    *stretches, (last, glyphs_of_last) = _stretches(line)
    if textbox.text.endswith(" "):
        last = f"{last.rstrip(' ')} "  # the space at which the line was broken has no glyph (`line_ends`)
    for text, glyphs in [*stretches, (last, glyphs_of_last)]:
        _show(codes, stream, shown, text, glyphs)
    return []


def _plain(syllable: Syllable) -> bool:
    """Whether the syllable is of a TrueType font with outlines alone: one whose codes can be led to glyphs."""
    font = syllable.font
    return font.type == "ttf" and not (font.bitmap or font.png or font.svg or font.colr)


def _actual_text(text: str) -> pydyf.Dictionary:
    return pydyf.Dictionary({"ActualText": pydyf.String(as_typed(text))})


def _stretches(line: list[Syllable]) -> Iterator[tuple[str, list[LetteredGlyph]]]:
    """Yield the parts of the line that carry a text of their own, each with that text.

    It is the whole line where every syllable has a letter for each of its glyphs. A word with a syllable that has
    fewer, as কো, is divided: mupdf compares the text of a stretch with those of its codes, and where they differ goes
    on right only if the stretch ends there.
    """
    gathered: list[Syllable] = []
    for _space, group in groupby(line, lambda syllable: syllable.text.isspace()):
        word = list(group)
        if not any(syllable.crowded for syllable in word):
            gathered += word
            continue
        yield from _joined(gathered)
        gathered = []
        yield from _divided(word) if _divisible(word) else _joined(word)
    yield from _joined(gathered)


def _joined(part: Iterable[Syllable]) -> Iterator[tuple[str, list[LetteredGlyph]]]:
    if items := list(part):
        yield "".join(item.text for item in items), [glyph for item in items for glyph in item.lettered()]


def _divisible(word: list[Syllable]) -> bool:
    """Whether no glyph stands off the line before a crowded syllable: pdfium reads parts in order of their places."""
    return not any(syllable.crowded for syllable in dropwhile(lambda syllable: not syllable.raised, word))


def _divided(word: list[Syllable]) -> Iterator[tuple[str, list[LetteredGlyph]]]:
    """Yield the parts of a word, which end behind the first letter and behind the last of each crowded syllable.

    They also end where the font changes, for pdfium takes the gap between two parts from the end of the first font's.
    """
    gathered: list[Syllable] = []
    for syllable in word:
        if syllable.crowded:
            *before, last = [list(part) for _font, part in groupby([*gathered, syllable], lambda item: item.font)]
            yield from chain.from_iterable(map(_joined, before))
            glyphs = [glyph for item in last for glyph in item.lettered()]
            rest = len(syllable.glyphs) - 1
            yield "".join(item.text for item in last[:-1]) + syllable.text[:1], glyphs[:-rest]
            yield syllable.text[1:], glyphs[-rest:]
            gathered = []
        else:
            gathered.append(syllable)
    yield from _joined(gathered)


class _ShownText:
    """Codes and moves on their way to a TJ operator of the stream."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._operands: list[str] = []
        self._codes = 0

    def move(self, back: float) -> None:
        """Move back by thousandths of the type size, forward where they are negative."""
        while back < -_LONGEST_MOVE:
            self._operands.append(f"-{_LONGEST_MOVE} ")
            back += _LONGEST_MOVE
        if back:
            self._operands.append(f"{back} ")

    def glyph(self, code: int) -> None:
        self._operands.append(f"<{code:04x}>")
        self._codes += 1

    def end(self) -> None:
        """Write what is gathered. Moves alone wait for the next operator: pdfium misreads one without a code."""
        if self._codes:
            self._stream.show_text("".join(self._operands))
            self._operands.clear()
            self._codes = 0


def _show(codes: GlyphCodes, stream: Any, shown: _ShownText, text: str, glyphs: list[LetteredGlyph]) -> None:
    """Paint the glyphs where WeasyPrint's draw_first_line would, between the marks that carry their text."""
    stream.begin_marked_content("Span", _actual_text(text))
    for (font, size), group in groupby(glyphs, lambda lettered: (lettered.syllable.font, lettered.syllable.size)):
        shown.end()
        stream.set_font_size(font.hash, size)
        blank = blank_glyph(font)
        for syllable, glyph, letter, hanging in group:
            if not glyph.painted:
                shown.move(-glyph.width / syllable.size)
                continue
            _show_glyph(codes, stream, shown, syllable, glyph, letter if blank is not None else letter + hanging)
            if hanging and blank is not None:
                font.widths[blank] = 0
                shown.glyph(codes.code(font, blank, hanging))
    shown.end()
    stream.end_marked_content()


def _show_glyph(
    codes: GlyphCodes, stream: Any, shown: _ShownText, syllable: Syllable, glyph: Glyph, letter: str
) -> None:
    """Paint one glyph with WeasyPrint's own sums, roundings included: every pixel is to stay what it is."""
    font, size = syllable.font, syllable.size
    number = 0 if glyph.number & pango.PANGO_GLYPH_UNKNOWN_FLAG else glyph.number
    code = codes.code(font, number, letter)
    offset, rise = glyph.x / size, glyph.y / 1000
    if rise:
        shown.end()
        stream.set_text_rise(-rise)
    shown.move(-offset)
    shown.glyph(code)
    if rise:
        shown.end()
        stream.set_text_rise(0)
    shown.move(int(_width(stream, syllable, number) + offset - glyph.width * 1000 * FROM_UNITS / size))


def _width(stream: Any, syllable: Syllable, number: int) -> int:
    """Return the advance that the font gives the glyph, in thousandths of the type size."""
    widths: dict[int, int] = syllable.font.widths
    if number not in widths:
        pango.pango_font_get_glyph_extents(syllable.pango_font, number, stream.ink_rect, stream.logical_rect)
        widths[number] = round(stream.logical_rect.width * 1000 * FROM_UNITS / syllable.size)
    return widths[number]


require_known(KNOWN_SOURCES)
