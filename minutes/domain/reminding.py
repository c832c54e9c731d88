"""Reminding whoever may sign of minutes that wait, after as many days as their committee has set."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from committees.powers import Role
from committees.seating import hands
from minutes.models import Minutes, Reminder


def remind() -> None:
    """Queue the reminders that are due today: to each holder of the chair's post and each deputy who signs.

    They are due when the minutes have been in review for the committee's `reminder_days`, and again after as many
    days. However often this runs, nobody gets the same one twice; one whose day was missed is not sent later.
    """
    waiting = Minutes.objects.filter(
        state=Minutes.State.IN_REVIEW, meeting__committee__reminder_days__isnull=False
    ).select_related("meeting__committee")
    Reminder.objects.bulk_create(_due(list(waiting)), ignore_conflicts=True)


def _due(waiting: list[Minutes]) -> Iterator[Reminder]:
    today = timezone.localdate()
    signers = hands({minutes.meeting.committee_id for minutes in waiting}, today)
    for minutes in waiting:
        committee = minutes.meeting.committee
        number = (today - timezone.localdate(minutes.state_since)).days // (committee.reminder_days or 1)
        able = signers[committee.pk, str(Role.CHAIR)].able if number else ()
        for person in {each.tenure.person for each in able}:
            if person.is_active:
                yield Reminder(
                    minutes=minutes, version=minutes.version, person=person, number=number, address=person.email
                )
