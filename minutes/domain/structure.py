"""The sections and rows of a draft: which there are, in which order, under which numbers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.domain.audit import Actor, record
from accounts.permissions import Denied, NotAllowedError
from committees.powers import Powers
from decisions.domain.rows import add_row
from documents.layouts import LAYOUTS
from meetings.domain.sections import add_section
from meetings.models import AgendaItem, Section
from minutes.domain import numbering, parts
from minutes.domain.assembly import content_of
from minutes.domain.beginning import blank_section
from minutes.domain.drafting import editable
from minutes.domain.keeping import arranging, keep, keep_all, part_of
from minutes.domain.length import TooLongError, require_room
from minutes.models import Minutes

EMPTY_ROW: dict[str, Any] = {"serial": "", "subject": "", "discussion": [], "decisions": [], "implementers": []}


@dataclass(frozen=True)
class Renumbered:
    """A row or section that got another number as others came, went or moved; `version`: the one it has since."""

    found: Section | AgendaItem
    version: int

    @property
    def number(self) -> str:
        """What bears the number: the serial of a row, the heading of a section."""
        return self.found.serial if isinstance(self.found, AgendaItem) else self.found.heading or ""

    @property
    def field(self) -> str:
        return "serial" if isinstance(self.found, AgendaItem) else "heading"

    @property
    def part(self) -> str:
        return str(part_of(self.found))


@transaction.atomic
def append_row(minutes_id: int, section_id: int, *, powers: Powers) -> AgendaItem:
    """Add an empty row at the end of the section's decision table, its serial following the row before."""
    minutes = editable(minutes_id, powers)
    with arranging(minutes, powers.user):
        return _add_empty_row(minutes, _with_rows(minutes, section_id))


@transaction.atomic
def insert_row(minutes_id: int, after: int, *, powers: Powers) -> tuple[AgendaItem, list[Renumbered]]:
    """Add an empty row below the row `after`; LookupError where the draft has no such row.

    Rows that were numbered in their order are so afterwards.
    """
    minutes = editable(minutes_id, powers)
    rows, index = _rows_around(minutes, after)
    with arranging(minutes, powers.user), numbered(minutes, powers) as renumbered:
        row = _add_empty_row(minutes, _with_rows(minutes, rows[index].section_id))
        rows.insert(index + 1, row)
        place(rows)
    row.refresh_from_db(fields=["serial"])
    return row, renumbered


def _with_rows(minutes: Minutes, section_id: int) -> Section:
    section = minutes.sections.filter(pk=section_id, decision_columns__isnull=False).first()
    if section is None:
        raise LookupError(section_id)
    return section


def _add_empty_row(minutes: Minutes, section: Section) -> AgendaItem:
    row = EMPTY_ROW | {"serial": numbering.next_serial(minutes, section)}
    require_room_for(minutes, None, row)
    return add_row(section, row)


def place(neighbours: Sequence[Section | AgendaItem]) -> None:
    """Let each stand where it does in the list."""
    for position, each in enumerate(neighbours):
        each.position = position
    Section.objects.bulk_update([each for each in neighbours if isinstance(each, Section)], ["position"])
    AgendaItem.objects.bulk_update([each for each in neighbours if isinstance(each, AgendaItem)], ["position"])


@transaction.atomic
def append_section(minutes_id: int, shape: str, *, powers: Powers) -> Section:
    """Add a section at the end: `shape` is `text`, `table` or `decisions`; LookupError for any other.

    Its heading begins with the next number where the sections are numbered.
    """
    minutes = editable(minutes_id, powers)
    layout = LAYOUTS[minutes.meeting.committee.layout]
    section = {"heading": numbering.next_heading(minutes)} | blank_section(shape, layout)
    require_room_for(minutes, None, section)
    with arranging(minutes, powers.user):
        return add_section(minutes.meeting, minutes.edition, section)


