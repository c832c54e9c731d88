"""What a Debian or Ubuntu machine lacks for `make run` or `make test`, and putting it there.

Runs on the machine's own Python before `.venv` exists, so it imports the standard library alone.

    python3 config/system_packages.py run|test

Exit status 0 when nothing is missing any more, 1 when a person has to install something first.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

OLDEST_PYTHON = (3, 11)
# Debian's `chromium` is the one the tests are made with; Ubuntu has it only as a snap, so another one will do as well.
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def postgresql_folder() -> Path | None:
    """The folder of the newest PostgreSQL server programs; Debian keeps them out of PATH, one folder a version."""
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(folders, key=lambda folder: int(folder.parent.name), default=None)


def has_library(name: str) -> bool:
    """Whether the dynamic linker finds the shared library of this file name."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def has_program(*names: str) -> bool:
    """Whether one of these programs is in PATH."""
    return any(shutil.which(name) for name in names)


class Need(NamedTuple):
    """A Debian package, and how to see that what it brings is there, wherever it came from."""

    package: str
    is_met: Callable[[], bool]


RUN = (
    Need(
        f"python{sys.version_info.major}.{sys.version_info.minor}-venv",
        lambda: importlib.util.find_spec("ensurepip") is not None,
    ),
    Need("libpango-1.0-0", lambda: has_library("libpango-1.0.so.0")),
    Need("libpangoft2-1.0-0", lambda: has_library("libpangoft2-1.0.so.0")),
    Need("libharfbuzz-subset0", lambda: has_library("libharfbuzz-subset.so.0")),
    Need("gettext", lambda: has_program("msgfmt")),
)
TEST = (
    *RUN,
    Need("postgresql", lambda: postgresql_folder() is not None),
    Need("redis-server", lambda: has_program("redis-server")),
    Need("chromium", lambda: has_program(*BROWSERS)),
    Need("poppler-utils", lambda: has_program("pdftotext")),
    Need("libreoffice-writer-nogui", lambda: has_program("soffice")),
    Need("libnss3-tools", lambda: has_program("certutil")),
)
NEEDS = {"run": RUN, "test": TEST}


def missing_packages(needs: Iterable[Need]) -> list[str]:
    """The packages whose need is not met, in the order given."""
    return [need.package for need in needs if not need.is_met()]


def apt_line(packages: list[str]) -> str:
    """The command that a person types to install these packages."""
    return f"sudo apt-get install -y {' '.join(packages)}"


def way_to_root() -> list[str] | None:
    """What to put before a command so that it runs as root: nothing or sudo; None where there is no way."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    without_password = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    return ["sudo"] if without_password or sys.stdin.isatty() else None


def install(packages: list[str], prefix: list[str]) -> bool:
    """Install by apt-get behind `prefix`; whether apt-get says it worked."""
    apt_get = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
    subprocess.run([*apt_get, "update"], check=False)
    command = [*apt_get, "install", "-y", "--no-install-recommends", *packages]
    return subprocess.run(command, check=False).returncode == 0


def main(command: str) -> int:
    """Make the machine ready for `command` ("run" or "test"); 0 when it is, 1 when a person must act first."""
    if sys.version_info < OLDEST_PYTHON:
        sys.stderr.write(f"Python 3.11 or newer is needed; {sys.executable} is {sys.version.split()[0]}.\n")
        return 1
    missing = missing_packages(NEEDS[command])
    if not missing:
        return 0
    prefix = way_to_root() if shutil.which("apt-get") else None
    if prefix is not None:
        sys.stderr.write(f"Installing what this machine lacks: {' '.join(missing)}\n")
        if install(missing, prefix) and not missing_packages(NEEDS[command]):
            return 0
    sys.stderr.write(f"This machine lacks what `make {command}` needs. Install it, then start again:\n")
    sys.stderr.write(f"  {apt_line(missing)}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
