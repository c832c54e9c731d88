"""Bengali text: the form that is stored, the form that is searched, the order of a dictionary."""

import re
import unicodedata

from bangla.digits import to_ascii

_NONCHARACTERS = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
# What no stored text holds: control characters and line ends other than line feed and tab, lone surrogates, and the
# last two code points of every plane.
NO_TEXT = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff{_NONCHARACTERS}]")

# Joiners shape glyphs and never tell two words apart in a search; the other two come along when text is pasted.
_UNSEEN = dict.fromkeys(map(ord, "\u200c\u200d\u200b\ufeff"))

# Until Unicode 4.1 ৎ was written ত, hasanta, ZWJ, and old files still hold it so.
_OLD_KHANDA_TA = "ত্\u200d"


def nfc(text: str) -> str:
    """`text` in Unicode NFC, the form in which text is stored; ZWJ and ZWNJ stay.

    Both ways of typing য়, ড় and ঢ় become letter and nukta, and ো and ৌ become one code point.
    """
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """The search form of `text`: two texts that fold alike are the same letters.

    NFC; ZWJ and ZWNJ dropped; Latin in lower case; digits in ASCII; white space collapsed to single spaces and trimmed.
    Letters are never merged: ঃ stays apart from a colon, খ্রিষ্টাব্দ from খ্রিস্টাব্দ. Folding twice changes nothing.
    """
    seen = nfc(text).replace(_OLD_KHANDA_TA, "ৎ").translate(_UNSEEN)
    # Case folding is only stable on decomposed text (Unicode Standard, section 3.13, canonical caseless matching).
    caseless = nfc(unicodedata.normalize("NFD", seen).casefold())
    return " ".join(to_ascii(caseless).split())


# The order of letters in the Bangla Academy's dictionaries, as the Textbook Board's grammar for class eight gives it:
# vowels, then ং ঃ ঁ, then consonants with ড় after ড, ঢ় after ঢ and য় after য. The signs that follow a consonant come
# after all letters, hasanta last, so that ক, কং, কক, কা and ক্ক stand in this order and ক্ষ falls at the end of ক. The
# collation of CLDR for bn, which PostgreSQL calls bn-x-icu, places ং ঃ ঁ likewise.
_LETTERS = (
    *"অআইঈউঊঋৠঌৡএঐওঔ",
    *"ংঃঁ",
    *("ক", "খ", "গ", "ঘ", "ঙ", "চ", "ছ", "জ", "ঝ", "ঞ", "ট", "ঠ", "ড", "\u09dc", "ঢ", "\u09dd", "ণ"),
    *("ত", "থ", "দ", "ধ", "ন", "প", "ফ", "ব", "ভ", "ম", "য", "\u09df", "র", "ৰ", "ল", "ৱ", "শ", "ষ", "স", "হ"),
    *"\u09bd\u09be\u09bf\u09c0\u09c1\u09c2\u09c3\u09c4\u09e2\u09e3\u09c7\u09c8\u09cb\u09cc\u09d7\u09cd",
)
_BENGALI, _OTHER_LETTER, _DIGIT, _SIGN = "3", "4", "2", "1"
_WEIGHTS = {letter: _BENGALI + chr(0x100 + place) for place, letter in enumerate(_LETTERS)}

# One code point for each letter of the table; ৎ is sorted as the hasanta form of ত, so উৎকট stands before উত্তর.
_SORTED_AS = (("ড\u09bc", "\u09dc"), ("ঢ\u09bc", "\u09dd"), ("য\u09bc", "\u09df"), ("ৎ", "ত্"))

_END = "!"  # below every weight's first character: a word stands before its own continuations


def sort_key(text: str) -> str:
    """A key by which texts sort in dictionary order: signs, digits, Bengali, then other scripts by code point.

    Takes any string and raises nothing. Keys compare by code point, so they can be stored and sorted in a database
    column with a binary collation. Only texts of equal NFC have equal keys.
    """
    letters = fold(text)
    for written, sorted_as in _SORTED_AS:
        letters = letters.replace(written, sorted_as)
    return "".join(map(_weight, letters)) + _END + nfc(text)


def _weight(letter: str) -> str:
    known = _WEIGHTS.get(letter)
    if known:
        return known
    kind = unicodedata.category(letter)[0]
    return {"L": _OTHER_LETTER, "M": _OTHER_LETTER, "N": _DIGIT}.get(kind, _SIGN) + letter


def in_running_text(title: str) -> str:
    """Return the title as it stands where words go on behind it: without the colon, ঃ, danda or star it ends in."""
    return title.rstrip(" \n:ঃ।*")
