"""The forms of the drafting room, one for each kind of part."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.language import digits
from bangla.markers import STYLES, unmarked
from documents.model import ImplementerMarkers, Shown
from meetings.fields import (
    BanglaDateField,
    BreaksField,
    LinesField,
    PlainField,
    RichField,
)
from minutes.domain.signature import IN_THE_CHAIRS_STEAD
from minutes.info_form import InfoForm
from minutes.part_form import Content, PartForm, growing, iso_day

MAX_DECISIONS = 50
# A page of MAX_COLUMNS × MAX_ROWS cells stays below settings.DATA_UPLOAD_MAX_NUMBER_FIELDS.
MAX_COLUMNS = 30
MAX_ROWS = 150
FIRST_COLUMNS = 3
SPARE_COLUMNS = 1
SPARE_ROWS = 3


class TitleForm(PartForm):
    def open_on(self, standing: Content) -> None:
        self.add("title", PlainField(label=_("Title"), widget=growing()), standing)

    def content(self) -> Content:
        return self.cleaned_data["title"] if self.accepted else self.standing


class ParagraphsForm(PartForm):
    """The opening or the closing."""

    def open_on(self, standing: Content) -> None:
        field = RichField(label=_("Text"), required=False, help_text=_("Every line is a paragraph of its own."))
        self.add("paragraphs", field, standing)

    def content(self) -> Content:
        return self.cleaned_data["paragraphs"] if self.accepted else self.standing


class SignatureForm(PartForm):
    """The lines below the chair's name, in the office's own wording. Who signs is entered by an administrator."""

    def open_on(self, standing: Content) -> None:
        hint = _("One line each: designation, office, place. The name is that of whoever holds the chair's post.")
        widget = forms.Textarea(attrs={"rows": 2})
        lines = LinesField(label=_("Lines below the name"), required=False, help_text=hint, widget=widget)
        self.add("lines", lines, standing.get("lines", []))

    def clean_lines(self) -> list[str]:
        """The lines; the one by which a deputy's signature is known is the portal's to write."""
        lines: list[str] = self.cleaned_data["lines"]
        if IN_THE_CHAIRS_STEAD in lines:
            raise forms.ValidationError(
                _("This line stands only where a deputy signs; the portal itself writes it then.")
            )
        return lines

    def content(self) -> Content:
        return self.standing | ({"lines": self.cleaned_data["lines"]} if self.accepted else {})


class SectionForm(PartForm):
    """A section's heading, and its paragraphs or its data table. Empty rows and columns at the edge are left out.

    Its placeholders stand on the sheet where nothing else would, so that an empty section says what is written where.
    """

    width = height = 0
    max_rows, max_columns = MAX_ROWS, MAX_COLUMNS

    def open_on(self, standing: Content) -> None:
        heading = PlainField(label=_("Heading"), required=False, widget=growing(placeholder=_("Heading")))
        self.add("heading", heading, standing.get("heading", ""))
        if "paragraphs" in standing:
            paragraphs = RichField(label=_("Text"), required=False)
            paragraphs.widget.attrs["placeholder"] = _("Text")
            self.add("paragraphs", paragraphs, standing["paragraphs"])
        if "data_table" in standing:
            self._open_table(standing["data_table"])
        for index, column in enumerate(self._columns):
            named = PlainField(label=_("Heading of a column"), required=False, widget=growing())
            self.add(f"column_{index}", named, column["heading"])

    def content(self) -> Content:
        changed = [name for name in ("heading", "paragraphs") if self.is_changed(name)]
        content = self.standing | {name: self.cleaned_data[name] for name in changed}
        if self.is_changed("cell_.*"):
            content |= {"data_table": self._read_table()}
        if self.is_changed("column_.*"):
            named = [c | {"heading": self.taken(f"column_{index}")} for index, c in enumerate(self._columns)]
            content |= {"decision_table": self.standing["decision_table"] | {"columns": named}}
        return content

    @property
    def headings(self) -> list[forms.BoundField]:
        """The headings of the decision table's columns, for the template."""
        return [self[f"column_{index}"] for index in range(len(self._columns))]

    @property
    def _columns(self) -> list[Content]:
        return list(self.standing.get("decision_table", {}).get("columns", []))

    @property
    def grid(self) -> list[list[forms.BoundField]]:
        """The cells of the data table, headings first, for the template."""
        return [[self[f"cell_{r}_{c}"] for c in range(self.width)] for r in range(self.height)]

    def _open_table(self, table: Content) -> None:
        lines = [table["columns"], *table["rows"]]
        widest, lowest = max(len(line) for line in lines), len(lines)
        columns = self.posted("cell_[0-9]{1,3}_([0-9]{1,3})", MAX_COLUMNS)
        rows = self.posted("cell_([0-9]{1,3})_[0-9]{1,3}", MAX_ROWS)
        self.width = max(columns, widest, FIRST_COLUMNS, min(widest + SPARE_COLUMNS, MAX_COLUMNS))
        self.height = max(rows, lowest, min(lowest + SPARE_ROWS, MAX_ROWS))
        for r in range(self.height):
            for c in range(self.width):
                label = _("Heading of column %(column)s") if r == 0 else _("Row %(row)s, column %(column)s")
                cell = lines[r][c] if r < len(lines) and c < len(lines[r]) else ""
                hint = {"placeholder": _("Heading of a column")} if r == c == 0 else {}
                field = PlainField(
                    label=label % {"row": digits(r), "column": digits(c + 1)},
                    required=False,
                    max_length=2000,
                    widget=growing(**hint),
                )
                self.add(f"cell_{r}_{c}", field, cell)

    def _read_table(self) -> Content:
        cells = [[self.taken(f"cell_{r}_{c}") for c in range(self.width)] for r in range(self.height)]
        width = max((c + 1 for line in cells for c, cell in enumerate(line) if cell), default=0)
        height = max((r + 1 for r, line in enumerate(cells) if any(line)), default=1)
        return {"columns": cells[0][:width], "rows": [line[:width] for line in cells[1:height]]}


