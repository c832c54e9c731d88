"""The chair's signature block, as minutes bear it."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from committees.models import Tenure
from committees.powers import Role, holder, seat
from meetings.models import Meeting
from minutes.models import Minutes


def chair_signature(meeting: Meeting) -> dict[str, Any]:
    """The chair's signature block as it stands today, empty while nobody holds the chair's post."""
    today = timezone.localdate()
    chair = seat(meeting.committee, Role.CHAIR, today)
    return signature_block(holder(chair.post_id, today) if chair else None)


def chair_block(minutes: Minutes) -> dict[str, Any]:
    """The chair's block as it stands today, in the office's own wording of its lines."""
    return worded(minutes, chair_signature(minutes.meeting))


def worded(minutes: Minutes, block: dict[str, Any]) -> dict[str, Any]:
    """The block with the lines that the draft has instead of these; another post or a deputy has other lines."""
    typed = minutes.signature_wording
    return block | {"lines": typed["lines"]} if typed.get("instead_of") == block["lines"] else block


def write_wording(minutes: Minutes, lines: list[str]) -> None:
    """Let the draft have `lines` below the chair's name, as long as the same post and office would stand there."""
    block = chair_signature(minutes.meeting)
    changed = lines != block["lines"]
    minutes.signature_wording = {"instead_of": block["lines"], "lines": lines} if changed else {}
    minutes.chair_signature = worded(minutes, block)
    minutes.save(update_fields=["signature_wording", "chair_signature"])


# What stands below the name and post of a deputy who signs, in the document's own language.
IN_THE_CHAIRS_STEAD = "সভাপতির অনুপস্থিতিতে, অর্পিত ক্ষমতাবলে"


def signature_block(tenure: Tenure | None, *, as_deputy: bool = False) -> dict[str, Any]:
    """Name, designation and office of who holds the post by `tenure`.

    A deputy signs under the own name and post, and the block says in whose stead.
    """
    lines = tenure.signature_lines if tenure else []
    return {
        "name": tenure.person.name_bn if tenure else "",
        "lines": [*lines, IN_THE_CHAIRS_STEAD] if as_deputy else lines,
    }


def signed_by_deputy(minutes: Minutes) -> bool:
    """Whether a deputy signed in the chair's stead."""
    return IN_THE_CHAIRS_STEAD in minutes.chair_signature.get("lines", [])
