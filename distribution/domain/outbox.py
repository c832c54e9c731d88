"""The one outbox: every mail is claimed before it is sent, and a recipient gets a dispatch once.

What is certain is retried or given up by itself; what is not certain (the line broke after the message had begun to
go, or the worker died) becomes 'outcome unknown' for a person to settle.
"""

from __future__ import annotations

import datetime
import logging
import smtplib
from collections.abc import Callable

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.domain.audit import Actor, record
from accounts.permissions import Verdict, require
from committees.powers import Powers
from distribution import rules
from distribution.domain.letters import letter
from distribution.domain.queue import enqueue
from distribution.models import Delivery, Recipient

logger = logging.getLogger(__name__)

State = Delivery.State
MAX_ATTEMPTS = 30  # with the waits below: three days of a mail server that is down on and off
LONGEST_WAIT = datetime.timedelta(hours=3)
CLAIM_EXPIRES = datetime.timedelta(minutes=15)  # three times the worker's hard limit on a task
SWEPT_MAILS = 1000  # that one sweep asks for: a month-end waits in the queue once, not once more every minute


def send(delivery_id: int) -> None:
    """Send one delivery, if it is still waiting and due. Harmless when called twice.

    An error before the mail server was told anything is written on the delivery, which waits for the next attempt; one
    that is neither the network's nor the disk's is raised for the log too.
    """
    if not _claim(delivery_id):
        return
    delivery = Delivery.objects.select_related("recipient__dispatch__minutes__meeting__committee").get(pk=delivery_id)
    try:
        message = letter(delivery)
        connection = get_connection()
        connection.open()
    except Exception as error:
        _later(delivery, error)
        if isinstance(error, OSError):
            return
        raise
    _hand_over(delivery, message, connection)


def sweep() -> None:
    """Pick up the mails that a lost message or a dead worker left behind."""
    now = timezone.now()
    lost = Delivery.objects.filter(state=State.SENDING, claimed_at__lt=now - CLAIM_EXPIRES)
    lost.update(state=State.UNKNOWN, error=gettext_noop("The worker stopped while this mail was being sent."))
    for pk in _due(now).order_by("next_attempt_at").values_list("pk", flat=True)[:SWEPT_MAILS]:
        enqueue("send", pk)


def resend(delivery_id: int, *, actor: Actor, powers: Powers) -> None:
    """Queue a mail again that failed or whose outcome is unknown; the person takes the risk of a second copy."""
    with transaction.atomic():
        delivery = _settled(delivery_id, rules.resend, powers)
        delivery.state, delivery.next_attempt_at = State.QUEUED, timezone.now()
        delivery.save(update_fields=["state", "next_attempt_at"])
        record(actor, "delivery.resend", delivery, address=delivery.address)
        enqueue("send", delivery_id)


def mark_delivered(delivery_id: int, *, actor: Actor, powers: Powers) -> None:
    """Enter that a copy reached its recipient: handed over on paper, or known to have arrived."""
    with transaction.atomic():
        delivery = _settled(delivery_id, rules.mark_delivered, powers)
        delivery.state, delivery.sent_at, delivery.error = State.SENT, timezone.now(), ""
        delivery.save(update_fields=["state", "sent_at", "error"])
        record(actor, "delivery.mark_delivered", delivery, address=delivery.address)


def _settled(delivery_id: int, rule: Callable[[Powers, Delivery], Verdict], powers: Powers) -> Delivery:
    """The delivery under lock, once the rule lets the person settle it; raises NotAllowedError otherwise."""
    rows = Delivery.objects.select_for_update(of=("self",))
    delivery = rows.select_related("recipient__dispatch__minutes__meeting").get(pk=delivery_id)
    require(rule(powers, delivery))
    return delivery


def _due(now: datetime.datetime) -> QuerySet[Delivery]:
    """The mails to be sent now.

    The state is asked of the row itself, not in a subquery or join: a second worker that waited for the row's lock on
    PostgreSQL looks at the row again, but not at what it read elsewhere.
    """
    ready = Recipient.objects.filter(dispatch__pdf__gt="", dispatch__cancelled_at=None)
    return Delivery.objects.filter(
        way=Delivery.Way.MAIL, state=State.QUEUED, next_attempt_at__lte=now, recipient__in=ready
    )


def _claim(delivery_id: int) -> bool:
    now = timezone.now()
    waiting = _due(now).filter(pk=delivery_id)
    return bool(waiting.update(state=State.SENDING, claimed_at=now, attempts=F("attempts") + 1))


def _hand_over(delivery: Delivery, message: EmailMessage, connection: BaseEmailBackend) -> None:
    try:
        connection.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        ((code, _reply),) = error.recipients.values()  # a mail of ours has one recipient
        _answered(delivery, code, error)
    except smtplib.SMTPResponseException as error:
        _answered(delivery, error.smtp_code, error)
    except OSError as error:
        _write(delivery, State.UNKNOWN, error=_told(error))
    else:
        _write(delivery, State.SENT, sent_at=timezone.now(), error="")
    finally:
        try:
            connection.close()
        except OSError:
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


def _told(error: Exception) -> str:
    """What the mail server or the network said, for the secretary."""
    reply: tuple[int, bytes | str]
    match error:
        case smtplib.SMTPRecipientsRefused():
            reply = next(iter(error.recipients.values()))
        case smtplib.SMTPResponseException():
            reply = error.smtp_code, error.smtp_error
        case _:
            return (str(error) or type(error).__name__)[:1000]
    code, text = reply
    return f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"[:1000]
