"""Files as offices save them, and files that nobody should send."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from committees.sheets.cells import Fault
from committees.sheets.files import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, Line, SheetError, Table, read
from tests.committees.sheets.books import csv_of, read_part, with_part, xlsx_of

HEADINGS = ["এলাকা", "কার্যালয়"]
EXPECTED = Table(HEADINGS, [Line(2, ["নদীপুর", "ক"]), Line(4, ["নদীপুর", "খ, গ"])])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_text_files_of_every_make_read_alike(encoding: str, ends: str, delimiter: str) -> None:
    lines = [["এলাকা", "কার্যালয়"], ["নদীপুর", "ক"], ["", " "], ["নদীপুর", '"খ, গ"']]
    assert read(csv_of(*(delimiter.join(line) for line in lines), ends=ends, encoding=encoding)) == EXPECTED


def test_a_workbook_reads_like_a_text_file() -> None:
    table = read(xlsx_of(HEADINGS, ["নদীপুর", "ক"], [], ["নদীপুর", "খ, গ"]))
    assert [(line.number, list(line.cells)[:2]) for line in table.lines] == [
        (2, ["নদীপুর", "ক"]),
        (4, ["নদীপুর", "খ, গ"]),
    ]
    assert table.headings == HEADINGS


def test_a_cell_may_hold_several_lines() -> None:
    assert read(csv_of("ক,খ", '"১\n২",৩')).lines == [Line(2, ["১\n২", "৩"])]


def test_a_workbook_keeps_numbers_and_days_and_shows_what_is_no_data() -> None:
    def change(sheet: Any) -> None:
        sheet["E2"] = "=1+1"
        sheet["F2"] = "#REF!"
        sheet["F2"].data_type = "e"
        sheet["G2"] = "=নাম"
        sheet["G2"].data_type = "s"
        sheet["G2"].quotePrefix = True

    day, time = datetime.date(2026, 7, 1), datetime.time(11, 30)
    table = read(xlsx_of(list("কখগঘঙচছজ"), [12, 1.5, day, time, "", "", "", True], change=change))
    assert list(table.lines[0].cells)[:8] == [12, 1.5, day, Fault.TIME, Fault.FORMULA, Fault.ERROR, "'=নাম", "TRUE"]


def test_what_a_workbook_says_of_its_size_is_not_believed() -> None:
    data = xlsx_of(["ক", "খ"], [1, 2], [3, 4])
    sheet = read_part(data, "xl/worksheets/sheet1.xml").replace(b'ref="A1:B3"', b'ref="A1"')
    assert len(read(with_part(data, "xl/worksheets/sheet1.xml", sheet)).lines) == 2


def test_row_numbers_are_those_that_the_spreadsheet_shows() -> None:
    def change(sheet: Any) -> None:
        sheet["A500"] = "দূরে"

    assert [line.number for line in read(xlsx_of(["ক"], ["১"], change=change)).lines] == [2, 500]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (csv_of(",".join(HEADINGS)), "no row"),
        (csv_of("ক,খ", '"১,২'), "Line 2"),
        ("ক,খ\n১,২".encode("utf-16-le"), "CSV UTF-8"),
        (b"\xff\xfe\x00", "CSV UTF-8"),
        ("এলাকা".encode()[:-1], "CSV UTF-8"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "before 2007"),
        (b"PK\x03\x04 and nothing else", "cannot be opened"),
        (xlsx_of(["ক"], ["১"])[:-40], "cannot be opened"),
        (xlsx_of(), "empty"),
        (b"x" * (MAX_BYTES + 1), "5 MB"),
        (csv_of(*["ক"] * (MAX_ROWS + 2)), "10000 rows"),
        (xlsx_of(*[["ক"]] * (MAX_ROWS + 2)), "10000 rows"),
        (csv_of(",".join(["ক"] * (MAX_COLUMNS + 1)), "১"), "64 columns"),
        (xlsx_of(["ক"] * (MAX_COLUMNS + 1), ["১"]), "64 columns"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(data: bytes, said: str) -> None:
    with pytest.raises(SheetError, match=said):
        read(data)


def test_ten_thousand_rows_are_taken() -> None:
    assert len(read(csv_of("ক", *["১"] * MAX_ROWS)).lines) == MAX_ROWS


def test_a_file_that_unpacks_to_far_more_is_refused() -> None:
    data = with_part(xlsx_of(["ক"], ["১"]), "xl/media/image1.png", b"\0" * 60_000_000)
    assert len(data) < 1_000_000
    with pytest.raises(SheetError, match="unpacked"):
        read(data)


def test_a_row_far_below_and_a_cell_far_to_the_right_cost_no_time() -> None:
    data = xlsx_of(["ক"], ["১"])
    sheet = read_part(data, "xl/worksheets/sheet1.xml")
    far = sheet.replace(b"</sheetData>", b'<row r="2000000000"><c r="ZZZ2000000000"><v>1</v></c></row></sheetData>')
    assert len(read(with_part(data, "xl/worksheets/sheet1.xml", far)).lines) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_that_grow_are_refused(encoding: str) -> None:
    data = xlsx_of(["ক"], ["১"])
    sheet = read_part(data, "xl/worksheets/sheet1.xml").decode()
    _head, body = sheet.split("<worksheet", 1)
    bomb = f'<!DOCTYPE x [<!ENTITY a "{"ক" * 100}"><!ENTITY b "{"&a;" * 100}">]><worksheet{body}'
    declared = f'<?xml version="1.0" encoding="{encoding}"?>' + bomb
    with pytest.raises(SheetError, match="cannot be opened"):
        read(with_part(data, "xl/worksheets/sheet1.xml", declared.encode(encoding)))


@given(st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_read_or_refused_with_a_sentence(data: bytes) -> None:
    readable_or_refused(data)


# Made once: a workbook holds the moment it is made at, and what is drawn below must not depend on that.
WORKBOOK = xlsx_of(["ক", "খ"], ["১", 2])
WITH_A_DAY = xlsx_of(["ক", "খ"], ["১", 2], [datetime.date(2026, 1, 1), True])


@given(st.data())
@pytest.mark.thorough
def test_any_change_to_a_workbook_is_read_or_refused_with_a_sentence(drawn: st.DataObject) -> None:
    data = bytearray(WORKBOOK)
    for place in drawn.draw(st.lists(st.integers(0, len(data) - 1), max_size=8)):
        data[place] = drawn.draw(st.integers(0, 255))
    readable_or_refused(bytes(data))


@given(st.data())
@pytest.mark.thorough
def test_any_change_to_a_sheet_in_a_workbook_is_read_or_refused(drawn: st.DataObject) -> None:
    name = drawn.draw(st.sampled_from(["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"]))
    part = bytearray(read_part(WITH_A_DAY, name))
    for place in drawn.draw(st.lists(st.integers(0, len(part) - 1), max_size=5)):
        part[place : place + 1] = drawn.draw(st.binary(max_size=3))
    readable_or_refused(with_part(WITH_A_DAY, name, bytes(part)))


def readable_or_refused(data: bytes) -> None:
    try:
        table = read(data)
    except SheetError as error:
        said = str(error)
    else:
        said = "read" if all(line.number > 1 for line in table.lines) else ""
    assert said
