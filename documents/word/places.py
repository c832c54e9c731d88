"""Where rich text stands in a Word file: in the body of the document, in a cell, in a cell of a small table of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from docx.blkcntnr import BlockItemContainer
from docx.shared import Length, Twips
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

_MARGINS = Twips(2 * 90)  # of a cell, left and right together, as the style Ruled has them


@dataclass(frozen=True, slots=True)
class Place:
    """A body or a cell, how wide it is, and the id of the style that its paragraphs have."""

    container: BlockItemContainer
    width: Length
    style: str

    def paragraph(self) -> Paragraph:
        """Add a paragraph."""
        return styled(self.container.add_paragraph(), self.style)

    def table(self, shares: Sequence[int]) -> Table:
        """Add a ruled table without rows, its columns as wide as their shares in percent.

        A paragraph of little height goes below it: Word wants one behind a table in a cell, and makes one table of two.
        """
        table = BlockItemContainer.add_table(self.container, 0, len(shares), self.width)
        table.style = "Ruled"
        table.autofit = False
        for column, share in zip(table.columns, shares, strict=True):
            column.width = Length(self.width * share // 100)
        styled(self.container.add_paragraph(), "Gap")
        return table


def in_cell(cell: _Cell, style: str) -> Place:
    """Take out what stands in the cell, and return it as a place."""
    cell._tc.clear_content()
    return Place(cell, Length((cell.width or 0) - _MARGINS), style)


def styled(paragraph: Paragraph, style: str) -> Paragraph:
    """Give the paragraph the style of that id: python-docx would search for it by its name each time."""
    paragraph._p.style = style
    return paragraph
