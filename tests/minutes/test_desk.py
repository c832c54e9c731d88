"""The chair's desk, the moves by one button, and reading: as the chair, the secretary and others meet them."""

from __future__ import annotations

import datetime
import logging
import re
import subprocess
import sys
from typing import Any
from urllib.parse import quote

import pytest
from django.core.signals import got_request_exception
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from django.views.debug import ExceptionReporter

from accounts.domain.audit import PORTAL
from accounts.domain.pictures import set_signature
from accounts.domain.signing import create_key
from accounts.models import SigningKey
from bangla.dates import format_numeric
from bangla.digits import to_bangla
from committees.models import Tenure
from decisions.models import Decision
from documents.images import PNG_ADDRESS, normalised
from documents.word import docx
from minutes.domain import signing
from minutes.domain.assembly import document_of
from minutes.models import Minutes, ReviewComment, Snapshot
from tests.clients import signed_in
from tests.documents.pictures import encoded, stroke
from tests.factories import Seated, acting, make_user
from tests.minutes.drafts import PIN, digest_for, draft, in_review, sign, signed
from tests.minutes.pages import escaped, page
from tests.minutes.test_signing import transfer

pytestmark = pytest.mark.django_db


def at(route: str, minutes: Minutes) -> str:
    return reverse(f"minutes:{route}", args=[minutes.pk])


def post(seated: Seated, who: str, route: str, minutes: Minutes, **data: object) -> Any:
    person = getattr(seated, who)
    shown = {"version": minutes.version} | ({"digest": digest_for(person, minutes)} if route == "sign" else {})
    return signed_in(person, "en").post(at(route, minutes), shown | data, follow=True)


# The desk


def test_chair_reads_the_sheet_and_may_sign_or_return() -> None:
    seated, minutes = in_review()
    create_key(seated.chair, PIN)
    shown = page(signed_in(seated.chair, "en").get(at("review", minutes)))
    assert minutes.title in shown
    assert "তালিকা তৈরি করতে হবে।" in shown
    assert "It does not have the legal standing of an electronic signature" in shown
    assert f'action="{at("sign", minutes)}"' in shown
    assert f'action="{at("send_back", minutes)}"' in shown
    assert shown.count(f'name="version" value="{minutes.version}"') == 2


def test_chair_reads_the_days_that_the_sheet_does_not_print() -> None:
    seated, minutes = draft()
    assert "Days by which something is due" not in page(signed_in(seated.secretary, "en").get(at("review", minutes)))
    Decision.objects.update(due=datetime.date(2031, 3, 9))
    minutes = signing.submit(minutes.pk, version=minutes.version, **acting(seated.secretary))
    shown = page(signed_in(seated.chair, "en").get(at("review", minutes)))
    told = " ".join(shown[shown.index("Days by which something is due") :].split())
    serial = Decision.objects.get().item.serial
    assert f'<li>{serial} তালিকা তৈরি করতে হবে।<br><strong class="nowrap">9 March 2031</strong></li>' in told


def test_days_of_several_decisions_of_a_row_are_told_apart_by_their_markers() -> None:
    seated, minutes = draft()
    first = Decision.objects.get()
    Decision.objects.update(marker="ক", due=datetime.date(2031, 3, 9))
    Decision.objects.create(
        item=first.item, position=first.position + 1, marker="খ", text="পাঠাতে হবে।", due=datetime.date(2031, 4, 9)
    )
    told = " ".join(page(signed_in(seated.secretary, "en").get(at("review", minutes))).split())
    for words in ("(ক) তালিকা তৈরি করতে হবে।", "(খ) পাঠাতে হবে।"):
        assert f"<li>{first.item.serial} {words}<br>" in told


def test_day_before_the_meeting_is_looked_at_again_by_secretary_and_chair_and_stops_nobody() -> None:
    seated, minutes = draft()
    met = minutes.meeting.held_on
    assert met
    meant = "is due before the day of the meeting"
    Decision.objects.update(due=met)
    assert meant not in page(signed_in(seated.secretary, "en").get(at("edit", minutes)))
    Decision.objects.update(due=datetime.date(2021, 3, 9))
    decision = Decision.objects.get()
    for language, told in (("en", "9 March 2021"), ("bn", "৯ মার্চ ২০২১")):
        shown = " ".join(page(signed_in(seated.secretary, language).get(at("edit", minutes))).split())
        where = f'<q lang="bn">{decision.item.serial} তালিকা তৈরি করতে হবে।</q>'
        message = rf'<a href="#id_row-\d+-due_0">[^<]*{told}[^<]*</a>'
        assert re.search(f"<li> <strong>[^<]+</strong> {message} {re.escape(where)} </li>", shown)
    minutes = signing.submit(minutes.pk, version=minutes.version, **acting(seated.secretary))
    shown = page(signed_in(seated.chair, "en").get(at("review", minutes)))
    assert meant in shown[shown.index("To look at before signing") :]


