"""What a person should look at before a set of minutes goes out: odd, but the office's own wording, so never mended.

Each kind of oddity is one that stands in real minutes: an hour of `১২:৪০০`, last year's number on this January, a memo
number short of a group, digits of two scripts in one number.
"""

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bangla.dates import DateError, months_in, parse_date
from bangla.memo import MemoError, parse_memo
from bangla.times import TimeError, parse_time
from documents import richtext
from documents.exchange import dump, json_path, texts
from documents.model import Dispatch, InfoItem, MinutesDocument, Section

MESSAGES: Mapping[str, Promise] = MappingProxyType(
    {
        "time-unreadable": _("The time cannot be read"),
        "time-without-value": _("The time is given in words alone: nothing can be counted with it"),
        "time-differs": _("The time as printed and the time as recorded differ"),
        "date-unreadable": _("The date cannot be read"),
        "date-without-value": _("The date is given in words alone: nothing can be counted with it"),
        "date-differs": _("The date as printed and the date as recorded differ"),
        "month-ahead": _("A month is named that lies after the meeting"),
        "month-far": _("A month is named that lies half a year or more from the meeting: is the year right?"),
        "memo-unreadable": _("The memo number follows neither the rule of 2010 nor that of 2024"),
        "signed-before-meeting": _("The chair's signature is dated before the meeting"),
        "sent-before-meeting": _("The dispatch is dated before the meeting"),
        "decision-empty": _("No decision is written"),
        "digits-mixed": _("Bengali and ASCII digits stand mixed in one number"),
        "not-printed": _("The format leaves this key open; it is kept but not printed"),
    }
)

_Found = Iterator[tuple[str, str, str]]

FAR_MONTHS = 6
_NUMBER = re.compile(r"[0-9০-৯]+(?:[.,:/][0-9০-৯]+)*")
# `৩০ সেপ্টেম্বর ২০২০`, `০৫মে ২০২১`: a full date tells history, a month without a day names a meeting or a period
_YEAR = re.compile(r"[0-9০-৯]{4}")
_FULL_DATE = re.compile(r"(?<![0-9০-৯])[0-9০-৯]{1,2}(?:লা|রা|ঠা|ই|শে)?\s*[ঀ-৥]+[\s,/-]*[0-9০-৯]{4}")


@dataclass(frozen=True, slots=True)
class Oddity:
    """One thing to look at: where it stands (a JSON path), its kind (a key of MESSAGES), and the text in question."""

    path: str
    code: str
    text: str

    @property
    def message(self) -> Promise:
        """What is odd, in the language active when it is shown."""
        return MESSAGES[self.code]

    def __str__(self) -> str:
        return f"{self.path}: {self.message}: {self.text}" if self.text else f"{self.path}: {self.message}"


def oddities(document: MinutesDocument) -> tuple[Oddity, ...]:
    """Return everything odd in the document, in the document's order by kind; () where nothing is."""
    return tuple(Oddity(path, code, " ".join(text.split())) for path, code, text in _found(document))


def meeting_date(document: MinutesDocument) -> datetime.date | None:
    """Return the day of the meeting by its info block; None where it names none that can be read."""
    for item in document.info:
        if item.kind == "date" and (day := _iso_date(item.value) or _read_date(item.text)):
            return day
    return None


def months_named(text: str) -> list[tuple[int, int]]:
    """Return the (year, month) of every month that the plain text names without a day."""
    return months_in(_FULL_DATE.sub(" ", text)) if _YEAR.search(text) else []


def _found(document: MinutesDocument) -> _Found:
    met = meeting_date(document)
    for number, item in enumerate(document.info):
        yield from _info(f"$.info[{number}]", item)
        yield from _extra(f"$.info[{number}]", item.extra)
    if met:
        yield from _months(document, met)
        signed = document.chair_signature.date
        if signed and signed < met:
            yield "$.chair_signature.date", "signed-before-meeting", signed.isoformat()
    for number, section in enumerate(document.sections):
        yield from _decisions(f"$.sections[{number}]", section)
    for number, attendee in enumerate(document.attendance or ()):
        yield from _extra(f"$.attendance[{number}]", attendee.extra)
    if document.dispatch:
        yield from _dispatch(document.dispatch, met)
    for steps, text in texts(dump(document)):
        yield from ((json_path(steps), "digits-mixed", number) for number in _mixed_numbers(text))


