"""What can be said of a finished PDF without showing it."""

from __future__ import annotations

import io

from pyhanko.pdf_utils.reader import PdfFileReader


def page_count(pdf: bytes) -> int:
    """How many pages the PDF has; pyHanko's PdfReadError where it is none."""
    return int(PdfFileReader(io.BytesIO(pdf)).root["/Pages"]["/Count"])
