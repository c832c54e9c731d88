"""What is in an administrator's charge, written as sheets that can be sent back; and empty ones to fill in."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import IO, Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from committees import scope
from committees.models import Area, Committee, Membership, Office, Post, Tenure, by_precedence
from committees.powers import Powers
from committees.sheets.cells import Choice
from committees.sheets.columns import Column, Kind
from committees.sheets.files import MAX_ROWS
from committees.sheets.kinds import KINDS
from committees.sheets.known import Areas

AT_ONCE = 2000
WIDTH = 24  # of a column, in characters
LONGEST_LIST = 255  # characters that Excel takes as a list of choices
FIRST_YEAR = 1901  # before it Excel knows no days
BOLD, TEXT_FORMAT, DAY_FORMAT = Font(bold=True), "@", "dd-mm-yyyy"
Values = Mapping[str, Any]


def write_csv(file: IO[bytes], kind: Kind, powers: Powers, within: Area | None = None) -> None:
    """Write all of the kind that is in charge, or what lies `within` an area in charge, in UTF-8 with a BOM."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    lines = csv.writer(text)
    lines.writerow([column.heading for column in kind.columns])
    for values in _rows(kind, powers, within):
        lines.writerow([column.form.show(value) for column, value in _cells(kind, values)])
    text.detach()


