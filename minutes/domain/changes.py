"""What changed between two states of a draft: part by part, and in each part field by field with the text marked."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, Literal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.language import day, digits
from documents.tables import dressed
from minutes.domain.aligning import aligned, rising
from minutes.domain.differing import Mark, marked, marked_lines, marked_plain, words_of
from minutes.domain.history import Standing
from minutes.domain.parts import Part

Content = Any
Kind = Literal["added", "removed", "changed", "moved", "numbered"]


@dataclass(frozen=True)
class Line:
    """A row of a table with its cells marked; `said`: that the row as a whole came or went."""

    said: str
    cells: list[SafeString]


@dataclass(frozen=True)
class Field:
    """A field of a part that changed: its text marked, or the lines of its table that changed, its head first.

    `text` is safe HTML. `same`: how many lines of the table did not change and are left out.
    """

    label: str
    text: str = ""
    lines: list[Line] = field(default_factory=list)
    same: int = 0


@dataclass(frozen=True)
class Change:
    """What became of one part. `kind` is the most that happened; `numbered`: another serial, else the same.

    `moved`: it left its place, be it changed too or not. `subject`: what a section or row is known by, its heading or
    subject.
    """

    part: str
    kind: Kind
    fields: list[Field]
    moved: bool = False
    subject: str = ""


def changes(before: Standing, after: Standing) -> list[Change]:
    """What became of every part that is not as it was, in the order of the newer sheet, what was removed last."""
    old, new = before.parts, after.parts
    moved = _moved(before, after)
    names = [*new, *(name for name in old if name not in new)]
    return [
        change_of(name, old.get(name), new.get(name), moved=name in moved)
        for name in names
        if name in moved or old.get(name) != new.get(name)
    ]


def change_of(name: str, before: Content | None, after: Content | None, *, moved: bool = False) -> Change:
    """What became of the part `name` between two contents of it; None: the part was not there, or is not any more."""
    part = Part.parse(name)
    empty = _EMPTY[part.kind]
    fields = list(_FIELDS[part.kind](empty if before is None else before, empty if after is None else after))
    if before is None or after is None:
        kind: Kind = "removed" if after is None else "added"
    elif before == after or _is_numbering(before, after):
        kind = "moved" if moved else "numbered"
    else:
        kind = "changed"
    return Change(name, kind, fields, moved, _subject(before if after is None else after))


def _moved(before: Standing, after: Standing) -> set[str]:
    """The sections and rows that left their place; not those that others were put before, or taken from before them."""
    old, new = before.order, after.order
    gone = _out_of_order("section", [keys["section"] for keys in old], [keys["section"] for keys in new])
    was_in = {row: keys["section"] for keys in old for row in keys["rows"]}
    rows = {keys["section"]: keys["rows"] for keys in old}
    for keys in new:
        gone |= _out_of_order("row", rows.get(keys["section"], []), keys["rows"])
        gone |= {f"row:{row}" for row in keys["rows"] if row in was_in and was_in[row] != keys["section"]}
    return gone


def _out_of_order(kind: str, before: list[int], after: list[int]) -> set[str]:
    places = {pk: place for place, pk in enumerate(before)}
    pairs = [(place, places[pk]) for place, pk in enumerate(after) if pk in places]
    stayed = {after[place] for place, _was in rising(pairs)}
    return {f"{kind}:{pk}" for pk in after if pk in places and pk not in stayed}


def _is_numbering(before: Content, after: Content) -> bool:
    return isinstance(before, dict) and "serial" in before and before | {"serial": after["serial"]} == after


def _subject(content: Content) -> str:
    return str(content.get("subject") or content.get("heading") or "") if isinstance(content, dict) else ""


# Fields, part by part


def _plain(label: str, before: str, after: str) -> Iterator[Field]:
    if before != after:
        yield Field(label, marked_plain(before, after))


def _paragraphs(label: str, before: list[str], after: list[str], mark: Mark = marked) -> Iterator[Field]:
    if before != after:
        yield Field(label, marked_lines(before, after, mark))


def _title(before: Content, after: Content) -> Iterator[Field]:
    yield from _plain(_("Title"), before, after)


def _text(before: Content, after: Content) -> Iterator[Field]:
    yield from _paragraphs(_("Text"), before, after)


def _signature(before: Content, after: Content) -> Iterator[Field]:
    yield from _plain(_("Name"), before.get("name", ""), after.get("name", ""))
    yield from _paragraphs(_("Lines below the name"), before.get("lines", []), after.get("lines", []), marked_plain)


def _info(before: Content, after: Content) -> Iterator[Field]:
    """Line by line as printed; where that is the same, by what the portal reads of it."""
    nothing: Content = {}
    for old, new in zip_longest(before, after, fillvalue=nothing):
        label = str(new.get("label") or old.get("label") or "")
        printed = [*_plain(label, _printed(old), _printed(new))]
        yield from printed or _plain(label, _value(old), _value(new))


def _printed(item: Content) -> str:
    return "\n".join(str(item[key]) for key in ("name", "designation", "text") if item.get(key)) or _value(item)


def _value(item: Content) -> str:
    return str(item.get("value") or item.get("count") or "")


def _section(before: Content, after: Content) -> Iterator[Field]:
    yield from _plain(_("Heading"), before.get("heading") or "", after.get("heading") or "")
    yield from _paragraphs(_("Text"), before.get("paragraphs") or [], after.get("paragraphs") or [])
    yield from _table(before.get("data_table") or _NO_TABLE, after.get("data_table") or _NO_TABLE)
    headings = [
        " · ".join(column["heading"] for column in each.get("decision_table", {}).get("columns", []))
        for each in (before, after)
    ]
    yield from _plain(_("Columns"), *headings)


def _row(before: Content, after: Content) -> Iterator[Field]:
    yield from _plain(_("Serial"), before["serial"], after["serial"])
    yield from _plain(_("Subject"), before["subject"], after["subject"])
    yield from _paragraphs(_("Discussion"), before["discussion"], after["discussion"])
    yield from _decisions(before["decisions"], after["decisions"])
    yield from _paragraphs(_("Implementers"), before["implementers"], after["implementers"], marked_plain)


def _decisions(before: list[Content], after: list[Content]) -> Iterator[Field]:
    """Decision by decision: the mark, the text, the day by which it is due."""
    pairs = aligned(before, after, lambda decision: words_of(decision["text"]))
    stood = stands = 0
    for old, new in pairs:
        stood, stands = stood + (old is not None), stands + (new is not None)
        if old == new:
            continue
        label = _("Decision %(n)s") % {"n": digits(stands if new else stood)}
        was, is_now = old or _NO_DECISION, new or _NO_DECISION
        if was["text"] != is_now["text"]:
            yield Field(label, marked(was["text"], is_now["text"]))
        marker, due = _("Marker"), _("Due on")
        if old and new:
            yield from _plain(f"{label}: {marker}", dressed(old["marker"]), dressed(new["marker"]))
        yield from _plain(f"{label}: {due}", _day(was.get("due")), _day(is_now.get("due")))


def _day(value: str | None) -> str:
    return day(datetime.date.fromisoformat(value)) if value else ""


def _table(before: Content, after: Content) -> Iterator[Field]:
    """A data table cell by cell: the head, and the lines that changed."""
    if before == after:
        return
    places = [
        (old[0] if old else None, new[0] if new else None)
        for old, new in aligned(_columns(before), _columns(after), _words)
    ]
    both = [(old, new) for old, new in places if old is not None and new is not None]

    def line(old: list[str] | None, new: list[str] | None, said: str) -> Line:
        return Line(said, [marked_plain(_cell(old, i), _cell(new, j)) for i, j in places])

    head = line(before["columns"], after["columns"], "")
    old_rows = [(row, [_cell(row, i) for i, _j in both]) for row in before["rows"]]
    new_rows = [(row, [_cell(row, j) for _i, j in both]) for row in after["rows"]]
    lines, same = [], 0
    for was, became in aligned(old_rows, new_rows, _words):
        if was and became and was[1] == became[1] and len(both) == len(places):
            same += 1
            continue
        said = "" if was and became else _("Row added") if became else _("Row removed")
        lines.append(line(was[0] if was else None, became[0] if became else None, said))
    yield Field(_("Table"), lines=[head, *lines], same=same)


def _columns(table: Content) -> list[tuple[int, list[str]]]:
    """The columns of a data table: the place of each, and its texts from the head down."""
    lines = [table["columns"], *table["rows"]]
    width = max(len(line) for line in lines)
    return [(place, [_cell(line, place) for line in lines]) for place in range(width)]


def _words(named: tuple[Any, list[str]]) -> list[str]:
    return [word for cell in named[1] for word in words_of(cell)]


def _cell(line: list[str] | None, place: int | None) -> str:
    return line[place] if line is not None and place is not None and place < len(line) else ""


_NO_TABLE: Content = {"columns": [], "rows": []}
_NO_DECISION: Content = {"marker": "", "text": ""}
_EMPTY: dict[str, Content] = {
    "title": "",
    "info": [],
    "opening": [],
    "closing": [],
    "chair_signature": {},
    "section": {},
    "row": {"serial": "", "subject": "", "discussion": [], "decisions": [], "implementers": []},
}
_FIELDS: dict[str, Callable[[Content, Content], Iterable[Field]]] = {
    "title": _title,
    "info": _info,
    "opening": _text,
    "closing": _text,
    "chair_signature": _signature,
    "section": _section,
    "row": _row,
}
