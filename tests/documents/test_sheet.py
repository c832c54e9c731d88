"""The sheet: every text is printed, nothing absent is, and nothing a user types becomes markup."""

import re
from dataclasses import replace
from typing import Any

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import richtext
from documents.exchange import dump, texts
from documents.layouts import LAYOUTS
from documents.marks import DRAFT
from documents.model import (
    Column,
    Committee,
    DataTable,
    Decision,
    DecisionTable,
    InfoItem,
    Letterhead,
    MinutesDocument,
    Row,
    Section,
    Signature,
)
from documents.sheet import page_html, sheet_html
from tests.documents.samples import ATTENDANCE, SENT, hard_sample, sample

BARE = MinutesDocument(
    committee=Committee("district", "ক"),
    letterhead=Letterhead(("খ",)),
    title="গ",
    info=(InfoItem("other", "ঘ"),),
    opening=(),
    sections=(Section(),),
    closing=(),
    chair_signature=Signature("", ()),
)
NOT_PRINTED = {
    "committee",
    "format",
    "kind",
    "value",
    "form",
    "shows",
    "numbering",
    "implementer_markers",
    "date",
    "status",
}


def parsed(document: MinutesDocument, **options: bool) -> Any:
    """Return the sheet as a tree."""
    return lxml.html.fragment_fromstring(sheet_html(document, **options))


def words(tree: Any) -> str:
    """Return the text of the tree with single spaces."""
    return " ".join(tree.text_content().split())


def row_cells(columns: tuple[Column, ...], row: Row, **table: Any) -> list[str]:
    """Return the words of each cell of the one row of a decision table."""
    section = Section(decision_table=DecisionTable(columns, (row,), **table))
    return [words(cell) for cell in parsed(replace(BARE, sections=(section,))).iterfind(".//tbody//td")]


@pytest.mark.parametrize("document", [*map(sample, LAYOUTS), hard_sample()], ids=[*LAYOUTS, "hard"])
def test_every_text_of_the_document_is_printed(document: MinutesDocument) -> None:
    shown = words(parsed(document))
    for path, text in texts(dump(document)):
        if not NOT_PRINTED & set(path):
            for part in re.split("[\n\t]", richtext.plain(text)):
                assert " ".join(part.split()) in shown


def test_what_is_absent_prints_nothing() -> None:
    tree = parsed(BARE)
    assert words(tree) == "খ গ"
    assert {element.tag for element in tree.iter()} == {"article", "header", "p", "h1", "section"}


def test_headings_tables_and_lists_are_what_they_are() -> None:
    tree = parsed(replace(sample("district"), attendance=ATTENDANCE))
    assert tree.tag == "article"
    assert (tree.get("class"), tree.get("lang")) == ("sheet", "bn")
    assert [heading.tag for heading in tree.iter("h1", "h2")] == ["h1", "h2", "h2", "h2", "h2"]
    for table in tree.iterfind(".//table[thead]"):
        headings = table.findall("thead/tr/th[@scope='col']")
        assert all(len(row) == len(headings) for row in table.iterfind("tbody/tr"))
    assert len(tree.findall(".//ol[@class='recipients']/li")) == 29


@pytest.mark.parametrize("document", [sample("upazila"), hard_sample()])
def test_a_strict_content_security_policy_lets_the_sheet_pass(document: MinutesDocument) -> None:
    for element in lxml.html.document_fromstring(page_html(document, watermark=DRAFT)).iter():
        assert element.tag not in ("script", "style", "img", "iframe", "object")
        assert "style" not in element.attrib
        assert not any(name.startswith("on") for name in element.attrib)


ATTACK = '<script>alert(1)</script><img src="file:///etc/passwd" onerror="x"><style>*{}</style>'


@pytest.mark.parametrize("attack", [ATTACK, "<" + ATTACK, f"&lt;{ATTACK}", "{{ document }}{% include 'x' %}"])
def test_no_text_becomes_markup(attack: str) -> None:
    """Also where a document was built without passing `exchange.load`."""
    signature = Signature(attack, (attack,), date_text=attack)
    table = DecisionTable((Column(attack, ("serial", "subject", "discussion", "decisions", "implementers")),) * 2, ())
    row = Row(attack, attack, (attack,), (Decision(attack, attack),), (attack,))
    hostile = MinutesDocument(
        committee=Committee("district", attack),
        letterhead=Letterhead((attack,), attack),
        title=attack,
        info=(InfoItem("chair", attack, name=attack, designation=attack, text=attack),),
        opening=(attack,),
        sections=(
            Section(attack, (attack,), DataTable((attack,), ((attack,),)), replace(table, rows=(row,))),
        ),
        closing=(attack,),
        attendance=(replace(ATTENDANCE[0], name=attack, designation=attack, office=attack),),
        chair_signature=signature,
        dispatch=replace(
            sample("upazila").dispatch, memo=attack, memo_label=attack, heading=attack, recipients=(attack,),
            date_lines=(attack,), signature=signature,
        ),
    )  # fmt: skip
    elements = list(lxml.html.document_fromstring(page_html(hostile)).iter())
    assert not {element.tag for element in elements} & {"script", "style", "img"}
    assert not any("onerror" in element.attrib for element in elements)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1))
