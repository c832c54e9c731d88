"""`make test`: the checks and the whole suite in stages, on servers that live as long as this program.

    .venv/bin/python -m tests.stages

Exit status 0 when every stage passed. All stages run, whatever the earlier ones said.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, NamedTuple

from tests.servers import create_database, postgresql, redis_server

BASE_DIR = Path(__file__).resolve().parent.parent
PYTEST = (sys.executable, "-m", "pytest")
IN_PROCESS = (*PYTEST, "-n", "logical", "--maxprocesses", "4", "--dist", "worksteal", "-m")
# a file keeps to one worker, which starts the portal it needs once for all of its tests
BY_FILE = (*PYTEST, "-n", "2", "--dist", "loadfile", "-m")

WITHOUT_A_DATABASE = ("bangla", "documents")


class Stage(NamedTuple):
    """One program that has to end well."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]


class Result(NamedTuple):
    """How a stage ended, and the last line that it printed."""

    name: str
    status: int
    last: str


def stages(postgresql_url: str, redis_url: str) -> list[list[Stage]]:
    """The checks and the runs of pytest, with what each is told about the servers; a list's own run side by side."""
    servers = {"TEST_POSTGRESQL_SERVER": postgresql_url, "TEST_REDIS_URL": redis_url}
    database = create_database(postgresql_url, "suite")
    return [
        [Stage("checks", ("make", "check"), {})],
        [Stage("unit tests, SQLite", (*IN_PROCESS, "not thorough and not browser and not processes"), servers)],
        [Stage("thorough tests, SQLite", (*IN_PROCESS, "thorough and not processes"), servers)],
        [
            Stage(
                "database tests, PostgreSQL",
                (
                    *IN_PROCESS,
                    "not browser and not processes",
                    *(f"--ignore=tests/{room}" for room in WITHOUT_A_DATABASE),
                ),
                {**servers, "TEST_DATABASE_URL": database},
            )
        ],
        # Both wait more than they compute: for a page, or for a process to start.
        [
            Stage("browser", (*BY_FILE, "browser and not processes"), servers),
            Stage("real processes, PostgreSQL and Redis", (*BY_FILE, "processes"), servers),
        ],
    ]


def run(together: Sequence[Stage]) -> list[Result]:
    """Run stages side by side. The first one's output passes through, each other's is shown when its turn has come."""
    with ExitStack() as files:
        kept = [None, *(files.enter_context(TemporaryFile("w+")) for _ in together[1:])]
        processes = [start(stage, file) for stage, file in zip(together, kept, strict=True)]
        results = []
        try:
            for stage, process, file in zip(together, processes, kept, strict=True):
                print(f"\n##### {stage.name}", flush=True)
                last = show(output_of(process, file))
                results.append(Result(stage.name, process.wait(), last))
        except KeyboardInterrupt:
            for process in processes:
                end(process)
            raise
    return results


def start(stage: Stage, file: IO[str] | None) -> subprocess.Popen[str]:
    """Start a stage in a process group of its own; its output goes into `file`, or into a pipe."""
    # Some fifty processes import the portal here: each would compile it anew where byte code is not kept.
    environment = {**os.environ, **stage.environment, "PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": ""}
    return subprocess.Popen(
        stage.command,
        cwd=BASE_DIR,
        env=environment,
        stdout=file or subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        process_group=0,
    )


def output_of(process: subprocess.Popen[str], file: IO[str] | None) -> IO[str]:
    """The lines of a running stage, or of the file in which those of an ended one were kept."""
    if file:
        process.wait()
        file.seek(0)
    lines = file or process.stdout
    assert lines
    return lines


def show(lines: Iterable[str]) -> str:
    """Print the lines as they come; the last one that is not empty."""
    last = ""
    for line in lines:
        sys.stdout.write(line)
        sys.stdout.flush()
        last = line.strip() or last
    return last


def end(process: subprocess.Popen[str]) -> None:
    """End a stage as Ctrl-C would: an interrupted pytest ends the portals that it started, a killed one leaves them."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGINT)
    with suppress(subprocess.TimeoutExpired):
        process.wait(30)
    process.kill()


def interrupt(*_: object) -> None:
    """End on SIGTERM as on Ctrl-C."""
    raise KeyboardInterrupt


def main() -> int:
    """Run every stage and show how each ended; 0 when all passed."""
    signal.signal(signal.SIGTERM, interrupt)
    with postgresql() as postgresql_url, redis_server() as redis_url:
        results = [result for together in stages(postgresql_url, redis_url) for result in run(together)]
    print("\n##### all stages")
    for result in results:
        print(f"{result.name}: {'passed' if result.status == 0 else 'FAILED'}\n  {result.last}")
    return int(any(result.status for result in results))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
