"""Mail for the embedded portal: every message becomes an .eml file in a folder, and a page shows them."""

from __future__ import annotations

import datetime
import email
import email.policy
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage as ParsedMessage
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone


class EmailBackend(BaseEmailBackend):
    """Writes each message to settings.MAIL_FOLDER; a file appears whole or not at all."""

    def open(self) -> bool:
        """Make the folder; an OSError means, as with a server, that nothing has left."""
        Path(settings.MAIL_FOLDER).mkdir(parents=True, exist_ok=True)
        return True

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self.open()
        folder = Path(settings.MAIL_FOLDER)
        for message in email_messages:
            name = f"{timezone.now():%Y%m%dT%H%M%S%f}-{uuid.uuid4().hex[:8]}"
            unfinished = folder / f"{name}.part"
            unfinished.write_bytes(message.message().as_bytes())
            unfinished.rename(folder / f"{name}.eml")
        return len(email_messages)


@dataclass(frozen=True)
class Letter:
    """A mail in the folder. `attachments`: file name and bytes of each."""

    name: str
    at: datetime.datetime
    to: str
    subject: str
    body: str
    attachments: tuple[tuple[str, bytes], ...]


def names() -> list[str]:
    """The names of the mails in the folder, newest first."""
    return sorted((path.stem for path in Path(settings.MAIL_FOLDER).glob("*.eml")), reverse=True)


def read(name: str) -> Letter:
    """The mail called `name`; raises LookupError when there is none of exactly that name."""
    path = next((p for p in Path(settings.MAIL_FOLDER).glob("*.eml") if p.stem == name), None)
    if path is None:
        raise LookupError(name)
    parsed = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    if not isinstance(parsed, ParsedMessage):
        raise TypeError("The default policy parses into EmailMessage.")
    body = parsed.get_body(("plain",))
    return Letter(
        name=name,
        at=datetime.datetime.fromtimestamp(path.stat().st_mtime, tz=datetime.UTC),
        to=str(parsed["To"]),
        subject=str(parsed["Subject"]),
        body=str(body.get_content()) if body else "",
        attachments=tuple(
            (part.get_filename("attachment"), payload)
            for part in parsed.iter_attachments()
            if isinstance(payload := part.get_payload(decode=True), bytes)
        ),
    )
