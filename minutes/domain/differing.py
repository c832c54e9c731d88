"""What changed between two texts, marked word by word: <ins> around what came, <del> around what went.

The result is the newer text as the page shows it, tag for tag, with the marks put around its words and the words that
went set between them; so it is as sound as `documents.richtext.clean` makes a text. A screen reader hears at every mark
what it is.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from documents import richtext
from minutes.domain.aligning import aligned, matched

# A word keeps its matras, its hasanta and its joiners; a danda (U+0964) ends it.
_WORDS = re.compile(r"\n|[^\S\n]+|[\w\u0300-\u036f\u0900-\u0963\u0966-\u0dff\u200c\u200d]+|.")
_TAGS = re.compile(r"(<[^>]*>)")
_AROUND_ITEMS = re.compile(r"\s*(</?(?:ol|ul|li)>)\s*")
_ITEMS = ("ol", "ul", "li")

Mark = Callable[[str, str], SafeString]


@dataclass(frozen=True, slots=True)
class _Token:
    """A word, a space, a sign or a break of a text. `lead`: the tags before it; `emphasis`: those it stands in.

    `starts`: what begins there where it is no word but the edge of a list or an item, which has no text.
    """

    text: str
    lead: str = ""
    emphasis: tuple[str, ...] = ()
    starts: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        return (self.text, self.starts, *(() if self.text.isspace() else self.emphasis))

    @property
    def shown(self) -> str:
        return "<br>" if self.text == "\n" else html.escape(self.text, quote=False)


def marked(before: str, after: str) -> SafeString:
    """What changed between two rich texts (`documents.richtext`). A word that was emphasised has changed."""
    old, _tail = _rich_tokens(before)
    new, tail = _rich_tokens(after)
    return mark_safe(_written(old, new) + tail)  # noqa: S308 - escaped words within the tags of richtext.clean


def marked_plain(before: str, after: str) -> SafeString:
    """What changed between two plain texts, in which a tag is text; a new line is one on the page."""
    old, new = ([_Token(word) for word in words_of(text)] for text in (before, after))
    return mark_safe(_written(old, new))  # noqa: S308 - escaped words


def marked_lines(before: Sequence[str], after: Sequence[str], mark: Mark = marked) -> SafeString:
    """What changed between two lists of paragraphs, each of which is a block; `mark` tells of one."""
    blocks = [(mark(old or "", new or ""),) for old, new in aligned(before, after, words_of)]
    return format_html_join("", "<div>{}</div>", blocks)


def words_of(text: str) -> list[str]:
    """The words, spaces and signs of a text, in their order; nothing is left out."""
    return _WORDS.findall(text)


def _rich_tokens(text: str) -> tuple[list[_Token], str]:
    """The tokens of a rich text, and the tags after the last of them."""
    tokens: list[_Token] = []
    lead, within, at_edge = "", [""], False
    for piece in _TAGS.split(_AROUND_ITEMS.sub(r"\1", richtext.clean(text))):
        name = piece.strip("</>")
        is_break = piece == "<br>"
        if piece.startswith("<") and not is_break:
            lead += piece
            at_edge = at_edge or name in _ITEMS
            if piece.startswith("</"):
                within.pop()
            else:
                within.append(name)
            continue
        if piece and at_edge:
            lists = [name for name in within if name in _ITEMS]
            tokens.append(_Token("", lead, starts="/".join(lists) or "text"))
            lead, at_edge = "", False
        emphasis = tuple(sorted({name for name in within if name and name not in _ITEMS}))
        for word in ["\n"] if is_break else _WORDS.findall(html.unescape(piece).replace("\n", " ")):
            tokens.append(_Token(word, lead, emphasis))
            lead = ""
    return tokens, lead


def _written(old: Sequence[_Token], new: Sequence[_Token]) -> str:
    parts = []
    for is_same, went, came in _stretches(old, new):
        if is_same:
            parts += [token.lead + token.shown for token in came]
        else:
            begins = not parts and bool(went) and bool(went[0].starts)
            parts += [_removed(went[1:] if begins else went), _added(came)]
    return "".join(parts)


def _stretches(old: Sequence[_Token], new: Sequence[_Token]) -> Iterator[tuple[bool, list[_Token], list[_Token]]]:
    """Both texts in turns: what is the same, and what went and came. A mere space between two changes changed too."""
    matches = matched([token.key for token in old], [token.key for token in new])
    turns: list[tuple[bool, list[_Token], list[_Token]]] = []
    i = j = 0
    for at_i, at_j in [*matches, (len(old), len(new))]:
        if at_i > i or at_j > j:
            turns.append((False, list(old[i:at_i]), list(new[j:at_j])))
        if at_i < len(old):
            turns.append((True, [old[at_i]], [new[at_j]]))
        i, j = at_i + 1, at_j + 1
    turns = [(same, _joined(each[1] for each in run), _joined(each[2] for each in run)) for same, run in _runs(turns)]
    turns = [
        (same and not (0 < n < len(turns) - 1 and _is_space(came)), went, came)
        for n, (same, went, came) in enumerate(turns)
    ]
    for same, run in _runs(turns):
        yield same, _joined(each[1] for each in run), _joined(each[2] for each in run)


Turn = tuple[bool, list[_Token], list[_Token]]


def _runs(turns: Sequence[Turn]) -> Iterator[tuple[bool, list[Turn]]]:
    for same, run in groupby(turns, key=lambda turn: turn[0]):
        yield same, list(run)


def _joined(lists: Iterator[list[_Token]]) -> list[_Token]:
    return [token for each in lists for token in each]


def _is_space(tokens: Sequence[_Token]) -> bool:
    return all(token.text.isspace() and token.text != "\n" for token in tokens)


def _removed(tokens: Sequence[_Token]) -> str:
    """What went, in one mark: its emphasis stays, and the edge of an item is a break."""
    parts = []
    for emphasis, run in groupby(tokens, key=lambda token: token.emphasis):
        inner = "".join("<br>" if token.starts else token.shown for token in run)
        opened, closed = ("".join(f"<{slash}{name}>" for name in names) for slash, names in _around(emphasis))
        parts.append(opened + inner + closed)
    return _mark("del", "".join(parts)) if tokens else ""


def _around(emphasis: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], tuple[str, tuple[str, ...]]]:
    return ("", emphasis), ("/", emphasis[::-1])


def _added(tokens: Sequence[_Token]) -> str:
    """What came, in a mark between each two tags of the text; where nothing but tags came, in an empty one."""
    parts, run = [], ""
    has_words = any(token.text.strip() for token in tokens)
    for token in tokens:
        if token.lead:
            parts += [_mark("ins", run, beside_words=has_words) if run else "", token.lead]
            run = ""
        run += token.shown
    if run or (tokens and not any(token.text for token in tokens)):
        parts.append(_mark("ins", run, beside_words=has_words))
    return "".join(parts)


def _mark(name: str, inner: str, *, beside_words: bool = False) -> str:
    """`inner` in its mark, which says what it is to who cannot see it; one without a letter is made to be seen.

    `beside_words`: words came together with it, beside which a space needs neither.
    """
    if beside_words and inner.isspace():
        return f"<{name}>{inner}</{name}>"
    said = gettext("added:") if name == "ins" else gettext("removed:")
    unseen = "" if re.search(r"\S", re.sub(_TAGS, "", inner)) else ' class="unseen"'
    words = f'<span class="visually-hidden" lang="{get_language()}">{html.escape(said)} </span>'
    return f"<{name}{unseen}>{words}{inner}</{name}>"
