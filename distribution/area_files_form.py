"""The memo files that the offices of an area still lack: a title, a number and a separator for each office."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext as _

from accounts.domain.changes import Step
from committees.manage.forms.base import in_row
from committees.models import Office
from distribution.models import MemoFile
from distribution.set_up_forms import LONGEST_TITLE, PrefixField
from meetings.fields import PlainField

TITLE = "কমিটির সভার কার্যবিবরণী"  # stands in the register, which is kept in Bengali


class AreaFilesForm(forms.Form):
    """Three fields for each of `offices`, with its key in their names; an office without a number gets no file."""

    def __init__(self, offices: Sequence[Office], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offices = offices
        for office in offices:
            fields = {
                "title": PlainField(label=_("title"), max_length=LONGEST_TITLE, initial=_title_for(office)),
                "prefix": PrefixField(
                    label=_("number of the file"),
                    max_length=60,
                    required=False,
                    help_text=_("For example 56.04.9900.000.07.002.21"),
                ),
                "separator": forms.fields_for_model(MemoFile, ["separator"])["separator"],
            }
            self.fields |= {f"{name}-{office.pk}": in_row(office, field) for name, field in fields.items()}

    def clean(self) -> dict[str, Any]:
        """Each number is of one file only, and each office gets one only where it still has none that is open."""
        given = self.cleaned_data
        self._forget_rows_without_number()
        typed = {office: given[f"prefix-{office.pk}"] for office in self.offices if given.get(f"prefix-{office.pk}")}
        taken = set(MemoFile.objects.filter(prefix__in=typed.values()).values_list("prefix", flat=True))
        filed = {file.office_id: file for file in MemoFile.objects.filter(office__in=typed, is_open=True)}
        for office, prefix in typed.items():
            if office.pk in filed:
                problem = _("Somebody entered a file of this office meanwhile: %(file)s.")
                self.add_error(f"prefix-{office.pk}", ValidationError(problem, params={"file": filed[office.pk]}))
            elif prefix in taken:
                self.add_error(f"prefix-{office.pk}", _("Another file has this number already."))
            taken.add(prefix)
        if not self.errors and not typed:
            self.add_error(None, _("Enter at least one number, or go on without."))
        return given

    def _forget_rows_without_number(self) -> None:
        """They are left out, so nothing in them is wrong; one that was not on the page yet is among them."""
        for office in self.offices:
            if self.cleaned_data.get(f"prefix-{office.pk}") == "":
                for name in _NAMES:
                    self.errors.pop(f"{name}-{office.pk}", None)

    @property
    def memo_files(self) -> list[MemoFile]:
        """What the filled rows name, once the form is valid."""
        return [
            MemoFile(office=office, **{name: self.cleaned_data[f"{name}-{office.pk}"] for name in _NAMES})
            for office in self.offices
            if self.cleaned_data[f"prefix-{office.pk}"]
        ]

    def save_in(self, step: Step) -> None:
        for file in self.memo_files:
            step.add(file)

    @property
    def rows(self) -> Iterator[tuple[Office, list[BoundField]]]:
        """Each office with its fields."""
        for office in self.offices:
            yield office, [self[f"{name}-{office.pk}"] for name in _NAMES]


_NAMES = ("title", "prefix", "separator")


def _title_for(office: Office) -> str:
    """The name of the committee whose minutes the file is for; a plain one where it is for several."""
    committees = list(office.committees.all())
    return committees[0].name_bn if len(committees) == 1 else TITLE
