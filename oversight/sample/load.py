"""Plays three months of the sample area through the portal's own functions, so that every page shows something."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.domain.audit import Actor
from accounts.domain.factors import publish
from accounts.domain.signing import create_key, unlock
from accounts.models import User
from bangla.headings import renumbered
from bangla.markers import serial
from committees.models import Administration, Area, Committee, Membership, Office, Post, Tenure
from committees.powers import Powers, powers_of
from decisions.domain.rows import add_row
from decisions.models import Decision
from distribution.domain.issuing import Order, issue, unfolded
from distribution.domain.lists import saved_lines
from distribution.domain.register import next_serial
from distribution.domain.rendering import render_dispatch
from distribution.domain.signing import sign as sign_issue
from distribution.models import Delivery, Dispatch, DistributionLine, DistributionTemplate, MemoFile, MemoNumber
from documents.layouts import LAYOUTS
from meetings.domain.sections import add_section
from meetings.models import Section
from minutes.domain import beginning, signing
from minutes.domain.workflow import transition
from minutes.models import Minutes, Snapshot
from oversight.sample import people, texts

ROLES = ("chair", "secretary")
# Days from one step to the next: offices differ.
PACE = {"district": 2, "shalban": 1, "kashphul": 6, "coordination": 4}
# The moves made with the minutes of the meetings three months ago, two months ago and last month.
ISSUED = ("submit", "sign", "issue")
CONFIRMED = (*ISSUED, "confirm")
PROGRESS: dict[str, tuple[tuple[str, ...], ...]] = {
    "district": (CONFIRMED, ISSUED, ("submit",)),
    "shalban": (CONFIRMED, ISSUED, ("submit", "sign")),
    "kashphul": (CONFIRMED, ISSUED, ("submit", "send_back")),
    "coordination": (CONFIRMED, ("submit",), ()),
}


def is_loaded() -> bool:
    return Area.objects.filter(code__in=[area.code for area in people.AREAS if area.code]).exists()


@transaction.atomic
def load() -> None:
    """Make the sample area. Call it once, on a portal that does not have it yet."""
    posts = _people()
    today = timezone.localdate()
    for data in people.COMMITTEES:
        committee = _committee(data, posts)
        for months_ago, steps in zip((3, 2, 1), PROGRESS[data.key], strict=True):
            _meeting(committee, data, _month_back(today, months_ago), steps, posts)


def _people() -> dict[str, Post]:
    """Areas, offices, posts, who holds them, and the administrator; gives the posts by key."""
    areas: dict[str, Area] = {}
    for a in people.AREAS:
        areas[a.key] = Area.objects.create(
            kind=a.kind, name_bn=a.name_bn, name_en=a.name_en, code=a.code, parent=areas.get(a.parent)
        )
    offices = {
        o.key: Office.objects.create(
            area=areas[o.area], name_bn=o.name_bn, name_en=o.name_en, letterhead=list(o.letterhead), website=o.website
        )
        for o in people.OFFICES
    }
    posts = {}
    since = timezone.localdate() - datetime.timedelta(days=400)
    for p in people.POSTS:
        post = Post.objects.create(
            office=offices[p.office], name_bn=p.name_bn, name_en=p.name_en, rank=p.rank, email=p.email
        )
        person = User.objects.create_user(p.email, people.PASSWORD, name_bn=p.person_bn, name_en=p.person_en)
        Tenure.objects.create(post=post, person=person, starts_on=since)
        if p.signs:
            create_key(person, people.PIN, post=post.name_bn, office=post.office.name_bn)
        posts[p.key] = post
    email, name_bn, name_en = people.ADMINISTRATOR
    admin = User.objects.create_superuser(email, people.PASSWORD, name_bn=name_bn, name_en=name_en)
    Administration.objects.create(person=admin, area=None)
    for person in User.objects.filter(email__in=[email, *(p.email for p in people.POSTS)]):
        publish(person)
    return posts


def _committee(data: people.CommitteeData, posts: dict[str, Post]) -> Committee:
    office = Office.objects.get(name_bn=next(o.name_bn for o in people.OFFICES if o.key == data.office))
    area = Area.objects.get(name_bn=next(a.name_bn for a in people.AREAS if a.key == data.area))
    committee = Committee.objects.create(
        kind=data.kind, area=area, office=office, layout=data.layout, name_bn=data.name_bn, name_en=data.name_en
    )
    since = timezone.localdate() - datetime.timedelta(days=380)
    for index, key in enumerate(data.seats):
        role = ROLES[index] if index < len(ROLES) else "member"
        Membership.objects.create(committee=committee, role=role, post=posts[key], starts_on=since)
    file = MemoFile.objects.create(
        office=office, title=data.name_bn, prefix=data.memo_prefix, separator=data.memo_separator
    )
    template = DistributionTemplate.objects.create(committee=committee, memo_file=file)
    for position, (text, keys) in enumerate(data.recipients):
        line = DistributionLine.objects.create(template=template, position=position, text=text)
        line.posts.set([posts[key] for key in keys])
    return committee


def _meeting(
    committee: Committee,
    data: people.CommitteeData,
    held_on: datetime.date,
    steps: tuple[str, ...],
    posts: dict[str, Post],
) -> None:
    """Hold a meeting and take its minutes through `steps`, each with the powers of its own day."""
    chair, secretary = (posts[key].tenures.get().person for key in data.seats[:2])
    powers = powers_of(secretary, held_on + datetime.timedelta(days=1))
    minutes = beginning.start(
        committee,
        held_on=held_on,
        held_at=datetime.time(11, 30),
        place="জেলা প্রশাসকের সম্মেলন কক্ষ" if data.area == "district" else "উপজেলা পরিষদ সভাকক্ষ",
        actor=_actor(powers, committee),
        powers=powers,
    )
    _write(minutes, data, held_on.month)
    for number, step in enumerate(steps, start=1):
        person = chair if step in ("sign", "send_back") else secretary
        _step(minutes, step, powers_of(person, held_on + datetime.timedelta(days=PACE[data.key] * number + 1)))
    _backdate(minutes, held_on, PACE[data.key], len(steps))


def _write(minutes: Minutes, data: people.CommitteeData, month: int) -> None:
    """Fill the draft in the committee's layout."""
    layout = LAYOUTS[data.layout]
    minutes.opening, minutes.closing = list(texts.OPENING), list(texts.CLOSING)
    minutes.info = [
        item | {"form": "count", "count": 14, "text": "১৪ (চৌদ্দ) জন"} if item["kind"] == "attendance" else item
        for item in minutes.info
    ]
    minutes.save()
    decisions = minutes.meeting.sections.get()
    if data.layout == "upazila":
        table = {"columns": list(texts.TABLE_COLUMNS), "rows": [list(row) for row in texts.TABLE_ROWS]}
        opening = add_section(minutes.meeting, minutes.edition, {"heading": texts.TABLE_HEADING, "data_table": table})
        opening.position, decisions.position = decisions.position, opening.position
        opening.heading, decisions.heading = renumbered([texts.TABLE_HEADING, layout.section_heading], 1)
        opening.save()
        decisions.save()
    topics = [texts.TOPICS[(month + step) % len(texts.TOPICS)] for step in range(4)]
    for number, topic in enumerate(topics, start=1):
        _row(decisions, topic, serial(layout.serial_style, number, layout.serial_prefix), layout)


