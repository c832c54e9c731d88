"""The chain of the audit trail: who changes, removes, adds or moves a record leaves a broken link.

A record is linked right after its transaction has committed, in a transaction of its own, and not within the business
one: the chain has one end, so whoever links holds its lock, and every other change in the portal would wait for that
lock until the transaction before it ends; two that hold rows of one another would deadlock. In between, a record waits
in `Unlinked`, a row written along with it: what a crash leaves there the sweeper links.

The chain proves nothing against somebody who rewrites all of it to the end. Against that its head is noted down
elsewhere from time to time, and `verify` asked whether what was noted is still in it.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from django.db import transaction
from django.utils import timezone

from accounts.models import AuditLink, AuditRecord, Unlinked
from bangla.digits import to_ascii

# The first thing that is hashed of every record: a later form of `canonical` takes the next number.
SCHEME = 1
BATCH = 1000
WAITS_AT_MOST = datetime.timedelta(minutes=10)  # ten rounds of the sweeper


@dataclass(frozen=True)
class Head:
    """The last link, as it is noted down: `position` counts from 1, 0 is the empty chain."""

    position: int = 0
    digest: str = ""

    def __str__(self) -> str:
        return f"{self.position}:{self.digest}"

    @classmethod
    def read(cls, text: str) -> Self:
        """A noted head, in either digits; raises ValueError."""
        position, separator, digest = to_ascii(text.strip()).partition(":")
        if not separator or len(digest) != 64:
            raise ValueError(f"A noted head is POSITION:DIGEST, not {text}.")
        return cls(int(position), digest.lower())


class Wrong(StrEnum):
    """What can be wrong with a link."""

    LINK_MISSING = "the link at this position is missing"
    RECORD_MISSING = "its record is missing"
    RECORD_CHANGED = "its record was changed"
    DIGEST_CHANGED = "its digest was changed"
    OUT_OF_ORDER = "it does not follow from the link before: links were put in, taken out or changed places"
    LAST_CHANGED = "the record or the digest of this last link was changed"
    NOT_AS_NOTED = "the digest noted down for this position was another one"
    CUT_OFF = "the chain ends before this position, which was noted down"
    NO_LINK = "the record has no link and waits for none: its link was taken away, or it was put in by hand"
    WAITS = "the record still waits for its link: is the scheduler running?"


@dataclass(frozen=True)
class Fault:
    """The first thing that is wrong: at which position of the chain, or with which record outside it."""

    wrong: Wrong
    position: int | None = None
    record: int | None = None

    def __str__(self) -> str:
        names = [f"{name} {value}" for name, value in (("position", self.position), ("record", self.record)) if value]
        return f"{', '.join(names)}: {self.wrong}"


@dataclass(frozen=True)
class Finding:
    """How far the chain holds, and what is wrong behind that."""

    head: Head
    fault: Fault | None = None


def canonical(previous: str, record: AuditRecord) -> bytes:
    """What a link's digest is taken over: the digest before, and every field of the record as the database has it."""
    content = [
        SCHEME,
        previous,
        record.pk,
        record.at.astimezone(datetime.UTC).isoformat(timespec="microseconds"),
        record.actor_id,
        record.actor_name,
        record.actor_post,
        record.address,
        record.action,
        record.subject_kind,
        record.subject_id,
        str(record.step) if record.step else None,
        record.details,
    ]
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()


def digest(previous: str, record: AuditRecord) -> str:
    return hashlib.sha256(canonical(previous, record)).hexdigest()


def head() -> Head:
    """Where the chain ends now."""
    last = AuditLink.objects.last()
    return Head(last.position, last.digest) if last else Head()


def follows(link: AuditLink) -> bool:
    """Whether the link's digest is right, given its record and the link before."""
    before = AuditLink.objects.filter(position=link.position - 1).first()
    return digest(before.digest if before else "", link.record) == link.digest


def link() -> None:
    """Link the records that wait. Whoever calls it at the same time waits, and goes on from there."""
    while _link_some() == BATCH:
        pass


