"""The mail of an issued document, as it arrives at a real server and as it lies in the embedded portal's folder."""

from email.message import EmailMessage
from pathlib import Path

import pytest
from django.core.mail import EmailMessage as Outgoing
from django.core.mail import get_connection
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from bangla.text import nfc
from distribution import mail_folder
from distribution.domain import outbox
from distribution.domain.letters import letter, link
from distribution.models import Delivery, Dispatch
from minutes.models import Minutes
from tests.distribution.stories import delivery_of, dispatched
from tests.mail_server import SmtpServer

pytestmark = pytest.mark.django_db

TO = "recipient@example.org"
# য় and ড় as NFC has them (letter and nukta), a joiner that shapes a conjunct, a visarga that is no colon
TITLE = nfc("নমুনা জেলার ছয় মাসের কার্যবিবরণীঃ র‍্যাপিড বাড়ি & “উদ্ধৃতি” <১>")
PDF = bytes(range(256)) * 400


@pytest.fixture
def delivery() -> Delivery:
    dispatch = dispatched(TO, pdf=PDF)
    Minutes.objects.update(title=TITLE)
    head = {"signature": {"name": "কল্পনা খাতুন", "lines": ["প্রোগ্রামার", "নমুনা কার্যালয়"]}}
    Dispatch.objects.update(head=head)
    return delivery_of(dispatch)


def attachment(message: EmailMessage) -> tuple[str | None, object]:
    (part,) = message.iter_attachments()
    assert part.get_content_type() == "application/pdf"
    return part.get_filename(), part.get_content()


def test_bengali_survives_a_real_mail_server_code_point_for_code_point(
    smtp_server: SmtpServer, delivery: Delivery
) -> None:
    outbox.send(delivery.pk)

    message = smtp_server.received[0].message
    memo = delivery.recipient.dispatch.memo
    assert message["To"] == TO
    assert TITLE in message["Subject"]
    assert memo in message["Subject"]
    assert attachment(message) == (f"কার্যবিবরণী-{memo}.pdf", PDF)
    body = message.get_body(("plain",))
    assert body is not None
    text = body.get_content().replace("\r\n", "\n")
    assert TITLE in text
    assert delivery.recipient.text in text
    assert link(delivery) in text.splitlines()
    assert text.rstrip().endswith("কল্পনা খাতুন\nপ্রোগ্রামার\nনমুনা কার্যালয়")


@pytest.mark.parametrize("end", ["ঃ", ":", "।", " ঃ ", "*", ":ঃ"])
def test_the_mail_goes_on_after_the_title_without_the_papers_colon(delivery: Delivery, end: str) -> None:
    title = "মোঃ নগরের মার্চ-২০২৬ মাসের সভা: কার্যবিবরণী"
    delivery.recipient.dispatch.minutes.title = title + end

    message = letter(delivery)

    assert message.subject.startswith(f"{title} (")
    assert message.subject.endswith(f"{delivery.recipient.dispatch.memo})")
    assert title in message.body
    assert title + end.rstrip() not in message.body


def test_a_mail_sent_again_by_hand_can_be_known_as_the_same(delivery: Delivery) -> None:
    first, second = letter(delivery).message(), letter(delivery).message()

    assert first["Message-ID"] == second["Message-ID"]
    assert str(first["Message-ID"]).endswith("@localhost>")


@hypothesis_settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=120))
def test_no_title_adds_a_header(delivery: Delivery, title: str) -> None:
    delivery.recipient.dispatch.minutes.title = f"{title}\r\nBcc: thief@example.org\n\n<b>"

    sent = letter(delivery)

    headers = {name.lower() for name in sent.message().keys()}  # noqa: SIM118 - not a dict
    assert headers == {
        *("content-type", "mime-version", "subject", "from", "to", "date", "message-id"),
    }
    assert sent.recipients() == [TO]


def test_the_mail_folder_keeps_a_mail_whole(settings: Settings, tmp_path: Path, delivery: Delivery) -> None:
    settings.EMAIL_BACKEND = "distribution.mail_folder.EmailBackend"
    settings.MAIL_FOLDER = tmp_path / "mail"

    outbox.send(delivery.pk)

    (name,) = mail_folder.names()
    kept = mail_folder.read(name)
    dispatch = delivery.recipient.dispatch
    assert TITLE in kept.subject
    assert (kept.name, kept.to) == (name, TO)
    assert link(delivery) in kept.body
    assert kept.attachments == ((f"কার্যবিবরণী-{dispatch.memo}.pdf", PDF),)
    assert [path.suffix for path in settings.MAIL_FOLDER.iterdir()] == [".eml"]
    assert Delivery.objects.get().state == Delivery.State.SENT


def test_a_mail_that_nobody_opened_a_connection_for_finds_its_folder_too(settings: Settings, tmp_path: Path) -> None:
    """As Django itself sends, through `send_messages` alone."""
    settings.EMAIL_BACKEND = "distribution.mail_folder.EmailBackend"
    settings.MAIL_FOLDER = tmp_path / "new" / "mail"

    assert Outgoing("বিষয়", "পাঠ", to=[TO]).send() == 1

    assert [mail_folder.read(name).to for name in mail_folder.names()] == [TO]


def test_the_newest_mail_stands_first(settings: Settings, tmp_path: Path) -> None:
    settings.MAIL_FOLDER = tmp_path
    assert mail_folder.names() == []

    with get_connection("distribution.mail_folder.EmailBackend") as connection:
        for subject in ("এক", "দুই", "তিন"):
            connection.send_messages([Outgoing(subject, "পাঠ", to=[TO])])

    assert [mail_folder.read(name).subject for name in mail_folder.names()] == ["তিন", "দুই", "এক"]


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "..", "", "other/secret", "*", "secret.eml"])
def test_no_name_leads_out_of_the_folder(settings: Settings, tmp_path: Path, name: str) -> None:
    settings.MAIL_FOLDER = tmp_path / "mail"
    settings.MAIL_FOLDER.mkdir()
    (tmp_path / "secret.eml").write_text("Subject: secret")

    with pytest.raises(LookupError):
        mail_folder.read(name)
