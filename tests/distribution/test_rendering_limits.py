"""A document that does not render: attempts have an end, and then people are told and asked."""

from __future__ import annotations

import datetime
import errno
import shutil
import smtplib
import socket
import ssl
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.domain.audit import trail
from committees.models import Administration
from committees.powers import powers_of
from distribution import tasks
from distribution.domain import files, outbox, rendering
from distribution.domain.faults import DamagedError, told
from distribution.domain.rendering import CLAIM, MAX_ATTEMPTS
from distribution.models import Delivery, Dispatch
from documents import exchange
from oversight.waiting import tasks_of
from tests.clients import signed_in
from tests.distribution.broker import Broker
from tests.distribution.stories import dispatched
from tests.factories import Seated, acting, make_committee, make_user

pytestmark = pytest.mark.django_db

TO = "recipient@example.org"
DAMAGED = "The stored PDF is no longer the one that was issued."
GENERAL = "The portal itself is at fault. Those who run it find the details in its log."


def stands() -> Dispatch:
    return Dispatch.objects.get()


def claimed(times: int, ago: datetime.timedelta) -> None:
    """As a worker leaves the dispatch that was killed in its `times`-th attempt, begun `ago`."""
    Dispatch.objects.update(render_attempts=times, render_after=timezone.now() - ago + CLAIM)


def test_a_worker_that_is_killed_while_rendering_is_followed_by_another_only_so_often(
    seated: Seated, broker: Broker, django_capture_on_commit_callbacks: pytest.FixtureRequest
) -> None:
    dispatch = dispatched(TO, seated=seated, pdf=b"")

    asked = []
    for times in (1, 2, 3):
        claimed(times, ago=CLAIM - datetime.timedelta(minutes=1))
        with django_capture_on_commit_callbacks(execute=True):
            tasks.sweep()  # it may still be at work
        assert (broker.asked(), stands().render_error) == ([], "")
        claimed(times, ago=CLAIM + datetime.timedelta(hours=1))
        with django_capture_on_commit_callbacks(execute=True):
            tasks.sweep()
        asked.append(broker.asked())
        broker.forget()

    once_more = [("distribution.tasks.render", [dispatch.pk])]
    assert asked == [once_more, once_more, []]
    assert "took too long" in stands().render_error
    with django_capture_on_commit_callbacks(execute=True):
        tasks.sweep()
    assert broker.asked() == []


def test_no_second_worker_renders_what_a_first_one_is_at(seated: Seated) -> None:
    dispatch = dispatched(TO, seated=seated, pdf=b"")
    claimed(1, ago=datetime.timedelta(minutes=1))

    tasks.render(dispatch.pk)

    assert (stands().render_attempts, bool(stands().prepared)) == (1, False)


def test_a_message_left_in_the_queue_makes_no_attempt_beyond_the_last(seated: Seated) -> None:
    dispatch = dispatched(TO, seated=seated, pdf=b"")
    claimed(MAX_ATTEMPTS, ago=CLAIM + datetime.timedelta(minutes=1))

    tasks.render(dispatch.pk)

    assert (stands().render_attempts, bool(stands().prepared)) == (MAX_ATTEMPTS, False)


def test_a_storage_that_is_down_is_asked_again_and_then_told(
    settings: Settings, seated: Seated, tmp_path: Path
) -> None:
    dispatch = dispatched(TO, seated=seated, pdf=b"")
    in_the_way = tmp_path / "media"
    in_the_way.write_text("a file where a folder should be")
    settings.MEDIA_ROOT = in_the_way
    assert default_storage.location == str(in_the_way)

    for attempt in range(1, MAX_ATTEMPTS + 1):
        with pytest.raises(OSError, match="media"):
            tasks.render(dispatch.pk)
        assert stands().render_attempts == attempt
        assert bool(stands().render_error) == (attempt == MAX_ATTEMPTS)
    assert stands().render_error == "Not a directory"  # and no path of this machine


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (FileNotFoundError(2, "No such file or directory", "/no/such/folder"), "No such file or directory"),
        (KeyError("glyph"), GENERAL),
        (RuntimeError(), GENERAL),
        (OSError(), GENERAL),
        (OSError("cannot open /srv/x"), GENERAL),
        (OSError("a", "/srv/x"), GENERAL),
        (OSError(["a"], "/srv/x"), GENERAL),
        (OSError(errno.EACCES, "no way to /srv/x", "/srv/x"), "Permission denied"),
        (shutil.Error([("/srv/x", "/srv/y", "no")]), GENERAL),
        (ssl.SSLCertVerificationError(1, "certificate verify failed"), "certificate verify failed"),
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "Name or service not known"),
        (TimeoutError(), "No answer came in time."),
        (TimeoutError("timed out at /srv/x"), "No answer came in time."),
        (TimeoutError(errno.ETIMEDOUT, "Connection timed out"), "Connection timed out"),
        (ConnectionResetError(), "The connection broke off."),
        (smtplib.SMTPServerDisconnected("Connection unexpectedly closed"), "Connection unexpectedly closed"),
        (smtplib.SMTPSenderRefused(550, b"not from here", "a@example.org"), "550 not from here"),
        (DamagedError(DAMAGED), DAMAGED),
        (exchange.ExchangeError("$.sections[0]", "no ink"), "$.sections[0]: no ink"),
    ],
)
def test_what_people_read_of_a_fault_names_no_part_of_the_machine_or_the_program(
    error: Exception, expected: str
) -> None:
    assert told(error) == expected


