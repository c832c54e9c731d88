"""Forms by which a person proves who it is, beside the sign-in's own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import security_keys
from accounts.domain import factors
from accounts.domain.audit import Actor
from accounts.fields import one_plain_line
from accounts.models import User
from bangla.digits import to_ascii


class CodeForm(forms.Form):
    """A code of the authenticator app, or a recovery code; cleans to ASCII digits."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("The 6 digits that your authenticator app shows now, or one of your recovery codes."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def clean_code(self) -> str:
        return "".join(sign for sign in to_ascii(self.cleaned_data["code"]) if sign.isascii() and sign.isdigit())

    def proves(self, person: User, *, by: Actor) -> bool:
        """Whether the code is one of the person's that can be used now; it is used up by that."""
        return factors.use_code(person, self.cleaned_data["code"], by=by) is not None

    def refuse(self) -> None:
        """Say that the code is wrong."""
        self.add_error("code", _("This code is wrong, too old, or was used already. Type the one that is shown now."))


class FirstCodeForm(CodeForm):
    """The first code of an app that is being set up."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("The 6 digits that the app shows now.")


class KeyForm(forms.Form):
    """The answer of a security key."""

    credential = forms.JSONField(widget=forms.HiddenInput)

    def proves(self, person: User, *, by: Actor) -> bool:
        """Whether it is one of the person's keys that answered, to what this session asked it."""
        return security_keys.key_of(person, self.cleaned_data["credential"]) is not None

    def refuse(self) -> None:
        """Say that the key is wrong."""
        self.add_error(None, _("This key does not open this account, or it answered too late. Try it once more."))


class NewKeyForm(forms.Form):
    """A security key to be added, under a name by which its owner knows it again."""

    name = forms.CharField(
        label=_("Name of the key"),
        help_text=_("By which you know it again, for example: key on my key ring."),
        max_length=60,
        validators=[one_plain_line],
    )
    credential = forms.JSONField(label=_("Security key"), widget=forms.HiddenInput)

    def clean_credential(self) -> Any:
        answer = self.cleaned_data["credential"]
        if not security_keys.is_new_key(answer):
            raise forms.ValidationError(_("The key did not answer as it should. Try it once more."))
        return answer


class AddressForm(forms.Form):
    """The e-mail address of an account, of which nobody is told whether there is one."""

    email = forms.EmailField(label=_("E-mail"), max_length=254)


class PasswordForm(forms.Form):
    """The account's password, once more."""

    password = forms.CharField(
        label=_("Your account's password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def proves(self, person: User, *, by: Actor) -> bool:
        """Whether it is the person's password."""
        return person.check_password(self.cleaned_data["password"])

    def refuse(self) -> None:
        """Say that the password is wrong."""
        self.add_error("password", _("The password is wrong."))
