"""The way to verify an issued document stands on it: a code that machines read, in letters, and small on every page."""

import io
import re
import subprocess
from typing import Any

import pikepdf
import pymupdf
import pytest
import segno

from documents.blocks import Verification
from documents.marks import Marked, Marks
from documents.sheet import sheet_html
from documents.signatures import traces
from documents.typesetting import pdf
from tests.documents.samples import sample

pytestmark = pytest.mark.thorough

WAY = Verification("8A4K-AXN2-TZ2Z", "https://minutes.example.org/verify/8A4K-AXN2-TZ2Z")
MARKED = Marked(sample("district"), Marks(verification=WAY))


@pytest.fixture(scope="module")
def printed() -> bytes:
    return pdf.render(MARKED)


def texts(printed: bytes) -> list[str]:
    """The text of each page, as poppler reads it."""
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=printed, capture_output=True, check=True)
    return read.stdout.decode().split("\f")[:-1]


def test_the_code_stands_on_every_page_and_the_address_beside_the_signature(printed: bytes) -> None:
    pages = texts(printed)

    assert len(pages) > 2
    assert all(page.splitlines()[-1].endswith(f"যাচাই কোড: {WAY.code}") for page in pages)
    last = "".join(pages[-1].split())
    assert "".join(MARKED.document.dispatch.signature.name.split()) in last
    assert f"যাচাই:{WAY.address.rpartition('/')[0]}" in last
    assert f"কোড:{WAY.code}" in last


def test_the_code_ends_where_the_lines_of_the_page_end(printed: bytes) -> None:
    with pymupdf.open(stream=printed) as document:
        page = document[0]
        table = max(drawing["rect"].x1 for drawing in page.get_drawings())
        code = max(word[2] for word in page.get_text("words"))
    assert code == pytest.approx(table, abs=1)


def test_the_square_is_the_qr_code_of_the_address(printed: bytes) -> None:
    matrix = segno.make_qr(WAY.address, error="q", boost_error=False).matrix

    assert seen(printed, len(matrix)) == [[bool(module) for module in row] for row in matrix]


def seen(printed: bytes, modules: int) -> list[list[bool]]:
    """Which modules of the square on the last page are dark, as a camera sees their middles."""
    with pymupdf.open(stream=printed) as document:
        page = document[-1]
        (lines,) = (path["rect"] for path in page.get_drawings() if path["rect"].height > 20)
        half = lines.width / modules / 2  # each row is a line along its middle
        square = pymupdf.Rect(lines.x0, lines.y0 - half, lines.x1, lines.y1 + half)
        picture = page.get_pixmap(clip=square, matrix=pymupdf.Matrix(8, 8), colorspace=pymupdf.csGRAY)
    step = picture.width / modules
    return [
        [picture.pixel(int((x + 0.5) * step), int((y + 0.5) * step))[0] < 128 for x in range(modules)]
        for y in range(modules)
    ]


def test_it_is_drawn_and_no_picture(printed: bytes) -> None:
    with pymupdf.open(stream=printed) as document:
        assert [page.get_images() for page in document] == [[]] * len(document)


def test_whoever_does_not_see_it_is_told_what_it_is(printed: bytes) -> None:
    with pikepdf.open(io.BytesIO(printed)) as file:
        figures = [str(element.Alt) for element in elements(file.Root.StructTreeRoot) if element.S == "/Figure"]

    assert figures == ["কিউআর কোড: পাশে লেখা যাচাইয়ের ঠিকানা"]


def elements(node: Any) -> list[Any]:
    """All elements of a structure tree."""
    if isinstance(node, pikepdf.Array):
        return [element for kid in node for element in elements(kid)]
    if not isinstance(node, pikepdf.Dictionary):
        return []
    return ([node] if "/S" in node else []) + (elements(node.K) if "/K" in node else [])


def test_the_address_can_be_followed_and_found(printed: bytes) -> None:
    found = {match[0].decode() for match in traces.matches(printed, re.compile(rb"https://[a-z./]+/verify/[0-9A-Z-]+"))}

    assert found == {WAY.address}


def test_in_the_browser_it_needs_no_inline_style() -> None:
    html = sheet_html(MARKED)

    assert 'role="img"><title>' in html
    assert "style=" not in html
    assert html.index("<svg") > html.rindex('class="recipients"')


def test_without_a_code_nothing_of_it_stands_there() -> None:
    html = sheet_html(Marked(MARKED.document, Marks()))

    assert html == sheet_html(MARKED.document)
    assert "verif" not in html
