"""The sheet of minutes as a page works on it: an anchor and a note at every part, and in its text what came and went.

The marks are woven into what the sheet prints. What it does not, as the day by which something is due, and a row or a
line that left it altogether are told by `minutes.domain.changes` alone; so is a table with other columns than before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import TypeVar

from django.utils.safestring import SafeString

from documents import richtext
from documents.blocks import (
    Block,
    Cell,
    Heading,
    Info,
    InfoLine,
    Letterhead,
    Note,
    Paragraph,
    Section,
    Sheet,
    Signature,
    Table,
    TableRow,
    Title,
)
from documents.composition import as_sheet
from documents.marks import Marked
from documents.model import MinutesDocument
from documents.tables import paragraph, paragraphs
from minutes.domain.aligning import aligned
from minutes.domain.differing import marked, marked_plain, words_of
from minutes.domain.keeping import Order
from minutes.domain.parts import FOOT_PARTS, HEAD_PARTS, OUTER_PARTS

SHEET = "sheet"  # the anchor of the sheet itself, which those of its parts begin with
_SECTIONS, _BEHIND = "sections", "behind"
_PLACES: dict[type[Block], str] = {
    Letterhead: "letterhead",
    Title: "title",
    Info: "info",
    Section: _SECTIONS,
    Signature: "chair_signature",
}
B = TypeVar("B")
_NO_LINE = InfoLine("", "", ())


def anchors_of(order: Order) -> dict[str, str]:
    """By the name of every part the anchor that it has on a sheet whose sections and rows stand in `order`."""
    found = {part: f"{SHEET}-{part}" for part in OUTER_PARTS}
    for n, keys in enumerate(order, 1):
        found[f"section:{keys['section']}"] = f"{SHEET}-{n}"
        found |= {f"row:{row}": f"{SHEET}-{n}-{m}" for m, row in enumerate(keys["rows"], 1)}
    return found


def marked_sheet(
    now: Marked,
    notes: Mapping[str, SafeString],
    past: MinutesDocument | None = None,
    was: Mapping[str, str] | None = None,
) -> Sheet:
    """The sheet with every note behind the part with its anchor, and with marks in the parts that `was` names.

    `was`: by the anchor of a part the one that it had in `past`; empty for a part that came since.
    """
    sheet = as_sheet(now)
    places, was = _by_place(sheet, now.document), was or {}
    old = _by_anchor(past) if past else {}

    def part(anchor: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
        text = _woven(old.get(was[anchor], ()), blocks) if anchor in was else blocks
        return (*text, *([Note(notes[anchor])] if anchor in notes else []))

    def row(headings: tuple[str, ...], row: TableRow) -> TableRow:
        before = old.get(was.get(row.anchor, ""), [Table(headings, (), ())])
        cells = row.cells
        if row.anchor in was and isinstance(before[0], Table) and before[0].headings == headings:
            cells = _cells(before[0].rows[0].cells if before[0].rows else (), row.cells)
        return replace(row, cells=cells, note=notes.get(row.anchor, row.note))

    def section(block: Section) -> Section:
        own, table = _divided(block)
        rows = [replace(table, rows=tuple(row(table.headings, each) for each in table.rows))] if table else []
        return replace(block, blocks=(*part(block.anchor, own), *rows))

    def outer(names: Iterable[str]) -> list[Section]:
        return [Section(part(f"{SHEET}-{name}", places[name]), anchor=f"{SHEET}-{name}") for name in names]

    sections = [section(block) for block in places[_SECTIONS] if isinstance(block, Section)]
    blocks = (*places["letterhead"], *outer(HEAD_PARTS), *sections, *outer(FOOT_PARTS), *places[_BEHIND])
    return replace(sheet, blocks=blocks)


def _by_place(sheet: Sheet, document: MinutesDocument) -> dict[str, list[Block]]:
    """The blocks of the sheet by the part that they are of; the sections together, and what stands behind them all."""
    found: dict[str, list[Block]] = {name: [] for name in (*_PLACES.values(), "opening", "closing", _BEHIND)}
    opening = len(paragraphs(document.opening))
    for block in sheet.blocks:
        if isinstance(block, Paragraph):
            place = "opening" if len(found["opening"]) < opening else "closing"
        elif isinstance(block, Section) and not block.anchor:
            place = _BEHIND
        else:
            place = _PLACES.get(type(block), _BEHIND)
        found[place].append(block)
    return found


def _by_anchor(document: MinutesDocument) -> dict[str, Sequence[Block]]:
    """The blocks of every part of the document by its anchor, of a row its table with no other row in it."""
    places = _by_place(as_sheet(document), document)
    found: dict[str, Sequence[Block]] = {f"{SHEET}-{name}": places[name] for name in OUTER_PARTS}
    for section in places[_SECTIONS]:
        if isinstance(section, Section):
            own, table = _divided(section)
            found[section.anchor] = own
            found |= {row.anchor: [replace(table, rows=(row,))] for row in table.rows} if table else {}
    return found


def _divided(section: Section) -> tuple[list[Block], Table | None]:
    """The blocks of the section itself, and the table of its rows where it has any."""
    *own, last = section.blocks or (None,)
    if isinstance(last, Table) and any(row.anchor for row in last.rows):
        return [block for block in own if block], last
    return list(section.blocks), None


# Weaving: each kind of block with its own kind


def _woven(old: Sequence[Block], new: Sequence[Block]) -> list[Block]:
    """The blocks of one part with the marks in them, in the order in which a part prints them; a signature as it is."""

    def both(kind: type[B]) -> tuple[list[B], list[B]]:
        return [each for each in old if isinstance(each, kind)], [each for each in new if isinstance(each, kind)]

    woven: list[Block] = []
    for was, became in [*zip_longest(*both(Title)), *zip_longest(*both(Heading))]:
        text = marked_plain(was.text if was else "", became.text if became else "")
        woven.append(replace(became or was, text=text))
    woven += [_info(was, became) for was, became in zip_longest(*both(Info)) if became]
    woven += map(Paragraph, _texts(*([each.html for each in side] for side in both(Paragraph))))
    woven += _tables(*both(Table))
    return [*woven, *both(Signature)[1]]


def _info(was: Info | None, became: Info) -> Info:
    lines = aligned(was.lines if was else (), became.lines, lambda line: words_of(_printed(line)))
    return replace(became, lines=tuple(_line(old or _NO_LINE, new) for old, new in lines if new))


def _line(old: InfoLine, new: InfoLine) -> InfoLine:
    if old == new:
        return new
    label = marked_plain(old.label, new.label)
    return InfoLine(label, new.colon, (marked_plain("\n".join(old.lines), "\n".join(new.lines)),))


def _printed(line: InfoLine) -> str:
    return "\n".join((line.label, *line.lines))


def _tables(old: Sequence[Table], new: Sequence[Table]) -> list[Table]:
    if len(new) == 1 and (not old or old[0].headings == new[0].headings):
        return [replace(new[0], rows=tuple(_table_rows(old[0].rows if old else (), new[0].rows)))]
    return list(new)


def _table_rows(old: Sequence[TableRow], new: Sequence[TableRow]) -> list[TableRow]:
    def words(row: TableRow) -> list[str]:
        return [word for cell in row.cells for text in cell.blocks for word in words_of(richtext.plain(text))]

    pairs = [(was, became) for was, became in aligned(old, new, words) if became]
    return [replace(became, cells=_cells(was.cells if was else (), became.cells)) for was, became in pairs]


def _cells(old: Sequence[Cell], new: Sequence[Cell]) -> tuple[Cell, ...]:
    return tuple(
        replace(became, blocks=tuple(_texts(was.blocks if was else (), became.blocks)))
        for was, became in zip_longest(old, new)
        if became
    )


def _texts(old: Sequence[SafeString], new: Sequence[SafeString]) -> list[SafeString]:
    """The texts of a part or cell, each marked beside the one that it was."""
    return [
        _text(was or SafeString(), now) for was, now in aligned(old, new, lambda html: words_of(richtext.plain(html)))
    ]


def _text(was: SafeString, now: SafeString | None) -> SafeString:
    """One text marked. A small table has no room for what was taken out between its cells: it stays as it stands."""
    if was == now or (now and "<table" in was + now):
        return now or SafeString()
    return paragraph(marked(was, now or ""))
