"""Where the committee lets its chair edit in review: who edits then, and that nobody signs what was not shown."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override
from pyhanko.pdf_utils.reader import PdfFileReader

from accounts.domain.audit import PORTAL
from accounts.domain.pictures import keep, set_signature
from accounts.domain.signing import create_key, unlock
from accounts.permissions import NotAllowedError
from committees.models import Committee
from documents.images import normalised
from minutes.domain import drafting, signing
from minutes.domain.workflow import StaleError
from minutes.models import Minutes, Revision, Snapshot
from tests.clients import signed_in
from tests.documents.pictures import encoded, stroke
from tests.factories import Seated, acting
from tests.minutes.drafts import PIN, digest_for, draft, in_review
from tests.minutes.pages import page
from tests.minutes.test_deputy import deputy_of

pytestmark = pytest.mark.django_db
EARLIER, LATER = (normalised(encoded(stroke(size, colour=(0, 90, 60)))) for size in ((300, 300), (600, 300)))


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with override("en"):
        yield


def chair_edits(seated: Seated) -> None:
    Committee.objects.filter(pk=seated.committee.pk).update(chair_edits=True)


def write(person: Any, minutes: Minutes, text: str = "নতুন শিরোনাম", version: int = 0) -> Revision:
    return drafting.save_part(minutes.pk, "title", text, version=version, **acting(person))


def at(route: str, minutes: Minutes) -> str:
    return reverse(f"minutes:{route}", args=[minutes.pk])


# Who edits


def test_the_chair_edits_in_review_where_the_committee_says_so_and_the_versions_say_who() -> None:
    seated, minutes = in_review()
    with pytest.raises(NotAllowedError, match="the chair does not edit the text"):
        write(seated.chair, minutes)
    chair_edits(seated)
    assert write(seated.chair, minutes).author == seated.chair
    assert Minutes.objects.get().title == "নতুন শিরোনাম"
    assert (Minutes.objects.get().state, Minutes.objects.get().version) == ("in_review", 1)


def test_so_does_a_deputy_who_signs() -> None:
    seated, minutes = in_review()
    chair_edits(seated)
    assert write(deputy_of(seated.committee).person, minutes).version == 1


@pytest.mark.parametrize("who", ["secretary", "member"])
def test_nobody_else_edits_in_review(who: str) -> None:
    seated, minutes = in_review()
    chair_edits(seated)
    with pytest.raises(NotAllowedError):
        write(getattr(seated, who), minutes)
    assert not Revision.objects.filter(part="title").exists()


def test_the_chair_edits_neither_a_draft_nor_what_was_returned_or_signed() -> None:
    seated, minutes = draft()
    chair_edits(seated)
    with pytest.raises(NotAllowedError, match="Only the member secretary edits the draft"):
        write(seated.chair, minutes)
    minutes = signing.submit(minutes.pk, version=0, **acting(seated.secretary))
    minutes = signing.send_back(minutes.pk, "দেখুন", version=1, **acting(seated.chair))
    with pytest.raises(NotAllowedError, match="Only the member secretary edits the draft"):
        write(seated.chair, minutes)
    minutes = signing.submit(minutes.pk, version=2, **acting(seated.secretary))
    create_key(seated.chair, PIN)
    signing.sign(minutes.pk, unlock(seated.chair, PIN), version=3, **acting(seated.chair))
    with pytest.raises(NotAllowedError, match="not being drafted"):
        write(seated.chair, minutes)


def test_the_desk_leads_to_the_drafting_room_and_the_room_opens() -> None:
    seated, minutes = in_review()
    client = signed_in(seated.chair, "en")
    assert at("edit", minutes) not in page(client.get(at("review", minutes)))
    assert client.get(at("edit", minutes)).headers["Location"] == at("review", minutes)
    chair_edits(seated)
    assert f'href="{at("edit", minutes)}"' in page(client.get(at("review", minutes)))
    assert client.get(at("edit", minutes)).status_code == 200


# What is signed


def hidden(shown: str) -> dict[str, str]:
    """What the form to sign says of what was shown."""
    return dict(re.findall(r'<input type="hidden" name="(digest|pictures)" value="([^"]*)"', shown))


def test_the_desk_shows_the_digest_of_exactly_what_is_signed_then() -> None:
    seated, minutes = in_review()
    create_key(seated.chair, PIN)
    client = signed_in(seated.chair, "en")
    shown = page(client.get(at("review", minutes)))
    (digest,) = re.findall(r'name="digest" value="([0-9a-f]{64})"', shown)
    groups = re.findall(r"<span>([0-9a-f]{8})</span>", shown)
    assert "".join(groups) == digest
    client.post(at("sign", minutes), {"pin": PIN, "version": minutes.version, "digest": digest})
    snapshot = Snapshot.objects.get()
    assert snapshot.sha256 == digest == hashlib.sha256(snapshot.document.encode()).hexdigest()


def test_a_text_that_changed_after_it_was_shown_is_not_signed() -> None:
    seated, minutes = in_review()
    chair_edits(seated)
    create_key(seated.chair, PIN)
    shown = digest_for(seated.chair, minutes)
    write(deputy_of(seated.committee).person, minutes)
    with pytest.raises(StaleError):
        signing.sign(minutes.pk, unlock(seated.chair, PIN), version=1, digest=shown, **acting(seated.chair))
    typed = {"pin": PIN, "version": 1, "digest": shown}
    response = signed_in(seated.chair, "en").post(at("sign", minutes), typed, follow=True)
    assert "Nothing is signed: the text or a picture changed after you opened the page." in page(response)
    assert (Minutes.objects.get().state, Snapshot.objects.exists()) == ("in_review", False)
    again = digest_for(seated.chair, minutes)
    assert again != shown
    signing.sign(minutes.pk, unlock(seated.chair, PIN), version=1, digest=again, **acting(seated.chair))
    assert Snapshot.objects.get().sha256 == again


@pytest.mark.parametrize("whose", ["office", "chair"])
def test_a_picture_that_changed_after_it_was_shown_is_not_signed_with(whose: str) -> None:
    seated, minutes = in_review()
    create_key(seated.chair, PIN)
    client = signed_in(seated.chair, "en")
    office = seated.committee.office
    for person_or_office, field in ((office, "emblem"), (seated.chair, "signature_picture")):
        setattr(person_or_office, field, keep(EARLIER))
        person_or_office.save()
    before = hidden(page(client.get(at("review", minutes))))
    assert set(before) >= {"digest", "pictures"}
    typed = {"pin": PIN, "version": 1}
    for missing in ("pictures", "digest"):
        client.post(at("sign", minutes), typed | {name: before[name] for name in before if name != missing})
        assert not Snapshot.objects.exists()
    if whose == "office":
        office.emblem = keep(LATER)
        office.save()
    else:
        set_signature(seated.chair, None, actor=PORTAL)
    response = client.post(at("sign", minutes), typed | before, follow=True)
    assert "Nothing is signed: the text or a picture changed after you opened the page." in page(response)
    assert not Snapshot.objects.exists()
    after = hidden(page(client.get(at("review", minutes))))
    assert after["digest"] == before["digest"]
    client.post(at("sign", minutes), typed | after)
    snapshot = Snapshot.objects.get()
    assert (snapshot.sha256, signing.is_intact(snapshot)) == (before["digest"], True)


@pytest.mark.parametrize("digest", [{}, {"digest": ""}, {"digest": "0" * 64}, {"digest": "x" * 10_000}])
def test_a_form_that_does_not_say_what_was_shown_signs_nothing(digest: dict[str, str]) -> None:
    seated, minutes = in_review()
    create_key(seated.chair, PIN)
    signed_in(seated.chair, "en").post(at("sign", minutes), {"pin": PIN, "version": 1} | digest)
    assert not Snapshot.objects.exists()


def test_what_may_not_go_to_the_chair_is_not_signed_either() -> None:
    seated, minutes = in_review()
    chair_edits(seated)
    create_key(seated.chair, PIN)
    key = unlock(seated.chair, PIN)
    Minutes.objects.get().meeting.sections.first().items.get().decisions.update(text="<br>")
    with pytest.raises(NotAllowedError, match="There is no decision yet"):
        signing.sign(minutes.pk, key, version=1, **acting(seated.chair))
    assert not Snapshot.objects.exists()


# Its pages


def test_the_pages_are_counted_when_asked_and_are_those_of_the_pdf() -> None:
    seated, minutes = in_review()
    client = signed_in(seated.chair, "en")
    assert "Count the pages" in page(client.get(at("review", minutes)))
    counted = page(client.get(at("review", minutes) + "?pages"))
    assert "1 page as a PDF" in counted
    text = "\n".join("অনেক কথা " * 60 for _line in range(60))
    Minutes.objects.update(closing=[text])
    pdf = PdfFileReader(io.BytesIO(client.get(at("preview_pdf", minutes)).content))
    pages = int(pdf.root["/Pages"]["/Count"])
    assert pages > 1
    assert f"{pages} pages as a PDF" in page(client.get(at("review", minutes) + "?pages"))


def test_who_does_not_sign_is_shown_no_digest_and_no_pages() -> None:
    seated, minutes = in_review()
    shown = page(signed_in(seated.member, "en").get(at("review", minutes) + "?pages"))
    assert 'name="digest"' not in shown
    assert "as a PDF" not in shown
