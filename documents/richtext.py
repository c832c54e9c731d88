"""The inline HTML that a discussion, an opening, a closing, a paragraph or a decision may hold, known here alone.

The tags are those of the exchange format (`minutes.schema.json`). Whatever is not shaped like a tag is plain text: a
`<` before a digit or a space, an `&` that begins no complete character reference.
"""

import html
import re
from collections.abc import Mapping, Sequence
from html.entities import html5
from types import MappingProxyType

import nh3
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangla.text import NO_TEXT

ALLOWED_TAGS = frozenset({"strong", "em", "u", "br", "sub", "sup", "ol", "ul", "li", "table", "tr", "th", "td"})

MAX_OPEN_TAGS = 12  # a list in a list of a cell, with its emphasis, takes ten; what sets the sheet recurses into each

_VOID = frozenset({"br"})
_ROOM = " \t\n"  # between the parts of a table
# what each of these tags stands in, and what is said where it does not
_PLACES: Mapping[str, tuple[tuple[str, ...], Promise]] = MappingProxyType(
    {
        "li": (("ol", "ul"), gettext_lazy("the tag <li> stands outside a list")),
        "tr": (("table",), gettext_lazy("the tag <tr> stands outside a table")),
        "th": (("tr",), gettext_lazy("the tag <th> stands outside a table's row")),
        "td": (("tr",), gettext_lazy("the tag <td> stands outside a table's row")),
    }
)
_PARTS = MappingProxyType({"table": ("tr",), "tr": ("th", "td")})  # what alone may stand in these
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][^\s<>/]*+)(?P<rest>[^<>]*+)>|<(?P<other>!--|[!?])[^<>]*>")
_REFERENCE = re.compile(r"&(#[0-9]+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);")
# elements that a paste or another program leaves in what must be plain text; other names in angle brackets are text
# there, as in `Name <name@example.org>`
_ELEMENTS = nh3.ALLOWED_TAGS | {
    "body", "button", "embed", "font", "form", "head", "html", "iframe", "input", "link", "meta", "object",
    "script", "style", "svg", "title",
}  # fmt: skip


def problems(text: str) -> list[str]:
    """Return one line for each thing in the rich text that may not stand there; [] where it is sound.

    Named are references to what is no character, tags that are not allowed, comments, attributes, tags left open or
    closed without having been opened, list items outside a list, and tables that are within another tag, are empty or
    hold anything beside their cells, which a browser would move out of them.
    """
    found = [_("%s refers to no character") % ref[0] for ref in _REFERENCE.finditer(text) if _refers_to_nothing(ref[0])]
    open_tags: list[str] = []
    end, just_opened = 0, ""
    for match in _TAG.finditer(text):
        if open_tags and open_tags[-1] in _PARTS and text[end : match.start()].strip(_ROOM):
            found.append(_("text stands in a table outside its cells"))
        end, before, just_opened = match.end(), just_opened, ""
        name = (match["name"] or "").lower()
        if name not in ALLOWED_TAGS:
            found.append(_("the tag %s is not allowed") % _shown(match))
            continue
        if match["rest"].strip(_ROOM).rstrip("/").strip(_ROOM):
            found.append(_("the tag <%s> may have no attributes") % name)
        if not match["close"]:
            found.extend(_misplaced(name, open_tags))
            if name not in _VOID:
                open_tags.append(name)
                just_opened = name
            if len(open_tags) == MAX_OPEN_TAGS:
                return [*found, _("too many tags stand within each other")]
        elif not open_tags or open_tags[-1] != name:
            found.append(_("the tag </%s> closes nothing that is open there") % name)
        else:
            open_tags.pop()
            if name in _PARTS and before == name:
                found.append(_("the tag <%s> holds no cell") % name)
    found.extend(_("the tag <%s> is never closed") % name for name in open_tags)
    return found


def _misplaced(name: str, open_tags: Sequence[str]) -> list[str]:
    """Return what is wrong with a tag of that name within the open ones."""
    within = open_tags[-1] if open_tags else ""
    if name in _PLACES and within not in _PLACES[name][0]:
        return [str(_PLACES[name][1])]
    if within in _PARTS and name not in _PARTS[within]:
        return [_("the tag <%s> stands in a table outside its cells") % name]
    if name == "table" and open_tags:
        return [_("the tag <table> stands within <%s>") % within]
    return []


def plain_problems(text: str) -> list[str]:
    """Return one line for each HTML element in a text that must be plain; [] where there is none."""
    return [
        _("the tag %s stands in plain text") % _shown(match)
        for match in _TAG.finditer(text)
        if (match["name"] or "").lower() in _ELEMENTS
    ]


def clean(text: str) -> str:
    """Return the rich text as HTML that is safe to put into a page; `plain` of it is `plain` of the text.

    Tags that are not allowed are left out and their text is kept, except that of script and style; attributes and
    comments are left out. What is not markup is escaped.
    """
    return nh3.clean(_escape_lone(text), tags=set(ALLOWED_TAGS), attributes={}, link_rel=None)


def plain(text: str) -> str:
    """Return the rich text without tags and with its references resolved.

    A break, an item, a list, a table or a row of one begins a line; a tab stands between the cells of a row.
    """
    broken = re.sub(r"(?i)<br\s*/?>|</(?:li|tr)\s*>|<(?:[ou]l|table)\s*>", "\n", _escape_lone(text))
    divided = re.sub(r"(?i)</t[dh]\s*>(?=\s*<t[dh])", "\t", broken)
    return html.unescape(_TAG.sub("", divided))


def from_plain(text: str) -> str:
    """Return the plain text as rich text that shows it: escaped where it would be read as markup, else as it is."""
    return text if plain(text) == text else html.escape(text, quote=False)


def is_blank(text: str) -> bool:
    """Return whether the rich text shows nothing: only room on paper."""
    return not plain(text).strip()


def has_blocks(text: str) -> bool:
    """Return whether the rich text holds a list or a table, which cannot stand inside a paragraph of HTML."""
    return re.search(r"(?i)<(?:[ou]l|table)\s*>", text) is not None


def _shown(match: re.Match[str]) -> str:
    name = (match["name"] or match["other"])[:40]
    return f"<{match['close'] or ''}{name}>"


def _escape_lone(text: str) -> str:
    """Return the text without comments, every `&` and `<` that begins no reference and no tag written as one."""
    parts: list[str] = []
    end = 0
    for match in _TAG.finditer(text):
        parts += [_escape_text(text[end : match.start()]), match[0] if match["name"] else ""]
        end = match.end()
    return "".join([*parts, _escape_text(text[end:])])


def _escape_text(text: str) -> str:
    text = re.sub(r"&", lambda found: "&" if _is_reference(text, found.start()) else "&amp;", text)
    return text.replace("<", "&lt;")


def _is_reference(text: str, start: int) -> bool:
    match = _REFERENCE.match(text, start)
    return match is not None and (match[1].startswith("#") or f"{match[1]};" in html5)


def _refers_to_nothing(reference: str) -> bool:
    character = html.unescape(reference)
    return character in ("", "\ufffd") or NO_TEXT.search(character) is not None
