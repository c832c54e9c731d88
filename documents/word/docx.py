"""A document as a Word file: the blocks of its sheet, for offices that work on in Word.

What stands in a file before its document is written (styles after minutes.css, fonts, page, footer) lies in
documents/word/template/, part by part. The same document gives the same bytes. Pages are counted in ASCII digits, for
neither Word (ECMA-376 part 1, 17.18.59 ST_NumberFormat) nor LibreOffice counts in Bengali ones.
"""

import io
from collections.abc import Callable, Iterable, Sequence
from functools import partial, singledispatchmethod
from math import ceil
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENTATION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm
from docx.table import Table as WordTable
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from documents import blocks, qr
from documents.composition import as_sheet
from documents.widths import TEXT_LINE, letters
from documents.word.places import Place, in_cell, styled
from documents.word.rich import ListMarkers, write_rich

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_TEMPLATE = Path(__file__).parent / "template"
_EMBLEM, _CODE = Mm(18), Mm(26)  # heights of images
_SIGNATURE = Mm(14)  # the same of a signature's, and of the room for one by hand
_LINE, _LONG_LINE = Mm(170), Mm(257)  # between the margins, on paper upright and turned sideways
_ROOM_TO_WRITE = Mm(13)  # the height of a row to fill in
_WIDEST = Mm(66)  # an image, whatever its height
_DATE_LABEL, _WIDEST_DATE = 10, 50  # percent
_LONGEST_PROPERTY = 255  # characters that python-docx takes for a property of the file
_NO_TIME = (1980, 1, 1, 0, 0, 0)  # the first one that a ZIP file can name


def write(document: object, *, watermark: str = "") -> bytes:
    """Return the document as the bytes of a Word file (.docx); `watermark` is a word above every page.

    A watermark stands in the same place, for Word alone is sure to show what is set across a page. `document` is of any
    kind that `as_sheet` composes. Raises TypeError for what is no document.
    """
    sheet = as_sheet(document)
    word = docx.Document(str(_TEMPLATE))
    word.core_properties.title = sheet.title[:_LONGEST_PROPERTY]
    word.core_properties.author = sheet.author[:_LONGEST_PROPERTY]
    word.core_properties.subject = sheet.subject[:_LONGEST_PROPERTY]
    if words := watermark or sheet.watermark:
        word.sections[0].header.paragraphs[0].text = words
    if sheet.code:
        word.sections[0].footer.paragraphs[0].add_run(f" · যাচাই কোড: {sheet.code}")
    line = _LINE
    if sheet.landscape:
        page = word.sections[0]
        page.orientation, page.page_width, page.page_height = WD_ORIENTATION.LANDSCAPE, Mm(297), Mm(210)
        line = _LONG_LINE
    writer = _Writer(word, line)
    for block in sheet.blocks:
        writer.write(block)
    file = io.BytesIO()
    word.save(file)
    return _undated(file)


def _undated(file: io.BytesIO) -> bytes:
    """Return the ZIP file without the times at which its parts were written."""
    result = io.BytesIO()
    with ZipFile(file) as dated, ZipFile(result, "w") as undated:
        for name in dated.namelist():
            undated.writestr(ZipInfo(name, _NO_TIME), dated.read(name), ZIP_DEFLATED)
    return result.getvalue()


