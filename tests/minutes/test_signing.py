"""What the chair signs is what stands there, to the byte, and stays so."""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
from typing import Any

import pytest
from django.utils import timezone

from accounts.domain.audit import trail
from accounts.domain.signing import create_key, unlock, verifies
from accounts.models import User
from accounts.permissions import NotAllowedError
from committees.models import Membership, Tenure
from committees.powers import powers_of
from documents import exchange
from documents.sheet import sheet_html
from meetings.models import AgendaItem, Meeting
from minutes import rules
from minutes.domain import drafting, parts, signing, structure
from minutes.domain.assembly import content_of, document_of
from minutes.domain.workflow import StaleError, transition
from minutes.models import Minutes, ReviewComment, Revision, Snapshot
from tests.factories import acting, make_committee, make_user
from tests.minutes.drafts import PIN, begin, draft, in_review, powers, sign, signed

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


# Submit


def test_submit_brings_the_minutes_to_the_chair_as_the_chair_is_today() -> None:
    seated, minutes = draft()
    successor = transfer(seated.chair)
    submitted = signing.submit(minutes.pk, version=0, **acting(seated.secretary))
    assert (submitted.state, document_of(submitted).chair_signature.name) == ("in_review", successor.name_bn)


def no_chair(minutes: Minutes) -> None:
    Membership.objects.filter(role="chair").delete()


def no_holder(minutes: Minutes) -> None:
    chair = Membership.objects.get(role="chair")
    Tenure.objects.filter(post=chair.post).update(ends_on=TODAY - datetime.timedelta(days=1))


def no_date(minutes: Minutes) -> None:
    type(minutes.meeting).objects.update(held_on=None)


def no_decision(minutes: Minutes) -> None:
    AgendaItem.objects.get().decisions.update(text="<br> <strong></strong>")


@pytest.mark.parametrize("spoil", [no_chair, no_holder, no_date, no_decision])
def test_what_is_missing_stops_the_submit_and_says_so(spoil: Any) -> None:
    seated, minutes = draft()
    spoil(minutes)
    with pytest.raises(NotAllowedError) as refusal:
        signing.submit(minutes.pk, version=0, **acting(seated.secretary))
    assert str(refusal.value)
    stands = Minutes.objects.get()
    assert (stands.state, stands.version) == ("drafting", 0)
    assert "minutes.submit" not in actions(minutes)


def test_what_is_odd_stops_nothing() -> None:
    seated, minutes = draft()
    drafting.save_part(minutes.pk, "opening", ["১২ জন ও 1২ জন"], version=0, **acting(seated.secretary))
    assert signing.submit(minutes.pk, version=0, **acting(seated.secretary)).state == "in_review"


# Return


def test_return_keeps_the_reason() -> None:
    seated, minutes = in_review()
    returned = signing.send_back(minutes.pk, "সারি ২ দেখুন", version=1, **acting(seated.chair))
    comment = ReviewComment.objects.get()
    assert (returned.state, comment.text, comment.author) == ("returned", "সারি ২ দেখুন", seated.chair)
    assert signing.submit(minutes.pk, version=2, **acting(seated.secretary)).state == "in_review"


@pytest.mark.parametrize("reason", ["", " \n "])
def test_return_without_a_reason_is_refused(reason: str) -> None:
    seated, minutes = in_review()
    with pytest.raises(ValueError, match="reason"):
        signing.send_back(minutes.pk, reason, version=1, **acting(seated.chair))
    assert Minutes.objects.get().state == "in_review"


# Sign


def test_snapshot_holds_the_document_in_canonical_bytes() -> None:
    seated, minutes = signed()
    snapshot = Snapshot.objects.get()
    document = exchange.load(content_of(Minutes.objects.get()))
    assert snapshot.document.encode() == exchange.canonical(document) == canonical(exchange.dump(document))
    assert snapshot.sha256 == hashlib.sha256(snapshot.document.encode()).hexdigest() == exchange.digest(document)
    assert document_of(Minutes.objects.get()) == document
    assert (document.chair_signature.name, document.chair_signature.date) == (seated.chair.name_bn, TODAY)
    assert (snapshot.signer, snapshot.key.user) == (seated.chair, seated.chair)
    assert snapshot.signer_post == ", ".join(Tenure.objects.get(person=seated.chair).signature_lines)
    assert minutes.state == "signed"


def test_snapshot_verifies() -> None:
    signed()
    snapshot = Snapshot.objects.get()
    assert signing.is_intact(snapshot)
    assert verifies(snapshot.key, snapshot.document.encode(), bytes(snapshot.signature))


