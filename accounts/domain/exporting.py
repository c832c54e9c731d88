"""The audit trail as a file: CSV for a spreadsheet, JSON lines for a program that computes the chain anew."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator

from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext

from accounts.domain.history import Told, told
from accounts.domain.snapshots import in_batches
from accounts.models import AuditRecord
from accounts.templatetags.screen import action_words

BATCH = 1000
BYTE_ORDER_MARK = "\ufeff"  # by which spreadsheets know UTF-8
# With these a spreadsheet takes a text for a formula (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_csv(found: QuerySet[AuditRecord], language: str) -> Iterator[str]:
    """The records as lines of a table in the reader's language, the first one its heads; days and times are Dhaka's."""
    yield BYTE_ORDER_MARK
    with translation.override(language):
        heads = _table([_heads()])
    yield heads
    for batch in _batches(found):
        with translation.override(language):
            lines = _table(_row(entry) for entry in told(batch))
        yield lines


def as_json_lines(found: QuerySet[AuditRecord]) -> Iterator[str]:
    """The records as they are stored, one object a line, each with its place in the chain."""
    for batch in _batches(found):
        yield "".join(json.dumps(_fields(record), ensure_ascii=False) + "\n" for record in batch)


FORMATS: dict[str, Callable[[QuerySet[AuditRecord], str], Iterator[str]]] = {
    "csv": as_csv,
    "jsonl": lambda found, _language: as_json_lines(found),
}


def _batches(found: QuerySet[AuditRecord]) -> Iterator[list[AuditRecord]]:
    return in_batches(found.select_related("actor", "link").iterator(chunk_size=BATCH), BATCH)


def _table(rows: Iterable[Iterable[object]]) -> str:
    lines = io.StringIO()
    csv.writer(lines).writerows([_defused(str(cell)) for cell in row] for row in rows)
    return lines.getvalue()


def _defused(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _heads() -> list[str]:
    return [
        gettext("position"),
        gettext("time"),
        gettext("who"),
        gettext("post then"),
        gettext("address"),
        gettext("action"),
        gettext("kind"),
        gettext("number"),
        gettext("name"),
        gettext("what was changed"),
        gettext("step"),
        gettext("details"),
        gettext("digest"),
    ]


def _row(entry: Told) -> list[object]:
    record = entry.record
    position, digest = _place(record)
    return [
        position,
        timezone.localtime(record.at).isoformat(sep=" ", timespec="seconds"),
        record.who,
        record.actor_post,
        record.address or "",
        action_words(record.action),
        entry.kind,
        record.subject_id,
        entry.name,
        "; ".join(f"{each.label}: {each.before} → {each.after}" for each in entry.changes),
        record.step or "",
        json.dumps(record.details, ensure_ascii=False),
        digest,
    ]


def _fields(record: AuditRecord) -> dict[str, object]:
    position, digest = _place(record)
    return {
        "position": position or None,
        "digest": digest or None,
        "id": record.pk,
        "at": record.at.isoformat(),
        "actor": record.actor_id,
        "actor_name": record.actor_name,
        "actor_post": record.actor_post,
        "address": record.address,
        "action": record.action,
        "subject_kind": record.subject_kind,
        "subject_id": record.subject_id,
        "step": str(record.step) if record.step else None,
        "details": record.details,
    }


def _place(record: AuditRecord) -> tuple[int | str, str]:
    """Position and digest of the record's link; empty for one that was written just now."""
    link = getattr(record, "link", None)
    return (link.position, link.digest) if link else ("", "")