@transaction.atomic
def move(minutes_id: int, name: str, step: int, *, powers: Powers) -> list[Renumbered]:
    """Move a row or section by `step` places (-1 up, 1 down) among its neighbours; at the edge nothing happens.

    Rows and sections that were numbered in their order are so afterwards.
    """
    minutes = editable(minutes_id, powers)
    neighbours, index = _found(minutes, parts.Part.parse(name))
    target = index + step
    if not 0 <= target < len(neighbours):
        return []
    with arranging(minutes, powers.user), numbered(minutes, powers) as renumbered:
        neighbours.insert(target, neighbours.pop(index))
        place(neighbours)
    return renumbered


@transaction.atomic
def place_row(
    minutes_id: int, pk: int, section_id: int, index: int | None = None, *, powers: Powers
) -> list[Renumbered]:
    """Put a row before the `index`-th of the others in a section's decision table, or at its end.

    Rows that were numbered in their order are so afterwards, in the table it left too. LookupError where the draft has
    no such row or table.
    """
    minutes = editable(minutes_id, powers)
    source, at = _rows_around(minutes, pk)
    row = source[at]
    section = _with_rows(minutes, section_id)
    target = source if section.pk == row.section_id else list(section.items.all())
    with arranging(minutes, powers.user), numbered(minutes, powers) as renumbered:
        source.pop(at)
        target.insert(len(target) if index is None else index, row)
        row.section = section
        row.save(update_fields=["section"])
        for rows in (source, target):
            place(rows)
    return renumbered


@transaction.atomic
def remove(minutes_id: int, name: str, *, actor: Actor, powers: Powers) -> list[Renumbered]:
    """Take a row or section out of the draft. What it held stays in the revisions.

    Rows and sections that were numbered in their order are so afterwards. Raises NotAllowedError for the last section,
    as minutes without any are no document.
    """
    minutes = editable(minutes_id, powers)
    neighbours, index = _found(minutes, parts.Part.parse(name))
    if isinstance(neighbours[index], Section) and len(neighbours) == 1:
        raise NotAllowedError(Denied(_("Minutes have at least one section. Add another one before you remove this.")))
    with arranging(minutes, powers.user), numbered(minutes, powers) as renumbered:
        found = neighbours.pop(index)
        for each in [*(found.items.all() if isinstance(found, Section) else []), found]:
            keep(minutes, part_of(each), powers.user)
        found.delete()
    record(actor, "minutes.remove_part", minutes, part=name)
    return renumbered


def require_room_for(minutes: Minutes, old: Any, new: Any) -> None:
    """NotAllowedError where the minutes as a whole have no room for `new` in the place of `old`, None for none."""
    try:
        require_room(content_of(minutes), old, new)
    except TooLongError as error:
        raise NotAllowedError(Denied(str(error))) from error


def _found(minutes: Minutes, part: parts.Part) -> tuple[list[Section | AgendaItem], int]:
    """The sections, or the rows of the same table, in their order, and the place of the part among them."""
    if part.kind == "row":
        rows, index = _rows_around(minutes, part.pk or 0)
        return [*rows], index
    sections: list[Section | AgendaItem] = list(minutes.sections) if part.kind == "section" else []
    return sections, _index(sections, part.pk)


def _rows_around(minutes: Minutes, pk: int) -> tuple[list[AgendaItem], int]:
    rows = list(AgendaItem.objects.filter(section__items=pk, section__in=minutes.sections))
    return rows, _index(rows, pk)


def _index(neighbours: Sequence[Section | AgendaItem], pk: int | None) -> int:
    """The place of the one with that key; LookupError where it is not there."""
    for index, each in enumerate(neighbours):
        if each.pk == pk:
            return index
    raise LookupError(pk)


@contextmanager
def numbered(minutes: Minutes, powers: Powers) -> Iterator[list[Renumbered]]:
    """Number rows and sections anew after the block has changed their order, each new number a version.

    Gives the list of them, which is filled when the block has ended.
    """
    found: list[Renumbered] = []

    @contextmanager
    def keeping(changed: Collection[Section | AgendaItem]) -> Iterator[None]:
        keep_all(minutes, changed, None)
        yield
        versions = keep_all(minutes, changed, powers.user)
        found.extend(Renumbered(each, versions[str(part_of(each))]) for each in changed)

    with numbering.kept(minutes, keeping):
        yield found
