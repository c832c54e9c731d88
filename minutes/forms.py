"""The forms of the drafting room: one for each kind of part, between what is typed and the exchange format."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.domain.signing import PIN_LENGTH
from bangla.dates import format_gregorian
from bangla.markers import STYLES
from bangla.numbers import with_words
from bangla.times import format_time
from documents.layouts import Layout
from meetings.fields import BanglaDateField, BanglaTimeField, LinesField, PlainField, RichField, lines_of

Content = Any
MAX_DECISIONS = 50
MAX_COLUMNS = 30
MAX_ROWS = 400


class MeetingForm(forms.Form):
    """When and where a committee met."""

    held_on = BanglaDateField(label=_("Date of the meeting"), help_text=_("For example 27-06-2026 or ২৭ জুন ২০২৬"))
    held_at = BanglaTimeField(label=_("Time"), required=False, help_text=_("For example 11:00 or সকাল ১১.০০ ঘটিকা"))
    place = PlainField(label=_("Place"), max_length=500)


class PartForm(forms.Form):
    """A part of a draft. `from_content` opens it on what stands there; `content()` is what was typed, once valid."""

    def __init__(self, *args: Any, standing: Content, layout: Layout, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing = standing
        self.layout = layout
        self.open_on(standing)

    def open_on(self, standing: Content) -> None:
        """Set the fields and what they hold at first."""
        raise NotImplementedError

    def content(self) -> Content:
        """The part as typed, in the exchange format."""
        raise NotImplementedError

    def add(self, name: str, field: forms.Field, value: object = None) -> None:
        self.fields[name] = field
        self.initial.setdefault(name, value)

    def posted(self, pattern: str, limit: int) -> int:
        """How many fields named `pattern` (with a number in it) the browser sent, counted from 0; 0 when unbound."""
        if not self.is_bound:
            return 0
        count = 0
        while count < limit and self.add_prefix(pattern.format(count)) in self.data:
            count += 1
        return count


class TitleForm(PartForm):
    def open_on(self, standing: Content) -> None:
        self.add("title", PlainField(label=_("Title"), widget=forms.Textarea(attrs={"rows": 2})), standing)

    def content(self) -> Content:
        return self.cleaned_data["title"]


class ParagraphsForm(PartForm):
    """The opening or the closing."""

    def open_on(self, standing: Content) -> None:
        field = RichField(label=_("Text"), required=False, help_text=_("Every line is a paragraph of its own."))
        self.add("paragraphs", field, standing)

    def content(self) -> Content:
        return self.cleaned_data["paragraphs"]


class InfoForm(PartForm):
    """The block under the title, line by line in the layout's order.

    What is printed is filled in from the value; a wording of the office's own overrides it and stays.
    """

    def open_on(self, standing: Content) -> None:
        for index, item in enumerate(standing):
            getattr(self, f"_open_{item['kind']}", self._open_other)(str(index), item)

    def content(self) -> Content:
        return [
            getattr(self, f"_read_{item['kind']}", self._read_other)(str(index), item)
            for index, item in enumerate(self.standing)
        ]

    def _open_chair(self, index: str, item: Content) -> None:
        label = item["label"]
        self.add(f"name_{index}", PlainField(label=label, required=False), item.get("name", ""))
        self.add(
            f"designation_{index}", PlainField(label=_("Designation"), required=False), item.get("designation", "")
        )

    def _read_chair(self, index: str, item: Content) -> Content:
        typed = {"name": self.cleaned_data[f"name_{index}"], "designation": self.cleaned_data[f"designation_{index}"]}
        return item | typed

    def _open_date(self, index: str, item: Content) -> None:
        value = _date(item.get("value"))
        self.add(f"value_{index}", BanglaDateField(label=item["label"]), value or item.get("text", ""))
        self._open_wording(index, item, format_gregorian(value) if value else None)

    def _read_date(self, index: str, item: Content) -> Content:
        value = self.cleaned_data[f"value_{index}"]
        return item | {"value": value.isoformat(), "text": self._wording(index) or format_gregorian(value)}

    def _open_time(self, index: str, item: Content) -> None:
        value = _time(item.get("value"))
        field = BanglaTimeField(label=item["label"], required=False)
        self.add(f"value_{index}", field, value or item.get("text", ""))
        self._open_wording(index, item, format_time(value) if value else None)

    def _read_time(self, index: str, item: Content) -> Content:
        value, wording = self.cleaned_data[f"value_{index}"], self._wording(index)
        kept = {key: item[key] for key in item if key not in ("value", "text")}
        if value is None:
            return kept | ({"text": wording} if wording else {})
        return kept | {"value": value.strftime("%H:%M"), "text": wording or format_time(value)}

    def _open_attendance(self, index: str, item: Content) -> None:
        count = forms.IntegerField(label=_("Number present"), required=False, min_value=0, max_value=9999)
        self.add(f"count_{index}", count, item.get("count"))
        generated = _attendance(item["count"]) if "count" in item else None
        self._open_wording(index, item, generated, label=item["label"])

    def _read_attendance(self, index: str, item: Content) -> Content:
        count, wording = self.cleaned_data[f"count_{index}"], self._wording(index)
        kept = {key: item[key] for key in item if key not in ("count", "text", "form")}
        if count is None:
            return kept | {"form": "register" if wording else "count", "text": wording}
        return kept | {"form": "count", "count": count, "text": wording or _attendance(count)}

    def _open_other(self, index: str, item: Content) -> None:
        self.add(f"text_{index}", PlainField(label=item["label"], required=False), item.get("text", ""))

    def _read_other(self, index: str, item: Content) -> Content:
        return item | {"text": self.cleaned_data[f"text_{index}"]}

    def _open_wording(self, index: str, item: Content, generated: str | None, label: Any = None) -> None:
        """The wording as printed, shown only where it is not the one that the value gives by itself."""
        wording = item.get("text", "")
        field = PlainField(
            label=label or _("As printed"),
            required=False,
            help_text=_("Leave it empty and it is written from what stands beside it."),
        )
        self.add(f"text_{index}", field, "" if wording == generated else wording)

    def _wording(self, index: str) -> str:
        return str(self.cleaned_data[f"text_{index}"])


class SectionForm(PartForm):
    """A section's heading, and its paragraphs or its data table. Empty rows and columns at the edge are left out."""

    def open_on(self, standing: Content) -> None:
        self.add("heading", PlainField(label=_("Heading"), required=False), standing.get("heading", ""))
        if "paragraphs" in standing:
            self.add("paragraphs", RichField(label=_("Text"), required=False), standing["paragraphs"])
        if "data_table" in standing:
            self._open_table(standing["data_table"])

    def content(self) -> Content:
        content = {**self.standing, "heading": self.cleaned_data["heading"]}
        if "paragraphs" in self.standing:
            content["paragraphs"] = self.cleaned_data["paragraphs"]
        if "data_table" in self.standing:
            content["data_table"] = self._read_table()
        return content

    @property
    def grid(self) -> list[list[forms.BoundField]]:
        """The cells of the data table, headings first, for the template."""
        return [[self[f"cell_{r}_{c}"] for c in range(self.width)] for r in range(self.height)]

    def _open_table(self, table: Content) -> None:
        lines = [table["columns"], *table["rows"]]
        self.width = max(self.posted("cell_0_{}", MAX_COLUMNS), 3, *(len(line) + 1 for line in lines))
        self.height = max(self.posted("cell_{}_0", MAX_ROWS), 3, len(lines) + 1)
        for r in range(self.height):
            for c in range(self.width):
                label = _("Heading of column %(column)d") if r == 0 else _("Row %(row)d, column %(column)d")
                cell = lines[r][c] if r < len(lines) and c < len(lines[r]) else ""
                field = PlainField(
                    label=label % {"row": r, "column": c + 1},
                    required=False,
                    max_length=2000,
                    widget=forms.Textarea(attrs={"rows": 1}),
                )
                self.add(f"cell_{r}_{c}", field, cell)

    def _read_table(self) -> Content:
        cells = [[self.cleaned_data[f"cell_{r}_{c}"] for c in range(self.width)] for r in range(self.height)]
        width = max((c + 1 for line in cells for c, cell in enumerate(line) if cell), default=0)
        height = max((r + 1 for r, line in enumerate(cells) if any(line)), default=0)
        kept = [line[:width] for line in cells[: max(height, 1)]]
        return {"columns": kept[0], "rows": kept[1:]}


