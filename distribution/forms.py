"""What the issuing officer types."""

from __future__ import annotations

import datetime
import re
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.language import day as in_words
from bangla.digits import to_ascii, to_bangla
from bangla.markers import mark
from distribution.domain.corrections import predecessor_of
from distribution.domain.issuing import Line, Order, lines_again, unfolded
from distribution.domain.lists import usual_lines
from distribution.domain.register import MemoTakenError, next_serial, skipped_before
from distribution.models import DistributionTemplate, MemoFile
from documents.layouts import LAYOUTS
from meetings.fields import BanglaDateField, PlainTextField
from minutes.models import Minutes

SPARE_ROWS = 3
MAX_ROWS = 300  # the longest measured list has 29
LONGEST_LIST = 10_000  # characters of addresses behind one recipient; a district's posts take a tenth
MAX_ADDRESS = 254  # RFC 5321, and the column
NUMBERINGS = ("bangla-paren", "bangla-danda", "dash", "none")


class SerialField(forms.IntegerField):
    """A serial, shown in the reader's digits and typed in either."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        return super().to_python(to_ascii(value.strip()) if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        return to_bangla(value) if isinstance(value, int) and get_language() == "bn" else value


class AddressesField(forms.CharField):
    """Mail addresses parted by commas, semicolons or spaces; cleans to a tuple of them in lower case, each once."""

    def clean(self, value: Any) -> Any:
        if len(value or "") > LONGEST_LIST:
            raise ValidationError(
                _("These are too many addresses for one recipient. Give the others a row of their own.")
            )
        addresses = tuple(dict.fromkeys(filter(None, re.split(r"[\s,;]+", super().clean(value).lower()))))
        for address in addresses:
            self._check(address)
        return addresses

    def _check(self, address: str) -> None:
        try:
            validate_email(address)
        except ValidationError:
            problem = _("%(address)s is not an e-mail address.")
            raise ValidationError(problem, params={"address": address}, code="invalid") from None
        if len(address) > MAX_ADDRESS:
            raise ValidationError(_("%(address)s is too long for an e-mail address."), params={"address": address})

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list | tuple) else value


class IssueForm(forms.Form):
    """Number, date and heading of the dispatch; opened on what the committee's template and layout propose.

    A change of file, serial or date asks the page `distribution:proposal` how they will print. `has_file`: whether
    there is a file that a number may be taken from.
    """

    file = forms.ModelChoiceField(MemoFile.objects.none(), label=_("Memo file"), empty_label=None)
    dated_on = BanglaDateField(label=_("Date of issue"), help_text=_("For example 27-06-2026 or ২৭ জুন ২০২৬"))
    serial = SerialField(
        label=_("Serial"),
        min_value=1,
        help_text=_(
            "The next free one is proposed. If numbers were used on paper meanwhile, type the one that follows them."
        ),
    )
    heading = PlainTextField(label=_("Heading of the list"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    numbering = forms.ChoiceField(
        label=_("Numbering of the list"),
        choices=[
            (key, f"{mark(key, 1)} {mark(key, 2)} {mark(key, 3)}" if key != "none" else _("no numbers"))
            for key in NUMBERINGS
        ],
    )
    new_page = forms.BooleanField(
        label=_("Memo number and list on a forwarding page of their own, under the letterhead"), required=False
    )

    def __init__(self, minutes: Minutes, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.minutes = minutes
        committee = minutes.meeting.committee
        files = MemoFile.objects.filter(office=committee.office_id, is_open=True).order_by("title", "pk")
        cast(forms.ModelChoiceField, self.fields["file"]).queryset = files
        layout = LAYOUTS[committee.layout]
        file, today = _usual_file(minutes, files), timezone.localdate()
        self.has_file = file is not None
        self.skipped = range(0)
        proposed: dict[str, Any] = {
            "file": file,
            "serial": next_serial(file, today.year) if file else None,
            "dated_on": today,
            "heading": layout.distribution_heading,
            "numbering": layout.numbering,
            "new_page": layout.new_page,
        }
        self.initial = proposed | dict(self.initial)
        for name in ("file", "serial", "dated_on"):
            self.fields[name].widget.attrs |= {
                "hx-get": reverse("distribution:proposal", args=[minutes.pk]),
                "hx-trigger": "change",
                "hx-target": "#proposal",
                "hx-include": "#id_file, #id_serial, #id_dated_on",
            }

    def clean_dated_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["dated_on"]
        held_on, signed_on = self.minutes.meeting.held_on, timezone.localdate(self.minutes.snapshot.signed_at)
        if day > timezone.localdate():
            raise ValidationError(
                _("This day is still to come. The document is dated today or earlier."), code="future"
            )
        if held_on and day < held_on:
            raise ValidationError(_("The meeting was held later, on %(day)s."), params={"day": in_words(held_on)})
        if day < signed_on:
            raise ValidationError(_("The chair signed later, on %(day)s."), params={"day": in_words(signed_on)})
        return day

    def clean(self) -> dict[str, Any]:
        """Look the number up in the register; `skipped`: the serials that it would leave out."""
        data = self.cleaned_data
        if {"file", "serial", "dated_on"} <= data.keys():
            try:
                self.skipped = skipped_before(data["file"], data["dated_on"].year, data["serial"])
            except MemoTakenError as error:
                self.add_error("serial", str(error))
        return data

    def order(self, lines: tuple[Line, ...]) -> Order:
        """What was decided, once the form is valid."""
        return Order(**self.cleaned_data, lines=lines)


class RecipientForm(forms.Form):
    """A line of the distribution list. A row without anything in it counts as none."""

    text = PlainTextField(
        label=_("Recipient as printed"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    addresses = AddressesField(label=_("E-mail addresses"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("addresses") and not self.cleaned_data.get("text") and "text" not in self.errors:
            self.add_error("text", _("Whose addresses are these? The list prints the recipient, not the address."))
        return self.cleaned_data


class BaseRecipients(forms.BaseFormSet):
    """The distribution list, row by row."""

    def clean(self) -> None:
        if not any(self.errors) and not self.lines():
            raise ValidationError(_("Enter at least one recipient."), code="empty")

    def lines(self) -> tuple[Line, ...]:
        """The rows that hold something, in their order."""
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("text")]
        return tuple(Line(row["text"], row["addresses"]) for row in rows)


Recipients = forms.formset_factory(
    RecipientForm, BaseRecipients, extra=SPARE_ROWS, max_num=MAX_ROWS, absolute_max=MAX_ROWS, validate_max=True
)


def usual_recipients(minutes: Minutes) -> list[dict[str, Any]]:
    """The rows that the committee's usual list proposes; for a corrected edition those of the issue it replaces."""
    replaced = predecessor_of(minutes)
    lines = (
        lines_again(replaced) if replaced else unfolded(usual_lines(minutes.meeting.committee, timezone.localdate()))
    )
    return [{"text": line.text, "addresses": line.addresses} for line in lines]


def _usual_file(minutes: Minutes, files: Any) -> MemoFile | None:
    """The file the committee's template names, if numbers may be taken from it, else the office's first."""
    usual = files.filter(
        pk__in=DistributionTemplate.objects.filter(committee=minutes.meeting.committee_id).values("memo_file")
    )
    found: MemoFile | None = usual.first() or files.first()
    return found


class CancelForm(forms.Form):
    """Why an issue is withdrawn."""

    reason = PlainTextField(
        label=_("Reason"),
        max_length=1000,
        help_text=_("It stands in the memo register beside the number, and the recipients' pages show it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
