"""Headings that number themselves: which begin with a number, and that a number is all that changes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangla.headings import in_order, next_number, number_of, renumbered

HEADINGS = st.lists(
    st.one_of(
        st.text(st.sampled_from("কখ ০১২৯019.।) ("), max_size=8),
        st.tuples(st.sampled_from(["১. ", "০২।", "9) ", " ১০ . ", "12.", ""]), st.text(max_size=5)).map("".join),
    ),
    max_size=6,
)


@pytest.mark.parametrize(
    ("heading", "number"),
    [
        ("১. আলোচনা", 1),
        ("০৪। সিদ্ধান্ত", 4),
        ("2) Decisions", 2),
        ("১২.আলোচনা", 12),
        ("৩ . আলোচনা", 3),
        (" ৫. আলোচনা", 5),
        ("১. ২০২৪ সালের কাজ", 1),
        ("৬.", 6),
        ("", None),
        ("আলোচনা ১.", None),
        ("২.১ আলোচনা", None),
        ("২০২৪। সালের কাজ", None),
        ("১২.০৩.২০২৪ তারিখের সভা", None),
        ("১২ জন", None),
        ("(১) আলোচনা", None),
        ("১2. আলোচনা", None),
        ("ক. আলোচনা", None),
    ],
)
def test_the_number_that_a_heading_begins_with(heading: str, number: int | None) -> None:
    assert number_of(heading) == number


@pytest.mark.parametrize(
    ("headings", "first", "expected"),
    [
        (["১. ক", "১. খ"], 1, ["১. ক", "২. খ"]),
        (["৩. ক", "", "খ", "১. গ"], 2, ["২. ক", "", "খ", "৩. গ"]),
        (["০৯। ক", "১০। খ"], 9, ["০৯। ক", "১০। খ"]),
        (["১০। ক", "০৯। খ"], 9, ["০৯। ক", "১০। খ"]),
        (["10) a", "9) b"], 9, ["9) a", "10) b"]),
        (["১. ক", "2) b"], 1, ["১. ক", "2) b"]),
        (["২.১ ক", "১২.০৩.২০২৪"], 1, ["২.১ ক", "১২.০৩.২০২৪"]),
    ],
)
def test_numbered_headings_are_counted_in_their_own_style(headings: list[str], first: int, expected: list[str]) -> None:
    assert renumbered(headings, first) == expected


@pytest.mark.parametrize(
    ("headings", "number"),
    [([], ""), (["ক", ""], ""), (["১. ক"], "২."), (["০৪। ক", "খ"], "০৫।"), (["9) a"], "10)"), (["০৯. ক"], "১০.")],
)
def test_the_next_number_follows_the_last_in_its_style(headings: list[str], number: str) -> None:
    assert next_number(headings) == number


@pytest.mark.parametrize(
    ("headings", "ordered"),
    [([], True), (["ক"], True), (["২. ক", "খ", "৩. গ"], True), (["১. ক", "৩. খ"], False), (["২. ক", "১. খ"], False)],
)
def test_order_begins_at_any_number_and_passes_over_headings_without_one(headings: list[str], ordered: bool) -> None:
    assert in_order(headings) is ordered


@given(HEADINGS, st.integers(1, 60))
def test_nothing_but_the_numbers_changes(headings: list[str], first: int) -> None:
    after = renumbered(headings, first)
    assert in_order(after)
    assert [bare(heading) for heading in after] == [bare(heading) for heading in headings]
    assert renumbered(after, first) == after


def bare(heading: str) -> str:
    """The heading without the number it begins with."""
    return heading if number_of(heading) is None else re.sub(r"[0-9০-৯]+", "", heading, count=1)
