"""Forms of people: their accounts, the posts they take up and leave, and their tenures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.domain.audit import Actor
from accounts.domain.changes import Step
from accounts.domain.invitations import invite, may_be_invited
from accounts.fields import one_plain_line
from accounts.inputs import BanglaDateField
from accounts.models import SigningKey, User
from committees.domain import holding, people
from committees.domain.holding import TakingUp, Transfer
from committees.manage.forms.base import DAY_HINT, ManagedForm
from committees.manage.picking import PickField
from committees.models import Post, Tenure
from committees.powers import Powers

Kind = Tenure.Kind


class KindField(forms.TypedChoiceField):
    """Regular, in charge, or additional duty."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=Kind.choices, initial=Kind.REGULAR, coerce=Kind, **kwargs)


def day_field(label: Any, **kwargs: Any) -> BanglaDateField:
    return BanglaDateField(label=label, help_text=kwargs.pop("help_text", DAY_HINT), **kwargs)


class PersonForm(ManagedForm):
    """A person's names, e-mail address and language."""

    class Meta(ManagedForm.Meta):
        model = User
        fields = ("name_bn", "name_en", "email", "language")
        field_classes = {"email": forms.EmailField}
        help_texts = {
            "name_bn": _("As it stands under a signature. What was signed keeps the name of its day."),
            "email": _("The person signs in with it, and gets mails there."),
        }

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        other = people.account_of(email)
        if other and other != self.instance:
            raise ValidationError(_("There is an account with this e-mail address already."))
        return email

    def save_by(self, step: Step, by: Actor) -> None:
        people.change(self.instance, step, by=by)


class TakingUpForm(forms.Form):
    """How and from when somebody takes up a post. What `holding.take_up` finds wrong is told at the fields' names."""

    kind = KindField(label=_("how"))
    starts_on = day_field(_("from"), initial=timezone.localdate)
    ends_on = day_field(_("to"), required=False, help_text=_("Leave it empty while nobody knows."))
    replaces = forms.BooleanField(label=_("Whoever holds this post regularly leaves it the day before"), required=False)
    leaves = forms.BooleanField(
        label=_("The person leaves, the day before, the post held regularly until now"), required=False
    )

    def take_up(self, post: Post, person: User, step: Step) -> Tenure:
        given = self.cleaned_data
        day = given["starts_on"]
        return holding.take_up(
            TakingUp(post, person, given["kind"], given["ends_on"]),
            day,
            step,
            replaced=list(holding.regular_holders([post], day)) if given["replaces"] else (),
            left=list(holding.regular_posts_of(person, day)) if given["leaves"] else (),
        )


