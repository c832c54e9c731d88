"""Making the PDF of an issued document, once."""

from __future__ import annotations

import hashlib

from django.core.files.base import ContentFile
from django.utils import timezone

from distribution.domain.queue import enqueue
from distribution.models import Delivery, Dispatch
from documents import exchange, pdf


def render_dispatch(dispatch_id: int) -> None:
    """Render the issued document, store and hash the bytes, and let the mails go.

    A second worker on the same dispatch finds the bytes stored and throws its own away: what was stored first is sent
    and never rendered again. A failure is written on the dispatch for the secretary and raised for the log.
    """
    dispatch = Dispatch.objects.get(pk=dispatch_id)
    if not dispatch.pdf and not dispatch.cancelled_at:
        try:
            data = pdf.render(exchange.load(dispatch.document))
        except Exception as error:
            Dispatch.objects.filter(pk=dispatch_id).update(render_error=str(error) or type(error).__name__)
            raise
        _store_once(dispatch, data)
    waiting = Delivery.objects.filter(
        recipient__dispatch=dispatch_id, way=Delivery.Way.MAIL, state=Delivery.State.QUEUED
    )
    for pk in waiting.values_list("pk", flat=True):
        enqueue("send", pk)


def is_intact(dispatch: Dispatch) -> bool:
    """Whether the stored PDF is the one that was rendered; one changed byte makes it False."""
    with dispatch.pdf.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == dispatch.sha256


def _store_once(dispatch: Dispatch, data: bytes) -> None:
    storage = dispatch.pdf.storage
    name = storage.save(dispatch.pdf.field.generate_filename(dispatch, "minutes.pdf"), ContentFile(data))
    stored = Dispatch.objects.filter(pk=dispatch.pk, pdf="").update(
        pdf=name, sha256=hashlib.sha256(data).hexdigest(), rendered_at=timezone.now(), render_error=""
    )
    if not stored:
        storage.delete(name)
