"""The dispatch page: what it shows to whom, that it is live only while something moves, and its buttons."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from distribution.domain.archive import archive
from distribution.domain.verification import marked
from distribution.models import Delivery, Dispatch
from documents.word import docx
from tests.clients import after_a_sign_in, queries_of, signed_in
from tests.distribution.broker import Broker
from tests.distribution.stories import delivery_of, dispatched
from tests.documents.samples import sample
from tests.factories import Seated, make_committee, make_user

pytestmark = pytest.mark.django_db

TO = "recipient@example.org"
LIVE = 'hx-trigger="every 2s"'
State = Delivery.State


def address(dispatch: Dispatch, page: str = "dispatch") -> str:
    return reverse(f"distribution:{page}", args=[dispatch.pk])


def shown(client: Client, dispatch: Dispatch, page: str = "dispatch") -> str:
    response = client.get(address(dispatch, page))
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_shows_number_document_and_every_copy(secretary: Client, seated: Seated) -> None:
    dispatch = dispatched(TO, "", seated=seated)
    now = timezone.now()
    Delivery.objects.filter(way="mail").update(
        state=State.SENT, sent_at=now, opened_at=now, downloaded_at=now, acknowledged_at=now, error=""
    )

    page = shown(secretary, dispatch)

    for words in (
        dispatch.memo,
        dispatch.minutes.title_in_text,
        f"প্রাপক, {TO}",
        TO,
        "on paper",
        "1 of 2 copies are out.",
    ):
        assert words in page
    assert f'href="{address(dispatch, "pdf")}"' in page
    assert page.count("<time ") == 4


@pytest.mark.parametrize("who", ["chair", "member"])
def test_others_of_the_committee_look_and_are_told_why_they_have_no_buttons(seated: Seated, who: str) -> None:
    dispatch = dispatched(TO, seated=seated)
    Delivery.objects.update(state=State.FAILED, error="550 no such user")

    page = shown(signed_in(getattr(seated, who), "en"), dispatch)

    assert "550 no such user" in page
    assert "Only the member secretary handles the distribution." in page
    assert "/resend/" not in page
    assert "/cancel/" not in page


def test_outsiders_find_nothing_and_strangers_are_asked_to_sign_in(seated: Seated) -> None:
    dispatch = dispatched(TO, seated=seated)
    outsider, delivery = signed_in(make_committee().secretary, "en"), delivery_of(dispatch)

    for page in ("dispatch", "progress", "pdf", "docx"):
        assert outsider.get(address(dispatch, page)).status_code == 404
        assert Client().get(address(dispatch, page)).headers["Location"].startswith("/account/login/")
    for page in ("cancel", "render_again"):
        assert outsider.post(address(dispatch, page), {"reason": "কারণ"}).status_code == 404
    for page in ("resend", "mark_delivered"):
        assert outsider.post(reverse(f"distribution:{page}", args=[delivery.pk])).status_code == 404
    assert delivery_of(dispatch).state == State.QUEUED


def test_an_unprinted_dispatch_is_live_until_the_pdf_stands_and_the_mails_are_out(
    secretary: Client, seated: Seated
) -> None:
    making = dispatched(TO, seated=seated, pdf=b"", serial=1)
    sending = dispatched(TO, seated=seated, serial=2)
    assert LIVE in shown(secretary, making)
    assert "The PDF is being made. Then the officer" in shown(secretary, making, "progress")
    assert LIVE in shown(secretary, sending)

    Delivery.objects.update(state=State.SENDING)
    assert LIVE in shown(secretary, sending, "progress")

    Delivery.objects.update(state=State.SENT)
    assert LIVE not in shown(secretary, sending, "progress")


@pytest.mark.parametrize(
    "what", ["retry later", "failed", "unknown", "paper", "render error", "cancelled", "forgotten"]
)
def test_the_page_is_still_when_nothing_will_change_by_itself(secretary: Client, seated: Seated, what: str) -> None:
    dispatch = dispatched("" if what == "paper" else TO, seated=seated, pdf=b"" if what == "render error" else b"x")
    rows, now = Delivery.objects.all(), timezone.now()
    if what == "retry later":
        rows.update(next_attempt_at=now + datetime.timedelta(minutes=5), error="Connection refused", attempts=2)
    elif what in ("failed", "unknown"):
        rows.update(state=what)
    elif what == "render error":
        Dispatch.objects.update(render_error="no ink")
    elif what == "cancelled":
        Dispatch.objects.update(cancelled_at=now)
    elif what == "forgotten":
        rows.update(next_attempt_at=now - datetime.timedelta(hours=1))

    assert LIVE not in shown(secretary, dispatch)


def test_a_mail_server_that_is_down_is_told_on_the_row(secretary: Client, seated: Seated) -> None:
    dispatch = dispatched(TO, seated=seated)
    later = timezone.now() + datetime.timedelta(minutes=4)
    Delivery.objects.update(next_attempt_at=later, error="[Errno 111] Connection refused", attempts=3)

    page = shown(secretary, dispatch)

    assert "could not be handed over yet (3 attempts). The portal tries again by itself at" in page
    assert "[Errno 111] Connection refused" in page


def test_what_the_portal_itself_says_of_a_copy_is_in_the_readers_language(seated: Seated) -> None:
    dispatch = dispatched(TO, seated=seated)
    Delivery.objects.update(state=State.UNKNOWN, error="The worker stopped while this mail was being sent.")

    page = shown(signed_in(seated.secretary, "en"), dispatch)

    assert "The worker stopped while this mail was being sent." in page
    assert "it may have arrived or not" in page


def test_the_pdf_is_handed_out_byte_for_byte_under_its_bengali_name(secretary: Client, seated: Seated) -> None:
    dispatch = dispatched(TO, seated=seated, pdf=b"%PDF-1.7 \x00\xff")

    response = secretary.get(address(dispatch, "pdf"))

    assert response.getvalue() == b"%PDF-1.7 \x00\xff"
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == (
        f"inline; filename*=utf-8''{quote(f'কার্যবিবরণী-{dispatch.memo}.pdf')}"
    )


def test_the_word_file_is_made_of_what_was_issued(secretary: Client, seated: Seated) -> None:
    dispatch = dispatched(TO, seated=seated)

    response = secretary.get(address(dispatch, "docx"))

    assert f'href="{address(dispatch, "docx")}"' in shown(secretary, dispatch)
    assert response.content == docx.write(marked(dispatch))
    assert response.headers["Content-Type"] == docx.MEDIA_TYPE
    assert response.headers["Content-Disposition"] == (
        f"attachment; filename*=utf-8''{quote(f'কার্যবিবরণী-{dispatch.memo}.docx')}"
    )


def test_the_word_file_of_a_withdrawn_issue_says_so(secretary: Client, seated: Seated) -> None:
    dispatch = dispatched(TO, seated=seated)
    Dispatch.objects.update(cancelled_at=timezone.now())

    assert secretary.get(address(dispatch, "docx")).content == docx.write(marked(dispatch), watermark="বাতিল")


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_there_is_no_file_before_the_pdf_is_made(secretary: Client, seated: Seated, kind: str) -> None:
    dispatch = dispatched(TO, seated=seated, pdf=b"")

    assert secretary.get(address(dispatch, kind)).status_code == 404
    assert address(dispatch, kind) not in shown(secretary, dispatch)


def test_a_damaged_pdf_is_not_handed_out(secretary: Client, seated: Seated) -> None:
    dispatch = dispatched(TO, seated=seated)
    Path(dispatch.pdf.path).write_bytes(b"%PDF-1.7 forged")

    response = secretary.get(address(dispatch, "pdf"))

    assert response.status_code == 500
    assert "is not what was issued" in response.content.decode()


def test_the_secretary_sends_again_and_marks_as_delivered(secretary: Client, seated: Seated) -> None:
    dispatch = dispatched(TO, seated=seated)
    delivery = delivery_of(dispatch)
    Delivery.objects.update(state=State.FAILED, error="550 no such user")
    page = shown(secretary, dispatch)
    for action in ("resend", "mark_delivered"):
        assert f'action="{reverse(f"distribution:{action}", args=[delivery.pk])}"' in page

    again = secretary.post(reverse("distribution:resend", args=[delivery.pk]))
    assert (again.headers["Location"], delivery_of(dispatch).state) == (address(dispatch), State.QUEUED)

    secretary.post(reverse("distribution:mark_delivered", args=[delivery.pk]))
    assert delivery_of(dispatch).state == State.SENT

    refused = secretary.post(reverse("distribution:resend", args=[delivery.pk]))
    assert refused.status_code == 403
    assert "This copy is sent or on its way just now." in refused.content.decode()


def test_a_mail_just_queued_offers_no_buttons_and_a_paper_copy_does(secretary: Client, seated: Seated) -> None:
    assert "/delivered/" not in shown(secretary, dispatched(TO, seated=seated, serial=1))
    assert "/delivered/" in shown(secretary, dispatched("", seated=seated, serial=2))


def test_an_issue_is_cancelled_with_a_reason_that_everybody_reads(secretary: Client, seated: Seated) -> None:
    dispatch = dispatched(TO, seated=seated)
    (version,) = re.findall(r'<input type="hidden" name="version" value="([^"]*)">', shown(secretary, dispatch))

    refused = secretary.post(address(dispatch, "cancel"), {"reason": " \n ", "version": version})
    assert refused.status_code == 422
    assert 'href="#id_reason"' in refused.content.decode()

    kept = secretary.post(address(dispatch, "cancel"), {"reason": "<b>তারিখ</b> ভুল", "version": version})
    assert kept.status_code == 422
    assert "&lt;b&gt;তারিখ&lt;/b&gt; ভুল" in kept.content.decode()

    cancelled = secretary.post(address(dispatch, "cancel"), {"reason": "তারিখ ভুল", "version": version})
    assert cancelled.status_code == 302
    page = shown(secretary, dispatch)
    assert "This issue was cancelled on" in page
    assert "তারিখ ভুল" in page
    assert "/cancel/" not in page


@pytest.mark.parametrize("posted", [{}, {"version": "7"}])
def test_an_issue_is_not_cancelled_by_a_page_that_showed_it_in_another_version(
    secretary: Client, seated: Seated, posted: dict[str, str]
) -> None:
    dispatch = dispatched(TO, seated=seated)

    answer = secretary.post(address(dispatch, "cancel"), {"reason": "তারিখ ভুল"} | posted)

    assert answer.status_code == 422
    assert "Somebody has moved these minutes on" in answer.content.decode()
    assert "তারিখ ভুল" in answer.content.decode()
    assert Dispatch.objects.get().cancelled_at is None


def test_a_failed_rendering_is_asked_for_again(
    secretary: Client,
    seated: Seated,
    broker: Broker,
    django_capture_on_commit_callbacks: pytest.FixtureRequest,
) -> None:
    dispatch = dispatched(TO, seated=seated, pdf=b"")
    assert secretary.post(address(dispatch, "render_again")).status_code == 403
    Dispatch.objects.update(render_error="no ink")
    assert f'action="{address(dispatch, "render_again")}"' in shown(secretary, dispatch)

    with django_capture_on_commit_callbacks(execute=True):
        assert secretary.post(address(dispatch, "render_again")).status_code == 302

    assert broker.asked() == [("distribution.tasks.render", [dispatch.pk])]
    assert Dispatch.objects.get().render_error == ""


def test_a_set_from_the_archive_shows_its_list_and_that_the_portal_did_not_send_it() -> None:
    dispatch = archive(sample("district", recipients=3)).minutes.dispatch
    client = signed_in(make_user(is_superuser=True), "en")

    page = shown(client, dispatch)

    assert "This set was taken over from paper." in page
    assert [recipient.text in page for recipient in dispatch.recipients.all()] == [True] * 3
    assert [client.get(address(dispatch, kind)).status_code for kind in ("pdf", "docx")] == [404, 404]


def test_a_recipient_whose_address_stands_in_an_earlier_line_says_so(secretary: Client, seated: Seated) -> None:
    dispatch = dispatched(TO, "other@example.org", seated=seated)
    Delivery.objects.filter(address="other@example.org").delete()

    assert "The address stands in an earlier row too" in shown(secretary, dispatch)


@pytest.mark.parametrize("page", ["dispatch", "progress"])
def test_the_page_asks_as_much_for_three_recipients_as_for_one(secretary: Client, seated: Seated, page: str) -> None:
    one = dispatched("a@example.org", seated=seated, serial=1)
    three = dispatched("a@example.org", "b@example.org", "", seated=seated, serial=2)
    Delivery.objects.update(state=State.FAILED)

    asked = [queries_of(secretary, address(each, page)) for each in (one, three)]

    assert asked[0] == asked[1]


@pytest.mark.parametrize("action", ["render_again", "cancel", "resend", "mark_delivered"])
def test_who_had_to_sign_in_on_the_way_to_a_step_comes_back_to_the_dispatch_and_is_told(
    seated: Seated, action: str
) -> None:
    dispatch = dispatched(TO, seated=seated)
    Delivery.objects.update(state=State.FAILED)
    subject = delivery_of(dispatch) if action in ("resend", "mark_delivered") else dispatch
    step = reverse(f"distribution:{action}", args=[subject.pk])

    response = after_a_sign_in(seated.secretary, step, {"reason": "ভুল"})

    assert (response.status_code, response.redirect_chain) == (200, [(step, 302), (address(dispatch), 302)])
    assert "what you sent did not arrive" in response.content.decode()
    assert "what you sent did not arrive" not in shown(response.client, dispatch)
    assert after_a_sign_in(make_committee().secretary, step, {"reason": "ভুল"}).status_code == 404
    assert delivery_of(dispatch).state == State.FAILED
