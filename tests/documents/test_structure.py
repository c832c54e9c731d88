"""The structure: every word of a page is in it once and in reading order, and nothing else is."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
import pytest
import weasyprint.pdf
from weasyprint.draw import text as drawing

from documents import richtext
from documents.blocks import Image, Verification
from documents.images import normalised
from documents.marks import DRAFT, Marked, Marks
from documents.typesetting import structure
from documents.typesetting.pdf import render
from documents.typesetting.weasyprint_internals import source_digests
from tests.documents.conftest import DOCUMENTS
from tests.documents.pictures import encoded, stroke
from tests.documents.samples import sample

pytestmark = pytest.mark.thorough

Rendered = Callable[[str], Path]

# The children that ISO 32000-1, 14.8.4.3 gives these elements.
CHILDREN = {
    "/L": {"/LI"},
    "/LI": {"/Lbl", "/LBody"},
    "/Table": {"/THead", "/TBody"},
    "/THead": {"/TR"},
    "/TBody": {"/TR"},
    "/TR": {"/TH", "/TD"},
}


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """Yield the structure elements below the node in reading order."""
    for kid in node.get("/K", []):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def kinds(node: pikepdf.Object) -> list[str]:
    """Return the kinds of the element's own children; marked content is no element."""
    return [str(kid.S) for kid in node.get("/K", []) if "/S" in kid]


def contents(page: pikepdf.Page) -> Iterator[tuple[tuple[str, ...], str, dict[str, Any]]]:
    """Yield each operator that paints, with the tags it stands in and the properties of the innermost numbered one."""
    open_marks: list[tuple[str, dict[str, Any]]] = []
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "BMC":
                open_marks.append((str(operands[0]), {}))
            case "BDC":
                open_marks.append((str(operands[0]), dict(operands[1])))
            case "EMC":
                open_marks.pop()
            case "TJ" | "Tj" | "f" | "f*" | "S" | "B" | "Do" | "sh" as name:
                properties = next((found for _tag, found in reversed(open_marks) if "/MCID" in found), {})
                yield tuple(tag for tag, _properties in open_marks), name, properties


def text_of(node: pikepdf.Object, texts: dict[tuple[tuple[int, int], int], str]) -> str:
    """Return the text of the element's marked contents, in reading order."""
    if "/MCID" in node:
        return texts.get((node.Pg.objgen, int(node.MCID)), "")
    return "".join(text_of(kid, texts) for kid in node.get("/K", []))


def actual_texts(file: pikepdf.Pdf) -> dict[tuple[tuple[int, int], int], str]:
    """Return the text of each marked content by its page and number."""
    return {
        (page.objgen, int(properties["/MCID"])): str(properties["/ActualText"])
        for page in file.pages
        for _tags, operator, properties in contents(page)
        if operator == "TJ" and "/ActualText" in properties
    }


@pytest.mark.parametrize("name", DOCUMENTS)
def test_everything_painted_is_either_read_or_an_artifact_and_never_both(rendered: Rendered, name: str) -> None:
    with pikepdf.open(rendered(name)) as file:
        numbers = list(file.Root.StructTreeRoot.ParentTree.Nums)
        parents = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
        for page in file.pages:
            assert page.Tabs == "/S"
            painted = list(contents(page))
            assert all(("/Artifact" in tags) != ("/MCID" in properties) for tags, _operator, properties in painted)
            used = {int(properties["/MCID"]) for _tags, _operator, properties in painted if properties}
            owners = parents[int(page.StructParents)]
            assert used == set(range(len(owners)))
            for number in used:
                kids = [kid for kid in owners[number].K if "/MCID" in kid and kid.Pg.objgen == page.objgen]
                assert number in {int(kid.MCID) for kid in kids}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_lists_and_tables_are_made_of_their_parts(rendered: Rendered, name: str) -> None:
    with pikepdf.open(rendered(name)) as file:
        found = list(elements(file.Root.StructTreeRoot))
        for element in found:
            assert set(kinds(element)) <= CHILDREN.get(str(element.S), set(structure_kinds()))
        headings = [str(element.S) for element in found if str(element.S).startswith("/H")]
        assert headings[0] == "/H1"
        assert headings.count("/H1") == 1
        assert all(element.A.Scope in ("/Row", "/Column") for element in found if element.S == "/TH")
        assert all(element.A.ListNumbering in ("/None", "/Decimal", "/Disc") for element in found if element.S == "/L")
        items = [kinds(element) for element in found if element.S == "/LI"]
        assert all(parts in (["/LBody"], ["/Lbl", "/LBody"]) for parts in items)  # a marker is read before its item
        rows = [len(kinds(row)) for table in found if table.S == "/Table" for row in elements(table) if row.S == "/TR"]
        assert min(rows) > 1


def structure_kinds() -> set[str]:
    """Return all kinds of elements that we write."""
    return {f"/{role}" for roles in structure.ROLES.values() for role in roles} | {"/Document"}


def test_a_table_over_several_pages_is_one_with_one_head(rendered: Rendered) -> None:
    document = DOCUMENTS["district"]
    section = document.sections[1].decision_table
    assert section
    with pikepdf.open(rendered("district")) as file:
        tables = [element for element in elements(file.Root.StructTreeRoot) if element.S == "/Table"]
        (table,) = [table for table in tables if len(kinds(table.K[-1])) == len(section.rows)]
        assert kinds(table) == ["/THead", "/TBody"]
        assert kinds(table.K[0]) == ["/TR"]
        texts = actual_texts(file)
        assert [text_of(cell, texts) for cell in table.K[0].K[0].K] == [column.heading for column in section.columns]
        first = [row.K[0] for row in table.K[1].K]
        assert [text_of(cell, texts) for cell in first] == [row.serial for row in section.rows]


