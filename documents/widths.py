"""How wide a table's columns should be, from what stands in them.

The widths are whole percents, so that a page with a strict content security policy can carry them as classes (`w1` to
`w100` in minutes.css), and so that the PDF needs no second pass over the cells to find them.
"""

import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise, zip_longest
from math import ceil

# Sizes are in letters of the table's type. Measured: 80 of them fill the line between the margins of A4.
LINE = 80.0
TEXT_LINE = 73.0  # the same in the size of the text outside of tables
LONG_TEXT_LINE = 110.0  # the same on paper turned sideways
LABEL_GAP = 2.0
COLON = 3  # percent
TITLE_SIZE = 1.2  # a title's letters beside the text's: larger and bold
TITLE_SLACK = 8  # percent; a line ends before a word that does not fit
SIGNATURE = 40, 70  # percent, the least and the most: the way to verify stands beside it
PADDING = 3.0  # what a cell's padding and border take, and the heading's bolder type
LONGEST_WORD = 16.0  # a longer word may break
VOWEL_SIGN = 0.6  # a sign that stands beside its consonant
JOINED = 0.2  # what a consonant adds to the conjunct it is joined to
SPACE = 0.45
HASANTA = "\u09cd"
# A column of much text should be wider, but less than in proportion: rows get even without starving the short columns.
EVENNESS = 0.75


def shares(columns: Sequence[Sequence[str]], needed: Sequence[float] = (), line: float = LINE) -> list[int]:
    """Return each column's share of the table's width in whole percents, 100 in sum for up to a hundred columns.

    `columns` holds the plain texts of each column, its heading first. Every column gets the room of its longest word,
    and what else it needs (letters, for each column), as far as the `line` of the table allows; the rest is shared by
    the amount of text.
    """
    least = [max(pair) for pair in zip_longest(map(least_room, columns), needed, fillvalue=0.0)]
    amount = [sum(map(letters, texts)) ** EVENNESS for texts in columns]
    spare = max(0.0, line - sum(least))
    total = sum(amount) or 1.0
    wanted = [room + spare * part / total for room, part in zip(least, amount, strict=True)]
    return _percents(wanted)


def label_shares(labels: Sequence[str], line: float = TEXT_LINE) -> tuple[int, int, int]:
    """Return the shares of labels, of the colon behind them and of their values, in a block of the text's own type."""
    label = min(45, ceil((max(map(letters, labels), default=0.0) + LABEL_GAP) * 100 / line))
    return label, COLON, 100 - label - COLON


def title_share(text: str, line: float = TEXT_LINE) -> int:
    """Return the share of the page that sets a title in lines of about equal length, 100 for one of a single line.

    `line`: how many letters of text the page is wide.
    """
    room = max(letters(line) for line in f"{text}\n".split("\n")) * TITLE_SIZE
    lines = ceil(room / line)
    return 100 if lines <= 1 else min(100, ceil(room / lines * 100 / line) + TITLE_SLACK)


def signature_share(lines: Sequence[str]) -> int:
    """Return the share of the page for the lines of a signature block: as wide as the longest, within bounds."""
    longest = max((letters(part) for line in lines for part in line.split("\n")), default=0.0)
    return max(SIGNATURE[0], min(SIGNATURE[1], ceil((longest + LABEL_GAP) * 100 / TEXT_LINE)))


def least_room(texts: Sequence[str]) -> float:
    """Return the least width, in letters, of a column that holds the texts: that of their longest word."""
    return max(map(_longest_word, texts), default=0.0) + PADDING


def room(share: int, line: float = LINE) -> float:
    """Return how many letters a line of a column has that takes this share of a table of that width."""
    return max(1.0, line * share / 100 - PADDING)


def line_count(texts: Sequence[str], share: int, line: float = LINE) -> int:
    """Return about how many lines the texts, each beginning its own, take in a column of that share of the table."""
    width = room(share, line)
    return sum(ceil(letters(part) / width) for text in texts for part in text.split("\n"))


def letters(text: str) -> float:
    """Return how much room the text takes on a line, in letters."""
    words = text.split(" ")
    return sum(map(_letters, words)) + SPACE * (len(words) - 1)


def _percents(wanted: Sequence[float]) -> list[int]:
    """Return the sizes as whole percents of their sum, rounded by largest remainder."""
    exact = [size * 100 / sum(wanted) for size in wanted]
    result = [max(1, int(size)) for size in exact]
    by_remainder = sorted(range(len(exact)), key=lambda number: int(exact[number]) - exact[number])
    for number in by_remainder[: max(0, 100 - sum(result))]:
        result[number] += 1
    return result


def _longest_word(text: str) -> float:
    return min(LONGEST_WORD, max(map(letters, text.split()), default=0.0))


@lru_cache(maxsize=16384)
def _letters(word: str) -> float:
    """The same of a word; minutes say few words many times."""
    return sum(_room(character, before) for before, character in pairwise(f" {word}"))


def _room(character: str, before: str) -> float:
    if character == " ":
        return SPACE
    match unicodedata.category(character):
        case "Mn" | "Me" | "Cf":
            return 0.0
        case "Mc":
            return VOWEL_SIGN
    return JOINED if before == HASANTA else 1.0
