"""Forms of committees, their seats and orders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.domain.changes import Step
from accounts.fields import one_plain_line
from accounts.inputs import BanglaDateField
from bangla.text import nfc
from committees.domain import seats
from committees.domain.days import slip
from committees.manage.forms.base import DAY_HINT, DomainForm, ManagedForm
from committees.manage.picking import PickField
from committees.models import Committee, FormationOrder, Membership
from committees.powers import Powers
from committees.seating import Seat
from documents.layouts import LAYOUTS


class CommitteeForm(ManagedForm):
    """A committee with its settings. What it points at outside the administrator's charge stays as it is."""

    layout = forms.ChoiceField(
        label=_("layout of its minutes"), choices=[(key, layout.name) for key, layout in LAYOUTS.items()]
    )

    class Meta(ManagedForm.Meta):
        model = Committee
        fields = (
            *("name_bn", "name_en", "kind", "area", "office", "parent"),
            *("layout", "rhythm", "quorum", "notice_days"),
            *("members_comment", "chair_edits", "reminder_days"),
        )
        help_texts = {
            "rhythm": _("The overview then tells the months in which a meeting is missing."),
            "quorum": _("Minutes that tell of fewer members are pointed out before they go to the chair."),
            "notice_days": _("A meeting that was entered later than that is pointed out."),
            "members_comment": _("What they say stands beside the text; the chair and the member secretary read it."),
            "chair_edits": _("Otherwise the chair returns what is to be changed. Every change stays in the history."),
            "reminder_days": _("Minutes that wait so long are called to mind by mail, and again after as many days."),
        }

    def __init__(self, powers: Powers, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        picks = {
            "area": PickField("area", powers, label=_("area"), required=not powers.everywhere),
            "office": PickField("office", powers, label=_("issuing office")),
            "parent": PickField("committee", powers, label=_("reports to"), required=False),
        }
        for name, pick in picks.items():
            self.fields[name] = pick
            pointed_at = getattr(self.instance, f"{name}_id")
            if pointed_at and not pick.kind.all(powers).filter(pk=pointed_at).exists():
                del self.fields[name]

    def clean_parent(self) -> Committee | None:
        parent: Committee | None = self.cleaned_data["parent"]
        above = parent
        while above and self.instance.pk:
            if above.pk == self.instance.pk:
                raise ValidationError(_("A committee does not report to itself, nor to one below it."))
            above = above.parent
        return parent


class SeatForm(DomainForm):
    """A seat, new or corrected. The domain looks at it beside the other seats, and tells each error at its field."""

    instead = forms.BooleanField(
        label=_("If another one is chair or member secretary then, that seat ends the day before"), required=False
    )

    class Meta(ManagedForm.Meta):
        model = Membership
        fields = ("role", "post", "person_name", "starts_on", "ends_on", "order")
        help_texts = {
            "person_name": _("Only for somebody who sits there by no post."),
            "ends_on": _("The last day, included. Leave it empty as long as the seat lasts."),
        }

    def __init__(self, powers: Powers, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"] = PickField("post", powers, label=_("post"), required=False)
        self.fields["order"].queryset = self.instance.committee.orders.all()  # type: ignore[attr-defined]
        if self.instance.pk:
            del self.fields["instead"]
        if self.instance.post and not PickField("post", powers).kind.all(powers).filter(pk=self.instance.post_id):
            del self.fields["post"]

    def save_in(self, step: Step) -> None:
        if self.instance.pk is None:
            seats.give(self.instance, step=step, instead=self.cleaned_data["instead"])
        else:
            seats.correct(self.instance, step=step)


class EndSeatForm(forms.Form):
    """The last day of a seat."""

    ends_on = BanglaDateField(label=_("last day"), help_text=DAY_HINT)

    def save_in(self, step: Step, seat: Membership) -> None:
        seats.end(seat, self.cleaned_data["ends_on"], step=step)


class OrderForm(ManagedForm):
    """The facts of an order."""

    class Meta(ManagedForm.Meta):
        model = FormationOrder
        fields = ("kind", "number", "dated_on", "effective_on")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name in ("dated_on", "effective_on"):
            if (day := data.get(name)) and (improbable := slip(day)):
                self.add_error(name, improbable)
        return data


ENDS = "ends"


class RolesForm(forms.Form):
    """What becomes of the seats there are: each goes on, goes on in another role, or ends."""

    def __init__(self, present: Sequence[Seat], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.present = present
        for seat in present:
            own = seat.membership.role
            choices = [(own, gettext("stays %(role)s") % {"role": seat.membership.get_role_display()})]
            others = [(role, label) for role, label in Membership.Role.choices if role != own]
            choices += [(role, gettext("goes on as %(role)s") % {"role": label}) for role, label in others]
            choices += [(ENDS, gettext("ends the day before"))]
            self.fields[name_of(seat.membership)] = forms.ChoiceField(label=seats.who(seat.membership), choices=choices)

    @property
    def roles(self) -> dict[int, str]:
        """As seats.reshuffle takes them."""
        chosen = {seat.membership.pk: self.cleaned_data[name_of(seat.membership)] for seat in self.present}
        return {pk: "" if role == ENDS else role for pk, role in chosen.items()}


def name_of(seat: Membership) -> str:
    """The field that says what becomes of the seat."""
    return f"seat{seat.pk}"


class NewSeatForm(forms.Form):
    """A seat that an order gives. A row without post and name counts as none."""

    role = forms.ChoiceField(label=_("role"), choices=Membership.Role.choices, initial=Membership.Role.MEMBER)
    person_name = forms.CharField(
        label=_("or a private person's name"), max_length=300, required=False, validators=[one_plain_line]
    )

    def __init__(self, powers: Powers, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"] = PickField("post", powers, label=_("post"), required=False)
        self.order_fields(["role", "post", "person_name"])

    @property
    def seat(self) -> Membership | None:
        data = self.cleaned_data
        if not (data.get("post") or data.get("person_name")):
            return None
        return Membership(role=data["role"], post=data["post"], person_name=nfc(data["person_name"]))


SPARE_ROWS, MAX_ROWS = 5, 100
NewSeats = forms.formset_factory(
    NewSeatForm, extra=SPARE_ROWS, max_num=MAX_ROWS, absolute_max=MAX_ROWS, validate_max=True
)
