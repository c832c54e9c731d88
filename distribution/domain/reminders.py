"""Mails that remind of minutes which wait to be signed; the portal's first page says so in any case."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Exists, OuterRef, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from distribution.domain import outbox
from minutes.models import Minutes, Reminder


def send(reminder_id: int) -> None:
    """Send the mail of one reminder, if it is still waiting and due; as `outbox.attempt`."""
    outbox.attempt(_due(), reminder_id, letter)


def sweep() -> None:
    """Ask for the reminders that wait. One whose worker died is not sent again: the next one comes anyway."""
    outbox.pick_up(_due(), "send_reminder")


def letter(reminder: Reminder) -> EmailMessage:
    """The mail for `reminder`, in the person's language: which minutes, since when, where they lie."""
    minutes = reminder.minutes
    with translation.override(reminder.person.language):
        context = {
            "minutes": minutes,
            "days": (timezone.localdate() - timezone.localdate(minutes.state_since)).days,
            "link": settings.PORTAL_URL + reverse("minutes:review", args=[minutes.pk]),
        }
        subject = _("Minutes wait for you: %(committee)s") % {"committee": minutes.meeting.committee.name}
        return EmailMessage(
            subject=" ".join(subject.split()),
            body=render_to_string("distribution/reminder_body.txt", context),
            to=[reminder.address],
        )


def _due() -> QuerySet[Reminder]:
    """The reminders to be sent now: of minutes that are still in the review that they remind of, to open accounts.

    Both are asked in subqueries, as `outbox` says why the state of the mail is not.
    """
    still = Minutes.objects.filter(pk=OuterRef("minutes"), state=Minutes.State.IN_REVIEW, version=OuterRef("version"))
    open_accounts = User.objects.filter(is_active=True)
    return outbox.waiting(Reminder.objects.filter(Exists(still), person__in=open_accounts))
