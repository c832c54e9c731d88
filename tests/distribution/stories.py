"""How things in distribution come about, for tests to start from: the real way where it matters, the short one else."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from typing import Any

import pikepdf
from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.domain.signing import OpenKey
from accounts.models import SigningKey
from bangla.dates import format_gregorian
from committees.models import Office
from committees.powers import powers_of
from distribution.domain.issuing import Line, Order, cancel, issue
from distribution.domain.register import next_serial
from distribution.domain.rendering import render_dispatch
from distribution.domain.signing import sign as sign_issue
from distribution.models import Delivery, Dispatch, MemoFile, MemoNumber, Recipient
from documents import exchange
from minutes.domain import drafting, signing, structure
from minutes.domain.assembly import document_of
from minutes.models import Minutes
from tests.documents.samples import sample
from tests.factories import Seated, acting, make_committee, make_meeting, make_minutes, open_key
from tests.minutes.drafts import begin

PREFIX = "56.04.9900.000.06.001.19"
ROW = {
    "serial": "২.১",
    "subject": "বিদ্যালয়ের কম্পিউটার কক্ষ",
    "discussion": ["কক্ষের দুটি যন্ত্র নষ্ট বলে জানানো হয়।"],
    "decisions": [{"marker": "ক", "text": "নষ্ট যন্ত্র দুটি সারাতে হবে।"}, {"marker": "খ", "text": ""}],
    "implementers": ["প্রোগ্রামার"],
}


def blank_pdf(pages: int) -> bytes:
    """A PDF of so many empty pages."""
    pdf, file = pikepdf.new(), io.BytesIO()
    for _page in range(pages):
        pdf.add_blank_page()
    pdf.save(file, static_id=True)
    return file.getvalue()


# What the worker may leave for the officer to sign.
PREPARED = blank_pdf(pages=2)


def file_of(office: Office, prefix: str = PREFIX, **fields: Any) -> MemoFile:
    return MemoFile.objects.create(office=office, prefix=prefix, title="আইসিটি কমিটির সভা", **fields)


def drafted(seated: Seated) -> Minutes:
    """Minutes with one row of two decisions, one of them empty."""
    minutes = begin(seated)
    section = minutes.meeting.sections.get()
    row = structure.append_row(minutes.pk, section.pk, powers=powers_of(seated.secretary))
    drafting.save_part(minutes.pk, f"row:{row.pk}", ROW, version=0, **acting(seated.secretary))
    return minutes


def signed(seated: Seated | None = None, key: OpenKey | None = None) -> Minutes:
    """Minutes drafted by the secretary and signed by the chair of the committee."""
    seated = seated or make_committee()
    minutes = drafted(seated)
    signing.submit(minutes.pk, version=0, **acting(seated.secretary))
    return signing.sign(minutes.pk, key or open_key(seated.chair), version=1, **acting(seated.chair))


def order(file: MemoFile, lines: Iterable[Line] = (), **fields: Any) -> Order:
    """What the issuing officer decides: the next number, today."""
    today = timezone.localdate()
    chosen: dict[str, Any] = {
        "file": file,
        "serial": next_serial(file, today.year),
        "dated_on": today,
        "heading": "বিতরণ:",
        "numbering": "bangla-paren",
        "new_page": False,
        "lines": tuple(lines) or (Line("মহাপরিচালক, নমুনা অধিদপ্তর, ঢাকা", ("dg@example.org",)),),
    }
    return Order(**chosen | fields)


def filled_in(minutes: Minutes, file: MemoFile, *rows: tuple[str, str]) -> dict[str, Any]:
    """The form of the issue page as a browser sends it; `rows` are recipients and their addresses."""
    data: dict[str, Any] = {
        "version": minutes.version,
        "file": file.pk,
        "serial": "১",
        "dated_on": format_gregorian(timezone.localdate()),
        "heading": "বিতরণ:",
        "numbering": "bangla-danda",
        "form-TOTAL_FORMS": len(rows),
        "form-INITIAL_FORMS": 0,
    }
    for number, (text, addresses) in enumerate(rows):
        data |= {f"form-{number}-text": text, f"form-{number}-addresses": addresses}
    return data


def issued(seated: Seated, minutes: Minutes, given: Order) -> Dispatch:
    return issue(minutes.pk, given, version=minutes.version, **acting(seated.secretary))


def corrected(seated: Seated, minutes: Minutes, row: dict[str, Any] = ROW) -> Minutes:
    """A corrected edition of the minutes with this row, signed; what was issued of them before has gone out."""
    for dispatch in Dispatch.objects.filter(minutes__meeting=minutes.meeting_id, pdf=""):
        gone_out(dispatch)
    edition = signing.start_correction(minutes.pk, **acting(seated.secretary))
    item = edition.sections.get().items.get()
    drafting.save_part(edition.pk, f"row:{item.pk}", row, version=0, **acting(seated.secretary))
    signing.submit(edition.pk, version=0, **acting(seated.secretary))
    SigningKey.objects.filter(user=seated.chair).update(retired_at=timezone.now())
    return signing.sign(edition.pk, open_key(seated.chair), version=1, **acting(seated.chair))


def correction_issued(seated: Seated, minutes: Minutes, row: dict[str, Any] = ROW) -> Dispatch:
    """A corrected edition of the minutes with this row, issued out of the office's one file."""
    return issued(seated, corrected(seated, minutes, row), order(seated.committee.office.memo_files.get()))


