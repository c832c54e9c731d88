"""The progress report on a meeting's decisions (অগ্রগতি প্রতিবেদন): each with who carries it out and how far it is."""

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from bangla.dates import format_gregorian
from bangla.digits import to_bangla
from documents import blocks
from documents.blocks import Sheet, given
from documents.composition import as_sheet, author_of, facts_block, signature_block
from documents.model import Signature
from documents.tables import plain_paragraph, plain_table
from documents.widths import LONG_TEXT_LINE

State = Literal["done", "open", "overdue", "dropped"]
_STATES: Mapping[State, str] = MappingProxyType(
    {"done": "বাস্তবায়িত", "open": "চলমান", "overdue": "মেয়াদোত্তীর্ণ", "dropped": "বাদ"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A decision, in plain text behind its marker, and the last report on it."""

    serial: str
    decision: str
    implementers: tuple[str, ...]
    due: datetime.date | None
    state: State
    report: str = ""
    reported_on: datetime.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressReport:
    """How the decisions of a meeting stood on `day`. `meeting` names it and ends in সভা."""

    letterhead: blocks.Letterhead
    meeting: str
    held_on: datetime.date | None
    day: datetime.date
    decisions: tuple[Followed, ...]
    signature: Signature


@as_sheet.register
def _progress_report(report: ProgressReport) -> Sheet:
    title = f"{report.meeting}র সিদ্ধান্তের অগ্রগতি প্রতিবেদন"
    told = {
        "সভার তারিখ": format_gregorian(report.held_on) if report.held_on else "",
        "প্রতিবেদনের তারিখ": format_gregorian(report.day),
        "সারসংক্ষেপ": _summary(report.decisions),
    }
    return Sheet(
        title=title,
        author=author_of(report.letterhead),
        landscape=True,
        blocks=given(
            report.letterhead,
            blocks.Title(title, LONG_TEXT_LINE),
            facts_block(told, LONG_TEXT_LINE),
            _table(report.decisions) if report.decisions else plain_paragraph("এ সভার কোনো সিদ্ধান্ত অনুসরণে নেই।"),
            # Words between table and signature: no row has to go to the next page for the signature's sake.
            plain_paragraph("সদয় অবগতি ও পরবর্তী নির্দেশনার জন্য উপস্থাপন করা হলো।"),
            signature_block(report.signature),
        ),
    )


def _table(decisions: tuple[Followed, ...]) -> blocks.Table:
    """Return a row for each decision; a column of days is printed only where at least one has one."""
    columns = {
        "ক্রম": [each.serial for each in decisions],
        "সিদ্ধান্ত": [each.decision for each in decisions],
        "বাস্তবায়নকারী": ["\n".join(each.implementers) for each in decisions],
        "নির্ধারিত তারিখ": [format_gregorian(each.due) if each.due else "" for each in decisions],
        "অবস্থা": [_STATES[each.state] for each in decisions],
        "অগ্রগতি": [_report(each) for each in decisions],
    }
    if not any(columns["নির্ধারিত তারিখ"]):
        del columns["নির্ধারিত তারিখ"]
    return plain_table(list(columns), list(zip(*columns.values(), strict=True)))


def _report(followed: Followed) -> str:
    if followed.reported_on is None:
        return followed.report or "প্রতিবেদন পাওয়া যায়নি"
    return f"{followed.report}\n({format_gregorian(followed.reported_on)})"


def _summary(decisions: tuple[Followed, ...]) -> str:
    """Return how many decisions there are in all and in each state that one of them is in."""
    count = Counter(each.state for each in decisions)
    in_states = ", ".join(f"{word} {to_bangla(str(count[state]))}টি" for state, word in _STATES.items() if count[state])
    whole = f"মোট সিদ্ধান্ত {to_bangla(str(len(decisions)))}টি"
    return f"{whole}; {in_states}" if in_states else whole