def sweep() -> None:
    """Link what a crash left behind; beat runs it every minute."""
    if Unlinked.objects.exists():
        link()


@transaction.atomic
def _link_some() -> int:
    """Link up to BATCH records; gives how many.

    The first link is the lock: it is always there but once, and that once the position refuses a second first one.
    What waits and where the chain ends is asked under the lock.
    """
    AuditLink.objects.select_for_update().order_by("position").first()
    end = head()
    waiting = AuditRecord.objects.filter(pk__in=Unlinked.objects.order_by("pk").values("pk")[:BATCH]).order_by("pk")
    links = []
    for record in waiting:
        end = Head(end.position + 1, digest(end.digest, record))
        links.append(AuditLink(position=end.position, record=record, digest=end.digest))
    AuditLink.objects.bulk_create(links)
    Unlinked.objects.filter(pk__in=[each.record_id for each in links]).delete()
    return len(links)


def verify(noted: Iterable[Head] = ()) -> Finding:
    """Walk the chain from its first link, and look for records outside it; `noted`: heads that were noted down.

    It takes as much memory for a long chain as for a short one.
    """
    expected = {each.position: each.digest for each in noted if each.position}
    end = Head()
    for position, record_id, stored, record in _links():
        wrong = _what_is_wrong(end, position, stored, record)
        if not wrong and expected.pop(position, stored) != stored:
            wrong = Wrong.NOT_AS_NOTED
        if wrong:
            return Finding(end, Fault(wrong, end.position + 1, record_id))
        end = Head(position, stored)
    if expected:
        return Finding(end, Fault(Wrong.CUT_OFF, min(expected)))
    return Finding(end, _outside())


def _what_is_wrong(end: Head, position: int, stored: str, record: AuditRecord | None) -> Wrong | None:
    """What is wrong with the link after `end`. Which part of a wrong one was changed, the link after it tells."""
    if position > end.position + 1:
        return Wrong.LINK_MISSING
    if position < end.position + 1:
        return Wrong.OUT_OF_ORDER
    if record is None:
        return Wrong.RECORD_MISSING
    computed = digest(end.digest, record) if record.at else ""  # SQLite reads a text that is no time as None
    if computed == stored:
        return None
    after = AuditLink.objects.filter(position=position + 1).select_related("record").first()
    if after is None:
        return Wrong.LAST_CHANGED
    if digest(stored, after.record) == after.digest:
        return Wrong.RECORD_CHANGED
    return Wrong.DIGEST_CHANGED if digest(computed, after.record) == after.digest else Wrong.OUT_OF_ORDER


def _links() -> Iterator[tuple[int, int, str, AuditRecord | None]]:
    """Position, record's number, digest and record of every link in order, with as many in memory as a batch."""
    links = AuditLink.objects.order_by("position").values_list("position", "record_id", "digest")
    batch = list(links[:BATCH])
    while batch:
        records = _records([record_id for _position, record_id, _digest in batch])
        for position, record_id, stored in batch:
            yield position, record_id, stored, records.get(record_id)
        batch = list(links.filter(position__gt=batch[-1][0])[:BATCH])


def _records(ids: Sequence[int]) -> Mapping[int, AuditRecord]:
    """The records by number. One that cannot even be read, as no portal wrote it so, is another than was linked."""
    try:
        return AuditRecord.objects.in_bulk(ids)
    except (ValueError, TypeError, AttributeError):
        if len(ids) == 1:
            return {ids[0]: AuditRecord(pk=ids[0])}
        half = len(ids) // 2
        return {**_records(ids[:half]), **_records(ids[half:])}


def _outside() -> Fault | None:
    """A record that stands outside the chain, and for longer than it takes to link one."""
    unlinked = AuditRecord.objects.filter(link=None).order_by("pk")
    lost = unlinked.filter(waiting=None).first()
    if lost:
        return Fault(Wrong.NO_LINK, record=lost.pk)
    late = unlinked.filter(at__lt=timezone.now() - WAITS_AT_MOST).first()
    return Fault(Wrong.WAITS, record=late.pk) if late else None
