"""What is read from a cell, and that what is written reads the same again."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from bangla.text import NO_TEXT, nfc
from committees.sheets.cells import (
    LONGEST,
    Address,
    Cell,
    CellError,
    Choice,
    Code,
    Count,
    Day,
    Fault,
    Form,
    Lines,
    Text,
)
from committees.sheets.columns import Kind
from committees.sheets.kinds import KINDS

JULY = datetime.date(2026, 7, 1)
CHOICE = KINDS["seats"].by_key["role"].form
# What names are once they are stored: NFC, without spaces around them, without what no text holds.
NAMES = st.text(max_size=40).map(lambda text: nfc(NO_TEXT.sub("", text)).strip()).filter(bool)
FORMULA_LIKE = st.builds(str.__add__, st.sampled_from(["=", "+", "-", "@", "'=", "''-", "'", "—", "＝"]), NAMES)


@pytest.mark.parametrize(
    ("form", "cell", "value"),
    [
        (Text(), " নাম ", "নাম"),
        (Text(), 12, "12"),
        (Text(), 12.0, "12"),
        (Text(), 1.5, "1.5"),
        (Text(), "-", None),
        (Text(), " — ", None),
        (Text(), "", None),
        (Text(), "'=SUM(A1)", "=SUM(A1)"),
        (Text(), "'-", "-"),
        (Text(), "'নাম", "'নাম"),
        (Text(), "য়", "য\u09bc"),
        (Address(), " A.B@Example.ORG ", "a.b@example.org"),
        (Code(), 400, "0400"),
        (Code(), "৬১১৯", "6119"),
        (Lines(), " এক \r\n\n দুই ", ["এক", "দুই"]),
        (Day(), JULY, JULY),
        (Day(), "০১-০৭-২০২৬", JULY),
        (Day(), "2026-07-01", JULY),
        (Day(), "১ জুলাই ২০২৬", JULY),
        (Day(), "-", None),
        (Count(), "১৮", 18),
        (Count(), 18.0, 18),
        (CHOICE, "সভাপতি", "chair"),
        (CHOICE, "Member  Secretary", "secretary"),
        (CHOICE, "vice_chair", "vice_chair"),
    ],
)
def test_a_cell_is_read(form: Form, cell: Cell, value: Any) -> None:
    assert form.read(cell) == value


@pytest.mark.parametrize(
    ("form", "cell", "said"),
    [
        *[(form, "=cmd|' /C calc'!A0", "formula") for form in (Text(), Address(), Lines(), Day(), Count(), CHOICE)],
        *[(Text(), text, "formula") for text in ("+880", "-5", "@x", "＝1")],
        (Text(), Fault.FORMULA, "formula"),
        (Text(), Fault.ERROR, "error"),
        (Text(), Fault.TIME, "time of day"),
        (Text(), JULY, "made a date"),
        (Day(), 46204, "number"),
        (Day(), "31-02-2026", "no such day"),
        (Day(), "শীঘ্রই", "not a date"),
        (Count(), "অনেক", "not a number"),
        (Count(), 1.5, "not a number"),
        (Count(), "9" * 30, "not a number"),
        (CHOICE, "রাজা", "none of: chair"),
    ],
)
def test_a_cell_that_is_no_data_says_so(form: Form, cell: Cell, said: str) -> None:
    with pytest.raises(CellError, match=said):
        form.read(cell)


@given(text=NAMES | FORMULA_LIKE)
def test_any_text_comes_back_and_is_no_formula(text: str) -> None:
    shown = Text().show(nfc(text))
    assert Text().read(shown) == nfc(text)
    assert not str(shown).startswith(tuple("=+-@"))


@given(
    lines=st.lists(
        (NAMES | FORMULA_LIKE).map(lambda text: nfc(text).strip()).filter(lambda t: len(t.splitlines()) == 1)
    )
)
def test_any_lines_come_back(lines: list[str]) -> None:
    assert Lines().read(Lines().show(lines)) == (lines or None)


@given(day=st.dates(), language=st.sampled_from(["bn", "en"]))
def test_any_day_comes_back(day: datetime.date, language: str) -> None:
    with translation.override(language):
        assert Day().read(Day().show(day)) == day


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.key)
def test_each_word_of_a_choice_means_one_value_in_either_language(kind: Kind) -> None:
    for column in kind.columns:
        if isinstance(column.form, Choice):
            for language in ("bn", "en"):
                with translation.override(language):
                    values = [value for value, _word in column.form.choices()]
                    assert [column.form.read(column.form.show(value)) for value in values] == values


@given(cell=st.text() | st.integers() | st.floats() | st.dates() | st.sampled_from(Fault))
def test_every_form_reads_any_cell_or_says_why_not(cell: Cell) -> None:
    for form in (Text(), Address(), Code(), Lines(), Day(), Count(), CHOICE):
        try:
            form.read(cell)
        except CellError as error:
            said = str(error)
        else:
            said = "read"
        assert said


@pytest.mark.parametrize("form", [Text(), Lines(), Address(), Code(), Day(), Count(), CHOICE])
def test_a_text_that_no_column_holds_is_refused_before_it_is_looked_at(form: Form) -> None:
    """A workbook of some kilobytes may say a text of megabytes in every one of its cells."""
    assert Text().read("ক" * LONGEST) == "ক" * LONGEST
    with pytest.raises(CellError, match="longer than"):
        form.read("ক" * (LONGEST + 1))
