"""The memo register of a file and year on paper: every number, without a gap, and what became of it."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from bangla.dates import format_gregorian
from bangla.digits import to_bangla
from documents import blocks
from documents.blocks import Sheet, given
from documents.composition import as_sheet, author_of, facts_block
from documents.tables import plain_paragraph, plain_table
from documents.widths import LONG_TEXT_LINE

State = Literal["used", "unsent", "outside", "cancelled"]
_STATES: Mapping[State, str] = MappingProxyType(
    {"used": "ব্যবহৃত", "unsent": "ব্যবহৃত, এখনও প্রেরিত হয়নি", "outside": "পোর্টালের বাইরে ব্যবহৃত", "cancelled": "বাতিল"}
)

# Percents: the longest memo number, of 22 digits and a serial, stays in one line.
_COLUMNS = {"ক্রম": 7, "স্মারক নম্বর": 25, "তারিখ": 13, "বিষয়": 24, "প্রাপক": 17, "অবস্থা ও মন্তব্য": 14}


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A line of the register: the serials `first` to `last`, which are one except where a run was used on paper.

    `memo` is the number as printed, of a run the first and the last one. What the portal does not know is empty.
    """

    first: int
    last: int
    memo: str
    state: State
    day: datetime.date | None = None
    subject: str = ""
    recipients: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoRegister:
    """The numbers of a file in a year, in ascending order, as they stood on `day`."""

    letterhead: blocks.Letterhead
    file: str
    prefix: str
    year: int
    day: datetime.date
    numbers: tuple[Number, ...]


@as_sheet.register
def _memo_register(register: MemoRegister) -> Sheet:
    title = f"স্মারক রেজিস্টার {to_bangla(str(register.year))}"
    told = {
        "নথি": register.file,
        "নথি নম্বর": register.prefix,
        "মোট নম্বর": f"{to_bangla(str(sum(each.last - each.first + 1 for each in register.numbers)))}টি",
        "মুদ্রণের তারিখ": format_gregorian(register.day),
    }
    return Sheet(
        title=f"{title}: {register.prefix}",
        author=author_of(register.letterhead),
        landscape=True,
        blocks=given(
            register.letterhead,
            blocks.Title(title, LONG_TEXT_LINE),
            facts_block(told, LONG_TEXT_LINE),
            _table(register.numbers) if register.numbers else plain_paragraph("এ বছর এই নথি থেকে কোনো নম্বর নেওয়া হয়নি।"),
        ),
    )


def _table(numbers: Sequence[Number]) -> blocks.Table:
    table = plain_table(
        list(_COLUMNS),
        [
            [
                _serials(each),
                each.memo,
                format_gregorian(each.day) if each.day else "",
                each.subject,
                each.recipients,
                "\n".join(filter(None, [_STATES[each.state], each.reason])),
            ]
            for each in numbers
        ],
    )
    return replace(table, widths=tuple(_COLUMNS.values()))


def _serials(number: Number) -> str:
    first, last = to_bangla(str(number.first)), to_bangla(str(number.last))
    return first if first == last else f"{first}–{last}"
