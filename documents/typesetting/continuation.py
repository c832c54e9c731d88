"""What a table needs where a page divides it: the serial of a row that goes on, and an end right below its last row.

A divided row leaves its serial on the page where it begins, and CSS has no way to repeat it. So each serial cell is set
with a label of no height behind the serial. Once the pages are made, it is known which rows are divided: the label
is taken off the cell it was set in and put into that cell's parts on the pages that follow.

A whole row that is taken to the next page, because a signature must not stand alone there, leaves its room in the table
on the page before: WeasyPrint would rule an empty box around it.

The boxes of WeasyPrint 70 are private; tests/documents/test_continuation.py fails where another version has moved them.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from weasyprint.formatting_structure.boxes import LineBox, TableBox, TableCellBox

# For WeasyPrint alone: in a browser the label is never seen.
STYLE = """
.sheet .long td[data-serial]::after {
  content: attr(data-serial) "\\Aচলমান"; display: block; height: 0; white-space: pre;
}
"""
LABEL = "td::after"


def repeat_serials(pages: Iterable[Any]) -> None:
    """Move the labels of divided rows to where these go on, and take those of all others away.

    `pages` are those of a `weasyprint.Document` that was set with STYLE; they are changed in place.
    """
    began: dict[Any, tuple[Any, Any]] = {}
    for page in pages:
        for cell in _serial_cells(page._page_box):
            last = cell.children[-1] if cell.children else None
            if last is not None and last.element_tag == LABEL:
                cell.children = cell.children[:-1]
                began[cell.element] = cell, last
            elif last is None and cell.element in began:
                cell.children = [_moved(*began[cell.element], cell)]


def end_at_last_row(pages: Iterable[Any]) -> None:
    """Make every table of the pages end where its last row on that page ends; the pages are changed in place."""
    for page in pages:
        for table in _tables(page._page_box):
            rows = table.children[-1]
            if rows.children:
                last = rows.children[-1]
                surplus = rows.position_y + rows.height - (last.position_y + last.height)
                rows.height -= surplus
                table.height -= surplus


def _moved(first: Any, label: Any, cell: Any) -> Any:
    copy = label.deepcopy()
    copy.translate(cell.content_box_x() - first.content_box_x(), cell.content_box_y() - label.position_y)
    end = cell.position_y + cell.border_height()
    copy.children = [line for line in copy.children if line.position_y + line.height <= end]
    return copy


def _serial_cells(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        if isinstance(child, TableCellBox):
            if child.element is not None and child.element.get("data-serial"):
                yield child
        elif not isinstance(child, LineBox):
            yield from _serial_cells(child)


def _tables(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        if isinstance(child, TableBox):
            yield child
        elif not isinstance(child, LineBox):
            yield from _tables(child)
