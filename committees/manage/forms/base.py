"""Forms of the administration: days and numbers are typed as offices do, and what is saved is a step of the trail."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db import models
from django.forms.models import construct_instance
from django.utils.translation import gettext_lazy as _

from accounts.domain.changes import Step
from accounts.inputs import BanglaDateField, CountField

DAY_HINT = _("For example 27-06-2026 or ২৭ জুন ২০২৬")


def typed_field(field: models.Field[Any, Any], **kwargs: Any) -> forms.Field | None:
    """The form field of a column: days and numbers in either digits."""
    if isinstance(field, models.DateField):
        return field.formfield(form_class=BanglaDateField, **{"help_text": field.help_text or DAY_HINT} | kwargs)
    if isinstance(field, models.PositiveSmallIntegerField) and not field.choices:
        return field.formfield(form_class=CountField, widget=CountField.widget, **kwargs)
    return field.formfield(**kwargs)


def in_row(row: object, field: forms.Field) -> forms.Field:
    """The field as one of the row's; the summary of errors names the row, as the other rows have the same labels."""
    cast(Any, field).row = row
    return field


class ManagedForm(forms.ModelForm):
    """A form of one row, new or changed."""

    class Meta:
        formfield_callback = typed_field

    def save_in(self, step: Step) -> None:
        """Save the row as part of `step`; raises ValidationError for what the form alone could not know."""
        if self.instance.pk is None:
            step.add(self.instance)
        else:
            step.change(self.instance)


class DomainForm(ManagedForm):
    """A form whose row the domain looks at, also beside others, so that each error stands at its field."""

    def _post_clean(self) -> None:
        self.instance = construct_instance(self, self.instance, self._meta.fields)
