"""Who is at a meeting: the sheet its members sign on paper (হাজিরা), and appendix ক as a paper of its own."""

from dataclasses import dataclass, replace

from django.utils.html import format_html
from django.utils.safestring import SafeString

from bangla.markers import mark
from bangla.text import in_running_text
from documents import blocks
from documents.blocks import Cell, Sheet, Table, TableRow, given
from documents.composition import (
    APPENDIX,
    as_sheet,
    attendance_table,
    author_of,
    facts_block,
    info_block,
    letterhead_block,
)
from documents.model import MinutesDocument
from documents.papers.gathering import Gathering

# Percents of the 170 mm between the margins: a signature needs 40 of them, a mobile number written by hand 29.
_COLUMNS = {"ক্রম": 7, "নাম ও পদবি": 28, "দপ্তর": 24, "মোবাইল নম্বর": 17, "স্বাক্ষর": 24}


@dataclass(frozen=True, slots=True)
class Seat:
    """A member who is awaited: `name` is empty where the post is vacant, `post` of a private person."""

    name: str
    post: str
    office: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceSheet:
    """The members in their order, each with room for a mobile number and a signature, and lines for `guests` more."""

    letterhead: blocks.Letterhead
    gathering: Gathering
    seats: tuple[Seat, ...]
    guests: int = 8


@dataclass(frozen=True, slots=True)
class Appendix:
    """Appendix ক of minutes that hold an attendance, without the minutes."""

    minutes: MinutesDocument
    emblem: blocks.Image | None = None


@as_sheet.register
def _attendance_sheet(sheet: AttendanceSheet) -> Sheet:
    title = f"{sheet.gathering.name}র হাজিরা"
    members = [_row(number, [seat.name, seat.post], [seat.office]) for number, seat in enumerate(sheet.seats, 1)]
    first = len(members) + 1
    guests = [_row(number, [], []) for number in range(first, first + sheet.guests)]
    return Sheet(
        title=title,
        author=author_of(sheet.letterhead),
        blocks=given(
            sheet.letterhead,
            blocks.Title(title),
            info_block(sheet.gathering.info),
            _to_sign("সদস্যবৃন্দ", members),
            _to_sign("আমন্ত্রিত ও অন্যান্য", guests),
        ),
    )


def _to_sign(heading: str, rows: list[TableRow]) -> tuple[blocks.Block, ...]:
    if not rows:
        return ()
    return blocks.Heading(heading), Table(tuple(_COLUMNS), tuple(_COLUMNS.values()), tuple(rows), to_fill_in=True)


def _row(number: int, *filled: list[str]) -> TableRow:
    """Return a row with its number, the cells that are known, and empty ones to the end."""
    serial = Cell((format_html("<p>{}</p>", mark("bangla-danda", number)),), centred=True)
    known = [Cell(_lines(lines)) for lines in filled]
    return TableRow((serial, *known, *[Cell(())] * (len(_COLUMNS) - 1 - len(known))), long=False)


def _lines(texts: list[str]) -> tuple[SafeString, ...]:
    return tuple(format_html("<p>{}</p>", text) for text in texts if text.strip())


@as_sheet.register
def _appendix(appendix: Appendix) -> Sheet:
    minutes = appendix.minutes
    return Sheet(
        title=f"{APPENDIX}: {minutes.title}",
        author=author_of(minutes.letterhead),
        blocks=given(
            replace(letterhead_block(minutes.letterhead), emblem=appendix.emblem),
            blocks.Title(f"{APPENDIX}: উপস্থিতি"),
            facts_block({"কার্যবিবরণী": in_running_text(minutes.title)}),
            attendance_table(minutes.attendance or ()),
        ),
    )
