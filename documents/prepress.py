"""What the sheet's HTML needs before it is set on paper, and must not have in a browser.

- A hyphen is joined to the word behind it, so that no line ends in one: pdftotext takes such a hyphen for a division of
  the word, drops it and joins what stood before and behind it.
- A run of letters longer than any line may be divided after every tenth: WeasyPrint finds a place by itself, but sets
  all that is left of the run anew for every line, which takes most of a minute for one of 20,000 letters.
- A vowel sign or a visarga right behind a closing tag, as in `<u>বিষয়</u>ঃ`, is moved before the tag: WeasyPrint sets
  every element's text by itself, and a sign without its consonant would stand on a dotted circle.

The text layer leaves the joiners and dividers out again, so that they are never copied.
"""

import re

_JOINER = "\u2060"  # WORD JOINER
_DIVIDER = f"\u200b{_JOINER}"  # ZERO WIDTH SPACE; the joiner tells it from one that was typed
ADDED_CHARACTERS = dict.fromkeys(map(ord, _DIVIDER))  # for str.translate

_TAG = re.compile(r"(<[^<>]*>)")
_STRANDED_SIGNS = re.compile(r"((?:</(?:em|strong|su[bp]|u)>)++)([ঁ-ঃ়া-্ৗৢৣ]+)")
_HYPHEN = re.compile(r"-(\s*)(?=\S)")
_LONG_RUN = re.compile(r"[^\s&;]{60,}")
# what belongs to the letter before it
_SIGNS = re.compile(r"[\u0300-\u036fঁ-ঃ়া-্ৗৢৣ\u200c\u200d\ufe00-\ufe0f\u2060]")
_JOINING = frozenset(f"্\u200d{_JOINER}")  # the letter behind belongs to the one before
_LONGEST_LETTER = 13  # characters; what goes on longer is no letter but an attack on the layout
_ADDED = re.compile(rf"(-\s*){_JOINER}|{_DIVIDER}|^{_JOINER}|\u200b$")


def prepared(html: str) -> str:
    """Return the HTML ready to be set; the words in it are the same."""
    parts = _TAG.split(with_signs_joined(html))
    parts[::2] = map(_divisible, parts[::2])
    return "".join(parts)


def with_signs_joined(html: str) -> str:
    """Return the HTML with every vowel sign in the element of its consonant, where that is in the same line."""
    return _STRANDED_SIGNS.sub(r"\2\1", html)


def as_typed(line: str) -> str:
    """Return the text of a line of the prepared HTML without what was added to it."""
    return _ADDED.sub(r"\1", line)


def _divisible(text: str) -> str:
    joined = _HYPHEN.sub(rf"-\1{_JOINER}", text)
    return _LONG_RUN.sub(lambda run: _divided(run[0]), joined)


def _divided(run: str) -> str:
    """Return the run with a divider before every eleventh letter. No regular expression: Python 3.11.2 miscounts it."""
    parts: list[str] = []
    letters = length = 0
    previous = ""
    for character in run:
        belongs = previous in _JOINING or _SIGNS.match(character)
        if not belongs or (length >= _LONGEST_LETTER and character != _JOINER):
            if letters == 10:
                parts.append(_DIVIDER)
                letters = 0
            letters, length = letters + 1, 0
        parts.append(character)
        previous = character
        length += 1
    return "".join(parts)
