"""A real worker that kills a rendering at its time limit: the third time is the last, and the reason is kept."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.portal import BASE_DIR, Portal
from tests.servers import clean_environment, running, wait_until

pytestmark = pytest.mark.processes

IMPATIENT = """
from config.settings import *
CELERY_TASK_TIME_LIMIT = 1
"""
ISSUE = """
from distribution.models import Dispatch
from documents import exchange
from tests.distribution.stories import dispatched
from tests.documents.samples import sample
dispatch = dispatched("recipient@example.org", pdf=b"")
endless = exchange.canonical(sample("district", rows=3000)).decode()
Dispatch.objects.filter(pk=dispatch.pk).update(document=endless)
"""
# Time goes by, and beat has the left behind picked up.
LATER = """
import datetime
from django.utils import timezone
from distribution.models import Dispatch
from distribution.tasks import sweep
Dispatch.objects.update(render_after=timezone.now() - datetime.timedelta(hours=1))
sweep()
"""
STANDS = """
import json
from distribution.models import Delivery, Dispatch
dispatch = Dispatch.objects.get()
made = bool(dispatch.prepared)
print(json.dumps([dispatch.render_attempts, made, dispatch.render_error, Delivery.objects.get().state]))
"""


def test_a_document_that_takes_too_long_is_tried_three_times_and_then_told(tmp_path: Path) -> None:
    (tmp_path / "impatient.py").write_text(IMPATIENT)
    own = {"VAR_DIR": str(tmp_path), "PYTHONPATH": str(tmp_path), "DJANGO_SETTINGS_MODULE": "impatient"}
    portal = Portal("", tmp_path, clean_environment() | own)
    portal.manage("migrate", "--verbosity", "0")
    portal.manage("shell", "--no-imports", "--command", ISSUE)
    log = tmp_path / "worker.log"
    worker = [sys.executable, "-m", "celery", "--app", "config", "worker", "--concurrency", "1"]

    def told() -> str:
        return log.read_text(errors="replace")

    with running([*worker, "--loglevel", "INFO"], log, lambda: " ready." in told(), env=portal.env, cwd=BASE_DIR):
        for attempt in (1, 2, 3):
            portal.manage("shell", "--no-imports", "--command", LATER)
            wait_until(
                lambda attempt=attempt: (
                    told().count("Hard time limit (1s) exceeded for distribution.tasks.render") == attempt
                ),
                f"the worker to be stopped for the {attempt}. time",
                log,
            )
        portal.manage("shell", "--no-imports", "--command", LATER)
        portal.manage("shell", "--no-imports", "--command", LATER)

    attempts, is_made, error, mail = json.loads(portal.manage("shell", "--no-imports", "--command", STANDS))
    assert (attempts, is_made, mail) == (3, False, "queued")
    assert "took too long" in error
    assert "Traceback" not in error
