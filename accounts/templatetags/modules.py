"""JavaScript modules in a page's head, asked for all at once."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from posixpath import dirname, join, normpath

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

_IMPORT = re.compile(r"""^import\b[^"';]*["'](\.[^"']+)["'];""", re.MULTILINE)
OWN = "portal/"  # below it are the portal's own modules; what a package's module imports, it has in it


@register.simple_tag
def module(path: str) -> SafeString:
    """The module at `path`, a static file, and ahead of it all that it imports.

    A browser finds out what a module imports when it reads it, and so asks for one layer of modules after the other.
    """
    ahead = format_html_join("\n", '<link rel="modulepreload" href="{}">', ((static(each),) for each in imported(path)))
    return format_html('{}\n<script src="{}" type="module"></script>', ahead, static(path))


@lru_cache
def imported(path: str) -> tuple[str, ...]:
    """The static files that the module at `path` imports, and those that they import, each once."""
    found: dict[str, None] = {}
    waiting = [path]
    while waiting:
        importer = waiting.pop(0)
        source = finders.find(importer) if importer.startswith(OWN) else None
        for name in _IMPORT.findall(Path(source).read_text(encoding="utf-8")) if source else ():
            other = normpath(join(dirname(importer), name))
            if other != path and other not in found:
                found[other] = None
                waiting.append(other)
    return tuple(found)