def test_a_plain_text_is_printed_code_point_for_code_point(text: str) -> None:
    assert parsed(replace(BARE, title=text)).findtext("h1") == text


def test_a_line_break_in_a_plain_text_is_printed() -> None:
    item = InfoItem("chair", "সভাপতি", name="ক", designation="খ\nগ")
    cell = parsed(replace(BARE, info=(item,))).findall(".//table[@class='info']//td")[1]
    assert [line.text_content() for line in cell] == ["ক", "খগ"]
    assert len(cell.findall(".//br")) == 1


@pytest.mark.parametrize(
    ("item", "printed"),
    [
        (InfoItem("date", "তারিখ", value="2024-02-28"), "তারিখ : ২৮ ফেব্রুয়ারি ২০২৪"),
        (InfoItem("date", "তারিখ", value="2024-02-28", text="কাল"), "তারিখ : কাল"),
        (InfoItem("date", "তারিখ", value="গতকাল"), "তারিখ : গতকাল"),
        (InfoItem("time", "সময়", value="12:45"), "সময় : দুপুর ১২.৪৫ ঘটিকা"),
        (InfoItem("time", "সময়", value="12:45", text="বেলা ১২:৪০০ ঘটিকা"), "সময় : বেলা ১২:৪০০ ঘটিকা"),
        (InfoItem("attendance", "উপস্থিতি", form="count", count=31), "উপস্থিতি : ৩১ (একত্রিশ) জন"),
        (InfoItem("place", "স্থান:", text="কক্ষ"), "স্থান: কক্ষ"),
        (InfoItem("place", "স্থানঃ", text="কক্ষ"), "স্থানঃ কক্ষ"),
        (InfoItem("place", "", text="কক্ষ"), "কক্ষ"),
        (InfoItem("time", "সময়", text=""), ""),
    ],
)
def test_info_items_print_their_text_or_what_their_value_says(item: InfoItem, printed: str) -> None:
    table = parsed(replace(BARE, info=(item,))).find(".//table")
    assert ("" if table is None else words(table)) == printed


SUBJECT_AND_DISCUSSION = (Column("ক", ("serial",)), Column("খ", ("subject", "discussion")))


@pytest.mark.parametrize(
    ("subject", "discussion", "printed"),
    [
        ("বিষয়", ("আলোচনা।", "আরও।"), "<p><u>বিষয়ঃ</u> আলোচনা।</p><p>আরও।</p>"),
        ("বিষয়ঃ", ("আলোচনা।",), "<p><u>বিষয়ঃ</u> আলোচনা।</p>"),
        ("সংস্করণ ২.০", ("আলোচনা।",), "<p><u>সংস্করণ ২.০ঃ</u> আলোচনা।</p>"),
        ("দরপত্র (e-GP)", ("আলোচনা।",), "<p><u>দরপত্র (e-GP):</u> আলোচনা।</p>"),
        ("Wi-Fi", ("আলোচনা।",), "<p><u>Wi-Fi:</u> আলোচনা।</p>"),
        ("বিষয়", (), "<p><u>বিষয়</u> </p>"),
        ("", ("আলোচনা।",), "<p>আলোচনা।</p>"),
        ("ক<খ", ("<ul><li>গ</li></ul>",), '<div class="text"><u>ক&lt;খঃ</u> <ul><li>গ</li></ul></div>'),
    ],
)
def test_a_subject_opens_its_discussion_underlined(subject: str, discussion: tuple[str, ...], printed: str) -> None:
    row = Row("১", subject, discussion, (), ())
    section = Section(decision_table=DecisionTable(SUBJECT_AND_DISCUSSION, (row,)))
    assert printed in sheet_html(replace(BARE, sections=(section,)))


def test_a_subject_in_a_column_of_its_own_is_plain() -> None:
    columns = (Column("ক", ("subject",)), Column("খ", ("discussion", "decisions")))
    row = Row("১", "বিষয়", ("আলোচনা।",), (Decision("", "সিদ্ধান্ত।"),), ())
    assert row_cells(columns, row) == ["বিষয়", "আলোচনা।সিদ্ধান্ত।"]