class _Writer:
    """Writes blocks to the end of a Word document, each kind in its own way."""

    def __init__(self, word: Document, width: Length) -> None:
        self._word = word
        self._width = width  # of a line
        self._markers = ListMarkers(word)

    @singledispatchmethod
    def write(self, block: object) -> None:
        """Write the block. Raises TypeError for a kind that is not registered below."""
        raise TypeError(f"{type(block).__name__} is no block of a Word file")

    @write.register
    def _letterhead(self, block: blocks.Letterhead) -> None:
        if block.emblem:
            _draw(self._line("", "Letterhead"), block.emblem, _EMBLEM)
        for line in (*block.lines, block.website):
            if line:
                self._line(line, "Letterhead")

    @write.register
    def _title(self, block: blocks.Title) -> None:
        title = self._line(block.text, "Heading1").paragraph_format
        title.left_indent = title.right_indent = Length(self._width * (100 - block.width) // 200)

    @write.register
    def _heading(self, block: blocks.Heading) -> None:
        self._line(block.text, "Heading2")

    @write.register
    def _paragraph(self, block: blocks.Paragraph) -> None:
        write_rich(block.html, Place(self._word._body, self._width, "BodyText"), self._markers)

    @write.register
    def _info(self, block: blocks.Info) -> None:
        table = self._table("Info", block.widths)
        for line in block.lines:
            for cell, texts in zip(table.add_row().cells, ([line.label], [line.colon], line.lines), strict=True):
                _fill(cell, texts, "InfoText")
        self._gap()

    @write.register
    def _ruled(self, block: blocks.Table) -> None:
        kind = "Dense" if block.dense else "Ruled"
        table = self._table(kind, block.widths)
        head = table.add_row()
        _mark(head, "w:cantSplit", "w:tblHeader")
        for cell, heading in zip(head.cells, block.headings, strict=True):
            _fill(cell, [heading], f"{kind}Heading")
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        for row in block.rows:
            written = table.add_row()
            self._row(written, row, f"{kind}Text")
            if block.to_fill_in:
                written.height = _ROOM_TO_WRITE
                for cell in written.cells:
                    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        self._gap()

    def _row(self, written: _Row, row: blocks.TableRow, style: str) -> None:
        if not row.long:
            _mark(written, "w:cantSplit")
        for cell, content in zip(written.cells, row.cells, strict=True):
            place = in_cell(cell, style)
            for html in content.blocks:
                write_rich(html, place, self._markers)
            if not cell.paragraphs:
                place.paragraph()  # which Word wants in every cell
            if content.centred:
                for paragraph in cell.paragraphs:
                    paragraph.alignment = WD_PARAGRAPH_ALIGNMENT.CENTER

    @write.register
    def _reference(self, block: blocks.Reference) -> None:
        if not block.date_lines:
            self._line(block.memo, "ReferenceText")
            return
        if len(block.date_lines) == 1:  # it stands behind its label like any text
            cells = self._table("Reference", (50, 50)).add_row().cells
            _fill(cells[0], [block.memo], "ReferenceText")
            _fill(cells[1], [f"তারিখ: {block.date_lines[0]}"], "OnlyDate")
            self._gap()
            return
        dates = min(_WIDEST_DATE, ceil((max(map(letters, block.date_lines)) + 1) * 100 / TEXT_LINE))
        table = self._table("Reference", (100 - _DATE_LABEL - dates, _DATE_LABEL, dates))
        cells = table.add_row().cells
        first, *others = block.date_lines
        texts = ((block.memo, "ReferenceText"), ("তারিখ:", "DateLabel"), (first, "FirstDate"))
        for cell, (text, style) in zip(cells, texts, strict=True):
            _fill(cell, [text], style)
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        for line in others:
            styled(cells[-1].add_paragraph(line), "SecondDate")
        self._gap()

    @write.register
    def _items(self, block: blocks.Recipients | blocks.Agenda) -> None:
        for marker, text in block.items:
            self._line(f"{marker}\t{text}", "List")

    @write.register
    def _signature(self, block: blocks.Signature) -> None:
        self._keep_with_next()
        add = (
            self._beside(block.width, block.verification)
            if block.verification
            else partial(self._at_the_right, block.width)
        )
        written = []
        if block.image:
            written.append(add())
            _draw(written[0], block.image, _SIGNATURE)
        for line in block.lines:
            written.append(add())
            written[-1].add_run(line.text)
        if not block.image:
            written[0].paragraph_format.space_before = _SIGNATURE
        written[-1].paragraph_format.keep_with_next = False
        if block.verification:
            self._gap()

    def _at_the_right(self, share: int) -> Paragraph:
        paragraph = self._line("", "Signature")
        paragraph.paragraph_format.left_indent = Length(self._width * (100 - share) // 100)
        return paragraph

    def _beside(self, share: int, verification: blocks.Verification) -> Callable[[], Paragraph]:
        """Write the way to verify at the left; return what adds the paragraphs of the signature at the right."""
        row = self._table("Info", (100 - share, share)).add_row()
        _mark(row, "w:cantSplit")
        left, right = row.cells
        add = in_cell(left, "Verification").paragraph
        code = add()
        code.paragraph_format.space_before = _SIGNATURE
        _draw(code, blocks.Image(qr.png(verification.address), "কিউআর কোড: নিচে লেখা যাচাইয়ের ঠিকানা"), _CODE)
        add().add_run(f"যাচাই: {verification.address}")
        add().add_run(f"কোড: {verification.code}")
        return in_cell(right, "Signature").paragraph

    @write.register
    def _section(self, block: blocks.Section) -> None:
        body = self._word.element.body
        before = len(body) - 1  # the last child describes the page
        for each in block.blocks:
            self.write(each)
        if block.kind in ("dispatch forwarding", "appendix"):
            first = next(element for child in body[before:] for element in child.iter(qn("w:p")))
            Paragraph(first, self._word._body).paragraph_format.page_break_before = True

    # What blocks are made of

    def _line(self, text: str, style: str) -> Paragraph:
        return styled(self._word.add_paragraph(text), style)

    def _table(self, style: str, shares: Sequence[int]) -> WordTable:
        """Add a table without rows, its columns as wide as their shares of the line in percent."""
        table: WordTable = self._word.add_table(0, len(shares), style)
        table.autofit = False
        for column, share in zip(table.columns, shares, strict=True):
            column.width = Length(self._width * share // 100)
        return table

    def _gap(self) -> None:
        """Add the room below a table. Without a paragraph in between, Word makes one table of two."""
        self._line("", "Gap")

    def _keep_with_next(self) -> None:
        """Keep what was written last on the page of what comes next: a paragraph, or the last row of a table."""
        for item in reversed(list(self._word.iter_inner_content())):
            if isinstance(item, WordTable):
                for cell in item.rows[-1].cells:
                    cell.paragraphs[-1].paragraph_format.keep_with_next = True
                return
            item.paragraph_format.keep_with_next = True
            if item.style and item.style.name != "Gap":
                return


def _draw(paragraph: Paragraph, image: blocks.Image, height: Length) -> None:
    """Put the image into the paragraph, as high as that or, if it were too wide then, lower."""
    shape = paragraph.add_run().add_picture(io.BytesIO(image.data), height=height)
    if shape.width > _WIDEST:
        shape.width, shape.height = _WIDEST, Length(height * _WIDEST // shape.width)
    shape._inline.docPr.set("descr", image.alternative)


def _fill(cell: _Cell, lines: Iterable[str], style: str) -> None:
    """Write each line of plain text as a paragraph of the cell; there is at least one."""
    cell._tc.clear_content()
    for line in lines:
        styled(cell.add_paragraph(line), style)


def _mark(row: _Row, *properties: str) -> None:
    for name in properties:
        row._tr.get_or_add_trPr().append(OxmlElement(name))
