import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangla.text import fold, nfc, sort_key

ANY_TEXT = (
    st.text()
    | st.text(alphabet=st.characters(exclude_categories=()))
    | st.text(alphabet="কখতয়ড়ৎ্\u200d\u200cািোৌংঁঃ ০9aB")
)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("সম\u09df", "সম\u09af\u09bc"),
        ("গা\u09dcি", "গা\u09a1\u09bcি"),
        ("আষা\u09dd", "আষা\u09a2\u09bc"),
        ("ক\u09c7\u09be", "ক\u09cb"),
        ("ক\u09c7\u09d7", "ক\u09cc"),
        ("র\u200d\u09cd\u09afাব", "র\u200d\u09cd\u09afাব"),
    ],
)
def test_stored_form(typed, stored):
    assert nfc(typed) == stored


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("সম\u09df", "সম\u09af\u09bc"),
        ("গা\u09dcি", "গা\u09a1\u09bcি"),
        ("আষা\u09dd", "আষা\u09a2\u09bc"),
        ("ক\u09c7\u200c\u09be", "কো"),
        ("র\u200d\u09cd\u09afাব", "র\u09cd\u09afাব"),
        ("উদ্\u200cযাপন", "উদ্যাপন"),
        ("সৎ", "সত\u09cd\u200d"),
        ("Zoom", "ZOOM"),
        ("২০২৪", "2024"),
        ("  জেলা \t\n আইসিটি\u00a0কমিটি ", "জেলা আইসিটি কমিটি"),
        ("\ufeffসভা", "সভা"),
    ],
)
def test_spellings_found_by_one_search(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("মোঃ", "মো:"),
        ("বিতরণঃ", "বিতরণ"),
        ("খ্রিষ্টাব্দ", "খ্রিস্টাব্দ"),
        ("কাজ", "কাঁজ"),
        ("ডাল", "ড়াল"),
        ("দিন", "দীন"),
        ("সৎ", "সত"),
        ("জেলা কমিটি", "জেলাকমিটি"),
    ],
)
def test_different_letters_stay_apart(one, other):
    assert fold(one) != fold(other)


@given(ANY_TEXT)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(ANY_TEXT)
def test_all_normal_forms_fold_alike(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


# Each list is in dictionary order.
DICTIONARY = [
    "অ অং অঃ অঁ অক আ ই ঈ উ ঊ ঋ এ ঐ ও ঔ ক",
    "ক খ গ ঘ ঙ চ ছ জ ঝ ঞ ট ঠ ড ড় ঢ ঢ় ণ ত থ দ ধ ন প ফ ব ভ ম য য় র ল শ ষ স হ",
    "ক কই কং কঃ কঁ কক কহ কা কাই কাংস্য কাঁটা কাক কি কী কু কূ কৃ কে কৈ কো কৌ ক্ক ক্র ক্ষ খ",
    "উতলা উৎকট উত্তম উত্থান উৎপাত উদয়",
    "বরগুনা বরিশাল বাংলা বাঁশ বাগেরহাট বান্দরবান বিজয় ব্রাহ্মণবাড়িয়া ভোলা",
    "খাগড়াছড়ি খুলনা গাইবান্ধা গাজীপুর গোপালগঞ্জ চট্টগ্রাম চাঁদপুর চুয়াডাঙ্গা জামালপুর ঝালকাঠি",
]


@pytest.mark.parametrize("line", DICTIONARY)
def test_dictionary_order(line):
    words = line.split()
    shuffled = random.Random(7).sample(words, len(words))  # noqa: S311 - a fixed shuffle, no secret
    assert sorted(shuffled, key=sort_key) == words


def test_a_shorter_name_comes_before_the_names_it_begins():
    unordered = ["উপজেলাবাসী", "উপজেলা প্রকৌশলী", "উপজেলা", "উপজেলা নির্বাহী অফিসার"]
    assert sorted(unordered, key=sort_key) == [
        *("উপজেলা", "উপজেলা নির্বাহী অফিসার"),
        *("উপজেলা প্রকৌশলী", "উপজেলাবাসী"),
    ]


def test_digits_stand_before_bengali_and_bengali_before_latin():
    assert sorted(["Zoom", "সভা", "২য় সভা", "10", "-"], key=sort_key) == ["-", "10", "২য় সভা", "সভা", "Zoom"]


def test_both_forms_of_a_letter_sort_alike():
    assert sort_key("সম\u09df") == sort_key("সম\u09af\u09bc")


@given(ANY_TEXT, ANY_TEXT)
def test_only_the_same_text_has_the_same_key(one, other):
    assert (sort_key(one) == sort_key(other)) == (nfc(one) == nfc(other))


@given(st.lists(ANY_TEXT), st.randoms())
def test_the_order_does_not_depend_on_where_one_starts(texts, chance):
    stored = [nfc(text) for text in texts]
    shuffled = chance.sample(stored, len(stored))
    assert sorted(shuffled, key=sort_key) == sorted(stored, key=sort_key)
