"""Saving the parts of a set of minutes, so that nothing anybody typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.domain.audit import Actor
from accounts.permissions import Denied, NotAllowedError, require
from committees.powers import Powers
from minutes import rules
from minutes.domain import parts
from minutes.domain.assembly import content_of
from minutes.domain.length import require_room
from minutes.domain.workflow import StaleError, locked
from minutes.models import Minutes, Revision


@dataclass
class ConflictError(Exception):
    """Somebody saved or removed the part in the meantime. Both texts are kept: `theirs` in the draft, `mine` refused.

    Of a removed part, `theirs` is what it held last.
    """

    mine: Revision
    theirs: Revision
    removed: bool = False


def save_part(
    minutes_id: int, name: str, content: Any, *, version: int, actor: Actor, powers: Powers, whole: bool = True
) -> Revision:
    """Save `content` as the part `name`, begun from `version`; returns the revision, with its new version.

    Saving what already stands there is no new version and no conflict, unless `whole` is false: the person typed more
    than could be taken, and whoever puts that right must not write over what somebody else saved meanwhile.

    Raises ConflictError when somebody saved or removed it in the meantime, with both texts kept; TooLongError when the
    minutes as a whole would grow too long; NotAllowedError when the person may not edit or would take out a decision
    that progress was reported on; LookupError when the draft never had such a part.
    """
    conflict = None
    with transaction.atomic():
        minutes = locked(minutes_id)
        require(rules.may("edit", powers, minutes))
        part = parts.Part.parse(name)
        current = parts.newest(minutes, part)
        try:
            standing = parts.read(minutes, part)
        except LookupError:
            if current is None:
                raise
            standing = None
        current = current or Revision(minutes=minutes, part=name, version=0, content=standing)
        is_repeated = current.version == version + 1 and current.author == actor.user  # nothing was heard of it
        if content == standing and (whole or is_repeated or version == current.version):
            return current
        new = Revision(minutes=minutes, part=name, content=content, author=actor.user)
        if standing is None or version != current.version:
            new = _kept_already(new, version) or new
            new.refused = True
            conflict = ConflictError(mine=new, theirs=current, removed=standing is None)
        else:
            require_room(content_of(minutes), standing, content)
            if current.pk is None:
                current.save()  # how the part began stands at the head of its history
            new.version = version + 1
            parts.write(minutes, part, content)
        new.save()
    if conflict:
        raise conflict
    return new


def _kept_already(refused: Revision, version: int) -> Revision | None:
    """The same text of the same hand, kept after the save that it loses to: the page and its button send it again."""
    saves = refused.minutes.revisions.filter(part=refused.part)
    last = saves.filter(refused=True, author=refused.author).last()
    lost_to = saves.filter(version__gt=version).first()
    is_over_the_same = last and (lost_to is None or lost_to.pk < last.pk)
    return last if last and is_over_the_same and last.content == refused.content else None


# What a line that is added to the block under the title is called at first.
LINE_LABELS = {"time": "সময়", "place": "স্থান", "attendance": "উপস্থিতি", "other": "অন্যান্য"}


@transaction.atomic
def add_info_line(minutes_id: int, kind: str, *, seen: Sequence[str], actor: Actor, powers: Powers) -> Revision:
    """Add a line of a kind of LINE_LABELS at the end of the block under the title; LookupError for any other kind.

    `seen`: the kinds of the lines that the person saw; StaleError where there are others by now.
    """
    line = {"kind": kind, "label": LINE_LABELS[kind]} | ({"form": "count"} if kind == "attendance" else {})
    return _change_info(minutes_id, lambda lines: [*lines, line], seen=seen, actor=actor, powers=powers)


@transaction.atomic
def remove_info_line(minutes_id: int, index: int, *, seen: Sequence[str], actor: Actor, powers: Powers) -> Revision:
    """Take the line with that number, from 0, out of the block under the title; LookupError where there is none.

    NotAllowedError for the line of the chair or of the date, without which nobody could tell the meeting; StaleError as
    `add_info_line`, for another line may bear the number by now.
    """

    def without(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if lines[index]["kind"] not in LINE_LABELS:
            raise NotAllowedError(Denied(_("The block under the title always names the chair and the day.")))
        return [*lines[:index], *lines[index + 1 :]]

    return _change_info(minutes_id, without, seen=seen, actor=actor, powers=powers)


def _change_info(
    minutes_id: int,
    change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]],
    *,
    seen: Sequence[str],
    actor: Actor,
    powers: Powers,
) -> Revision:
    minutes = editable(minutes_id, powers)
    if [line["kind"] for line in minutes.info] != list(seen):
        raise StaleError
    version = parts.version_of(minutes, parts.Part("info"))
    return save_part(minutes_id, "info", change(minutes.info), version=version, actor=actor, powers=powers)


def editable(minutes_id: int, powers: Powers) -> Minutes:
    """The minutes, locked until the transaction ends; NotAllowedError where the person may not edit them."""
    minutes = locked(minutes_id)
    require(rules.may("edit", powers, minutes))
    return minutes
