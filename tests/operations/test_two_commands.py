"""`make run` starts a whole portal, says one clear line when it cannot, and leaves nothing behind."""

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.portal import BASE_DIR, Portal, status_of
from tests.servers import clean_environment, descendants, free_port, wait_until

pytestmark = pytest.mark.processes


def environment(folder: Path) -> dict[str, str]:
    return {**clean_environment(), "VAR_DIR": str(folder)}


def refused_run(port: object, folder: Path, **variables: str) -> tuple[int, list[str]]:
    """The status of a `make run` that cannot start, and what it said besides make's own line."""
    command = ["timeout", "60", "make", "run", f"PORT={port}"]  # a portal that starts after all is not left behind
    result = subprocess.run(
        command, cwd=BASE_DIR, env={**environment(folder), **variables}, capture_output=True, text=True, check=False
    )
    return result.returncode, [line for line in result.stderr.splitlines() if not line.startswith("make: ***")]


def alive(pids: set[int]) -> dict[int, str]:
    """Those of the processes that still run, with their command lines."""
    commands = {}
    for pid in pids:
        try:
            commands[pid] = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
        except (FileNotFoundError, ProcessLookupError):
            continue
    return {pid: command for pid, command in commands.items() if command}


@pytest.fixture
def folder(sample: Path, tmp_path: Path) -> Path:
    """The folder of a portal that has been started before, which is quicker to start again."""
    return shutil.copytree(sample, tmp_path / "var")


@contextmanager
def make_run(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], str, Path]]:
    """A `make run` as in a terminal of its own, open for visitors; with its address and the file of what it prints."""
    port = free_port()
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["make", "run", f"PORT={port}"],
            cwd=BASE_DIR,
            env=environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            process_group=0,
        )
    try:
        wait_until(lambda: "The portal is open" in log.read_text() or process.poll() is not None, "make run", log)
        assert process.poll() is None, log.read_text()
        yield process, f"http://localhost:{port}", log
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(30)


def test_ctrl_c_ends_every_process_and_no_other_portal(folder: Path, live_portal: Portal):
    with make_run(folder) as (process, address, log):
        started = descendants(process.pid)
        commands = " ".join(alive(started).values())
        assert "gunicorn" in commands
        assert "celery" in commands
        assert f"The portal is open at {address} " in log.read_text()

        os.killpg(process.pid, signal.SIGINT)  # what a terminal does on Ctrl-C
        process.wait(30)

        assert alive(started) == {}
        assert status_of(f"{address}/healthz") is None
    assert status_of(f"{live_portal.url}/healthz") == 200


@pytest.mark.parametrize("name", ["gunicorn", "celery"])
def test_when_one_process_dies_the_rest_is_stopped_and_the_status_tells(folder: Path, name: str):
    with make_run(folder) as (process, _, log):
        started = descendants(process.pid)
        victim = min(pid for pid, command in alive(started).items() if f"-m {name}" in command)

        os.kill(victim, signal.SIGKILL)
        process.wait(30)

        assert process.returncode != 0
        assert "ended by itself with status -9" in log.read_text()
        assert alive(started) == {}


def test_a_launcher_that_is_killed_takes_its_processes_along(folder: Path):
    with make_run(folder) as (process, _, _log):
        started = descendants(process.pid)
        launcher = next(pid for pid, command in alive(started).items() if "-m config.launch" in command)

        os.kill(launcher, signal.SIGKILL)
        process.wait(30)

        wait_until(lambda: alive(started) == {}, "web and worker to end")


def test_a_port_in_use_is_told_in_one_line_before_anything_starts(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        status, lines = refused_run(port, tmp_path)

    assert status != 0
    assert lines == [f"Port {port}: address already in use. Choose another one: make run PORT={port + 1}"]
    assert not (tmp_path / "portal.sqlite3").exists()


def test_a_second_start_in_the_same_folder_is_told_in_one_line(live_portal: Portal):
    status, lines = refused_run(free_port(), live_portal.folder)

    assert status != 0
    assert lines == [f"This portal runs already, at {live_portal.url}; end that one first."]


@pytest.mark.parametrize("port", ["eight", "0", "65536", "-1", "80 81"])
def test_a_port_that_is_none_is_told_in_one_line(tmp_path: Path, port: str):
    status, lines = refused_run(port, tmp_path)

    assert status != 0
    assert lines == [f"PORT must be a number from 1 to 65535, not {port!r}."]


def test_the_sample_data_cannot_get_into_a_production_database(tmp_path: Path):
    status, lines = refused_run(free_port(), tmp_path, DATABASE_URL="postgres://portal@localhost/portal")

    assert status != 0
    assert len(lines) == 1
    assert lines[0].startswith("DATABASE_URL is set")
