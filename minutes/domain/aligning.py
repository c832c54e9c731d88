"""Two sequences beside each other: what stands in both, what was put in and taken out, what stayed in its order.

Everything here is bounded, whatever the sequences hold: somebody waits for the page.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TypeVar

T = TypeVar("T")
Pair = tuple[int, int]

# A stretch with nothing that stands once in both is compared each with each up to so many pairs, else taken as another.
SMALL = 5_000
DEEPEST = 30
# Two paragraphs, rows or decisions are the same one, changed, where they share so much of their words.
ALIKE = 0.4


def matched(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[Pair]:
    """The places of what stands in both, rising in both.

    What stands once in each holds the two together (as in the patience diff), which people read more easily than the
    shortest difference, and which takes no longer for a long text than its length.
    """
    return list(_matched(before, after, (0, len(before)), (0, len(after)), DEEPEST))


def rising(pairs: Sequence[Pair]) -> list[Pair]:
    """The longest choice of `pairs`, which rise in their first places, that rises in the second ones too."""
    ends: list[int] = []  # the lowest second place that a choice of each length ends in
    last: list[int] = []  # and where in `pairs` it stands
    came_from: dict[int, int | None] = {}
    for index, (_first, second) in enumerate(pairs):
        length = bisect_left(ends, second)
        came_from[index] = last[length - 1] if length else None
        ends[length:], last[length:] = [second, *ends[length + 1 :]], [index, *last[length + 1 :]]
    chosen = []
    at = last[-1] if last else None
    while at is not None:
        chosen.append(pairs[at])
        at = came_from[at]
    return chosen[::-1]


def aligned(
    before: Sequence[T], after: Sequence[T], words: Callable[[T], Collection[str]]
) -> Iterator[tuple[T | None, T | None]]:
    """Each thing of `before` beside the one of `after` that it stayed or became; None where there is none.

    `words`: what a thing is known by, once it was changed.
    """
    old, new = [_by_words(each, words) for each in before], [_by_words(each, words) for each in after]
    pairs = [*matched([each[0] for each in old], [each[0] for each in new]), (len(old), len(new))]
    i = j = 0
    for end_i, end_j in pairs:
        for at_i, at_j in _likened([each[1] for each in old[i:end_i]], [each[1] for each in new[j:end_j]]):
            yield (None if at_i is None else before[i + at_i]), (None if at_j is None else after[j + at_j])
        if end_i < len(old):
            yield before[end_i], after[end_j]
        i, j = end_i + 1, end_j + 1


def _by_words(thing: T, words: Callable[[T], Collection[str]]) -> tuple[tuple[str, ...], frozenset[str]]:
    found = tuple(words(thing))
    return found, frozenset(word for word in found if not word.isspace())


def _matched(before: Sequence[Hashable], after: Sequence[Hashable], a: Pair, b: Pair, depth: int) -> Iterator[Pair]:
    """The matches of before[a] and after[b]: equal ends first, then between what stands once in both."""
    (i, i_end), (j, j_end) = a, b
    while i < i_end and j < j_end and before[i] == after[j]:
        yield i, j
        i, j = i + 1, j + 1
    tail = 0
    while i < i_end - tail and j < j_end - tail and before[i_end - tail - 1] == after[j_end - tail - 1]:
        tail += 1
    i_end, j_end = i_end - tail, j_end - tail
    if i < i_end and j < j_end:
        anchors = _once_in_both(before, after, (i, i_end), (j, j_end)) if depth else []
        if anchors:
            for at_i, at_j in [*anchors, (i_end, j_end)]:
                yield from _matched(before, after, (i, at_i), (j, at_j), depth - 1)
                if at_i < i_end:
                    yield at_i, at_j
                i, j = at_i + 1, at_j + 1
        elif (i_end - i) * (j_end - j) <= SMALL:
            blocks = SequenceMatcher(None, before[i:i_end], after[j:j_end], autojunk=False).get_matching_blocks()
            yield from ((i + block.a + n, j + block.b + n) for block in blocks for n in range(block.size))
    yield from ((i_end + n, j_end + n) for n in range(tail))


def _once_in_both(before: Sequence[Hashable], after: Sequence[Hashable], a: Pair, b: Pair) -> list[Pair]:
    old, new = Counter(before[slice(*a)]), Counter(after[slice(*b)])
    places = {after[j]: j for j in range(*b)}
    return rising([(i, places[before[i]]) for i in range(*a) if old[before[i]] == 1 == new[before[i]]])


def _likened(
    before: Sequence[frozenset[str]], after: Sequence[frozenset[str]]
) -> Iterator[tuple[int | None, int | None]]:
    """Pairs of places in order, of those most alike; what is like nothing on the other side stands alone."""
    rows, columns = len(before), len(after)
    if rows * columns > SMALL:
        yield from zip_longest(range(rows), range(columns))
        return
    gained = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for j in range(columns - 1, -1, -1):
            paired = _likeness(before[i], after[j])
            with_both = gained[i + 1][j + 1] + paired if paired >= ALIKE else 0.0
            gained[i][j] = max(with_both, gained[i + 1][j], gained[i][j + 1])
    i = j = 0
    while i < rows or j < columns:
        if i < rows and (j == columns or gained[i][j] == gained[i + 1][j]):
            yield i, None
            i += 1
        elif j < columns and (i == rows or gained[i][j] == gained[i][j + 1]):
            yield None, j
            j += 1
        else:
            yield i, j
            i, j = i + 1, j + 1


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """From 0 to 1; two things without a word are alike."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 1.0