@pytest.mark.parametrize("who", ["secretary", "member"])
def test_others_read_the_sheet_and_are_told_who_signs(who: str) -> None:
    seated, minutes = in_review()
    shown = page(signed_in(getattr(seated, who), "en").get(at("review", minutes)))
    assert minutes.title in shown
    assert "Only the chair signs the minutes." in shown
    assert at("sign", minutes) not in shown


def test_chair_without_a_key_is_shown_where_to_make_one() -> None:
    seated, minutes = in_review()
    shown = page(signed_in(seated.chair, "en").get(at("review", minutes)))
    assert reverse("accounts:signing_key") in shown
    assert at("sign", minutes) not in shown


def test_chair_of_yesterday_finds_nothing_and_the_successor_the_desk() -> None:
    seated, minutes = in_review()
    successor = transfer(seated.chair)
    assert signed_in(seated.chair, "en").get(at("review", minutes)).status_code == 404
    assert signed_in(seated.chair, "en").post(at("sign", minutes), {"pin": PIN, "version": 1}).status_code == 404
    assert signed_in(successor, "en").get(at("review", minutes)).status_code == 200


# Send to the chair


def test_secretary_sends_and_the_chair_sees_it() -> None:
    seated, minutes = draft()
    response = post(seated, "secretary", "submit", minutes)
    assert response.redirect_chain == [(reverse("oversight:meeting", args=[minutes.meeting_id]), 302)]
    assert "The minutes are with the chair now." in page(response)
    assert Minutes.objects.get().state == "in_review"


@pytest.mark.parametrize("version", ["", "7", "x", "-1", "9" * 5000, "১"])
def test_send_from_a_stale_page_says_so_and_does_nothing(version: str) -> None:
    seated, minutes = draft()
    response = post(seated, "secretary", "submit", minutes, version=version)
    assert "Somebody has moved these minutes on since you opened the page." in page(response)
    assert Minutes.objects.get().state == "drafting"


def test_version_that_is_missing_is_stale() -> None:
    seated, minutes = draft()
    response = signed_in(seated.secretary, "en").post(at("submit", minutes), follow=True)
    assert "Somebody has moved these minutes on" in page(response)


def test_chair_does_not_send() -> None:
    seated, minutes = draft()
    response = post(seated, "chair", "submit", minutes)
    assert response.status_code == 403
    assert "Only the member secretary sends the minutes to the chair." in page(response)


# Return


def test_chair_returns_with_a_reason_that_the_secretary_reads() -> None:
    seated, minutes = in_review()
    reason = "সারি ২: <b>তারিখ</b> দেখুন\nধন্যবাদ"
    response = post(seated, "chair", "send_back", minutes, comment="সারি ২: (তারিখ) দেখুন\nধন্যবাদ")
    assert "The minutes are back with the secretary." in page(response)
    assert (Minutes.objects.get().state, ReviewComment.objects.get().text) == ("returned", "সারি ২: (তারিখ) দেখুন\nধন্যবাদ")
    assert "সারি ২: (তারিখ) দেখুন<br>ধন্যবাদ" in page(signed_in(seated.secretary, "en").get(at("edit", minutes)))
    assert escaped(reason) not in page(response)


@pytest.mark.parametrize("comment", ["", "  ", "\x01", "ক" * 200_000, "<script>alert(1)</script>"])
def test_reason_that_cannot_be_taken_comes_back(comment: str) -> None:
    seated, minutes = in_review()
    create_key(seated.chair, PIN)
    response = post(seated, "chair", "send_back", minutes, comment=comment)
    assert response.status_code == 422
    shown = page(response)
    assert 'href="#id_comment"' in shown
    assert escaped(comment.strip("\x01 ")) in shown
    assert "<script>alert" not in shown
    assert Minutes.objects.get().state == "in_review"


def test_reason_typed_on_a_stale_page_stands_on_the_desk_as_it_is_now() -> None:
    seated, minutes = in_review()
    response = post(seated, "chair", "send_back", minutes, comment="তারিখ দেখুন", version=0)
    assert response.status_code == 409
    shown = page(response)
    assert "Look again before you go on." in shown
    assert re.search(r'<textarea name="comment"[^>]*>\s*তারিখ দেখুন</textarea>', shown)
    assert f'name="version" value="{minutes.version}"' in shown
    assert Minutes.objects.get().state == "in_review"


# Sign


