"""Minutes that wait for the chair are called to mind by mail, through the one outbox, against a real mail server."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as conf
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from committees.models import Committee, Tenure
from distribution import tasks
from distribution.domain.outbox import CLAIM_EXPIRES
from minutes.domain import reminding, signing
from minutes.models import Minutes, Reminder
from tests.distribution.broker import Broker
from tests.factories import Seated, acting
from tests.mail_server import SmtpServer
from tests.minutes.drafts import in_review, sign
from tests.minutes.test_deputy import deputy_of

pytestmark = pytest.mark.django_db
State = Reminder.State


@pytest.fixture
def hour(broker: Broker, django_capture_on_commit_callbacks: pytest.FixtureRequest) -> Callable[[], None]:
    """An office hour of the portal: the reminders are queued, the sweep asks for them, the workers send them."""

    def passed() -> None:
        broker.forget()
        tasks.remind()
        with django_capture_on_commit_callbacks(execute=True):
            tasks.sweep()
        for task, ids in broker.asked():
            if task == "distribution.tasks.send_reminder":
                tasks.send_reminder(*ids)

    return passed


def waiting(days: int, reminder_days: int | None = 3) -> tuple[Seated, Minutes]:
    """Minutes that went to the chair so many days ago."""
    seated, minutes = in_review()
    Committee.objects.filter(pk=seated.committee.pk).update(reminder_days=reminder_days)
    for person in (seated.chair, seated.secretary):
        User.objects.filter(pk=person.pk).update(language="en")
    wait(minutes, days)
    return seated, minutes


def wait(minutes: Minutes, days: int) -> None:
    Minutes.objects.filter(pk=minutes.pk).update(state_since=timezone.now() - datetime.timedelta(days=days))


def reached(server: SmtpServer) -> list[str]:
    return sorted(address for mail in server.received for address in mail.recipients)


@pytest.mark.parametrize(
    ("days", "every", "mails"), [(0, 1, 0), (1, 1, 1), (2, 3, 0), (3, 3, 1), (5, 3, 1), (40, None, 0), (365, 7, 1)]
)
def test_the_chair_is_reminded_after_the_days_that_the_committee_set(
    smtp_server: SmtpServer, hour: Callable[[], None], days: int, every: int | None, mails: int
) -> None:
    seated, _minutes = waiting(days, every)
    for _hour in range(3):
        hour()
    assert reached(smtp_server) == [seated.chair.email] * mails


def test_again_after_as_many_days_and_once_each_time(smtp_server: SmtpServer, hour: Callable[[], None]) -> None:
    seated, minutes = waiting(3)
    for days in (3, 4, 5, 6, 7, 8, 9):
        wait(minutes, days)
        hour()
        hour()
    assert reached(smtp_server) == [seated.chair.email] * 3
    assert list(Reminder.objects.order_by("number").values_list("number", "state")) == [
        (1, State.SENT),
        (2, State.SENT),
        (3, State.SENT),
    ]


def test_two_runs_at_once_and_a_task_that_comes_twice_send_nothing_twice(
    smtp_server: SmtpServer, hour: Callable[[], None]
) -> None:
    seated, _minutes = waiting(3)
    reminding.remind()
    reminding.remind()
    hour()
    for pk in Reminder.objects.values_list("pk", flat=True):
        tasks.send_reminder(pk)
    assert reached(smtp_server) == [seated.chair.email]


def test_the_mail_says_which_minutes_since_when_and_where(smtp_server: SmtpServer, hour: Callable[[], None]) -> None:
    seated, minutes = waiting(4)
    hour()
    (mail,) = smtp_server.received
    body = mail.message.get_content()
    assert seated.committee.name_bn in str(mail.message["Subject"])
    assert seated.committee.name_bn in body
    assert "for 4 days" in body
    assert conf.PORTAL_URL + reverse("minutes:review", args=[minutes.pk]) in body
    assert "তালিকা তৈরি" not in body  # nothing of what the minutes say
    assert "\n\n\n" not in body


def test_a_deputy_who_signs_is_reminded_too_and_who_is_both_once(
    smtp_server: SmtpServer, hour: Callable[[], None]
) -> None:
    seated, _minutes = waiting(3)
    deputy = deputy_of(seated.committee)
    hour()
    assert reached(smtp_server) == sorted([seated.chair.email, deputy.person.email])
    smtp_server.forget()
    other, _minutes = waiting(3)
    Tenure.objects.filter(pk=deputy_of(other.committee).pk).update(person=other.chair)
    hour()
    assert reached(smtp_server) == [other.chair.email]


def test_neither_who_left_the_post_nor_whose_account_is_closed(
    smtp_server: SmtpServer, hour: Callable[[], None]
) -> None:
    seated, _minutes = waiting(3)
    Tenure.objects.filter(person=seated.chair).update(ends_on=timezone.localdate() - datetime.timedelta(days=1))
    closed, _minutes = waiting(3)
    User.objects.filter(pk=closed.chair.pk).update(is_active=False)
    hour()
    assert reached(smtp_server) == []


def test_what_was_signed_or_returned_in_the_meantime_is_no_more_reminded_of(
    smtp_server: SmtpServer, hour: Callable[[], None]
) -> None:
    seated, minutes = waiting(3)
    other, returned = waiting(3)
    reminding.remind()
    assert Reminder.objects.count() == 2
    sign(seated, minutes)
    signing.send_back(returned.pk, "দেখুন", version=1, **acting(other.chair))
    signing.submit(returned.pk, version=2, **acting(other.secretary))
    hour()
    assert reached(smtp_server) == []


def test_a_second_review_is_reminded_of_anew(smtp_server: SmtpServer, hour: Callable[[], None]) -> None:
    seated, minutes = waiting(3)
    hour()
    signing.send_back(minutes.pk, "দেখুন", version=1, **acting(seated.chair))
    signing.submit(minutes.pk, version=2, **acting(seated.secretary))
    hour()
    assert len(smtp_server.received) == 1
    wait(minutes, 3)
    hour()
    assert reached(smtp_server) == [seated.chair.email] * 2


def test_a_worker_that_died_over_a_reminder_leaves_no_second_mail(
    smtp_server: SmtpServer, hour: Callable[[], None]
) -> None:
    waiting(3)
    reminding.remind()
    long_ago = timezone.now() - CLAIM_EXPIRES - datetime.timedelta(minutes=1)
    Reminder.objects.update(state=State.SENDING, claimed_at=long_ago, attempts=1)
    hour()
    hour()
    assert (reached(smtp_server), Reminder.objects.get().state) == ([], State.UNKNOWN)


def test_queueing_costs_the_same_for_many_committees(django_assert_num_queries: Any) -> None:
    waiting(3)
    with CaptureQueriesContext(connection) as one:
        reminding.remind()
    Reminder.objects.all().delete()
    for _committee in range(3):
        waiting(3)
    with django_assert_num_queries(len(one)):
        reminding.remind()
    assert Reminder.objects.count() == 4
