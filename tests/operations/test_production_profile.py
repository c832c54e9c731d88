"""The processes of docker-compose.yml do their work on PostgreSQL and Redis."""

import re
import subprocess

import pytest

from tests.operations.conftest import ProductionPortal
from tests.portal import BASE_DIR, status_of
from tests.servers import wait_until

pytestmark = pytest.mark.processes
SWEEP = "distribution.tasks.sweep"


def test_the_portal_is_healthy_and_its_database_is_postgresql(production_portal: ProductionPortal):
    engine = production_portal.manage(
        "shell", "--command", "from django.db import connection; print(connection.vendor)"
    )

    assert status_of(f"{production_portal.url}/healthz") == 200
    assert engine.splitlines()[-1] == "postgresql"


def test_postgresql_answers_without_compiling_first(production_portal: ProductionPortal):
    ask = "from django.db import connection as c; q = c.cursor(); q.execute('SHOW jit'); print(q.fetchone()[0])"

    assert production_portal.manage("shell", "--command", ask).splitlines()[-1] == "off"


def test_a_task_goes_through_redis_to_the_worker(production_portal: ProductionPortal):
    command = ["celery", "--app", "config", "call", SWEEP]

    result = subprocess.run(
        command, cwd=BASE_DIR, env=production_portal.env, capture_output=True, text=True, check=True
    )

    task = result.stdout.strip()
    wait_until(lambda: f"Task {SWEEP}[{task}] succeeded" in production_portal.log("worker"), f"the worker to do {task}")


def test_nobody_but_the_portal_itself_finds_the_mailbox(production_portal: ProductionPortal):
    assert status_of(f"{production_portal.url}/mailbox/") in {302, 404}


def test_the_schedule_reaches_the_worker(production_portal: ProductionPortal):
    def scheduled_task_is_done() -> bool:
        sent = re.search(rf"Sending due task [^(]*\({re.escape(SWEEP)}\)", production_portal.log("beat"))
        return bool(sent) and f"Task {SWEEP}[" in production_portal.log("worker")

    wait_until(scheduled_task_is_done, "beat to send the sweep and the worker to take it")
