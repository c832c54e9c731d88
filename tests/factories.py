"""Makers of the things tests start from, each saved, with neutral invented names and sensible defaults."""

from __future__ import annotations

import datetime
import itertools
from typing import Any, NamedTuple

from django.utils import timezone

from accounts.domain.audit import Actor
from accounts.domain.authority import certified
from accounts.domain.factors import add_totp, current_code
from accounts.domain.signing import OpenKey, certificate_columns
from accounts.models import SigningKey, User
from committees.models import Area, Committee, Membership, Office, Post, Tenure
from committees.powers import powers_of
from decisions.models import Decision, Implementer
from distribution.models import Delivery, Dispatch, Recipient
from meetings.models import AgendaItem, Meeting, Section
from minutes.models import Minutes, Phrase

PASSWORD = "নদীর-ধারে-বটগাছ-7"
TOTP_SECRET = "KVKFKRCPNZQUYMLXOVYDSQKJKZDTSRLD"
LONG_AGO = datetime.date(2020, 1, 1)

_numbers = itertools.count(1)


class Seated(NamedTuple):
    """A committee with the persons behind its three kinds of seats."""

    committee: Committee
    chair: User
    secretary: User
    member: User


def make_user(name_bn: str = "", **fields: Any) -> User:
    """An active user whose password is PASSWORD."""
    n = next(_numbers)
    fields.setdefault("email", f"person{n}@example.org")
    return User.objects.create_user(password=PASSWORD, name_bn=name_bn or f"কর্মকর্তা {n}", **fields)


def give_totp(person: User) -> None:
    """An app whose secret is TOTP_SECRET as the person's second factor; its code of now is used by that."""
    add_totp(person, TOTP_SECRET, current_code(TOTP_SECRET), by=Actor(person))


def make_administrator(name_bn: str = "", **fields: Any) -> User:
    """A national administrator, for whom the administration pages exist."""
    return make_user(name_bn, is_staff=True, is_superuser=True, **fields)


def open_key(person: User) -> OpenKey:
    """A key of the person, certified by the portal and open already: opening one takes a second by design."""
    credential, authority = certified(person, post="পদ", office="কার্যালয়")
    columns = certificate_columns(credential, authority)
    return OpenKey(SigningKey.objects.create(user=person, sealed=b"shut", salt=b"salt", **columns), credential)


def acting(person: User) -> dict[str, Any]:
    """The arguments by which a domain function knows who acts: the person's powers of now, and the name of the seat."""
    powers = powers_of(person)
    post = "; ".join(", ".join(tenure.signature_lines) for tenure in powers.posts.values())
    return {"actor": Actor(person, post), "powers": powers}


def make_area(name_bn: str = "", **fields: Any) -> Area:
    """A district, unless `kind` says otherwise."""
    fields.setdefault("kind", Area.Kind.DISTRICT)
    return Area.objects.create(name_bn=name_bn or f"জেলা {next(_numbers)}", **fields)


def make_office(name_bn: str = "", **fields: Any) -> Office:
    name_bn = name_bn or f"কার্যালয় {next(_numbers)}"
    fields.setdefault("letterhead", ["গণপ্রজাতন্ত্রী বাংলাদেশ সরকার", name_bn])
    return Office.objects.create(name_bn=name_bn, **fields)


def make_post(name_bn: str = "", **fields: Any) -> Post:
    fields.setdefault("office", None)
    fields["office"] = fields["office"] or make_office()
    return Post.objects.create(name_bn=name_bn or f"পদ {next(_numbers)}", **fields)


def make_tenure(post: Post | None = None, person: User | None = None, **fields: Any) -> Tenure:
    """The person holds the post since LONG_AGO, open-ended and regularly."""
    fields.setdefault("starts_on", LONG_AGO)
    return Tenure.objects.create(post=post or make_post(), person=person or make_user(), **fields)


def make_seat(committee: Committee, role: str, **fields: Any) -> User:
    """Someone sits on the committee in `role` by a new post of its office; gives the person."""
    post = make_post(office=committee.office)
    Membership.objects.create(committee=committee, role=role, post=post, starts_on=LONG_AGO)
    return make_tenure(post, make_user(**fields)).person


def make_committee(name_bn: str = "", **fields: Any) -> Seated:
    """A committee of an area and office of its own, with chair, member secretary and one member."""
    fields.setdefault("area", None)
    fields.setdefault("office", None)
    fields["area"] = fields["area"] or make_area()
    fields["office"] = fields["office"] or make_office(area=fields["area"])
    fields.setdefault("kind", Committee.Kind.DISTRICT)
    committee = Committee.objects.create(name_bn=name_bn or f"আইসিটি কমিটি {next(_numbers)}", **fields)
    return Seated(committee, *(make_seat(committee, role) for role in ("chair", "secretary", "member")))


def make_meeting(committee: Committee, held_on: datetime.date | None = None, **fields: Any) -> Meeting:
    """A meeting of ten days ago, in the office's own room."""
    fields.setdefault("place", "সম্মেলন কক্ষ")
    held_on = held_on or timezone.localdate() - datetime.timedelta(days=10)
    return Meeting.objects.create(committee=committee, held_on=held_on, **fields)


def make_minutes(meeting: Meeting, state: str = Minutes.State.DRAFTING, **fields: Any) -> Minutes:
    """Minutes that simply stand in `state`, without the way there: for pages that read the state."""
    fields.setdefault("title", "মাসিক সভার কার্যবিবরণী")
    return Minutes.objects.create(meeting=meeting, state=state, **fields)


def make_phrase(office: Office, text: str = "", **fields: Any) -> Phrase:
    """A usual decision of the office, unless `kind` says otherwise."""
    fields.setdefault("kind", Phrase.Kind.DECISION)
    return Phrase.objects.create(office=office, text=text or f"তালিকা {next(_numbers)} প্রস্তুত করতে হবে।", **fields)


def make_delivery(dispatch: Dispatch, **fields: Any) -> Delivery:
    """A copy by mail to one more recipient of the dispatch, who simply stands there."""
    position = dispatch.recipients.count()
    recipient = Recipient.objects.create(dispatch=dispatch, position=position, text="প্রাপক")
    fields = {"way": Delivery.Way.MAIL, "address": f"copy{position}@example.org"} | fields
    return Delivery.objects.create(recipient=recipient, **fields)


def make_decision(meeting: Meeting, text: str = "", post: Post | None = None, **fields: Any) -> Decision:
    """A decision followed since today in a row of its own, carried out by `post` if one is given."""
    fields.setdefault("opened_on", timezone.localdate())
    section, _created = Section.objects.get_or_create(meeting=meeting, defaults={"position": 0})
    n = next(_numbers)
    item = AgendaItem.objects.create(section=section, position=n, subject=f"বিষয় {n}")
    if post:
        Implementer.objects.create(item=item, position=0, text=post.name_bn).posts.add(post)
    return Decision.objects.create(item=item, position=0, text=text or f"সিদ্ধান্ত {n}", **fields)
