"""The inline HTML that a discussion, an opening, a closing, a paragraph or a decision may hold, known here alone.

The tags are those of the exchange format (`minutes.schema.json`). Whatever is not shaped like a tag is plain text: a
`<` before a digit or a space, an `&` that begins no complete character reference.
"""

import html
import re
from html.entities import html5

import nh3
from django.utils.translation import gettext as _

from bangla.text import NO_TEXT

ALLOWED_TAGS = frozenset({"strong", "em", "u", "br", "sub", "sup", "ol", "ul", "li"})

MAX_OPEN_TAGS = 12  # a list in a list with its emphasis takes seven; what renders the sheet recurses into each

_VOID = frozenset({"br"})
_LISTS = ("ol", "ul")
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
    closed without having been opened, and list items outside a list.
    """
    found = [_("%s refers to no character") % ref[0] for ref in _REFERENCE.finditer(text) if _refers_to_nothing(ref[0])]
    open_tags: list[str] = []
    for match in _TAG.finditer(text):
        name = (match["name"] or "").lower()
        if name not in ALLOWED_TAGS:
            found.append(_("the tag %s is not allowed") % _shown(match))
        elif match["rest"].strip(" \t\n").rstrip("/").strip(" \t\n"):
            found.append(_("the tag <%s> may have no attributes") % name)
        elif match["close"]:
            if open_tags and open_tags[-1] == name:
                open_tags.pop()
            else:
                found.append(_("the tag </%s> closes nothing that is open there") % name)
        elif name not in _VOID:
            if name == "li" and (not open_tags or open_tags[-1] not in _LISTS):
                found.append(_("the tag <li> stands outside a list"))
            open_tags.append(name)
            if len(open_tags) == MAX_OPEN_TAGS:
                return [*found, _("too many tags stand within each other")]
    found.extend(_("the tag <%s> is never closed") % name for name in open_tags)
    return found


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
    """Return the rich text without tags and with its references resolved; a break, an item or a list is a line."""
    broken = re.sub(r"(?i)<br\s*/?>|</li>|<[ou]l\s*>", "\n", _escape_lone(text))
    return html.unescape(_TAG.sub("", broken))


def is_blank(text: str) -> bool:
    """Return whether the rich text shows nothing: only room on paper."""
    return not plain(text).strip()


def has_list(text: str) -> bool:
    """Return whether the rich text holds a list, which cannot stand inside a paragraph of HTML."""
    return re.search(r"(?i)<[ou]l\s*>", text) is not None


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