def test_every_changed_byte_of_the_document_is_detected() -> None:
    signed()
    snapshot = Snapshot.objects.get()
    for place in range(0, len(snapshot.document), 50):
        letter = snapshot.document[place]
        changed = snapshot.document[:place] + ("ক" if letter != "ক" else "খ") + snapshot.document[place + 1 :]
        assert not signing.is_intact(altered(snapshot, document=changed))
        rehashed = hashlib.sha256(changed.encode()).hexdigest()
        assert not signing.is_intact(altered(snapshot, document=changed, sha256=rehashed))
    assert not signing.is_intact(altered(snapshot, document=snapshot.document + " "))


@pytest.mark.thorough
@pytest.mark.sqlite_only  # a thousand signatures are checked, and no query is special
def test_every_changed_byte_of_digest_and_signature_is_detected() -> None:
    signed()
    snapshot = Snapshot.objects.get()
    for place, letter in enumerate(snapshot.sha256):
        digest = snapshot.sha256[:place] + ("0" if letter != "0" else "1") + snapshot.sha256[place + 1 :]
        assert not signing.is_intact(altered(snapshot, sha256=digest))
    signature = bytes(snapshot.signature)
    for place, byte in enumerate(signature):
        assert not signing.is_intact(
            altered(snapshot, signature=signature[:place] + bytes([byte ^ 1]) + signature[place + 1 :])
        )
    for broken in (b"", signature[:-1], signature + b"\0", b"\xff" * 70):
        assert not signing.is_intact(altered(snapshot, signature=broken))


def test_signature_of_another_key_is_detected() -> None:
    signed()
    snapshot = Snapshot.objects.get()
    other = create_key(make_user(), "135790")
    assert not signing.is_intact(altered(snapshot, key=other))


def test_snapshot_is_written_once() -> None:
    signed()
    snapshot = Snapshot.objects.get()
    snapshot.document = "{}"
    with pytest.raises(TypeError):
        snapshot.save()
    with pytest.raises(TypeError):
        snapshot.delete()
    assert signing.is_intact(Snapshot.objects.get())


def test_signing_is_recorded_without_a_secret() -> None:
    _seated, minutes = signed()
    record = trail(minutes)[-1]
    assert record.action == "minutes.sign"
    assert PIN not in json.dumps(record.details)


def test_stale_page_signs_nothing() -> None:
    seated, minutes = in_review()
    create_key(seated.chair, PIN)
    with pytest.raises(StaleError):
        signing.sign(minutes.pk, unlock(seated.chair, PIN), version=0, **acting(seated.chair))
    assert not Snapshot.objects.exists()


def test_nobody_signs_with_another_ones_key() -> None:
    seated, minutes = in_review()
    create_key(seated.secretary, PIN)
    with pytest.raises(ValueError, match="key"):
        signing.sign(minutes.pk, unlock(seated.secretary, PIN), version=1, **acting(seated.chair))
    assert not Snapshot.objects.exists()


def test_the_one_who_signs_is_the_one_who_is_named() -> None:
    """While a post has its holder and another in charge, both may sign; the sheet names the one who did."""
    seated, minutes = in_review()
    post = Tenure.objects.get(person=seated.chair).post
    acting_chair = make_user("নমুনা ভারপ্রাপ্ত")
    Tenure.objects.create(post=post, person=acting_chair, kind="in_charge", starts_on=TODAY)
    create_key(acting_chair, PIN)
    done = signing.sign(minutes.pk, unlock(acting_chair, PIN), version=1, **acting(acting_chair))
    signature = document_of(done).chair_signature
    assert (signature.name, signature.lines[0]) == ("নমুনা ভারপ্রাপ্ত", f"{post.name_bn} (ভারপ্রাপ্ত)")
    assert done.snapshot.signer == acting_chair


def test_very_long_names_of_posts_can_sign() -> None:
    seated, minutes = in_review()
    post = Tenure.objects.get(person=seated.chair).post
    type(post).objects.filter(pk=post.pk).update(name_bn="প" * 300)
    type(post.office).objects.filter(pk=post.office_id).update(name_bn="দ" * 300)
    Tenure.objects.filter(person=seated.chair).update(kind="additional")
    done = sign(seated, minutes)
    assert document_of(done).chair_signature.lines[1] == "দ" * 300


# After signing


