"""Forms of areas, offices and posts."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.domain.changes import Step
from accounts.domain.pictures import forget_unused, keep
from accounts.fields import one_plain_line
from accounts.inputs import BanglaDateField, PictureField
from bangla.digits import to_ascii
from bangla.text import nfc
from committees.domain.renaming import rename
from committees.manage.forms.base import ManagedForm
from committees.manage.picking import PickField
from committees.models import Area, Office, Post
from committees.powers import Powers


class LinesField(forms.CharField):
    """A list of lines, typed one below the other."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        return [line.strip() for line in nfc(super().clean(value)).splitlines() if line.strip()]


class DigitsField(forms.CharField):
    """Digits of either script; cleans to ASCII ones."""

    def to_python(self, value: Any) -> str:
        return to_ascii(super().to_python(value) or "")


class AreaForm(ManagedForm):
    class Meta(ManagedForm.Meta):
        model = Area
        fields = ("name_bn", "name_en", "code")
        field_classes = {"code": DigitsField}
        help_texts = {"code": _("Four digits of the memo number, such as 6119. Leave it empty while it is not known.")}


class OfficeForm(ManagedForm):
    letterhead = LinesField(
        label=_("letterhead lines"), help_text=_("One line of the printed letterhead on each line.")
    )
    new_emblem = PictureField(
        label=_("new emblem"),
        required=False,
        help_text=_("A PNG or JPEG of up to 5 MB, printed above the letterhead. What was signed stays as it was."),
    )
    without_emblem = forms.BooleanField(label=_("print no emblem"), required=False)

    class Meta(ManagedForm.Meta):
        model = Office
        fields = ("name_bn", "name_en", "area", "letterhead", "website", "address", "email")

    def __init__(self, powers: Powers, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"] = PickField(
            "area",
            powers,
            label=_("area"),
            required=not powers.everywhere,
            help_text=_("Type some letters of the district or upazila, and choose it."),
        )
        if not (self.instance.pk and self.instance.emblem_id):
            del self.fields["without_emblem"]

    def save_in(self, step: Step) -> None:
        """Save the office; the emblem it had is forgotten, unless something bears it."""
        before = self.instance.emblem
        if new := self.cleaned_data["new_emblem"]:
            self.instance.emblem = keep(new)
        elif self.cleaned_data.get("without_emblem"):
            self.instance.emblem = None
        super().save_in(step)
        if before and before != self.instance.emblem:
            forget_unused(before)


class PostForm(ManagedForm):
    class Meta(ManagedForm.Meta):
        model = Post
        fields = ("name_bn", "name_en", "rank", "email")
        help_texts = {
            "rank": _("1 for the head of the office; the larger the number, the later it stands in lists."),
            "email": _("Of the post, if it has one: minutes go there, whoever holds it."),
        }


class RenameForm(forms.Form):
    """A post's new name, and the first day it is called so."""

    name_bn = forms.CharField(label=_("new name in Bengali"), max_length=300, validators=[one_plain_line])
    name_en = forms.CharField(
        label=_("new name in English"), max_length=300, required=False, validators=[one_plain_line]
    )
    starts_on = BanglaDateField(label=_("called so from"), help_text=_("Today or an earlier day"))

    def clean_starts_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["starts_on"]
        if day > timezone.localdate():
            raise ValidationError(_("A post is renamed on the day or afterwards. Come back on that day."))
        return day

    def save_in(self, step: Step, post: Post) -> None:
        names = {"name_bn": nfc(self.cleaned_data["name_bn"]), "name_en": nfc(self.cleaned_data["name_en"])}
        rename(post, self.cleaned_data["starts_on"], step=step, **names)
