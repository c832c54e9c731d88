import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bangla.memo import SCHEME_2010, SCHEME_2024, SCHEMES, Memo, MemoError, parse_memo, parse_prefix, scheme_of

OLD = ("56", "04", "9900", "000", "07", "002", "21")
NEW = ("56", "04", "9922", "000", "000", "07", "0002", "24")


@st.composite
def files(draw):
    scheme = draw(st.sampled_from(SCHEMES))
    return tuple(draw(st.text("0123456789", min_size=width, max_size=width)) for _, width in scheme.groups)


MEMOS = st.builds(Memo, files(), st.integers(1, 999_999_999), st.sampled_from([".", "-"]))


@pytest.mark.parametrize(
    ("text", "memo", "digits", "geographic"),
    [
        ("৫৬.০৪.৯৯০০.০০০.০৭.০০২.২১.৭", Memo(OLD, 7), 18, "9900"),
        ("৯৭.০৫.৯৯১১.০০০.৭১.০০২.২৪-৩৮", Memo(("97", "05", "9911", "000", "71", "002", "24"), 38, "-"), 18, "9911"),
        ("৫৬.০৪.৯৯২২.০০০.০০০.০৭.০০০২.২৪.৬", Memo(NEW, 6), 22, "9922"),
    ],
)
def test_numbers_of_both_schemes(text, memo, digits, geographic):
    assert parse_memo(text) == memo
    assert memo.printed() == text
    assert memo.scheme.digits == digits
    assert memo.geographic == geographic


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_groups_of_a_scheme_add_up_to_its_digits(scheme):
    assert sum(width for _, width in scheme.groups) == scheme.digits


def test_widths_of_the_groups():
    assert [width for _, width in SCHEME_2010.groups] == [2, 2, 4, 3, 2, 3, 2]
    assert [width for _, width in SCHEME_2024.groups] == [2, 2, 4, 3, 3, 2, 4, 2]
    assert (scheme_of(OLD), scheme_of(NEW)) == (SCHEME_2010, SCHEME_2024)


@pytest.mark.parametrize(
    "text",
    [
        "56.04.9900.000.07.002.21-7",
        " ৫৬.04.৯৯০০.০০০.০৭.০০২.২১ - ৭ ",
        "৫৬. ০৪ .৯৯০০.০০০.০৭.০০২.২১–৭",
        "৫৬.০৪.৯৯০০.০০০.০৭.০০২.২১-০০৭",
    ],
)
def test_typed_variants(text):
    assert parse_memo(text) == Memo(OLD, 7, "-")


@pytest.mark.parametrize(
    ("text", "args"),
    [
        ("", ("unreadable", "")),
        ("স্মারক", ("unreadable", "স্মারক")),
        ("৫৬.০৪.৯৯০০.০০০.০৭.০০২.২১.৭ক", ("unreadable", "৫৬.০৪.৯৯০০.০০০.০৭.০০২.২১.৭ক")),
        ("৫৬..৯৯০০.০০০.০৭.০০২.২১.৭", ("unreadable", "৫৬..৯৯০০.০০০.০৭.০০২.২১.৭")),
        ("৫৬-০৪-৯৯০০-০০০-০৭-০০২-২১-৭", ("unreadable", "৫৬-০৪-৯৯০০-০০০-০৭-০০২-২১-৭")),
        ("५६.०४.९९००.०००.०७.००२.२१.७", ("unreadable", "५६.०४.९९००.०००.०७.००२.२१.७")),
        ("৫৬.০৪.৯৯০০.৭", ("group-count", 3, (7, 8))),
        ("৫৬.০৪.৯৯০.০০০.০৭.০০২.২১.৭", ("group-width", 3, "geographic", "990", 4)),
        ("৫৬.০৪.৯৯২২.০০০.০০০.০৭.০০২.২৪.৬", ("group-width", 7, "file", "002", 4)),
        ("৫৬.০৪.৯৯০০.০০০.০৭.০০২.২০২১-৭", ("group-width", 7, "year", "2021", 2)),
        ("৫৬.০৪.৯৯০০.০০০.০৭.০০২.২১", ("no-serial", "৫৬.০৪.৯৯০০.০০০.০৭.০০২.২১")),
        ("৫৬.০৪.৯৯০০.০০০.০৭.০০২.২১-", ("no-serial", "৫৬.০৪.৯৯০০.০০০.০৭.০০২.২১-")),
        ("৫৬.০৪.৯৯২২.০০০.০০০.০৭.০০০২.২৪", ("no-serial", "৫৬.০৪.৯৯২২.০০০.০০০.০৭.০০০২.২৪")),
        ("৫৬.০৪.৯৯০০.০০০.০৭.০০২.২১.০", ("serial", "0")),
        ("৫৬.০৪.৯৯০০.০০০.০৭.০০২.২১.১২৩৪৫৬৭৮৯০", ("serial", "1234567890")),
    ],
)
def test_what_is_wrong_is_told(text, args):
    with pytest.raises(MemoError) as raised:
        parse_memo(text)
    assert raised.value.args == args
    assert raised.value.code == args[0]


@pytest.mark.parametrize(
    "text", ["৫৬.০৪.৯৯০০.০০০.০৭.০০২.২১", "56.04.9900.000.07.002.21.", " ৫৬.০৪.৯৯০০.০০০.০৭.০০২.২১-"]
)
def test_a_files_number_without_serial(text):
    assert parse_prefix(text) == OLD


@pytest.mark.parametrize("text", ["৫৬.০৪.৯৯০০.০০০.০৭.০০২.২১.৭", "৫৬.০৪.৯৯০০", "নথি", ""])
def test_what_is_no_files_number(text):
    with pytest.raises(MemoError):
        parse_prefix(text)


def test_numbers_of_one_file():
    memo = Memo(OLD, 99, "-")
    assert memo.next() == Memo(OLD, 100, "-") == memo.with_serial(100)
    assert memo.prefix == memo.next().prefix == "56.04.9900.000.07.002.21"
    with pytest.raises(MemoError):
        memo.with_serial(0)


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ((OLD[:-1], 1), "group-count"),
        ((("5", *OLD[1:]), 1), "group-width"),
        ((("৫৬", *OLD[1:]), 1), "group-width"),
        ((OLD, -1), "serial"),
        ((OLD, 1, "/"), "unreadable"),
    ],
)
def test_a_wrong_memo_cannot_be_made(parts, code):
    with pytest.raises(MemoError) as raised:
        Memo(*parts)
    assert raised.value.code == code


def test_the_error_survives_a_worker_process():
    error = pickle.loads(pickle.dumps(MemoError("group-count", 3, (7, 8))))  # noqa: S301 - our own bytes
    assert (error.code, error.args) == ("group-count", ("group-count", 3, (7, 8)))


@given(MEMOS)
def test_a_printed_number_is_read_back(memo):
    assert parse_memo(memo.printed()) == memo
    assert parse_prefix(memo.prefix) == memo.groups


@given(files())
def test_a_file_alone_is_never_taken_for_a_memo(groups):
    with pytest.raises(MemoError) as raised:
        parse_memo(".".join(groups))
    assert raised.value.code == "no-serial"


@given(st.text() | st.text(alphabet="০১২৩.- –", max_size=40))
def test_any_text_is_a_memo_or_a_memo_error(text):
    try:
        read = parse_memo(text)
    except MemoError as error:
        read = error.code
    assert read in {"unreadable", "group-count", "group-width", "no-serial", "serial"} or type(read) is Memo
