"""The spaces at which lines are broken: what follows the structure of a PDF needs them to tell words apart.

WeasyPrint drops the space that a line ends at. A reader that goes by places on the page finds the word's end by itself;
one that goes by the structure, as a screen reader does, would join the last word of a line to the first of the next.
Tagged text names every break between words (ISO 32000-1, 14.8.2.5).
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from weasyprint.formatting_structure.boxes import InlineBox, LineBox, TextBox

_WHITE_SPACE = re.compile(r"[ \t\n\f\r]+")


def keep_spaces(pages: Iterable[Any]) -> None:
    """Give the last text of each line the space behind it again where the next line begins another word.

    `pages` are those of a `weasyprint.Document`; the texts of their boxes are changed in place, and nothing is moved.
    """
    sources: dict[Any, str] = {}
    before: dict[Any, Any] = {}
    for page in pages:
        for line in _lines(page._page_box):
            texts = [box for box in _texts(line) if box.text]
            if not texts:
                continue
            element = line.element
            if element in before:
                if element not in sources:
                    sources[element] = _WHITE_SPACE.sub(" ", "".join(_source(element)))
                if f"{before[element].text} {texts[0].text}" in sources[element]:
                    before[element].text += " "
            before[element] = texts[-1]


def _source(element: Any) -> Iterator[str]:
    """Yield the texts of the HTML element; a line break is a space."""
    yield " " if element.tag == "br" else element.text or ""
    for child in element:
        yield from _source(child)
        yield child.tail or ""


def _lines(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        if isinstance(child, LineBox) and child.element is not None:
            yield child
        yield from _lines(child)


def _texts(box: Any) -> Iterator[Any]:
    for child in box.children:
        if isinstance(child, TextBox):
            yield child
        elif isinstance(child, InlineBox):
            yield from _texts(child)