class RowForm(PartForm):
    """A row of the decision table: subject, discussion, decisions, implementers.

    `places`: after `content()`, where on the page each saved decision stands. An emptied place stays a gap there, so
    that the next save from the same page knows which decision is which. `most`: decisions that a row may have;
    `on_page`: those that the page posted has fields for.
    `implementer_markers`: those that its table prints, which the office's layout need not have.
    """

    most = MAX_DECISIONS
    implementer_markers: ImplementerMarkers | None = None

    def open_on(self, standing: Content) -> None:
        self.add("serial", PlainField(label=_("Serial"), required=False, max_length=200), standing["serial"])
        subject = PlainField(label=_("Subject"), required=False, widget=growing())
        self.add("subject", subject, standing["subject"])
        if self._prints("discussion") or standing["discussion"]:
            discussion = RichField(
                label=_("Discussion"), required=False, help_text=_("Every line is a paragraph of its own.")
            )
            self.add("discussion", discussion, standing["discussion"])
        decisions = standing["decisions"]
        self.opened_places = self._posted_places(len(decisions))
        last = max(self.opened_places, default=-1)
        self.on_page = self.posted("[a-z]+_([0-9]{1,3})", MAX_DECISIONS)
        self.count = max(self.on_page, last + 1, min(last + 2, MAX_DECISIONS))
        for index in range(self.count):
            place = self.opened_places.index(index) if index in self.opened_places else None
            self._open_decision(index, {} if place is None else decisions[place])
        implementers = LinesField(
            label=_("Implementers"),
            required=False,
            help_text=_("One implementer a line."),
            widget=forms.Textarea(attrs={"rows": 3, "data-suggest": "implementer"}),
        )
        self.add("implementers", implementers, standing["implementers"])

    def clean_implementers(self) -> list[str]:
        """The implementers; where the sheet prints their markers, those that were pasted along are left out."""
        self._typed_implementers: list[str] = self.cleaned_data["implementers"]
        return unmarked(self._typed_implementers) if self.implementer_markers else self._typed_implementers

    def content(self) -> Content:
        self.places, self.kept = self.opened_places, self.standing["decisions"]
        content = self.standing | {key: self.cleaned_data[key] for key in self.accepted if key in self.standing}
        if self.is_changed("(marker|text|due)_.*"):
            read = {index: self._read_decision(index) for index in range(self.count)}
            filled = {index: decision for index, decision in read.items() if decision}
            self.places, self.kept = list(filled), self._marked(filled)
        return content | {"decisions": self.kept}

    @property
    def shown(self) -> list[Shown]:
        """The parts of a row that there are fields for, in the order of the exchange format."""
        always: list[Shown] = ["serial", "subject", "decisions", "implementers"]
        return [*always[:2], "discussion", *always[2:]] if "discussion" in self.fields else always

    def name_of(self, name: str) -> str:
        found = re.fullmatch("(marker|text|due)_([0-9]+)", name)
        if found is None:
            return super().name_of(name)
        decision = gettext("Decision %(n)s") % {"n": digits(int(found[2]) + 1)}
        return decision if found[1] == "text" else f"{decision}: {super().name_of(name)}"

    def given(self) -> list[tuple[forms.BoundField, str]]:
        """The markers: somebody else's may have changed with the number of decisions; implementers that lost theirs."""
        markers = dict(zip(self.places, (decision["marker"] for decision in self.kept), strict=True))
        given = {f"marker_{index}": markers.get(index, "") for index in range(self.count)}
        if "implementers" in self.accepted and self.cleaned_data["implementers"] != self._typed_implementers:
            given["implementers"] = "\n".join(self.cleaned_data["implementers"])
        fields = [(self[name], text) for name, text in given.items()]
        return [(field, text) for field, text in fields if not field.errors and field.value() != text]

    def _prints(self, content: Shown) -> bool:
        """Whether the office's layout has a column that shows this."""
        return any(content in column.shows for column in self.layout.columns)

    def _posted_places(self, wanted: int) -> list[int]:
        """Where on the page each of the `wanted` decisions stands: as posted, else one after the other."""
        words = str(self.data.get(self.add_prefix("places"), "")).split()
        posted = [int(word) for word in words if re.fullmatch("[0-9]{1,3}", word) and int(word) < MAX_DECISIONS]
        is_sound = self.is_current and len(posted) == wanted and posted == sorted(set(posted))
        return posted if is_sound else list(range(wanted))

    @property
    def decisions(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Marker, text and due date of every decision, and of one more to fill in, for the template."""
        return [(self[f"marker_{i}"], self[f"text_{i}"], self[f"due_{i}"]) for i in range(self.count)]

    @property
    def has_spare(self) -> bool:
        """Whether the last decision is but room to write one."""
        return self.count - 1 not in self.opened_places

    def _open_decision(self, index: int, decision: Content) -> None:
        blank = forms.TextInput(attrs={"placeholder": " "})  # the sheet tells by it that nothing is typed
        marker = PlainField(label=_("Marker"), required=False, max_length=50, widget=blank)
        self.add(f"marker_{index}", marker, decision.get("marker", ""))
        self.add(f"text_{index}", BreaksField(label=_("Decision"), required=False), decision.get("text", ""))
        hint = "" if self._prints("due") else _("Is not printed; the portal follows the decision by it.")
        shape = forms.TextInput(attrs={"placeholder": _("DD-MM-YYYY")})
        due = BanglaDateField(label=_("Due on"), required=False, help_text=hint, widget=shape)
        self.add(f"due_{index}", due, iso_day(decision.get("due")))

    def _read_decision(self, index: int) -> Content | None:
        """The decision as typed; None where its fields are empty but for a marker that nobody touched."""
        marker, text, due = (self.taken(f"{part}_{index}") for part in ("marker", "text", "due"))
        if not (text or due or (marker and self.is_changed(f"marker_{index}"))):
            return None
        return {"marker": marker, "text": text} | ({"due": due.isoformat()} if due else {})

    def _marked(self, read: dict[int, Content]) -> list[Content]:
        """Several decisions get the markers of the office's layout, in order, unless somebody marked them otherwise."""
        decisions = list(read.values())
        mark = STYLES[self.layout.decision_markers]
        stood = [decision["marker"] for decision in self.standing["decisions"]]
        by_layout = not any(stood) or stood == [mark(n) for n in range(1, len(stood) + 1)]
        by_hand = any(self.is_changed(f"marker_{index}") for index in read)
        if by_hand or not by_layout or (len(decisions) == 1 and not any(stood)):
            return decisions
        return [decision | {"marker": mark(number)} for number, decision in enumerate(decisions, start=1)]


FORMS: dict[str, type[PartForm]] = {
    "title": TitleForm,
    "info": InfoForm,
    "opening": ParagraphsForm,
    "closing": ParagraphsForm,
    "chair_signature": SignatureForm,
    "section": SectionForm,
    "row": RowForm,
}