def write_xlsx(file: IO[bytes], kind: Kind, powers: Powers, within: Area | None = None) -> None:
    """The same as a workbook, with days as days."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(str(kind.word)[:30])
    sheet.freeze_panes = "A2"
    for place in range(1, len(kind.columns) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDTH
    sheet.append([_cell(sheet, column.heading, bold=True) for column in kind.columns])
    for values in _rows(kind, powers, within):
        sheet.append([_cell(sheet, _of_book(column, value)) for column, value in _cells(kind, values)])
    book.save(file)


def write_template(file: IO[bytes], kind: Kind) -> None:
    """A workbook with the headings to fill in below, and a second sheet that explains them with an example."""
    book = Workbook()
    sheet = book.active
    sheet.title, sheet.freeze_panes = str(kind.word)[:30], "A2"
    _write(sheet, [[column.heading for column in kind.columns]])
    for place, column in enumerate(kind.columns, start=1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].number_format = TEXT_FORMAT
        if words := _words(column):
            choices = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=False)
            choices.add(f"{letter}2:{letter}{MAX_ROWS + 1}")
            sheet.add_data_validation(choices)
    _write(
        book.create_sheet(_("Explanation")),
        [
            [column.heading for column in kind.columns],
            [column.example for column in kind.columns],
            [str(column.about) for column in kind.columns],
            [_("required") if column.required else "" for column in kind.columns],
        ],
    )
    book.save(file)


def _write(sheet: Any, rows: Iterable[Sequence[str]]) -> None:
    for number, row in enumerate(rows, start=1):
        for place, text in enumerate(row, start=1):
            cell = sheet.cell(number, place, text)
            cell.font, cell.alignment = Font(bold=number == 1), Alignment(wrap_text=True, vertical="top")
            cell.number_format = TEXT_FORMAT
            sheet.column_dimensions[get_column_letter(place)].width = WIDTH


def _words(column: Column) -> str:
    """The choices of a column as a spreadsheet offers them; nothing where it has none, or they are too long for it."""
    words = [str(word) for _value, word in column.form.choices()] if isinstance(column.form, Choice) else []
    joined = ",".join(words)
    return joined if len(joined) <= LONGEST_LIST and joined.count(",") < max(len(words), 1) else ""


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type, cell.number_format = "s", TEXT_FORMAT  # also what openpyxl takes for a formula or an error
    elif isinstance(value, datetime.date):
        cell.number_format = DAY_FORMAT
    if bold:
        cell.font = BOLD
    return cell


def _of_book(column: Column, value: Any) -> Any:
    return value if isinstance(value, datetime.date) and value.year >= FIRST_YEAR else column.form.show(value)


def _cells(kind: Kind, values: Values) -> Iterator[tuple[Column, Any]]:
    for column in kind.columns:
        yield column, values.get(column.key)


def _rows(kind: Kind, powers: Powers, within: Area | None) -> Iterator[Values]:
    areas = Areas(powers)
    return LISTS[kind.key](powers, areas, None if within is None else areas.below(within))


def _filled(kind: Kind, thing: Any) -> dict[str, Any]:
    """What the columns that fill fields hold of the thing."""
    return {column.key: getattr(thing, column.field) for column in kind.columns if column.field}


def _in(found: QuerySet[Any], path: str, ids: Sequence[int] | None) -> QuerySet[Any]:
    return found if ids is None else found.filter(**{f"{path}__in": ids})


def _areas(powers: Powers, areas: Areas, within: Sequence[int] | None) -> Iterator[Values]:
    for area in _in(scope.areas(powers), "pk", within).order_by("pk"):
        yield {"area": areas.label(area), **_filled(KINDS["areas"], area)}


def _offices(powers: Powers, areas: Areas, within: Sequence[int] | None) -> Iterator[Values]:
    found = _in(scope.offices(powers), "area", within).order_by("area", "name_bn", "pk")
    for office in found.iterator(AT_ONCE):
        yield {**_of_office(office, areas), **_filled(KINDS["offices"], office)}


def _posts(powers: Powers, areas: Areas, within: Sequence[int] | None) -> Iterator[Values]:
    found = _in(scope.posts(powers), "office__area", within).select_related("office")
    for post in found.order_by("office__area", "office__name_bn", "office", *by_precedence()).iterator(AT_ONCE):
        yield {**_of_post(post, areas), **_filled(KINDS["posts"], post)}


def _people(powers: Powers, areas: Areas, within: Sequence[int] | None) -> Iterator[Values]:
    kind = KINDS["people"]
    of_person = [column for column in kind.columns if column.key in ("email", "name_bn", "name_en", "language")]
    posts = _in(scope.posts(powers), "office__area", within).select_related(None).values("pk")
    tenures = Tenure.objects.filter(post__in=posts).select_related("person", "post__office")
    for tenure in tenures.order_by("person__name_bn", "person", "starts_on", "pk").iterator(AT_ONCE):
        yield {
            **{column.key: getattr(tenure.person, column.key) for column in of_person},
            **_of_post(tenure.post, areas),
            **{key: getattr(tenure, key) for key in ("kind", "starts_on", "ends_on")},
        }
    if within is None:
        with_post = Tenure.objects.filter(person=OuterRef("pk"), post__in=posts)
        for person in scope.people(powers).filter(~Exists(with_post)).order_by("name_bn", "pk").iterator(AT_ONCE):
            yield {column.key: getattr(person, column.key) for column in of_person}


def _committees(powers: Powers, areas: Areas, within: Sequence[int] | None) -> Iterator[Values]:
    found = _in(scope.committees(powers), "area", within).select_related("office", "parent")
    for committee in found.order_by("area", "name_bn", "pk").iterator(AT_ONCE):
        yield {
            **_filled(KINDS["committees"], committee),
            **_of_committee(committee, areas),
            **_of_office(committee.office, areas, "office_area"),
            "parent_area": _label(committee.parent, areas) if committee.parent else None,
            "parent": committee.parent.name_bn if committee.parent else None,
        }


def _seats(powers: Powers, areas: Areas, within: Sequence[int] | None) -> Iterator[Values]:
    committees = _in(scope.committees(powers), "area", within).values("pk")
    found = Membership.objects.filter(committee__in=committees).select_related("committee", "post__office")
    for seat in found.order_by("committee__area", "committee", "starts_on", "pk").iterator(AT_ONCE):
        yield {
            **(_of_post(seat.post, areas, "office_area") if seat.post else {}),
            **_of_committee(seat.committee, areas),
            **{key: getattr(seat, key) for key in ("role", "person_name", "starts_on", "ends_on")},
        }


def _label(thing: Office | Committee, areas: Areas) -> str:
    return areas.label(areas.by_id.get(thing.area_id or 0))


def _of_office(office: Office, areas: Areas, area: str = "area") -> dict[str, Any]:
    return {area: _label(office, areas), "office": office.name_bn}


def _of_post(post: Post, areas: Areas, area: str = "area") -> dict[str, Any]:
    return {**_of_office(post.office, areas, area), "post": post.name_bn}


def _of_committee(committee: Committee, areas: Areas) -> dict[str, Any]:
    return {"area": _label(committee, areas), "committee": committee.name_bn}


LISTS: Mapping[str, Callable[[Powers, Areas, Sequence[int] | None], Iterator[Values]]] = {
    "areas": _areas,
    "offices": _offices,
    "posts": _posts,
    "people": _people,
    "committees": _committees,
    "seats": _seats,
}
