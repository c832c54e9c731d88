"""The text layer: it changes what is read and not what is seen, and it stands on one WeasyPrint alone."""

import re
import subprocess
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path

import pikepdf
import pymupdf
import pytest
import weasyprint
from weasyprint.draw import text as drawing

from documents.typesetting import pdf, text_layer
from documents.typesetting.glyph_codes import GlyphCodes
from documents.typesetting.weasyprint_internals import source_digests
from tests.documents.conftest import DOCUMENTS
from tests.documents.recall import ENGINES, lost

pytestmark = pytest.mark.thorough

Rendered = Callable[[str], Path]


def pixels(file: Path) -> list[bytes]:
    """Return every page as an image, by poppler and by mupdf.

    Not by pdfium: it drops a move that stands alone, as WeasyPrint writes it and the layer does not.
    """
    subprocess.run(["pdftoppm", "-r", "150", file, file.with_suffix("")], check=True)
    by_poppler = [page.read_bytes() for page in sorted(file.parent.glob(f"{file.stem}-*.ppm"))]
    with pymupdf.open(file) as document:
        return by_poppler + [page.get_pixmap(dpi=150).samples for page in document]


def texts_of(to_unicode: pikepdf.Stream) -> dict[int, str]:
    """Return the text of each code in a ToUnicode CMap."""
    sections = re.findall(r"beginbfchar(.*?)endbfchar", to_unicode.read_bytes().decode(), re.S)
    entries = re.findall("<(.*?)> <(.*?)>", "".join(sections))
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in entries}


def widths_of(array: pikepdf.Array) -> dict[int, float]:
    """Return the width of each glyph in a W array."""
    starts = list(array)[::2]
    return {
        int(start) + number: float(width)
        for start, widths in zip(starts, list(array)[1::2], strict=True)
        for number, width in enumerate(widths)
    }


def test_weasyprint_is_the_version_whose_source_was_read() -> None:
    """When this fails, read the new functions: what they paint, where they take their text from. Then pin them anew."""
    assert weasyprint.__version__ == "70.0"
    assert source_digests(text_layer.KNOWN_SOURCES) == list(text_layer.KNOWN_SOURCES.values())


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_pixels_are_the_same_with_the_layer_and_without(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, rendered: Rendered, name: str
) -> None:
    layered, bare = tmp_path / "layered.pdf", tmp_path / "bare.pdf"
    layered.write_bytes(rendered(name).read_bytes())
    monkeypatch.setattr(pdf, "text_layer", lambda: nullcontext(GlyphCodes()))
    bare.write_bytes(pdf.render(DOCUMENTS[name]))
    assert pixels(layered) == pixels(bare)
    # and without it, much is lost: what the layer is for
    assert all(lost(DOCUMENTS[name], read(bare)).total() > 100 for read in ENGINES.values())


def test_every_code_has_a_text_a_glyph_and_the_width_of_that_glyph(rendered: Rendered) -> None:
    with pikepdf.open(rendered("district")) as file:
        fonts = list(file.pages[0].Resources.Font.values())
        assert all(font.Encoding == "/Identity-H" for font in fonts)
        with_further_codes = [font for font in fonts if font.DescendantFonts[0].CIDToGIDMap != "/Identity"]
        assert len(with_further_codes) > 1
        for font in with_further_codes:
            (descendant,) = font.DescendantFonts
            texts = texts_of(font.ToUnicode)
            assert all(texts.values())
            glyph_map = descendant.CIDToGIDMap.read_bytes()
            glyphs = {code: int.from_bytes(glyph_map[2 * code : 2 * code + 2], "big") for code in texts}
            widths = widths_of(descendant.W)
            assert {glyphs[code] for code in glyphs} <= set(texts)
            assert all(widths[code] == widths[glyph] for code, glyph in glyphs.items())


def test_no_code_stands_for_a_byte_order_mark(tmp_path: Path) -> None:
    document = replace(DOCUMENTS["upazila"], opening=("ক\ufeffখ a\ufeffb \ufeffশুরু শেষ\ufeff",))
    (tmp_path / "pasted.pdf").write_bytes(pdf.render(document))
    with pikepdf.open(tmp_path / "pasted.pdf") as file:
        texts = [text for font in file.pages[0].Resources.Font.values() for text in texts_of(font.ToUnicode).values()]
    assert not [text for text in texts if "\ufeff" in text]


@dataclass(eq=False)
class _Font:
    glyph_count: int
    to_unicode: dict[int, str] = field(default_factory=dict)


def test_a_glyph_of_a_font_without_room_keeps_its_first_text() -> None:
    for glyphs, further in ((60_000, 60_000 + 0x400), (65_000, 7)):
        font, codes = _Font(glyphs), GlyphCodes()
        assert [codes.code(font, 7, text) for text in ("ক", "খ", "ক")] == [7, further, 7]


def test_weasyprint_is_left_as_it_was() -> None:
    original = drawing.draw_first_line
    with text_layer.text_layer():
        assert drawing.draw_first_line is not original
    assert drawing.draw_first_line is original
    with pytest.raises(KeyError), text_layer.text_layer():
        raise KeyError
    assert drawing.draw_first_line is original
