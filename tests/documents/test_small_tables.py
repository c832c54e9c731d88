"""The small tables of rich text: as wide as their cell, ruled, divided between rows, read as tables."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from lxml import html
from weasyprint.formatting_structure.boxes import TableBox, TableCellBox

from documents import richtext
from documents.composition import as_sheet
from documents.layouts import LAYOUTS
from documents.model import Decision, MinutesDocument, Row, Section
from documents.sheet import sheet_html
from documents.small_tables import dressed
from documents.tables import decision_table as table_block
from documents.typesetting.pdf import _laid_out, render
from tests.documents.rich_texts import TABLES
from tests.documents.samples import LONG_SMALL_TABLE, SMALL_TABLE, decision_table, sample

WIDE = "<table><tr>" + "".join(f"<td>স্তম্ভ{n} যন্ত্রপাতিরতালিকা</td>" for n in range(12)) + "</tr></table>"


def with_decision(text: str, layout: str = "district") -> MinutesDocument:
    """Return minutes of two rows, the first with this decision alone."""
    table = decision_table(LAYOUTS[layout], 2)
    first = Row("২.১", "বিষয়", ("আলোচনা।",), (Decision("", text),), ("প্রোগ্রামার",))
    section = Section(None, None, None, replace(table, rows=(first, table.rows[1])))
    return replace(sample(layout, rows=0, recipients=1), sections=(section,))


@given(TABLES)
def test_every_row_is_as_long_as_the_longest_and_the_columns_share_the_width(table: str) -> None:
    (made,) = html.fragments_fromstring(dressed(richtext.clean(table)))
    rows = [len(row) for row in made.iter("tr")]
    shares = [int(col.get("class")[1:]) for col in made.iter("col")]
    assert set(rows) == {len(shares)}
    assert sum(shares) == 100
    assert [head.get("scope") for head in made.iter("th")] == [
        "row" if row else "col" for row, each in enumerate(made.iter("tr")) for _head in each.iter("th")
    ]


@given(TABLES)
def test_no_word_is_lost_and_none_added(table: str) -> None:
    cleaned = richtext.clean(table)
    assert re.sub("<[^>]*>", "", dressed(cleaned)).split() == re.sub("<[^>]*>", "", cleaned).split()


def test_a_column_with_a_small_table_gets_the_room_for_its_words() -> None:
    table = decision_table(LAYOUTS["district"], 1)
    narrow, wide, widest = (
        table_block(replace(table, rows=(replace(table.rows[0], decisions=(Decision("", text),)),))).widths
        for text in ("কাজ", "<table><tr>" + "<td>বাস্তবায়নকারীগণ</td>" * 4 + "</tr></table>", WIDE)
    )
    assert narrow[2] < 40 < wide[2]
    assert min(widest) >= 7  # and leaves the serials theirs


@pytest.mark.parametrize(("rows", "long"), [(3, False), (9, True)])
def test_a_row_is_long_by_the_rows_of_its_small_table(rows: int, long: bool) -> None:
    table = "<table>" + "<tr><td>ক</td><td>খ</td></tr>" * rows + "</table>"
    (section,) = (
        block for block in as_sheet(with_decision(table)).blocks if hasattr(block, "blocks") and not block.kind
    )
    assert section.blocks[0].rows[0].long is long


def boxes(box: Any, kind: type) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        if isinstance(child, kind):
            yield child
        yield from boxes(child, kind)


@pytest.mark.parametrize("table", [SMALL_TABLE, LONG_SMALL_TABLE, WIDE])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_it_keeps_within_its_cell_on_every_page(table: str, layout: str) -> None:
    pages = _laid_out("ক", sheet_html(with_decision(f"ক{table}খ", layout))).pages
    cells = [cell for page in pages for cell in boxes(page._page_box, TableCellBox) if list(boxes(cell, TableBox))]
    assert cells
    for cell in cells:
        (small,) = boxes(cell, TableBox)
        left, top = cell.content_box_x(), cell.content_box_y()
        assert left - 0.01 <= small.border_box_x()
        assert small.border_box_x() + small.border_width() <= left + cell.width + 0.01
        assert small.border_box_y() >= top - 0.01
        assert small.border_box_y() + small.border_height() <= cell.border_box_y() + cell.border_height() + 0.01


@pytest.mark.thorough
def test_its_rows_are_divided_between_pages_but_stay_whole(tmp_path: Path) -> None:
    file = tmp_path / "minutes.pdf"
    file.write_bytes(render(with_decision(LONG_SMALL_TABLE)))
    text = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, text=True, check=True).stdout
    days = [re.findall(r"দিন (\d+)", page) for page in text.split("\f")]
    assert [day for page in days for day in page] == [str(day) for day in range(1, 61)]
    assert len([page for page in days if page]) > 1
    assert all(text.split("\f")[n].count("খোলা,") == len(page) for n, page in enumerate(days))


@pytest.mark.thorough
def test_it_is_read_as_a_table_in_its_cell(tmp_path: Path) -> None:
    file = tmp_path / "minutes.pdf"
    file.write_bytes(render(with_decision(f"ক{LONG_SMALL_TABLE}")))
    with pikepdf.open(file) as pdf:
        small = [(parents, node) for parents, node in elements(pdf.Root.StructTreeRoot) if parents.count("/Table") == 2]
        shape = [(parents[-1], str(node.S)) for parents, node in small]
        assert shape.count(("/TBody", "/TR")) == 60  # once each, however many pages it goes over
        assert shape.count(("/TR", "/TD")) == 120
        (table,) = [
            parents for parents, node in elements(pdf.Root.StructTreeRoot) if node.S == "/Table" and "/TD" in parents
        ]
        assert table[-2:] == ["/TD", "/Div"]


def elements(node: Any, parents: tuple[str, ...] = ()) -> Iterator[tuple[list[str], Any]]:
    """Yield the structure elements below the node, each with the kinds of those it stands in."""
    for kid in node.get("/K", []):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield list(parents), kid
            yield from elements(kid, (*parents, str(kid.S)))