def _info(path: str, item: InfoItem) -> _Found:
    text = item.text or ""
    recorded: datetime.date | datetime.time | None
    printed: datetime.date | datetime.time | None
    if item.kind == "date":
        recorded, printed = _iso_date(item.value), _read_date(text)
    elif item.kind == "time":
        recorded, printed = _clock_time(item.value), _read_time(text)
    else:
        return
    if item.value is not None and recorded is None:
        yield f"{path}.value", f"{item.kind}-unreadable", item.value
    if text and printed is None:
        yield f"{path}.text", f"{item.kind}-unreadable", text
    elif text and item.value is None:
        yield path, f"{item.kind}-without-value", text
    elif text and recorded is not None and recorded != printed:
        yield path, f"{item.kind}-differs", f"{text} ≠ {item.value}"


def _months(document: MinutesDocument, met: datetime.date) -> _Found:
    """Yield the months named without a day that are unlikely beside the meeting's month.

    The title and the opening speak of this meeting and of those before it: no later month, none half a year away. A
    discussion plans ahead, and so does the closing: there a later month is odd only from half a year on.
    """
    head = [("$.title", document.title)]
    head += [(f"$.opening[{number}]", richtext.plain(text)) for number, text in enumerate(document.opening)]
    body = [
        (json_path(steps), richtext.plain(text))
        for steps, text in texts(dump(document)["sections"], ("sections",))
        if {"discussion", "paragraphs", "heading"} & set(steps) and "columns" not in steps
    ]
    body += [(f"$.closing[{number}]", richtext.plain(text)) for number, text in enumerate(document.closing)]
    for place, may_plan in ((head, False), (body, True)):
        for path, text in place:
            for year, month in months_named(text):
                ahead = (year - met.year) * 12 + month - met.month
                named = f"{year:04}-{month:02}"
                if abs(ahead) >= FAR_MONTHS:
                    yield path, "month-far", named
                elif ahead > 0 and not may_plan:
                    yield path, "month-ahead", named


def _decisions(path: str, section: Section) -> _Found:
    """Yield the rows without a decision, unless the table has no column for it or one that the discussion fills too."""
    if section.decision_table is None:
        return
    columns = [column.shows for column in section.decision_table.columns if "decisions" in column.shows]
    is_shared = any("discussion" in shows for shows in columns)
    for number, row in enumerate(section.decision_table.rows if columns else ()):
        if is_shared and not all(map(richtext.is_blank, row.discussion)):
            continue
        place, called = f"{path}.decision_table.rows[{number}].decisions", f"{row.serial} {row.subject}".strip()
        if not row.decisions:
            yield place, "decision-empty", called
        for index, decision in enumerate(row.decisions):
            if richtext.is_blank(decision.text):
                yield f"{place}[{index}].text", "decision-empty", called


def _dispatch(dispatch: Dispatch, met: datetime.date | None) -> _Found:
    try:
        parse_memo(dispatch.memo)
    except MemoError:
        yield "$.dispatch.memo", "memo-unreadable", dispatch.memo
    if met and dispatch.date < met:
        yield "$.dispatch.date", "sent-before-meeting", dispatch.date.isoformat()


def _extra(path: str, extra: Mapping[str, object]) -> _Found:
    return ((path, "not-printed", key) for key in extra)


def _mixed_numbers(text: str) -> list[str]:
    """Return the numbers in the text that hold digits of both scripts."""
    return [number for number in _NUMBER.findall(text) if re.search("[0-9]", number) and re.search("[০-৯]", number)]


def _iso_date(value: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(value) if value and len(value) == 10 else None
    except ValueError:
        return None


def _clock_time(value: str | None) -> datetime.time | None:
    return (
        datetime.time.fromisoformat(value) if value and re.fullmatch("([01][0-9]|2[0-3]):[0-5][0-9]", value) else None
    )


def _read_date(text: str | None) -> datetime.date | None:
    try:
        return parse_date(text) if text else None
    except DateError:
        return None


def _read_time(text: str | None) -> datetime.time | None:
    try:
        return parse_time(text) if text else None
    except TimeError:
        return None