class RowForm(PartForm):
    """A row of the decision table: subject, discussion, decisions, implementers."""

    def open_on(self, standing: Content) -> None:
        self.add("serial", PlainField(label=_("Serial"), required=False, max_length=60), standing["serial"])
        subject = PlainField(label=_("Subject"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
        self.add("subject", subject, standing["subject"])
        if any("discussion" in column.shows for column in self.layout.columns) or standing["discussion"]:
            discussion = RichField(
                label=_("Discussion"), required=False, help_text=_("Every line is a paragraph of its own.")
            )
            self.add("discussion", discussion, standing["discussion"])
        decisions = standing["decisions"]
        self.count = max(self.posted("text_{}", MAX_DECISIONS), min(len(decisions) + 1, MAX_DECISIONS))
        for index in range(self.count):
            self._open_decision(index, decisions[index] if index < len(decisions) else {})
        implementers = LinesField(label=_("Implementers"), required=False, help_text=_("One implementer a line."))
        self.add("implementers", implementers, standing["implementers"])

    def content(self) -> Content:
        data = self.cleaned_data
        decisions = [self._read_decision(index) for index in range(self.count)]
        return {
            "serial": data["serial"],
            "subject": data["subject"],
            "discussion": data.get("discussion", []),
            "decisions": self._marked([d for d in decisions if d["text"] or d["marker"]]),
            "implementers": data["implementers"],
        }

    @property
    def decisions(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Marker, text and due date of every decision, and of one more to fill in, for the template."""
        return [(self[f"marker_{i}"], self[f"text_{i}"], self[f"due_{i}"]) for i in range(self.count)]

    def _open_decision(self, index: int, decision: Content) -> None:
        marker = PlainField(label=_("Marker"), required=False, max_length=10)
        self.add(f"marker_{index}", marker, decision.get("marker", ""))
        text = RichField(label=_("Decision"), required=False)
        self.add(f"text_{index}", text, decision["text"].split("<br>") if "text" in decision else [])
        due = BanglaDateField(label=_("Due on"), required=False)
        self.add(f"due_{index}", due, _date(decision.get("due")))

    def _read_decision(self, index: int) -> Content:
        data = self.cleaned_data
        decision = {"marker": data[f"marker_{index}"], "text": "<br>".join(data[f"text_{index}"])}
        due = data[f"due_{index}"]
        return decision | ({"due": due.isoformat()} if due else {})

    def _marked(self, decisions: list[Content]) -> list[Content]:
        """Several decisions without any marker get those of the office's layout."""
        if len(decisions) < 2 or any(decision["marker"] for decision in decisions):
            return decisions
        marker = STYLES[self.layout.decision_markers]
        return [decision | {"marker": marker(number)} for number, decision in enumerate(decisions, start=1)]


FORMS: dict[str, type[PartForm]] = {
    "title": TitleForm,
    "info": InfoForm,
    "opening": ParagraphsForm,
    "closing": ParagraphsForm,
    "section": SectionForm,
    "row": RowForm,
}


class ReturnForm(forms.Form):
    """Why the chair returns the minutes."""

    comment = forms.CharField(
        label=_("What should be changed?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean_comment(self) -> str:
        return "\n".join(lines_of(self.cleaned_data["comment"]))


class SignForm(forms.Form):
    """The chair's PIN, asked for at every signature and stored nowhere."""

    pin = forms.CharField(
        label=_("Your signing PIN"),
        max_length=PIN_LENGTH.stop,
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


def _date(value: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(value) if value else None
    except ValueError:
        return None


def _time(value: str | None) -> datetime.time | None:
    try:
        return datetime.time.fromisoformat(value) if value else None
    except ValueError:
        return None


def _attendance(count: int) -> str:
    return f"{with_words(count, 2)} জন"
