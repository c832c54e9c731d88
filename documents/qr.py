"""QR codes (ISO/IEC 18004) as drawings for the sheet: of lines, or of pixels for files that hold no others."""

import io

import segno
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

BORDER = 4  # modules: the quiet zone that the standard asks for


def png(text: str) -> bytes:
    """Return the same as `svg` as a PNG image, eight pixels to a module."""
    drawing = io.BytesIO()
    _code(text).save(drawing, kind="png", scale=8, border=BORDER)
    return drawing.getvalue()


def svg(text: str, title: str) -> SafeString:
    """Return an inline `<svg>` of the text; `title` is what it tells whoever does not see it.

    The drawing is as large as its stylesheet says. A quarter of it may be soiled before it cannot be read any more.
    """
    drawing = io.BytesIO()
    _code(text).save(
        drawing, kind="svg", xmldecl=False, svgns=False, omitsize=True, nl=False, border=BORDER, svgclass="qr"
    )
    opening, path = drawing.getvalue().decode().split(">", 1)
    return mark_safe(f'{opening} role="img"><title>{escape(title)}</title>{path}')  # noqa: S308 — segno's drawing


def _code(text: str) -> segno.QRCode:
    return segno.make_qr(text, error="q", boost_error=False)
