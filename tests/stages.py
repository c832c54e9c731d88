"""`make test`: the checks and the whole suite in stages, on servers that live as long as this program.

    .venv/bin/python -m tests.stages

Exit status 0 when every stage passed. All stages run, whatever the earlier ones said.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from tests.servers import create_database, postgresql, redis_server

BASE_DIR = Path(__file__).resolve().parent.parent
PYTEST = (sys.executable, "-m", "pytest")
IN_PROCESS = (*PYTEST, "-n", "2", "--dist", "worksteal", "-m")


class Stage(NamedTuple):
    """One program that has to end well."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]


def stages(postgresql_url: str, redis_url: str) -> list[Stage]:
    """The checks and the runs of pytest, with what each is told about the servers."""
    servers = {"TEST_POSTGRESQL_SERVER": postgresql_url, "TEST_REDIS_URL": redis_url}
    database = create_database(postgresql_url, "suite")
    return [
        Stage("checks", ("make", "check"), {}),
        Stage("unit tests, SQLite", (*IN_PROCESS, "not thorough and not browser and not processes"), servers),
        Stage("every route and whole documents, SQLite", (*IN_PROCESS, "thorough and not processes"), servers),
        Stage(
            "database tests, PostgreSQL",
            (*IN_PROCESS, "not browser and not processes"),
            {**servers, "TEST_DATABASE_URL": database},
        ),
        Stage("real processes, PostgreSQL and Redis", (*PYTEST, "-m", "processes"), servers),
        # a file keeps to one worker, which starts the portal and the browser once for all of its tests
        Stage("browser", (*PYTEST, "-n", "2", "--dist", "loadfile", "-m", "browser and not processes"), servers),
    ]


def run(stage: Stage) -> tuple[int, str]:
    """Run a stage, its output passing through; its exit status and its last line."""
    environment = {**os.environ, **stage.environment, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        stage.command, cwd=BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True, process_group=0
    ) as process:
        try:
            last = ""
            assert process.stdout
            for line in process.stdout:
                sys.stdout.write(line)
                sys.stdout.flush()
                last = line.strip() or last
        except KeyboardInterrupt:
            # Only an interrupted pytest ends the portals that it started itself; a killed one leaves them.
            os.killpg(process.pid, signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(30)
            process.kill()
            raise
    return process.returncode, last


def interrupt(*_: object) -> None:
    """End on SIGTERM as on Ctrl-C."""
    raise KeyboardInterrupt


def main() -> int:
    """Run every stage and show how each ended; 0 when all passed."""
    signal.signal(signal.SIGTERM, interrupt)
    results = []
    with postgresql() as postgresql_url, redis_server() as redis_url:
        for stage in stages(postgresql_url, redis_url):
            print(f"\n##### {stage.name}", flush=True)
            results.append((stage.name, *run(stage)))
    print("\n##### all stages")
    for name, status, last in results:
        print(f"{name}: {'passed' if status == 0 else 'FAILED'}\n  {last}")
    return int(any(status for _, status, _ in results))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
