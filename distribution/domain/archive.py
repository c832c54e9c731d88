"""Taking sets of minutes over from files of the exchange format, and giving every set back as such a file."""

from __future__ import annotations

import datetime
import re
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.domain.audit import PORTAL, record
from bangla.digits import to_bangla
from bangla.memo import MemoError, parse_memo
from bangla.text import fold
from committees.models import Area, Committee, Office
from distribution.domain.register import MemoTakenError, SerialFarError, enter_archived
from distribution.models import Dispatch, MemoFile, MemoNumber, Recipient
from documents import exchange
from documents.layouts import LAYOUTS
from documents.model import InfoItem, MinutesDocument
from documents.oddities import meeting_date, oddities
from meetings.models import Meeting
from minutes.domain.assembly import content_of, store
from minutes.models import Minutes

Content = dict[str, Any]


@dataclass(frozen=True)
class Archived:
    """The outcome of taking a set over: the minutes, and whether they are new in the archive."""

    minutes: Minutes
    is_new: bool


@transaction.atomic
def archive(document: MinutesDocument) -> Archived:
    """Take a set over as it stands: committee and office matched or created, meeting, rows, dispatch.

    What is odd is kept and flagged on the minutes. The same set twice is in the archive once. Raises
    exchange.ExchangeError when another set has its memo number, or when the archive could not give the set back as it
    is.
    """
    digest = exchange.digest(document)
    known = Minutes.objects.filter(archive_digest=digest).first()
    if known:
        return Archived(known, is_new=False)
    content = exchange.dump(document)
    meeting = Meeting.objects.create(committee=_committee(document), **_when_and_where(document))
    minutes = store(
        Minutes(
            meeting=meeting,
            state=Minutes.State.ISSUED,
            archive_digest=digest,
            oddities=[asdict(oddity) for oddity in oddities(document)],
        ),
        content,
    )
    if document.dispatch:
        _store_dispatch(minutes, exchange.dump(document)["dispatch"], document.dispatch.date)
    if exchange.digest(document_of_set(Minutes.objects.get(pk=minutes.pk))) != digest:
        raise exchange.ExchangeError("$", _("the archive cannot keep this set exactly as it stands"))
    record(PORTAL, "minutes.archive", minutes, sha256=digest)
    return Archived(minutes, is_new=True)


def document_of_set(minutes: Minutes) -> MinutesDocument:
    """The whole set as one document: as issued, else as signed, else as it stands; an archived set from its rows."""
    dispatch = Dispatch.objects.filter(minutes=minutes).first()
    if dispatch and dispatch.document:
        return exchange.load(dispatch.document)
    snapshot = getattr(minutes, "snapshot", None)
    if snapshot:
        return exchange.load(snapshot.document)
    content = content_of(minutes)
    if dispatch:
        recipients = list(dispatch.recipients.values_list("text", flat=True))
        content["dispatch"] = dispatch.head | {"recipients": recipients}
    return exchange.load(content)


def _committee(document: MinutesDocument) -> Committee:
    """The committee of that kind and name, whatever code points its spelling uses; created if there is none.

    Two areas may use one name: a committee of an area with another code is another one.
    """
    wanted = document.committee
    name = wanted.name[: _longest(Committee, "name_bn")]
    for committee in Committee.objects.filter(kind=wanted.kind).select_related("area"):
        code = committee.area.code if committee.area else ""
        if fold(committee.name_bn) == fold(name) and (not code or wanted.area_code in (None, code)):
            return committee
    return Committee.objects.create(
        kind=wanted.kind,
        name_bn=name,
        area=Area.objects.filter(code=wanted.area_code).first() if wanted.area_code else None,
        office=_office(document),
        layout=_layout(document),
    )


def _office(document: MinutesDocument) -> Office:
    """The office with that letterhead; its name is the letterhead without the government's line."""
    lines = list(document.letterhead.lines)
    for office in Office.objects.all():
        if [fold(line) for line in office.letterhead] == [fold(line) for line in lines]:
            return office
    name = ", ".join(line.strip() for line in lines[1:] or lines if line.strip())
    return Office.objects.create(
        name_bn=(name or document.committee.name)[: _longest(Office, "name_bn")],
        letterhead=lines,
        website=(document.letterhead.website or "")[: _longest(Office, "website")],
    )


def _layout(document: MinutesDocument) -> str:
    """The layout whose decision table has the same columns, else the first for that kind of committee."""
    tables = [s.decision_table.columns for s in document.sections if s.decision_table]
    alike = [key for key, layout in LAYOUTS.items() if layout.columns in tables]
    of_kind = [key for key, layout in LAYOUTS.items() if layout.committee_kind == document.committee.kind]
    return next(iter([*alike, *of_kind]))


def _when_and_where(document: MinutesDocument) -> Content:
    """Date, time and place of the meeting, each left empty where the file has it malformed."""
    place = next((item.text for item in document.info if item.kind == "place" and item.text), "")
    return {
        "held_on": meeting_date(document),
        "held_at": next(filter(None, map(_time, document.info)), None),
        "place": place[: _longest(Meeting, "place")],
    }


def _time(item: InfoItem) -> datetime.time | None:
    value = item.value or ""
    if item.kind != "time" or not re.fullmatch("([01][0-9]|2[0-3]):[0-5][0-9]", value):
        return None
    return datetime.time.fromisoformat(value)


def _longest(model: type[Model], name: str) -> int | None:
    """How many characters the column holds; None for any number.

    What is cut to it is only how lists call a thing: the document itself is kept whole elsewhere.
    """
    longest: int | None = getattr(model._meta.get_field(name), "max_length", None)
    return longest


def _store_dispatch(minutes: Minutes, content: Any, dated_on: datetime.date) -> None:
    dispatch = Dispatch.objects.create(
        minutes=minutes,
        memo=content["memo"][: _longest(Dispatch, "memo")],
        number=_number(minutes, content["memo"], dated_on.year),
        dated_on=dated_on,
        head={key: value for key, value in content.items() if key != "recipients"},
    )
    Recipient.objects.bulk_create(
        Recipient(dispatch=dispatch, position=position, text=text)
        for position, text in enumerate(content["recipients"])
    )


def _number(minutes: Minutes, memo: str, year: int) -> MemoNumber | None:
    """The register's line for the memo number; None for one that follows neither rule, which is flagged, or whose
    serial lies beyond what a register is filled up to."""
    try:
        parsed = parse_memo(memo)
    except MemoError:
        return None
    file, _created = MemoFile.objects.get_or_create(
        prefix=parsed.prefix,
        defaults={
            "office": minutes.meeting.committee.office,
            "title": f"নথি {to_bangla(parsed.prefix)}",
            "separator": parsed.separator,
        },
    )
    try:
        return enter_archived(file, year, parsed.serial)
    except SerialFarError:
        return None
    except MemoTakenError as error:
        raise exchange.ExchangeError("$.dispatch.memo", str(error)) from error
