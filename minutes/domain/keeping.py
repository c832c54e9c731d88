"""What is kept of a draft besides the saves themselves: how each part began, what stood in what was removed, the order.

The order of sections and rows has revisions of its own under parts.ORDER, which is no part that anybody saves.
Whatever changes the order, or a part by another way than drafting.save_part, goes through here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db.models import Max

from accounts.models import User
from decisions.domain.rows import content_of_row
from meetings.domain.sections import content_of_section
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
    _keep(minutes, {str(part): parts.read(minutes, part)}, author)


def keep_all(minutes: Minutes, found: Collection[Section | AgendaItem], author: User | None) -> dict[str, int]:
    """The same for sections and rows as they are at hand; gives the version of each by its part's name.

    Two queries, however many they are, where rows were fetched with their decisions and implementers.
    """
    return _keep(minutes, {str(part_of(each)): _content_of(each) for each in found}, author)


@contextmanager
def arranging(minutes: Minutes, author: User) -> Iterator[None]:
    """Keep the order of sections and rows as it was before the block and as it is after it."""
    _keep(minutes, {parts.ORDER: order_of(minutes)}, None)
    yield
    _keep(minutes, {parts.ORDER: order_of(minutes)}, author)


def part_of(found: Section | AgendaItem) -> parts.Part:
    """The part that the section or row is."""
    return parts.Part("section" if isinstance(found, Section) else "row", found.pk)


def _content_of(found: Section | AgendaItem) -> dict[str, Any]:
    return content_of_section(found, []) if isinstance(found, Section) else content_of_row(found)


def _keep(minutes: Minutes, contents: Mapping[str, Any], author: User | None) -> dict[str, int]:
    """Write the contents, by the names of their parts, as the next versions; gives the version that each is at then."""
    saved = minutes.revisions.filter(part__in=list(contents), refused=False)
    newest = saved.order_by().values("part").annotate(last=Max("pk")).values("last")
    last = {each.part: each for each in Revision.objects.filter(pk__in=newest)}
    new = [
        Revision(minutes=minutes, part=part, version=_next(last.get(part)), content=content, author=author)
        for part, content in contents.items()
        if part not in last or last[part].content != content
    ]
    Revision.objects.bulk_create(new)
    return {each.part: each.version or 0 for each in [*last.values(), *new]}


def _next(last: Revision | None) -> int:
    return 0 if last is None or last.version is None else last.version + 1