@pytest.mark.parametrize(
    ("marker", "printed"),
    [("ক", "(ক) গ"), ("১", "(১) গ"), ("i", "i) গ"), ("ii", "ii) গ"), ("", "গ"), ("(খ)", "(খ) গ"), ("১.", "১. গ")],
)
def test_decision_markers_are_dressed(marker: str, printed: str) -> None:
    row = Row("১", "", (), (Decision(marker, "গ"),), ())
    assert row_cells((Column("ক", ("decisions",)), Column("খ", ("serial",))), row)[0] == printed


@pytest.mark.parametrize(
    ("style", "printed"),
    [(None, "কখ"), ("none", "কখ"), ("bangla-digits", "১. ক২. খ"), ("bangla-letters", "(ক) ক(খ) খ")],
)
def test_implementers_are_marked_or_stand_one_a_line(style: Any, printed: str) -> None:
    row = Row("১", "", (), (), ("ক", "খ"))
    columns = (Column("ক", ("serial",)), Column("খ", ("implementers",)))
    assert row_cells(columns, row, implementer_markers=style)[1] == printed


@pytest.mark.parametrize("style", ["none", "bangla-digits", "bangla-letters"])
def test_an_implementer_alone_bears_no_marker_but_its_own(style: Any) -> None:
    columns = (Column("ক", ("serial",)), Column("খ", ("implementers",)))
    for name in ("ক", "(ক) খ"):
        assert row_cells(columns, Row("১", "", (), (), (name,)), implementer_markers=style)[1] == name


def test_due_dates_are_printed_where_a_column_shows_them() -> None:
    row = Row("১", "", (), (Decision("ক", "গ", SENT), Decision("খ", "ঘ")), ())
    columns = (Column("ক", ("decisions",)), Column("খ", ("due",)), Column("গ", ("progress",)))
    assert row_cells(columns, row) == ["(ক) গ(খ) ঘ", "(ক) ২৫ মার্চ ২০২৫", ""]


@pytest.mark.parametrize(
    ("numbering", "markers"),
    [
        ("bangla-paren", ["১)", "২)"]),
        ("bangla-danda", ["১।", "২।"]),
        ("dash", ["-", "-"]),
        ("none", []),
        (None, []),
    ],
)
def test_recipients_are_numbered_in_the_offices_way(numbering: Any, markers: list[str]) -> None:
    document = sample("district", recipients=2)
    assert document.dispatch
    tree = parsed(replace(document, dispatch=replace(document.dispatch, numbering=numbering)))
    assert [marker.text for marker in tree.iterfind(".//ol/li/span")] == markers


@pytest.mark.parametrize(
    ("label", "printed"),
    [(None, "স্মারক নম্বর: ১২"), ("নম্বর", "নম্বর: ১২"), ("স্মারক নং-", "স্মারক নং- ১২"), ("নম্বরঃ", "নম্বরঃ ১২"), ("", "১২")],
)
def test_the_memo_label_brings_its_own_colon_or_gets_one(label: str | None, printed: str) -> None:
    document = sample("district")
    assert document.dispatch
    tree = parsed(replace(document, dispatch=replace(document.dispatch, memo="১২", memo_label=label)))
    assert words(tree.find(".//p[@class='memo']")) == printed


@pytest.mark.parametrize(
    ("lines", "printed"),
    [(None, ["১১ চৈত্র ১৪৩১", "২৫ মার্চ ২০২৫"]), (("২৫.০৩.২৫",), ["২৫.০৩.২৫"]), ((), [])],
)
def test_the_date_is_generated_only_where_its_lines_are_absent(lines: Any, printed: list[str]) -> None:
    document = sample("district")
    assert document.dispatch
    tree = parsed(replace(document, dispatch=replace(document.dispatch, date_lines=lines)))
    assert [line.text for line in tree.iterfind(".//div[@class='dates']/p")] == printed
    assert ("তারিখ:" in words(tree.find(".//div[@class='reference']"))) is bool(printed)


@pytest.mark.parametrize(
    ("signature", "lines"),
    [
        (Signature("ক", ("খ", "গ"), SENT, "২৫/৩"), ["২৫/৩", "ক", "খ", "গ"]),
        (Signature("ক", (), SENT), ["২৫.০৩.২০২৫", "ক"]),
        (Signature("", ("খ",), SENT, ""), ["খ"]),
        (Signature("", ("",)), []),
    ],
)
def test_a_signature_has_the_date_over_the_name(signature: Signature, lines: list[str]) -> None:
    tree = parsed(replace(BARE, chair_signature=signature))
    assert [line.text for line in tree.xpath(".//div[starts-with(@class, 'signature ')]//p")] == lines


