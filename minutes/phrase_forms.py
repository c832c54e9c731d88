"""What is entered of an office's phrases."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.domain.changes import Step
from committees.manage.forms.base import ManagedForm
from meetings.fields import BreaksField
from minutes.domain import phrases
from minutes.models import Phrase

LONGEST_PHRASE = 2000


class PhraseForm(ManagedForm):
    """A phrase, new or changed."""

    text = BreaksField(label=_("phrase"), max_length=LONGEST_PHRASE, widget=forms.Textarea(attrs={"rows": 3}))

    class Meta(ManagedForm.Meta):
        model = Phrase
        fields = ("kind", "text")

    def save_in(self, step: Step) -> None:
        phrases.keep(self.instance, step=step)
