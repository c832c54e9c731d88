"""The structure of a PDF: what its parts are, in the order they are read in (ISO 32000-1, 14.7 and 14.8).

WeasyPrint tags page by page: a table over three pages becomes three, each with its heads, and page numbers, watermarks
and underlines stand among the words. Here an element of the HTML is one element of the structure however many pages it
goes over, and what belongs to the page alone is an artifact, as PDF/UA-1 asks (ISO 14289-1, 7.1, 7.5 and 7.8): page
numbers, watermarks, the head of a table and the serial of a row where they are repeated, a picture without words.

Both stand in place of WeasyPrint's own for as long as `structured()` is entered.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from types import MappingProxyType
from typing import Any

import pydyf
import weasyprint.pdf
from weasyprint.draw import text as drawing
from weasyprint.draw.text import draw_text_decoration
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf import generate_pdf
from weasyprint.pdf.stream import Stream
from weasyprint.pdf.tags import add_tags

from documents.typesetting import continuation
from documents.typesetting.weasyprint_internals import require_known

_SVG = "{http://www.w3.org/2000/svg}"

# What each element of the HTML is in a PDF; the text of any other belongs to the element around it.
ROLES = MappingProxyType(
    {
        "article": ("Art",),
        "section": ("Sect",),
        "header": ("Div",),
        "div": ("Div",),
        "p": ("P",),
        "h1": ("H1",),
        "h2": ("H2",),
        "table": ("Table",),
        "thead": ("THead",),
        "tbody": ("TBody",),
        "tr": ("TR",),
        "th": ("TH",),
        "td": ("TD",),
        "ol": ("L",),
        "ul": ("L",),
        "li": ("LI", "LBody"),
        "li::marker": ("LI", "Lbl"),
        "a": ("Link",),
        "img": ("Figure",),
        f"{_SVG}svg": ("Figure",),
    }
)
# SHA-256 of the sources that are replaced or relied on, in WeasyPrint 70.0.
KNOWN_SOURCES = MappingProxyType(
    {
        generate_pdf: "626343ef25c396e8521948cadbe2b7544331c161040da80ed4e338fadac3efa9",
        add_tags: "f0e74575b0bafaf36458eaac27874e3b80457fba3694058153da514a68933f22",
        Stream.marked: "3fa3acacbbf66422e7b0de4346b6eaf638657280a0f62c73172e3c445b888692",
        Stream.artifact: "be61e42186804e990c3fa090d95a0a579b0d9ca73ba2ec9915c57fde18910faa",
        draw_text_decoration: "2ddf203897c2f259974b5f8edad6b9da9962d8725a288bc4558af5f80c47662a",
    }
)


@contextmanager
def structured(pages: list[Any]) -> Iterator[None]:
    """Tag the PDF of WeasyPrint's `pages` that is written inside the `with` block. Not for two threads at once."""
    furniture = set(_furniture(pages))
    weasyprint.pdf.Stream = partial(_PageStream, furniture)
    weasyprint.pdf.add_tags = partial(_add_tags, furniture)
    drawing.draw_text_decoration = _draw_rule
    try:
        yield
    finally:
        drawing.draw_text_decoration = draw_text_decoration
        weasyprint.pdf.Stream = Stream
        weasyprint.pdf.add_tags = add_tags


def _furniture(pages: list[Any]) -> Iterator[Any]:
    """Yield the boxes that belong to a page and not to what is read."""
    heads: set[Any] = set()
    for page in pages:
        for box in _descendants(page._page_box):
            is_head = getattr(box, "is_header", False)
            if (
                isinstance(box, boxes.MarginBox)
                or box.style["position"] == "fixed"
                or box.element_tag == continuation.LABEL
                or (is_head and box.element in heads)
                or (isinstance(box, boxes.ReplacedBox) and not _in_words(box.element))
            ):
                yield box
                yield from _descendants(box)
            elif is_head:
                heads.add(box.element)


def _in_words(picture: Any) -> str | None:
    """Return what a picture of the HTML shows, in words; None or nothing where it only adorns."""
    words: str | None = picture.get("alt") or picture.findtext(f"{_SVG}title")
    return words


