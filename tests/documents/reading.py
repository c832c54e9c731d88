"""The words of a document in the order of reading, out of the sheet's HTML and out of a Word file."""

import io
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn
from lxml import html

_INLINE = {"strong", "em", "u", "sub", "sup", "span"}
_READ_AS = {qn("w:br"): "\n", qn("w:tab"): "\t"}


def html_words(sheet: str) -> list[str]:
    """Return the words of the sheet as a browser shows them; a watermark or a drawing's title is none of them."""
    tree = html.fromstring(sheet)
    for other in [*tree.find_class("watermark"), *tree.iter("svg")]:
        other.drop_tree()
    return "".join(_texts(tree)).split()


def _texts(element: Any) -> Iterator[str]:
    """Yield all text; where an element that is no inline one begins or ends, a word ends."""
    edge = "" if element.tag in _INLINE else " "
    yield f"{edge}{element.text or ''}"
    for child in element:
        yield from _texts(child)
        yield child.tail or ""
    yield edge


def docx_words(data: bytes) -> list[str]:
    """Return the words in the body of the Word file."""
    body = docx.Document(io.BytesIO(data)).element.body
    parts = (
        "".join(_READ_AS.get(part.tag) or part.text or "" for part in paragraph.iter(qn("w:t"), *_READ_AS))
        for paragraph in body.iter(qn("w:p"))
    )
    return "\n".join(parts).split()
