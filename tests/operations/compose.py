"""docker-compose.yml and Dockerfile as the tests read them: the commands and variables of production itself."""

import re
import secrets
from typing import Any

import yaml

from tests.portal import BASE_DIR

FILE = BASE_DIR / "docker-compose.yml"
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))["services"]
IMAGE = "ict-committee-minutes"


def portal_services() -> set[str]:
    """The services that run the portal's own image."""
    return {name for name, service in SERVICES.items() if service["image"] == IMAGE}


def build_environment() -> dict[str, str]:
    """The variables that the image is given while `collectstatic` runs in it."""
    text = (BASE_DIR / "Dockerfile").read_text(encoding="utf-8")
    before = text.partition("python manage.py collectstatic")[0].rpartition("&&")[2]
    return dict(re.findall(r"([A-Z_]+)=(\S+)", before))


def portal_environment(service: str, email_url: str) -> dict[str, str]:
    """A service's variables, with what the owner's .env file would give filled in."""
    given = {
        "PORTAL_HOST": "minutes.example.gov.bd",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "POSTGRES_PASSWORD": "letters",
        "EMAIL_URL": email_url,
        "DEFAULT_FROM_EMAIL": "portal@example.gov.bd",
    }
    return {
        name: re.sub(r"\$\{(\w+):\?\}", lambda match: given[match[1]], value)
        for name, value in SERVICES[service]["environment"].items()
    }
