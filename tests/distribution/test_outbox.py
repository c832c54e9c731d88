"""The outbox against a real mail server: a recipient gets a dispatch once, and what is not certain is told."""

import datetime
import smtplib
from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.domain.audit import trail
from accounts.permissions import NotAllowedError
from distribution import tasks
from distribution.domain import issuing, outbox
from distribution.domain.outbox import CLAIM_EXPIRES, LONGEST_WAIT, MAX_ATTEMPTS
from distribution.models import Delivery, Dispatch
from tests.distribution.broker import Broker
from tests.distribution.stories import delivery_of, dispatched
from tests.factories import Seated, acting, make_committee
from tests.mail_server import SmtpServer
from tests.races import at_one_lock
from tests.servers import free_port

pytestmark = pytest.mark.django_db

TO = "recipient@example.org"
State = Delivery.State


@pytest.fixture
def delivery(seated: Seated) -> Delivery:
    """A mail that waits to be sent."""
    return delivery_of(dispatched(TO, seated=seated))


def now_standing(delivery: Delivery) -> Delivery:
    return Delivery.objects.get(pk=delivery.pk)


def waiting_minutes(delivery: Delivery) -> int:
    """How long from now until the next attempt, in whole minutes, rounded."""
    return round((now_standing(delivery).next_attempt_at - timezone.now()).total_seconds() / 60)


def make_due(delivery: Delivery) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(next_attempt_at=timezone.now())


def test_a_mail_is_sent_once_however_often_it_is_asked_for(smtp_server: SmtpServer, delivery: Delivery) -> None:
    outbox.send(delivery.pk)
    outbox.send(delivery.pk)

    sent = now_standing(delivery)
    assert (sent.state, sent.attempts, sent.error) == (State.SENT, 1, "")
    assert sent.sent_at is not None
    assert [mail.recipients for mail in smtp_server.received] == [[TO]]


def test_a_server_that_is_down_is_asked_again_later_and_later(settings: Settings, delivery: Delivery) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()

    waits = []
    for _ in range(3):
        outbox.send(delivery.pk)
        waits.append(waiting_minutes(delivery))
        outbox.send(delivery.pk)  # not due yet
        make_due(delivery)

    waiting = now_standing(delivery)
    assert (waiting.state, waiting.attempts, waits) == (State.QUEUED, 3, [1, 2, 4])
    assert "Connection refused" in waiting.error


def test_the_wait_between_attempts_has_an_end_and_so_have_the_attempts(
    smtp_server: SmtpServer, delivery: Delivery
) -> None:
    smtp_server.refuse[TO] = "450 4.2.1 come back later"
    Delivery.objects.update(attempts=MAX_ATTEMPTS - 2)

    outbox.send(delivery.pk)
    assert waiting_minutes(delivery) == LONGEST_WAIT.total_seconds() / 60

    make_due(delivery)
    outbox.send(delivery.pk)
    assert (now_standing(delivery).state, now_standing(delivery).attempts) == (State.FAILED, MAX_ATTEMPTS)


def test_a_mail_refused_for_now_goes_out_at_the_next_attempt(smtp_server: SmtpServer, delivery: Delivery) -> None:
    smtp_server.refuse[TO] = "451 4.7.1 come back later"
    outbox.send(delivery.pk)
    assert (now_standing(delivery).state, now_standing(delivery).error) == (State.QUEUED, "451 4.7.1 come back later")

    smtp_server.forget()
    make_due(delivery)
    outbox.send(delivery.pk)

    assert (now_standing(delivery).state, now_standing(delivery).error) == (State.SENT, "")
    assert len(smtp_server.received) == 1


def test_content_refused_for_now_is_offered_again(smtp_server: SmtpServer, delivery: Delivery) -> None:
    smtp_server.reply_to_data = "452 4.3.1 disk full"

    outbox.send(delivery.pk)

    assert (now_standing(delivery).state, now_standing(delivery).error) == (State.QUEUED, "452 4.3.1 disk full")
    assert smtp_server.received == []


@pytest.mark.parametrize("reply", ["550 5.1.1 no such user", "553 5.1.3 অজানা"])
def test_a_recipient_refused_for_good_has_failed(smtp_server: SmtpServer, delivery: Delivery, reply: str) -> None:
    smtp_server.refuse[TO] = reply

    outbox.send(delivery.pk)

    assert (now_standing(delivery).state, now_standing(delivery).error) == (State.FAILED, reply)


def test_content_refused_for_good_has_failed(smtp_server: SmtpServer, delivery: Delivery) -> None:
    smtp_server.reply_to_data = "554 5.7.1 too large"

    outbox.send(delivery.pk)

    assert now_standing(delivery).state == State.FAILED


def test_a_line_that_breaks_after_the_content_leaves_the_outcome_unknown_and_sends_no_second_mail(
    smtp_server: SmtpServer, delivery: Delivery, broker: Broker
) -> None:
    smtp_server.drop_after_data = True

    outbox.send(delivery.pk)
    outbox.sweep()
    outbox.send(delivery.pk)

    assert now_standing(delivery).state == State.UNKNOWN
    assert now_standing(delivery).error
    assert len(smtp_server.received) == 1
    assert broker.asked() == []


