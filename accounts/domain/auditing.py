"""Reading the audit trail: what fits a search, the newest first, a page at a time or all of it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from accounts.domain.searching import containing
from accounts.models import AuditRecord

PER_PAGE = 50
# A text may stand in any record, and both databases have no index for it: a page looks this many records back.
LOOKED_THROUGH = 20_000


@dataclass(frozen=True)
class Search:
    """What is looked for; an empty field lets everything through. Days are Dhaka's, both included.

    `people`: keys of accounts, None among them for the portal itself; `text` stands in a name, a post or the details.
    """

    since: datetime.date | None = None
    until: datetime.date | None = None
    people: Sequence[int | None] | None = None
    action: str = ""
    kind: str = ""
    thing: int | None = None
    address: str = ""
    step: UUID | None = None
    text: str = ""

    def filled_in(self) -> dict[str, object]:
        """What was asked for, as JSON."""
        asked = {name: value for name, value in asdict(self).items() if value not in (None, "")}
        return {name: value if isinstance(value, int | list) else str(value) for name, value in asked.items()}


@dataclass(frozen=True)
class Found:
    """A page of records. `older`: the record that the next page begins after, None where there is none.

    `looked_back_to`: how far a text was looked for, None where that was to the end.
    """

    records: list[AuditRecord]
    older: AuditRecord | None = None
    looked_back_to: datetime.datetime | None = None


def search(what: Search) -> QuerySet[AuditRecord]:
    """All the records that fit, the newest first."""
    return _with_text(_but_for_text(what), what.text)


def page(what: Search, before: AuditRecord | None = None) -> Found:
    """The first records that fit and are older than `before`, with actors and links.

    It asks as many queries, and reads as many rows, of millions as of thousands.
    """
    found = _but_for_text(what)
    if before:
        found = found.filter(_older_than(before))
    if not what.text:
        return _cut(found)
    last = found[LOOKED_THROUGH - 1 : LOOKED_THROUGH].first()
    if last is None:
        return _cut(_with_text(found, what.text))
    page = _cut(_with_text(found.filter(_down_to(last)), what.text))
    return page if page.older else Found(page.records, older=last, looked_back_to=last.at)


def _cut(found: QuerySet[AuditRecord]) -> Found:
    records = list(found.select_related("actor", "link")[: PER_PAGE + 1])
    return Found(records[:PER_PAGE], older=records[PER_PAGE - 1] if len(records) > PER_PAGE else None)


def _older_than(record: AuditRecord) -> Q:
    """The first condition is what the index is read by."""
    return Q(at__lte=record.at) & (Q(at__lt=record.at) | Q(pk__lt=record.pk))


def _down_to(record: AuditRecord) -> Q:
    """The record and all newer ones."""
    return Q(at__gte=record.at) & (Q(at__gt=record.at) | Q(pk__gte=record.pk))


def _but_for_text(what: Search) -> QuerySet[AuditRecord]:
    """Each of these conditions has an index that goes by time too."""
    found = AuditRecord.objects.order_by("-at", "-pk")
    if what.since:
        found = found.filter(at__gte=_midnight(what.since))
    if what.until:
        found = found.filter(at__lt=_midnight(what.until + datetime.timedelta(days=1)))
    if what.people is not None:
        known = Q(actor__in=[pk for pk in what.people if pk is not None])
        found = found.filter(known | Q(actor=None) if None in what.people else known)
    columns = {
        "action": what.action,
        "subject_kind": what.kind,
        "subject_id": what.thing,
        "address": what.address,
        "step": what.step,
    }
    return found.filter(**{name: value for name, value in columns.items() if value not in (None, "")})


def _with_text(found: QuerySet[AuditRecord], text: str) -> QuerySet[AuditRecord]:
    if not text:
        return found
    # SQLite keeps the Bengali letters of JSON as escapes, PostgreSQL as they are.
    in_json = json.dumps(text, ensure_ascii=connection.vendor == "sqlite")[1:-1]
    somewhere = containing(text, "actor_name", "actor_post") | containing(in_json, "written")
    return found.alias(written=Cast("details", TextField())).filter(somewhere)


def _midnight(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(), tzinfo=timezone.get_default_timezone())
