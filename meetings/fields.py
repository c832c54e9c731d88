"""Form fields for what offices type: dates and times in either digits and many forms, plain and rich Bengali text."""

from __future__ import annotations

import datetime
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from bangla.dates import DateError, format_gregorian, parse_date
from bangla.text import nfc
from bangla.times import TimeError, format_time, parse_time
from documents import richtext

MAX_TEXT = 20_000  # code points; the longest cell of the measured documents has 1,500


class BanglaDateField(forms.CharField):
    """A day, typed in any form the offices use; cleans to a date."""

    messages = {
        "unreadable": _("This is not a date we can read. Write it like 27-06-2021 or ২৭ জুন ২০২১."),
        "no-such-day": _("There is no such day in the calendar."),
    }

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return parse_date(text)
        except DateError as error:
            raise ValidationError(self.messages[error.code], code=error.code) from error

    def prepare_value(self, value: Any) -> Any:
        return format_gregorian(value) if isinstance(value, datetime.date) else value


class BanglaTimeField(forms.CharField):
    """A time of day, typed in any form the offices use; cleans to a time."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return parse_time(text)
        except TimeError as error:
            raise ValidationError(
                _("This is not a time we can read. Write it like 12:45 or দুপুর ১২.৪৫ ঘটিকা."), code="unreadable"
            ) from error

    def prepare_value(self, value: Any) -> Any:
        return format_time(value) if isinstance(value, datetime.time) else value


class PlainField(forms.CharField):
    """A line of text without markup, in Unicode NFC."""

    def __init__(self, *, max_length: int = 1000, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> Any:
        return " ".join(typed(super().to_python(value) or "").split("\n"))

    def validate(self, value: Any) -> None:
        super().validate(value)
        _refuse(richtext.plain_problems(value))


class LinesField(forms.CharField):
    """A list with one entry a line, plain text in Unicode NFC; cleans to the list of lines that are not empty."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, *, max_length: int = MAX_TEXT, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def clean(self, value: Any) -> Any:
        return lines_of(super().clean(value))

    def validate(self, value: Any) -> None:
        super().validate(value)
        _refuse(self.problems(value))

    def problems(self, text: str) -> list[str]:
        return richtext.plain_problems(text)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


class RichField(LinesField):
    """Paragraphs, one a line, that may hold the inline HTML of the exchange format and no other."""

    widget = forms.Textarea(attrs={"rows": 5})

    def problems(self, text: str) -> list[str]:
        return [problem for line in lines_of(text) for problem in richtext.problems(line)]


def lines_of(text: str) -> list[str]:
    """The lines of `text` that are not empty, trimmed, in NFC."""
    return [line.strip() for line in typed(text).split("\n") if line.strip()]


def typed(text: str) -> str:
    """`text` in NFC with plain line ends. Word's line breaks count as such; other control characters become spaces."""
    return re.sub(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ufffe\uffff]", " ", nfc("\n".join(text.splitlines())))


def _refuse(problems: list[str]) -> None:
    if problems:
        raise ValidationError(list(dict.fromkeys(problems)), code="markup")
