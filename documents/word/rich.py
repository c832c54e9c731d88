"""Rich text in Word: the HTML of the sheet's blocks becomes paragraphs, runs, list items and tables."""

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from itertools import count, repeat
from types import MappingProxyType

from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.numbering import CT_Num, CT_Numbering
from docx.shared import Twips
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from bangla.digits import to_bangla
from documents.prepress import with_signs_joined
from documents.word.places import Place, in_cell

BULLET = "•"

_STEP = 352  # how far a list is indented from what it stands in, in twentieths of a point
_LEVELS = 9  # as many as Word knows
_CELLS = MappingProxyType({"td": "RuledText", "th": "RuledHeading"})  # the styles of their paragraphs
_WHITE_SPACE = re.compile(r"[ \t\n\f\r]+")  # as HTML has it, where all of it is one space; a no-break space is a letter
# Word sets Bengali by the properties of complex scripts, which have a weight and a slant of their own.
_EMPHASIS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "strong": ("bold", "cs_bold"),
        "em": ("italic", "cs_italic"),
        "u": ("underline",),
        "sub": ("subscript",),
        "sup": ("superscript",),
    }
)


class ListMarkers:
    """The numbering definitions of a Word document: one for each marker that items of its lists bear.

    Word has no counter in Bengali digits, so that each number is a definition of its own, whose text is the number.
    """

    def __init__(self, document: Document) -> None:
        self._numbering: CT_Numbering = document.part.numbering_part.element
        self._known: dict[str, int] = {}

    def definition_of(self, marker: str) -> int:
        """Return the number by which a paragraph names the definition of the marker; it is made where it is new."""
        if marker not in self._known:
            number = self._known[marker] = len(self._known) + 1
            self._numbering.insert(number - 1, parse_xml(_definition(number, marker)))  # before all `w:num`
            self._numbering.append(CT_Num.new(number, number))
        return self._known[marker]


def _definition(number: int, marker: str) -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{marker}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{_STEP * (level + 1)}" w:hanging="{_STEP}"/></w:pPr></w:lvl>'
        for level in range(_LEVELS)
    )
    return f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{levels}</w:abstractNum>'


def write_rich(html: str, place: Place, markers: ListMarkers) -> None:
    """Write the HTML of a block in paragraphs and tables of the place.

    `html` holds what `richtext.clean` lets through and the elements that the sheet puts around it; of any other element
    the text alone is written. White space is what it is in HTML.
    """
    writer = _Writer(place, markers)
    writer.feed(with_signs_joined(html))
    writer.close()


class _Writer(HTMLParser):
    def __init__(self, place: Place, markers: ListMarkers) -> None:
        super().__init__()
        self._around = self._place = place  # outside of a small table, and where the text stands now
        self._markers = markers
        self._paragraph: Paragraph | None = None
        self._at_space = True  # a space here would be the second one, or the first of its line
        self._emphasis: list[str] = []
        self._lists: list[Iterator[str]] = []  # of each open list the markers that its items get
        self._shares: list[int] = []  # of the columns of the open table
        self._table: Table | None = None
        self._cells: Iterator[_Cell] = iter(())  # of its row

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        match tag:
            case "p" | "div":
                self._end()
            case "ol":
                self._end()
                self._lists.append(f"{to_bangla(number)}." for number in count(1))
            case "ul":
                self._end()
                self._lists.append(repeat(BULLET))
            case "li":
                self._end()
                self._begin_item()
            case "br":
                self._run().add_break()
                self._at_space = True
            case "table":
                self._end()
                self._shares, self._table = [], None
            case "col":
                self._shares.append(int((dict(attrs)["class"] or "").removeprefix("w")))
            case "tr":
                self._begin_row()
            case "td" | "th":
                self._place = in_cell(next(self._cells), _CELLS[tag])
            case _ if tag in _EMPHASIS:
                self._emphasis.append(tag)

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "p" | "div" | "li":
                self._end()
            case "ol" | "ul":
                self._end()
                self._lists.pop()
            case "td" | "th":
                self._end_cell()
            case _ if tag in _EMPHASIS:
                self._emphasis.remove(tag)

    def handle_data(self, data: str) -> None:
        text = _WHITE_SPACE.sub(" ", data)
        if self._at_space:
            text = text.removeprefix(" ")
        if text:
            self._run().text = text
            self._at_space = text.endswith(" ")

    def _end(self) -> None:
        self._paragraph = None
        self._at_space = True

    def _begin_row(self) -> None:
        if self._table is None:
            self._table = self._place.table(self._shares)
        row = self._table.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        self._cells = iter(row.cells)

    def _end_cell(self) -> None:
        if not self._place.container.paragraphs:
            self._place.paragraph()  # which Word wants in every cell
        self._end()
        self._place = self._around

    def _begin(self) -> Paragraph:
        self._paragraph = self._place.paragraph()
        if self._lists:
            self._paragraph.paragraph_format.left_indent = Twips(_STEP * len(self._lists))
        return self._paragraph

    def _begin_item(self) -> None:
        self._paragraph = self._place.paragraph()
        if self._lists:
            numbered = self._paragraph._p.get_or_add_pPr().get_or_add_numPr()
            numbered.get_or_add_ilvl().val = min(len(self._lists), _LEVELS) - 1
            numbered.get_or_add_numId().val = self._markers.definition_of(next(self._lists[-1]))

    def _run(self) -> Run:
        run = (self._paragraph or self._begin()).add_run()
        for tag in self._emphasis:
            for property_ in _EMPHASIS[tag]:
                setattr(run.font, property_, True)
        return run
