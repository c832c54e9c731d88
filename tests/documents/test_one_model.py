"""One model: preview, PDF, Word file and JSON of a document hold the same words in the same order."""

import re
from collections import Counter
from pathlib import Path

import pytest
from lxml import html

from documents import exchange
from documents.composition import as_sheet
from documents.sheet import sheet_html
from documents.typesetting import pdf
from documents.word import docx
from tests.documents.conftest import DOCUMENTS
from tests.documents.family import FAMILY
from tests.documents.reading import docx_words, html_words
from tests.documents.recall import pdfium
from tests.documents.samples import marked_sample

ALL = DOCUMENTS | FAMILY | {"marked": marked_sample()}
# A reader of PDFs reads page by page, and so the halves of a divided row one cell after the other; these have none.
UNDIVIDED = ["upazila", "district-doict", "marked", *FAMILY]
FOOT = re.compile(r"পাতা [০-৯]+ / [০-৯]+(?:\s*যাচাই কোড: [\w-]+)?")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_json_makes_the_same_preview_and_word_file(name: str) -> None:
    again = exchange.load(exchange.canonical(DOCUMENTS[name]))
    assert sheet_html(again) == sheet_html(DOCUMENTS[name])
    assert docx.write(again) == docx.write(DOCUMENTS[name])


@pytest.mark.parametrize("name", ALL)
def test_preview_and_word_file_hold_the_same_words_in_the_same_order(name: str) -> None:
    assert docx_words(docx.write(ALL[name])) == html_words(sheet_html(ALL[name]))


@pytest.mark.thorough
@pytest.mark.parametrize("name", UNDIVIDED)
def test_the_pdf_holds_them_too_and_beside_them_what_stands_on_every_page(name: str, tmp_path: Path) -> None:
    document = ALL[name]
    (tmp_path / "minutes.pdf").write_bytes(pdf.render(document))
    read = undivided(FOOT.sub(" ", pdfium(tmp_path / "minutes.pdf")))
    shown = sheet_html(document)
    words = undivided(" ".join(html_words(shown)))
    rest = iter(read)
    assert [word for word in words if word not in rest] == []
    heads = " ".join([as_sheet(document).watermark, *html.fromstring(shown).xpath("//thead//th//text()")])
    assert set(Counter(read) - Counter(words)) <= set(undivided(heads))


def undivided(text: str) -> list[str]:
    """Return the words, and the parts of those that a line may end in; pdfium gives U+FFFE for a hyphen there."""
    return re.sub(r"[-/\ufffe]", " ", text).split()
