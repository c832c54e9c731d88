"""Making the PDF of an issued document, once, for the issuing officer to sign.

An attempt is claimed and counted before it begins, so that one which kills its worker counts too. After MAX_ATTEMPTS
nobody tries again by itself: the dispatch says why, and a person asks.
"""

from __future__ import annotations

import datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from accounts.domain.audit import Actor, record
from distribution.domain import files
from distribution.domain.faults import told
from distribution.domain.queue import enqueue
from distribution.domain.verification import marked
from distribution.models import Dispatch
from documents.typesetting import pdf
from documents.typesetting.archival import Attachment
from minutes.models import Snapshot

MAX_ATTEMPTS = 3
CLAIM = datetime.timedelta(minutes=6)  # longer than the worker's hard limit on a task
PATIENCE = datetime.timedelta(minutes=2)  # how long the first message is waited for
SWEPT = 20  # renderings that one sweep asks for: where no worker takes them, the queue grows no faster


def render_dispatch(dispatch_id: int) -> None:
    """Render the issued document, store and hash the bytes: they wait for the issuing officer's signature then.

    Nothing happens while another worker is at it, nor once the bytes are stored: what was stored first is signed and
    never rendered again. A failure is raised for the log. That of a disk is tried again a few times; any other, and the
    last of those, is written on the dispatch for the secretary.
    """
    if not _claim(dispatch_id):
        return
    dispatch = Dispatch.objects.get(pk=dispatch_id)
    try:
        data = pdf.render(marked(dispatch), attachments=signed_by_the_chair(dispatch))
        made = {"prepared_sha256": files.digest(data), "rendered_at": timezone.now(), "render_error": ""}
        files.store_once(_unmade(), dispatch, "prepared", data, **made)
    except Exception as error:
        passing = isinstance(error, OSError) and dispatch.render_attempts < MAX_ATTEMPTS
        reason = "" if passing else told(error)
        _unmade().filter(pk=dispatch_id).update(render_error=reason, render_after=timezone.now())
        raise


def signed_by_the_chair(dispatch: Dispatch) -> tuple[Attachment, ...]:
    """The minutes as the chair signed them, byte for byte, and the detached signature over them (CMS, DER).

    Nothing for a signature of the time before certificates: it is in a form that nobody but the portal reads.
    """
    snapshot = Snapshot.objects.filter(minutes=dispatch.minutes_id).select_related("key").first()
    if snapshot is None or snapshot.key.certificate is None:
        return ()
    name, day = "signed-minutes.json", timezone.localdate(snapshot.signed_at)
    return (
        Attachment(name, snapshot.document.encode(), "application/json", "Source", "সভাপতির স্বাক্ষরিত কার্যবিবরণী", day),
        Attachment(
            f"{name}.p7s",
            bytes(snapshot.signature),
            "application/pkcs7-signature",
            "Supplement",
            f"{name} ফাইলে সভাপতির স্বাক্ষর",
            day,
        ),
    )


def render_again(dispatch_id: int, *, actor: Actor) -> None:
    """Have a rendering tried anew that was given up: a person has asked.

    Nothing happens where it was not given up, as when somebody else asked first and a worker is at it.
    """
    given_up = _unmade().filter(pk=dispatch_id, cancelled_at=None, render_error__gt="")
    with transaction.atomic():
        if given_up.update(render_error="", render_attempts=0, render_after=timezone.now()):
            record(actor, "dispatch.render_again", Dispatch.objects.get(pk=dispatch_id))
            enqueue("render", dispatch_id)


def sweep() -> None:
    """Ask again for what a lost message or a dead worker left behind, and give up what was tried often enough."""
    left = _to_make().filter(render_after__lt=timezone.now() - PATIENCE)
    left.filter(render_attempts__gte=MAX_ATTEMPTS).update(
        render_error=gettext_noop("The making took too long, or the worker was stopped, each time it was tried.")
    )
    for pk in left.order_by("pk").values_list("pk", flat=True)[:SWEPT]:
        enqueue("render", pk)


def _unmade() -> QuerySet[Dispatch]:
    """The dispatches without a PDF, those of the archive among them."""
    return Dispatch.objects.filter(prepared="", pdf="")


def _to_make() -> QuerySet[Dispatch]:
    """The dispatches whose PDF is still to be made, and was not given up."""
    return _unmade().filter(render_error="", cancelled_at=None, document__gt="")


def _claim(dispatch_id: int) -> bool:
    """Take the rendering up, if it is still to be made, nobody is at it and it was not tried too often."""
    now = timezone.now()
    open_to_us = _to_make().filter(pk=dispatch_id, render_after__lte=now, render_attempts__lt=MAX_ATTEMPTS)
    return bool(open_to_us.update(render_attempts=F("render_attempts") + 1, render_after=now + CLAIM))
