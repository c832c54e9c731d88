"""Starting a set of minutes and saving its parts, so that nothing anybody typed is lost."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.domain.audit import Actor, record
from accounts.permissions import require
from bangla.dates import format_gregorian, format_month
from bangla.markers import serial
from bangla.times import format_time
from committees.models import Committee
from committees.powers import Powers, Role, holder, seat
from committees.rules import call_meeting
from decisions.domain.rows import add_row
from documents.layouts import LAYOUTS, Layout
from meetings.domain.sections import add_section
from meetings.models import AgendaItem, Meeting, Section
from minutes import rules
from minutes.domain import parts
from minutes.domain.assembly import store
from minutes.domain.workflow import locked
from minutes.models import Minutes, Revision

EMPTY_ROW: dict[str, Any] = {"serial": "", "subject": "", "discussion": [], "decisions": [], "implementers": []}


@dataclass
class ConflictError(Exception):
    """Somebody saved the part in the meantime. Both texts are kept: `theirs` in the draft, `mine` as a refused one."""

    mine: Revision
    theirs: Revision


@transaction.atomic
def start(
    committee: Committee,
    *,
    held_on: datetime.date,
    held_at: datetime.time | None,
    place: str,
    actor: Actor,
    powers: Powers,
) -> Minutes:
    """Enter a meeting of `committee` and begin its minutes in the committee's layout.

    The chair's name and designation are those of that day, empty where the committee had no chair.
    Raises NotAllowedError unless the rules let the person call a meeting.
    """
    require(call_meeting(powers, committee))
    meeting = Meeting.objects.create(
        committee=committee, held_on=held_on, held_at=held_at, place=place, created_by=actor.user
    )
    minutes = store(Minutes(meeting=meeting), blank_content(meeting, LAYOUTS[committee.layout]))
    record(actor, "minutes.start", minutes, held_on=held_on.isoformat())
    return minutes


def blank_content(meeting: Meeting, layout: Layout) -> dict[str, Any]:
    """The document a new set begins as: head matter from the committee and the layout, one empty decision table."""
    committee = meeting.committee
    area_code = {"area_code": committee.area.code} if committee.area and committee.area.code else {}
    website = {"website": committee.office.website} if committee.office.website else {}
    held_on = meeting.held_on or timezone.localdate()
    return {
        "committee": {"kind": committee.kind, "name": committee.name_bn, **area_code},
        "letterhead": {"lines": committee.office.letterhead or [committee.office.name_bn], **website},
        "title": layout.title.format(
            place=committee.area.name_bn if committee.area else "",
            month=format_month(held_on.year, held_on.month, layout.month_style),
        ).strip(),
        "info": [_info_item(meeting, kind, label) for kind, label in layout.info],
        "opening": [],
        "sections": [{"heading": layout.section_heading, **_shape("decisions", layout)}],
        "closing": [],
        "chair_signature": chair_signature(meeting),
    }


def chair_signature(meeting: Meeting, signed_on: datetime.date | None = None) -> dict[str, Any]:
    """The chair's signature block as it stands today: who holds the chair's post, the office, the day of signing."""
    day = signed_on or timezone.localdate()
    tenure = _chair(meeting, day)
    block: dict[str, Any] = {
        "name": tenure.person.name_bn if tenure else "",
        "lines": tenure.signature_lines if tenure else [],
    }
    return block | ({"date": signed_on.isoformat()} if signed_on else {})


def save_part(minutes_id: int, name: str, content: Any, *, version: int, actor: Actor, powers: Powers) -> Revision:
    """Save `content` as the part `name`, begun from `version`; returns the revision, with its new version.

    Saving what already stands there is no new version. Raises ConflictError when somebody saved in the meantime, with
    both texts kept; NotAllowedError when the person may not edit; LookupError when there is no such part.
    """
    conflict = None
    with transaction.atomic():
        minutes = locked(minutes_id)
        require(rules.edit(powers, minutes))
        part = parts.Part.parse(name)
        standing, current = parts.read(minutes, part), parts.newest(minutes, part)
        at = current.version or 0 if current else 0
        new = Revision(minutes=minutes, part=name, content=content, author=actor.user)
        if content == standing and current:
            return current
        if version != at:
            new.refused = True
            conflict = ConflictError(mine=new, theirs=current or Revision(part=name, version=at, content=standing))
        else:
            new.version = at + 1
            parts.write(minutes, part, content)
        new.save()
    if conflict:
        raise conflict
    return new


@transaction.atomic
def append_row(minutes_id: int, section_id: int, *, powers: Powers) -> AgendaItem:
    """Add an empty row at the end of the section's decision table, its serial following the row before."""
    minutes = _editable(minutes_id, powers)
    section = minutes.meeting.sections.filter(pk=section_id, decision_columns__isnull=False).first()
    if section is None:
        raise LookupError(section_id)
    layout = LAYOUTS[minutes.meeting.committee.layout]
    number = serial(layout.serial_style, section.items.count() + 1, layout.serial_prefix)
    return add_row(section, EMPTY_ROW | {"serial": number})


