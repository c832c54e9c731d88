"""What the glyphs of the Bijoy fonts (SutonnyMJ and its kin) are, and how those of a word are put in Unicode's order.

A Bijoy text holds glyphs as they stand on paper, under the code points of Windows-1252: ি ে ৈ stand before their
consonants, reph stands behind, a conjunct is one glyph or is put together of pieces. Where keyboards or editions of the
fonts differ, every form is known; where one code point means two glyphs, its neighbours tell which.
"""

from __future__ import annotations

import re

from bangla.text import nfc


def _table(pairs: str) -> dict[str, str]:
    """`pairs`: glyph and Unicode by turns."""
    signs = pairs.split()
    return dict(zip(signs[::2], map(nfc, signs[1::2]), strict=True))


# What stands by itself: vowels, consonants, and the conjuncts that have a glyph of their own.
WHOLE = _table(
    "A অ B ই C ঈ D উ E ঊ F ঋ G এ H ঐ I ও J ঔ "
    "K ক L খ M গ N ঘ O ঙ P চ Q ছ R জ S ঝ T ঞ U ট V ঠ W ড X ঢ Y ণ Z ত _ থ ` দ a ধ b ন "
    "c প d ফ e ব f ভ g ম h য i র j ল k শ l ষ m স n হ o ড় p ঢ় q য় r ৎ "
    "° ক্ক ± ক্ট ² ক্ষ্ম ³ ক্ত ´ ক্ম µ ক্র ¶ ক্ষ ÿ ক্ষ · ক্স ¹ গ্গ º গ্দ » গ্ধ ¼ ঙ্ক ½ ঙ্গ "
    "¾ জ্জ À জ্ঝ Á জ্ঞ Â ঞ্চ Ã ঞ্ছ Ä ঞ্জ Å ঞ্ঝ Æ ট্ট Ç ড্ড È ণ্ট É ণ্ঠ Ê ণ্ড Ð ণ্ড "
    "Ë ত্ত Ì ত্থ Î ত্র Ï দ্দ × দ্ধ Ø দ্ব Ù দ্ম Ú ন্ঠ Û ন্ড Ü ন্ধ Ý ন্স "
    "Þ প্ট ß প্ত à প্প á প্স â ব্জ ã ব্দ ä ব্ধ å ভ্র ç ম্ফ é ল্ক ê ল্গ ë ল্ট ì ল্ড í ল্প î ল্ফ "
    "ð শ্চ ñ শ্ছ ò ষ্ণ ó ষ্ট ô ষ্ঠ õ ষ্ফ ö স্খ ÷ স্ট ù স্ফ ý হ্ন þ হ্ম"
)
# The first piece of a conjunct, its hasanta included.
HALF = _table("• ঙ্ ” চ্ ˜ দ্ ™ দ্ š ন্ › ন্ ¤ ম্ ® ষ্ ¯ স্")
# A later piece of a conjunct, below or behind what is there.
BELOW = _table("‹ ্ক Œ ্ক্র — ্ত ¿ ্ত্র ’ ্থ è ্ণ œ ্ন ú ্প ^ ্ব ¡ ্ব ¦ ্ব Ÿ ্ব ¢ ্ভ £ ্ভ্র ¥ ্ম § ্ম ¨ ্য ª ্র « ্র Ö ্র ¬ ্ল \xad ্ল \u2212 ্ল")
BEFORE = _table("w ি † ে ‡ ে ˆ ৈ ‰ ৈ")
AFTER = _table("v া x ী y ু z ু “ ু – ু ~ ূ ‚ ূ ƒ ূ „ ৃ … ৃ Š ৗ")
SIGNS = _table("s ং t ঃ u ঁ")
# Glyphs that hold their vowel sign.
WITH_VOWEL = {"¸": "My", "ï": "ky", "û": "ny", "ü": "n„", "‘": "—y"}
REPH, HASANTA = "©", "&"
# One code point, two glyphs, by the edition of the font: (as a piece of the syllable, by itself).
EITHER = {"Í": ("—", "ত্ম"), "æ": ("y", "ম্ন"), "ø": ("¬", "স্ন")}

MARKS = {**_table("| । \\ ॥ $ ৳ Ò “ Ó ” Ô ‘ Õ ’ Ð – Ñ —"), **dict(zip("0123456789", "০১২৩৪৫৬৭৮৯", strict=True))}
"""What stands between words."""

