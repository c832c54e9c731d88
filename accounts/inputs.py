"""Form fields for days and numbers as offices type them, in either digits; shown again in the reader's own."""

from __future__ import annotations

import datetime
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.language import day, digits
from bangla.dates import DateError, parse_date
from documents import images

# `জন` counts persons, as in `১৮ জন`; alone it is no number
_PERSONS = re.compile(r"(?<=[0-9০-৯])\s*জন\s*$")


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
            found = parse_date(text)
        except DateError as error:
            raise ValidationError(self.messages[error.code], code=error.code) from error
        if found.year in (datetime.MINYEAR, datetime.MAXYEAR):  # the day before or after it may not be there
            raise ValidationError(self.messages["no-such-day"], code="no-such-day")
        return found

    def prepare_value(self, value: Any) -> Any:
        return day(value) if isinstance(value, datetime.date) else value


class PictureField(forms.FileField):
    """A picture, PNG or JPEG; cleans to the PNG that a document holds, as bytes, or None where nothing was chosen."""

    widget = forms.FileInput(attrs={"accept": "image/png,image/jpeg"})

    def clean(self, data: Any, initial: Any = None) -> bytes | None:
        file = super().clean(data, initial)
        if not file:
            return None
        try:
            return images.normalised(file.read(images.MAX_BYTES + 1))
        except images.ImageError as error:
            raise ValidationError(str(error), code="picture") from error


class CountField(forms.IntegerField):
    """A number of persons or things, typed in either digits, also as `১৮ জন`; cleans to an int."""

    widget = forms.TextInput(attrs={"inputmode": "numeric"})
    default_error_messages = {"invalid": _("This is not a number we can read. Write it like 18 or ১৮.")}

    def to_python(self, value: Any) -> Any:
        return super().to_python(_PERSONS.sub("", value) if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        return digits(value) if isinstance(value, int) else value
