"""Mails that tell people what was done to their account; the portal's page tells it in any case."""

from __future__ import annotations

import datetime
import logging
import smtplib

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import Alert

logger = logging.getLogger(__name__)

GIVE_UP = datetime.timedelta(hours=6)
SWEPT = 20  # that one sweep sends itself: they are few, and the worker has other mails to send


def sweep() -> None:
    """Send the alerts that wait, each claimed first."""
    waiting = Alert.objects.filter(mailed_at=None, at__gt=timezone.now() - GIVE_UP)
    for alert in waiting.select_related("person", "by").order_by("at")[:SWEPT]:
        if Alert.objects.filter(pk=alert.pk, mailed_at=None).update(mailed_at=timezone.now()):
            _send(alert)


def _send(alert: Alert) -> None:
    """Send it, or let it wait for the next sweep; unlike a dispatch, it may come twice where the line breaks off."""
    try:
        letter(alert).send()
    except smtplib.SMTPRecipientsRefused:
        logger.warning("The address of alert %s takes no mail.", alert.pk)
    except OSError:
        Alert.objects.filter(pk=alert.pk).update(mailed_at=None)


def letter(alert: Alert) -> EmailMessage:
    """The mail for `alert`, in the person's language."""
    with translation.override(alert.person.language):
        context = {"alert": alert, "portal": settings.PORTAL_URL}
        return EmailMessage(
            subject=_("Your account in the portal of ICT committee minutes"),
            body=render_to_string("distribution/alert_body.txt", context),
            to=[alert.address],
        )
