"""The triggers that keep the audit trail, out of the way: for what empties the tables, and for what forges them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

Statements = list[str]


def guards(database: BaseDatabaseWrapper) -> tuple[Statements, Statements]:
    """SQL that puts the triggers of the database out of force within a transaction, and back into it."""
    if database.vendor == "postgresql":
        return ["SET LOCAL session_replication_role = replica"], ["SET LOCAL session_replication_role = origin"]
    with database.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = dict(cursor.fetchall())
    return [f'DROP TRIGGER "{name}"' for name in triggers], list(triggers.values())


@contextmanager
def lifted() -> Iterator[None]:
    """A block in which no trigger stands in the way, within a transaction."""
    lift, restore = guards(connection)
    with connection.cursor() as cursor:
        for statement in lift:
            cursor.execute(statement)
        yield
        for statement in restore:
            cursor.execute(statement)
