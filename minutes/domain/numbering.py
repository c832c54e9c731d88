"""Sections and rows that number themselves: those that stood in order do so after a change, in the office's own style.

What a person numbered in another way is left as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import count
from typing import TypeVar

from bangla.digits import to_bangla
from bangla.headings import in_order, next_number, number_of, renumbered
from bangla.markers import SERIAL_WIDTHS, serial
from documents.layouts import LAYOUTS
from meetings.models import AgendaItem, Section
from minutes.domain.assembly import sections_of
from minutes.models import Minutes

T = TypeVar("T", Section, AgendaItem)
Keeping = Callable[[Collection[Section | AgendaItem]], AbstractContextManager[None]]


@dataclass(frozen=True)
class _Serials:
    """How the rows of a table are numbered; `of_section`: what stands before the dot is the section's number."""

    style: str
    prefix: str
    of_section: bool

    def serial(self, n: int) -> str:
        return serial(self.style, n, self.prefix)

    def in_section(self, number: int | None) -> _Serials:
        """The same in a section of that number."""
        return _Serials(self.style, to_bangla(number), True) if self.of_section and number else self


@contextmanager
def kept(minutes: Minutes, keeping: Keeping) -> Iterator[None]:
    """Number sections and rows anew after the block has added, moved or removed some.

    Sections count up from the number that the first of them had; rows follow their section's number where they did
    before. Those that get another number are saved inside of `keeping` them; as many queries however many they are.
    """
    sections = _sections(minutes)
    first = next((number for heading in _headings(sections) if (number := number_of(heading))), None)
    ordered = in_order(_headings(sections))
    serials = {section.pk: _serials(minutes, section) for section in sections}
    yield
    sections = sections_of(minutes)
    if first and ordered:
        _give(Section, "heading", dict(zip(sections, renumbered(_headings(sections), first), strict=True)), keeping)
    rows: dict[AgendaItem, str] = {}
    for section in sections:
        if found := serials.get(section.pk):
            here = found.in_section(number_of(section.heading or ""))
            rows |= {row: here.serial(n) for n, row in enumerate(section.items.all(), start=1)}
    _give(AgendaItem, "serial", rows, keeping)


def next_heading(minutes: Minutes) -> str:
    """What the heading of a section at the end begins with: the next number where sections are numbered."""
    return next_number(_headings(list(minutes.sections)))


def next_serial(minutes: Minutes, section: Section) -> str:
    """The serial of a row at the end of the section's table, one that no row of it bears."""
    taken = {row.serial for row in section.items.all()}
    serials = _serials(minutes, section) or _usual(minutes, section)
    return next(free for n in count(len(taken) + 1) if (free := serials.serial(n)) not in taken)


def _give(model: type[T], field: str, numbers: Mapping[T, str], keeping: Keeping) -> None:
    """Let each have its number in `field`; those that get another one are saved inside of `keeping` them."""
    changed = [each for each, number in numbers.items() if number != (getattr(each, field) or "")]
    if changed:
        with keeping(changed):
            for each in changed:
                setattr(each, field, numbers[each])
            model.objects.bulk_update(changed, [field])


def _serials(minutes: Minutes, section: Section) -> _Serials | None:
    """How the rows are numbered in their order, None where they are not; those of an empty table as is usual."""
    rows = [row.serial for row in section.items.all()]
    if not rows:
        return _usual(minutes, section)
    prefix = rows[0].rpartition(".")[0]
    number = number_of(section.heading or "")
    found = (_Serials(style, prefix, bool(number) and prefix == to_bangla(number or "")) for style in SERIAL_WIDTHS)
    return next((each for each in found if rows == [each.serial(n) for n in range(1, len(rows) + 1)]), None)


def _usual(minutes: Minutes, section: Section) -> _Serials:
    """How the committee's layout numbers the rows of the section."""
    layout = LAYOUTS[minutes.meeting.committee.layout]
    usual = _Serials(layout.serial_style, layout.serial_prefix, bool(layout.serial_prefix))
    return usual.in_section(number_of(section.heading or ""))


def _sections(minutes: Minutes) -> list[Section]:
    return list(minutes.sections.prefetch_related("items"))


def _headings(sections: list[Section]) -> list[str]:
    return [section.heading or "" for section in sections]
