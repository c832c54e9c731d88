"""A document as PDF: the sheet of `documents.sheet`, set by WeasyPrint on A4 with the portal's own fonts.

The same document gives the same bytes. The PDF has an exact text layer (`text_layer`), is tagged (`structure`), its
language is Bengali, and it names the profiles PDF/A-3a and PDF/UA-1 (`archival`).
"""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pydyf
import weasyprint
from django.conf import settings
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from documents import fonts, images, richtext
from documents.composition import as_sheet
from documents.prepress import prepared
from documents.sheet import page, sheet_html
from documents.typesetting import continuation, line_ends
from documents.typesetting.archival import Attachment, attach, name_accessible, sources
from documents.typesetting.structure import structured
from documents.typesetting.text_layer import text_layer

_VARIANT = "pdf/a-3a"

# WeasyPrint's font map, the hook of the text layer and the collector belong to the process: one rendering at a time.
_rendering = threading.Lock()


class BusyError(Exception):
    """Another document is being rendered in this process, and the wait for it was too long."""


class StaticOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
    """Fetches files below the project's static folder, the PNG images that a page itself holds, and nothing else."""

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Return the static file that a `file:` address names, or the image that a `data:` address of a PNG is.

        Raises ValueError for any other address: another scheme, another host, a file elsewhere, also by way of `..`
        or of a link; OSError where there is no such file.
        """
        if url.startswith(images.PNG_ADDRESS):
            return URLFetcherResponse(url, images.png_at(url), {"Content-Type": "image/png"})
        parts = urlsplit(url)
        path = Path(url2pathname(parts.path)).resolve()
        if parts.scheme != "file" or parts.netloc or not path.is_relative_to(_static_folder()):
            raise ValueError("only files of the static folder are served")
        return URLFetcherResponse(url, path.read_bytes())


def render(
    document: object, *, watermark: str = "", patience: float | None = None, attachments: tuple[Attachment, ...] = ()
) -> bytes:
    """Return the document as the bytes of a PDF; `watermark` is a word across every page.

    Minutes carry themselves in the exchange format as `minutes.json`; `attachments` are carried beside it.

    One rendering runs at a time in a process; others wait for it, by no more than `patience` seconds where it is given.
    `document` is of any kind that `as_sheet` composes. Raises BusyError when the seconds have passed; UnprintableError
    where a character is in no font of the portal; OSError, with the file's name, where a font is missing or damaged.
    """
    with _alone(patience), _collector_at_rest():
        return _written(document, watermark, attachments)


def page_count(document: object, *, patience: float | None = None) -> int:
    """Return how many pages the PDF of the document has. Waits and raises as `render` does."""
    with _alone(patience), _collector_at_rest():
        sheet = as_sheet(document)
        return len(_laid_out(sheet.title, sheet_html(sheet)).pages)


def _written(document: object, watermark: str, attachments: tuple[Attachment, ...]) -> bytes:
    sheet = as_sheet(document)
    laid_out = _laid_out(sheet.title, sheet_html(sheet, watermark=watermark))
    laid_out.metadata.authors = [sheet.author] if sheet.author else []
    laid_out.metadata.description = sheet.subject
    with text_layer() as codes, structured(laid_out.pages):

        def finish(_document: object, pdf: pydyf.PDF) -> None:
            codes.finish(laid_out, pdf)
            name_accessible(pdf)
            attach(pdf, (*sources(document), *attachments))

        return bytes(laid_out.write_pdf(pdf_variant=_VARIANT, finisher=finish))


def _laid_out(title: str, sheet: str) -> weasyprint.Document:
    """Return the sheet's HTML set on pages. Raises as `render` does."""
    html = weasyprint.HTML(string=page(title, prepared(sheet)), url_fetcher=StaticOnly())
    text = richtext.plain(sheet)
    fonts.require_printable(text)
    stylesheets, font_config = _style(fonts.needed(text))
    laid_out = html.render(stylesheets=stylesheets, font_config=font_config, pdf_variant=_VARIANT)
    continuation.repeat_serials(laid_out.pages)
    continuation.end_at_last_row(laid_out.pages)
    line_ends.keep_spaces(laid_out.pages)
    return laid_out


@contextmanager
def _alone(patience: float | None) -> Iterator[None]:
    if not _rendering.acquire(timeout=-1 if patience is None else patience):
        raise BusyError
    try:
        yield
    finally:
        _rendering.release()


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Keep Python's garbage collector from walking the boxes of a document again and again while they are in use.

    It frees none of them before the PDF is written, and takes a quarter of the time of a rendering. They go right after
    it, or a process would hold them until the collector comes round; so nothing may refer to them any more by then.
    """
    at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if at_work:
            gc.enable()
        gc.collect(0)


def _static_folder() -> Path:
    return Path(settings.STATICFILES_DIRS[0]).resolve()


@lru_cache(maxsize=8)
def _style(rare: tuple[str, ...]) -> tuple[list[weasyprint.CSS], FontConfiguration]:
    """Return the parsed stylesheets and the fonts they name: reading them takes longer than many a rendering.

    Raises OSError, with the name of the file, where a stylesheet is missing or a font is missing or damaged.
    """
    fonts.require_sound()  # WeasyPrint goes on without a font that it cannot read
    with fonts.alone():
        font_config = FontConfiguration()
    folder = _static_folder() / "documents"
    read = {"font_config": font_config, "url_fetcher": StaticOnly(), "base_url": folder.as_uri() + "/"}
    faces = fonts.faces(rare, (folder / "rare.css").read_text(encoding="ascii"))
    sheet = (folder / "minutes.css").read_text(encoding="utf-8")
    return [weasyprint.CSS(string=text, **read) for text in (faces, sheet, continuation.STYLE)], font_config
