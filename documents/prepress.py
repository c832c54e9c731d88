"""What the sheet's HTML needs before it is set on paper, and must not have in a browser.

A word joiner keeps a line from ending in a hyphen: pdftotext takes such a hyphen for a division of the word, drops it
and joins what stood before and behind it. The text layer leaves the joiner out again, so that it is never copied.

A vowel sign or a visarga right behind a closing tag, as in `<u>বিষয়</u>ঃ`, is moved before the tag: WeasyPrint sets
every element's text by itself, and a sign without its consonant would stand on a dotted circle.
"""

import re

_JOINER = "\u2060"

_TAG = re.compile(r"(<[^<>]*>)")
_HYPHEN = re.compile(r"-(\s*)(?=\S)")
_JOINED = re.compile(rf"-(\s*){_JOINER}")
_STRANDED_SIGNS = re.compile(r"((?:</[a-z0-9]+>)+)([ঁ-ঃ়া-্ৗৢৣ]+)")


def prepared(html: str) -> str:
    """Return the HTML ready to be set; the words in it are the same."""
    parts = _TAG.split(_STRANDED_SIGNS.sub(r"\2\1", html))
    parts[::2] = (_HYPHEN.sub(rf"-\1{_JOINER}", text) for text in parts[::2])
    return "".join(parts)


def as_typed(text: str) -> str:
    """Return a piece of text of the prepared HTML as it was before."""
    return _JOINED.sub(r"-\1", text)
