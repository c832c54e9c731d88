"""The one way to write into the audit trail."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from accounts.domain.chain import link
from accounts.models import AuditRecord, Unlinked, User

BATCH = 1000


@dataclass(frozen=True)
class Actor:
    """Who acts: the person (None for the portal itself), the post acted in, the network address it came from.

    `at`: when, for what is told afterwards, such as the sample's past; None for now.
    """

    user: User | None
    post: str = ""
    address: str | None = None
    at: datetime.datetime | None = None

    @property
    def name(self) -> str:
        return self.user.name_bn if self.user else "portal"


PORTAL = Actor(user=None)


def acting(person: User, address: str | None) -> Actor:
    """The person acting by right of the account, not of a seat; the trail names all posts held today."""
    held = person.tenures.on(timezone.localdate()).select_related("post__office")
    return Actor(person, "; ".join(", ".join(tenure.signature_lines) for tenure in held), address)


POST_LENGTH = AuditRecord._meta.get_field("actor_post").max_length


def record(actor: Actor, action: str, subject: Model, **details: object) -> AuditRecord:
    """Write that `actor` did `action` to `subject`; `details` must be JSON-serialisable. Never put secrets there."""
    written = entry(actor, action, subject, details)
    with transaction.atomic():
        written.save(force_insert=True)
        _chain([written])
    return written


def record_all(entries: Sequence[AuditRecord]) -> None:
    """Add what `entry` made to the audit trail, in this order."""
    with transaction.atomic():
        AuditRecord.objects.bulk_create(entries, batch_size=BATCH)
        _chain(entries)


def entry(
    actor: Actor, action: str, subject: Model, details: Mapping[str, object], step: UUID | None = None
) -> AuditRecord:
    """A record that is not written yet.

    A post too long for its column is cut: what was done must not fail for the length of an office's name.
    """
    return AuditRecord(
        at=actor.at or timezone.now(),
        actor=actor.user,
        actor_name=actor.name,
        actor_post=actor.post[:POST_LENGTH],
        address=actor.address,
        action=action,
        subject_kind=subject._meta.label_lower,
        subject_id=subject.pk,
        step=step,
        details=details,
    )


def _chain(entries: Sequence[AuditRecord]) -> None:
    """Have records that were just written linked into the chain after the commit, at the latest by the sweeper."""
    Unlinked.objects.bulk_create((Unlinked(record=each) for each in entries), batch_size=BATCH)
    transaction.on_commit(link, robust=True)


def trail(*subjects: Model) -> list[AuditRecord]:
    """What was done to `subjects`, which are of one model, oldest first, each with its actor."""
    if not subjects:
        return []
    kind = subjects[0]._meta.label_lower
    records = AuditRecord.objects.filter(subject_kind=kind, subject_id__in=[subject.pk for subject in subjects])
    return list(records.select_related("actor"))