def test_a_lost_pdf_is_no_mail_and_no_mystery(smtp_server: SmtpServer, delivery: Delivery) -> None:
    path = Path(delivery.recipient.dispatch.pdf.path)
    content = path.read_bytes()
    path.write_bytes(content + b"!")

    outbox.send(delivery.pk)
    assert (now_standing(delivery).state, now_standing(delivery).attempts) == (State.QUEUED, 1)
    assert "no longer the one that was issued" in now_standing(delivery).error

    path.write_bytes(content)
    make_due(delivery)
    outbox.send(delivery.pk)
    assert now_standing(delivery).state == State.SENT


def test_a_mistake_of_our_own_before_the_mail_leaves_is_written_down_and_raised(
    settings: Settings, delivery: Delivery
) -> None:
    settings.EMAIL_BACKEND = "distribution.mail_folder.NoSuchBackend"

    with pytest.raises(ImportError):
        outbox.send(delivery.pk)

    assert (now_standing(delivery).state, now_standing(delivery).attempts) == (State.QUEUED, 1)


@pytest.mark.parametrize("reason", ["not rendered", "cancelled", "not due", "paper", "sent"])
def test_what_is_not_to_be_sent_is_not_sent(smtp_server: SmtpServer, seated: Seated, reason: str) -> None:
    dispatch = dispatched("" if reason == "paper" else TO, seated=seated, pdf=b"" if reason == "not rendered" else b"x")
    rows = Delivery.objects.filter(recipient__dispatch=dispatch)
    if reason == "cancelled":
        Dispatch.objects.update(cancelled_at=timezone.now())
    elif reason == "not due":
        rows.update(next_attempt_at=timezone.now() + datetime.timedelta(minutes=1))
    elif reason == "sent":
        rows.update(state=State.SENT)
    before = rows.values().get()

    outbox.send(before["id"])

    assert rows.values().get() == before
    assert smtp_server.received == []


def test_a_worker_that_died_while_sending_leaves_the_outcome_unknown(delivery: Delivery, broker: Broker) -> None:
    claimed = timezone.now() - CLAIM_EXPIRES
    Delivery.objects.update(state=State.SENDING, claimed_at=claimed + datetime.timedelta(minutes=1), attempts=1)
    outbox.sweep()
    assert now_standing(delivery).state == State.SENDING

    Delivery.objects.update(claimed_at=claimed - datetime.timedelta(seconds=1))
    outbox.sweep()

    assert (now_standing(delivery).state, now_standing(delivery).error) == (
        State.UNKNOWN,
        "The worker stopped while this mail was being sent.",
    )
    assert broker.asked() == []


def test_a_worker_that_comes_late_does_not_overwrite_what_a_person_settled(delivery: Delivery, seated: Seated) -> None:
    class SlowServer:
        def send_messages(self, messages: list[EmailMessage]) -> int:
            Delivery.objects.update(claimed_at=timezone.now() - CLAIM_EXPIRES * 2)
            outbox.sweep()
            outbox.mark_delivered(delivery.pk, **acting(seated.secretary))
            raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")

        def close(self) -> None: ...

    assert outbox._claim(outbox._due(), delivery.pk)
    outbox._hand_over(now_standing(delivery), EmailMessage(), SlowServer())  # type: ignore[arg-type] - what is asked of one

    assert now_standing(delivery).state == State.SENT


def test_the_sweeper_asks_for_what_was_left_behind(
    seated: Seated, broker: Broker, django_capture_on_commit_callbacks: pytest.FixtureRequest
) -> None:
    due = delivery_of(dispatched("due@example.org", seated=seated, serial=1))
    later = delivery_of(dispatched("later@example.org", seated=seated, serial=2))
    Delivery.objects.filter(pk=later.pk).update(next_attempt_at=timezone.now() + datetime.timedelta(minutes=5))
    long_ago = timezone.now() - datetime.timedelta(hours=1)
    forgotten = dispatched("a@example.org", seated=seated, pdf=b"", serial=3)
    failed = dispatched("b@example.org", seated=seated, pdf=b"", serial=4)
    withdrawn = dispatched("c@example.org", seated=seated, pdf=b"", serial=5)
    dispatched("d@example.org", seated=seated, pdf=b"", serial=6)  # its first rendering is still to be expected
    Dispatch.objects.filter(pk__in=[forgotten.pk, failed.pk, withdrawn.pk]).update(render_after=long_ago)
    Dispatch.objects.filter(pk=failed.pk).update(render_error="nothing but ink")
    Dispatch.objects.filter(pk=withdrawn.pk).update(cancelled_at=long_ago)

    with django_capture_on_commit_callbacks(execute=True):
        tasks.sweep()

    assert broker.asked() == [
        ("distribution.tasks.render", [forgotten.pk]),
        ("distribution.tasks.send", [due.pk]),
    ]


