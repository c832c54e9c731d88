"""The rows of a plan as they are shown, in the language of today's reader."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, TypedDict

from django.db.models import Model

from accounts.language import day, digits
from committees.sheets.columns import Column, Kind
from committees.sheets.planning import Plan
from committees.sheets.rows import Row


class Shown(TypedDict):
    """A row: its number, its verdict, what it is about, [column, before, after] of each change, why it is refused."""

    number: int
    verdict: str
    name: str
    changes: list[list[str]]
    messages: list[str]


def preview_of(plan: Plan) -> list[Shown]:
    return [_shown(row, plan.kind) for row in plan.rows]


def _shown(row: Row, kind: Kind) -> Shown:
    changes = [change for part in row.parts for change in part.changes]
    return {
        "number": row.number,
        "verdict": row.verdict.value,
        "name": ", ".join(_names(row, kind)),
        "changes": [
            [change.column.heading, in_words(change.column, change.before), in_words(change.column, change.after)]
            for change in changes
        ],
        "messages": row.messages,
    }


def _names(row: Row, kind: Kind) -> Iterable[str]:
    for key in kind.named_by:
        if value := row.values.get(key):
            yield in_words(kind.by_key[key], value)


def in_words(column: Column, value: Any) -> str:
    """A value of the column for a reader; nothing for an empty one."""
    if value is None:
        return ""
    if isinstance(value, datetime.date):
        return day(value)
    if isinstance(value, list):
        return " · ".join(map(str, value))
    if isinstance(value, Model):
        return str(value)
    return digits(column.form.show(value)) if isinstance(value, int) else str(column.form.show(value))
