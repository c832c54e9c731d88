"""A portal that runs in processes of its own, as the tests see it."""

import http.client
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

BASE_DIR = Path(__file__).resolve().parent.parent


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
