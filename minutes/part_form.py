"""What the forms of the drafting room have in common, between what is typed and the exchange format."""

from __future__ import annotations

import datetime
import re
from abc import ABCMeta, abstractmethod
from bisect import bisect_left
from typing import Any

from django import forms
from django.forms.forms import DeclarativeFieldsMetaclass
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from documents.layouts import Layout
from minutes.domain.length import length

Content = Any


class FieldRenderer(TemplatesSetting):
    """Writes a text's widget without a template: a sheet of 40 rows has 500 of them, and took a third longer."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        widget = context["widget"]
        name, value, attrs = widget["name"], widget["value"] or "", _attributes(widget["attrs"])
        if template_name == forms.Textarea.template_name:
            return format_html('<textarea name="{}"{}>\n{}</textarea>', name, attrs, value)
        if template_name == forms.TextInput.template_name:
            return format_html(
                '<input type="text" name="{}"{}{}>', name, value and format_html(' value="{}"', value), attrs
            )
        return super().render(template_name, context, request)


def _attributes(attrs: dict[str, Any]) -> SafeString:
    """The attributes of a widget, as `flatatt` writes them, which takes each of them twice."""
    held = [(name, value) for name, value in attrs.items() if value is not None and value is not False]
    return SafeString(
        "".join(f" {name}" if value is True else f' {name}="{conditional_escape(value)}"' for name, value in held)
    )


class _AbstractForm(DeclarativeFieldsMetaclass, ABCMeta):
    """A form's class that cannot be used before its abstract methods are written."""


class PartForm(forms.Form, metaclass=_AbstractForm):
    """A part of a draft. It opens on what stands there; `content()` is what was typed.

    What was not changed is given back as it stood, to the character, and so is a field that the browser did not send
    and one that cannot be saved: a bad field keeps no good one waiting.
    """

    default_renderer = FieldRenderer

    def __init__(self, *args: Any, standing: Content, layout: Layout, is_current: bool = False, **kwargs: Any) -> None:
        """`is_current`: what is posted was typed over `standing` itself, and over no older version of it."""
        super().__init__(*args, **kwargs)
        self.standing = standing
        self.held_back: set[str] = set()
        self.layout = layout
        self.is_current = is_current
        self.open_on(standing)
        if self.is_bound:
            self._fill_in_unsent()

    @abstractmethod
    def open_on(self, standing: Content) -> None:
        """Set the fields and what they hold at first."""

    @abstractmethod
    def content(self) -> Content:
        """The part as typed, in the exchange format."""

    def given(self) -> list[tuple[forms.BoundField, str]]:
        """After `content()`: the fields that the page has to fill anew, and with what."""
        return []

    def add(self, name: str, field: forms.Field, value: object = None) -> None:
        self.fields[name] = field
        self.initial.setdefault(name, value)

    def posted(self, pattern: str, limit: int) -> int:
        """How many places a posted list has: one more than the highest number, below `limit`, in names of `pattern`."""
        names = re.compile(re.escape(self.add_prefix("")) + pattern)
        numbers = [int(found[1]) for name in self.data if (found := names.fullmatch(name))]
        return max((number + 1 for number in numbers if number < limit), default=0)

    @property
    def accepted(self) -> list[str]:
        """The names of the fields that hold another text than they opened on, and one that can be saved."""
        return [name for name in self.changed_data if name not in self.errors and name not in self.held_back]

    def is_changed(self, pattern: str) -> bool:
        """Whether a field with a name of `pattern` holds another text than it opened on, and one that can be saved."""
        return any(re.fullmatch(pattern, name) for name in self.accepted)

    def name_of(self, name: str) -> str:
        """What the field is called where it stands by itself."""
        return str(self.fields[name].label)

    def taken(self, name: str) -> Any:
        """What the field holds, or what it opened on where that cannot be saved."""
        return self.initial[name] if name in self.held_back else self.cleaned_data.get(name, self.initial[name])

    def refuse_growth(self, room: int, message: str) -> None:
        """Put `message` at the texts that grew most, so many that the rest makes the part grow by no more than `room`.

        `room`: 0 or more, as `minutes.domain.length` counts. At least one text is refused, of those that grew alike the
        later ones, and none that became shorter.
        """
        names = self.accepted[::-1]
        names.sort(key=self._growth, reverse=True)
        limit = length(self.standing) + room

        def fits(count: int) -> bool:
            self.held_back = set(names[:count])
            return length(self.content()) <= limit

        refused = names[: bisect_left(range(len(names)), True, lo=1, key=fits)]
        self.held_back = set()
        for name in refused:
            self.add_error(name, message)

    def _growth(self, name: str) -> tuple[int, int]:
        """By how much a field grew: as the minutes' length counts it, and in characters."""
        typed, opened = self.cleaned_data[name], self.initial[name]
        return length(typed) - length(opened), len(str(typed or "")) - len(str(opened or ""))

    def _fill_in_unsent(self) -> None:
        opened = {self.add_prefix(name): field.prepare_value(self.initial[name]) for name, field in self.fields.items()}
        self.data = {name: self.data.get(name, value) for name, value in opened.items()}


def growing(**attrs: object) -> forms.Textarea:
    """The widget of a field that begins as one line and grows with its text."""
    return forms.Textarea(attrs={"rows": 1, **attrs})


def iso_day(value: str | None) -> datetime.date | None:
    """The day that the exchange format writes so; None where there is none, or a wrong one in a set from an archive."""
    try:
        return datetime.date.fromisoformat(value) if value else None
    except ValueError:
        return None
