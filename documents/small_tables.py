"""The small tables that rich text may hold, made ready to print: ruled, each column as wide as its content asks for.

They are found in HTML that `richtext.clean` gave, where no table stands within another.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from documents import richtext, widths

# As wide as one usually stands, in letters: its real width is known only when the columns around it are, and by those
# its own must not wait.
_LINE = widths.LINE / 2
_WIDEST = widths.LINE / 2
_TABLE = re.compile(r"<table[^>]*>(.*?)</table>", re.DOTALL)
_ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<(t[hd])[^>]*>(.*?)</t[hd]>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _SmallTable:
    """The rows of a table: of each cell its tag and the HTML in it."""

    rows: Sequence[Sequence[tuple[str, str]]]

    @property
    def columns(self) -> list[list[str]]:
        """The plain texts of each column."""
        texts = [[richtext.plain(content) for _tag, content in row] for row in self.rows]
        return [[row[n] for row in texts if n < len(row)] for n in range(max(map(len, texts), default=0))]

    @property
    def shares(self) -> list[int]:
        """Of each column the share of the width, in percent."""
        return widths.shares(self.columns, line=_LINE)


def dressed(html: str) -> SafeString:
    """Return the HTML with its tables ready to print: widths, rules, rows filled up to the longest, what heads what."""
    return mark_safe(_TABLE.sub(lambda found: _dressed(_table(found[1])), html))  # noqa: S308 — made of cleaned HTML


def least_width(html: str) -> float:
    """Return the least width, in letters, of the tables in the HTML; 0 where it holds none.

    It is no more than leaves the columns beside it their words: those of a table of many columns are broken instead.
    """
    least = max((sum(map(widths.least_room, table.columns)) + widths.PADDING for table in _tables(html)), default=0.0)
    return min(least, _WIDEST)


def line_count(html: str, share: int) -> int:
    """Return about how many lines the HTML takes in a column of that share of the table around it."""
    beside = widths.line_count([richtext.plain(_TABLE.sub("\n", html))], share)
    line = widths.room(share)
    return beside + sum(_lines(table, line) for table in _tables(html))


def _lines(table: _SmallTable, line: float) -> int:
    shares = table.shares
    return sum(
        max(
            widths.line_count([richtext.plain(content)], share, line)
            for (_tag, content), share in zip(row, shares, strict=False)
        )
        for row in table.rows
    )


def _tables(html: str) -> list[_SmallTable]:
    return [_table(content) for content in _TABLE.findall(html)]


def _table(content: str) -> _SmallTable:
    return _SmallTable([cells for row in _ROW.findall(content) if (cells := _CELL.findall(row))])


def _dressed(table: _SmallTable) -> str:
    shares = table.shares
    columns = "".join(f'<col class="w{share}">' for share in shares)
    missing = ("td", "")
    rows = "".join(
        f"<tr>{''.join(_cell(*cell, number) for cell in [*row, *[missing] * (len(shares) - len(row))])}</tr>"
        for number, row in enumerate(table.rows)
    )
    return f'<table class="ruled small"><colgroup>{columns}</colgroup><tbody>{rows}</tbody></table>'


def _cell(tag: str, content: str, row: int) -> str:
    """Return the cell; a head in the first row heads its column, any other its row."""
    scope = f' scope="{"row" if row else "col"}"' if tag == "th" else ""
    return f"<{tag}{scope}>{content}</{tag}>"
