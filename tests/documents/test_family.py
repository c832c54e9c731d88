"""The other papers of a meeting: what each prints, and that its words can be read back out of its PDF."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import lxml.html
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.blocks import Image
from documents.composition import as_sheet
from documents.marks import DRAFT, Marks
from documents.model import DecisionTable, Row, Section
from documents.papers import extract
from documents.papers.attendance import Seat
from documents.papers.gathering import DOTS
from documents.sheet import sheet_html
from documents.typesetting.pdf import render
from tests.documents.family import APPENDIX, EXTRACT, FAMILY, GATHERING, NOTICE, REGISTER, REPORT, SHEET, printed
from tests.documents.pictures import encoded, stroke
from tests.documents.recall import ENGINES, missing

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=40)
LONG_EDGE, SHORT_EDGE = pytest.approx(841.9, abs=0.1), pytest.approx(595.3, abs=0.1)


def parsed(document: object, **options: bool) -> Any:
    return lxml.html.fragment_fromstring(sheet_html(document, **options))


def words(tree: Any) -> str:
    return " ".join(tree.text_content().split())


def rows(document: object) -> list[list[str]]:
    """The words of each cell of the ruled tables, row by row."""
    return [[words(cell) for cell in row] for row in parsed(document).iterfind(".//table[thead]/tbody/tr")]


def plain(text: str) -> str:
    return words(lxml.html.fragment_fromstring(text, create_parent="p"))


@pytest.mark.parametrize("name", FAMILY)
def test_every_text_is_printed(name: str) -> None:
    shown = words(parsed(FAMILY[name]))
    assert [text for text in printed(FAMILY[name]) if plain(text) not in shown] == []


@pytest.mark.thorough
@pytest.mark.parametrize("name", FAMILY)
def test_every_word_can_be_read_back(name: str, tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(render(FAMILY[name]))
    for engine in ENGINES.values():
        assert missing(printed(FAMILY[name]), engine(file)) == {}


@pytest.mark.thorough
def test_lists_of_many_columns_lie_across_the_paper(tmp_path: Path) -> None:
    for document, wide in ((REGISTER, True), (REPORT, True), (NOTICE, False)):
        (tmp_path / "paper.pdf").write_bytes(render(document))
        with pikepdf.open(tmp_path / "paper.pdf") as file:
            size = [float(edge) for edge in file.pages[0].mediabox[2:]]
        assert size == ([LONG_EDGE, SHORT_EDGE] if wide else [SHORT_EDGE, LONG_EDGE])


@pytest.mark.thorough
def test_an_attendance_sheet_of_two_pages_repeats_its_head(tmp_path: Path) -> None:
    (tmp_path / "paper.pdf").write_bytes(render(SHEET))
    with pikepdf.open(tmp_path / "paper.pdf") as file:
        assert len(file.pages) == 2
    # on both pages above the members, on the second once more above the guests
    assert ENGINES["poppler"](tmp_path / "paper.pdf").count("মোবাইল নম্বর") == 3


def test_a_notice_leaves_its_number_and_what_is_not_known_to_the_hand() -> None:
    shown = words(parsed(replace(NOTICE, gathering=replace(GATHERING, held_at=None))))
    assert f"স্মারক নম্বর: {DOTS}" in shown
    assert f"সময় : {DOTS}" in shown
    assert as_sheet(NOTICE).subject == ""


def test_a_notice_to_nobody_has_no_distribution() -> None:
    nobody = replace(NOTICE, dispatch=replace(NOTICE.dispatch, recipients=()))
    assert NOTICE.dispatch.heading in words(parsed(NOTICE))
    assert NOTICE.dispatch.heading not in words(parsed(nobody))


def test_an_attendance_sheet_numbers_members_and_empty_lines_on() -> None:
    sheet = replace(SHEET, seats=(Seat("ক", "খ", "গ"), Seat("", "ঘ", "")), guests=2)
    assert rows(sheet) == [
        ["১।", "কখ", "গ", "", ""],
        ["২।", "ঘ", "", "", ""],
        ["৩।", "", "", "", ""],
        ["৪।", "", "", "", ""],
    ]
    assert len(rows(replace(sheet, guests=0))) == 2


def test_a_draft_is_marked_on_every_paper() -> None:
    for name, document in FAMILY.items():
        printed = parsed(document, watermark=DRAFT)
        assert [mark.text for mark in printed.iterfind("./p[@class='watermark']")] == ["খসড়া"], name


def test_a_progress_report_counts_states_and_says_where_nothing_was_reported() -> None:
    shown = words(parsed(REPORT))
    assert "মোট সিদ্ধান্ত ৪টি; বাস্তবায়িত ১টি, চলমান ১টি, মেয়াদোত্তীর্ণ ১টি, বাদ ১টি" in shown
    assert shown.count("প্রতিবেদন পাওয়া যায়নি") == 3
    assert rows(REPORT)[1][3:] == ["", "মেয়াদোত্তীর্ণ", "প্রতিবেদন পাওয়া যায়নি"]


def test_a_progress_report_without_due_days_has_no_column_for_them() -> None:
    without = replace(REPORT, decisions=tuple(replace(each, due=None) for each in REPORT.decisions))
    assert {len(row) for row in rows(REPORT)} == {6}
    assert {len(row) for row in rows(without)} == {5}


def test_a_progress_report_and_a_register_may_be_empty() -> None:
    assert "মোট সিদ্ধান্ত ০টি" in words(parsed(replace(REPORT, decisions=())))
    assert "মোট নম্বর : ০টি" in words(parsed(replace(REGISTER, numbers=())))


def test_a_register_shows_runs_and_single_numbers_without_a_gap() -> None:
    assert [row[0] for row in rows(REGISTER)] == ["১–২৩", "২৪", "২৫"]
    assert "মোট নম্বর : ২৫টি" in words(parsed(REGISTER))
    assert rows(REGISTER)[2][5] == "বাতিলপ্রাপকের তালিকায় ভুল ছিল।"


def test_an_extract_holds_the_rows_of_its_office_alone() -> None:
    table = EXTRACT.minutes.sections[1].decision_table
    assert table
    theirs = [row.serial for row in table.rows if "প্রোগ্রামার" in row.implementers]
    assert [row[0] for row in rows(EXTRACT)] == theirs
    assert 0 < len(theirs) < len(table.rows)


def test_an_extract_does_not_pass_for_the_original() -> None:
    shown = words(parsed(EXTRACT))
    dispatch = EXTRACT.minutes.dispatch
    assert dispatch
    assert parsed(EXTRACT).find(".//h1").text == "কার্যবিবরণীর উদ্ধৃতাংশ"
    assert f"এটি মূল দলিল নয়। {dispatch.memo} নম্বর স্মারকে জারি করা" in shown
    assert parsed(EXTRACT).find("./p[@class='watermark long']").text == "উদ্ধৃতাংশ"
    for absent in (EXTRACT.minutes.chair_signature.name, dispatch.signature.name, *EXTRACT.minutes.closing):
        assert absent not in shown


def test_every_paper_bears_the_emblem_of_its_office() -> None:
    emblem = Image(encoded(stroke((200, 200))), "দপ্তরের প্রতীক")
    headed = replace(NOTICE.letterhead, emblem=emblem)
    papers = (
        *(replace(paper, letterhead=headed) for paper in (NOTICE, SHEET, REPORT, REGISTER)),
        replace(APPENDIX, emblem=emblem),
        replace(EXTRACT, marks=Marks(emblem=emblem)),
    )
    for paper in papers:
        assert [image.get("alt") for image in parsed(paper).iterfind(".//img")] == [emblem.alternative]


def test_an_appendix_names_its_minutes_without_the_colon_of_their_title() -> None:
    assert APPENDIX.minutes.title.endswith("ঃ")
    assert parsed(APPENDIX).findtext(".//table[@class='info']//td//p") == APPENDIX.minutes.title[:-1]


def test_the_title_of_a_paper_turned_sideways_has_the_whole_of_it() -> None:
    name = "কাশফুল উপজেলা আইসিটি কমিটির সেপ্টেম্বর/২০২৬ খ্রি. মাসের সভা"
    assert parsed(replace(REPORT, meeting=name)).find(".//h1").get("class") is None


def test_an_extract_says_nothing_of_a_code_that_there_is_not() -> None:
    assert "যাচাই কোড" in words(parsed(EXTRACT))
    assert "যাচাই" not in words(parsed(replace(EXTRACT, marks=Marks())))


def test_minutes_without_a_dispatch_have_no_extract() -> None:
    with pytest.raises(ValueError, match="not issued"):
        as_sheet(replace(EXTRACT, minutes=replace(EXTRACT.minutes, dispatch=None)))


@pytest.mark.parametrize(
    ("printed", "name", "expected"),
    [
        ("প্রোগ্রামার", "প্রোগ্রামার", True),
        ("প্রোগ্রামার।", " প্রোগ্রামার", True),
        ("সহকারী প্রোগ্রামার", "প্রোগ্রামার", False),
        ("প্রোগ্রামার, কল্পপুর", "প্রোগ্রামার", False),
        ("সহকারী প্রোগ্রামার (সকল)", "সহকারী প্রোগ্রামার", True),
        ("সহকারী প্রোগ্রামার (সকল), কল্পপুর", "সহকারী প্রোগ্রামার, নমুনা উপজেলা", True),
        ("সহকারী প্রোগ্রামার (সকল)", "সহকারী প্রোগ্রামার (সকল), কল্পপুর", True),
        ("প্রোগ্রামার (সকল)", "প্রোগ্রামার সহকারী", False),
        ("প্রোগ্রামার", "প্রোগ্রামার (সকল)", False),
        ("উপজেলা নির্বাহী অফিসার (সকল)", "উপজেলা নির্বাহী অফিসার (সকল)", True),
    ],
)
def test_a_group_means_each_of_its_holders_and_no_other(printed: str, name: str, expected: bool) -> None:
    assert extract.means(printed, name) is expected


def test_implementers_are_listed_once_however_they_are_spelt() -> None:
    table = DecisionTable(
        (), (_row("প্রোগ্রামার", "অধ্যক্ষ"), _row("প্রোগ্রামার।", "  "), _row("উপ\u09af\u09bcুক্ত", "উপ\u09dfুক্ত"))
    )
    minutes = replace(EXTRACT.minutes, sections=(Section(), Section(decision_table=table)))
    assert extract.implementers(minutes) == ("প্রোগ্রামার", "অধ্যক্ষ", "উপ\u09af\u09bcুক্ত")


def _row(*implementers: str) -> Row:
    return Row("১", "", (), (), implementers)


@given(TEXT)
def test_whatever_is_written_is_printed_and_becomes_no_markup(text: str) -> None:
    papers = (
        replace(NOTICE, agenda=(text,), gathering=replace(GATHERING, name=text, place=text)),
        replace(SHEET, seats=(Seat(text, text, text),)),
        replace(REPORT, decisions=(replace(REPORT.decisions[0], decision=text, report=text, implementers=(text,)),)),
        replace(REGISTER, file=text, numbers=(replace(REGISTER.numbers[1], subject=text, reason=text),)),
        replace(EXTRACT, holder=text, named=(text,)),
    )
    for paper in papers:
        tree = parsed(paper)
        assert " ".join(text.split()) in words(tree)
        assert tree.find(".//script") is None
