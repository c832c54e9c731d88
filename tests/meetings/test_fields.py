"""The form fields for what offices type: what is typed comes back, or is refused with a sentence."""

from __future__ import annotations

import datetime
import sys
import unicodedata
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from accounts.fields import one_plain_line
from bangla.dates import format_gregorian
from bangla.text import NO_TEXT
from bangla.times import format_time
from documents.exchange import ExchangeError, dump, load
from meetings.fields import (
    MAX_TEXT,
    BanglaDateField,
    BanglaTimeField,
    BreaksField,
    CountField,
    LinesField,
    PlainField,
    RichField,
)
from tests.documents.samples import sample
from tests.meetings.typed import TEXT, lines


@given(TEXT)
@example("<script>")
@example("ক\u2028খ\x0bগ")
def test_plain_text_comes_back(text: str) -> None:
    typed = cleaned(PlainField(required=False), text)
    if typed is not None:
        assert typed == " ".join(lines(text)).strip()
        assert cleaned(PlainField(required=False), typed) == typed
        assert fits_the_format("title", typed or "-")


NOT_IN_A_LINE = [
    character
    for character in map(chr, range(sys.maxunicode + 1))
    if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or ord(character) & 0xFFFE == 0xFFFE
]


def test_format_fields_and_administrators_mean_the_same_by_text() -> None:
    """A line holds no control character, line end, surrogate or noncharacter; the format has LF and tab beside that."""
    for character in NOT_IN_A_LINE:
        assert character not in PlainField().clean(f"ক{character}খ")
        with pytest.raises(ValidationError):
            one_plain_line(f"ক{character}খ")
    assert {character for character in NOT_IN_A_LINE if not NO_TEXT.search(character)} == {"\n", "\t"}
    for character in ("\x00", "\r", "\x85", "\u2028", "\u2029", "\ud800", "\ufffe", "\U0010ffff"):
        with pytest.raises(ExchangeError, match=r"U\+"):
            fits_the_format("title", f"ক{character}খ")


@given(TEXT)
def test_lists_of_lines_come_back(text: str) -> None:
    field = LinesField(required=False)
    typed = cleaned(field, text)
    if typed is not None:
        assert typed == lines(text)
        assert cleaned(field, field.prepare_value(typed)) == typed
        assert not field.has_changed(typed, field.prepare_value(typed))


@given(TEXT)
@example("<strong>ক<br>খ</strong>")
@example("<ul>\n<li>ক</li>\n</ul>")
@example("<table><tr><td>ক<br>খ</td></tr></table>")
def test_rich_paragraphs_come_back(text: str) -> None:
    field = RichField(required=False)
    typed = cleaned(field, text)
    if typed is not None:
        assert typed == lines(text)
        assert cleaned(field, field.prepare_value(typed)) == typed
        assert fits_the_format("opening", typed)


@given(TEXT)
@example("ক\n\u0338খ")
@example("<strong>ক<br>খ</strong>")
@example("ক<br>খ")
@example("ক<br> খ<br>")
@example("<br>")
def test_text_with_breaks_comes_back(text: str) -> None:
    field = BreaksField(required=False)
    typed = cleaned(field, text)
    if typed is not None:
        assert typed == "<br>".join(lines(text))
        assert cleaned(field, field.prepare_value(typed)) == typed
        assert not field.has_changed(typed, field.prepare_value(typed))
        assert fits_the_format("opening", [typed])


@given(TEXT)
def test_whatever_is_typed_for_a_day_a_time_or_a_number_raises_nothing(text: str) -> None:
    for field in (BanglaDateField(required=False), BanglaTimeField(required=False), CountField(required=False)):
        cleaned(field, text)


@given(st.dates(datetime.date(1971, 1, 1), datetime.date(9998, 12, 31)))  # neighbours of the last year may not be there
def test_day_comes_back_as_it_is_shown(day: datetime.date) -> None:
    field = BanglaDateField()
    assert field.prepare_value(day) == format_gregorian(day)
    assert field.clean(field.prepare_value(day)) == day
    assert not field.has_changed(day, field.prepare_value(day))


@given(st.times().map(lambda time: time.replace(second=0, microsecond=0)))
def test_time_comes_back_as_it_is_shown(time: datetime.time) -> None:
    field = BanglaTimeField()
    assert field.prepare_value(time) == format_time(time)
    assert field.clean(field.prepare_value(time)) == time