@pytest.mark.parametrize(("new_page", "letterheads"), [(True, 2), (False, 1), (None, 1)])
def test_a_forwarding_page_repeats_the_letterhead(new_page: bool | None, letterheads: int) -> None:
    document = sample("upazila")
    assert document.dispatch
    tree = parsed(replace(document, dispatch=replace(document.dispatch, new_page=new_page)))
    assert len(tree.findall(".//header")) == letterheads
    assert (tree.find(".//section[@class='dispatch forwarding']") is not None) is bool(new_page)


def test_short_rows_of_a_data_table_are_filled_up_and_long_ones_kept() -> None:
    section = Section(data_table=DataTable(("ক", "খ"), (("১",), ("১", "২", "৩"))))
    tree = parsed(replace(BARE, sections=(section,)))
    assert [[words(cell) for cell in row] for row in tree.iterfind(".//tr")] == [
        ["ক", "খ", ""],
        ["১", "", ""],
        ["১", "২", "৩"],
    ]


def test_the_appendix_has_a_column_for_what_is_told() -> None:
    tree = parsed(replace(BARE, attendance=(replace(ATTENDANCE[2], designation=None, office=""),)))
    section = tree.find(".//section[@class='appendix']")
    assert words(section.find("h2")) == "পরিশিষ্ট ক"
    assert [words(cell) for cell in section.iter("th", "td")] == [
        "ক্রম",
        "নাম",
        "উপস্থিতি",
        "১।",
        "আদর্শ সেন",
        "প্রতিনিধি উপস্থিত",
    ]


def test_a_draft_says_so() -> None:
    assert words(parsed(BARE, watermark=DRAFT)) == "খসড়া খ গ"


def test_the_page_is_bengali_has_its_title_and_links_the_stylesheet() -> None:
    tree = lxml.html.document_fromstring(page_html(sample("upazila")))
    assert tree.get("lang") == "bn"
    assert tree.findtext(".//title") == sample("upazila").title
    assert tree.find(".//link[@rel='stylesheet']").get("href").endswith("documents/minutes.css")


def test_what_is_printed_does_not_depend_on_the_kind_of_committee() -> None:
    document = sample("district")
    other = replace(document, committee=Committee("doict-coordination", "অন্য কমিটি", "0000"))
    assert sheet_html(other) == sheet_html(document)


def test_columns_of_figures_are_centred_and_names_stand_on_the_left() -> None:
    table = DataTable(
        ("ক্রম", "নাম", "মাস", "সংখ্যা", "মন্তব্য"),
        (("০১", "আদর্শ সেন", "মার্চ-২০২৫", "-", "-"), ("০২", "রূপক", "মে-২০২৫", "√", "প্রিন্টার নষ্ট"), ("০৩",)),
    )
    tree = parsed(replace(BARE, sections=(Section(None, None, table),)))
    for row in tree.findall(".//tbody/tr")[-3:]:
        assert [cell.get("class") for cell in row] == ["centred", None, "centred", "centred", None]


def test_a_blank_heading_is_none() -> None:
    assert "<h2" not in sheet_html(replace(sample("upazila", rows=1), dispatch=None, sections=(Section(" ", ("ক",)),)))


# On the screen


def test_on_the_screen_every_cell_names_its_column_and_a_folded_table_stays_one() -> None:
    tree = parsed(sample("district", rows=2), on_screen=True)
    for table in tree.iter("table"):
        assert table.get("role") == "table"
        assert {row.get("role") for row in table.iter("tr")} == {"row"}
        headings = [" ".join(each.itertext()) for each in table.iter("th") if each.get("scope") == "col"]
        for row in table.findall("tbody/tr"):
            cells = row.findall("td")
            assert {cell.get("role") for cell in cells} == {"cell"}
            assert not headings or [cell.get("data-heading") for cell in cells] == headings


def test_on_the_screen_sections_and_rows_are_led_to() -> None:
    document = sample("district", rows=2)
    anchors = [element.get("id") for element in parsed(document, on_screen=True).iter() if element.get("id")]
    expected = []
    for n, section in enumerate(document.sections, 1):
        rows = section.decision_table.rows if section.decision_table else ()
        expected += [f"sheet-{n}", *(f"sheet-{n}-{m}" for m, _row in enumerate(rows, 1))]
    assert anchors == expected
    assert len(set(anchors)) == len(anchors) > len(document.sections)


def test_paper_has_nothing_of_that() -> None:
    for element in parsed(sample("district", rows=2)).iter():
        assert not {"id", "role", "data-heading"} & set(element.keys())
