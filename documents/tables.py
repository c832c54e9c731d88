"""The tables of the sheet, made ready to print: what stands in each cell, and how wide each column is."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from bangla.dates import format_gregorian
from bangla.markers import dress, mark
from documents import richtext, small_tables
from documents.blocks import Cell, Paragraph, Table, TableRow
from documents.model import DataTable, Decision, DecisionTable, ImplementerMarkers, Row, Section
from documents.small_tables import least_width, line_count
from documents.widths import letters, shares

MANY_COLUMNS = 8  # from here on a table is set smaller
SHORT_CELL = 12  # letters; a column of such cells alone is centred where they hold figures, or the columns are many
MARK = 4  # letters; what is no longer is a mark, such as a dash or a tick, and is centred too
LONG_ROW = 8  # lines; a longer row may be divided between two pages


def rich(text: str) -> SafeString:
    """Return the rich text as HTML that is safe to print."""
    return mark_safe(richtext.clean(text))  # noqa: S308 — nh3 has just cleaned it


def paragraph(html: SafeString) -> SafeString:
    """Return the HTML as a paragraph; with a list or a table in it as a division, for a paragraph can hold neither."""
    if richtext.has_blocks(html):
        return format_html('<div class="text">{}</div>', small_tables.dressed(html))
    return format_html("<p>{}</p>", html)


def paragraphs(texts: Iterable[str]) -> list[Paragraph]:
    """Return each rich text that is not blank as a paragraph."""
    return [Paragraph(html) for html in _paragraphs(texts)]


def plain_paragraph(text: str) -> Paragraph:
    """Return the plain text as a paragraph."""
    return Paragraph(paragraph(_lines(text)))


def _paragraphs(texts: Iterable[str]) -> list[SafeString]:
    return [paragraph(rich(text)) for text in texts if text.strip()]


def data_table(table: DataTable) -> Table | None:
    """Return the data table with its short rows filled up with empty cells; None where it has no column."""
    count = max(len(row) for row in (table.columns, *table.rows))
    if not count:
        return None
    return plain_table(_padded(table.columns, count), [_padded(row, count) for row in table.rows])


def plain_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """Return a table of plain texts; every row is as long as the headings."""
    is_centred = _is_short if len(headings) >= MANY_COLUMNS else _is_figure
    short = [all(is_centred(row[number]) for row in rows) for number in range(len(headings))]
    cells = [[Cell((_lines(text),), short[n]) for n, text in enumerate(row)] for row in rows]
    return _table(headings, cells, [row[0].strip() if short[0] else "" for row in rows])


def _is_figure(text: str) -> bool:
    """Return whether the text is a number, a month of a year, a mark; names are not, and stand on the left."""
    return letters(text) <= MARK or (_is_short(text) and any(map(str.isdigit, text)))


def _is_short(text: str) -> bool:
    return letters(text) <= SHORT_CELL


def decision_table(table: DecisionTable, anchor: str = "") -> Table:
    """Return the decision table in its office's columns; its rows are anchored behind `anchor`, if there is one."""
    set_table = _table(
        [column.heading for column in table.columns],
        [
            [Cell(_blocks(table, column.shows, row), column.shows == ("serial",)) for column in table.columns]
            for row in table.rows
        ],
        [row.serial.strip() for row in table.rows],
    )
    if not anchor:
        return set_table
    return replace(
        set_table, rows=tuple(replace(row, anchor=f"{anchor}-{n}") for n, row in enumerate(set_table.rows, 1))
    )


@dataclass(frozen=True, slots=True)
class Columns:
    """How a table's columns are set: their widths in percent, which are centred, and whether their type is smaller."""

    widths: tuple[int, ...] = ()
    centred: tuple[bool, ...] = ()
    dense: bool = False


# Letters of an ordinary row, so that a column that is empty still opens with room to write in.
_ORDINARY = Row("০১.০১", "ক" * 20, ("ক " * 80,), (Decision("", "ক " * 50),), ("ক " * 10,) * 2)


def columns_to_write_in(section: Section) -> Columns:
    """Return how the columns of the section's table print, with room to write where one of them holds nothing yet."""
    printed = data_table(section.data_table) if section.data_table else None
    if section.decision_table:
        table = section.decision_table
        printed = decision_table(table)
        if not all(_filled(printed)):
            ordinary = decision_table(replace(table, rows=(*table.rows, _ORDINARY)))
            printed = printed if _filled(printed) == _filled(ordinary) else ordinary
    if not printed:
        return Columns()
    centred = zip(*([cell.centred for cell in row.cells] for row in printed.rows), strict=True)
    filled = _filled(printed)
    return Columns(printed.widths, tuple(all(cells) and filled[n] for n, cells in enumerate(centred)), printed.dense)


def _filled(table: Table) -> list[bool]:
    """Return of each column whether anything stands in it below its heading."""
    return [any(any(row.cells[n].blocks) for row in table.rows) for n in range(len(table.headings))]