LETTERS = "".join(
    letter
    for letter in (*WHOLE, *HALF, *BELOW, *BEFORE, *AFTER, *SIGNS, *WITH_VOWEL, *EITHER, REPH, HASANTA)
    if letter not in "•”—’‘“–"
)
"""The code points that are glyphs of words wherever they stand."""

# The rest are quotation marks, dashes and bullets too: glyphs beside certain others alone.
_AFTER_RA_OR_LA = r"iªÖ«åµÎ¿£Œ¬ø\xad\u2212"
IN_PLACE = rf"(?:(?<=[š¯])[—’‘]|(?<=[{_AFTER_RA_OR_LA}])“|(?<=[op])–|”(?=[PQT])|•(?=[KLMNg¶ÿµ]))"
"""A pattern of the others, where they are glyphs."""

# Windows-1252 as the clipboard hands it on: as the codes 0x80 to 0x9f themselves, or in Word's private range.
_AS_LATIN = {code: bytes([code]).decode("cp1252") for code in range(0x80, 0xA0) if code not in b"\x81\x8d\x8f\x90\x9d"}
_AS_LATIN |= {0xF000 + code: _AS_LATIN.get(code, chr(code)) for code in range(0x20, 0x100)}

_UNNEEDED_BREAK = re.compile("\u200c(?![যরব])")


def as_latin(text: str) -> str:
    """`text` with the code points that stand in for those of Windows-1252 replaced by them; of the same length."""
    return text.translate(_AS_LATIN)


class _Syllable:
    """The glyphs of a syllable, in whatever order they were typed."""

    def __init__(self, before: str = "") -> None:
        self.before = before
        self.cluster = self.vowel = self.reph = self.signs = ""

    @property
    def is_open(self) -> bool:
        """Whether the cluster waits for its next consonant."""
        return self.cluster.endswith(("্", "্\u200c"))

    def __str__(self) -> str:
        cluster = self.reph + self.cluster
        if cluster == "র্ই":
            cluster = "ঈ"  # the glyph of ঈ is put together thus on many keyboards
        if cluster.startswith("র্য") and not self.reph:
            cluster = "র\u200d" + cluster[1:]  # র with ya-phala, as in র‍্যালি: without the joiner it would be a reph
        return cluster + self.before + self.vowel + self.signs


def decode(word: str) -> str:
    """The Unicode text, in NFC, of a word of Bijoy glyphs. What is no glyph comes back as it is."""
    syllables = [_Syllable()]
    for glyph in word:
        _add(syllables, glyph)
    text = "".join(map(str, syllables)).replace("অা", "আ")
    return nfc(_UNNEEDED_BREAK.sub("", text))


def _add(syllables: list[_Syllable], glyph: str) -> None:
    last = syllables[-1]
    if glyph in EITHER:
        piece, whole = EITHER[glyph]
        fits = last.is_open if glyph == "Í" else last.cluster and not last.vowel
        glyph, own = (piece, "") if fits and not (glyph == "æ" and last.before) else ("", whole)
    else:
        own = WHOLE.get(glyph, "")
    if own or glyph in HALF:
        if last.vowel or last.signs or (last.cluster and not last.is_open):
            syllables.append(last := _Syllable())
        last.cluster += own or HALF[glyph]
    elif glyph in WITH_VOWEL:
        for each in WITH_VOWEL[glyph]:
            _add(syllables, each)
    elif glyph in BELOW:
        # After a hasanta that was typed by itself, a piece's own is one too many.
        last.cluster = last.cluster.rstrip("\u200c") + BELOW[glyph][last.is_open :]
    elif glyph in BEFORE:
        syllables.append(_Syllable(BEFORE[glyph]))
    elif glyph in AFTER and not (glyph == "…" and (last.before or last.vowel)):  # else it is an ellipsis
        last.vowel += AFTER[glyph]
    elif glyph in SIGNS:
        last.signs += SIGNS[glyph]
    elif glyph == REPH:
        last.reph = "র্"
    elif glyph == HASANTA:
        last.cluster += "্\u200c"
    else:
        syllables.extend((literal := _Syllable(), _Syllable()))
        literal.signs = glyph
