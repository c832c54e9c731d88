"""Who holds the posts that count in an area: a name and an address for each post, and one day for all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.db.models.functions import Lower
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.fields import one_plain_line
from accounts.inputs import BanglaDateField
from accounts.models import User
from bangla.text import nfc
from committees.domain.staffing import Holder
from committees.manage.forms.base import in_row
from committees.models import Post, Tenure

UNTOLD = {"autocomplete": "off"}  # the browser would propose the administrator's own name and address


class HoldersForm(forms.Form):
    """Three fields for each of `posts`, with its key in their names; a post whose fields are empty is left vacant."""

    starts_on = BanglaDateField(
        label=gettext_lazy("they hold their posts from"),
        help_text=gettext_lazy(
            "For example 27-06-2026 or ২৭ জুন ২০২৬. Rather the day since which they hold them than today: minutes of "
            "earlier meetings would find no chair."
        ),
        initial=timezone.localdate,
    )

    def __init__(self, posts: Sequence[Post], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.posts = posts
        for post in posts:
            fields = {
                "name": forms.CharField(
                    label=_("Name in Bengali"),
                    max_length=150,
                    required=False,
                    validators=[one_plain_line],
                    widget=forms.TextInput(UNTOLD),
                ),
                "email": forms.EmailField(label=_("E-mail"), required=False, widget=forms.EmailInput(UNTOLD)),
                "kind": forms.ChoiceField(label=_("Held as"), choices=Tenure.Kind.choices),
            }
            self.fields |= {f"{name}-{post.pk}": in_row(post, field) for name, field in fields.items()}

    def clean(self) -> dict[str, Any]:
        """A name needs an address; an address needs a name, unless an account has it already."""
        given = self.cleaned_data
        with_account = set(
            User.objects.annotate(address=Lower("email"))
            .filter(address__in=[str(given.get(f"email-{post.pk}", "")).lower() for post in self.posts])
            .values_list("address", flat=True)
        )
        for post in self.posts:
            name, email = given.get(f"name-{post.pk}"), given.get(f"email-{post.pk}")
            if name and email == "":
                self.add_error(f"email-{post.pk}", _("Enter the address that the invitation is sent to."))
            if email and name == "" and email.lower() not in with_account:
                self.add_error(f"name-{post.pk}", _("Nobody has an account with this address yet: enter the name."))
        if not self.errors and not self.holders:
            self.add_error(None, _("Enter at least one person, or go on without."))
        return given

    @property
    def holders(self) -> dict[str, Holder]:
        """Whom the filled rows name, by the names of their fields for the address."""
        given = self.cleaned_data
        return {
            f"email-{post.pk}": Holder(
                post, given[f"email-{post.pk}"], nfc(given[f"name-{post.pk}"]), given[f"kind-{post.pk}"]
            )
            for post in self.posts
            if given.get(f"email-{post.pk}")
        }

    @property
    def rows(self) -> Iterator[tuple[Post, list[BoundField]]]:
        """Each post with its fields."""
        for post in self.posts:
            yield post, [self[f"{name}-{post.pk}"] for name in ("name", "email", "kind")]
