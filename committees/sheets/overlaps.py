"""Periods that cannot share a day: who may not hold what at the same time, within a sheet and beside what is there."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.utils.translation import gettext as _

from accounts.language import day, digits
from committees.domain.days import slips
from committees.models.periods import Period
from committees.sheets.rows import Part, Row

NO_END = datetime.date.max


@dataclass(frozen=True)
class Ban:
    """Things alike in `key` do not share a day; those without one are free.

    `told(row, other, number)`: the sentence for a row whose thing meets `other`, which row `number` is about, or none.
    """

    key: Callable[[Any], Hashable | None]
    told: Callable[[Row, Any, int | None], str]


def refuse_overlaps(things: Iterable[Period], rows: Iterable[Row], bans: Sequence[Ban]) -> None:
    """Refuse the rows whose last part overlaps with something that `bans` keeps apart.

    `things` are those that stand in the database. What stands there comes before what a row would do, and an earlier
    row before a later one. A row that is refused leaves a thing as it stood, which may be in another row's way: so it
    is looked at until nothing more is refused.
    """
    by_thing = {id(row.parts[-1].thing): row for row in rows}
    standing = [thing for thing in things if id(thing) not in by_thing]
    while True:
        for row in by_thing.values():
            if row.refused:
                row.parts[-1].take_back()
        there = [*standing, *(row.parts[-1].thing for row in by_thing.values() if _stands(row))]
        if not any(sum(_refused_by(ban, there, by_thing, among_rows) for ban in bans) for among_rows in (False, True)):
            return


def _stands(row: Row) -> bool:
    """Whether its thing would be there afterwards."""
    return not (row.refused and row.parts[-1].is_new)


def _refused_by(ban: Ban, things: Iterable[Any], rows: Mapping[int, Row], among_rows: bool) -> int:
    """Refuse what the ban refuses, with `among_rows` also for what other rows would do; how many rows it refused."""
    groups: dict[Hashable, list[Any]] = {}
    for thing in things:
        key = ban.key(thing)
        if key is not None:
            groups.setdefault(key, []).append(thing)
    return sum(_refused_in(ban, group, rows, among_rows) for group in groups.values() if len(group) > 1)


def _refused_in(ban: Ban, group: list[Any], rows: Mapping[int, Row], among_rows: bool) -> int:
    group.sort(key=lambda thing: thing.starts_on)
    lasting: list[Any] = []
    refused = 0
    for thing in group:
        lasting = [each for each in lasting if (each.ends_on or NO_END) >= thing.starts_on]
        for other in list(lasting):
            loser = max((thing, other), key=lambda each: _place(rows.get(id(each))))
            row = rows.get(id(loser))
            winner = other if loser is thing else thing
            number = _place(rows.get(id(winner)))
            if row is None or not _touches(row) or (number and not among_rows):
                continue  # both stand there already, or it is not their turn
            row.refuse(ban.told(row, winner, number or None))
            refused += 1
            if loser is thing:
                break
            lasting.remove(other)
        else:
            lasting.append(thing)
    return refused


def _touches(row: Row) -> bool:
    """Whether the row would add its thing or change it."""
    return not row.refused and (row.parts[-1].is_new or bool(row.parts[-1].changes))


def _place(row: Row | None) -> int:
    """The later a row that does something, the sooner it is refused; what stands there is not."""
    return row.number if row and _touches(row) else 0


def period_problems(part: Part) -> list[tuple[str, str]]:
    """What is wrong with the days of what the row enters or changes: pairs of a column's key and a sentence."""
    period = cast(Period, part.thing)
    if not (part.is_new or part.changes):
        return []
    wrong = slips(period.starts_on, period.ends_on)
    return [(key, str(said)) for key, said in wrong.items() if part.is_new or key == "ends_on"]


def time_of(period: Period, number: int | None) -> str:
    """When it is, in words, and which row of the sheet says so, if one does."""
    words = {"since": day(period.starts_on), "until": day(period.ends_on), "n": digits(number or 0)}
    if number and period.ends_on:
        return _("from %(since)s to %(until)s by row %(n)s") % words
    if number:
        return _("since %(since)s by row %(n)s") % words
    return (_("from %(since)s to %(until)s") if period.ends_on else _("since %(since)s")) % words
