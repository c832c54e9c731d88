"""Choosing one of thousands: a field that finds offices, posts, areas or people by some of their letters."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.requests import PersonRequest
from bangla.digits import to_ascii
from bangla.text import nfc
from committees import scope
from committees.manage.pages import LONGEST, administrator, named
from committees.models import Area
from committees.powers import Powers

FEW = 8
LONGEST_LABEL = 1000  # a post, its office, an area: names of up to 300 characters
_NUMBER = re.compile(r"#\s*([0-9০-৯]{1,18})\s*$")


class Kind:
    """Things to choose from: the ones in an administrator's charge, and the columns by which they are found."""

    def __init__(self, found: Callable[[Powers], QuerySet[Any]], paths: Sequence[str], related: Sequence[str] = ()):
        self.found, self.paths, self.related = found, tuple(paths), tuple(related)

    def all(self, powers: Powers) -> QuerySet[Any]:
        return self.found(powers).select_related(*self.related) if self.related else self.found(powers)

    def like(self, powers: Powers, text: str) -> QuerySet[Any]:
        """Those in which every word of the text occurs somewhere."""
        found = self.all(powers)
        for word in text[:LONGEST].replace(",", " ").split():
            found = named(found, word, *self.paths)
        return found


_OF_A_POST = ("name_bn", "name_en", "office__name_bn", "office__name_en", "office__area__name_bn")

KINDS = {
    "area": Kind(scope.areas, ("name_bn", "name_en", "code", "parent__name_bn"), ("parent",)),
    "office": Kind(scope.offices, ("name_bn", "name_en", "area__name_bn", "area__name_en"), ("area",)),
    "post": Kind(scope.posts, _OF_A_POST, ("office",)),
    "post-to-fill": Kind(scope.posts_to_fill, _OF_A_POST, ("office",)),
    "person": Kind(scope.people, ("name_bn", "name_en", "email")),
    "committee": Kind(scope.committees, ("name_bn", "name_en", "area__name_bn")),
}


def label_of(thing: Model) -> str:
    """What a thing is chosen by: its name, what tells it from namesakes, and its number."""
    if isinstance(thing, User):
        beside = thing.email
    else:
        beside = str(getattr(thing, "parent" if isinstance(thing, Area) else "area", None) or "")
    return ", ".join(filter(None, [str(thing), beside])) + f" #{thing.pk}"


class PickInput(forms.TextInput):
    """A text input that suggests what is meant while one types (htmx), and works without that as well."""

    template_name = "manage/pick.html"

    def __init__(self, kind: str) -> None:
        super().__init__(attrs={"autocomplete": "off"})
        self.kind = kind

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        options = f"{name}-suggestions"
        asking = {
            "list": options,
            "hx-get": reverse("manage:pick", args=[self.kind]),
            "hx-trigger": "input changed delay:250ms",
            "hx-target": f"#{options}",
            "hx-sync": "this:replace",
        }
        return super().get_context(name, value, {**(attrs or {}), **asking}) | {"options": options}


class PickField(forms.CharField):
    """Cleans to one of the things of `kind` in the administrator's charge, or to None where nothing was typed.

    What is typed is a suggestion (`name #number`), a number behind `#`, or a name that one thing alone has.
    """

    default_error_messages = {
        "unknown": _("Nothing in your charge has this name. Type some letters and choose from what is suggested."),
        "several": _("Several are meant by this. Choose one: %(found)s."),
    }

    def __init__(self, kind: str, powers: Powers, **kwargs: Any) -> None:
        super().__init__(widget=PickInput(kind), max_length=LONGEST_LABEL, **kwargs)
        self.kind, self.powers = KINDS[kind], powers

    def clean(self, value: Any) -> Any:
        text = nfc(super().clean(value) or "")
        if not text:
            return None
        if number := _NUMBER.search(text):
            found = list(self.kind.all(self.powers).filter(pk=int(to_ascii(number[1])))[:1])
        else:
            found = list(self.kind.all(self.powers).filter(name_bn__iexact=text)[: FEW + 1])
            found = found or list(self.kind.like(self.powers, text)[: FEW + 1])
        if not found:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        if len(found) > 1:
            names = "; ".join(map(label_of, found[:FEW]))
            raise ValidationError(self.error_messages["several"], code="several", params={"found": names})
        return found[0]

    def prepare_value(self, value: Any) -> Any:
        """A thing, or the key of one, is shown as it is chosen; what was typed stays as it was."""
        if isinstance(value, int):
            value = self.kind.all(self.powers).filter(pk=value).first()
        return label_of(value) if isinstance(value, Model) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.prepare_value(initial) != data)


@require_safe
def suggestions(request: PersonRequest, kind: str) -> HttpResponse:
    """The first few things that what was typed may mean, as options of a datalist."""
    powers = administrator(request)
    if kind not in KINDS:
        raise Http404
    text = nfc(str(next(iter(request.GET.values()), ""))).replace("\0", "").strip()
    found = KINDS[kind].like(powers, _NUMBER.sub("", text)).order_by("name_bn", "pk")[:FEW] if text else []
    return render(request, "manage/suggestions.html", {"labels": [label_of(thing) for thing in found]})
