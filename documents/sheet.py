"""The sheet: a document as semantic HTML, the one source of the preview, the page in the portal and the PDF.

What is absent from the document prints nothing. Words are generated only where the format says so: a date, a time or an
attendance that is given as a value without its text. Every text is escaped, or sanitised where it may be rich.
"""

import datetime
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import MappingProxyType

from django.conf import settings
from django.template import Context, Engine
from django.templatetags.static import static
from django.utils.safestring import mark_safe

from bangla.dates import format_bangla, format_gregorian, format_numeric
from bangla.markers import mark
from bangla.numbers import with_words
from bangla.times import format_time
from documents.model import Attendee, Dispatch, InfoItem, MinutesDocument, Section, Signature
from documents.tables import Table, data_table, decision_table, paragraphs, plain_table
from documents.widths import label_shares

_STATUS = MappingProxyType(
    {"present": "উপস্থিত", "absent": "অনুপস্থিত", "excused": "ছুটিতে", "represented": "প্রতিনিধি উপস্থিত"}
)


def sheet_html(document: MinutesDocument, *, draft: bool = False) -> str:
    """Return the document as an HTML fragment, `<article class="sheet" lang="bn">`, for a page that links minutes.css.

    `draft` puts the word খসড়া across every printed page.
    """
    return _render("sheet.html", _context(document, draft))


def page_html(document: MinutesDocument, *, draft: bool = False) -> str:
    """Return the document as a whole HTML page that links minutes.css."""
    return page(document.title, sheet_html(document, draft=draft), static("documents/minutes.css"))


def page(title: str, sheet: str, stylesheet: str = "") -> str:
    """Return the HTML page that holds the sheet and links the stylesheet, if one is named."""
    return _render("page.html", {"title": title, "sheet": mark_safe(sheet), "stylesheet": stylesheet})  # noqa: S308 — HTML of ours


@cache
def _engine() -> Engine:
    """Return an engine of this room's own, for the portal's needs the tags of rooms above this one."""
    return Engine(dirs=[str(settings.BASE_DIR / "templates")])


def _render(template: str, context: dict[str, object]) -> str:
    return _engine().get_template(f"documents/{template}").render(Context(context))


def _context(document: MinutesDocument, draft: bool) -> dict[str, object]:
    return {
        "document": document,
        "letterhead": [line for line in document.letterhead.lines if line.strip()],
        "draft": draft,
        "info": [(item.label, _colon(item.label), lines) for item in document.info if (lines := _info_lines(item))],
        "info_widths": label_shares([item.label for item in document.info]),
        "opening": paragraphs(document.opening),
        "sections": [_section(section) for section in document.sections],
        "closing": paragraphs(document.closing),
        "signature": _signature(document.chair_signature),
        "dispatch": document.dispatch and _dispatch(document.dispatch),
        "attendance": document.attendance and _attendance(document.attendance),
    }


def _colon(label: str) -> str:
    """Return the colon that the label still needs: offices write some with `:`, `ঃ` or `-` of their own."""
    return "" if not label.strip() or label.rstrip()[-1] in ":ঃ-–—" else ":"


def _info_lines(item: InfoItem) -> list[str]:
    """Return the printed lines of an info item; [] where it says nothing."""
    lines = [item.name, item.designation, _generated(item) if item.text is None else item.text]
    return [line for line in lines if line and line.strip()]


def _generated(item: InfoItem) -> str:
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


def _section(section: Section) -> dict[str, object]:
    tables = (
        section.data_table and data_table(section.data_table),
        section.decision_table and decision_table(section.decision_table),
    )
    return {
        "heading": section.heading,
        "paragraphs": paragraphs(section.paragraphs or ()),
        "tables": [table for table in tables if table],
    }


def _signature(signature: Signature) -> list[tuple[str, str]]:
    """Return the (class, text) of each printed line: the date, the name, the lines."""
    date = signature.date_text
    if date is None and signature.date:
        date = format_numeric(signature.date)
    lines = [("date", date or ""), ("name", signature.name), *(("line", line) for line in signature.lines)]
    return [(kind, text) for kind, text in lines if text.strip()]


def _dispatch(dispatch: Dispatch) -> dict[str, object]:
    label = "স্মারক নম্বর" if dispatch.memo_label is None else dispatch.memo_label
    date_lines = dispatch.date_lines
    if date_lines is None:
        date_lines = (format_bangla(dispatch.date), format_gregorian(dispatch.date))
    return {
        "label": label + _colon(label),
        "memo": dispatch.memo,
        "date_lines": [line for line in date_lines if line.strip()],
        "heading": dispatch.heading,
        "recipients": [(mark(dispatch.numbering or "none", n), text) for n, text in enumerate(dispatch.recipients, 1)],
        "signature": _signature(dispatch.signature),
        "new_page": dispatch.new_page,
    }


def _attendance(attendees: Sequence[Attendee]) -> Table:
    """Return appendix ক: a column each for what at least one entry tells."""
    parts: Mapping[str, Callable[[Attendee], str]] = {
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
