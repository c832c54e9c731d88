"""The lines below the chair's name, in the office's own words as long as the same post signs."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.domain.signing import create_key, unlock
from committees.models import Tenure
from minutes.domain import drafting, parts, signing
from minutes.domain.signature import IN_THE_CHAIRS_STEAD, chair_block
from minutes.models import Minutes
from tests.clients import signed_in
from tests.factories import Seated, acting
from tests.minutes.drafts import PIN, draft, sign
from tests.minutes.pages import page
from tests.minutes.test_deputy import deputy_of

pytestmark = pytest.mark.django_db
PART = "chair_signature"
OWN = ["জেলা প্রশাসক ও সভাপতি", "নমুনাপুর।"]


def word(seated: Seated, minutes: Minutes, lines: list[str]) -> None:
    standing = parts.read(minutes, parts.Part(PART))
    version = parts.version_of(minutes, parts.Part(PART))
    drafting.save_part(minutes.pk, PART, standing | {"lines": lines}, version=version, **acting(seated.secretary))
    minutes.refresh_from_db()


def submit(seated: Seated, minutes: Minutes) -> Minutes:
    return signing.submit(minutes.pk, version=minutes.version, **acting(seated.secretary))


def test_what_the_secretary_words_is_sent_shown_and_signed() -> None:
    seated, minutes = draft()
    word(seated, minutes, OWN)
    sent = submit(seated, minutes)
    assert sent.chair_signature["lines"] == OWN
    shown = page(signed_in(seated.chair).get(reverse("minutes:review", args=[minutes.pk])))
    assert all(line in shown for line in OWN)
    assert sign(seated, sent).chair_signature["lines"] == OWN


def test_the_name_is_whoever_holds_the_post_whatever_was_sent() -> None:
    seated, minutes = draft()
    forged = {"name": "অন্য কেউ", "lines": OWN}
    drafting.save_part(minutes.pk, PART, forged, version=0, **acting(seated.secretary))
    minutes.refresh_from_db()
    assert chair_block(minutes) == {"name": seated.chair.name_bn, "lines": OWN}
    assert submit(seated, minutes).chair_signature["name"] == seated.chair.name_bn


def test_the_wording_lapses_with_the_post_it_stood_for() -> None:
    seated, minutes = draft()
    word(seated, minutes, OWN)
    Tenure.objects.filter(person=seated.chair).update(kind=Tenure.Kind.IN_CHARGE)
    block = chair_block(minutes)
    assert block["lines"] != OWN
    assert "ভারপ্রাপ্ত" in block["lines"][0]


def test_a_deputy_signs_under_the_own_lines() -> None:
    seated, minutes = draft()
    word(seated, minutes, OWN)
    sent = submit(seated, minutes)
    deputy = deputy_of(seated.committee).person
    create_key(deputy, PIN)
    done = signing.sign(sent.pk, unlock(deputy, PIN), version=sent.version, **acting(deputy))
    assert IN_THE_CHAIRS_STEAD in done.chair_signature["lines"]
    assert OWN[0] not in done.chair_signature["lines"]


def test_nobody_words_a_chair_as_a_deputy() -> None:
    seated, minutes = draft()
    typed = {"chair_signature-lines": f"জেলা প্রশাসক\n{IN_THE_CHAIRS_STEAD}", "version": "0"}
    response = signed_in(seated.secretary, "en").post(reverse("minutes:save", args=[minutes.pk, PART]), typed)
    assert response.status_code == 422
    assert "This line stands only where a deputy signs" in page(response)
    minutes.refresh_from_db()
    assert minutes.signature_wording == {}


def test_the_usual_lines_again_are_no_wording_of_the_draft() -> None:
    seated, minutes = draft()
    usual = chair_block(minutes)["lines"]
    word(seated, minutes, OWN)
    word(seated, minutes, usual)
    assert minutes.signature_wording == {}


def test_a_corrected_edition_begins_with_the_wording() -> None:
    seated, minutes = draft()
    word(seated, minutes, OWN)
    signed = sign(seated, submit(seated, minutes))
    edition = signing.start_correction(signed.pk, **acting(seated.secretary))
    assert chair_block(edition)["lines"] == OWN
