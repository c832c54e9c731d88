"""A draft as it stood after any save, put together from the revisions of its parts and of its order.

A moment is the key of a revision: what stood after that save; 0 is before the first. Of a part that was never saved up
to then, the oldest revision tells how it began; one without any stands as it began. All writes of a draft wait for
each other at its row, so the keys rise in the order of the saves.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Min

from minutes.domain.assembly import Content, content_of
from minutes.domain.keeping import Order, order_of
from minutes.domain.parts import FOOT_PARTS, HEAD_PARTS, ORDER, OUTER_PARTS
from minutes.models import Minutes, Revision

BEGINNING = 0
# Saves of one part by one person that follow each other so closely are told as one: a draft saves itself every 2 s.
CLOSE = datetime.timedelta(minutes=5)


@dataclass(frozen=True)
class Standing:
    """What a draft holds at one moment: its document in the exchange format, and the keys of its sections and rows."""

    content: Content
    order: Order

    @property
    def parts(self) -> dict[str, Any]:
        """What each part holds, by its name, in the order of the sheet; a section without its rows."""
        found = {name: self.content[name] for name in HEAD_PARTS}
        for keys, section in zip(self.order, self.content["sections"], strict=True):
            found[f"section:{keys['section']}"] = _with_rows(section, [])
            for row, content in zip(keys["rows"], _rows_of(section), strict=True):
                found[f"row:{row}"] = content
        return found | {name: self.content[name] for name in FOOT_PARTS}


@dataclass(frozen=True)
class Save:
    """A revision without its content. `refused`: its text lost a conflict and never stood in the draft."""

    pk: int
    part: str
    author: int | None
    at: datetime.datetime
    refused: bool


def saves(minutes: Minutes) -> list[Save]:
    """Every save of the draft, the first one first; one query. How a part began is no save."""
    rows = minutes.revisions.exclude(version=0).order_by("pk")
    return [Save(*row) for row in rows.values_list("pk", "part", "author", "at", "refused")]


def folded(saves: Sequence[Save]) -> list[list[Save]]:
    """Saves that follow each other closely as one, whatever came between in other parts; the last ones first."""
    runs: list[list[Save]] = []
    latest: dict[str, list[Save]] = {}
    for save in saves:
        run = latest.get(save.part)
        if run and _is_close(run[-1], save):
            run.append(save)
        else:
            latest[save.part] = [save]
            runs.append(latest[save.part])
    return sorted(runs, key=lambda run: -run[-1].pk)


def _is_close(earlier: Save, later: Save) -> bool:
    is_alike = earlier.author == later.author and not earlier.refused and not later.refused
    return is_alike and later.at - earlier.at <= CLOSE


def now(minutes: Minutes) -> Standing:
    """The draft as it stands."""
    return Standing(content_of(minutes), order_of(minutes))


def newest_moment(minutes: Minutes) -> int:
    """The moment of the last save: what somebody has seen who looks at the draft now."""
    return minutes.revisions.filter(refused=False).aggregate(last=Max("pk"))["last"] or BEGINNING


def standing(minutes: Minutes, moment: int) -> Standing:
    """The draft as it stood at `moment`; what is not saved part by part, as the letterhead, as it stands today."""
    current = now(minutes)
    kept = contents(revisions_at(minutes, moment).values())
    order = kept.get(ORDER, current.order)
    parts = current.parts | kept
    return Standing(
        current.content | {name: parts[name] for name in OUTER_PARTS} | {"sections": _sections(order, parts)}, order
    )


def revisions_at(minutes: Minutes, moment: int) -> dict[str, int]:
    """By part, the key of its newest revision up to `moment`, else of its oldest."""
    saves = minutes.revisions.filter(refused=False).order_by().values_list("part")
    later, until = saves.filter(pk__gt=moment), saves.filter(pk__lte=moment)
    return dict(later.annotate(Min("pk"))) | dict(until.annotate(Max("pk")))


def contents(revisions: Iterable[int]) -> dict[str, Any]:
    """What the revisions with these keys hold, by part."""
    return dict(Revision.objects.filter(pk__in=list(revisions)).values_list("part", "content"))


def _sections(order: Order, parts: dict[str, Any]) -> list[Content]:
    return [
        _with_rows(parts[f"section:{keys['section']}"], [parts[f"row:{row}"] for row in keys["rows"]]) for keys in order
    ]


def _rows_of(section: Content) -> list[Content]:
    return list(section.get("decision_table", {}).get("rows", []))


def _with_rows(section: Content, rows: list[Content]) -> Content:
    """The section of the exchange format with these rows, where it has a decision table to hold them."""
    table = section.get("decision_table")
    return section if table is None else section | {"decision_table": table | {"rows": rows}}
