"""Making the PDF of an issued document, once, and handing out exactly those bytes."""

from __future__ import annotations

import hashlib

from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.translation import gettext_noop

from distribution.domain.queue import enqueue
from distribution.models import Delivery, Dispatch
from documents import exchange, pdf


class DamagedError(OSError):
    """The stored PDF is not the one that was rendered; restoring the file mends it."""


def render_dispatch(dispatch_id: int) -> None:
    """Render the issued document, store and hash the bytes, and let the mails go.

    A second worker on the same dispatch finds the bytes stored and throws its own away: what was stored first is sent
    and never rendered again. A failure is written on the dispatch for the secretary and raised for the log.
    """
    dispatch = Dispatch.objects.get(pk=dispatch_id)
    if dispatch.pdf or dispatch.cancelled_at:
        return
    try:
        stored = _store_once(dispatch, pdf.render(exchange.load(dispatch.document)))
    except Exception as error:
        Dispatch.objects.filter(pk=dispatch_id, pdf="").update(render_error=str(error) or type(error).__name__)
        raise
    if stored:
        waiting = Delivery.objects.filter(recipient__dispatch=dispatch_id, way=Delivery.Way.MAIL)
        for pk in waiting.filter(state=Delivery.State.QUEUED).values_list("pk", flat=True):
            enqueue("send", pk)


def stored_pdf(dispatch: Dispatch) -> bytes:
    """The PDF as it was rendered. Raises DamagedError where one byte differs, OSError where the file is gone."""
    with dispatch.pdf.open("rb") as file:
        data = bytes(file.read())
    if hashlib.sha256(data).hexdigest() != dispatch.sha256:
        raise DamagedError(gettext_noop("The stored PDF is no longer the one that was issued."))
    return data


def is_intact(dispatch: Dispatch) -> bool:
    """Whether the stored PDF is the one that was rendered."""
    try:
        stored_pdf(dispatch)
    except OSError:
        return False
    return True


def _store_once(dispatch: Dispatch, data: bytes) -> bool:
    """Store the bytes unless others are stored by now; whether these are the ones."""
    storage = dispatch.pdf.storage
    name = storage.save(dispatch.pdf.field.generate_filename(dispatch, "minutes.pdf"), ContentFile(data))
    stored = Dispatch.objects.filter(pk=dispatch.pk, pdf="").update(
        pdf=name, sha256=hashlib.sha256(data).hexdigest(), rendered_at=timezone.now(), render_error=""
    )
    if not stored:
        storage.delete(name)
    return bool(stored)
