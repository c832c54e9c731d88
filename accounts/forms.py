"""Forms of a person's own account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from accounts.domain.signing import PinError, normal_pin, read_credential
from accounts.inputs import PictureField
from accounts.language import numbers
from accounts.models import User
from documents.signatures import certificates


class SignInForm(AuthenticationForm):
    """E-mail and password. A wrong password, a closed account and an unknown address get the same answer."""

    error_messages = {
        "invalid_login": _(
            "The e-mail address or the password is wrong. Capital and small letters differ in passwords."
        ),
    }

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except forms.ValidationError as error:
            self.add_error("username", error)  # beside the fields, where the summary can lead to
            return self.cleaned_data


class LanguageForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["language"]
        labels = {"language": _("Language of the portal")}
        widgets = {"language": forms.RadioSelect}


class SignaturePictureForm(forms.Form):
    picture = PictureField(
        label=_("Picture of your signature"),
        help_text=_("A PNG or JPEG of up to 5 MB: dark ink on white paper. What is around the ink is cut away."),
        error_messages={
            "required": _("Choose a picture first."),
            "empty": _("This is no PNG or JPEG picture. Please choose one of these two kinds."),
        },
    )


class FirstPasswordForm(SetPasswordForm):
    """Django's own, with labels that say which password and hints one can act on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = _("New password")
        self.fields["new_password1"].help_text = numbers(password_validation.password_validators_help_text_html())
        self.fields["new_password2"].label = _("New password once more")
        self.fields["new_password2"].help_text = ""


class NewPasswordForm(FirstPasswordForm, PasswordChangeForm):
    """A new password in the place of one that the person knows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("Your password until now")


class PinField(forms.CharField):
    """A PIN, typed in Bengali or ASCII digits and given back in ASCII; never shown again."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "maxlength": "12"}
        super().__init__(widget=forms.PasswordInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> str:
        try:
            return normal_pin(super().clean(value))
        except PinError as error:
            raise forms.ValidationError(str(error)) from None


class SigningKeyForm(forms.Form):
    """A new signing key, and its PIN twice."""

    pin = PinField(
        label=_("PIN"),
        help_text=_("6 to 12 digits. Only you know it: it is stored nowhere, and nobody can tell it to you again."),
    )
    pin_again = PinField(label=_("PIN once more"))

    def clean(self) -> dict[str, Any]:
        pin, again = self.cleaned_data.get("pin"), self.cleaned_data.get("pin_again")
        if pin and again and pin != again:
            self.add_error("pin_again", _("The two PINs differ."))
        return self.cleaned_data


class BringKeyForm(SigningKeyForm):
    """A key that a certifying authority gave the officer, in a PKCS#12 file; gives back the `credential` inside."""

    MAX_LENGTH = 64 * 1024
    # What is wrong with a file, and at which field that is said.
    REFUSALS = {
        certificates.NotPkcs12Error: ("file", _("This is no PKCS#12 file (.p12 or .pfx), or it is damaged.")),
        certificates.WrongPassphraseError: ("passphrase", _("The passphrase does not open the file.")),
        certificates.NoKeyError: ("file", _("There is no private key with its certificate in the file.")),
        certificates.UnsupportedKeyError: (
            "file",
            _("The file holds a kind of key that cannot be used here. RSA of at least 2048 bits and ECDSA can."),
        ),
        certificates.NotForSigningError: ("file", _("The certificate in the file is not one for signing documents.")),
        certificates.NotValidNowError: ("file", _("The certificate in the file has expired or is not valid yet.")),
        certificates.RevokedError: ("file", _("The certificate in the file was revoked in this portal.")),
    }

    file = forms.FileField(
        label=_("File with your key and certificate"),
        help_text=_("A PKCS#12 file, whose name mostly ends in .p12 or .pfx."),
        widget=forms.FileInput(attrs={"accept": ".p12,.pfx,application/x-pkcs12"}),
    )
    passphrase = forms.CharField(
        label=_("Passphrase of the file"),
        help_text=_("Asked for this once. From now on the key opens with the PIN that you choose here."),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("file", "passphrase", "pin", "pin_again")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > self.MAX_LENGTH:
            raise forms.ValidationError(self.REFUSALS[certificates.NotPkcs12Error][1])
        return file

    @sensitive_variables()
    def clean(self) -> dict[str, Any]:
        """The file is opened only where everything else is right as well."""
        super().clean()
        if not self.errors:
            passphrase = self.cleaned_data["passphrase"]
            try:
                self.cleaned_data["credential"] = read_credential(self.cleaned_data["file"].read(), passphrase)
            except certificates.CredentialError as error:
                self.add_error(*self.REFUSALS[type(error)])
        return self.cleaned_data
