"""The stored PDFs of a dispatch: each handed out only as the bytes that were hashed."""

from __future__ import annotations

import hashlib

from django.core.files.base import ContentFile
from django.db.models import QuerySet
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext_noop

from distribution.domain.faults import DamagedError
from distribution.models import Dispatch


def digest(data: bytes) -> str:
    """The SHA-256 of `data`, in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def store_once(waiting: QuerySet[Dispatch], dispatch: Dispatch, field: str, data: bytes, **fields: object) -> bool:
    """Store `data` as the dispatch's `field`, and `fields` with it, if the dispatch is still among those `waiting`.

    Whether it was: where others were first, theirs stands and the file is gone again.
    """
    file: FieldFile = getattr(dispatch, field)
    name = file.storage.save(file.field.generate_filename(dispatch, "minutes.pdf"), ContentFile(data))
    stored = waiting.filter(pk=dispatch.pk).update(**{field: name}, **fields)
    if not stored:
        file.storage.delete(name)
    return bool(stored)


def issued_pdf(dispatch: Dispatch) -> bytes:
    """The PDF as it was signed. Raises DamagedError where one byte differs, OSError where the file is gone."""
    damaged = gettext_noop("The stored PDF is no longer the one that was issued.")
    return _unchanged(dispatch.pdf, dispatch.sha256, damaged)


def prepared_pdf(dispatch: Dispatch) -> bytes:
    """The PDF as it was rendered, before it is signed; raises as `issued_pdf`."""
    damaged = gettext_noop("The stored PDF is no longer the one that was made.")
    return _unchanged(dispatch.prepared, dispatch.prepared_sha256, damaged)


def is_intact(dispatch: Dispatch) -> bool:
    """Whether the stored PDF is the one that was issued."""
    try:
        issued_pdf(dispatch)
    except OSError:
        return False
    return True


def _unchanged(file: FieldFile, sha256: str, damaged: str) -> bytes:
    with file.open("rb") as opened:
        data = bytes(opened.read())
    if digest(data) != sha256:
        raise DamagedError(damaged)
    return data
