"""The sheet as semantic HTML: the one source of the preview, the page in the portal and the PDF."""

from functools import cache

from django.conf import settings
from django.template import Context, Engine
from django.templatetags.static import static
from django.utils.safestring import mark_safe

from documents.composition import as_sheet


def sheet_html(document: object, *, watermark: str = "", on_screen: bool = False) -> str:
    """Return the document as an HTML fragment, `<article class="sheet" lang="bn">`, for a page that links minutes.css.

    `document` is of any kind that `as_sheet` composes; `watermark` is a word across every printed page, instead of the
    document's own. `on_screen`: as a page of the portal shows it, which leads to sections and rows by their anchors and
    folds the tables on phones; paper needs neither. Every text is escaped, or sanitised where it may be rich. Raises
    TypeError for what is no document.
    """
    composed = as_sheet(document)
    return _render(
        "sheet.html", {"sheet": composed, "watermark": watermark or composed.watermark, "on_screen": on_screen}
    )


def page_html(document: object, *, watermark: str = "") -> str:
    """Return the document as a whole HTML page that links minutes.css."""
    return page(as_sheet(document).title, sheet_html(document, watermark=watermark), static("documents/minutes.css"))


def page(title: str, sheet: str, stylesheet: str = "") -> str:
    """Return the HTML page that holds the sheet and links the stylesheet, if one is named."""
    return _render("page.html", {"title": title, "sheet": mark_safe(sheet), "stylesheet": stylesheet})  # noqa: S308 — HTML of ours


@cache
def _engine() -> Engine:
    """Return an engine of this room's own, for the portal's needs the tags of rooms above this one."""
    return Engine(dirs=[str(settings.BASE_DIR / "templates")])


def _render(template: str, context: dict[str, object]) -> str:
    return _engine().get_template(f"documents/{template}").render(Context(context))
