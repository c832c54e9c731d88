"""docker-compose.yml as the tests read it: the commands and variables that production really starts with."""

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
