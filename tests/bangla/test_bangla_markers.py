import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangla.markers import DRESSES, STYLES, bare, digit, dress, letter, mark, roman, serial, unmarked

PRINTED = {
    "none": ["", "", ""],
    "dash": ["-", "-", "-"],
    "bangla-digits": ["১.", "২.", "১০."],
    "bangla-paren": ["১)", "২)", "১০)"],
    "bangla-danda": ["১।", "২।", "১০।"],
    "bangla-brackets": ["(১)", "(২)", "(১০)"],
    "bangla-letters": ["(ক)", "(খ)", "(ঞ)"],
    "roman": ["i)", "ii)", "x)"],
}


@pytest.mark.parametrize(("style", "printed"), PRINTED.items())
def test_printed_markers(style, printed):
    assert [mark(style, n) for n in (1, 2, 10)] == printed


def test_every_style_is_known_to_the_test_above():
    assert set(STYLES) == set(DRESSES) == set(PRINTED)


def test_letters_run_through_the_alphabet_and_double_after_it():
    assert "".join(map(letter, range(1, 33))) == "কখগঘঙচছজঝঞটঠডঢণতথদধনপফবভমযরলশষসহ"
    assert [letter(33), letter(34), letter(64), letter(65)] == ["কক", "খখ", "হহ", "ককক"]


@pytest.mark.parametrize(
    ("n", "numeral"),
    [(3, "iii"), (4, "iv"), (9, "ix"), (14, "xiv"), (49, "xlix"), (1994, "mcmxciv"), (3999, "mmmcmxcix")],
)
def test_roman_numerals(n, numeral):
    assert roman(n) == numeral


@pytest.mark.parametrize("style", [style for style in STYLES if style not in ("none", "dash")])
def test_no_two_items_share_a_marker(style):
    assert len({mark(style, n) for n in range(1, 500)}) == 499


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("n", [0, -1])
def test_items_are_counted_from_one(style, n):
    with pytest.raises(ValueError, match=str(n)):
        mark(style, n)


def test_roman_numerals_end():
    with pytest.raises(ValueError, match="4000"):
        roman(4000)


def test_unknown_styles():
    with pytest.raises(KeyError):
        mark("greek", 1)
    with pytest.raises(KeyError):
        serial("greek", 1)


def test_a_stored_marker_is_dressed_and_an_empty_one_is_not():
    assert dress("bangla-letters", "গ") == "(গ)"
    assert dress("bangla-letters", "") == ""


@pytest.mark.parametrize(
    ("style", "n", "prefix", "printed"),
    [
        ("plain", 1, "", "১"),
        ("plain", 10, "", "১০"),
        ("two-digits", 1, "", "০১"),
        ("two-digits", 12, "", "১২"),
        ("two-digits", 100, "", "১০০"),
        ("plain", 1, "২", "২.১"),
        ("plain", 7, "২.", "২.৭"),
        ("plain", 7, "2", "২.৭"),
        ("two-digits", 3, "০৪।", "০৪.০৩"),
    ],
)
def test_row_serials(style, n, prefix, printed):
    assert serial(style, n, prefix) == printed


@given(st.integers(1), st.integers(0, 12))
def test_digits_are_padded_and_never_cut(n, width):
    printed = digit(n, width)
    assert len(printed) == max(width, len(str(n)))
    assert printed.lstrip("০") == digit(n)


@pytest.mark.parametrize("style", sorted(set(STYLES) - {"none"}))
def test_lines_that_bear_their_markers_in_order_lose_them(style):
    lines = ["জেলা প্রশাসক", "পুলিশ সুপার", "সিভিল সার্জন"]
    for between in ("", " ", "\t"):
        assert unmarked([f"{mark(style, n)}{between}{line}" for n, line in enumerate(lines, 1)]) == lines


@pytest.mark.parametrize(
    "lines",
    [
        ["(ক) একজন"],
        ["(ক) একজন", "অন্যজন"],
        ["(খ) একজন", "(ক) অন্যজন"],
        ["(ক) একজন", "২। অন্যজন"],
        ["(ক)", "(খ)"],
        ["২ জন", "৩ জন"],
        ["১.৫ মেগাওয়াট", "২.৫ মেগাওয়াট"],
        ["-১ নং ওয়ার্ড", "-২ নং ওয়ার্ড"],
        ["(১) নং ওয়ার্ড", "(২) নং ওয়ার্ড"],
    ],
)
def test_other_lines_stay_as_they_are(lines):
    assert unmarked(lines) == lines


MARKED = "১. ক খ|১২। ক খ|(৩) ক খ|1) ক খ|ক) ক খ|(গ)ক খ|ii) ক খ|A) ক খ|— ক খ|•\tক খ|- ক খ|  ১.  ক খ"


@pytest.mark.parametrize("marked", MARKED.split("|"))
def test_a_text_stands_bare_without_the_marker_that_it_begins_with(marked: str) -> None:
    assert bare(marked) == "ক খ"


@pytest.mark.parametrize("text", ["", "ক খ", "১২ ক", "১০০. ক", "কখ) ক", "জেলা (১) ক"])
def test_what_begins_with_no_marker_is_bare(text: str) -> None:
    assert bare(text) == text
