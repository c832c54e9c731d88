"""The PDF of a draft, asked for again and again while somebody writes, and set anew only where something changed."""

import hashlib
import threading
from pathlib import Path

from django.conf import settings

from documents.sheet import sheet_html
from documents.typesetting import pdf
from documents.typesetting.archival import sources

KEPT = 8  # PDFs in a process, some 100 KB each: of as many drafts as are written at a time

_kept: dict[str, bytes] = {}
_setting = threading.Lock()  # whoever waits for it finds what was set meanwhile


def fingerprint(document: object, *, watermark: str = "") -> str:
    """Return 64 hexadecimal digits that differ where the PDF would: an entity tag, made without setting it.

    `document` and `watermark` as `pdf.render` takes them. Raises TypeError for what is no document.
    """
    style = Path(settings.STATICFILES_DIRS[0]) / "documents" / "minutes.css"
    parts = (
        sheet_html(document, watermark=watermark).encode(),
        *(source.data for source in sources(document)),
        style.read_bytes(),
    )
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def render(document: object, *, watermark: str = "", patience: float | None = None) -> bytes:
    """Return what `pdf.render` returns, kept from the last time where nothing has changed. Raises as that does."""
    name = fingerprint(document, watermark=watermark)
    if found := _kept.get(name):  # one look, for another thread may take it out
        return found
    if not _setting.acquire(timeout=-1 if patience is None else patience):
        raise pdf.BusyError
    try:
        if name not in _kept:
            made = pdf.render(document, watermark=watermark, patience=patience)
            while len(_kept) >= KEPT:
                del _kept[next(iter(_kept))]
            _kept[name] = made
        return _kept[name]
    finally:
        _setting.release()
