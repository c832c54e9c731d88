"""The one outbox: every mail is claimed before it is sent, and a recipient gets a dispatch once.

What is certain is retried or given up by itself; what is not certain (the line broke after the message had begun to
go, or the worker died) becomes 'outcome unknown' for a person to settle.
"""

from __future__ import annotations

import datetime
import logging
import smtplib

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F
from django.utils import timezone

from accounts.domain.audit import Actor, record
from accounts.permissions import require
from committees.powers import Powers
from distribution import rules
from distribution.domain.letters import letter
from distribution.domain.queue import enqueue
from distribution.models import Delivery, Dispatch

logger = logging.getLogger(__name__)

State = Delivery.State
MAX_ATTEMPTS = 30  # with the waits below: three days of a mail server that is down on and off
LONGEST_WAIT = datetime.timedelta(hours=3)
CLAIM_EXPIRES = datetime.timedelta(minutes=15)  # three times the worker's hard limit on a task
RENDER_PATIENCE = datetime.timedelta(minutes=2)


def send(delivery_id: int) -> None:
    """Send one delivery, if it is still waiting and due. Harmless when called twice."""
    if not _claim(delivery_id):
        return
    delivery = Delivery.objects.select_related("recipient__dispatch__minutes__meeting__committee").get(pk=delivery_id)
    message = letter(delivery)
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        _later(delivery, error)  # nothing has left the house yet
        return
    _hand_over(delivery, message, connection)


def sweep() -> None:
    """Pick up what a lost message or a dead worker left behind; beat runs it every minute."""
    now = timezone.now()
    lost = Delivery.objects.filter(state=State.SENDING, claimed_at__lt=now - CLAIM_EXPIRES)
    lost.update(state=State.UNKNOWN, error="The worker stopped while this mail was being sent.")
    unrendered = Dispatch.objects.filter(
        pdf="", cancelled_at=None, issued_at__lt=now - RENDER_PATIENCE, document__gt=""
    )
    for pk in unrendered.values_list("pk", flat=True):
        enqueue("render", pk)
    due = Delivery.objects.filter(
        way=Delivery.Way.MAIL, state=State.QUEUED, next_attempt_at__lte=now, recipient__dispatch__pdf__gt=""
    )
    for pk in due.values_list("pk", flat=True):
        enqueue("send", pk)


def resend(delivery_id: int, *, actor: Actor, powers: Powers) -> None:
    """Queue a mail again that failed or whose outcome is unknown; the person takes the risk of a second copy."""
    if _settle(delivery_id, [State.FAILED, State.UNKNOWN], State.QUEUED, "delivery.resend", actor, powers):
        enqueue("send", delivery_id)


def mark_delivered(delivery_id: int, *, actor: Actor, powers: Powers) -> None:
    """Enter that a copy reached its recipient: handed over on paper, or known to have arrived."""
    _settle(
        delivery_id, [State.QUEUED, State.FAILED, State.UNKNOWN], State.SENT, "delivery.mark_delivered", actor, powers
    )


def _claim(delivery_id: int) -> bool:
    now = timezone.now()
    waiting = Delivery.objects.filter(
        pk=delivery_id,
        way=Delivery.Way.MAIL,
        state=State.QUEUED,
        next_attempt_at__lte=now,
        recipient__dispatch__pdf__gt="",
        recipient__dispatch__cancelled_at=None,
    )
    return bool(waiting.update(state=State.SENDING, claimed_at=now, attempts=F("attempts") + 1))


def _hand_over(delivery: Delivery, message: EmailMessage, connection: BaseEmailBackend) -> None:
    try:
        connection.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        code = max((reply[0] for reply in error.recipients.values()), default=550)
        _answered(delivery, code, error)
    except smtplib.SMTPResponseException as error:
        _answered(delivery, error.smtp_code, error)
    except (OSError, smtplib.SMTPException) as error:
        _write(delivery, State.UNKNOWN, error=_told(error))
    else:
        _write(delivery, State.SENT, sent_at=timezone.now(), error="")
    finally:
        try:
            connection.close()
        except (OSError, smtplib.SMTPException):
            logger.info("The mail server hung up first.")


def _answered(delivery: Delivery, code: int, error: Exception) -> None:
    """The server said no: for now (4xx) or for good (5xx)."""
    if 400 <= code < 500:
        _later(delivery, error)
    else:
        _write(delivery, State.FAILED, error=_told(error))


def _later(delivery: Delivery, error: Exception) -> None:
    if delivery.attempts >= MAX_ATTEMPTS:
        _write(delivery, State.FAILED, error=_told(error))
        return
    wait = min(datetime.timedelta(minutes=2 ** min(delivery.attempts - 1, 10)), LONGEST_WAIT)
    _write(delivery, State.QUEUED, next_attempt_at=timezone.now() + wait, error=_told(error))


def _write(delivery: Delivery, state: str, **fields: object) -> None:
    """Write the outcome, unless a person or the sweeper settled the delivery meanwhile."""
    Delivery.objects.filter(pk=delivery.pk, state=State.SENDING, attempts=delivery.attempts).update(
        state=state, **fields
    )


def _settle(delivery_id: int, sources: list[State], target: State, action: str, actor: Actor, powers: Powers) -> bool:
    delivery = Delivery.objects.select_related("recipient__dispatch__minutes__meeting").get(pk=delivery_id)
    require(rules.handle(powers, delivery.recipient.dispatch))
    fields: dict[str, object] = {"state": target, "error": "", "next_attempt_at": timezone.now()}
    if target == State.SENT:
        fields["sent_at"] = timezone.now()
    moved = Delivery.objects.filter(pk=delivery_id, state__in=sources).update(**fields)
    if moved:
        record(actor, action, delivery, address=delivery.address)
    return bool(moved)


def _told(error: Exception) -> str:
    """What the mail server or the network said, for the secretary."""
    return (str(error) or type(error).__name__)[:1000]
