"""Forms of the pages where sheets are sent and fetched."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from committees.manage.picking import PickField
from committees.models import SheetUpload
from committees.powers import Powers
from committees.sheets.files import MAX_BYTES, SheetError
from committees.sheets.kinds import kinds_for
from committees.sheets.taking import receive


class SheetForm(forms.Form):
    """A file with rows."""

    file = forms.FileField(
        label=_("file"),
        help_text=_("XLSX, or text with commas, semicolons or tabs (CSV); up to 10,000 rows and 5 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"}),
        error_messages={"empty": _("The file is empty.")},
    )
    kind = forms.ChoiceField(
        label=_("what the rows are"), required=False, help_text=_("Known by the headings, if you say nothing.")
    )

    def __init__(self, powers: Powers, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.powers = powers
        choices = [(kind.key, kind.word) for kind in kinds_for(powers)]
        self.fields["kind"].choices = [("", _("by the headings")), *choices]  # type: ignore[attr-defined]

    def clean_file(self) -> bytes:
        """What is in the file; one too large is not read to its end."""
        self.name = self.cleaned_data["file"].name
        return bytes(self.cleaned_data["file"].read(MAX_BYTES + 1))

    def receive(self) -> SheetUpload | None:
        """The sheet with its preview; None where the form says why there is none."""
        if not self.is_valid():
            return None
        try:
            return receive(self.cleaned_data["file"], self.name, self.powers, self.cleaned_data["kind"])
        except SheetError as error:
            self.add_error("file", ValidationError(str(error)))
            return None


class WithinForm(forms.Form):
    """A part of what is in charge."""

    def __init__(self, powers: Powers, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"] = PickField("area", powers, label=_("only of the area"), required=False)


class TakeForm(forms.Form):
    """What the administrator decides once the rows were looked at. `seen`: the digest of what was looked at."""

    seen = forms.CharField(widget=forms.HiddenInput)
    leave_out = forms.BooleanField(required=False)
    invite = forms.BooleanField(
        label=_("Send the new people an invitation by mail"),
        help_text=_("Without it they get their accounts, and you invite them later on their pages."),
        required=False,
    )

    def __init__(self, *args: Any, refused: int, makes_accounts: bool, label: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leave_out"].label = label
        if not refused:
            del self.fields["leave_out"]
        if not makes_accounts:
            del self.fields["invite"]
