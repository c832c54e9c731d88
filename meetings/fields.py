"""Form fields for what offices type: dates and times in either digits and many forms, plain and rich Bengali text."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.inputs import BanglaDateField as BanglaDateField  # the rooms above find every field of theirs here
from accounts.inputs import CountField as CountField
from accounts.language import digits
from bangla.text import NO_TEXT, nfc
from bangla.times import TimeError, format_time, parse_time
from documents import fonts, richtext

MAX_TEXT = 20_000  # code points; the longest cell of the measured documents has 1,500


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


class TextField(forms.CharField):
    """Bengali text in Unicode NFC. Text that is too long or holds what it may not is refused; none is ever cut.

    A `maxlength` in the page would make the browser cut silently what is pasted, so none is given to it.
    """

    def __init__(self, *, max_length: int = MAX_TEXT, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.limit = max_length

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"lang": "bn"}

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(value) > self.limit:
            numbers = {"length": digits(len(value)), "limit": digits(self.limit)}
            message = _("This text is too long: it has %(length)s characters, and %(limit)s fit here.")
            raise ValidationError(message, code="max_length", params=numbers)
        if problems := self.problems(value):
            raise ValidationError([ValidationError(problem, code="markup") for problem in dict.fromkeys(problems)])

    def problems(self, text: str) -> list[str]:
        """What `text` may not hold, in the reader's language."""
        return [*richtext.plain_problems(text), *fonts.problems(text)]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(self.prepare_value(initial)) != self.to_python(data))


class PlainField(TextField):
    """A line of text without markup."""

    def __init__(self, *, max_length: int = 1000, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> Any:
        return " ".join(lines_of(value or ""))


class PlainTextField(TextField):
    """A text of several lines without markup; cleans to the text, without the lines that are empty."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> Any:
        return "\n".join(lines_of(value or ""))


class LinesField(PlainTextField):
    """A list with one entry a line, without markup; cleans to the list of lines that are not empty."""

    def clean(self, value: Any) -> Any:
        return super().clean(value).splitlines()

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


class RichField(LinesField):
    """Paragraphs, one a line, that may hold the inline HTML of the exchange format and no other."""

    widget = forms.Textarea(attrs={"rows": 5, "data-rich": "paragraphs"})

    def problems(self, text: str) -> list[str]:
        marked_up = [problem for line in text.splitlines() for problem in richtext.problems(line)]
        return [*marked_up, *fonts.problems(richtext.plain(text))]


class BreaksField(RichField):
    """One rich text, typed and shown line by line, with `<br>` between the lines; cleans to the text."""

    widget = forms.Textarea(attrs={"rows": 3, "data-rich": "lines"})

    def clean(self, value: Any) -> Any:
        return BREAK.join(super().clean(value))

    def problems(self, text: str) -> list[str]:
        found = super().problems(text)
        joined = text.replace("\n", BREAK)
        if nfc(joined) != joined:
            found.append(gettext("A line begins with a sign that belongs to a letter before it."))
        return found

    def prepare_value(self, value: Any) -> Any:
        """The text with its breaks as line ends, where that gives back the same text."""
        shown = value.replace(BREAK, "\n") if isinstance(value, str) else ""
        same = BREAK.join(lines_of(shown)) == value and not super().problems(shown)
        return shown if same else value


BREAK = "<br>"


def lines_of(text: str) -> list[str]:
    """The lines of `text` that are not empty, trimmed, in NFC.

    What Word and other programs end a line with counts as a line end; tabs and characters that are no text become
    spaces.
    """
    kept = NO_TEXT.sub(" ", nfc("\n".join(text.splitlines()))).replace("\t", " ")
    return [line.strip() for line in kept.split("\n") if line.strip()]
