"""The one outbox: every mail, a delivery's or an alert's, is claimed before it is sent, so that no two workers send it.

What is certain is retried or given up by itself; what is not certain (the line broke after the message had begun to
go, or the worker died) becomes 'outcome unknown', which a person settles for a delivery. `requeue_lost` is for mails
that nobody settles.
"""

from __future__ import annotations

import datetime
import logging
import smtplib
from collections.abc import Callable
from typing import TypeVar

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.domain.audit import Actor, record
from accounts.models import Outgoing
from accounts.permissions import require
from committees.powers import Powers
from distribution import rules
from distribution.domain.faults import told
from distribution.domain.letters import letter
from distribution.domain.queue import enqueue
from distribution.models import Delivery, Dispatch, Recipient

logger = logging.getLogger(__name__)

Mail = TypeVar("Mail", bound=Outgoing)
State = Outgoing.State
MAX_ATTEMPTS = 30  # with the waits below: three days of a mail server that is down on and off
LONGEST_WAIT = datetime.timedelta(hours=3)
CLAIM_EXPIRES = datetime.timedelta(minutes=15)  # three times the worker's hard limit on a task
WORKER_DIED = gettext_noop("The worker stopped while this mail was being sent.")
SWEPT_MAILS = 1000  # that one sweep asks for: where no worker takes them, the queue grows no faster


def send(delivery_id: int) -> None:
    """Send one delivery, if it is still waiting and due; as `attempt`."""
    attempt(_due(), delivery_id, letter)


def sweep() -> None:
    """Pick up the deliveries that a lost message or a dead worker left behind."""
    pick_up(_due(), "send")


def attempt(due: QuerySet[Mail], pk: int, letter: Callable[[Mail], EmailMessage]) -> None:
    """Send the mail of row `pk`, written by `letter`, if the row is among those `due`. Harmless when called twice.

    An error before the mail server was told anything is written on the row, which waits for the next attempt; one
    that is neither the network's nor the disk's is raised for the log too.
    """
    if not _claim(due, pk):
        return
    mail = _rows(due).get(pk=pk)
    try:
        message = letter(mail)
        connection = get_connection()
        connection.open()
    except Exception as error:
        _later(mail, error)
        if isinstance(error, OSError):
            return
        raise
    _hand_over(mail, message, connection)


def pick_up(due: QuerySet[Mail], task: str) -> None:
    """Ask the workers for `task` with each mail that is `due`; what a dead worker was at has an unknown outcome."""
    _lost(_rows(due)).update(state=State.UNKNOWN, error=WORKER_DIED)
    for pk in due.order_by("next_attempt_at").values_list("pk", flat=True)[:SWEPT_MAILS]:
        enqueue(task, pk)


def waiting(mails: QuerySet[Mail]) -> QuerySet[Mail]:
    """Those of `mails` whose time has come."""
    return mails.filter(state=State.QUEUED, next_attempt_at__lte=timezone.now())


def requeue_lost(mails: QuerySet[Mail]) -> None:
    """Let those of `mails` whose worker died wait for another one, unless the one before it died too."""
    _lost(mails).exclude(error=WORKER_DIED).update(state=State.QUEUED, error=WORKER_DIED)


def withdraw(dispatch: Dispatch, reason: str) -> None:
    """Let the copies of a cancelled dispatch that wait go out no more.

    The state is asked of the row itself, as in `_due`: a mail that was claimed meanwhile is on its way.
    """
    copies = Delivery.objects.filter(recipient__in=dispatch.recipients.all())
    copies.filter(state=State.QUEUED).update(state=State.FAILED, error=reason)


def resend(delivery_id: int, *, actor: Actor, powers: Powers) -> None:
    """Queue a mail again that failed or whose outcome is unknown; the person takes the risk of a second copy."""
    with transaction.atomic():
        delivery = _settled(delivery_id, "resend", powers)
        delivery.state, delivery.next_attempt_at = State.QUEUED, timezone.now()
        delivery.save(update_fields=["state", "next_attempt_at"])
        record(actor, "delivery.resend", delivery, address=delivery.address)
        enqueue("send", delivery_id)