@given(st.integers(0, 9999))
def test_number_comes_back_in_either_digits(number: int) -> None:
    field = CountField(min_value=0, max_value=9999)
    assert field.clean(str(number)) == field.clean(field.prepare_value(number)) == number
    assert not field.has_changed(number, field.prepare_value(number))


def test_number_can_be_typed_in_bengali_digits() -> None:
    """Browsers let nothing but ASCII digits into an input of type number."""
    assert CountField().widget.input_type == "text"
    assert CountField().prepare_value(31) == "৩১"


@pytest.mark.parametrize("text", ["১৮ জন", "18 জন", "১৮জন", " ১৮  জন "])
def test_number_of_persons_can_be_typed_as_it_is_said(text: str) -> None:
    field = CountField(min_value=0, max_value=9999)
    assert field.clean(text) == 18
    assert not field.has_changed(18, text)


@pytest.mark.parametrize("text", ["জন", "আঠারো জন", "১৮ জন ২", "১৮ জন জন", "১৮ টি"])
def test_number_that_cannot_be_read_shows_how_to_write_it(text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        CountField().clean(text)
    with translation.override("en"):
        assert refused.value.messages == ["This is not a number we can read. Write it like 18 or ১৮."]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("27-06-2026", datetime.date(2026, 6, 27)),
        ("২৭ জুন ২০২৬", datetime.date(2026, 6, 27)),
        ("2৭/0৬/২02৬", datetime.date(2026, 6, 27)),
        ("১২ শ্রাবণ ১৪২৮ বঙ্গাব্দ", datetime.date(2021, 7, 27)),
    ],
)
def test_days_in_either_digits_and_calendar(text: str, day: datetime.date) -> None:
    assert BanglaDateField().clean(text) == day


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("30-02-2026", "no-such-day"),
        ("৩১ জুন ২০২৬", "no-such-day"),
        ("৩১ ফাল্গুন ১৪৩০ বঙ্গাব্দ", "no-such-day"),
        ("27-13-2026", "no-such-day"),
        ("গতকাল", "unreadable"),
        ("27", "unreadable"),
        ("27-06-0000", "no-such-day"),
        ("", "required"),
    ],
)
def test_days_that_do_not_exist_are_refused(text: str, code: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        BanglaDateField().clean(text)
    assert refusal.value.error_list[0].code == code


@pytest.mark.parametrize("text", ["১২:৪০০ ঘটিকা", "25:00", "সকাল ১১টা ৭০ মিনিট", "কাল"])
def test_times_that_do_not_exist_are_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        BanglaTimeField().clean(text)


MARKUP = [
    "<script>alert(1)</script>",
    '<img src="file:///etc/passwd">',
    "<b>ক</b>",
    "<STYLE>p{}</STYLE>",
    "<iframe src=x>",
]


@pytest.mark.parametrize("text", MARKUP)
@pytest.mark.parametrize(
    "field", [PlainField(), LinesField(), RichField(), BreaksField()], ids=lambda f: type(f).__name__
)
def test_markup_is_refused_and_named(field: forms.Field, text: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        field.clean(text)
    assert {error.code for error in refusal.value.error_list} == {"markup"}
    assert text.split()[0].rstrip(">").split(">")[0] in refusal.value.messages[0]


@pytest.mark.parametrize(
    ("field", "limit"),
    [(PlainField(), 1000), (LinesField(), MAX_TEXT), (RichField(), MAX_TEXT), (BreaksField(), MAX_TEXT)],
    ids=lambda value: type(value).__name__,
)
def test_text_that_is_too_long_is_refused_not_cut(field: forms.CharField, limit: int) -> None:
    assert field.clean("ক" * limit)
    with pytest.raises(ValidationError) as refusal:
        field.clean("ক" * 200_000)
    assert refusal.value.error_list[0].code == "max_length"
    # A browser that knows the limit cuts what is pasted, and says nothing.
    assert "maxlength" not in field.widget_attrs(field.widget)


def cleaned(field: forms.Field, text: str) -> Any:
    """What the field makes of the text as a browser sends it, or None where it refuses it with a message."""
    try:
        return field.clean(text)
    except ValidationError as error:
        return None if any(error.messages) else pytest.fail("refused without a word")


def fits_the_format(key: str, value: object) -> bool:
    """Whether a document with `value` in it comes back from the exchange format with `value` unchanged."""
    return dump(load(dump(sample("district")) | {key: value}))[key] == value
