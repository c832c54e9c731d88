"""The one way to write into the audit trail."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Model

from accounts.models import AuditRecord, User


@dataclass(frozen=True)
class Actor:
    """Who acts: the person (None for the portal itself), the post acted in, the network address it came from."""

    user: User | None
    post: str = ""
    address: str | None = None

    @property
    def name(self) -> str:
        return self.user.name_bn if self.user else "portal"


PORTAL = Actor(user=None)
POST_LENGTH = AuditRecord._meta.get_field("actor_post").max_length


def record(actor: Actor, action: str, subject: Model, **details: object) -> AuditRecord:
    """Write that `actor` did `action` to `subject`; `details` must be JSON-serialisable. Never put secrets there.

    A post too long for its column is cut: what was done must not fail for the length of an office's name.
    """
    return AuditRecord.objects.create(
        actor=actor.user,
        actor_name=actor.name,
        actor_post=actor.post[:POST_LENGTH],
        address=actor.address,
        action=action,
        subject_kind=subject._meta.label_lower,
        subject_id=subject.pk,
        details=details,
    )


def trail(*subjects: Model) -> list[AuditRecord]:
    """What was done to `subjects`, which are of one model, oldest first, each with its actor."""
    if not subjects:
        return []
    kind = subjects[0]._meta.label_lower
    records = AuditRecord.objects.filter(subject_kind=kind, subject_id__in=[subject.pk for subject in subjects])
    return list(records.select_related("actor"))
