"""Who chaired, in the block under the title."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from accounts.domain.audit import Actor
from accounts.permissions import require
from bangla.text import fold
from committees.models import Tenure
from committees.powers import Powers
from committees.seating import conducting, in_the_chair, vice_chairs
from minutes import rules
from minutes.domain import drafting, parts
from minutes.models import Minutes, Revision


def fill_in_chair(minutes_id: int, *, actor: Actor, powers: Powers) -> Revision:
    """Write who conducted the meeting of that day into each line of the chair that is empty or names somebody else.

    A line that names whoever could chair on that day, a vice-chair too, stays as it is. Raises LookupError where the
    meeting has no day, nobody held the chair then, or the block has no such line, and what `drafting.save_part` raises.
    """
    minutes = Minutes.objects.select_related("meeting__committee").get(pk=minutes_id)
    require(rules.may("edit", powers, minutes))
    meeting, part = minutes.meeting, parts.Part("info")
    version, info = parts.version_of(minutes, part), parts.read(minutes, part)
    found = in_the_chair(meeting.committee, meeting.held_on) if meeting.held_on else []
    chair = conducting(found)
    if not (meeting.held_on and chair and any(item["kind"] == "chair" for item in info)):
        raise LookupError(minutes_id)
    able = [each.tenure for each in found if each.may_chair]
    names = names_of([*able, *vice_chairs(meeting.committee, meeting.held_on)])
    written = {
        "name": chair.tenure.person.name_bn,
        "designation": chair.tenure.designation_on(meeting.held_on),
    }
    content = [item | written if _is_wrong(item, names) else item for item in info]
    return drafting.save_part(minutes_id, "info", content, version=version, actor=actor, powers=powers)


def names_of(tenures: Collection[Tenure]) -> set[str]:
    """The folded names of those who hold these tenures."""
    return {fold(tenure.person.name_bn) for tenure in tenures}


def _is_wrong(item: dict[str, Any], names: Collection[str]) -> bool:
    return item["kind"] == "chair" and fold(item.get("name") or "") not in names
