"""Handing work to the workers. What has to be done stands in rows; a lost message is found again by the sweeper."""

from __future__ import annotations

from celery import current_app
from django.db import transaction


def enqueue(task: str, *ids: int) -> None:
    """Ask a worker to run distribution.tasks.`task` with `ids` once the transaction is committed.

    A broker that is down must not undo what was committed: the failure is logged and the sweeper asks again.
    """
    transaction.on_commit(lambda: _send(task, ids), robust=True)


def _send(task: str, ids: tuple[int, ...]) -> None:
    current_app.send_task(f"distribution.tasks.{task}", args=ids, retry=False)