def _row(section: Section, topic: texts.Topic, number: str, layout: Any) -> None:
    shows_discussion = any("discussion" in column.shows for column in layout.columns)
    marked = len(topic.decisions) > 1 and layout.decision_markers != "none"
    add_row(
        section,
        {
            "serial": number,
            "subject": topic.subject,
            "discussion": list(topic.discussion) if shows_discussion else [],
            "decisions": [
                {"marker": "কখ"[index] if marked else "", "text": text} for index, text in enumerate(topic.decisions)
            ],
            "implementers": list(topic.implementers),
        },
    )


def _step(minutes: Minutes, step: str, powers: Powers) -> None:
    """Make one move as the person whose move it is, on the day of `powers`."""
    minutes.refresh_from_db()
    who: dict[str, Any] = {
        "actor": _actor(powers, minutes.meeting.committee),
        "powers": powers,
        "version": minutes.version,
    }
    if step == "submit":
        signing.submit(minutes.pk, **who)
    elif step == "send_back":
        signing.send_back(minutes.pk, texts.RETURN_REASON, **who)
    elif step == "sign":
        signing.sign(minutes.pk, unlock(powers.user, people.PIN), **who)
    elif step == "issue":
        dispatch = issue(minutes.pk, _order(minutes, powers.day), **who)
        render_dispatch(dispatch.pk)
        sign_issue(dispatch.pk, unlock(powers.user, people.PIN), actor=who["actor"], powers=powers)
    else:
        transition(minutes.pk, step, **who)


def _order(minutes: Minutes, day: datetime.date) -> Order:
    file = MemoFile.objects.get(title=minutes.meeting.committee.name_bn)
    layout = LAYOUTS[minutes.meeting.committee.layout]
    return Order(
        file=file,
        serial=next_serial(file, day.year),
        dated_on=day,
        heading=layout.distribution_heading,
        numbering=layout.numbering,
        new_page=layout.new_page,
        lines=tuple(unfolded(saved_lines(minutes.meeting.committee))),
    )


def _actor(powers: Powers, committee: Committee) -> Actor:
    """Who acts on the day of `powers`, which the audit trail tells of as of that day."""
    tenure = powers.tenure(committee.pk, *ROLES)
    return Actor(powers.user, post=", ".join(tenure.signature_lines) if tenure else "", at=_noon(powers.day))


def _noon(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(12), tzinfo=timezone.get_default_timezone())


def _month_back(today: datetime.date, months: int) -> datetime.date:
    """A working-week day in the first half of the month `months` before today's."""
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    day = datetime.date(year, month + 1, 9)
    return day + datetime.timedelta(days={4: 2, 5: 1}.get(day.weekday(), 0))


def _backdate(minutes: Minutes, held_on: datetime.date, pace: int, steps: int) -> None:
    """Give the rows of the past the times of the past, at noon: their clocks were read when they were made."""

    def at(days: int) -> datetime.datetime:
        return _noon(held_on + datetime.timedelta(days=days))

    Minutes.objects.filter(pk=minutes.pk).update(created_at=at(1), state_since=at(pace * steps + 1))
    minutes.comments.update(at=at(2 * pace + 1))
    Snapshot.objects.filter(minutes=minutes).update(signed_at=at(2 * pace + 1))
    issued_at = at(3 * pace + 1)
    dispatches = Dispatch.objects.filter(minutes=minutes)
    dispatches.update(issued_at=issued_at, rendered_at=issued_at, signed_at=issued_at)
    MemoNumber.objects.filter(dispatch__minutes=minutes).update(taken_at=issued_at)
    on_paper = Delivery.objects.filter(recipient__dispatch__minutes=minutes, way=Delivery.Way.PAPER)
    on_paper.update(state=Delivery.State.SENT, sent_at=at(3 * pace + 3))
    if minutes.meeting.minutes.filter(state="confirmed").exists():
        carried_out = Decision.objects.filter(item__section__meeting=minutes.meeting, item__position__lt=3)
        carried_out.update(state=Decision.State.DONE)
