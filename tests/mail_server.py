"""A mail server for the tests that really speaks SMTP, and fails on request in the ways real ones do."""

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import NamedTuple

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.servers import free_port


class Received(NamedTuple):
    """One accepted mail: its envelope, and its content as it came and parsed."""

    sender: str
    recipients: list[str]
    content: bytes

    @property
    def message(self) -> EmailMessage:
        """The content, headers and parts decoded."""
        return message_from_bytes(self.content, _class=EmailMessage, policy=policy.default)


class SmtpServer:
    """What the server got and how it behaves.

    `refuse` maps a recipient's address to the reply it gets, for instance "550 5.1.1 no such user"; `reply_to_data`
    is the reply to a mail's content, for instance "451 4.3.0 come back later"; with `drop_after_data` the connection
    breaks off after the content has arrived and been kept, before any reply: the sender cannot know.
    """

    def __init__(self, port: int) -> None:
        self.host = "127.0.0.1"
        self.port = port
        self.url = f"smtp://{self.host}:{port}"
        self.forget()

    def forget(self) -> None:
        """Behave well again, with nothing received."""
        self.received: list[Received] = []
        self.refuse: dict[str, str] = {}
        self.reply_to_data = "250 2.0.0 kept"
        self.drop_after_data = False

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name for it
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 known"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        if self.drop_after_data or self.reply_to_data.startswith("2"):
            self.received.append(
                Received(str(envelope.mail_from), list(envelope.rcpt_tos), bytes(envelope.content or b""))
            )
        if self.drop_after_data:
            server.transport.abort()
        return self.reply_to_data


@contextmanager
def smtp_server() -> Iterator[SmtpServer]:
    """A running server on a free port."""
    server = SmtpServer(free_port())
    controller = Controller(server, hostname=server.host, port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
