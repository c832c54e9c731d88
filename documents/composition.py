"""Composing the sheet: what a document says becomes the blocks that are printed.

What is absent from the document prints nothing. Words are generated only where the format says so: a date, a time or an
attendance that is given as a value without its text.
"""

import datetime
from collections.abc import Callable, Mapping, Sequence
from functools import singledispatch
from types import MappingProxyType

from bangla.dates import format_bangla, format_gregorian, format_numeric
from bangla.markers import mark
from bangla.numbers import with_words
from bangla.times import format_time
from documents import blocks, model
from documents.blocks import Sheet, given
from documents.tables import data_table, decision_table, paragraphs, plain_table
from documents.widths import TEXT_LINE, label_shares

APPENDIX = "পরিশিষ্ট ক"
_STATUS = MappingProxyType(
    {"present": "উপস্থিত", "absent": "অনুপস্থিত", "excused": "ছুটিতে", "represented": "প্রতিনিধি উপস্থিত"}
)


@singledispatch
def as_sheet(document: object) -> Sheet:
    """Return the sheet of a document: of minutes, or of any kind whose module registers how it is composed.

    Raises TypeError for what is no document.
    """
    raise TypeError(f"{type(document).__name__} is no document")


@as_sheet.register
def _composed(sheet: Sheet) -> Sheet:
    return sheet


@as_sheet.register
def _minutes(document: model.MinutesDocument) -> Sheet:
    letterhead = letterhead_block(document.letterhead)
    return Sheet(
        title=document.title,
        author=author_of(document.letterhead),
        subject=document.dispatch.memo if document.dispatch else "",
        blocks=given(
            letterhead,
            blocks.Title(document.title),
            info_block(document.info),
            paragraphs(document.opening),
            [section_block(section, f"sheet-{n}") for n, section in enumerate(document.sections, 1)],
            paragraphs(document.closing),
            signature_block(document.chair_signature),
            _dispatch(document.dispatch, letterhead) if document.dispatch else None,
            blocks.Section((blocks.Heading(APPENDIX), attendance_table(document.attendance)), "appendix")
            if document.attendance
            else None,
        ),
    )


def author_of(letterhead: model.Letterhead | blocks.Letterhead) -> str:
    """Return the office that a letterhead names: all but its first line, which is the government's, in one line."""
    lines = [" ".join(line.split()) for line in letterhead.lines if line.strip()]
    return ", ".join(lines[1:] or lines)


def letterhead_block(letterhead: model.Letterhead) -> blocks.Letterhead:
    """Return the letterhead as it is printed."""
    return blocks.Letterhead(tuple(line for line in letterhead.lines if line.strip()), letterhead.website or "")


def info_block(items: Sequence[model.InfoItem], line: float = TEXT_LINE) -> blocks.Info | None:
    """Return the labels and values of the items that say something, `line` letters wide; None where there is none."""
    lines = [
        blocks.InfoLine(item.label, colon_after(item.label), printed)
        for item in items
        if (printed := _info_lines(item))
    ]
    return blocks.Info(tuple(lines), label_shares([item.label for item in items], line)) if lines else None


def facts_block(facts: Mapping[str, str], line: float = TEXT_LINE) -> blocks.Info | None:
    """Return what stands beside each label, as `info_block` does for the items of minutes."""
    return info_block([model.InfoItem("other", label, text=text) for label, text in facts.items()], line)


def signature_block(signature: model.Signature) -> blocks.Signature | None:
    """Return the signature block, the date first; None where it says nothing."""
    date = signature.date_text
    if date is None and signature.date:
        date = format_numeric(signature.date)
    lines = (
        blocks.SignatureLine("date", date or ""),
        blocks.SignatureLine("name", signature.name),
        *(blocks.SignatureLine("line", line) for line in signature.lines),
    )
    told = tuple(line for line in lines if line.text.strip())
    return blocks.Signature(told) if told else None


def reference_block(dispatch: model.Dispatch) -> blocks.Reference:
    """Return memo number and date as the office prints them; in both calendars where it does not say how."""
    label = "স্মারক নম্বর" if dispatch.memo_label is None else dispatch.memo_label
    date_lines = dispatch.date_lines
    if date_lines is None:
        date_lines = (format_bangla(dispatch.date), format_gregorian(dispatch.date))
    return blocks.Reference(
        f"{label}{colon_after(label)} {dispatch.memo}", tuple(line for line in date_lines if line.strip())
    )


def colon_after(label: str) -> str:
    """Return the colon that the label still needs: offices write some with `:`, `ঃ` or `-` of their own."""
    return "" if not label.strip() or label.rstrip()[-1] in ":ঃ-–—" else ":"


def _info_lines(item: model.InfoItem) -> tuple[str, ...]:
    """Return the printed lines of an info item; () where it says nothing."""
    lines = [item.name, item.designation, _generated(item) if item.text is None else item.text]
    return tuple(line for line in lines if line and line.strip())


def _generated(item: model.InfoItem) -> str:
    """Return the wording of an item that is given as a value alone; a value that is none is printed as it stands."""
    if item.kind == "attendance" and item.count is not None:
        return f"{with_words(item.count)} জন"
    value = item.value or ""
    try:
        if item.kind == "date":
            return format_gregorian(datetime.date.fromisoformat(value))
        if item.kind == "time":
            return format_time(datetime.time.fromisoformat(value))
    except ValueError:
        return value
    return value


def section_block(section: model.Section, anchor: str = "") -> blocks.Section:
    """Return the section as it is printed: heading, paragraphs, data table, decision table.

    Where it has an `anchor`, its rows have one too: `anchor` with their number behind it.
    """
    return blocks.Section(
        given(
            blocks.Heading(section.heading) if section.heading and section.heading.strip() else None,
            paragraphs(section.paragraphs or ()),
            data_table(section.data_table) if section.data_table else None,
            decision_table(section.decision_table, anchor) if section.decision_table else None,
        ),
        anchor=anchor,
    )


def _dispatch(dispatch: model.Dispatch, letterhead: blocks.Letterhead) -> blocks.Section:
    return blocks.Section(
        given(
            letterhead if dispatch.new_page else None,
            reference_block(dispatch),
            blocks.Heading(dispatch.heading) if dispatch.heading and dispatch.heading.strip() else None,
            recipients_block(dispatch),
            signature_block(dispatch.signature),
        ),
        "dispatch forwarding" if dispatch.new_page else "dispatch",
    )


def recipients_block(dispatch: model.Dispatch) -> blocks.Recipients | None:
    """Return the distribution list, numbered as the office numbers; None where it is empty."""
    style = dispatch.numbering or "none"
    items = tuple((mark(style, number), text) for number, text in enumerate(dispatch.recipients, 1))
    return blocks.Recipients(items) if items else None


def attendance_table(attendees: Sequence[model.Attendee]) -> blocks.Table:
    """Return who was there, as appendix ক lists it: a column each for what at least one entry tells."""
    parts: Mapping[str, Callable[[model.Attendee], str]] = {
        "নাম": lambda attendee: attendee.name,
        "পদবি": lambda attendee: attendee.designation or "",
        "দপ্তর": lambda attendee: attendee.office or "",
        "উপস্থিতি": lambda attendee: _STATUS[attendee.status] if attendee.status else "",
    }
    told = {heading: part for heading, part in parts.items() if any(part(attendee) for attendee in attendees)}
    rows = [
        [mark("bangla-danda", number), *(part(attendee) for part in told.values())]
        for number, attendee in enumerate(attendees, 1)
    ]
    return plain_table(["ক্রম", *told], rows)
