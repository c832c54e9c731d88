"""The form of the block under the title: who chaired, when and where, how many were there."""

from __future__ import annotations

import datetime
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from bangla.dates import format_gregorian
from bangla.numbers import with_words
from bangla.text import fold
from bangla.times import format_time
from bangla.wordings import is_for_print
from documents.composition import colon_after
from meetings.fields import BanglaDateField, BanglaTimeField, CountField, PlainField, lines_of
from minutes.part_form import Content, PartForm, growing, iso_day

# The lines that can be added to the block and taken out of it.
LINES = {"time": _("Time"), "place": _("Place"), "attendance": _("Attendance"), "other": _("Another line")}
# Words by which a wording of the attendance sends the reader to the list behind the minutes.
APPENDIX = "পরিশিষ্ট"
# The lines whose wording comes from a value.
WORDED = ("date", "time", "attendance")


class WordedField(forms.CharField):
    """A value that shows itself as it prints, whatever language the page is in, and may be typed in other words."""

    def prepare_value(self, value: Any) -> Any:
        return _printed(value) if isinstance(value, datetime.date | datetime.time) else value

    def wording(self, typed: str | None) -> str:
        """The words in which the value was typed, where they are for print and not the ones it has by itself."""
        words = " ".join(" ".join(lines_of(typed or "")).split())
        value: Any = self.to_python(words)
        is_own = value is None or fold(words) == fold(_printed(value)) or not is_for_print(words)
        return "" if is_own else words

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        PlainField(required=False).clean(self.wording(value))
        return cleaned

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(initial, data) or bool(self.wording(data))

    def says(self, words: str, value: Any) -> bool:
        """Whether the words can be read as this value; what cannot be read says none."""
        try:
            return bool(self.to_python(words) == value)
        except forms.ValidationError:
            return value is None


class PrintedDateField(WordedField, BanglaDateField):
    """A day of the block."""


class PrintedTimeField(WordedField, BanglaTimeField):
    """A time of the block."""


class PresentField(CountField):
    """How many were there; it shows itself as it prints, with the number in words, and takes that back."""

    def to_python(self, value: Any) -> Any:
        number = value.partition("(")[0].strip() if isinstance(value, str) else ""
        return super().to_python(number or value)

    def prepare_value(self, value: Any) -> Any:
        return _attendance(value) if isinstance(value, int) else value


class InfoLine(NamedTuple):
    """A line of the block on the sheet: its label and the colon behind it, its values, and what overrides those."""

    label: forms.BoundField
    colon: str
    values: list[forms.BoundField]
    wording: forms.BoundField | None


