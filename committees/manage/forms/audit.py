"""What the audit trail is searched by."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django import forms
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.domain.auditing import Search
from accounts.domain.searching import containing
from accounts.inputs import BanglaDateField, CountField
from accounts.models import User
from accounts.templatetags.screen import ACTIONS
from bangla.text import nfc
from committees.manage.pages import LONGEST

MOST_PEOPLE = 20


class ByWord(forms.ChoiceField):
    """One of many, by its word; any by default."""

    def __init__(self, words: Any, **kwargs: Any) -> None:
        super().__init__(choices=lambda: [("", gettext("all")), *sorted(words(), key=lambda pair: pair[1])], **kwargs)


def _actions() -> Iterable[tuple[str, str]]:
    return [(action, str(words)) for action, words in ACTIONS.items()]


def _kinds() -> Iterable[tuple[str, str]]:
    """What the portal's own rooms keep and have a word for."""
    ours = [config for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR]
    names = [model._meta for config in ours for model in config.get_models()]
    return [(name.label_lower, str(name.verbose_name)) for name in names if isinstance(name.verbose_name, Promise)]


class AuditForm(forms.Form):
    """What the audit trail is searched by; an empty field lets everything through."""

    since = BanglaDateField(label=_("From"), required=False)
    until = BanglaDateField(label=_("Until"), required=False)
    who = forms.CharField(label=_("Who (name or e-mail)"), max_length=LONGEST, required=False)
    action = ByWord(_actions, label=_("Action"), required=False)
    kind = ByWord(_kinds, label=_("Kind"), required=False)
    thing = CountField(label=_("Number of the thing"), min_value=1, required=False)
    address = forms.GenericIPAddressField(
        label=_("Network address"),
        error_messages={"invalid": _("This is not a network address. Write it like 192.0.2.1.")},
        required=False,
    )
    text = forms.CharField(label=_("Text in names, posts, details"), max_length=LONGEST, required=False)
    step = forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"invalid": _("There is no such step.")}, required=False
    )

    def clean_who(self) -> list[int | None] | None:
        """Keys of the accounts meant; None among them for the portal, and None instead of them for anybody."""
        text = nfc(self.cleaned_data["who"])
        if not text:
            return None
        if text == gettext("the portal"):
            return [None]
        there = User.objects.filter(containing(text, "name_bn", "name_en", "email"))
        found = list(there.values_list("pk", flat=True)[: MOST_PEOPLE + 1])
        if len(found) > MOST_PEOPLE:
            raise ValidationError(_("Many people are called so. Type more of the name, or the e-mail."))
        return [*found]

    def clean_text(self) -> str:
        return nfc(self.cleaned_data["text"])

    def search(self) -> Search:
        """What was asked for; call it once the form is valid."""
        asked = {name: value for name, value in self.cleaned_data.items() if value and name != "who"}
        return Search(people=self.cleaned_data["who"], **asked)
