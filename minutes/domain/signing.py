"""The chair's moves: send to the chair, return with a reason, sign; and checking what was signed."""

from __future__ import annotations

import datetime
import hashlib
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.domain.audit import Actor, record
from accounts.domain.signing import OpenKey, verifies
from accounts.permissions import Denied, NotAllowedError, require
from committees.powers import Powers, Role
from committees.rules import SIGNERS
from documents import exchange
from documents.layouts import LAYOUTS
from documents.marks import Marked, Marks
from documents.model import MinutesDocument
from meetings.domain.papers import emblem_of
from minutes import rules
from minutes.domain import seeing
from minutes.domain.assembly import CHAIRS_SIGNATURE, content_of, document_of, marked, store
from minutes.domain.ready import problems
from minutes.domain.signature import chair_block, chair_signature, signature_block, worded
from minutes.domain.workflow import ChangedError, lock_editions, locked, transition
from minutes.models import Minutes, ReviewComment, Snapshot

WAITING_FOR_A_SIGNATURE = (*rules.DRAFT, Minutes.State.IN_REVIEW)


def submit(minutes_id: int, *, actor: Actor, powers: Powers, version: int) -> Minutes:
    """Send the draft to the chair. Raises NotAllowedError while something is missing that blocks."""

    def check(minutes: Minutes) -> None:
        minutes.chair_signature = chair_block(minutes)
        _require_complete(minutes, document_of(minutes))

    return transition(minutes_id, "submit", actor=actor, powers=powers, version=version, effect=check)


def _require_complete(minutes: Minutes, document: MinutesDocument) -> None:
    """Raise NotAllowedError, which names the first thing, while something is missing that blocks."""
    for problem in problems(minutes, document):
        if problem.blocking:
            raise NotAllowedError(Denied(problem.message))


def send_back(minutes_id: int, comment: str, *, actor: Actor, powers: Powers, version: int) -> Minutes:
    """Return the minutes to the secretary with the chair's reason, which may not be empty (ValueError)."""
    if not comment.strip():
        raise ValueError("Minutes are returned with a reason.")

    def say_why(minutes: Minutes) -> None:
        ReviewComment.objects.create(minutes=minutes, author=powers.user, text=comment, move="send_back")
        seeing.note_returned(minutes, powers.user)

    return transition(minutes_id, "send_back", actor=actor, powers=powers, version=version, effect=say_why)


def sign(
    minutes_id: int,
    key: OpenKey,
    *,
    actor: Actor,
    powers: Powers,
    version: int,
    digest: str | None = None,
    pictures: str = "",
) -> Minutes:
    """Freeze the minutes as they stand, under the signer's name and post of the day of `powers`, and sign those bytes.

    `digest`: of the bytes that the signer was shown, which alone are signed, with the `pictures` that `pictures_of`
    names, which are frozen with them; None for who signs without a page.
    Raises workflow.ChangedError where the text or a picture is another one by now; NotAllowedError where, by an edit in
    review, something is missing without which minutes do not go to the chair; ValueError when `key` is another one's.
    """
    if key.key.user_id != powers.user.pk:
        raise ValueError("Nobody signs with another one's key.")

    def freeze(minutes: Minutes) -> None:
        document = to_be_signed(minutes, powers)
        data = exchange.canonical(document)
        signed = hashlib.sha256(data).hexdigest()
        if digest is not None and (digest, pictures) != (signed, pictures_of(minutes, powers)):
            raise ChangedError
        _require_complete(minutes, document)
        Snapshot.objects.create(
            minutes=minutes,
            document=data.decode(),
            sha256=signed,
            signature=key.sign(data),
            key=key.key,
            signer=powers.user,
            signer_post=actor.post[:SIGNER_POST],
            emblem=minutes.meeting.committee.office.emblem,
            chair_picture=powers.user.signature_picture,
        )

    return transition(minutes_id, "sign", actor=actor, powers=powers, version=version, effect=freeze)