def test_the_page_numbers_and_a_watermark_are_no_part_of_the_text(tmp_path: Path) -> None:
    (tmp_path / "draft.pdf").write_bytes(render(sample("upazila", rows=2), watermark=DRAFT))
    with pikepdf.open(tmp_path / "draft.pdf") as file:
        read = text_of(file.Root.StructTreeRoot, actual_texts(file))
        assert "খসড়া" not in read
        assert "পাতা" not in read
        assert "কার্যালয়" in read


def test_pictures_are_told_in_words_and_links_lead_on(tmp_path: Path) -> None:
    picture = Image(normalised(encoded(stroke())), "সভাপতির স্বাক্ষর")
    ornament = Image(picture.data, "")
    verification = Verification("AB-12", "https://minutes.example/verify/AB-12")
    marks = Marks(emblem=ornament, chair=picture, verification=verification)
    (tmp_path / "marked.pdf").write_bytes(render(Marked(sample("upazila", rows=1, recipients=2), marks)))
    with pikepdf.open(tmp_path / "marked.pdf") as file:
        found = list(elements(file.Root.StructTreeRoot))
        figures = [str(element.Alt) for element in found if element.S == "/Figure"]
        assert figures == ["সভাপতির স্বাক্ষর", "কিউআর কোড: পাশে লেখা যাচাইয়ের ঠিকানা"]
        hand, square = [[float(side) for side in element.A.BBox] for element in found if element.S == "/Figure"]
        assert [round(square[2] - square[0]), round(square[3] - square[1])] == [74, 74]  # 26 mm
        with pymupdf.open(tmp_path / "marked.pdf") as pages:
            drawn = [page.rect.height - path["rect"].y1 for page in pages for path in page.get_drawings()[-1:]]
        assert square[1] < drawn[-1] < square[1] + 10  # below its last line there is the quiet zone alone
        assert round(hand[3] - hand[1]) == 34  # 12 mm
        (link,) = [element for element in found if element.S == "/Link"]
        (annotation,) = [kid.Obj for kid in link.K if kid.get("/Type") == "/OBJR"]
        assert annotation.Contents == annotation.A.URI == verification.address
        assert annotation.F == 4
        assert text_of(link, actual_texts(file)) == verification.address
        numbers = list(file.Root.StructTreeRoot.ParentTree.Nums)
        assert numbers[numbers.index(annotation.StructParent) + 1].objgen == link.objgen
        for page in file.pages:
            assert all(("/Artifact" in tags) != ("/MCID" in properties) for tags, _name, properties in contents(page))


def test_the_text_of_the_structure_is_the_text_of_the_document(rendered: Rendered) -> None:
    document = DOCUMENTS["coordination"]
    with pikepdf.open(rendered("coordination")) as file:
        read = re.sub(r"\s", "", text_of(file.Root.StructTreeRoot, actual_texts(file)))
    assert document.dispatch
    beginnings = [document.title, document.chair_signature.name, *document.dispatch.recipients]
    places = [read.index(re.sub(r"\s", "", text)) for text in beginnings[:3]]
    assert places == sorted(places)


def test_words_are_told_apart_where_a_line_ends(tmp_path: Path) -> None:
    text = "একেকটি শব্দ <strong>মিলে লম্বা</strong> অনুচ্ছেদ, তাতে/যাতে সারি ভাঙে–তবু শব্দ<br>আলাদা থাকে। " * 12
    document = replace(sample("upazila", rows=1, recipients=1), opening=(text,))
    (tmp_path / "minutes.pdf").write_bytes(render(document))
    with pikepdf.open(tmp_path / "minutes.pdf") as file:
        read = [text_of(node, actual_texts(file)) for node in elements(file.Root.StructTreeRoot) if node.S == "/P"]
    (opening,) = [paragraph for paragraph in read if "একেকটি" in paragraph]
    assert opening.split() == richtext.plain(text).split()


def test_words_are_told_apart_by_one_space_where_an_element_begins(tmp_path: Path) -> None:
    """Two would keep a search for both words from finding them."""
    document = replace(DOCUMENTS["upazila"], opening=("কোনো কাজ <strong>কোনো দিন</strong> শেষ। কোন <em>abc</em> def",))
    (tmp_path / "opening.pdf").write_bytes(render(document))
    with pikepdf.open(tmp_path / "opening.pdf") as file:
        read = text_of(file.Root.StructTreeRoot, actual_texts(file))
    assert "কোনো কাজ কোনো দিন শেষ। কোন abc def" in read


def test_weasyprint_is_the_version_whose_source_was_read() -> None:
    """When this fails, read the new functions: how marked content is numbered, who calls them. Then pin them anew."""
    assert source_digests(structure.KNOWN_SOURCES) == list(structure.KNOWN_SOURCES.values())


def test_weasyprint_is_left_as_it_was() -> None:
    before = (weasyprint.pdf.Stream, weasyprint.pdf.add_tags, drawing.draw_text_decoration)
    with structure.structured([]):
        during = (weasyprint.pdf.Stream, weasyprint.pdf.add_tags, drawing.draw_text_decoration)
    assert not set(during) & set(before)
    with pytest.raises(KeyError), structure.structured([]):
        raise KeyError
    assert (weasyprint.pdf.Stream, weasyprint.pdf.add_tags, drawing.draw_text_decoration) == before
