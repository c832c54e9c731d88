"""The forms of the chair's desk."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.domain.signing import PIN_LENGTH, PinError, ShutError
from meetings.fields import PlainTextField


class ReturnForm(forms.Form):
    """Why the chair returns the minutes."""

    comment = PlainTextField(label=_("What should be changed?"), max_length=4000)


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