def test_transfer_after_signing_changes_nothing_in_the_document() -> None:
    seated, minutes = signed()
    before = sheet_html(document_of(minutes))
    successor = transfer(seated.chair)
    User.objects.filter(pk=seated.chair.pk).update(name_bn="অন্য নাম")
    Membership.objects.filter(role="chair").update(role="member")
    type(seated.committee).objects.update(name_bn="অন্য কমিটি")
    stands = Minutes.objects.get()
    assert sheet_html(document_of(stands)) == before
    assert signing.is_intact(stands.snapshot)
    assert successor.name_bn not in before


def test_transfer_before_signing_lets_the_successor_sign_and_nobody_else() -> None:
    seated, minutes = in_review()
    successor = transfer(seated.chair)
    create_key(seated.chair, PIN)
    with pytest.raises(NotAllowedError):
        signing.sign(minutes.pk, unlock(seated.chair, PIN), version=1, **acting(seated.chair))
    assert not rules.visible_minutes(powers_of(seated.chair)).exists()
    create_key(successor, PIN)
    done = signing.sign(minutes.pk, unlock(successor, PIN), version=1, **acting(successor))
    assert document_of(done).chair_signature.name == successor.name_bn


# Correct


def test_corrected_edition_is_a_draft_and_the_signed_one_stays() -> None:
    seated, minutes = signed()
    before = dataclasses.asdict(document_of(minutes))
    edition = signing.start_correction(minutes.pk, **acting(seated.secretary))
    assert (edition.edition, edition.state, edition.version) == (2, "drafting", 0)
    assert edition.title == f"{minutes.title_in_text} (সংশোধিত)"
    assert exchange.load(content_of(edition)).sections == document_of(minutes).sections
    row = AgendaItem.objects.get(section__in=edition.sections)
    changed = parts.read(edition, parts.Part("row", row.pk)) | {"subject": "শুদ্ধ বিষয়"}
    drafting.save_part(edition.pk, f"row:{row.pk}", changed, version=0, **acting(seated.secretary))
    structure.append_row(edition.pk, row.section_id, **powers(seated.secretary))
    stands = Minutes.objects.get(edition=1)
    assert dataclasses.asdict(document_of(stands)) == before
    assert AgendaItem.objects.get(section__in=stands.sections).subject != "শুদ্ধ বিষয়"
    assert stands.state == "signed"
    assert signing.is_intact(stands.snapshot)
    assert "শুদ্ধ বিষয়" in sheet_html(document_of(Minutes.objects.get(edition=2)))
    assert actions(edition) == ["minutes.start_correction", *actions(edition)[1:]]
    assert trail(edition)[0].details == {"corrects": minutes.pk}


def test_second_start_is_refused() -> None:
    seated, minutes = signed()
    edition = signing.start_correction(minutes.pk, **acting(seated.secretary))
    for again in (minutes, edition):
        with pytest.raises(NotAllowedError):
            signing.start_correction(again.pk, **acting(seated.secretary))
    assert Minutes.objects.count() == 2


def test_a_corrected_edition_can_be_corrected_and_is_called_so_once() -> None:
    seated, minutes = signed()
    second = signing.start_correction(minutes.pk, **acting(seated.secretary))
    signing.submit(second.pk, version=0, **acting(seated.secretary))
    key = unlock(seated.chair, PIN)
    signing.sign(second.pk, key, version=1, **acting(seated.chair))
    third = signing.start_correction(second.pk, **acting(seated.secretary))
    assert (third.edition, third.title) == (3, second.title)
    with pytest.raises(NotAllowedError):
        signing.start_correction(minutes.pk, **acting(seated.secretary))


@pytest.mark.parametrize("state", ["drafting", "in_review", "returned"])
def test_what_is_not_signed_is_not_corrected_by_an_edition(state: str) -> None:
    seated, minutes = draft()
    Minutes.objects.update(state=state)
    with pytest.raises(NotAllowedError):
        signing.start_correction(minutes.pk, **acting(seated.secretary))


def test_archived_set_is_not_corrected() -> None:
    seated, minutes = signed()
    Minutes.objects.update(archive_digest="0" * 64)
    with pytest.raises(NotAllowedError):
        signing.start_correction(minutes.pk, **acting(seated.secretary))
    assert Minutes.objects.count() == 1


@pytest.mark.parametrize("who", ["chair", "member", "other secretary"])
def test_only_the_secretary_starts_a_correction(who: str) -> None:
    seated, minutes = signed()
    person = make_committee().secretary if who == "other secretary" else getattr(seated, who)
    with pytest.raises(NotAllowedError):
        signing.start_correction(minutes.pk, **acting(person))


