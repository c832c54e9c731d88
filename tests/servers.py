"""Throw-away servers for the tests: each on a free port, its data in a temporary folder, both gone at the end."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg2
import redis

from config.system_packages import postgresql_folder

# a portal with its sample takes half a minute alone, and more where three start at once on a busy machine
SECONDS_TO_START = 240
SECONDS_TO_STOP = 15


def free_port() -> int:
    """A TCP port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def clean_environment() -> dict[str, str]:
    """What a login shell gives a program, without the variables of the test run."""
    return {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}


@contextmanager
def running(
    command: Sequence[str],
    log: Path,
    is_ready: Callable[[], bool],
    *,
    env: dict[str, str] | None = None,
    cwd: Path | None = None,
    user: str | None = None,
    stop_signal: signal.Signals = signal.SIGTERM,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run `command` in a process group of its own until the block ends, its output in `log`.

    Enters the block when `is_ready` says so. Raises RuntimeError with the log when the program ends before, or is not
    ready in SECONDS_TO_START.
    """
    name = stop_signal.name.removeprefix("SIG")
    account = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["setpriv", "--pdeathsig", name, *command],
            env=clean_environment() if env is None else env,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            process_group=0,
            **account,
        )
    try:
        wait_until(lambda: process.poll() is not None or is_ready(), f"{command[0]} to start", log)
        if process.poll() is not None:
            raise RuntimeError(f"{command[0]} ended with {process.returncode}:\n{log.read_text(errors='replace')}")
        yield process
    finally:
        process.send_signal(stop_signal)
        with suppress(subprocess.TimeoutExpired):
            process.wait(SECONDS_TO_STOP)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def descendants(pid: int) -> set[int]:
    """Every process that `pid` started, and those they started."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(errors="replace").rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        parents[int(stat.parent.name)] = int(fields[1])
    found, last = {pid}, set()
    while found != last:
        last = found
        found = found | {child for child, parent in parents.items() if parent in found}
    return found


def wait_until(condition: Callable[[], bool], what: str, log: Path | None = None) -> None:
    """Return when `condition` holds; RuntimeError naming `what`, with the log, when it does not in SECONDS_TO_START."""
    deadline = time.monotonic() + SECONDS_TO_START
    while not condition():
        if time.monotonic() > deadline:
            raise RuntimeError(f"waited in vain for {what}:\n{log.read_text(errors='replace') if log else ''}")
        time.sleep(0.1)


@contextmanager
def folder_for(user: str | None) -> Iterator[Path]:
    """A temporary folder that belongs to `user`, or to us."""
    folder = Path(tempfile.mkdtemp(prefix="portal-server-"))
    try:
        if user:
            shutil.chown(folder, user)
        yield folder
    finally:
        shutil.rmtree(folder)


def unprivileged_user() -> str | None:
    """Who runs PostgreSQL, which refuses to run as root; None when we are not root ourselves."""
    if os.geteuid() != 0:
        return None
    return "postgres" if "postgres" in (entry.pw_name for entry in pwd.getpwall()) else "nobody"


@contextmanager
def postgresql() -> Iterator[str]:
    """A PostgreSQL server with one empty database; yields its URL. Its user may create more databases."""
    programs = postgresql_folder()
    if programs is None:
        raise RuntimeError("PostgreSQL's server programs are missing; `make test` installs them")
    user = unprivileged_user()
    port = free_port()
    with folder_for(user) as folder:
        # Word search by trigrams needs a locale that knows Bengali letters; plain C does not.
        as_user = (
            ["setpriv", f"--reuid={user}", f"--regid={pwd.getpwnam(user).pw_gid}", "--clear-groups"] if user else []
        )
        initdb = [str(programs / "initdb"), "--username=portal", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
        data = folder / "data"
        subprocess.run(
            [*as_user, *initdb, "--no-sync", str(data)],
            cwd=folder,
            env=clean_environment(),
            capture_output=True,
            check=True,
        )
        settings = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", f"unix_socket_directories={folder}"]
        server = [str(programs / "postgres"), "-D", str(data), "-h", "127.0.0.1", "-p", str(port)]
        url = f"postgres://portal@127.0.0.1:{port}/postgres"
        command = [*server, *(part for setting in settings for part in ("-c", setting))]
        # SIGINT ends PostgreSQL at once, SIGTERM would wait for its clients.
        with running(
            command, folder / "log", lambda: can_connect(url), cwd=folder, user=user, stop_signal=signal.SIGINT
        ):
            yield url


def can_connect(url: str) -> bool:
    """Whether PostgreSQL lets us in."""
    try:
        psycopg2.connect(url).close()
    except psycopg2.OperationalError:
        return False
    return True


def create_database(server_url: str, name: str) -> str:
    """Make an empty database on the server of `server_url` and return its URL."""
    connection = psycopg2.connect(server_url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}"')
    finally:
        connection.close()
    return f"{server_url.rsplit('/', 1)[0]}/{name}"


@contextmanager
def redis_server() -> Iterator[str]:
    """A Redis server that writes nothing to disk; yields its URL."""
    port = free_port()
    with folder_for(None) as folder:
        command = ["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--dir", str(folder)]
        with running([*command, "--save", "", "--appendonly", "no"], folder / "log", lambda: has_redis(port)):
            yield f"redis://127.0.0.1:{port}/0"


def has_redis(port: int) -> bool:
    """Whether a Redis answers on the port."""
    with redis.Redis(port=port) as client:
        try:
            return bool(client.ping())
        except redis.ConnectionError:
            return False
