"""Filters of the tracker and the progress report."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from committees.models import Committee
from committees.powers import Powers
from decisions import rules
from decisions.models import Decision
from meetings.fields import PlainTextField

LONGEST_REPORT = 5000

STATES = [
    ("", _("open and overdue")),
    ("overdue", _("overdue")),
    ("done", _("carried out")),
    ("dropped", _("dropped")),
    ("all", _("all")),
]


class FilterForm(forms.Form):
    """What the list is narrowed to; an unknown value narrows nothing."""

    state = forms.ChoiceField(label=_("State"), choices=STATES, required=False)
    mine = forms.BooleanField(label=_("only what my posts carry out"), required=False)

    def __init__(self, committees: QuerySet[Committee], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["committee"] = forms.ModelChoiceField(
            label=_("Committee"), queryset=committees.order_by("name_bn"), required=False, empty_label=_("all")
        )


class ReportForm(forms.Form):
    text = PlainTextField(
        label=_("What has been done"),
        help_text=_("In one or two sentences, with figures and dates where there are some."),
        max_length=LONGEST_REPORT,
    )

    def __init__(self, decision: Decision, powers: Powers, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: list[tuple[str, Any]] = [
            (Decision.State.OPEN, _("still open")),
            (Decision.State.DONE, _("carried out")),
        ]
        if rules.may("drop", powers, decision):
            choices.append((Decision.State.DROPPED, _("not pursued any more")))
        self.fields["state"] = forms.ChoiceField(
            label=_("How it stands now"), choices=choices, widget=forms.RadioSelect
        )