@pytest.mark.parametrize("pin", [PIN, to_bangla(PIN), f" {PIN} "])
def test_chair_signs_with_the_pin_in_either_digits(pin: str) -> None:
    seated, minutes = in_review()
    create_key(seated.chair, PIN)
    response = post(seated, "chair", "sign", minutes, pin=pin)
    assert "The minutes are signed." in page(response)
    snapshot = Snapshot.objects.get()
    assert signing.is_intact(snapshot)
    assert snapshot.signer_post == ", ".join(Tenure.objects.get(person=seated.chair).signature_lines)


@pytest.mark.parametrize("pin", ["420962", "", "x" * 13, "\x00", "🙂", "9" * 5000])
def test_wrong_pin_comes_back_to_its_field_and_is_never_shown(pin: str) -> None:
    seated, minutes = in_review()
    create_key(seated.chair, PIN)
    response = post(seated, "chair", "sign", minutes, pin=pin)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["pin"]
    assert 'href="#id_pin"' in page(response)
    assert len(pin) < 6 or pin not in page(response)
    assert not Snapshot.objects.exists()


def test_five_wrong_pins_lock_and_the_page_says_so() -> None:
    seated, minutes = in_review()
    create_key(seated.chair, PIN)
    for left in range(4, 0, -1):
        assert f"The PIN is wrong. Tries left: {left}." in page(post(seated, "chair", "sign", minutes, pin="999998"))
    for pin in ("999998", PIN):
        response = post(seated, "chair", "sign", minutes, pin=pin)
        assert response.status_code == 422
        assert "Your signing key is locked after five wrong PINs." in page(response)
        (told,) = response.context["messages"]  # at the top of the page
        assert str(told).startswith("Your signing key is locked")


def test_the_picture_that_will_be_printed_is_seen_before_signing() -> None:
    seated, minutes = in_review()
    chair, secretary = (signed_in(person, "en") for person in (seated.chair, seated.secretary))
    assert "Your name is printed without one" in page(chair.get(at("review", minutes)))
    set_signature(seated.chair, normalised(encoded(stroke((400, 200)))), actor=PORTAL)
    assert f'class="signature-picture" src="{PNG_ADDRESS}' in page(chair.get(at("review", minutes)))
    assert "signature-picture" not in page(secretary.get(at("review", minutes)))


def test_stale_page_signs_nothing() -> None:
    seated, minutes = in_review()
    create_key(seated.chair, PIN)
    response = post(seated, "chair", "sign", minutes, pin=PIN, version=0)
    assert response.redirect_chain == [(at("review", minutes), 302)]
    assert "Somebody has moved these minutes on" in page(response)
    assert not Snapshot.objects.exists()


@pytest.mark.parametrize("who", ["secretary", "member"])
def test_others_do_not_sign_and_no_pin_of_theirs_is_counted(who: str) -> None:
    seated, minutes = in_review()
    create_key(getattr(seated, who), PIN)
    response = post(seated, who, "sign", minutes, pin="999998")
    assert response.status_code == 403
    assert SigningKey.objects.get().attempts == 0


def test_pin_is_in_no_log_and_no_error_report(caplog: pytest.LogCaptureFixture) -> None:
    seated, minutes = in_review()
    create_key(seated.chair, PIN)
    Minutes.objects.update(letterhead={"lines": []})  # the document cannot be built: a fault in the midst of signing
    caplog.set_level(logging.DEBUG)
    reports = []

    def report(request: HttpRequest, **_signal: object) -> None:
        reporter = ExceptionReporter(request, *sys.exc_info())
        reports.append(reporter.get_traceback_text() + reporter.get_traceback_html())

    client = signed_in(seated.chair, "en")
    client.raise_request_exception = False
    got_request_exception.connect(report)
    try:
        response = client.post(at("sign", minutes), {"pin": PIN, "version": 1})
    finally:
        got_request_exception.disconnect(report)
    assert response.status_code == 500
    (told,) = reports
    assert "minutes/views/review.py" in told
    for text in (told, caplog.text, page(response)):
        assert PIN not in text
    assert Minutes.objects.get().state == "in_review"


# After the signature


def test_desk_of_a_signed_set_says_who_signed_which_bytes_and_asks_for_nothing_more() -> None:
    seated, minutes = signed()
    shown = page(signed_in(seated.chair, "en").get(at("review", minutes)))
    snapshot = Snapshot.objects.get()
    assert "".join(re.findall(r"<span>([0-9a-f]{8})</span>", shown)) == snapshot.sha256
    assert snapshot.signer.name in shown[shown.index('id="sign"') :]
    assert "Return to the secretary" not in shown


