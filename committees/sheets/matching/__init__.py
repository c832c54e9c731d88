"""For each kind of sheet: which thing a row is about, and what it makes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from committees.powers import Powers
from committees.sheets import kinds
from committees.sheets.matching.bodies import CommitteeRows, SeatRows
from committees.sheets.matching.people import PeopleRows
from committees.sheets.matching.places import AreaRows, OfficeRows, PostRows
from committees.sheets.rows import Row


class Matcher(Protocol):
    """Made once for a sheet, with what it needs from the database in a fixed number of queries."""

    def __init__(self, powers: Powers, rows: Sequence[Row]) -> None: ...

    def match(self, row: Row) -> None:
        """Fill the row's parts; raises RowError."""

    def compare(self) -> None:
        """Refuse those rows that cannot stand beside others, or beside what is there."""


MATCHERS: Mapping[str, type[Matcher]] = {
    kinds.AREAS.key: AreaRows,
    kinds.OFFICES.key: OfficeRows,
    kinds.POSTS.key: PostRows,
    kinds.PEOPLE.key: PeopleRows,
    kinds.COMMITTEES.key: CommitteeRows,
    kinds.SEATS.key: SeatRows,
}