def test_a_mistaken_correction_is_discarded_and_another_one_started() -> None:
    seated, minutes = signed()
    mistaken = signing.start_correction(minutes.pk, **acting(seated.secretary))
    row = AgendaItem.objects.get(section__in=mistaken.sections)
    changed = parts.read(mistaken, parts.Part("row", row.pk)) | {"subject": "ভুল বিষয়"}
    drafting.save_part(mistaken.pk, f"row:{row.pk}", changed, version=0, **acting(seated.secretary))

    with pytest.raises(ValueError, match="reason"):
        signing.discard(mistaken.pk, " ", version=0, **acting(seated.secretary))
    signing.discard(mistaken.pk, "ভুল সভা", version=0, **acting(seated.secretary))

    given_up = Minutes.objects.get(pk=mistaken.pk)
    assert (given_up.state, given_up.comments.get().text) == ("discarded", "ভুল সভা")
    assert "ভুল বিষয়" in sheet_html(document_of(given_up))
    assert not rules.visible_minutes(powers_of(seated.member)).filter(pk=mistaken.pk).exists()
    again = signing.start_correction(minutes.pk, **acting(seated.secretary))
    assert again.edition == 3
    assert exchange.load(content_of(again)).sections == document_of(minutes).sections


def test_revisions_of_an_edition_begin_anew() -> None:
    seated, minutes = signed()
    edition = signing.start_correction(minutes.pk, **acting(seated.secretary))
    assert parts.versions(edition) == {}
    drafting.save_part(edition.pk, "title", "শুদ্ধ শিরোনাম", version=0, **acting(seated.secretary))
    assert Revision.objects.get(part="title", version=1).minutes == edition


def test_minutes_begun_by_hand_can_go_the_whole_way() -> None:
    """Signed, issued and confirmed: the last states of the table are reached from a draft."""
    seated = make_committee()
    minutes = begin(seated)
    with pytest.raises(NotAllowedError):
        signing.submit(minutes.pk, version=0, **acting(seated.secretary))
    row = structure.append_row(minutes.pk, minutes.meeting.sections.get().pk, **powers(seated.secretary))
    content = structure.EMPTY_ROW | {"decisions": [{"marker": "", "text": "কাজ শুরু করতে হবে।"}]}
    drafting.save_part(minutes.pk, f"row:{row.pk}", content, version=0, **acting(seated.secretary))
    minutes = sign(seated, signing.submit(minutes.pk, version=0, **acting(seated.secretary)))
    for name in ("issue", "confirm"):
        minutes = transition(minutes.pk, name, version=minutes.version, **acting(seated.secretary))
    assert (minutes.state, minutes.version) == ("confirmed", 4)


def altered(snapshot: Snapshot, **fields: Any) -> Snapshot:
    """A copy of the snapshot in memory, as if somebody had changed the database behind the portal."""
    values = {f.name: getattr(snapshot, f.name) for f in Snapshot._meta.concrete_fields}
    return Snapshot(**values | fields)


def transfer(person: User) -> User:
    """The person leaves the post as of yesterday; gives the successor, who holds it from today."""
    tenure = Tenure.objects.get(person=person)
    Tenure.objects.filter(pk=tenure.pk).update(ends_on=TODAY - datetime.timedelta(days=1))
    successor = make_user("নমুনা উত্তরসূরি")
    Tenure.objects.create(post=tenure.post, person=successor, starts_on=TODAY)
    return successor


def actions(minutes: Minutes) -> list[str]:
    return [record.action for record in trail(minutes)]


def canonical(value: object) -> bytes:
    """RFC 8785 for the values of the format, written down a second time: no numbers but integers stand in it."""
    if isinstance(value, dict):
        pairs = (canonical(key) + b":" + canonical(value[key]) for key in sorted(value))
        return b"{" + b",".join(pairs) + b"}"
    if isinstance(value, list):
        return b"[" + b",".join(map(canonical, value)) + b"]"
    return json.dumps(value, ensure_ascii=False).encode()


def test_minutes_of_a_meeting_still_to_come_do_not_go_to_the_chair() -> None:
    seated, minutes = draft()
    Meeting.objects.update(held_on=timezone.localdate() + datetime.timedelta(days=1))
    with pytest.raises(NotAllowedError):
        signing.submit(minutes.pk, version=0, **acting(seated.secretary))
