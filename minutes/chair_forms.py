"""The forms of the chair's desk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.domain.signing import PIN_LENGTH, PinError, ShutError
from meetings.fields import PlainTextField
from minutes.models import ReviewComment


class ReturnForm(forms.Form):
    """Why the chair returns the minutes."""

    comment = PlainTextField(label=_("What should be changed?"), max_length=4000)


class CommentForm(forms.Form):
    """A comment on the whole, on a part, or on a passage. `places`: the parts by name, and what they are called."""

    part = forms.ChoiceField(label=_("About"), required=False)
    quote = PlainTextField(
        label=_("Passage"),
        required=False,
        max_length=ReviewComment.QUOTE,
        widget=forms.Textarea(attrs={"rows": 1}),
        help_text=_("The words that you mean, if it is not the whole part. On the sheet you can also select them."),
    )
    text = PlainTextField(label=_("Comment"), max_length=4000)

    def __init__(self, places: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["part"]).choices = [("", _("The whole of the minutes")), *places]


class SignForm(forms.Form):
    """The chair's PIN, asked for at every signature and stored nowhere."""

    pin = forms.CharField(
        label=_("Your signing PIN"),
        max_length=PIN_LENGTH.stop,
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def refuse(self, request: HttpRequest, error: PinError) -> None:
        """Say at the field why the PIN was refused, and on top of the page where it has no field any more."""
        self.add_error("pin", str(error))
        if isinstance(error, ShutError):
            messages.error(request, str(error))