def test_signed_sheet_stays_the_same_whatever_the_rows_say() -> None:
    seated, minutes = signed()
    before = sheet(page(signed_in(seated.member, "en").get(at("preview", minutes))))
    minutes.meeting.sections.all().delete()
    after = page(signed_in(seated.member, "en").get(at("preview", minutes)))
    assert sheet(after) == before
    assert "খসড়া" not in before


def test_draft_is_marked_as_one() -> None:
    seated, minutes = in_review()
    assert "খসড়া" in sheet(page(signed_in(seated.member, "en").get(at("preview", minutes))))


def test_corrected_edition_is_begun_by_the_secretary_and_both_lead_to_each_other() -> None:
    seated, minutes = signed()
    assert at("correct", minutes) in page(signed_in(seated.secretary, "en").get(at("preview", minutes)))
    assert at("correct", minutes) not in page(signed_in(seated.member, "en").get(at("preview", minutes)))
    response = post(seated, "secretary", "correct", minutes)
    edition = Minutes.objects.get(edition=2)
    assert response.redirect_chain == [(at("edit", edition), 302)]
    assert "The signed one stays as it is." in page(response)
    assert at("preview", edition) in page(signed_in(seated.secretary, "en").get(at("preview", minutes)))
    assert at("preview", minutes) in page(signed_in(seated.secretary, "en").get(at("preview", edition)))
    assert at("preview", edition) not in page(signed_in(seated.member, "en").get(at("preview", minutes)))
    again = post(seated, "secretary", "correct", minutes)
    assert again.status_code == 403
    assert "A corrected edition of this set was started already." in page(again)


def test_nothing_about_a_correction_is_offered_twice() -> None:
    seated, minutes = signed()
    signing.start_correction(minutes.pk, **acting(seated.secretary))
    assert at("correct", minutes) not in page(signed_in(seated.secretary, "en").get(at("preview", minutes)))


# As a PDF


def test_preview_is_a_pdf_with_the_text() -> None:
    seated, minutes = in_review()
    response = signed_in(seated.member, "en").get(at("preview_pdf", minutes))
    assert (response.status_code, response["Content-Type"], response["Cache-Control"]) == (
        200,
        "application/pdf",
        "private, no-store",
    )
    assert response.content.startswith(b"%PDF-")
    text = text_of(response)
    for words in (minutes.title, "তালিকা তৈরি করতে হবে।", seated.chair.name_bn, "খসড়া"):
        assert re.sub(r"\s", "", words) in re.sub(r"\s", "", text)


def test_pdf_of_a_signed_set_is_no_draft() -> None:
    seated, minutes = in_review()
    minutes = sign(seated, minutes)
    assert "খসড়া" not in text_of(signed_in(seated.member, "en").get(at("preview_pdf", minutes)))
    assert document_of(minutes).chair_signature.date is not None


def test_pdf_is_not_for_outsiders() -> None:
    _seated, minutes = in_review()
    assert signed_in(make_user(), "en").get(at("preview_pdf", minutes)).status_code == 404
    assert Client().get(at("preview_pdf", minutes)).status_code == 302


def test_word_file_is_marked_as_a_draft_until_the_set_is_signed() -> None:
    seated, minutes = in_review()
    reader = signed_in(seated.member, "en")
    link = f'href="{at("preview_docx", minutes)}"'
    assert link in page(reader.get(at("preview", minutes)))
    for watermark in ("খসড়া", ""):
        response = reader.get(at("preview_docx", minutes))
        assert response.content == docx.write(document_of(minutes), watermark=watermark)
        assert response["Content-Type"] == docx.MEDIA_TYPE
        name = f"কার্যবিবরণী-{format_numeric(minutes.meeting.held_on)}.docx"
        assert response["Content-Disposition"] == f"attachment; filename*=utf-8''{quote(name)}"
        assert response["Cache-Control"] == "private, no-store"
        if watermark:
            minutes = sign(seated, minutes)


def test_minutes_whose_issue_was_withdrawn_say_so_wherever_they_are_made_again() -> None:
    seated, minutes = in_review()
    minutes = sign(seated, minutes)
    Minutes.objects.update(state="cancelled")
    reader = signed_in(seated.member, "en")
    assert 'class="watermark">বাতিল<' in reader.get(at("preview", minutes)).content.decode()
    assert "বাতিল" in text_of(reader.get(at("preview_pdf", minutes)))
    word = reader.get(at("preview_docx", minutes))
    assert word.content == docx.write(document_of(minutes), watermark="বাতিল")


def text_of(response: Any) -> str:
    """The text of the PDF, as a reader's search finds it."""
    command = ["pdftotext", "-", "-"]
    return subprocess.run(command, input=response.content, capture_output=True, check=True).stdout.decode()


def sheet(shown: str) -> str:
    """The sheet within the page."""
    return shown[shown.index('<article class="sheet"') : shown.index("</article>")]
