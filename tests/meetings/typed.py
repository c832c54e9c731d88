"""What people type, and what must come back of it."""

from __future__ import annotations

import unicodedata

from hypothesis import strategies as st

from documents import fonts

ODD = (
    "\x00\x01\t\x0b\x0c\r\n\x1c\x1f\x85\u2028\u2029\u200c\u200d\ufeff\ufffe\uffff\U0001fffe\U0010ffff\u0338\u09bc<>&;/"
)
BENGALI = "কখড়ঢ়য়ািোৌ্ংঃঁ০১২৩৪৫৬৭৮৯।"
TEXT = st.one_of(
    st.text(),
    st.text(st.characters(max_codepoint=0x9FE).filter(lambda character: not fonts.unprintable(character))),
    st.text(st.sampled_from(ODD + BENGALI + " abc")),
    st.lists(
        st.sampled_from(["<br>", "<strong>", "</strong>", "<ul>", "<li>", "<table>", "<tr>", "<td>", "</td>", "</tr>"])
        | st.sampled_from(["</table>", "<table><tr><td>", "</td></tr></table>", "ক", "\n", " ", "&amp;", "&#0;"])
    ).map("".join),
)


def lines(text: str) -> list[str]:
    """What must come back of `text`: its lines in NFC, the characters that are no text as spaces, empty lines gone."""
    kept = "".join(" " if is_no_text(c) else c for line in text.splitlines(keepends=True) for c in broken(line))
    return [line for line in map(str.strip, unicodedata.normalize("NFC", kept).split("\n")) if line]


def broken(line: str) -> str:
    """The line with its end, whatever kind it is of, as a plain one."""
    bare = line.splitlines()[0]
    return bare if bare == line else bare + "\n"


def is_no_text(character: str) -> bool:
    return (unicodedata.category(character) in ("Cc", "Cs") and character != "\n") or ord(character) & 0xFFFE == 0xFFFE
