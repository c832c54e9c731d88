"""The pages of a PDF as pictures, for a screen that had better not show the PDF itself."""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2

WIDEST = 2400  # pixels: three to each of a phone's widest column
_COMPRESSION = 4  # of 0 to 9; more takes longer and saves nothing

_drawing = threading.Lock()  # PDFium is not made for two threads, not even on two documents


def count(pdf: bytes) -> int:
    """Return how many pages the PDF has. Raises ValueError for what is no PDF."""
    with _opened(pdf) as document:
        return len(document)


def picture(pdf: bytes, number: int, width: int) -> bytes:
    """Return the page, counted from 1, as a PNG in shades of grey, as many pixels wide as `width` says.

    Raises LookupError where the PDF has no such page, ValueError for what is no PDF and for a width below 1 or above
    WIDEST.
    """
    if not 1 <= width <= WIDEST:
        raise ValueError(f"a picture is 1 to {WIDEST} pixels wide, not {width}")
    with _opened(pdf) as document:
        if not 1 <= number <= len(document):
            raise LookupError(number)
        page = document[number - 1]
        bitmap = page.render(scale=width / page.get_width(), grayscale=True)
        file = io.BytesIO()
        bitmap.to_pil().save(file, "PNG", compress_level=_COMPRESSION)
    return file.getvalue()


@contextmanager
def _opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    with _drawing:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise ValueError("not a PDF") from error
        try:
            yield document
        finally:
            document.close()