def _children(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        yield child._box if isinstance(child, AbsolutePlaceholder) else child


def _descendants(box: Any) -> Iterator[Any]:
    waiting = [box]
    while waiting:
        children = list(_children(waiting.pop()))
        yield from children
        waiting += children


def _draw_rule(stream: Any, *rest: Any) -> None:
    """Paint the rule under or through a text: it adorns the text, and stands beside it."""
    with stream.artifact():
        draw_text_decoration(stream, *rest)


class _PageStream(Stream):  # type: ignore[misc]  # WeasyPrint ships no types
    """The content of a page: what is read and what only adorns stand side by side, and never within each other.

    `_tags` holds, for the number of each marked content, the box it belongs to. A box of text is marked by the text
    layer, stretch by stretch, as each carries a text of its own.
    """

    def __init__(self, furniture: set[Any], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._furniture = furniture
        self._text_box: Any = None
        self._within_marks = False

    @contextmanager
    def marked(self, box: Any, tag: str) -> Iterator[None]:
        """Mark what is painted in the context as the content of `box`."""
        if box in self._furniture:
            with self.artifact():
                yield
        elif isinstance(box, boxes.TextBox):
            self._text_box = box
            yield
            self._text_box = None
        else:
            with self._marks(tag, self._numbered(box)):
                yield

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """Mark what is painted in the context as an artifact."""
        if self._within_marks:
            yield
        else:
            with self._marks("Artifact", None):
                yield

    def begin_marked_content(self, tag: str, property_list: pydyf.Dictionary | None = None) -> None:
        """Begin marked content; that of a box of text gets its number beside the text it carries."""
        if self._text_box is not None and tag == "Span":
            property_list = pydyf.Dictionary({**self._numbered(self._text_box), **(property_list or {})})
        super().begin_marked_content(tag, property_list)

    @contextmanager
    def _marks(self, tag: str, property_list: pydyf.Dictionary | None) -> Iterator[None]:
        self._within_marks = True
        super().begin_marked_content(tag, property_list)
        yield
        super().end_marked_content()
        self._within_marks = False

    def _numbered(self, box: Any) -> pydyf.Dictionary:
        number = len(self._tags)
        self._tags[number] = box
        return pydyf.Dictionary({"MCID": number})


def _add_tags(furniture: set[Any], pdf: pydyf.PDF, document: Any, _version: str, streams: list[Any]) -> None:
    """Write the structure of the document into the PDF: takes the place of WeasyPrint's function of that name."""
    parents = pydyf.Dictionary({"Nums": pydyf.Array()})
    pdf.add_object(parents)
    root = pydyf.Dictionary({"Type": "/StructTreeRoot", "ParentTree": parents.reference})
    pdf.add_object(root)
    tree = _Tree(pdf, furniture)
    top = tree.element(document, "Document", root)
    for number, (page, stream) in enumerate(zip(document.pages, streams, strict=True)):
        contents = tree.page(page._page_box, top, pdf.page_references[number], stream._tags)
        parents["Nums"] += [number, pydyf.Array(contents)]
    for number, (annotation, owner) in enumerate(tree.links, len(streams)):
        annotation["StructParent"] = number
        parents["Nums"] += [number, owner]
    root["ParentTreeNextKey"] = len(streams) + len(tree.links)
    pdf.catalog["StructTreeRoot"] = root.reference
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})


class _Tree:
    """The structure elements, made as the boxes of page after page are walked through."""

    def __init__(self, pdf: pydyf.PDF, furniture: set[Any]) -> None:
        self._pdf = pdf
        self._furniture = furniture
        self._elements: dict[tuple[Any, str], pydyf.Dictionary] = {}
        self._page_height = 0.0  # px, of the page that is walked through
        self.links: list[tuple[pydyf.Dictionary, bytes]] = []  # annotations, with the elements they belong to

    def element(self, source: Any, role: str, parent: pydyf.Dictionary) -> pydyf.Dictionary:
        """Return the element that `source` is in this role; it is added to the parent when it is first asked for."""
        if (source, role) not in self._elements:
            element = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{role}", "P": parent.reference})
            self._pdf.add_object(element)
            siblings = parent.setdefault("K", pydyf.Array())
            siblings.insert(0 if role == "Lbl" else len(siblings), element.reference)
            self._elements[source, role] = element
        return self._elements[source, role]

    def page(self, box: Any, top: pydyf.Dictionary, page: bytes, marks: dict[int, Any]) -> list[bytes]:
        """Add what stands on the page, and return for each of its marked contents the element it belongs to."""
        numbers: dict[Any, list[int]] = {}
        for number, marked in marks.items():
            numbers.setdefault(marked, []).append(number)
        owners: dict[int, bytes] = {}
        self._page_height = box.margin_height()
        self._add(box, top, page, numbers, owners)
        return [owners[number] for number in marks]

    def _add(
        self, box: Any, parent: pydyf.Dictionary, page: bytes, numbers: dict[Any, list[int]], owners: dict[int, bytes]
    ) -> None:
        for role in ROLES.get(box.element_tag, ()) if box.element is not None else ():
            parent = self.element(box.element, role, parent)
            if role in _DESCRIBED:
                parent["A"] = _DESCRIBED[role](box)
            if role == "Figure":
                parent["Alt"] = pydyf.String(_in_words(box.element))
                parent["A"] = self._placed(box)
        if box.link_annotation:
            annotation = pydyf.Dictionary({"Type": "/OBJR", "Obj": box.link_annotation.reference, "Pg": page})
            parent.setdefault("K", pydyf.Array()).append(annotation)
            self.links.append((box.link_annotation, parent.reference))
        for number in numbers.get(box, ()):
            content = pydyf.Dictionary({"Type": "/MCR", "Pg": page, "MCID": number})
            parent.setdefault("K", pydyf.Array()).append(content)
            owners[number] = parent.reference
        for child in _children(box):
            if child not in self._furniture:
                self._add(child, parent, page, numbers, owners)

    def _placed(self, box: Any) -> pydyf.Dictionary:
        """Return where on its page a picture stands, in points from the lower left (ISO 32000-1, 14.8.5.4.3)."""
        left, top = box.content_box_x(), box.content_box_y()
        sides = left, self._page_height - top - box.height, left + box.width, self._page_height - top
        return pydyf.Dictionary({"O": "/Layout", "BBox": pydyf.Array([round(side * 0.75, 2) for side in sides])})


def _cells_headed(box: Any) -> pydyf.Dictionary:
    scope = "Row" if box.element.get("scope") == "row" else "Column"
    return pydyf.Dictionary({"O": "/Table", "Scope": f"/{scope}"})


def _numbering(box: Any) -> pydyf.Dictionary:
    numbering = "None" if box.style["list_style_type"] == "none" else {"ol": "Decimal", "ul": "Disc"}[box.element_tag]
    return pydyf.Dictionary({"O": "/List", "ListNumbering": f"/{numbering}"})


_DESCRIBED: Mapping[str, Callable[[Any], pydyf.Dictionary]] = MappingProxyType({"TH": _cells_headed, "L": _numbering})

require_known(KNOWN_SOURCES)
