"""What the PDF says of itself and carries: as far as PDF/A-3 and PDF/UA-1 can be checked without a validator."""

import datetime
import hashlib
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pikepdf
import pytest
from fontTools.ttLib import TTFont

from documents import exchange
from documents.marks import Marked, Marks
from documents.typesetting.archival import Attachment, sources
from documents.typesetting.pdf import render
from tests.documents.conftest import DOCUMENTS
from tests.documents.samples import sample

pytestmark = pytest.mark.thorough

Rendered = Callable[[str], Path]
SIGNATURE = Attachment(
    "minutes.json.p7s",
    b"\x30\x82signature",
    "application/pkcs7-signature",
    "Supplement",
    "স্বাক্ষর",
    datetime.date(2025, 3, 26),
)
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
EXTENSION = "{http://www.aiim.org/pdfa/ns/%s}%s"


def test_it_names_both_profiles_and_describes_the_one_that_pdf_a_does_not_know(rendered: Rendered) -> None:
    with pikepdf.open(rendered("district")) as file:
        assert "/Filter" in file.Root.Metadata
        packet = file.Root.Metadata.read_bytes()
        with file.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
            assert metadata["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
    root = ElementTree.fromstring(packet)  # noqa: S314 — our own bytes
    assert [child.tag for child in root] == [f"{RDF}RDF"]
    assert [node.text for node in root.iter(EXTENSION % ("schema#", "prefix"))] == ["pdfuaid"]
    assert [node.text for node in root.iter(EXTENSION % ("property#", "name"))] == ["part"]


def test_title_office_memo_and_language_are_told_twice_and_alike(rendered: Rendered) -> None:
    document = DOCUMENTS["district"]
    assert document.dispatch
    with pikepdf.open(rendered("district")) as file:
        assert str(file.Root.Lang) == "bn"
        assert file.Root.ViewerPreferences.DisplayDocTitle
        assert str(file.docinfo.Title) == document.title
        assert str(file.docinfo.Author) == "নমুনা কার্যালয়, কল্পপুর"
        assert str(file.docinfo.Subject) == document.dispatch.memo
        with file.open_metadata() as metadata:
            assert metadata["dc:title"] == document.title
            assert metadata["dc:creator"] == ["নমুনা কার্যালয়, কল্পপুর"]
            assert metadata["dc:description"] == document.dispatch.memo


def test_minutes_carry_themselves_and_what_they_are_given(tmp_path: Path) -> None:
    document = sample("upazila", rows=1, recipients=1)
    (tmp_path / "minutes.pdf").write_bytes(render(document, attachments=(SIGNATURE,)))
    with pikepdf.open(tmp_path / "minutes.pdf") as file:
        assert sorted(file.attachments) == ["minutes.json", "minutes.json.p7s"]
        assert file.attachments["minutes.json"].get_file().read_bytes() == exchange.canonical(document)
        assert file.attachments["minutes.json.p7s"].get_file().read_bytes() == SIGNATURE.data
        told = [
            (str(found.UF), str(found.AFRelationship), str(found.EF.F.Subtype), str(found.Desc))
            for found in file.Root.AF
        ]
        assert told == [
            ("minutes.json", "/Source", "/application/json", "কার্যবিবরণী, যন্ত্রে পাঠযোগ্য"),
            ("minutes.json.p7s", "/Supplement", "/application/pkcs7-signature", "স্বাক্ষর"),
        ]
        for found in file.Root.AF:
            data = found.EF.F.read_bytes()
            assert found.F == found.UF
            assert found.EF.F == found.EF.UF
            assert found.EF.F.Params.Size == len(data)
            assert bytes(found.EF.F.Params.CheckSum) == hashlib.md5(data).digest()  # noqa: S324 — what the format asks
        assert str(file.Root.AF[0].EF.F.Params.ModDate) == "D:20250325"
        assert str(file.Root.AF[1].EF.F.Params.ModDate) == "D:20250326"
        listed = list(file.Root.Names.EmbeddedFiles.Names)[1::2]
        assert [found.objgen for found in listed] == [found.objgen for found in file.Root.AF]


def test_only_whole_minutes_are_their_own_source() -> None:
    document = sample("upazila", rows=1)
    assert sources(Marked(document, Marks())) == sources(document)
    assert sources(object()) == ()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_it_holds_nothing_that_the_archival_profile_forbids(rendered: Rendered, name: str) -> None:
    data = rendered(name).read_bytes()
    assert data.startswith(b"%PDF-1.7\n%")
    assert min(data[10:14]) > 127
    with pikepdf.open(rendered(name)) as file:
        assert not file.is_encrypted
        assert "/ID" in file.trailer
        (intent,) = file.Root.OutputIntents
        assert intent.S == "/GTS_PDFA1"
        assert intent.DestOutputProfile.N == 3
        assert not {"/OpenAction", "/AA", "/AcroForm", "/OCProperties", "/Requirements"} & set(file.Root.keys())
        assert not any("/Annots" in page or "/Group" in page for page in file.pages)
        for item in file.objects:
            if isinstance(item, pikepdf.Stream):
                assert item.get("/Filter", "/FlateDecode") in ("/FlateDecode", "/DCTDecode")
                assert not {"/F", "/Ref", "/PS"} & set(item.keys())
                assert item.get("/Subtype") != "/PS"
            if isinstance(item, pikepdf.Dictionary):
                assert item.get("/SMask", "/None") == "/None"
                assert float(item.get("/ca", 1)) == float(item.get("/CA", 1)) == 1


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_font_is_embedded_with_the_widths_of_its_glyphs(rendered: Rendered, name: str, tmp_path: Path) -> None:
    with pikepdf.open(rendered(name)) as file:
        fonts = {font.objgen: font for page in file.pages for font in page.Resources.Font.values()}
        for font in fonts.values():
            (descendant,) = font.DescendantFonts
            (tmp_path / "font.ttf").write_bytes(descendant.FontDescriptor.FontFile2.read_bytes())
            with TTFont(tmp_path / "font.ttf") as embedded:
                order, metrics = embedded.getGlyphOrder(), embedded["hmtx"]
                scale = 1000 / embedded["head"].unitsPerEm
                for code, width in widths(descendant.W):
                    glyph = glyph_of(descendant, code)
                    if glyph < len(order):
                        assert abs(metrics[order[glyph]][0] * scale - width) <= 1


def widths(array: pikepdf.Array) -> list[tuple[int, float]]:
    """Return each code of a W array with its width."""
    parts = list(array)
    return [
        (int(first) + number, float(width))
        for first, group in zip(parts[::2], parts[1::2], strict=True)
        for number, width in enumerate(group)
    ]


def glyph_of(descendant: pikepdf.Dictionary, code: int) -> int:
    """Return the glyph that the code leads to."""
    if descendant.CIDToGIDMap == "/Identity":
        return code
    return int.from_bytes(descendant.CIDToGIDMap.read_bytes()[2 * code : 2 * code + 2], "big")