@transaction.atomic
def append_section(minutes_id: int, shape: str, *, powers: Powers) -> Section:
    """Add a section at the end: `shape` is `text`, `table` or `decisions`; LookupError for any other."""
    minutes = _editable(minutes_id, powers)
    layout = LAYOUTS[minutes.meeting.committee.layout]
    return add_section(minutes.meeting, {"heading": ""} | _shape(shape, layout))


@transaction.atomic
def move(minutes_id: int, name: str, step: int, *, powers: Powers) -> None:
    """Move a row or section by `step` places (-1 up, 1 down) among its neighbours; at the edge nothing happens."""
    minutes = _editable(minutes_id, powers)
    neighbours = _neighbours(minutes, parts.Part.parse(name))
    index = next((i for i, each in enumerate(neighbours) if str(_part_of(each)) == name), None)
    if index is None:
        raise LookupError(name)
    target = index + step
    if 0 <= target < len(neighbours):
        neighbours[index], neighbours[target] = neighbours[target], neighbours[index]
        for position, each in enumerate(neighbours):
            each.position = position
            each.save(update_fields=["position"])


@transaction.atomic
def remove(minutes_id: int, name: str, *, actor: Actor, powers: Powers) -> None:
    """Take a row or section out of the draft. What it held stays in the revisions."""
    minutes = _editable(minutes_id, powers)
    part = parts.Part.parse(name)
    found = next((each for each in _neighbours(minutes, part) if str(_part_of(each)) == name), None)
    if found is None:
        raise LookupError(name)
    for each in [*(found.items.all() if isinstance(found, Section) else []), found]:
        last = _part_of(each)
        Revision.objects.create(
            minutes=minutes,
            part=str(last),
            version=parts.version_of(minutes, last) + 1,
            content=parts.read(minutes, last),
            author=actor.user,
        )
    found.delete()
    record(actor, "minutes.remove_part", minutes, part=name)


def _editable(minutes_id: int, powers: Powers) -> Minutes:
    minutes = locked(minutes_id)
    require(rules.edit(powers, minutes))
    return minutes


def _neighbours(minutes: Minutes, part: parts.Part) -> list[Section | AgendaItem]:
    """The sections, or the rows of the same table, in their order; empty where there is no such part."""
    if part.kind == "section":
        return list(minutes.meeting.sections.all())
    row = AgendaItem.objects.filter(section__meeting=minutes.meeting_id, pk=part.pk or 0).first()
    return list(AgendaItem.objects.filter(section=row.section_id)) if row else []


def _part_of(found: Section | AgendaItem) -> parts.Part:
    return parts.Part("section" if isinstance(found, Section) else "row", found.pk)


def _shape(shape: str, layout: Layout) -> dict[str, Any]:
    if shape == "text":
        return {"paragraphs": []}
    if shape == "table":
        return {"data_table": {"columns": [], "rows": []}}
    if shape == "decisions":
        columns = [{"heading": c.heading, "shows": list(c.shows)} for c in layout.columns]
        table = {"columns": columns, "implementer_markers": layout.implementer_markers, "rows": []}
        return {"decision_table": table}
    raise LookupError(shape)


def _chair(meeting: Meeting, day: datetime.date) -> Any:
    chair = seat(meeting.committee, Role.CHAIR, day)
    return holder(chair.post_id, day) if chair else None


def _info_item(meeting: Meeting, kind: str, label: str) -> dict[str, Any]:
    """One line of a new info block, filled in from what is known of the meeting."""
    item: dict[str, Any] = {"kind": kind, "label": label}
    if kind == "chair":
        tenure = _chair(meeting, meeting.held_on or timezone.localdate())
        return item | {
            "name": tenure.person.name_bn if tenure else "",
            "designation": tenure.designation if tenure else "",
        }
    if kind == "date" and meeting.held_on:
        return item | {"value": meeting.held_on.isoformat(), "text": format_gregorian(meeting.held_on)}
    if kind == "time" and meeting.held_at:
        return item | {"value": meeting.held_at.strftime("%H:%M"), "text": format_time(meeting.held_at)}
    if kind == "place":
        return item | {"text": meeting.place}
    if kind == "attendance":
        return item | {"form": "count", "text": ""}
    return item
