"""The form by which a charge is given."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from committees.manage.picking import PickField
from committees.models import Administration
from committees.powers import Powers

Kind = Administration.Kind


class ChargeForm(forms.Form):
    """Who administers what; or audits, which those of the whole country alone can let somebody do."""

    kind = forms.ChoiceField(label=_("charge"), choices=Kind.choices, initial=Kind.ADMINISTRATOR)

    def __init__(self, powers: Powers, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not powers.everywhere:
            del self.fields["kind"]
        self.fields["post"] = PickField(
            "post",
            powers,
            label=_("post"),
            required=False,
            help_text=_("Whoever holds the post has the charge. This is the usual way: it moves with a transfer."),
        )
        self.fields["person"] = PickField(
            "person", powers, label=_("or person"), required=False, help_text=_("Whatever post the person holds.")
        )
        self.fields["area"] = PickField(
            "area",
            powers,
            label=_("area"),
            required=not powers.everywhere,
            help_text=_("With all that lies below it. Empty: the whole country.") if powers.everywhere else "",
        )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("post") and given.get("person"):
            self.add_error("person", _("A charge belongs to a post or to a person: leave one of the two empty."))
        elif not self.errors and not given.get("post") and not given.get("person"):
            self.add_error("post", _("Choose the post or the person that has the charge."))
        if given.get("kind") == Kind.AUDITOR and given.get("area"):
            self.add_error("area", ValidationError(_("An auditor is of the whole country: leave the area empty.")))
        return given

    def charge(self) -> Administration:
        given = self.cleaned_data
        return Administration(
            kind=given.get("kind", Kind.ADMINISTRATOR),
            post=given["post"],
            person=given["person"],
            area=given["area"],
        )
