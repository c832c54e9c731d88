"""Finding text of the legacy Bijoy encoding (SutonnyMJ) among other text, and turning it into Unicode.

A Bijoy text looks like Latin with misplaced capitals and typographers' signs: `Avwg evsjvq Mvb MvB` is আমি বাংলায় গান
গাই. Which words are Bijoy is judged by the pairs of signs in them (`bangla.bijoy_odds`), and over the whole text: the
reading wins under which the words are likeliest, where every change between English and Bijoy must pay for itself. So
`me` is সব among Bijoy words and English elsewhere, and an English word in a Bijoy sentence stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby, pairwise
from operator import itemgetter
from typing import NamedTuple

from bangla.bijoy_glyphs import IN_PLACE, LETTERS, MARKS, as_latin, decode
from bangla.bijoy_odds import ODDS

# In nats, as the odds of the pairs are:
_CHANGE = 2  # what a change between English and Bijoy costs,
_EVIDENCE, _SUREST = (
    12,
    6,
)  # the least that a stretch of Bijoy shows for itself in an English text, and its surest word,
_EVIDENCE_OF_ALL = 8  # and the least that all of them show in a text with hardly any English;
_SURE = 7  # what a word says that is known to be Bijoy,
_ABBREVIATION = -4  # what one says that is known to be English,
_MISSPELT = -6  # and what signs say that follow one another in no Bijoy word.
_LONGEST = 100  # glyphs; what is longer is no word


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_CAPITALS = _words("GK GB IB GZ KZ MZ ZZ MY PK QK GKB GKK KZK")
"""Common Bijoy words that look like abbreviations: এক, এই, ওই, এত, কত, গত, তত, গণ, চক, ছক, একই, একক, কতক."""

_ENGLISH = _words(
    "Axis Box Civic Emoji Excel Fix Fixed Geo GiB Gov Keep KiB Kiwi Link Links Max Meet MiB Min Mini Mix Mixed "
    "MoU MoUs Nginx Ok Pb PhD Pixel Pm Rx Ryu Shift Sim Skype Taxi TiB Two Viber Wax Web Week Weekly Weeks WiFi "
    "Wifi Wii Wiki Win Wix Xbox Xeon Zn asks avail avi axis box boxes civic cm cox dev div emoji env etc eu "
    "excel fix fixed gb geo gib gm gov hymn jpeg kbps keep kg kib kiwi kiwis km kv lb lbs link links max mb mbps "
    "meek meet mg mib min mini mix mixed ml mm mov mp mpeg nginx ohms ok pb pixel px rx shift sim skype svg taxi "
    "tv two uv vbox viber vm vms wax web webs week weekly weeks wifi wiki win wix xbox xeon xii xls zn"
)
"""English words that look like Bijoy ones."""

_BIJOY = _words("Ges Gi")
"""The reverse: এবং, এর."""

_LETTER = rf"(?:[{re.escape(LETTERS)}]|{IN_PLACE})"
_UNITS = (
    r"st|nd|rd|th|[KMGT]?[Bb](?:ps)?|[KMG]Hz|k[gmWVB]h?|[ckm]m[²³]?|m[²³lg]|µ[gmsl]|°[CF]|am|pm|AM|PM|[DGKVWx]|MP|FA|px"
)
_TOP_LEVEL = r"(?:com|org|net|edu|gov|mil|info|int|bd|io|app|dev|uk|tv|ly|be)"
_SUFFIXES = (
    r"(?:pdf|docx?|xlsx?|pptx?|csv|txt|rtf|odt|jpe?g|png|gif|svg|webp|zip|rar|7z|mp[34]|html?|php|json|xml|py|js|css|"
    r"exe|apk)"
)

_TOKEN = re.compile(
    rf"""
    (?P<kept>
        [\u0980-\u09ff\u0964\u0965\u200c\u200d]+
      | (?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{{1,64}}@[A-Za-z0-9-]{{1,63}}(?:\.[A-Za-z0-9-]{{1,63}})+  # e-mail
      | (?<![A-Za-z0-9])(?:[A-Za-z][A-Za-z0-9+.-]{{1,20}}://|www\.|mailto:)[^\s|<>"।]+  # one of the web
      | (?<![A-Za-z0-9.@-])(?:[A-Za-z0-9-]{{1,63}}\.){{1,8}}{_TOP_LEVEL}(?![A-Za-z0-9-])(?:/[^\s|<>"।]*)?
        # a file, a path or a name, a code
      | (?<![A-Za-z0-9._-])[A-Za-z0-9_-]{{1,200}}(?:\.[A-Za-z0-9_-]{{1,100}}){{0,5}}\.{_SUFFIXES}(?![A-Za-z0-9])
      | (?<!\S)(?:[A-Za-z]:\\|\\\\|\.{{0,2}}/|~/|[@\#])[A-Za-z0-9._][^\s|<>"।]*
      | (?<![A-Za-z0-9])[0-9]{{0,40}}[A-Za-z]{{1,40}}[0-9]{{1,40}}[A-Za-z][A-Za-z0-9]*
      | (?<![A-Za-z0-9+/])(?=[A-Za-z+/]{{0,60}}[0-9])[A-Za-z0-9+/]{{24,}}  # base64
      | (?<![A-Za-z])[A-Z]{{1,3}}&[A-Z]{{1,3}}(?![A-Za-z])  # R&D
      | </?[A-Za-z][^<>]{{0,200}}>
      | (?<![A-Za-z0-9])[0-9][0-9.,]{{0,20}}[ ]?(?:{_UNITS})(?![A-Za-z0-9])
      | &[A-Za-z]{{2,8}};  # an entity of HTML
    )
    | (?P<mark>[|ÒÓÔÕÑ]|(?<!\S)Ð(?!\S))
    | (?P<word>{_LETTER}+)
    | (?P<number>[0-9]+(?:[.,/:-][0-9]+)*|[$\\])
    """,
    re.VERBOSE,
)

_ROMAN = re.compile("[ivx]+")

# What stands in no word of a European language; of the glyphs that are their letters too, nothing can be said.
_TELLING = frozenset("†‡ˆ‰‹©ª¨¯¤®°±²³´¶·¸¹º¼½¾¢£¥¦§¬™˜›µ÷×")
_TELLING_ODDS = 6

_NEVER = re.compile("^[oprstuvxyz~…]|[vxyz~]{2}|[w†‡ˆ‰][A-Jvxyz~stuw†‡ˆ‰]")
"""Signs and letters that begin no Bijoy word, and vowel signs that have no consonant."""


class Stretch(NamedTuple):
    """A word, number or mark of the text that is Bijoy: where it stands, and what it is in Unicode."""

    start: int
    end: int
    text: str


class _Token(NamedTuple):
    """What stands in the text: a `word` that can be Bijoy, one that is `kept`, a `number`, a `mark` between words."""

    start: int
    kind: str
    written: str
    odds: int

    @property
    def is_solid(self) -> bool:
        return self.kind in ("word", "kept")


def to_unicode(text: str) -> str:
    """`text` with all that is Bijoy in it as Unicode Bengali, in NFC; the rest is as it was.

    Unicode Bengali, English, addresses, names of files and codes stay; numbers stay unless they stand among Bijoy
    words, where their font shows them as Bengali ones. Takes any string, raises nothing; what it gave it leaves alone.
    """
    parts, done = [], 0
    latin = as_latin(text)  # of the same length; what stands between Bijoy words can be in Word's private range too
    for stretch in stretches(text):
        parts += [latin[done : stretch.start], stretch.text]
        done = stretch.end
    return "".join(parts) + latin[done:] if parts else text


def shown_in_bijoy(text: str) -> str:
    """`text` as a font of Bijoy shows it, in NFC, though nothing in it need look like Bijoy.

    What such a font does not show so, Unicode Bengali, addresses and codes, stays.
    """

    def shown(found: re.Match[str]) -> str:
        kind = found.lastgroup or ""
        return found[0] if kind == "kept" else _decoded(kind, found[0])

    return _TOKEN.sub(shown, as_latin(text))


def is_bijoy(text: str) -> bool:
    """Whether anything in `text` is Bijoy."""
    return next(stretches(text), None) is not None


def stretches(text: str) -> Iterator[Stretch]:
    """What in `text` is Bijoy, in the order of the text."""
    judged, decoded = cache(_judged), cache(_decoded)
    tokens = [_Token(found.start(), *judged(found.lastgroup, found[0])) for found in _TOKEN.finditer(as_latin(text))]
    bijoy = _bijoy_among([token for token in tokens if token.is_solid])
    if not bijoy:
        return
    before: bool | None = None
    for token, after in zip(tokens, _neighbours_behind(tokens, bijoy), strict=True):
        around = {before, after} - {None}
        end = token.start + len(token.written)
        is_among = True in around and (token.kind == "mark" or around == {True} or end in bijoy)
        if token.is_solid:
            before = is_among = token.start in bijoy
        if is_among:
            yield Stretch(token.start, end, decoded(token.kind, token.written))


def _judged(kind: str, written: str) -> tuple[str, str, int]:
    """The token's kind, what is written there, and what that says for Bijoy."""
    if kind != "word":
        return kind, written, 0
    if written in _BIJOY:
        return kind, written, _SURE
    is_abbreviation = written.isascii() and written.isalpha() and written.isupper() and len(written) > 1
    if (is_abbreviation and written not in _CAPITALS) or written in _ENGLISH or _ROMAN.fullmatch(written):
        return "kept", written, _ABBREVIATION
    if len(written) > _LONGEST:
        return "kept", written, 0
    return kind, written, _odds(written)


def _odds(word: str) -> int:
    if len(word) == 1:
        return 0
    pairs = sum(ODDS.get(pair, 0) for pair in pairwise(f" {word} "))
    telling = sum(letter in _TELLING for letter in word)
    return pairs + telling * _TELLING_ODDS + len(_NEVER.findall(word)) * _MISSPELT


def _bijoy_among(words: list[_Token]) -> set[int]:
    """Where the words start that are Bijoy, by the likeliest reading of all of them: Viterbi's, with two states."""
    english, bijoy = 0, -_CHANGE
    came_from_bijoy = []  # for each word: the likeliest reading of the one before, if it is English and if it is Bijoy
    for word in words:
        came_from_bijoy.append((bijoy - _CHANGE >= english, bijoy >= english - _CHANGE))
        english, bijoy = max(english, bijoy - _CHANGE), max(bijoy, english - _CHANGE) + word.odds
    reading, readings = bijoy - _CHANGE >= english, []
    for before in reversed(came_from_bijoy):
        readings.append(reading)
        reading = before[reading]
    runs = [
        (is_bijoy, [word for _reading, word in run if word.kind == "word"])
        for is_bijoy, run in groupby(zip(reversed(readings), words, strict=True), key=itemgetter(0))
    ]
    found = [run for is_bijoy, run in runs if is_bijoy]
    is_english = sum(map(len, found)) <= sum(len(run) for is_bijoy, run in runs if not is_bijoy)
    if is_english:
        found = [run for run in found if _stands_out(run)]
    elif sum(word.odds for run in found for word in run) < _EVIDENCE_OF_ALL:
        found = []
    return {word.start for run in found for word in run}


def _stands_out(run: list[_Token]) -> bool:
    """Whether a stretch is Bijoy even in an English text, where two letters of a word say nothing."""
    odds = [word.odds for word in run if len(word.written) > 2]
    return sum(odds) >= _EVIDENCE and max(odds) >= _SUREST


def _neighbours_behind(tokens: list[_Token], bijoy: set[int]) -> list[bool | None]:
    """For each token whether the next solid one is Bijoy; None where there is none."""
    behind: list[bool | None] = []
    following: bool | None = None
    for token in reversed(tokens):
        behind.append(following)
        if token.is_solid:
            following = token.start in bijoy
    return behind[::-1]


def _decoded(kind: str, written: str) -> str:
    return decode(written) if kind == "word" else "".join(MARKS.get(sign, sign) for sign in written)
