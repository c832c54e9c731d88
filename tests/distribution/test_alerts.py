"""Alerts go by mail too, through the one outbox, against a real mail server."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.db.models import F
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import Alert
from distribution import tasks
from distribution.domain import alerts
from distribution.domain.outbox import CLAIM_EXPIRES
from tests.distribution.broker import Broker
from tests.factories import make_user
from tests.mail_server import SmtpServer
from tests.servers import free_port

pytestmark = pytest.mark.django_db

TO = "officer@example.org"
State = Alert.State


def made(address: str = TO) -> Alert:
    person, by = make_user(language="en"), make_user("প্রশাসক", name_en="Head of the Portal")
    return Alert.objects.create(person=person, what=Alert.What.KEY_RETIRED, by=by, address=address)


@pytest.fixture
def alert() -> Alert:
    return made()


@pytest.fixture
def minute(broker: Broker, django_capture_on_commit_callbacks: pytest.FixtureRequest) -> Callable[[], None]:
    """One minute of the portal: the sweep, and the mails that it asks the workers for."""

    def passed() -> None:
        broker.forget()
        with django_capture_on_commit_callbacks(execute=True):
            tasks.sweep()
        for task, ids in broker.asked():
            assert task == "distribution.tasks.send_alert"
            tasks.send_alert(*ids)

    return passed


def stands() -> tuple[str, int]:
    alert = Alert.objects.get()
    return alert.state, alert.attempts


def make_due() -> None:
    Alert.objects.update(next_attempt_at=timezone.now())


def test_an_alert_is_mailed_once_to_the_address_of_its_day(
    smtp_server: SmtpServer, alert: Alert, minute: Callable[[], None]
) -> None:
    minute()
    minute()
    tasks.send_alert(alert.pk)

    (mail,) = smtp_server.received
    body = mail.message.get_content()
    assert mail.recipients == [TO]
    assert "Your signing key was retired" in body
    assert "Head of the Portal" in body
    assert stands() == (State.SENT, 1)


def test_the_sweep_itself_sends_nothing_and_asks_for_each_alert(
    smtp_server: SmtpServer, broker: Broker, django_capture_on_commit_callbacks: pytest.FixtureRequest
) -> None:
    asked = [("distribution.tasks.send_alert", [made(f"{n}@example.org").pk]) for n in range(3)]

    with django_capture_on_commit_callbacks(execute=True):
        tasks.sweep()

    assert (broker.asked(), smtp_server.received) == (asked, [])


def test_an_alert_waits_longer_and_longer_for_a_mail_server_that_is_down(
    settings: Settings, smtp_server: SmtpServer, alert: Alert, minute: Callable[[], None]
) -> None:
    settings.EMAIL_PORT = free_port()
    waits = []
    for _attempt in range(3):
        minute()
        minute()  # not due yet
        waits.append(round((Alert.objects.get().next_attempt_at - timezone.now()).total_seconds() / 60))
        make_due()
    settings.EMAIL_PORT = smtp_server.port
    minute()

    assert waits == [1, 2, 4]
    assert [mail.recipients for mail in smtp_server.received] == [[TO]]
    assert stands() == (State.SENT, 4)


@pytest.mark.parametrize(
    ("refusal", "expected"),
    [
        ("550 5.1.1 no such user", State.FAILED),
        ("501 5.1.3 no such address", State.FAILED),
        ("450 4.2.2 mailbox full", State.QUEUED),
    ],
)
def test_an_address_that_takes_no_mail_is_not_asked_each_minute(
    smtp_server: SmtpServer, alert: Alert, minute: Callable[[], None], refusal: str, expected: str
) -> None:
    smtp_server.refuse[TO] = refusal
    minute()
    smtp_server.forget()
    minute()

    assert (smtp_server.received, stands(), Alert.objects.get().error) == ([], (expected, 1), refusal)


def test_content_refused_for_good_is_not_offered_again(
    smtp_server: SmtpServer, alert: Alert, minute: Callable[[], None]
) -> None:
    smtp_server.reply_to_data = "554 5.7.1 no"
    minute()
    make_due()
    minute()

    assert stands() == (State.FAILED, 1)


def test_a_line_that_breaks_after_the_content_brings_no_second_mail(
    smtp_server: SmtpServer, alert: Alert, minute: Callable[[], None]
) -> None:
    smtp_server.drop_after_data = True
    for _minute in range(5):
        minute()
        make_due()

    assert (len(smtp_server.received), stands()) == (1, (State.UNKNOWN, 1))


def died() -> None:
    """As a worker leaves the alert that is killed while it sends."""
    long_ago = timezone.now() - CLAIM_EXPIRES - datetime.timedelta(minutes=1)
    Alert.objects.update(state=State.SENDING, claimed_at=long_ago, attempts=F("attempts") + 1)


@pytest.mark.parametrize("attempts_before", [0, 2])
def test_a_worker_that_died_over_an_alert_is_followed_by_one_other(
    settings: Settings, smtp_server: SmtpServer, alert: Alert, minute: Callable[[], None], attempts_before: int
) -> None:
    settings.EMAIL_PORT = free_port()
    for _attempt in range(attempts_before):
        minute()
        make_due()
    settings.EMAIL_PORT = smtp_server.port

    died()
    minute()

    assert (len(smtp_server.received), stands()) == (1, (State.SENT, attempts_before + 2))
    assert Alert.objects.get().error == ""


def test_two_workers_that_died_over_an_alert_are_followed_by_none(
    smtp_server: SmtpServer, alert: Alert, minute: Callable[[], None]
) -> None:
    died()
    tasks.sweep()
    assert stands() == (State.QUEUED, 1)

    died()
    minute()

    assert (smtp_server.received, stands()) == ([], (State.UNKNOWN, 2))


def test_a_worker_still_at_an_alert_is_left_to_it(
    smtp_server: SmtpServer, alert: Alert, minute: Callable[[], None]
) -> None:
    Alert.objects.update(state=State.SENDING, claimed_at=timezone.now(), attempts=1)

    minute()

    assert (smtp_server.received, stands()) == ([], (State.SENDING, 1))


def test_an_alert_that_cannot_be_written_holds_up_no_other(
    settings: Settings, smtp_server: SmtpServer, alert: Alert
) -> None:
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "distribution.mail_folder.NoSuchBackend"
    with pytest.raises(ImportError):
        alerts.send(alert.pk)
    settings.EMAIL_BACKEND = backend
    other = made("other@example.org")

    alerts.send(other.pk)

    assert [mail.recipients for mail in smtp_server.received] == [["other@example.org"]]
    alert.refresh_from_db()
    assert (alert.state, alert.attempts) == (State.QUEUED, 1)