class PostForm(TakingUpForm):
    """A post that a person takes up."""

    field_order = ("post",)

    def __init__(self, powers: Powers, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"] = PickField("post-to-fill", powers, label=_("post"))
        self.order_fields(self.field_order)


def _somebody_known(powers: Powers, *, help_text: Promise, **kwargs: Any) -> PickField:
    """A field for a person in charge, which leads to where one who is new is entered, with the post at once."""
    way = format_html(
        '{} {} <a href="{}">{}</a>',
        help_text,
        _("Somebody without an account here is entered together with the post:"),
        reverse("manage:new_person"),
        _("Enter a person"),
    )
    unknown = _("Nobody in your charge has this name. Choose from what is suggested, or enter the person first.")
    return PickField("person", powers, help_text=way, error_messages={"unknown": unknown}, **kwargs)


class HolderForm(TakingUpForm):
    """A person who takes up a post."""

    def __init__(self, powers: Powers, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"] = _somebody_known(
            powers, label=_("person"), help_text=_("Type some letters of the name or the e-mail address.")
        )
        self.order_fields(("person",))


class NewPersonForm(TakingUpForm, PersonForm):
    """A new person, at wish with a post at once; or, once that was agreed to, somebody who has an account already."""

    field_order = ("name_bn", "name_en", "email", "use_account", "language", "post")

    use_account = forms.BooleanField(label=_("Yes, this is the person: let that account take up the post"))
    invited = forms.BooleanField(
        label=_("Send an invitation by mail, with which the person sets a password"), initial=True, required=False
    )

    def __init__(self, powers: Powers, data: Mapping[str, Any] | None = None) -> None:
        existing = people.account_of(str(data.get("email", "")).strip()) if data else None
        super().__init__(data, instance=existing)
        self.fields["starts_on"].required = False
        self.fields["post"] = PickField("post-to-fill", powers, label=_("post"), required=False)
        if existing is None:
            del self.fields["use_account"]
        else:
            told = _("There is an account with this e-mail address already, of %(name)s. It stays as it is.")
            self.fields["use_account"].help_text = told % {"name": existing}
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if self.instance.pk and "post" in given and not given["post"]:
            self.add_error("post", _("This person has an account already. Choose the post that is taken up."))
        if given.get("post") and not given.get("starts_on") and "starts_on" not in self.errors:
            self.add_error("starts_on", _("Give the day on which the post is taken up."))
        return given

    def enter(self, step: Step, by: Actor) -> User:
        """Make the account where there is none, let it take up the post, and invite the person."""
        person: User = self.instance
        if person.pk is None:
            people.enter(person, step)
        else:
            person.refresh_from_db()  # what was typed is not the account's
        if post := self.cleaned_data["post"]:
            self.take_up(post, person, step)
        if self.cleaned_data["invited"] and may_be_invited(person):
            invite(person, by=by)
        return person


class TenureForm(forms.Form):
    """What was entered of a tenure, to be put right."""

    kind = KindField(label=_("how"))
    starts_on = day_field(_("from"))
    ends_on = day_field(_("to"), required=False, help_text=_("The last day. Leave it empty while nobody knows."))


class TransferForm(forms.Form):
    """A person leaves a post; others may take it up, and the person another one, whose holder may go on in turn."""

    tenure = forms.ChoiceField(label=_("leaves the post of"), widget=forms.RadioSelect)
    also = forms.MultipleChoiceField(
        label=_("leaves on the same day as well"), required=False, widget=forms.CheckboxSelectMultiple
    )
    day = day_field(
        _("in force from"),
        initial=timezone.localdate,
        help_text=_("The first day after it. Rights move at midnight before that day; for today or earlier, at once."),
    )
    successor_kind = KindField(label=_("the successor holds it"))
    new_kind = KindField(label=_("the person holds the new post"))
    replaces = forms.BooleanField(
        label=_("Whoever holds the new post regularly leaves it the day before"), required=False
    )

    def __init__(self, powers: Powers, person: User, tenures: list[Tenure], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.tenures = person, {str(tenure.pk): tenure for tenure in tenures}
        choices = [(key, _in_words(tenure)) for key, tenure in self.tenures.items()]
        self.fields["tenure"].choices = choices  # type: ignore[attr-defined]
        self.fields["tenure"].initial = next(iter(self.tenures), None)
        self.fields["also"].choices = choices  # type: ignore[attr-defined]
        if len(choices) < 2:
            del self.fields["also"]
        self.fields["successor"] = _somebody_known(
            powers,
            label=_("successor"),
            required=False,
            help_text=_(
                "Empty: the post is vacant then. Whoever leaves another post for it is transferred from there."
            ),
        )
        self.fields["new_post"] = PickField(
            "post-to-fill",
            powers,
            label=_("new post of the person"),
            required=False,
            help_text=_("Empty if it lies outside your charge: its own administrators enter it."),
        )
        self.fields["onward"] = PickField(
            "post-to-fill",
            powers,
            label=_("post to which the holder of the new post goes on"),
            required=False,
            help_text=_("Its regular holder, if there is one, leaves it the day before as well."),
        )
        self.order_fields(("tenure", "also", "day", "successor", "successor_kind", "new_post", "new_kind", "replaces"))

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("onward") and not (given.get("new_post") and given.get("replaces")):
            self.add_error("onward", _("Only who leaves the new post can go on to another one: tick that above."))
        elif given.get("onward") and given.get("day") and not self._displaced():
            self.add_error("onward", _("Nobody holds the new post regularly on that day."))
        return given

    def _displaced(self) -> Tenure | None:
        """Who leaves the new post."""
        return holding.regular_holders([self.cleaned_data["new_post"]], self.cleaned_data["day"]).first()

    def transfer(self) -> Transfer:
        """What is asked for; the form is valid."""
        given = self.cleaned_data
        left, also = self.tenures[given["tenure"]], [self.tenures[key] for key in given.get("also", [])]
        ending = {"tenure": [left], "also": also}
        beginning = {}
        if given["replaces"]:
            goals = [post for post in (given["new_post"], given["onward"]) if post]
            ending["replaces"] = list(holding.regular_holders(goals, given["day"]))
        if given["successor"]:
            beginning["successor"] = TakingUp(left.post, given["successor"], given["successor_kind"])
        if given["new_post"]:
            beginning["new_post"] = TakingUp(given["new_post"], self.person, given["new_kind"])
        if given["onward"] and (displaced := self._displaced()):
            beginning["onward"] = TakingUp(given["onward"], displaced.person)
        return Transfer(given["day"], ending, beginning)


def _in_words(tenure: Tenure) -> str:
    if tenure.kind == Kind.REGULAR:
        return tenure.post.full_name
    return f"{tenure.post.full_name} ({tenure.get_kind_display()})"


class RevocationForm(forms.Form):
    """Why a certificate is revoked."""

    reason = forms.CharField(
        label=_("reason"),
        max_length=SigningKey._meta.get_field("revocation_reason").max_length,
        validators=[one_plain_line],
        help_text=_("For example: the PIN became known to others. It is kept with the key and in the audit trail."),
    )
