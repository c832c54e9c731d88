"""Beginning the minutes of a meeting: what stands in a draft before anybody wrote in it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.domain.audit import Actor, record
from accounts.permissions import Denied, NotAllowedError, require
from bangla.dates import format_gregorian, format_month
from bangla.times import format_time
from committees.models import Committee
from committees.powers import Powers
from committees.seating import chairing
from documents import exchange
from documents.layouts import LAYOUTS, Layout
from meetings.models import Meeting
from minutes import rules
from minutes.domain.assembly import store
from minutes.domain.length import require_room
from minutes.domain.signature import chair_signature
from minutes.domain.taking_over import Chosen
from minutes.models import Minutes

NO_WORDS: Mapping[str, str] = MappingProxyType({})


@transaction.atomic
def start(
    committee: Committee,
    *,
    held_on: datetime.date,
    held_at: datetime.time | None,
    place: str,
    actor: Actor,
    powers: Powers,
    words: Mapping[str, str] = NO_WORDS,
    chosen: Chosen | None = None,
) -> Minutes:
    """Enter a meeting of `committee` and begin its minutes in the committee's layout, with what was `chosen` to go on.

    `words`: how `date` and `time` are to print, where it is in other words than usual.
    Name and designation of the chair are those of who conducts the meeting on that day, be it a deputy; they are empty
    where nobody does.
    Raises TooLongError where more was chosen than minutes have room for, and NotAllowedError unless the rules let the
    person call a meeting and what administrators entered about the committee can stand in a document: a draft that
    cannot be opened is not begun.
    """
    require(rules.may("call_meeting", powers, committee))
    meeting = Meeting.objects.create(
        committee=committee, held_on=held_on, held_at=held_at, place=place, created_by=actor.user
    )
    layout = LAYOUTS[committee.layout]
    content = blank_content(meeting, layout, words)
    goes_on: dict[str, object] = {}
    if chosen:
        content = chosen.fill(content, layout)
        require_room({}, {}, content)
        goes_on["goes_on_from"] = chosen.last.minutes.pk
    minutes = store(Minutes(meeting=meeting), _sound(content))
    record(actor, "minutes.start", minutes, held_on=held_on.isoformat(), **goes_on)
    return minutes


def blank_content(meeting: Meeting, layout: Layout, words: Mapping[str, str] = NO_WORDS) -> dict[str, Any]:
    """The document a new set begins as: head matter from the committee and the layout, one empty decision table.

    `words`: as `start` takes them.
    """
    committee = meeting.committee
    area_code = {"area_code": committee.area.code} if committee.area and committee.area.code else {}
    held_on = meeting.held_on or timezone.localdate()
    return {
        "committee": {"kind": committee.kind, "name": committee.name_bn, **area_code},
        "letterhead": {
            "lines": committee.office.letterhead or [committee.office.name_bn],
            "website": committee.office.website,
        },
        "title": layout.title.format(
            place=committee.area.name_bn if committee.area else "",
            month=format_month(held_on.year, held_on.month, layout.month_style),
        ).strip(),
        "info": [_info_item(meeting, kind, label, words.get(kind, "")) for kind, label in layout.info],
        "opening": [],
        "sections": [{"heading": layout.section_heading, **blank_section("decisions", layout)}],
        "closing": [],
        "chair_signature": chair_signature(meeting),
    }


_TAKEN_OVER = _("what is taken over from the last meeting")
# What administrators enter, and what comes from earlier meetings, by the part of a new document that it stands in.
ENTERED = {
    "committee": _("the name of the committee or the code of its area"),
    "letterhead": _("the letterhead or the website of the office"),
    "title": _("the name of the area"),
    "info": _("the name, the post or the office of the chair"),
    "chair_signature": _("the name, the post or the office of the chair"),
    "opening": _TAKEN_OVER,
    "sections": _TAKEN_OVER,
    "closing": _TAKEN_OVER,
}


def _sound(content: dict[str, Any]) -> dict[str, Any]:
    """The new document as the exchange format has it; NotAllowedError names what cannot stand in one."""
    try:
        return exchange.dump(exchange.load({"format": exchange.FORMAT} | content))
    except exchange.ExchangeError as error:
        part = error.path.removeprefix("$.").partition(".")[0].partition("[")[0]
        wrong = {"what": ENTERED[part], "reason": error.reason}
        raise NotAllowedError(
            Denied(_("An administrator has to correct %(what)s before minutes can begin: %(reason)s.") % wrong)
        ) from error


def blank_section(shape: str, layout: Layout) -> dict[str, Any]:
    """An empty section: `shape` is `text`, `table` or `decisions`; LookupError for any other."""
    if shape == "text":
        return {"paragraphs": []}
    if shape == "table":
        return {"data_table": {"columns": [], "rows": []}}
    if shape == "decisions":
        columns = [{"heading": c.heading, "shows": list(c.shows)} for c in layout.columns]
        markers = {} if layout.implementer_markers == "none" else {"implementer_markers": layout.implementer_markers}
        return {"decision_table": {"columns": columns, **markers, "rows": []}}
    raise LookupError(shape)


def _info_item(meeting: Meeting, kind: str, label: str, words: str) -> dict[str, Any]:
    """One line of a new info block, filled in from what is known of the meeting; in `words` of its own, if any."""
    item: dict[str, Any] = {"kind": kind, "label": label}
    if kind == "chair":
        day = meeting.held_on or timezone.localdate()
        chair = chairing(meeting.committee, day)
        return item | {
            "name": chair.tenure.person.name_bn if chair else "",
            "designation": chair.tenure.designation_on(day) if chair else "",
        }
    if kind == "date" and meeting.held_on:
        return item | {"value": meeting.held_on.isoformat(), "text": words or format_gregorian(meeting.held_on)}
    if kind == "time" and meeting.held_at:
        return item | {"value": meeting.held_at.strftime("%H:%M"), "text": words or format_time(meeting.held_at)}
    if kind == "place":
        return item | {"text": meeting.place}
    if kind == "attendance":
        return item | {"form": "count", "text": ""}
    return item
