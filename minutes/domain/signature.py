"""The chair's signature block, as minutes bear it."""

from __future__ import annotations

import datetime
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


# What stands below the name and post of a deputy who signs, in the document's own language.
IN_THE_CHAIRS_STEAD = "সভাপতির অনুপস্থিতিতে, অর্পিত ক্ষমতাবলে"


def signature_block(
    tenure: Tenure | None, signed_on: datetime.date | None = None, *, as_deputy: bool = False
) -> dict[str, Any]:
    """Name, designation and office of who holds the post by `tenure`, and the day of signing.

    A deputy signs under the own name and post, and the block says in whose stead.
    """
    lines = tenure.signature_lines if tenure else []
    block: dict[str, Any] = {
        "name": tenure.person.name_bn if tenure else "",
        "lines": [*lines, IN_THE_CHAIRS_STEAD] if as_deputy else lines,
    }
    return block | ({"date": signed_on.isoformat()} if signed_on else {})


def signed_by_deputy(minutes: Minutes) -> bool:
    """Whether a deputy signed in the chair's stead."""
    return IN_THE_CHAIRS_STEAD in minutes.chair_signature.get("lines", [])