def test_a_document_that_is_none_says_where_it_is_wrong(seated: Seated) -> None:
    dispatch = dispatched(TO, seated=seated, pdf=b"")
    Dispatch.objects.update(document="{}")
    with pytest.raises(exchange.ExchangeError):
        tasks.render(dispatch.pk)
    assert stands().render_error.startswith("$")


@pytest.mark.parametrize("who", ["secretary", "area administrator", "administrator"])
def test_secretary_and_administrators_read_why_and_try_again(
    seated: Seated, broker: Broker, who: str, django_capture_on_commit_callbacks: pytest.FixtureRequest
) -> None:
    dispatch = dispatched(TO, seated=seated, pdf=b"")
    Dispatch.objects.update(render_error="$.sections[0]: no ink", render_attempts=MAX_ATTEMPTS)
    person = {"secretary": seated.secretary, "administrator": make_user(is_superuser=True)}.get(who) or make_user()
    if who == "area administrator":
        Administration.objects.create(person=person, area=seated.committee.area)
    client = signed_in(person, "en")
    page, again = (reverse(f"distribution:{name}", args=[dispatch.pk]) for name in ("dispatch", "render_again"))

    shown = client.get(page).content.decode()
    assert "The PDF could not be made" in shown
    assert "$.sections[0]: no ink" in shown
    assert shown.count(f'action="{again}"') == 1
    assert page in {task.href for task in tasks_of(powers_of(person))}

    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(again).status_code == 302
    assert broker.asked() == [("distribution.tasks.render", [dispatch.pk])]
    tasks.render(dispatch.pk)
    assert (bool(stands().prepared), stands().render_error) == (True, "")


def test_chair_and_members_read_that_it_failed_and_have_no_button(seated: Seated) -> None:
    dispatch = dispatched(TO, seated=seated, pdf=b"")
    Dispatch.objects.update(render_error="no ink")

    for person in (seated.chair, seated.member):
        page = signed_in(person, "en").get(reverse("distribution:dispatch", args=[dispatch.pk])).content.decode()
        assert "The PDF could not be made" in page
        assert reverse("distribution:render_again", args=[dispatch.pk]) not in page
        assert signed_in(person, "en").post(reverse("distribution:render_again", args=[dispatch.pk])).status_code == 403


def test_no_copy_counts_as_delivered_before_the_pdf_exists(seated: Seated) -> None:
    dispatch = dispatched(TO, "", seated=seated, pdf=b"")
    client = signed_in(seated.secretary, "en")
    Delivery.objects.filter(way="mail").update(state="unknown")

    page = client.get(reverse("distribution:dispatch", args=[dispatch.pk])).content.decode()
    assert "/delivered/" not in page
    assert "Print the PDF" not in page
    for delivery in Delivery.objects.all():
        for action in ("mark_delivered", "resend"):
            assert client.post(reverse(f"distribution:{action}", args=[delivery.pk])).status_code == 403
        recipients = Client()
        copy = recipients.get(reverse("distribution:copy", args=[delivery.token])).content.decode()
        acknowledge = reverse("distribution:acknowledge", args=[delivery.token])
        assert acknowledge not in copy
        recipients.post(acknowledge)
    assert not Delivery.objects.exclude(acknowledged_at=None, sent_at=None).exists()
    with pytest.raises(Exception, match="পিডিএফ"):
        outbox.mark_delivered(Delivery.objects.filter(way="paper").get().pk, **acting(seated.secretary))


