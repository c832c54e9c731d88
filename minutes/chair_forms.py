"""The forms of the chair's desk."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.domain.signing import PIN_LENGTH
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
