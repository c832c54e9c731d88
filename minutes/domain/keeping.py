"""What is kept of a draft besides the saves themselves: how each part began, what stood in what was removed, the order.

The order of sections and rows has revisions of its own under parts.ORDER, which is no part that anybody saves.
Whatever changes the order, or a part by another way than drafting.save_part, goes through here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from accounts.models import User
from meetings.models import AgendaItem, Section
from minutes.domain import parts
from minutes.models import Minutes, Revision

# The sections in their order, each {"section": its key, "rows": the keys of its rows in their order}.
Order = list[dict[str, Any]]


def order_of(minutes: Minutes) -> Order:
    """The order of sections and rows as it stands now; two queries."""
    rows: dict[int, list[int]] = {pk: [] for pk in minutes.sections.values_list("pk", flat=True)}
    for section, row in AgendaItem.objects.filter(section__in=list(rows)).values_list("section", "pk"):
        rows[section].append(row)
    return [{"section": section, "rows": of_it} for section, of_it in rows.items()]


def keep(minutes: Minutes, part: parts.Part, author: User | None) -> None:
    """Write what the part holds now into its revisions, as the next one from 0 on, unless the last one holds that."""
    _keep(minutes, str(part), parts.read(minutes, part), author)


@contextmanager
def arranging(minutes: Minutes, author: User) -> Iterator[None]:
    """Keep the order of sections and rows as it was before the block and as it is after it."""
    _keep(minutes, parts.ORDER, order_of(minutes), None)
    yield
    _keep(minutes, parts.ORDER, order_of(minutes), author)


def part_of(found: Section | AgendaItem) -> parts.Part:
    """The part that the section or row is."""
    return parts.Part("section" if isinstance(found, Section) else "row", found.pk)


def _keep(minutes: Minutes, name: str, content: Any, author: User | None) -> None:
    last = minutes.revisions.filter(part=name, refused=False).order_by("version").last()
    if last is None or last.content != content:
        version = 0 if last is None or last.version is None else last.version + 1
        Revision.objects.create(minutes=minutes, part=name, version=version, content=content, author=author)
