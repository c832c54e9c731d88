import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangla.numbers import LARGEST, with_words, words

# As the Textbook Board's first mathematics book spells them.
TO_99 = " ".join(
    (
        "শূন্য এক দুই তিন চার পাঁচ ছয় সাত আট নয়",
        "দশ এগারো বারো তেরো চৌদ্দ পনেরো ষোলো সতেরো আঠারো উনিশ",
        "বিশ একুশ বাইশ তেইশ চব্বিশ পঁচিশ ছাব্বিশ সাতাশ আটাশ ঊনত্রিশ",
        "ত্রিশ একত্রিশ বত্রিশ তেত্রিশ চৌত্রিশ পঁয়ত্রিশ ছত্রিশ সাঁইত্রিশ আটত্রিশ ঊনচল্লিশ",
        "চল্লিশ একচল্লিশ বিয়াল্লিশ তেতাল্লিশ চুয়াল্লিশ পঁয়তাল্লিশ ছেচল্লিশ সাতচল্লিশ আটচল্লিশ ঊনপঞ্চাশ",
        "পঞ্চাশ একান্ন বায়ান্ন তিপ্পান্ন চুয়ান্ন পঞ্চান্ন ছাপ্পান্ন সাতান্ন আটান্ন ঊনষাট",
        "ষাট একষট্টি বাষট্টি তেষট্টি চৌষট্টি পঁয়ষট্টি ছেষট্টি সাতষট্টি আটষট্টি ঊনসত্তর",
        "সত্তর একাত্তর বাহাত্তর তিয়াত্তর চুয়াত্তর পঁচাত্তর ছিয়াত্তর সাতাত্তর আটাত্তর ঊনআশি",
        "আশি একাশি বিরাশি তিরাশি চুরাশি পঁচাশি ছিয়াশি সাতাশি আটাশি ঊননব্বই",
        "নব্বই একানব্বই বিরানব্বই তিরানব্বই চুরানব্বই পঁচানব্বই ছিয়ানব্বই সাতানব্বই আটানব্বই নিরানব্বই",
    )
).split()

VALUES = {word: number for number, word in enumerate(TO_99)}
SCALES = {"হাজার": 10**3, "লক্ষ": 10**5}


def read(text):
    """The number said by `text`: an independent reader of the words under test."""
    crores, _, rest = text.rpartition("কোটি")
    total, pending = 0, 0
    for word in rest.split():
        if word in SCALES:
            total, pending = total + pending * SCALES[word], 0
        elif word.endswith("শত"):
            pending += VALUES[word.removesuffix("শত")] * 100
        else:
            pending += VALUES[word]
    return (read(crores) * 10**7 if crores else 0) + total + pending


def test_every_number_below_a_hundred():
    assert [words(number) for number in range(100)] == [unicodedata.normalize("NFC", word) for word in TO_99]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (100, "একশত"),
        (101, "একশত এক"),
        (999, "নয়শত নিরানব্বই"),
        (1000, "এক হাজার"),
        (1250, "এক হাজার দুইশত পঞ্চাশ"),
        (100_000, "এক লক্ষ"),
        (2_035_044, "বিশ লক্ষ পঁয়ত্রিশ হাজার চুয়াল্লিশ"),
        (10**7, "এক কোটি"),
        (99_99_99_999, "নিরানব্বই কোটি নিরানব্বই লক্ষ নিরানব্বই হাজার নয়শত নিরানব্বই"),
        (123_45_67_89_012, "বারো হাজার তিনশত পঁয়তাল্লিশ কোটি সাতষট্টি লক্ষ ঊননব্বই হাজার বারো"),
    ],
)
def test_hundreds_and_above(number, said):
    assert words(number) == unicodedata.normalize("NFC", said)


@given(st.integers(0, LARGEST))
def test_words_say_their_number_and_no_other(number):
    assert read(words(number)) == number


def test_no_two_numbers_share_their_words():
    assert len({words(number) for number in range(20_000)}) == 20_000


@pytest.mark.parametrize("number", [-1, LARGEST + 1])
def test_out_of_bounds(number):
    with pytest.raises(ValueError, match=str(number)):
        words(number)


def test_with_words():
    assert with_words(31) == "৩১ (একত্রিশ)"
    assert with_words(7, width=2) == "০৭ (সাত)"
    assert with_words(120, width=2) == "১২০ (একশত বিশ)"
