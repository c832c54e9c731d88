"""The issuing officer signs the finished PDF, the portal seals it, and only then does it go out.

As on paper: number, sign, send. The PIN that opens the officer's key is stored nowhere, so no worker can do this.
"""

from __future__ import annotations

import datetime
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.domain.audit import Actor, record
from accounts.domain.signing import OpenKey
from accounts.permissions import NotAllowedError, require
from committees.models import Membership, Tenure
from committees.powers import Powers, Role
from distribution import rules
from distribution.domain import files
from distribution.domain.queue import enqueue
from distribution.models import Delivery, Dispatch

# The officer's signature within the file, and what readers of PDFs show beside it.
OFFICER_FIELD = "IssuingOfficer"
REASON = "{memo} নম্বর স্মারকে জারি"


def sign(dispatch_id: int, key: OpenKey, *, actor: Actor, powers: Powers) -> None:
    """Put the officer's signature and the portal's seal on the prepared PDF, store it as issued and let the mails go.

    Raises NotAllowedError for whoever may not sign it, or not any more; OSError (DamagedError) where the prepared file
    is gone or not what was rendered; AuthorityError where the portal cannot open its own keys; ValueError when `key` is
    not the signer's own. Then nothing has happened.
    """
    if key.key.user_id != powers.user.pk:
        raise ValueError("Nobody signs with another one's key.")
    with transaction.atomic():
        dispatch = _locked(dispatch_id)
        require(rules.may("sign", powers, dispatch))
        data = key.sign_and_seal(
            files.prepared_pdf(dispatch),
            field=OFFICER_FIELD,
            reason=REASON.format(memo=dispatch.memo),
            location=dispatch.minutes.meeting.committee.office.name_bn,
        )
        signed = {"sha256": files.digest(data), "signed_at": timezone.now(), "prepared": ""}
        if not files.store_once(unsigned(), dispatch, "pdf", data, **signed):
            raise NotAllowedError(rules.GONE_OUT)
        record(actor, "dispatch.sign", dispatch, prepared=dispatch.prepared_sha256, sha256=signed["sha256"])
        _release(dispatch)
        transaction.on_commit(partial(dispatch.prepared.delete, save=False), robust=True)


def unsigned() -> QuerySet[Dispatch]:
    """The issues whose PDF waits for the issuing officer's signature."""
    return Dispatch.objects.filter(prepared__gt="", pdf="", cancelled_at=None)


def issuer_in_office(day: datetime.date) -> Exists:
    """The condition, on dispatches, that whoever issued them is a member secretary of the committee on `day`."""
    held = Tenure.objects.on(day).filter(person=OuterRef(OuterRef("issued_by")), post=OuterRef("post"))
    seats = Membership.objects.on(day).filter(
        Exists(held), committee=OuterRef("minutes__meeting__committee"), role=Role.SECRETARY
    )
    return Exists(seats)


def _locked(dispatch_id: int) -> Dispatch:
    rows = Dispatch.objects.select_for_update(of=("self",))
    return rows.select_related("minutes__meeting__committee__office").get(pk=dispatch_id)


def _release(dispatch: Dispatch) -> None:
    """Ask the workers for every mail of the dispatch that waits."""
    waiting = Delivery.objects.filter(recipient__dispatch=dispatch, way=Delivery.Way.MAIL, state=Delivery.State.QUEUED)
    for pk in waiting.values_list("pk", flat=True):
        enqueue("send", pk)
