"""What a sheet would do, row by row; nothing is written."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from committees.powers import Powers
from committees.sheets.columns import Kind, Verdict
from committees.sheets.files import read
from committees.sheets.matching import MATCHERS
from committees.sheets.recognising import recognised
from committees.sheets.rows import Part, Row, RowError, rows_of


@dataclass(frozen=True)
class Plan:
    """The rows of a sheet with what would become of each. Their texts are in the language of when it was made."""

    kind: Kind
    rows: list[Row]

    @property
    def counts(self) -> Counter[Verdict]:
        return Counter(row.verdict for row in self.rows)

    def parts(self) -> Iterator[Part]:
        """What would be added or changed by the rows that are not refused, each once."""
        seen: set[int] = set()
        for row in self.rows:
            for part in () if row.refused else row.parts:
                if id(part) not in seen and (part.is_new or part.changes):
                    seen.add(id(part))
                    yield part

    def digest(self) -> str:
        """The same for plans that would do the same, in whichever language they were made: SHA-256 in hexadecimal."""
        facts = [(row.number, row.verdict, [_facts(part) for part in row.parts]) for row in self.rows]
        return hashlib.sha256(json.dumps(facts, default=_plain).encode()).hexdigest()


def plan(data: bytes, powers: Powers, kind: str = "") -> Plan:
    """What the file would do if the person with `powers` took it today.

    `kind`: the key of the kind of sheet that it is said to be; by its headings if empty. Raises SheetError where the
    file as a whole cannot be taken. The number of queries does not depend on the number of rows.
    """
    table = read(data)
    found = recognised(table.headings, kind)
    rows = rows_of(table, found)
    matcher = MATCHERS[found.key](powers, rows)
    for row in rows:
        if row.problems:
            continue
        try:
            matcher.match(row)
        except RowError as error:
            row.problems.append(str(error))
    matcher.compare()
    return Plan(found, rows)


def _facts(part: Part) -> list[Any]:
    changes = [(change.field, change.before, change.after) for change in part.changes]
    return [part.thing._meta.label, part.thing.pk, changes]


def _plain(value: object) -> object:
    """A date, or a thing that a field points at, as JSON can hold it."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    return [value._meta.label, value.pk, str(value)] if isinstance(value, Model) else str(value)
