"""Making the PDF of an issued document, once, and handing out exactly those bytes.

An attempt is claimed and counted before it begins, so that one which kills its worker counts too. After MAX_ATTEMPTS
nobody tries again by itself: the dispatch says why, and a person asks.
"""

from __future__ import annotations

import datetime
import hashlib

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.domain.audit import Actor, record
from distribution.domain.faults import DamagedError, told
from distribution.domain.queue import enqueue
from distribution.models import Delivery, Dispatch
from documents import exchange, pdf

MAX_ATTEMPTS = 3
CLAIM = datetime.timedelta(minutes=6)  # longer than the worker's hard limit on a task
PATIENCE = datetime.timedelta(minutes=2)  # how long the first message is waited for
SWEPT = 20  # renderings that one sweep asks for: where no worker takes them, the queue grows no faster


def render_dispatch(dispatch_id: int) -> None:
    """Render the issued document, store and hash the bytes, and let the mails go.

    Nothing happens while another worker is at it, nor once the bytes are stored: what was stored first is sent and
    never rendered again. A failure is raised for the log. That of a disk is tried again a few times; any other, and the
    last of those, is written on the dispatch for the secretary.
    """
    if not _claim(dispatch_id):
        return
    dispatch = Dispatch.objects.get(pk=dispatch_id)
    try:
        stored = _store_once(dispatch, pdf.render(exchange.load(dispatch.document)))
    except Exception as error:
        passing = isinstance(error, OSError) and dispatch.render_attempts < MAX_ATTEMPTS
        reason = "" if passing else told(error)
        Dispatch.objects.filter(pk=dispatch_id, pdf="").update(render_error=reason, render_after=timezone.now())
        raise
    if stored:
        waiting = Delivery.objects.filter(recipient__dispatch=dispatch_id, way=Delivery.Way.MAIL)
        for pk in waiting.filter(state=Delivery.State.QUEUED).values_list("pk", flat=True):
            enqueue("send", pk)


def render_again(dispatch_id: int, *, actor: Actor) -> None:
    """Have a rendering tried anew that was given up: a person has asked.

    Nothing happens where it was not given up, as when somebody else asked first and a worker is at it.
    """
    given_up = Dispatch.objects.filter(pk=dispatch_id, pdf="", cancelled_at=None, render_error__gt="")
    with transaction.atomic():
        if given_up.update(render_error="", render_attempts=0, render_after=timezone.now()):
            record(actor, "dispatch.render_again", Dispatch.objects.get(pk=dispatch_id))
            enqueue("render", dispatch_id)


def sweep() -> None:
    """Ask again for what a lost message or a dead worker left behind, and give up what was tried often enough."""
    left = Dispatch.objects.filter(
        pdf="", render_error="", cancelled_at=None, document__gt="", render_after__lt=timezone.now() - PATIENCE
    )
    left.filter(render_attempts__gte=MAX_ATTEMPTS).update(
        render_error=gettext_noop("The making took too long, or the worker was stopped, each time it was tried.")
    )
    for pk in left.order_by("pk").values_list("pk", flat=True)[:SWEPT]:
        enqueue("render", pk)


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


def _claim(dispatch_id: int) -> bool:
    """Take the rendering up, if it is still to be made, nobody is at it and it was not tried too often."""
    now = timezone.now()
    open_to_us = Dispatch.objects.filter(
        pk=dispatch_id,
        pdf="",
        render_error="",
        cancelled_at=None,
        document__gt="",
        render_after__lte=now,
        render_attempts__lt=MAX_ATTEMPTS,
    )
    return bool(open_to_us.update(render_attempts=F("render_attempts") + 1, render_after=now + CLAIM))


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
