"""How much of a document's Bengali can be read back out of its PDF: every word, as often as it stands in the source."""

import re
import subprocess
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pymupdf
import pypdf
import pypdfium2

from bangla.text import nfc
from documents import richtext
from documents.exchange import dump, texts
from documents.model import MinutesDocument

_WORD = re.compile("[\u0980-\u09ff\u200c\u200d]+")
_NOT_PRINTED = {"committee", "format", "kind", "value", "form", "shows", "numbering", "implementer_markers", "status"}


def poppler(pdf: Path, *options: str) -> str:
    """Return what pdftotext reads."""
    return subprocess.run(["pdftotext", *options, pdf, "-"], capture_output=True, text=True, check=True).stdout


def poppler_raw(pdf: Path) -> str:
    """Return what pdftotext reads in the order it is written in; by itself it sorts what it finds into columns."""
    return poppler(pdf, "-raw")


def pdfium(pdf: Path) -> str:
    """Return what Chrome's engine reads."""
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def mupdf(pdf: Path) -> str:
    """Return what the engine of SumatraPDF and many servers reads."""
    with pymupdf.open(pdf) as document:
        return "\n".join(page.get_text() for page in document)


def python(pdf: Path) -> str:
    """Return what pypdf reads: like pdf.js, it asks the codes alone and never the text of a stretch."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages)


ENGINES = {"poppler": poppler, "pdfium": pdfium, "mupdf": mupdf, "pypdf": python}
IN_ORDER = {**ENGINES, "poppler": poppler_raw}
EXACT = ("poppler", "pdfium")  # these must lose nothing at all


def lost(document: MinutesDocument, read: str) -> Counter[str]:
    """Return the words of the document that are missing in what was read, each with how often."""
    return missing(_printed(document), read)


def wanted(document: MinutesDocument) -> Counter[str]:
    """Return the words of the document that are printed, each with how often."""
    return _words_of(_printed(document))


def missing(printed: Iterable[str], read: str) -> Counter[str]:
    """Return the words of the rich texts that are missing in what was read, each with how often."""
    return _words_of(printed) - Counter(_words(read))


def _printed(document: MinutesDocument) -> Iterable[str]:
    return (text for path, text in texts(dump(document)) if not _NOT_PRINTED & set(path))


def _words_of(printed: Iterable[str]) -> Counter[str]:
    return Counter(word for text in printed for word in _words(richtext.plain(text)))


def _words(text: str) -> list[str]:
    # a visarga at the end of a word mostly stands for a colon, which a layout adds or leaves out
    return [word.rstrip("ঃ") for word in _WORD.findall(nfc(text))]
