"""The portal in production, without containers: the processes of docker-compose.yml on real servers."""

import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.mail_server import SmtpServer, smtp_server
from tests.operations.compose import SERVICES, build_environment, portal_environment
from tests.portal import BASE_DIR, Portal, status_of
from tests.servers import clean_environment, create_database, free_port, running


@dataclass(frozen=True)
class ProductionPortal(Portal):
    """A portal in production: the mail server it sends through, and a log file for each of its processes.

    The proxy in front of it is missing here: a visitor sends `X-Forwarded-Proto: https` himself.
    """

    relay: SmtpServer

    def log(self, service: str) -> str:
        """What a process has said so far."""
        return (self.folder / f"{service}.log").read_text(errors="replace")


@pytest.fixture(scope="session")
def production_portal(
    postgresql_url: str, redis_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ProductionPortal]:
    """Migrate, web, worker and beat as docker-compose.yml has them; only the addresses are those of this machine."""
    folder = tmp_path_factory.mktemp("production")
    port = free_port()
    programs = str(Path(sys.executable).parent)
    with ExitStack() as stack:
        relay = stack.enter_context(smtp_server())
        system = clean_environment()
        env = {
            **system,
            **portal_environment("web", relay.url),
            "PATH": f"{programs}:{system['PATH']}",
            "VAR_DIR": str(folder),
            "DATABASE_URL": create_database(postgresql_url, "production"),
            "CELERY_BROKER_URL": redis_url,
            "PORTAL_URL": f"https://localhost:{port}",
        }
        portal = ProductionPortal(f"http://localhost:{port}", folder, env, relay)
        replace(portal, env={**system, **build_environment(), "VAR_DIR": str(folder)}).manage(
            "collectstatic", "--noinput"
        )
        subprocess.run(
            shlex.split(SERVICES["migrate"]["command"]), cwd=BASE_DIR, env=env, capture_output=True, check=True
        )
        for service, is_ready in (
            ("web", lambda: status_of(f"{portal.url}/healthz") == 200),
            ("worker", lambda: " ready." in portal.log("worker")),
            ("beat", lambda: "beat: Starting" in portal.log("beat")),
        ):
            command = shlex.split(SERVICES[service]["command"].replace("0.0.0.0:8000", f"127.0.0.1:{port}"))
            stack.enter_context(running(command, folder / f"{service}.log", is_ready, env=env, cwd=BASE_DIR))
        yield portal
