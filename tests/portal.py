"""A portal that runs in processes of its own, as the tests see it."""

import http.client
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests import servers

BASE_DIR = Path(__file__).resolve().parent.parent
DATABASE = "portal.sqlite3"
EARLIER = """
from django.contrib.sessions.models import Session
from django.contrib.sessions.backends.db import SessionStore
for row in Session.objects.all():
    store = SessionStore(row.session_key)
    for proof in store.get("account_authentication_methods", []):
        proof["at"] -= {minutes} * 60
    if "seen" in store:
        store["seen"] -= {minutes} * 60
    store.modified = True
    store.save()
"""


@dataclass(frozen=True)
class Portal:
    """Where a running portal answers, the folder it keeps its data in, and the environment of its processes."""

    url: str
    folder: Path
    env: dict[str, str]

    def manage(self, *arguments: str) -> str:
        """What `manage.py` prints for these arguments, run in the portal's own environment; it must succeed."""
        command = [sys.executable, "manage.py", *arguments]
        result = subprocess.run(command, cwd=BASE_DIR, env=self.env, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stderr
        return result.stdout

    def begin_again(self, beginning: Path) -> None:
        """Let the running portal hold what the folder `beginning` holds; who is signed in stays so."""
        with (
            closing(sqlite3.connect(f"file:{beginning / DATABASE}?immutable=1", uri=True)) as source,
            closing(sqlite3.connect(self.folder / DATABASE)) as database,
        ):
            sessions = database.execute("SELECT * FROM django_session").fetchall()
            source.backup(database)
            with database:
                database.executemany("INSERT INTO django_session VALUES (?, ?, ?)", sessions)

    def let_time_pass(self, minutes: int) -> None:
        """Let it be that many minutes since anything happened in a session, and since anybody proved who they are."""
        self.manage("shell", "-c", EARLIER.format(minutes=minutes))


@contextmanager
def embedded_portal(folder: Path) -> Iterator[Portal]:
    """The portal of `make run` in processes of its own, until the block ends."""
    with launched(folder, servers.free_port()) as (portal, _launcher):
        yield portal


@contextmanager
def launched(folder: Path, port: int) -> Iterator[tuple[Portal, subprocess.Popen[bytes]]]:
    """The same at that port, with the process that started its others."""
    portal = Portal(f"http://localhost:{port}", folder, {**servers.clean_environment(), "VAR_DIR": str(folder)})
    command = [sys.executable, "-m", "config.launch", str(port)]
    log = folder / "log"
    with servers.running(
        command, log, lambda: "The portal is open" in log.read_text(errors="replace"), env=portal.env, cwd=BASE_DIR
    ) as launcher:
        assert status_of(f"{portal.url}/healthz") == 200
        yield portal, launcher


def status_of(url: str) -> int | None:
    """The HTTP status of a GET, redirects not followed; None when nobody answers. No proxy comes between."""
    address = urlsplit(url)
    connection = http.client.HTTPConnection(address.netloc, timeout=10)
    try:
        connection.request("GET", address.path or "/")
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
