"""Comments on minutes: on the whole, on a part, on a passage of it; answered and settled by the secretary."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.domain.audit import Actor, record
from accounts.permissions import require
from committees.powers import Powers
from minutes import rules
from minutes.domain import parts
from minutes.domain.workflow import locked
from minutes.models import Minutes, ReviewComment


@transaction.atomic
def comment(
    minutes_id: int, text: str, *, part: str = "", quote: str = "", actor: Actor, powers: Powers
) -> ReviewComment:
    """Say `text` about the part (empty for the whole) or about the passage `quote` of it.

    Raises ValueError for a text that says nothing; LookupError where the minutes have no such part now; NotAllowedError
    where the rules do not let the person comment.
    """
    if not text.strip():
        raise ValueError("A comment says something.")
    minutes = locked(minutes_id)
    require(rules.may("comment", powers, minutes))
    if part:
        parts.read(minutes, parts.Part.parse(part))
    made = ReviewComment.objects.create(minutes=minutes, author=powers.user, text=text, part=part, quote=quote)
    record(actor, "minutes.comment", minutes, comment=made.pk, part=part)
    return made


@transaction.atomic
def settle(comment_id: int, *, actor: Actor, powers: Powers, settled: bool = True) -> ReviewComment:
    """Mark a comment as dealt with, or, where `settled` is false, open it again; what is so already stays as it was.

    Raises NotAllowedError where the rules do not let the person do that.
    """
    minutes = locked(ReviewComment.objects.values_list("minutes", flat=True).get(pk=comment_id))
    require(rules.may("settle", powers, minutes))
    found = ReviewComment.objects.select_related("author").get(pk=comment_id)
    if settled != bool(found.settled_at):
        found.settled_at, found.settled_by = (timezone.now(), powers.user) if settled else (None, None)
        found.save(update_fields=["settled_at", "settled_by"])
        record(actor, "minutes.settle" if settled else "minutes.reopen", minutes, comment=found.pk, part=found.part)
    return found


def comments_of(minutes: Minutes) -> list[ReviewComment]:
    """All that was said about the minutes, oldest first, in one query."""
    return list(minutes.comments.select_related("author", "settled_by"))


def by_part(comments: list[ReviewComment]) -> dict[str, list[ReviewComment]]:
    """The comments by the part that they are about, those on the whole under the empty name."""
    found: dict[str, list[ReviewComment]] = {}
    for each in comments:
        found.setdefault(each.part, []).append(each)
    return found