@pytest.mark.parametrize("state", [State.FAILED, State.UNKNOWN])
def test_the_secretary_sends_again_what_failed_or_is_unknown(
    smtp_server: SmtpServer,
    seated: Seated,
    delivery: Delivery,
    broker: Broker,
    django_capture_on_commit_callbacks: pytest.FixtureRequest,
    state: str,
) -> None:
    Delivery.objects.update(state=state, error="550 no such user", attempts=1)

    with django_capture_on_commit_callbacks(execute=True):
        outbox.resend(delivery.pk, **acting(seated.secretary))
    assert broker.asked() == [("distribution.tasks.send", [delivery.pk])]
    outbox.send(delivery.pk)

    assert now_standing(delivery).state == State.SENT
    assert trail(delivery)[-1].action == "delivery.resend"


@pytest.mark.parametrize("state", [State.QUEUED, State.SENDING, State.SENT])
def test_what_is_on_its_way_or_sent_is_not_sent_again(seated: Seated, delivery: Delivery, state: str) -> None:
    Delivery.objects.update(state=state)

    with pytest.raises(NotAllowedError):
        outbox.resend(delivery.pk, **acting(seated.secretary))

    assert (now_standing(delivery).state, trail(delivery)) == (state, [])


def test_a_paper_copy_is_marked_as_delivered(seated: Seated) -> None:
    delivery = delivery_of(dispatched("", seated=seated))

    outbox.mark_delivered(delivery.pk, **acting(seated.secretary))

    assert now_standing(delivery).state == State.SENT
    assert now_standing(delivery).sent_at is not None
    assert trail(delivery)[-1].action == "delivery.mark_delivered"


@pytest.mark.parametrize("who", ["chair", "member"])
def test_nobody_but_the_secretary_settles_a_delivery(seated: Seated, delivery: Delivery, who: str) -> None:
    Delivery.objects.update(state=State.FAILED)

    for settle in (outbox.resend, outbox.mark_delivered):
        with pytest.raises(NotAllowedError):
            settle(delivery.pk, **acting(getattr(seated, who)))

    assert now_standing(delivery).state == State.FAILED


def test_a_withdrawn_dispatch_is_not_sent_again(seated: Seated, delivery: Delivery) -> None:
    issuing.cancel(delivery.recipient.dispatch_id, "তারিখ ভুল", version=0, **acting(seated.secretary))

    with pytest.raises(NotAllowedError):
        outbox.resend(delivery.pk, **acting(seated.secretary))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_workers_that_take_up_one_mail_at_once_send_it_once(smtp_server: SmtpServer) -> None:
    delivery = delivery_of(dispatched(TO))

    at_one_lock(Delivery.objects.all(), *[lambda: outbox.send(delivery.pk)] * 3)

    assert [mail.recipients for mail in smtp_server.received] == [[TO]]
    assert (now_standing(delivery).state, now_standing(delivery).attempts) == (State.SENT, 1)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("withdrawn_first", [True, False])
def test_a_mail_claimed_while_its_dispatch_is_withdrawn_is_either_sent_or_withdrawn(
    smtp_server: SmtpServer, withdrawn_first: bool
) -> None:
    seated = make_committee()
    delivery = delivery_of(dispatched(TO, seated=seated))
    calls = [
        lambda: issuing.cancel(delivery.recipient.dispatch_id, "কারণ", version=0, **acting(seated.secretary)),
        lambda: outbox.send(delivery.pk),
    ]

    at_one_lock(Delivery.objects.all(), *(calls if withdrawn_first else reversed(calls)))

    outcome = (now_standing(delivery).state, now_standing(delivery).error, len(smtp_server.received))
    assert outcome == ((State.FAILED, "কারণ", 0) if withdrawn_first else (State.SENT, "", 1))
    assert Dispatch.objects.get().cancelled_at is not None


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_mail_is_sent_again_once_however_often_the_button_is_pressed(smtp_server: SmtpServer) -> None:
    seated = make_committee()
    delivery = delivery_of(dispatched(TO, seated=seated))
    Delivery.objects.update(state=State.FAILED)

    outcomes = at_one_lock(
        Delivery.objects.all(), *[lambda: outbox.resend(delivery.pk, **acting(seated.secretary))] * 2
    )

    assert [type(outcome) for outcome in outcomes] == [type(None), NotAllowedError]
    assert len(trail(delivery)) == 1


def test_a_mail_folder_that_cannot_be_made_keeps_the_mail_waiting_and_tells_no_path(
    settings: Settings, tmp_path: Path, delivery: Delivery
) -> None:
    settings.EMAIL_BACKEND = "distribution.mail_folder.EmailBackend"
    settings.MAIL_FOLDER = tmp_path / "mail"
    settings.MAIL_FOLDER.write_text("no folder")

    outbox.send(delivery.pk)

    kept = now_standing(delivery)
    assert (kept.state, kept.error) == (State.QUEUED, "File exists")
    settings.MAIL_FOLDER.unlink()
    make_due(delivery)
    outbox.send(delivery.pk)
    assert now_standing(delivery).state == State.SENT
