"""What somebody who may sign saw of minutes last, so that the desk can mark what is new in them."""

from __future__ import annotations

from accounts.models import User
from minutes.domain.changes import Change, changes
from minutes.domain.history import Standing, newest_moment, now, standing
from minutes.models import Minutes, Seen


def note_seen(minutes: Minutes, user: User) -> None:
    """Note that the person sees the minutes, which are in review; what was noted in this review already stays.

    So the marks stay too, however often the page is opened, until the person signs or returns the minutes.
    """
    Seen.objects.get_or_create(
        minutes=minutes, user=user, version=minutes.version, defaults={"moment": newest_moment(minutes)}
    )


def note_returned(minutes: Minutes, user: User) -> None:
    """Note what the person returns: that is what the next review is compared with, own edits included."""
    Seen.objects.update_or_create(
        minutes=minutes, user=user, version=minutes.version, defaults={"moment": newest_moment(minutes)}
    )


def last_seen(minutes: Minutes, user: User) -> Standing | None:
    """The minutes as the person saw them last before this review, else first in it; None at a first sight."""
    seen = minutes.sights.filter(user=user)
    before = seen.filter(version__lt=minutes.version).order_by("version").last()
    sight = before or seen.filter(version=minutes.version).first()
    return standing(minutes, sight.moment) if sight else None


def news(before: Standing, minutes: Minutes) -> list[Change]:
    """What changed in the minutes since they stood so.

    What only got another number is no news, nor are the lines below the chair's name, which follow from who signs.
    """
    found = changes(before, now(minutes))
    return [change for change in found if change.kind != "numbered" and change.part != "chair_signature"]
