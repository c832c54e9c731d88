"""The Word file: every text in its order, real tables, lists and headings, Bengali named as a complex script."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, get_args

import docx
import PIL.Image
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENTATION
from docx.oxml.ns import nsmap, qn
from docx.shared import Mm
from docx.table import Table
from docx.text.paragraph import Paragraph
from hypothesis import given
from hypothesis import strategies as st

from bangla.text import NO_TEXT
from documents import blocks
from documents.composition import as_sheet
from documents.marks import DRAFT, Marked, Marks
from documents.model import (
    Column,
    Committee,
    Decision,
    DecisionTable,
    Letterhead,
    MinutesDocument,
    Row,
    Section,
    Signature,
)
from documents.sheet import sheet_html
from documents.word.docx import _Writer, write
from tests.documents.conftest import DOCUMENTS
from tests.documents.family import EXTRACT, NOTICE, REPORT, SHEET
from tests.documents.reading import docx_words, html_words
from tests.documents.rich_texts import SOUND
from tests.documents.samples import SMALL_TABLE, sample


def opened(document: object, **options: bool) -> Document:
    return docx.Document(io.BytesIO(write(document, **options)))


BARE = MinutesDocument(
    committee=Committee("district", "ক"),
    letterhead=Letterhead(("খ",)),
    title="গ",
    info=(),
    opening=(),
    sections=(),
    closing=(),
    chair_signature=Signature("", ()),
)


LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]).filter(lambda c: not NO_TEXT.match(c))


@given(st.text(LETTERS, min_size=1))
def test_a_plain_text_is_written_code_point_for_code_point(text: str) -> None:
    assert opened(replace(BARE, title=text)).paragraphs[1].text == text


PIECES = st.lists(
    st.sampled_from(
        ["<strong>", "</strong>", "<em>", "</em>", "<u>", "</u>", "<sub>", "</sub>", "<br>", "<ol>", "</ol>", "<ul>",
         "</ul>", "<li>", "</li>", " ", "\n", "ক", "ঃ", "খ\u09cd\u200dগ", "&lt;", "&amp;nbsp;", "5 < 6", "\u00a0"]
    )
).map("".join)  # fmt: skip


@given(st.one_of(PIECES, SOUND))
def test_rich_text_loses_no_word(text: str) -> None:
    document = replace(BARE, opening=(text,))
    assert docx_words(write(document)) == html_words(sheet_html(document))


def test_a_small_table_is_a_table_in_its_cell_or_between_paragraphs() -> None:
    row = Row("১", "", (f"ক{SMALL_TABLE}খ",), (Decision("", SMALL_TABLE),), ())
    columns = (Column("", ("serial",)), Column("", ("discussion",)), Column("", ("decisions",)))
    word = opened(
        replace(BARE, opening=(SMALL_TABLE,), sections=(Section(None, None, None, DecisionTable(columns, (row,))),))
    )
    outside, around = word.tables
    _serial, discussion, decision = around.rows[1].cells
    assert [each.text for each in discussion.paragraphs] == ["ক", "", "খ"]
    assert [each.text for each in decision.paragraphs] == [""]  # Word wants one below a table
    for table, width in (
        (outside, Mm(170)),
        (discussion.tables[0], discussion.width),
        (decision.tables[0], decision.width),
    ):
        assert table.style.name == "Ruled"
        assert table.autofit is False
        assert [len(row._tr.tc_lst) for row in table.rows] == [3, 3, 3]
        assert width * 0.9 < sum(column.width for column in table.columns) < width + Mm(0.1)
        first, second, third = table.rows[1].cells
        assert [each.text for each in second.paragraphs] == ["প্রথমঃ তলা\nদ্বিতীয় তলা", "সকালে", "বিকালে"]
        assert [each.style.name for each in (*table.rows[0].cells[0].paragraphs, *first.paragraphs)] == [
            "Ruled Heading",
            "Ruled Text",
        ]
        assert third.text == "৪ < ৫"
        assert table.rows[2].cells[2].text == ""


def opening_of(text: str) -> list[Paragraph]:
    """Return the paragraphs that the rich text becomes."""
    return opened(replace(BARE, opening=(text,))).paragraphs[2:]


def test_white_space_is_what_it_is_in_html() -> None:
    (opening,) = opening_of("  ক\n <strong> খ </strong> গ  \n<br>\n ঘ\u00a0 \u00a0ঙ")
    assert opening.text == "ক খ গ \nঘ\u00a0 \u00a0ঙ"


def test_emphasis_is_that_of_complex_scripts_too() -> None:
    (opening,) = opening_of("<strong>ক<em>খ</em></strong><u>গ</u>H<sub>২</sub>১০<sup>৩</sup>ঘ")
    told = {
        run.text: {part.tag.partition("}")[2] for part in run._r.iterfind("w:rPr/*", nsmap)} for run in opening.runs
    }
    emphasis = {"ক": {"b", "bCs"}, "খ": {"b", "bCs", "i", "iCs"}, "গ": {"u"}, "২": {"vertAlign"}, "৩": {"vertAlign"}}
    assert told == emphasis | {"H": set(), "১০": set(), "ঘ": set()}


def test_a_sign_stays_in_the_run_of_its_letter() -> None:
    (opening,) = opening_of("<u>বিষয়</u>ঃ কথা")
    assert [run.text for run in opening.runs] == ["বিষয়ঃ", " কথা"]


def test_lists_are_numbered_in_bengali_and_indented_by_their_depth() -> None:
    text = "<ol><li>ক<ul><li>খ</li></ul>গ</li><li>ঘ</li></ol>ঙ<ol><li>চ</li></ol>"
    word = opened(replace(BARE, opening=(text,)))
    numbering = word.part.numbering_part.element
    assert [child.tag for child in numbering] == sorted(child.tag for child in numbering)
    marked = [(each.text, *marker_of(each, numbering)) for each in word.paragraphs[2:]]
    assert marked == [("ক", "১.", 0), ("খ", "•", 1), ("গ", "", 0), ("ঘ", "২.", 0), ("ঙ", "", 0), ("চ", "১.", 0)]
    assert [each.paragraph_format.left_indent is not None for each in word.paragraphs[2:]].count(True) == 1


def marker_of(paragraph: Paragraph, numbering: Any) -> tuple[str, int]:
    """Return what the item bears and how deep it stands; nothing where the paragraph is no item."""
    of_item = paragraph._p.pPr.numPr
    if of_item is None:
        return "", 0
    definition = numbering.num_having_numId(of_item.numId.val).abstractNumId.val
    level = f"w:abstractNum[@w:abstractNumId={definition}]/w:lvl[@w:ilvl={of_item.ilvl.val}]/w:lvlText/@w:val"
    return numbering.xpath(level)[0], of_item.ilvl.val


# What the blocks become


def test_headings_tables_and_recipients_have_their_styles() -> None:
    word = opened(DOCUMENTS["district-doict"])
    styles = {each.text: each.style.name for each in word.paragraphs}
    assert styles[DOCUMENTS["district-doict"].title] == "Heading 1"
    assert {text for text, style in styles.items() if style == "Heading 2"} == {
        "১. পরিদর্শনের হিসাব", "গৃহীত সিদ্ধান্তসমূহঃ", "বিতরণ (জ্যেষ্ঠতার ক্রমানুসারে নয়):", "পরিশিষ্ট ক"
    }  # fmt: skip
    assert styles["১।\tপরিচালক, নমুনা অধিদপ্তর, ঢাকা"] == "List"
    assert [table.style.name for table in word.tables] == ["Info", "Ruled", "Ruled", "Reference", "Ruled"]


def test_a_table_has_a_head_that_repeats_fixed_columns_and_rows_that_break_where_they_are_long() -> None:
    document = DOCUMENTS["hard"]
    tables = [table for table in opened(document).tables if table.style.name in ("Ruled", "Dense")]
    wanted = [block for block in all_blocks(as_sheet(document).blocks) if isinstance(block, blocks.Table)]
    assert [table.style.name for table in tables] == ["Dense" if block.dense else "Ruled" for block in wanted]
    for table, block in zip(tables, wanted, strict=True):
        assert table.autofit is False
        assert [round(column.width / Mm(1.7)) for column in table.columns] == list(block.widths)
        kept = [
            (bool(row._tr.xpath("w:trPr/w:tblHeader")), bool(row._tr.xpath("w:trPr/w:cantSplit"))) for row in table.rows
        ]
        assert kept == [(True, True), *((False, not row.long) for row in block.rows)]


def test_no_table_touches_another_and_no_paragraph_outside_of_cells_is_empty_but_the_room_below_them() -> None:
    for document in DOCUMENTS.values():
        items = list(opened(document).iter_inner_content())
        empty = [n for n, item in enumerate(items) if isinstance(item, Paragraph) and not item.text]
        assert empty == [n + 1 for n, item in enumerate(items) if isinstance(item, Table)]
        assert {items[n].style.name for n in empty} == {"Gap"}


@pytest.mark.parametrize("recipients", [0, 3])
def test_a_signature_keeps_together_and_to_what_stands_before_it(recipients: int) -> None:
    document = sample("district", rows=1, recipients=recipients)
    for word in (opened(document), opened(replace(document, closing=()))):
        paragraphs = [Paragraph(element, word._body) for element in word.element.body.iter(qn("w:p"))]
        for last in ("কল্পপুর।", "ফোন-০০০০-০০০০০০"):
            end = [each.text for each in paragraphs].index(last)
            first = next(n for n in range(end, 0, -1) if paragraphs[n - 1].style.name != "Signature")
            kept = [each.paragraph_format.keep_with_next for each in paragraphs[first - 1 : end + 1]]
            assert kept == [True, *[None] * (end - first), False]  # None: as its style says
        assert word.styles["Signature"].paragraph_format.keep_with_next


@pytest.mark.parametrize(
    ("name", "starts"), [("district", []), ("upazila", ["গণপ্রজাতন্ত্রী বাংলাদেশ সরকার"]), ("hard", ["পরিশিষ্ট ক"])]
)
def test_a_forwarding_page_and_an_appendix_begin_a_page(name: str, starts: list[str]) -> None:
    paragraphs = opened(DOCUMENTS[name]).paragraphs
    assert [each.text for each in paragraphs if each.paragraph_format.page_break_before] == starts


def test_images_are_there_with_their_words_and_of_the_right_size() -> None:
    def image(words: str, width: int, height: int) -> blocks.Image:
        data = io.BytesIO()
        PIL.Image.new("RGB", (width, height)).save(data, "PNG")
        return blocks.Image(data.getvalue(), words)

    verification = blocks.Verification("AB-12", "https://minutes.example/verify/AB-12")
    marks = Marks(
        emblem=image("প্রতীক", 30, 30),
        chair=image("স্বাক্ষর", 40, 20),
        officer=image("দীর্ঘ", 900, 20),
        verification=verification,
    )
    word = opened(Marked(sample("upazila", rows=1, recipients=1), marks))
    code = "কিউআর কোড: নিচে লেখা যাচাইয়ের ঠিকানা"
    sizes = {
        shape._inline.docPr.get("descr"): (round(shape.width / Mm(1)), round(shape.height / Mm(1)))
        for shape in word.inline_shapes
    }
    assert sizes == {"প্রতীক": (18, 18), "স্বাক্ষর": (28, 14), "দীর্ঘ": (66, 1), code: (26, 26)}
    assert len(word.inline_shapes) == 5  # the emblem stands on the forwarding page too
    assert word.sections[0].footer.paragraphs[0].text.endswith(f" · যাচাই কোড: {verification.code}")
    (row,) = word.tables[-1].rows
    assert [cell.text.split("\n") for cell in row.cells] == [
        ["", f"যাচাই: {verification.address}", f"কোড: {verification.code}"],
        ["", "কল্পনা খাতুন", "প্রোগ্রামার", "ফোন-০০০০-০০০০০০"],
    ]


def test_every_kind_of_block_that_prints_can_be_written() -> None:
    assert set(get_args(blocks.Block)) - {blocks.Note} <= set(vars(_Writer)["write"].dispatcher.registry)
    with pytest.raises(TypeError, match="int is no block"):
        _Writer(opened(BARE), Mm(170)).write(1)


def all_blocks(found: Iterable[blocks.Block]) -> Iterator[blocks.Block]:
    for block in found:
        yield block
        if isinstance(block, blocks.Section):
            yield from all_blocks(block.blocks)


def test_dates_as_long_as_a_line_leave_room_for_the_memo_number() -> None:
    document = sample("district", rows=1)
    assert document.dispatch
    long = replace(document, dispatch=replace(document.dispatch, date_lines=("তারিখের লেখা " * 30,)))
    (table,) = [table for table in opened(long).tables if table.style.name == "Reference"]
    assert min(column.width for column in table.columns) >= Mm(17)


def test_a_single_date_stands_behind_its_label_at_the_edge() -> None:
    (table,) = [table for table in opened(sample("upazila", rows=1)).tables if table.style.name == "Reference"]
    assert table.cell(0, 1).text == "তারিখ: ২৫.০৩.২০২৫ খ্রি."


# The file


def test_the_same_document_gives_the_same_bytes_without_a_date() -> None:
    data = write(DOCUMENTS["hard"])
    assert data == write(DOCUMENTS["hard"])
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert {part.date_time for part in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert file.testzip() is None


def test_the_file_says_what_it_is() -> None:
    document = DOCUMENTS["district"]
    properties = opened(document).core_properties
    assert (properties.title, properties.language) == (document.title, "bn-BD")
    assert (properties.author, properties.subject) == ("নমুনা কার্যালয়, কল্পপুর", document.dispatch.memo)
    assert opened(replace(document, title="ক" * 300)).core_properties.title == "ক" * 255


def test_bengali_has_its_font_and_language_and_a_font_that_windows_has() -> None:
    word = opened(BARE)
    defaults = word.styles.element.find(f"{qn('w:docDefaults')}//{qn('w:rPr')}")
    fonts, language = defaults.find(qn("w:rFonts")), defaults.find(qn("w:lang"))
    assert {fonts.get(qn(f"w:{kind}")) for kind in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Noto Serif Bengali"}
    assert language.get(qn("w:bidi")) == "bn-BD"
    for properties in word.styles.element.iter(qn("w:rPr")):
        names = [part.tag.partition("}")[2] for part in properties]
        assert ("b" in names, "sz" in names) == ("bCs" in names, "szCs" in names)
    (table,) = [part for part in word.part.package.parts if part.partname == "/word/fontTable.xml"]
    assert 'w:altName w:val="Nirmala UI,Vrinda"' in table.blob.decode()


def test_the_page_is_that_of_the_pdf_and_counted() -> None:
    (section,) = opened(BARE).sections
    sides = (section.page_width, section.page_height, section.top_margin, section.right_margin, section.left_margin)
    assert [round(side / Mm(1)) for side in sides] == [210, 297, 18, 18, 22]
    (footer,) = section.footer.paragraphs
    assert footer._p.xpath("w:fldSimple/@w:instr") == [" PAGE ", " NUMPAGES "]
    assert section.header.is_linked_to_previous


def test_a_draft_says_so_above_every_page() -> None:
    (section,) = opened(BARE, watermark=DRAFT).sections
    assert [each.text for each in section.header.paragraphs] == ["খসড়া"]
    assert section.different_first_page_header_footer is False


def test_a_watermark_stands_where_a_draft_says_so() -> None:
    for watermark, words in (("", as_sheet(EXTRACT).watermark), (DRAFT, "খসড়া")):
        assert opened(EXTRACT, watermark=watermark).sections[0].header.paragraphs[0].text == words


def test_a_list_across_the_paper_has_its_width() -> None:
    for document, size, line in ((NOTICE, (210, 297), 170), (REPORT, (297, 210), 257)):
        word = opened(document)
        (section,) = word.sections
        assert (round(section.page_width / Mm(1)), round(section.page_height / Mm(1))) == size
        assert section.orientation == (WD_ORIENTATION.LANDSCAPE if size[0] > size[1] else WD_ORIENTATION.PORTRAIT)
        assert {round(sum(column.width for column in table.columns) / Mm(1)) for table in word.tables} == {line}
        signed = [each for each in word.paragraphs if each.style.name == "Signature"]
        assert {round(each.paragraph_format.left_indent / Mm(1)) for each in signed} == {round(line * 0.6)}


def test_rows_to_sign_in_are_high_enough() -> None:
    heights = {row.height and round(row.height / Mm(1)) for table in opened(SHEET).tables for row in table.rows}
    assert heights == {None, 13}


def test_what_is_no_document_is_refused() -> None:
    with pytest.raises(TypeError, match="str is no document"):
        write("কার্যবিবরণী")
