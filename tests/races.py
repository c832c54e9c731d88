"""Calls that meet at one lock, each on a connection of its own: the same race every time it is run."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

SECONDS_TO_WAIT = 20


def at_one_lock(rows: QuerySet[Any], *calls: Callable[[], object]) -> list[object]:
    """What the calls returned or raised, once all had waited, in their order, for the lock of the first of `rows`."""
    with ThreadPoolExecutor(len(calls)) as pool:
        with transaction.atomic():
            rows.select_for_update(of=("self",))[0]
            running = []
            for number, call in enumerate(calls, start=1):
                running.append(pool.submit(outcome, call))
                _wait_for(number)
        return [each.result(SECONDS_TO_WAIT) for each in running]


def outcome(call: Callable[[], object]) -> object:
    """What `call` returns, or the exception it ends in; its connection is closed."""
    try:
        return call()
    except Exception as error:
        return error
    finally:
        connection.close()


def _wait_for(waiting: int) -> None:
    deadline = time.monotonic() + SECONDS_TO_WAIT
    while waiting_for_a_lock() < waiting:
        assert time.monotonic() < deadline, f"{waiting} calls should wait, {waiting_for_a_lock()} do"
        time.sleep(0.01)


def waiting_for_a_lock() -> int:
    """How many connections to this database wait for a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # within a transaction PostgreSQL shows the first look again
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        return int(cursor.fetchone()[0])