def withdrawn(seated: Seated, dispatch: Dispatch) -> Dispatch:
    """The dispatch, cancelled."""
    cancel(dispatch.pk, "তারিখ ভুল ছিল", version=dispatch.minutes.version, **acting(seated.secretary))
    return Dispatch.objects.select_related("minutes__meeting").get(pk=dispatch.pk)


def sent(dispatch: Dispatch) -> Dispatch:
    """The dispatch, its PDF rendered, signed by whoever issued it, and its mails on their way."""
    render_dispatch(dispatch.pk)
    assert dispatch.issued_by
    sign_issue(dispatch.pk, open_key(dispatch.issued_by), **acting(dispatch.issued_by))
    return Dispatch.objects.select_related("minutes__meeting").get(pk=dispatch.pk)


def gone_out(dispatch: Dispatch) -> Dispatch:
    """The dispatch as if it were rendered, signed and sent, for what asks no more than that."""
    Dispatch.objects.filter(pk=dispatch.pk).update(pdf="documents/none.pdf", signed_at=timezone.now())
    dispatch.refresh_from_db(fields=["pdf", "signed_at"])
    return dispatch


def dispatched(
    *addresses: str,
    seated: Seated | None = None,
    pdf: bytes = b"%PDF-1.7 sample",
    prepared: bytes = b"",
    serial: int = 1,
) -> Dispatch:
    """An issued document with its PDF stored and a mail waiting for each address, without the way there.

    With `prepared`, the PDF waits for the secretary's signature; with neither it is still to be made.
    """
    seated = seated or make_committee()
    document = sample("district", rows=1, recipients=1)
    minutes = make_minutes(make_meeting(seated.committee), Minutes.State.ISSUED, title=document.title)
    file = MemoFile.objects.filter(office=seated.committee.office).first() or file_of(
        seated.committee.office, f"56.04.9900.000.06.001.{seated.committee.pk % 100:02}"
    )
    number = MemoNumber.objects.create(file=file, year=2025, serial=serial, state=MemoNumber.State.USED)
    dispatch = Dispatch(
        minutes=minutes,
        number=number,
        memo=str(number),
        dated_on=timezone.localdate(),
        document=exchange.canonical(document).decode(),
        issued_by=seated.secretary,
    )
    if prepared:
        dispatch.prepared.save("minutes.pdf", ContentFile(prepared), save=False)
        dispatch.prepared_sha256, dispatch.rendered_at = hashlib.sha256(prepared).hexdigest(), timezone.now()
    elif pdf:
        dispatch.pdf.save("minutes.pdf", ContentFile(pdf), save=False)
        dispatch.sha256 = hashlib.sha256(pdf).hexdigest()
        dispatch.rendered_at = dispatch.signed_at = timezone.now()
    dispatch.save()
    for position, address in enumerate(addresses):
        recipient = Recipient.objects.create(dispatch=dispatch, position=position, text=f"প্রাপক, {address or 'কাগজে'}")
        way = Delivery.Way.MAIL if address else Delivery.Way.PAPER
        Delivery.objects.create(recipient=recipient, way=way, address=address)
    return dispatch


def delivery_of(dispatch: Dispatch) -> Delivery:
    """The one delivery of the dispatch, as it stands in the database now."""
    return Delivery.objects.get(recipient__dispatch=dispatch)


def text_of(minutes: Minutes) -> bytes:
    """What the minutes say, in canonical form, read anew."""
    return exchange.canonical(document_of(Minutes.objects.get(pk=minutes.pk)))