def to_be_signed(minutes: Minutes, powers: Powers) -> MinutesDocument:
    """The minutes as the person would sign them today: under the own signature block, with the day."""
    minutes.chair_signature = _own_block(minutes, powers, signed_on=powers.day)
    return exchange.load(content_of(minutes))


def pictures_of(minutes: Minutes, powers: Powers) -> str:
    """The pictures that the person would sign the minutes with, each by its SHA-256; empty where there is none."""
    found = {"emblem": minutes.meeting.committee.office.emblem, "chair": powers.user.signature_picture}
    return " ".join(f"{what}:{picture.sha256}" for what, picture in found.items() if picture)


def as_signed(minutes: Minutes, powers: Powers) -> Marked:
    """The minutes as they would print once the person has signed them today, with the picture of the own signature."""
    picture = powers.user.signature_picture
    emblem = emblem_of(minutes.meeting.committee.office)
    chair = picture.image(CHAIRS_SIGNATURE) if picture else None
    return Marked(to_be_signed(minutes, powers), Marks(emblem=emblem, chair=chair))


def presented(minutes: Minutes, powers: Powers) -> Marked:
    """The minutes as they are shown to the person: until they are signed, with the signature that they would bear.

    That is the person's own where the person signs, else the chair's of today: after a transfer nobody reads a sheet
    above the name of who has left.
    """
    if minutes.state in WAITING_FOR_A_SIGNATURE:
        signs = bool(powers.tenure(minutes.meeting.committee_id, *SIGNERS))
        minutes.chair_signature = _own_block(minutes, powers) if signs else chair_block(minutes)
    return marked(minutes)


def _own_block(minutes: Minutes, powers: Powers, signed_on: datetime.date | None = None) -> dict[str, Any]:
    """The person's signature block as chair or deputy."""
    committee = minutes.meeting.committee_id
    as_deputy = not powers.has(committee, Role.CHAIR)
    block = worded(minutes, signature_block(powers.tenure(committee, *SIGNERS), as_deputy=as_deputy))
    if signed_on is None:
        return block
    layout = LAYOUTS[minutes.meeting.committee.layout]
    return block | {"date": signed_on.isoformat(), "date_text": layout.signed_on(signed_on)}


def is_intact(snapshot: Snapshot) -> bool:
    """Whether the stored bytes are those that were hashed and signed; one changed byte makes it False."""
    data = snapshot.document.encode()
    return hashlib.sha256(data).hexdigest() == snapshot.sha256 and verifies(
        snapshot.key, data, bytes(snapshot.signature)
    )


@transaction.atomic
def start_correction(minutes_id: int, *, actor: Actor, powers: Powers) -> Minutes:
    """Open a later edition of a signed set as a draft holding the same text; the signed one stays as it is."""
    signed = locked(minutes_id)
    lock_editions(signed)
    require(rules.may("correct", powers, signed))
    content = exchange.dump(document_of(signed)) | {
        "title": signed.title_in_text.removesuffix(CORRECTED) + CORRECTED,
        "chair_signature": chair_signature(signed.meeting),
    }
    last = Minutes.objects.filter(meeting=signed.meeting_id).aggregate(edition=Max("edition"))["edition"]
    wording = signed.signature_wording
    edition = store(Minutes(meeting=signed.meeting, edition=last + 1, signature_wording=wording), content)
    record(actor, "minutes.start_correction", edition, corrects=signed.pk)
    return edition


def discard(minutes_id: int, reason: str, *, actor: Actor, powers: Powers, version: int) -> Minutes:
    """Give up a corrected edition before it is signed; its text stays readable. ValueError without a reason."""
    if not reason.strip():
        raise ValueError("A corrected edition is discarded with a reason.")

    def say_why(minutes: Minutes) -> None:
        ReviewComment.objects.create(minutes=minutes, author=powers.user, text=reason, move="discard")

    return transition(minutes_id, "discard", actor=actor, powers=powers, version=version, effect=say_why)


# What stands behind the title of a corrected edition, in the document's own language.
CORRECTED = " (সংশোধিত)"
# The document itself names the post in full; beside the signature it may be cut where a database would refuse it.
SIGNER_POST = Snapshot._meta.get_field("signer_post").max_length