class InfoForm(PartForm):
    """The block under the title, line by line in the layout's order.

    What is printed is filled in from the value, in the words it was typed in where they are for print; a wording of the
    office's own overrides it, and stays as long as it is not of another value. The page names the lines in the reader's
    language, whatever the document calls them.
    """

    labels = {
        "chair": _("Chair"),
        "date": _("Date of the meeting"),
        "time": _("Time"),
        "place": _("Place"),
        "attendance": _("Attendance"),
    }

    def open_on(self, standing: Content) -> None:
        for index, item in enumerate(standing):
            label = self._label(item)
            named = PlainField(
                label=gettext("%(label)s: what the line is called") % {"label": label}, required=False, widget=growing()
            )
            self.add(f"label_{index}", named, item["label"])
            getattr(self, f"_open_{item['kind']}", self._open_other)(index, item, label)

    def content(self) -> Content:
        return [
            self._read(index, item) if self.is_changed(f"[a-z]+_{index}") else item
            for index, item in enumerate(self.standing)
        ]

    @property
    def addable(self) -> list[tuple[str, str]]:
        """The kinds of lines that can be added: each once, but for other lines."""
        kinds = {item["kind"] for item in self.standing}
        return [(kind, str(name)) for kind, name in LINES.items() if kind == "other" or kind not in kinds]

    @property
    def removable(self) -> list[tuple[int, str]]:
        """The lines that can be taken out, by their numbers from 0."""
        return [(index, item["label"]) for index, item in enumerate(self.standing) if item["kind"] in LINES]

    @property
    def kinds(self) -> str:
        """The kinds of the lines, by which it is told whether others came or went meanwhile."""
        return " ".join(item["kind"] for item in self.standing)

    @property
    def lines(self) -> list[InfoLine]:
        """Each line of the block, for the template."""
        return [self._line(index, item) for index, item in enumerate(self.standing)]

    def given(self) -> list[tuple[forms.BoundField, str]]:
        """The values as they print, of which one may be typed in many forms, and the wordings that went.

        Words that are printed as they were typed stay in their field: the next save takes them from there again.
        """
        values = [name for name in self.accepted if name.startswith(("value_", "count_"))]
        given = {
            name: str(self.fields[name].prepare_value(self.cleaned_data[name]) or "")
            for name in values
            if not self._typed_words(name)
        }
        for index in (name.removeprefix("value_") for name in values if name.startswith("value_")):
            if self.taken(f"text_{index}") not in ("", self._wording(int(index))):
                given[f"text_{index}"] = ""
        return [(self[name], text) for name, text in given.items()]

    def _line(self, index: int, item: Content) -> InfoLine:
        names = [name for name in self.fields if name.endswith(f"_{index}")]
        wording = f"text_{index}" if item["kind"] in WORDED else ""
        values = [self[name] for name in names if name not in (f"label_{index}", wording)]
        return InfoLine(self[f"label_{index}"], colon_after(item["label"]), values, self[wording] if wording else None)

    def _label(self, item: Content) -> str:
        """What the page calls the line; where several are of one kind, with the document's own word behind it."""
        if item["kind"] not in self.labels:
            return str(item["label"])
        alike = [each for each in self.standing if each["kind"] == item["kind"]]
        return f"{self.labels[item['kind']]} ({item['label']})" if len(alike) > 1 else str(self.labels[item["kind"]])

    def _read(self, index: int, item: Content) -> Content:
        named = item | {"label": self.taken(f"label_{index}")}
        if not self.is_changed(f"(?!label)[a-z]+_{index}"):
            return named
        return getattr(self, f"_read_{item['kind']}", self._read_other)(index, named)

    def _open_chair(self, index: int, item: Content, label: str) -> None:
        self.add(f"name_{index}", PlainField(label=label, required=False), item.get("name", ""))
        designation = PlainField(label=_("Designation"), required=False)
        self.add(f"designation_{index}", designation, item.get("designation", ""))

    def _read_chair(self, index: int, item: Content) -> Content:
        return item | {key: self.taken(f"{key}_{index}") for key in ("name", "designation")}

    def _open_date(self, index: int, item: Content, label: str) -> None:
        value = iso_day(item.get("value"))
        self.add(f"value_{index}", PrintedDateField(label=label), value)
        self._open_wording(index, item, label, format_gregorian(value) if value else None)

    def _read_date(self, index: int, item: Content) -> Content:
        value = self.taken(f"value_{index}")
        if value is None:
            return self._worded(index, item, {}, None)
        return self._worded(index, item, {"value": value.isoformat()}, format_gregorian(value))

    def _open_time(self, index: int, item: Content, label: str) -> None:
        value = _time(item.get("value"))
        self.add(f"value_{index}", PrintedTimeField(label=label, required=False), value)
        self._open_wording(index, item, label, format_time(value) if value else None)

    def _read_time(self, index: int, item: Content) -> Content:
        value = self.taken(f"value_{index}")
        if value is None:
            return self._worded(index, item, {}, None)
        return self._worded(index, item, {"value": value.strftime("%H:%M")}, format_time(value))

    def _open_attendance(self, index: int, item: Content, label: str) -> None:
        hint = _("For example ১৮ or ১৮ জন")
        count = PresentField(label=label, required=False, min_value=0, max_value=9999, help_text=hint)
        self.add(f"count_{index}", count, item.get("count"))
        self._open_wording(index, item, label, _attendance(item["count"]) if "count" in item else None)

    def _read_attendance(self, index: int, item: Content) -> Content:
        count, form = self.taken(f"count_{index}"), item.get("form", "count")
        if count is not None:
            return self._worded(index, item, {"form": "count", "count": count}, _attendance(count))
        wording = self._wording(index)
        if APPENDIX in wording:
            form = "appendix"
        elif form == "count" and wording:
            form = "register"
        return self._worded(index, item, {"form": form}, "")

    def _open_other(self, index: int, item: Content, label: str) -> None:
        self.add(f"text_{index}", PlainField(label=label, required=False), item.get("text", ""))

    def _read_other(self, index: int, item: Content) -> Content:
        return item | {"text": self.taken(f"text_{index}")}

    def _open_wording(self, index: int, item: Content, label: str, generated: str | None) -> None:
        """The wording as printed, shown only where it is not the one that the value gives by itself."""
        wording = item.get("text", "")
        widget = forms.TextInput(attrs={"placeholder": generated or " "})  # the sheet tells by it that none is typed
        field = PlainField(label=gettext("%(label)s, as printed") % {"label": label}, required=False, widget=widget)
        self.add(f"text_{index}", field, "" if wording == generated else wording)

    def _worded(self, index: int, item: Content, values: Content, generated: str | None) -> Content:
        """The item with these values and no other, in the typed wording, else in the one the values give."""
        kept = {key: item[key] for key in item if key not in ("value", "count", "form", "text")}
        text = self._wording(index) or generated
        return kept | values | ({} if text is None else {"text": text})

    def _wording(self, index: int) -> str:
        """The words to print in the place of those that the value has by itself, or "".

        What was typed as the wording comes before what was typed as the value. The words of before stay with a value
        that they say, or that was not changed.
        """
        words, name = str(self.taken(f"text_{index}")), f"value_{index}"
        field = self.fields.get(name)
        if not isinstance(field, WordedField) or (words and self.is_changed(f"text_{index}")):
            return words
        if name in self.accepted:
            return self._typed_words(name) or (words if field.says(words, self.taken(name)) else "")
        return str(self.initial[f"text_{index}"]) if name in self.changed_data else words

    def _typed_words(self, name: str) -> str:
        field = self.fields[name]
        return field.wording(self[name].data) if isinstance(field, WordedField) else ""


def _time(value: str | None) -> datetime.time | None:
    try:
        return datetime.time.fromisoformat(value) if value else None
    except ValueError:
        return None


def _printed(value: datetime.date | datetime.time) -> str:
    return format_time(value) if isinstance(value, datetime.time) else format_gregorian(value)


def _attendance(count: int) -> str:
    return f"{with_words(count, 2)} জন"
