"""Keeping pictures: an office's emblem, an officer's signature. Each is kept once, by its bytes, and never changed."""

from __future__ import annotations

import hashlib

from django.db import transaction
from django.db.models import ProtectedError

from accounts.domain.audit import Actor, record
from accounts.models import Picture, User


def keep(png: bytes) -> Picture:
    """The picture of these bytes, which documents.images.normalised has made."""
    picture, _new = Picture.objects.get_or_create(sha256=hashlib.sha256(png).hexdigest(), defaults={"png": png})
    return picture


@transaction.atomic
def set_signature(person: User, png: bytes | None, *, actor: Actor) -> None:
    """Have the person's signature printed as this picture from now on, or as none. What was signed stays as it was."""
    before = person.signature_picture
    person.signature_picture = keep(png) if png else None
    person.save(update_fields=["signature_picture"])
    record(actor, "account.signature_picture", person, sha256=str(person.signature_picture or ""))
    if before and before != person.signature_picture:
        forget_unused(before)


def forget_unused(picture: Picture) -> None:
    """Delete the picture unless somebody uses it or something signed bears it."""
    try:
        with transaction.atomic():
            picture.delete()
    except ProtectedError:
        return
