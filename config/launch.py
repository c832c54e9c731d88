"""The embedded portal in one terminal: web and worker, started and ended together. `make run` calls it.

    .venv/bin/python -m config.launch PORT

Exit status 0 after Ctrl-C or SIGTERM, 1 when the portal cannot start or one of its processes ends by itself.
"""

import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
from typing import NamedTuple

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connections

BASE_DIR = Path(__file__).resolve().parent.parent
SECONDS_TO_OPEN = 60
SECONDS_TO_STOP = 10


class RefusedError(Exception):
    """The portal cannot start; the message is the one line that tells why and what to do."""


class Child(NamedTuple):
    """One of the portal's processes, leader of a process group of its own."""

    name: str
    process: subprocess.Popen[bytes]


def port_number(text: str) -> int:
    """The TCP port that `text` names; RefusedError when it names none."""
    if not text.isdecimal() or not 0 < int(text) < 2**16:
        raise RefusedError(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def take_port(port: int) -> socket.socket:
    """Listen on the port from now on, so that nobody takes it before the web process does; RefusedError when taken."""
    try:
        return socket.create_server(("127.0.0.1", port))
    except OSError as error:
        reason = os.strerror(error.errno or 0).lower()
        raise RefusedError(f"Port {port}: {reason}. Choose another one: make run PORT={port % 65535 + 1}") from error


def take_folder(folder: Path, address: str) -> TextIOWrapper:
    """Lock `folder` for as long as the returned file is open; RefusedError when another portal runs on it."""
    folder.mkdir(parents=True, exist_ok=True)
    file = (folder / "portal.lock").open("a+", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        file.seek(0)
        running_at = file.read()
        file.close()
        raise RefusedError(f"This portal runs already, at {running_at}; end that one first.") from error
    file.truncate(0)
    file.write(address)
    file.flush()
    return file


def prepare() -> None:
    """Bring the database and its areas up to date, and show the sample area's logins."""
    django.setup()
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns of a folder that is not there
    call_command("migrate", verbosity=0)
    call_command("load_areas", verbosity=0)
    call_command("load_sample")
    connections.close_all()


def start(name: str, arguments: list[str], web_socket: socket.socket | None = None) -> Child:
    """Start `python arguments…` in a process group of its own: Ctrl-C reaches the launcher alone, which ends it."""
    # A launcher that is killed outright cannot end its children, so the kernel does.
    command = ["setpriv", "--pdeathsig", "TERM", sys.executable, *arguments]
    descriptors = (web_socket.fileno(),) if web_socket else ()
    process = subprocess.Popen(command, cwd=BASE_DIR, stdin=subprocess.DEVNULL, pass_fds=descriptors, process_group=0)
    return Child(name, process)


def start_web(web_socket: socket.socket) -> Child:
    """Start gunicorn on a socket that already listens. One process: SQLite takes one writer at a time anyway."""
    # gunicorn's control socket has one path for every gunicorn of a user: two portals would fight over it.
    options = ["--threads", "8", "--graceful-timeout", "5", "--no-control-socket", "--log-level", "warning"]
    return start(
        "web", ["-m", "gunicorn", "config.wsgi", "--bind", f"fd://{web_socket.fileno()}", *options], web_socket
    )


def start_worker() -> Child:
    """Start a Celery worker with the schedule inside."""
    # Celery advises against root at each start, with an option that the owner of a container has no use for.
    quietly = ["-W", "ignore:You're running the worker", "-m", "celery", "--quiet"]
    options = ["--beat", "--concurrency", "2", "--loglevel", "WARNING"]
    return start("worker", [*quietly, "--app", "config", "worker", *options])


def answers(port: int) -> bool:
    """Whether /healthz says 200. Straight to the socket: a proxy from the environment must not come between."""
    connection = http.client.HTTPConnection("localhost", port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def wait_until_open(port: int, children: list[Child]) -> bool:
    """Wait until the web answers; False when a child ended first or the time is up."""
    deadline = time.monotonic() + SECONDS_TO_OPEN
    while time.monotonic() < deadline and all(child.process.poll() is None for child in children):
        if answers(port):
            return True
        time.sleep(0.1)
    return False


def first_to_end(children: list[Child]) -> Child:
    """Wait for a child to end by itself and return it."""
    while True:
        for child in children:
            if child.process.poll() is not None:
                return child
        time.sleep(0.5)


def stop(children: list[Child]) -> None:
    """Ask every child to end, give all of them SECONDS_TO_STOP together, then kill whatever is left of their groups."""
    for child in children:
        child.process.terminate()
    deadline = time.monotonic() + SECONDS_TO_STOP
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.process.wait(max(0, deadline - time.monotonic()))
        with suppress(ProcessLookupError):
            os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()


def ask_to_stop(*_: object) -> None:
    """What Ctrl-C, SIGTERM and a closed terminal do."""
    raise KeyboardInterrupt


def run(port: int, address: str, web_socket: socket.socket) -> int:
    """Prepare, start, stay until told to stop; the exit status."""
    asking = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    for number in asking:
        signal.signal(number, ask_to_stop)
    children: list[Child] = []
    try:
        prepare()
        children.append(start_web(web_socket))
        web_socket.close()
        children.append(start_worker())
        if not wait_until_open(port, children):
            say("The portal did not open; the lines above say why.")
            return 1
        say(f"\nThe portal is open at {address}   (Ctrl-C ends it)")
        ended = first_to_end(children)
        say(f"The {ended.name} ended by itself with status {ended.process.returncode}; the rest is being stopped.")
        return 1
    except KeyboardInterrupt:
        say("\nStopping the portal.")
        return 0
    finally:
        for number in asking:
            signal.signal(number, signal.SIG_IGN)
        stop(children)


def say(line: str) -> None:
    """Print a line at once, also into a pipe."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(port_text: str) -> int:
    """Run the portal on the port; 0 when it was asked to stop, else 1."""
    try:
        if "DATABASE_URL" in os.environ:
            raise RefusedError("DATABASE_URL is set, and this is the embedded portal with sample data: unset it first.")
        port = port_number(port_text)
        address = f"http://localhost:{port}"
        os.environ["PORTAL_URL"] = address
        # the folder first: of a portal that runs already, its address helps more than another port would
        with take_folder(settings.VAR_DIR, address), take_port(port) as web_socket:
            return run(port, address, web_socket)
    except RefusedError as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
