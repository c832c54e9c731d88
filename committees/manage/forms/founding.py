"""What an administrator decides before a district or an upazila is set up."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from accounts.fields import one_plain_line
from accounts.inputs import BanglaDateField
from bangla.text import nfc
from committees.domain.days import slip
from committees.domain.founding import Choices, Wording, worded
from committees.domain.template import OfficeTemplate, template
from committees.manage.forms.places import LinesField
from committees.models import Area, one_letterhead

NAME_LENGTH = 300


class SetUpForm(forms.Form):
    """Which upazilas and offices, and from when the seats are held. An area of one kind has no choice of the other."""

    starts_on = BanglaDateField(
        label=_("seats are held from"),
        help_text=_(
            "For example 27-06-2026 or ২৭ জুন ২০২৬. Rather the day of the order than today: minutes of earlier meetings "
            "would find no chair."
        ),
        initial=timezone.localdate,
    )

    def __init__(self, area: Area, upazilas: QuerySet[Area], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.area = area
        if area.kind == Area.Kind.DISTRICT:
            self.fields["upazilas"] = forms.ModelMultipleChoiceField(
                upazilas, label=_("upazilas"), widget=forms.CheckboxSelectMultiple, required=False, initial=upazilas
            )
            self.fields["district_offices"] = _offices_field(Area.Kind.DISTRICT, gettext("offices of the district"))
        self.fields["upazila_offices"] = _offices_field(Area.Kind.UPAZILA, gettext("offices of each upazila"))

    def clean_starts_on(self) -> Any:
        """A day of which a seat can be."""
        if fault := slip(self.cleaned_data["starts_on"]):
            raise ValidationError(str(fault))
        return self.cleaned_data["starts_on"]

    @property
    def areas(self) -> list[Area]:
        """The areas to be set up, the district first."""
        return [self.area, *self.cleaned_data.get("upazilas", [])]

    @property
    def without(self) -> set[str]:
        """The keys of the offices that were not ticked."""
        kept = {key for name in ("district_offices", "upazila_offices") for key in self.cleaned_data.get(name, [])}
        return {office.key for office in template().offices} - kept


def _offices_field(kind: Area.Kind, label: str) -> forms.MultipleChoiceField:
    """The offices of the template for areas of the kind, all ticked."""
    choices = [(office.key, _called(office)) for office in template().offices if office.of == kind]
    return forms.MultipleChoiceField(
        choices=choices,
        label=label,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        initial=[key for key, _name in choices],
    )


def _called(office: OfficeTemplate) -> str:
    """The office's name without a place, in the reader's language."""
    name = office.name_en if get_language() == "en" else office.name_bn
    return name.format(area="", district="").strip(" ,")


class WordingForm(forms.Form):
    """The name and letterhead of an office that issues a committee's minutes."""

    area = forms.IntegerField(widget=forms.HiddenInput)
    office = forms.CharField(widget=forms.HiddenInput)
    name_bn = forms.CharField(label=_("name in Bengali"), max_length=NAME_LENGTH, validators=[one_plain_line])
    name_en = forms.CharField(
        label=_("name in English"), max_length=NAME_LENGTH, required=False, validators=[one_plain_line]
    )
    letterhead = LinesField(
        label=_("letterhead lines"), help_text=_("One line of the printed letterhead on each line.")
    )

    def clean_letterhead(self) -> list[str]:
        lines: list[str] = self.cleaned_data["letterhead"]
        one_letterhead(lines)
        return lines

    @property
    def wording(self) -> Wording:
        given = self.cleaned_data
        return Wording(nfc(given["name_bn"]), nfc(given["name_en"]), tuple(given["letterhead"]))


Wordings = forms.formset_factory(WordingForm, extra=0)


def template_wordings(areas: Sequence[Area], district: Area) -> list[dict[str, Any]]:
    """What the forms of the wording begin with: the template's words for the offices that issue minutes."""
    issuing = [office for office in template().offices if office.key in template().issuing_offices]
    return [
        {"area": area.pk, "office": office.key, **words._asdict(), "letterhead": list(words.letterhead)}
        for area in areas
        for office in issuing
        if office.of == area.kind and (words := worded(office, area, district))
    ]


def choices_of(form: SetUpForm, wordings: forms.BaseFormSet[WordingForm], closed: Collection[int]) -> Choices:
    """What was decided in the two, which are valid; `closed` are the areas that are in another charge."""
    return Choices(
        without=form.without,
        closed=closed,
        wording={(each.cleaned_data["area"], each.cleaned_data["office"]): each.wording for each in wordings},
    )
