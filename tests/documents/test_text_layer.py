"""The text layer: it changes what is read and not what is seen, and it stands on one WeasyPrint alone."""

import subprocess
from contextlib import nullcontext
from pathlib import Path

import pytest
import weasyprint
from weasyprint.draw import text as drawing

from documents import pdf, text_layer
from tests.documents.recall import ENGINES, lost
from tests.documents.samples import sample

pytestmark = pytest.mark.thorough

DOCUMENT = sample("upazila", rows=4)


def pixels(file: Path) -> list[bytes]:
    """Return every page as an image."""
    subprocess.run(["pdftoppm", "-r", "100", file, file.with_suffix("")], check=True)
    return [page.read_bytes() for page in sorted(file.parent.glob(f"{file.stem}-*.ppm"))]


def test_weasyprint_is_the_version_whose_source_was_read() -> None:
    """When this fails, read the new draw_first_line: what it paints, where it takes its text from. Then pin it anew."""
    assert weasyprint.__version__ == "70.0"
    assert text_layer.source_digest() == text_layer.KNOWN_SOURCE


def test_the_pixels_are_the_same_with_the_layer_and_without(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    layered, bare = tmp_path / "layered.pdf", tmp_path / "bare.pdf"
    layered.write_bytes(pdf.render(DOCUMENT))
    monkeypatch.setattr(pdf, "text_layer", nullcontext)
    bare.write_bytes(pdf.render(DOCUMENT))
    assert pixels(layered) == pixels(bare)
    # and without it, much is lost: what the layer is for
    assert lost(DOCUMENT, ENGINES["poppler"](layered)).total() == 0
    assert lost(DOCUMENT, ENGINES["poppler"](bare)).total() > 100


def test_weasyprint_is_left_as_it_was() -> None:
    original = drawing.draw_first_line
    with text_layer.text_layer():
        assert drawing.draw_first_line is not original
    assert drawing.draw_first_line is original
    with pytest.raises(KeyError), text_layer.text_layer():
        raise KeyError
    assert drawing.draw_first_line is original
