"""The portal's pages as a person's browser gets them, in English: so the tests name messages as the code does."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from django.test import Client

from accounts.models import User


def browser(user: User, language: str = "en") -> Client:
    client = Client()
    client.cookies["django_language"] = language
    client.force_login(user)
    return client


def page(response: Any) -> str:
    return str(response.content.decode())


def escaped(text: str) -> str:
    """`text` as Django writes it into a page."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def ids_standing_twice(shown: str) -> set[str]:
    return {name for name, count in Counter(re.findall(r'\bid="([^"]+)"', shown)).items() if count > 1}
