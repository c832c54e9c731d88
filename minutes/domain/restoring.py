"""Bringing back what a draft held: a removed row or section, an earlier text of a part, the whole as it once stood.

Each is a change like any other: it asks the rule `edit`, leaves revisions, and can itself be taken back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.domain.audit import Actor, record
from accounts.permissions import Denied, NotAllowedError
from committees.powers import Powers
from decisions.domain.rows import write_row
from meetings.domain.sections import write_section
from meetings.models import AgendaItem, Section
from minutes.domain import drafting, parts, structure
from minutes.domain.assembly import content_of
from minutes.domain.history import newest_moment, now, standing
from minutes.domain.keeping import Order, arranging, keep, part_of
from minutes.domain.structure import Renumbered
from minutes.domain.workflow import StaleError
from minutes.models import Minutes, Revision


def was_removed(minutes: Minutes, name: str) -> bool:
    """Whether `name` is a section or row that the draft had, has no more, and can have back by `put_back`."""
    try:
        part = parts.Part.parse(name)
    except LookupError:
        return False
    return part.pk is not None and parts.newest(minutes, part) is not None and not _stands(minutes, part)


@transaction.atomic
def put_back(minutes_id: int, name: str, *, actor: Actor, powers: Powers) -> list[Renumbered]:
    """Bring a removed row or section back with what it held last, a section with the rows that went with it.

    It comes back under its own key, so that its history goes on, to its place among those that still stand beside it;
    to the end where nothing is known of its place. Nothing happens where it was not removed. Rows and sections that
    were numbered in their order are so afterwards.
    Raises LookupError for what the draft never had, NotAllowedError where the person may not edit or no room is left.
    """
    minutes = drafting.editable(minutes_id, powers)
    part = parts.Part.parse(name)
    last = parts.newest(minutes, part)
    if part.pk is None or last is None:
        raise LookupError(name)
    if _stands(minutes, part):
        return []
    structure.require_room_for(minutes, None, last.content)
    with arranging(minutes, powers.user), structure.numbered(minutes, powers) as renumbered:
        put = _put_section if part.kind == "section" else _put_row
        put(minutes, part.pk, last.content)
    record(actor, "minutes.put_back", minutes, part=name)
    return renumbered


@transaction.atomic
def restore_part(minutes_id: int, revision_id: int, *, version: int, actor: Actor, powers: Powers) -> Revision:
    """Let a part hold again what it held after a save, or what was refused; `version`: the one the person saw it at.

    A part that was removed is put back first. Raises what drafting.save_part raises, and LookupError where the draft
    has no such revision of a part.
    """
    minutes = drafting.editable(minutes_id, powers)
    wanted = minutes.revisions.exclude(part=parts.ORDER).filter(pk=revision_id).first()
    if wanted is None:
        raise LookupError(revision_id)
    part = parts.Part.parse(wanted.part)
    if not _stands(minutes, part):
        removed_at = parts.version_of(minutes, part)
        put_back(minutes_id, wanted.part, actor=actor, powers=powers)
        version += parts.version_of(minutes, part) - removed_at  # the number that it got is nobody else's save
    record(actor, "minutes.restore", minutes, part=wanted.part, revision=revision_id)
    return drafting.save_part(minutes_id, wanted.part, wanted.content, version=version, actor=actor, powers=powers)


@transaction.atomic
def restore_all(minutes_id: int, moment: int, *, seen: int, actor: Actor, powers: Powers) -> None:
    """Let the draft stand as it stood at `moment` (minutes.domain.history); `seen`: the newest moment the person saw.

    Raises StaleError where somebody saved since, NotAllowedError where the person may not edit.
    """
    minutes = drafting.editable(minutes_id, powers)
    if newest_moment(minutes) != seen:
        raise StaleError
    wanted = standing(minutes, moment)
    structure.require_room_for(minutes, content_of(minutes), wanted.content)
    before, contents = now(minutes).parts, wanted.parts
    with arranging(minutes, powers.user):
        _arrange(minutes, wanted.order, contents, powers)
    for name, content in contents.items():
        part = parts.Part.parse(name)
        if name in before and before[name] != content:
            keep(minutes, part, None)
            parts.write(minutes, part, content)
        if name not in before or before[name] != content:
            keep(minutes, part, powers.user)
    record(actor, "minutes.restore", minutes, moment=moment)


def _stands(minutes: Minutes, part: parts.Part) -> bool:
    try:
        parts.read(minutes, part)
    except LookupError:
        return False
    return True


def _put_section(minutes: Minutes, pk: int, content: Any) -> None:
    """The section, with those of its rows that stand nowhere else now."""
    order = _last_order(minutes, lambda order: pk in _sections(order)) or []
    sections = list(minutes.sections)
    section = write_section(Section(pk=pk, meeting=minutes.meeting, edition=minutes.edition, position=0), content)
    sections.insert(_place(pk, _sections(order), [each.pk for each in sections]), section)
    structure.place(sections)
    gone = [row for keys in order if keys["section"] == pk for row in keys["rows"]]
    for position, row in enumerate(row for row in gone if not _stands(minutes, parts.Part("row", row))):
        held: Any = minutes.revisions.filter(part=f"row:{row}", refused=False).latest("version").content
        write_row(AgendaItem(pk=row, section=section, position=position), held)


def _put_row(minutes: Minutes, pk: int, content: Any) -> None:
    """The row in its own section, in the last decision table where that section is gone too."""
    order = _last_order(minutes, lambda order: any(pk in keys["rows"] for keys in order)) or []
    was_in, then = next(((keys["section"], keys["rows"]) for keys in order if pk in keys["rows"]), (0, []))
    tables = minutes.sections.filter(decision_columns__isnull=False)
    section = tables.filter(pk=was_in).first() or tables.last()
    if section is None:
        raise NotAllowedError(
            Denied(_("There is no decision table that the row could stand in. Put its section back."))
        )
    rows: list[Section | AgendaItem] = list(section.items.all())
    row = write_row(AgendaItem(pk=pk, section=section, position=0), content)
    rows.insert(_place(pk, then, [each.pk for each in rows]), row)
    structure.place(rows)


def _last_order(minutes: Minutes, has: Callable[[Order], bool]) -> Order | None:
    """The last order that the draft stood in of those that `has` says it of."""
    kept = minutes.revisions.filter(part=parts.ORDER).order_by("-version").values_list("content", flat=True)
    orders: Iterator[Any] = kept.iterator()
    return next((order for order in orders if has(order)), None)


def _sections(order: Order) -> list[int]:
    return [keys["section"] for keys in order]


def _place(pk: int, then: Sequence[int], there: Sequence[int]) -> int:
    """Its place among those `there` by the order of `then`: behind what it followed, else before what came next."""
    at = then.index(pk) if pk in then else 0
    for earlier in reversed(then[:at]):
        if earlier in there:
            return there.index(earlier) + 1
    return next((there.index(later) for later in then[at:] if later in there), len(there))


def _arrange(minutes: Minutes, order: Order, contents: dict[str, Any], powers: Powers) -> None:
    """Let the sections and rows of `order` stand, no others; what goes is kept, what comes gets its content."""
    sections = {each.pk: each for each in minutes.sections}
    rows = {each.pk: each for each in AgendaItem.objects.filter(section__in=list(sections))}
    for n, keys in enumerate(order):
        pk = keys["section"]
        section = sections.pop(pk, None) or write_section(
            Section(pk=pk, meeting=minutes.meeting, edition=minutes.edition, position=n), contents[f"section:{pk}"]
        )
        section.position = n
        section.save(update_fields=["position"])
        for m, row_pk in enumerate(keys["rows"]):
            row = rows.pop(row_pk, None) or write_row(
                AgendaItem(pk=row_pk, section=section, position=m), contents[f"row:{row_pk}"]
            )
            row.section, row.position = section, m
            row.save(update_fields=["section", "position"])
    leftover: list[Section | AgendaItem] = [*rows.values(), *sections.values()]
    for gone in leftover:
        keep(minutes, part_of(gone), powers.user)
        gone.delete()
