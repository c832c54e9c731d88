"""What the tests of the minutes start from: a set begun by its secretary, and who acts."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from accounts.domain.signing import create_key, unlock
from accounts.models import User
from committees.powers import powers_of
from documents import exchange
from documents.exchange import dump
from documents.model import MinutesDocument
from meetings.models import AgendaItem
from minutes.domain import beginning, drafting, signing, structure
from minutes.domain.assembly import store
from minutes.models import Minutes
from tests.factories import Seated, acting, make_committee, make_meeting

PIN = "420961"
LAST_WEEK = timezone.localdate() - datetime.timedelta(days=7)


def powers(user: User) -> dict[str, Any]:
    return {"powers": powers_of(user)}


def begin(seated: Seated, **fields: Any) -> Minutes:
    """A draft as the secretary begins it: one empty decision table."""
    fields = {"held_on": LAST_WEEK, "held_at": datetime.time(11), "place": "সম্মেলন কক্ষ"} | fields
    return beginning.start(seated.committee, **fields, **acting(seated.secretary))


def add_row(
    minutes: Minutes, seated: Seated, text: str = "তালিকা তৈরি করতে হবে।", implementers: Sequence[str] = ()
) -> AgendaItem:
    """A row with one decision, in the last section, which has a decision table."""
    section = minutes.meeting.sections.last()
    row = structure.append_row(minutes.pk, section.pk, **powers(seated.secretary))
    decisions = [{"marker": "", "text": text}]
    content = structure.EMPTY_ROW | {"serial": row.serial, "subject": "ল্যাব পরিদর্শন", "decisions": decisions}
    content |= {"implementers": list(implementers)}
    drafting.save_part(minutes.pk, f"row:{row.pk}", content, version=0, **acting(seated.secretary))
    return row


def draft(layout: str = "district") -> tuple[Seated, Minutes]:
    """A committee and a draft of its minutes that can go to the chair."""
    seated = make_committee(layout=layout)
    minutes = begin(seated)
    add_row(minutes, seated)
    return seated, minutes


def draft_of(document: MinutesDocument, layout: str) -> tuple[Seated, Minutes]:
    """A committee and a draft of its minutes that holds `document`, its dispatch aside."""
    seated = make_committee(layout=layout)
    content = dump(document)
    content.pop("dispatch", None)
    return seated, store(Minutes(meeting=make_meeting(seated.committee)), content)


def in_review(layout: str = "district") -> tuple[Seated, Minutes]:
    """A committee and its minutes before the chair."""
    seated, minutes = draft(layout)
    return seated, signing.submit(minutes.pk, version=minutes.version, **acting(seated.secretary))


def digest_for(person: User, minutes: Minutes) -> str:
    """That of what the person is shown to sign."""
    return exchange.digest(signing.to_be_signed(Minutes.objects.get(pk=minutes.pk), powers_of(person)))


def sign(seated: Seated, minutes: Minutes) -> Minutes:
    """The chair, with a new key, signs minutes that are in review."""
    create_key(seated.chair, PIN)
    key = unlock(seated.chair, PIN)
    return signing.sign(minutes.pk, key, version=minutes.version, **acting(seated.chair))


def signed(layout: str = "district") -> tuple[Seated, Minutes]:
    """A committee and its minutes, signed."""
    seated, minutes = in_review(layout)
    return seated, sign(seated, minutes)
