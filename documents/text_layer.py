"""The text layer of a PDF: what a reader copies, searches and has read aloud, kept equal to what was typed.

A PDF holds glyphs. WeasyPrint names for each glyph the one text that it stood for first, which is wrong for Bengali,
where a vowel sign stands before its consonant and one glyph stands for many syllables: 35 to 40 % of the words survive
extraction. Here each run of text is wrapped in a marked-content sequence that carries the run's own text
(`/Span <</ActualText ...>> BDC ... EMC`, ISO 32000-1, 14.9.4), which poppler and pdfium read: no word is lost, and
nothing is painted by it.

The place to do so is WeasyPrint's private `draw_first_line`, which paints one run. The wrapper stands for as long as
`text_layer()` is entered and no longer, so that importing this module changes nothing for other users of WeasyPrint.
"""

import hashlib
import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydyf
from weasyprint.draw import text as drawing

from documents.prepress import as_typed

# SHA-256 of the source of the function that is wrapped, in WeasyPrint 70.0. Another version is to be read before it is
# trusted: what it paints and where it takes its text from may have moved.
KNOWN_SOURCE = "1bb8eae6d88e71b17096a034656f3be17da8f1f513c78536c1c38d971927638b"

_draw_first_line = drawing.draw_first_line


def source_digest() -> str:
    """Return the SHA-256 of the source of WeasyPrint's function, to be compared with KNOWN_SOURCE."""
    return hashlib.sha256(inspect.getsource(_draw_first_line).encode()).hexdigest()


@contextmanager
def text_layer() -> Iterator[None]:
    """Give every PDF painted inside the `with` block its text layer. Not to be entered by two threads at once."""
    drawing.draw_first_line = _draw_with_text
    try:
        yield
    finally:
        drawing.draw_first_line = _draw_first_line


def _draw_with_text(stream: Any, textbox: Any, *rest: Any) -> Any:
    """Paint the run as WeasyPrint does, between the marks that carry its text."""
    if not textbox.text.strip():
        return _draw_first_line(stream, textbox, *rest)
    stream.begin_marked_content("Span", pydyf.Dictionary({"ActualText": pydyf.String(as_typed(textbox.text))}))
    emojis = _draw_first_line(stream, textbox, *rest)
    stream.end_marked_content()
    return emojis


if source_digest() != KNOWN_SOURCE:
    raise ImportError(
        "documents.text_layer wraps WeasyPrint 70.0's draw_first_line, and this WeasyPrint has another one"
    )
