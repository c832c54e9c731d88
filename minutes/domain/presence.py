"""Who is in a draft now, and at which part of it."""

from __future__ import annotations

import datetime

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from minutes.models import Minutes, Presence

# A page tells every few seconds that it is open (static/portal/drafting/presence.js); one that is closed tells nothing.
LASTS = datetime.timedelta(seconds=20)


def note(minutes: Minutes, user: User, part: str) -> None:
    """Let others see that `user` writes at `part`, the name of a part or empty."""
    Presence.objects.update_or_create(
        minutes=minutes, user=user, defaults={"part": part[:PART_LENGTH], "at": timezone.now()}
    )


def others(minutes: Minutes, user: User) -> QuerySet[Presence]:
    """Who else has the draft open now, by name."""
    here = Presence.objects.filter(minutes=minutes, at__gt=timezone.now() - LASTS).exclude(user=user)
    return here.select_related("user").order_by("user__name_bn", "user_id")


PART_LENGTH: int = Presence._meta.get_field("part").max_length or 0
