"""A set of minutes as frozen data: one dataclass for each object of `minutes.schema.json`, field for field.

A field that may be absent is None when it is absent and empty when it is present and empty: offices differ in both, and
a document that is loaded and dumped again equals its source. Texts are Unicode NFC.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

CommitteeKind = Literal["district", "upazila", "doict-coordination"]
InfoKind = Literal["chair", "date", "time", "place", "attendance", "other"]
AttendanceForm = Literal["count", "register", "appendix", "list"]
AttendeeStatus = Literal["present", "absent", "excused", "represented"]
Shown = Literal["serial", "subject", "discussion", "decisions", "implementers", "due", "progress"]
ImplementerMarkers = Literal["none", "bangla-digits", "bangla-letters"]
Numbering = Literal["bangla-paren", "bangla-danda", "dash", "none"]


@dataclass(frozen=True, slots=True)
class Committee:
    """Whose minutes these are. `area_code` is the geographic part of a memo number: district and upazila BBS codes."""

    kind: CommitteeKind
    name: str
    area_code: str | None = None


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The centred lines at the head of the first page, and of a forwarding page."""

    lines: tuple[str, ...]
    website: str | None = None


@dataclass(frozen=True, slots=True)
class InfoItem:
    """A line of the block under the title. `value` is what a machine reads of `text`: a date or a time.

    `extra` holds keys the format leaves open here; they are kept for the round trip and never printed.
    """

    kind: InfoKind
    label: str
    name: str | None = None
    designation: str | None = None
    value: str | None = None
    text: str | None = None
    form: AttendanceForm | None = None
    count: int | None = None
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table with columns of its own: inspections, income, services. A row may be shorter than the columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the decision table: its heading, and which parts of a row it shows, in this order."""

    heading: str
    shows: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of a row. `marker` is what stands in its brackets (ক, ১, i) or empty; `text` is rich text."""

    marker: str
    text: str
    due: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One agenda item. The paragraphs of `discussion` are rich text."""

    serial: str
    subject: str
    discussion: tuple[str, ...]
    decisions: tuple[Decision, ...]
    implementers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """The table of subjects, discussions, decisions and implementers, in the columns of its office."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    implementer_markers: ImplementerMarkers | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the minutes: any of a heading, rich paragraphs, a data table and a decision table, in this order."""

    heading: str | None = None
    paragraphs: tuple[str, ...] | None = None
    data_table: DataTable | None = None
    decision_table: DecisionTable | None = None


@dataclass(frozen=True, slots=True)
class Attendee:
    """A person of appendix ক. `extra` as in InfoItem."""

    name: str
    designation: str | None = None
    office: str | None = None
    status: AttendeeStatus | None = None
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature block. `lines` are designation, office, telephone: one printed line each."""

    name: str
    lines: tuple[str, ...]
    date: datetime.date | None = None
    date_text: str | None = None


@dataclass(frozen=True, slots=True)
class Dispatch:
    """How the minutes were sent. `memo` is the number as printed; `date_lines` are generated where they are None."""

    memo: str
    date: datetime.date
    heading: str
    recipients: tuple[str, ...]
    signature: Signature
    memo_label: str | None = None
    date_lines: tuple[str, ...] | None = None
    numbering: Numbering | None = None
    new_page: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesDocument:
    """One complete set of minutes with its distribution. `opening` and `closing` are rich paragraphs."""

    committee: Committee
    letterhead: Letterhead
    title: str
    info: tuple[InfoItem, ...]
    opening: tuple[str, ...]
    sections: tuple[Section, ...]
    closing: tuple[str, ...]
    attendance: tuple[Attendee, ...] | None = None
    chair_signature: Signature
    dispatch: Dispatch | None = None
