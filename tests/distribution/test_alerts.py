"""Alerts go by mail too, against a real mail server."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.models import Alert
from distribution import tasks
from distribution.domain.alerts import GIVE_UP
from tests.factories import make_user
from tests.mail_server import SmtpServer
from tests.servers import free_port

pytestmark = pytest.mark.django_db

TO = "officer@example.org"


@pytest.fixture
def alert() -> Alert:
    person, by = make_user(language="en"), make_user("প্রশাসক", name_en="Head of the Portal")
    return Alert.objects.create(person=person, what=Alert.What.KEY_RETIRED, by=by, address=TO)


def test_an_alert_is_mailed_once_to_the_address_of_its_day(smtp_server: SmtpServer, alert: Alert) -> None:
    tasks.sweep()
    tasks.sweep()

    (mail,) = smtp_server.received
    body = mail.message.get_content()
    assert mail.recipients == [TO]
    assert "Your signing key was retired" in body
    assert "Head of the Portal" in body


def test_an_alert_waits_for_a_mail_server_that_is_down(
    settings: Settings, smtp_server: SmtpServer, alert: Alert
) -> None:
    settings.EMAIL_PORT = free_port()
    tasks.sweep()
    settings.EMAIL_PORT = smtp_server.port
    tasks.sweep()

    assert [mail.recipients for mail in smtp_server.received] == [[TO]]


@pytest.mark.parametrize("refusal", ["550 5.1.1 no such user", "501 5.1.3 no such address"])
def test_an_address_that_takes_no_mail_is_not_asked_again(smtp_server: SmtpServer, alert: Alert, refusal: str) -> None:
    smtp_server.refuse[TO] = refusal
    tasks.sweep()
    smtp_server.forget()
    tasks.sweep()

    assert smtp_server.received == []


def test_an_alert_of_days_ago_is_not_mailed_any_more(smtp_server: SmtpServer, alert: Alert) -> None:
    Alert.objects.update(at=timezone.now() - GIVE_UP - datetime.timedelta(minutes=1))

    tasks.sweep()

    assert smtp_server.received == []
