"""A day that a page is looked at as of: `?on=27-06-2026`, in any form that days are typed in."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.inputs import BanglaDateField


class AsOfForm(forms.Form):
    """The day asked for. `day`: today while none is, or none that can be read; the error then stands at the field."""

    on = BanglaDateField(label=_("as of"), required=False)

    def __init__(self, data: QueryDict, *, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(data if "on" in data else None, initial={"on": today}, **kwargs)
        self.today = today
        self.day: datetime.date = (self.is_valid() and self.cleaned_data["on"]) or today

    @property
    def is_today(self) -> bool:
        return self.day == self.today
