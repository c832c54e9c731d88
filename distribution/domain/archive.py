"""Taking sets of minutes over from files of the exchange format, and giving every set back as such a file."""

from __future__ import annotations

import datetime
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.domain.audit import PORTAL, record
from bangla.digits import to_bangla
from bangla.memo import MemoError, parse_memo
from bangla.text import fold
from committees.models import Area, Committee, Office
from distribution.domain.register import MemoTakenError, enter_archived
from distribution.models import Dispatch, MemoFile, MemoNumber, Recipient
from documents import exchange
from documents.layouts import LAYOUTS
from documents.model import MinutesDocument
from documents.oddities import oddities
from meetings.models import Meeting
from minutes.domain.assembly import content_of, store
from minutes.models import Minutes


@dataclass(frozen=True)
class Archived:
    """The outcome of taking a set over: the minutes, and whether they are new in the archive."""

    minutes: Minutes
    is_new: bool


@transaction.atomic
def archive(document: MinutesDocument) -> Archived:
    """Take a set over as it stands: committee and office matched or created, meeting, rows, dispatch.

    What is odd is kept and flagged on the minutes. The same set twice is in the archive once. Raises
    exchange.ExchangeError when another set has its memo number.
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
    if "dispatch" in content:
        _store_dispatch(minutes, content["dispatch"])
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
    """The committee of that kind and name, whatever code points its spelling uses; created if there is none."""
    wanted = document.committee
    for committee in Committee.objects.filter(kind=wanted.kind):
        if fold(committee.name_bn) == fold(wanted.name):
            return committee
    return Committee.objects.create(
        kind=wanted.kind,
        name_bn=wanted.name,
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
    return Office.objects.create(
        name_bn=", ".join(line.strip() for line in lines[1:] or lines)[:300],
        letterhead=lines,
        website=(document.letterhead.website or "")[:200],
    )


def _layout(document: MinutesDocument) -> str:
    """The layout whose decision table has the same columns, else the first for that kind of committee."""
    tables = [s.decision_table.columns for s in document.sections if s.decision_table]
    alike = [key for key, layout in LAYOUTS.items() if layout.columns in tables]
    of_kind = [key for key, layout in LAYOUTS.items() if layout.committee_kind == document.committee.kind]
    return next(iter([*alike, *of_kind]))


def _when_and_where(document: MinutesDocument) -> dict[str, Any]:
    """Date, time and place of the meeting, each left empty where the file has it malformed."""
    items = {item.kind: item for item in document.info}
    place = items["place"].text if "place" in items else None
    return {
        "held_on": _value(items.get("date"), datetime.date.fromisoformat),
        "held_at": _value(items.get("time"), datetime.time.fromisoformat),
        "place": (place or "")[:500],
    }


def _value(item: Any, read: Any) -> Any:
    if item is None or not item.value:
        return None
    try:
        return read(item.value)
    except ValueError:
        return None


def _store_dispatch(minutes: Minutes, content: dict[str, Any]) -> Dispatch:
    head = {key: value for key, value in content.items() if key != "recipients"}
    dated_on = datetime.date.fromisoformat(content["date"])
    dispatch = Dispatch.objects.create(
        minutes=minutes,
        memo=content["memo"][:120],
        number=_number(minutes, content["memo"], dated_on.year),
        dated_on=dated_on,
        head=head,
    )
    Recipient.objects.bulk_create(
        Recipient(dispatch=dispatch, position=position, text=text)
        for position, text in enumerate(content["recipients"])
    )
    return dispatch


def _number(minutes: Minutes, memo: str, year: int) -> MemoNumber | None:
    """The register's line for the memo number, or None for a number that follows neither rule (it is flagged)."""
    try:
        parsed = parse_memo(memo)
    except MemoError:
        return None
    file, _created = MemoFile.objects.get_or_create(
        prefix=parsed.prefix,
        defaults={
            "office": minutes.meeting.committee.office,
            "title": _("File %(number)s") % {"number": to_bangla(parsed.prefix)},
            "separator": parsed.separator,
        },
    )
    try:
        return enter_archived(file, year, parsed.serial)
    except MemoTakenError as error:
        raise exchange.ExchangeError("$.dispatch.memo", str(error)) from error