def test_asking_again_is_written_down_once_and_leaves_a_worker_alone_that_is_at_it(
    seated: Seated, broker: Broker, django_capture_on_commit_callbacks: pytest.FixtureRequest
) -> None:
    dispatch = dispatched(TO, seated=seated, pdf=b"")
    Dispatch.objects.update(render_error="no ink", render_attempts=MAX_ATTEMPTS)
    actor = acting(seated.secretary)["actor"]

    with django_capture_on_commit_callbacks(execute=True):
        rendering.render_again(dispatch.pk, actor=actor)
    asked = broker.asked()
    broker.forget()
    claimed(1, ago=datetime.timedelta(minutes=1))  # a worker has taken it up
    with django_capture_on_commit_callbacks(execute=True):
        rendering.render_again(dispatch.pk, actor=actor)

    assert (asked, broker.asked()) == ([("distribution.tasks.render", [dispatch.pk])], [])
    assert (stands().render_attempts, stands().render_after > timezone.now()) == (1, True)
    assert [(each.action, each.actor) for each in trail(dispatch)] == [("dispatch.render_again", seated.secretary)]


@pytest.mark.parametrize("why", ["cancelled", "made"])
def test_what_is_cancelled_or_made_is_not_made_again(seated: Seated, broker: Broker, why: str) -> None:
    dispatch = dispatched(TO, seated=seated, pdf=b"" if why == "cancelled" else b"x")
    Dispatch.objects.update(render_error="no ink", cancelled_at=timezone.now() if why == "cancelled" else None)

    rendering.render_again(dispatch.pk, actor=acting(seated.secretary)["actor"])

    assert (stands().render_error, trail(dispatch)) == ("no ink", [])


def test_a_second_worker_that_comes_while_the_pages_are_made_makes_none(
    seated: Seated, monkeypatch: pytest.MonkeyPatch
) -> None:
    dispatch = dispatched(TO, seated=seated, pdf=b"")
    made: list[int] = []

    def slowly(_document: object, **_options: object) -> bytes:
        made.append(stands().render_attempts)
        if len(made) == 1:
            tasks.render(dispatch.pk)
        return b"%PDF-1.7 once"

    monkeypatch.setattr(rendering.pdf, "render", slowly)

    tasks.render(dispatch.pk)

    assert (made, stands().render_attempts, files.prepared_pdf(stands())) == ([1], 1, b"%PDF-1.7 once")


@pytest.mark.parametrize("fields", [{"document": ""}, {"cancelled_at": timezone.now()}])
@pytest.mark.parametrize("attempts", [0, MAX_ATTEMPTS])
def test_the_sweep_neither_asks_for_a_set_of_the_archive_or_a_cancelled_one_nor_gives_it_up(
    seated: Seated,
    broker: Broker,
    fields: dict[str, object],
    attempts: int,
    django_capture_on_commit_callbacks: pytest.FixtureRequest,
) -> None:
    dispatched(TO, seated=seated, pdf=b"")
    long_ago = timezone.now() - datetime.timedelta(hours=1)
    Dispatch.objects.update(render_after=long_ago, render_attempts=attempts, **fields)

    with django_capture_on_commit_callbacks(execute=True):
        tasks.sweep()

    assert (broker.asked(), stands().render_error) == ([], "")


def test_one_sweep_asks_for_so_many_and_the_next_for_the_others(
    seated: Seated,
    broker: Broker,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: pytest.FixtureRequest,
) -> None:
    monkeypatch.setattr(rendering, "SWEPT", 2)
    dispatches = [dispatched(TO, seated=seated, pdf=b"", serial=serial) for serial in (1, 2, 3)]
    Dispatch.objects.update(render_after=timezone.now() - datetime.timedelta(hours=1))

    with django_capture_on_commit_callbacks(execute=True):
        tasks.sweep()

    assert [ids for _task, ids in broker.asked()] == [[dispatch.pk] for dispatch in dispatches[:2]]


def test_a_pdf_that_could_not_be_made_waits_for_its_own_secretary_alone_and_not_once_it_is_cancelled(
    seated: Seated,
) -> None:
    dispatched(TO, seated=seated, pdf=b"")
    Dispatch.objects.update(render_error="no ink", render_attempts=MAX_ATTEMPTS)
    others = (make_committee().secretary, seated.member)

    waiting = [len(tasks_of(powers_of(person))) for person in (seated.secretary, *others)]
    Dispatch.objects.update(cancelled_at=timezone.now())

    assert waiting == [1, 0, 0]
    assert tasks_of(powers_of(seated.secretary)) == []