def _table(headings: Sequence[str], rows: Sequence[Sequence[Cell]], serials: Sequence[str]) -> Table:
    held = [[block for row in rows for block in row[n].blocks] for n in range(len(headings))]
    columns = [[heading, *map(richtext.plain, blocks)] for heading, blocks in zip(headings, held, strict=True)]
    widths = shares(columns, [max(map(least_width, blocks), default=0.0) for blocks in held])
    long = [max(map(_line_count, row, widths)) > LONG_ROW for row in rows]
    return Table(
        tuple(headings),
        tuple(widths),
        tuple(map(TableRow, map(tuple, rows), long, serials)),
        len(headings) >= MANY_COLUMNS,
    )


def _line_count(cell: Cell, share: int) -> int:
    return sum(line_count(block, share) for block in cell.blocks)


def _padded(texts: Sequence[str], count: int) -> list[str]:
    return [*texts, *[""] * (count - len(texts))]


def _lines(text: str) -> SafeString:
    return mark_safe(conditional_escape(text).replace("\n", "<br>"))  # noqa: S308 — escaped before


# The parts of a row


def _blocks(table: DecisionTable, shows: Sequence[str], row: Row) -> tuple[SafeString, ...]:
    """Return what a cell shows of the row."""
    return tuple(block for part in parts_of(shows) for block in _PARTS[part](table, row))


def parts_of(shows: Sequence[str]) -> list[str]:
    """Return what a column prints one below the other; a subject right before its discussion opens it, on its line."""
    return "+".join(shows).replace("subject+discussion", "titled discussion").split("+")


def _serial(_table: DecisionTable, row: Row) -> list[SafeString]:
    return _nonblank(row.serial)


def _subject(_table: DecisionTable, row: Row) -> list[SafeString]:
    return _nonblank(row.subject)


def _titled_discussion(_table: DecisionTable, row: Row) -> list[SafeString]:
    if not row.subject.strip():
        return _paragraphs(row.discussion)
    first, *others = row.discussion or ("",)
    opening = _lines(subject_before(row.subject, row.discussion))
    return [paragraph(format_html("<u>{}</u> {}", opening, rich(first))), *_paragraphs(others)]


def subject_before(subject: str, discussion: Sequence[str]) -> str:
    """Return the subject as it stands on the line of its discussion, with the colon that it still needs.

    Elsewhere than at Bengali letters ঃ gets a dotted circle.
    """
    told = subject.strip()
    if not told or told[-1] in "ঃ:" or not any(text.strip() for text in discussion[:1]):
        return told
    return told + ("ঃ" if "অ" <= told[-1] <= "৯" else ":")


def _discussion(_table: DecisionTable, row: Row) -> list[SafeString]:
    return _paragraphs(row.discussion)


def _decisions(_table: DecisionTable, row: Row) -> list[SafeString]:
    return [
        paragraph(format_html("{}{}", _marker(decision.marker), rich(decision.text)))
        for decision in row.decisions
        if decision.marker.strip() or decision.text.strip()
    ]


def _implementers(table: DecisionTable, row: Row) -> list[SafeString]:
    return implementers(table.implementer_markers, row.implementers)


def implementers(markers: ImplementerMarkers | None, names: Sequence[str]) -> list[SafeString]:
    """Return the implementers with their markers; one alone bears none, as offices leave `(ক)` out without a `(খ)`."""
    style = markers if markers and len(names) > 1 else "none"
    return [
        paragraph(format_html("{}{}", _spaced(mark(style, number)), _lines(name)))
        for number, name in enumerate(names, 1)
    ]


def _due(_table: DecisionTable, row: Row) -> list[SafeString]:
    return [
        paragraph(format_html("{}{}", _marker(decision.marker), format_gregorian(decision.due)))
        for decision in row.decisions
        if decision.due
    ]


def _progress(_table: DecisionTable, _row: Row) -> list[SafeString]:
    return []  # the format has the column, to be filled by hand, but holds no progress


_PARTS: Mapping[str, Callable[[DecisionTable, Row], list[SafeString]]] = MappingProxyType(
    {
        "serial": _serial,
        "subject": _subject,
        "titled discussion": _titled_discussion,
        "discussion": _discussion,
        "decisions": _decisions,
        "implementers": _implementers,
        "due": _due,
        "progress": _progress,
    }
)


def _nonblank(text: str) -> list[SafeString]:
    return [paragraph(_lines(text))] if text.strip() else []


def dressed(marker: str) -> str:
    """Return the marker in its brackets, `(ক)`, a Roman one as `i)`; one that brings its own dress stays as it is."""
    bare = marker.strip()
    if not bare.isalnum():
        return bare
    return dress("roman" if bare.isascii() and bare.isalpha() else "bangla-brackets", bare)


def dress_of(marker: str) -> tuple[str, str]:
    """Return what is printed before and behind the marker, which is not blank and has no white space around it."""
    before, _bare, behind = dressed(marker).partition(marker)
    return before, behind


def _marker(marker: str) -> SafeString:
    return _spaced(dressed(marker))


def _spaced(marker: str) -> SafeString:
    return format_html('<span class="marker">{}</span> ', marker) if marker else SafeString("")
