import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangla.lookup import beginning, folded, spread
from bangla.text import fold

WORDS = st.lists(st.text("কখগঘািুয়ড়১২ab\u200d", min_size=1, max_size=6).filter(fold), min_size=1, max_size=5)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("উপ", True),
        ("অফি", True),
        ("অফি নির্বা", True),  # whatever order
        ("(উপজেলা)", True),
        ("নদী ৫", True),
        ("নদী 5", True),
        ("", True),
        (" । ", True),
        ("জেলা", False),  # in the middle of a word
        ("উপ জেলা", False),
        ("উপ কর্মচারী", False),
    ],
)
def test_words_begin_with_what_was_typed(typed, found):
    assert beginning(typed)(spread("উপজেলা নির্বাহী অফিসার, নদীপুর (৫)")) is found


def test_letters_are_the_same_however_they_were_typed():
    assert beginning("বিদ্যালয়")(spread("বিদ্যাল\u09df"))
    assert beginning("সিদ্ধান্ত")(spread("সিদ্\u200dধান্ত"))


@given(WORDS, st.data())
def test_the_beginnings_of_any_words_find_the_text(words, data):
    typed = [word[: data.draw(st.integers(1, len(word)))] for word in data.draw(st.permutations(words))]
    whole = spread(", ".join(words))
    assert beginning(" ".join(typed))(whole)


@given(st.text(), st.text())
def test_any_text_is_looked_for_in_any_other(typed, text):
    beginning(typed)(spread(text))
    assert folded(text) == fold(text)
    assert beginning(text)(spread(text))
