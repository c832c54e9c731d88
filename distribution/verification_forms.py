"""What somebody types or drops who wants to know whether a document is genuine."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from distribution import codes
from distribution.uploads import LARGEST

BEGINNING = 1024  # bytes: where a reader looks for the mark of a PDF
ONLY_THE_PDF = _("This is not a PDF. Only the PDF that was issued can be checked as a file.")
# By its first bytes: what people take for the document, and what to do with it.
OTHERS: Mapping[bytes, Any] = {
    b"PK\x03\x04": _("This is a Word file or another package. Only the PDF that was issued can be checked as a file."),
    b"\xd0\xcf\x11\xe0": _("This is an old Word or Excel file. Only the PDF that was issued can be checked as a file."),
    b"\xff\xd8\xff": _("This is a picture. Type the code that stands on the paper, or scan its square."),
    b"\x89PNG": _("This is a picture. Type the code that stands on the paper, or scan its square."),
}


class CodeForm(forms.Form):
    """The code on the paper; cleans to the code as it is stored."""

    code = forms.CharField(
        max_length=300,
        label=_("Code on the document"),
        help_text=_("Twelve letters and digits, like K7QM-2XRT-9B4D. Small letters and Bengali digits will do."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": _("Type the code that stands on the document.")},
    )

    def clean_code(self) -> str:
        try:
            return codes.read(self.cleaned_data["code"])
        except codes.IncompleteCodeError:
            raise ValidationError(
                _("This is not a whole code. It has twelve letters and digits; I, L, O and U are not among them.")
            ) from None
        except codes.MistypedCodeError:
            raise ValidationError(
                _("One of the letters or digits of this code is wrong. Compare it with the paper once more.")
            ) from None


class FileForm(forms.Form):
    """The PDF as it was received. `too_large`: it was sent, but went beyond what is taken."""

    file = forms.FileField(
        label=_("PDF of the document"),
        help_text=_("As you received it, at most 20 MB. It is looked at and not kept."),
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf", "data-largest": str(LARGEST)}),
        error_messages={
            "required": _("Choose the PDF that you want to have checked."),
            "empty": _("This file is empty. Choose the PDF as you received it."),
        },
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if too_large:
            self.fields["file"].error_messages["required"] = _(
                "This file is larger than 20 MB. No document issued here is as large as that."
            )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        beginning = file.read(BEGINNING)
        file.seek(0)
        if b"%PDF-" in beginning:
            return file
        reason = next((reason for mark, reason in OTHERS.items() if beginning.startswith(mark)), ONLY_THE_PDF)
        raise ValidationError(reason)