def mark_delivered(delivery_id: int, *, actor: Actor, powers: Powers) -> None:
    """Enter that a copy reached its recipient: handed over on paper, or known to have arrived."""
    with transaction.atomic():
        delivery = _settled(delivery_id, "mark_delivered", powers)
        delivery.state, delivery.sent_at, delivery.error = State.SENT, timezone.now(), ""
        delivery.save(update_fields=["state", "sent_at", "error"])
        record(actor, "delivery.mark_delivered", delivery, address=delivery.address)


def _settled(delivery_id: int, action: str, powers: Powers) -> Delivery:
    """The delivery under lock, once the rule lets the person settle it; raises NotAllowedError otherwise."""
    rows = Delivery.objects.select_for_update(of=("self",))
    delivery = rows.select_related("recipient__dispatch__minutes__meeting").get(pk=delivery_id)
    require(rules.may(action, powers, delivery))
    return delivery


def _due() -> QuerySet[Delivery]:
    """The deliveries to be sent now.

    The state is asked of the row itself, not in a subquery or join: a second worker that waited for the row's lock on
    PostgreSQL looks at the row again, but not at what it read elsewhere.
    """
    ready = Recipient.objects.filter(dispatch__pdf__gt="", dispatch__cancelled_at=None)
    return waiting(Delivery.objects.filter(way=Delivery.Way.MAIL, recipient__in=ready))


def _lost(mails: QuerySet[Mail]) -> QuerySet[Mail]:
    """Those of `mails` whose worker died."""
    return mails.filter(state=State.SENDING, claimed_at__lt=timezone.now() - CLAIM_EXPIRES)


def _rows(mails: QuerySet[Mail]) -> QuerySet[Mail]:
    return mails.model._default_manager.all()


def _claim(due: QuerySet[Mail], pk: int) -> bool:
    claimed = due.filter(pk=pk).update(state=State.SENDING, claimed_at=timezone.now(), attempts=F("attempts") + 1)
    return bool(claimed)


def _hand_over(mail: Outgoing, message: EmailMessage, connection: BaseEmailBackend) -> None:
    try:
        connection.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        ((code, _reply),) = error.recipients.values()  # a mail of ours has one recipient
        _answered(mail, code, error)
    except smtplib.SMTPResponseException as error:
        _answered(mail, error.smtp_code, error)
    except OSError as error:
        _write(mail, State.UNKNOWN, error=told(error))
    else:
        _write(mail, State.SENT, sent_at=timezone.now(), error="")
    finally:
        try:
            connection.close()
        except OSError:
            logger.info("The mail server hung up first.")


def _answered(mail: Outgoing, code: int, error: Exception) -> None:
    """The server said no: for now (4xx) or for good (5xx)."""
    if 400 <= code < 500:
        _later(mail, error)
    else:
        _write(mail, State.FAILED, error=told(error))


def _later(mail: Outgoing, error: Exception) -> None:
    if mail.attempts >= MAX_ATTEMPTS:
        _write(mail, State.FAILED, error=told(error))
        return
    wait = min(datetime.timedelta(minutes=2 ** min(mail.attempts - 1, 10)), LONGEST_WAIT)
    _write(mail, State.QUEUED, next_attempt_at=timezone.now() + wait, error=told(error))


def _write(mail: Outgoing, state: str, **fields: object) -> None:
    """Write the outcome, unless a person or the sweeper settled the mail meanwhile."""
    claimed = type(mail)._default_manager.filter(pk=mail.pk, state=State.SENDING, attempts=mail.attempts)
    claimed.update(state=state, **fields)
    if state in (State.FAILED, State.UNKNOWN):
        logger.warning("The mail of %s %s: %s.", mail._meta.model_name, mail.pk, state)
