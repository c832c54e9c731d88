"""Where the texts of a draft's document are saved and written: a JSON path's part, and the field of its form."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from documents.model import MinutesDocument
from minutes.domain.parts import OUTER_PARTS
from minutes.models import Minutes

# By what a JSON path looks like, the field of its part's form that holds what stands there.
_FIELDS = {
    r"\$\.title": "title",
    r"\$\.(?:opening|closing)\b.*": "paragraphs",
    r"\$\.chair_signature\.lines\b.*": "lines",
    r"\$\.info\[(\d+)\]\.(label|text|name|designation)": r"\2_\1",
    r".*\.decisions\[(\d+)\]\.(marker|text|due)": r"\2_\1",
    r".*\.decisions": "text_0",
    r".*\.decision_table\.rows\[\d+\]\.(serial|subject|discussion|implementers)\b.*": r"\1",
    r".*\.decision_table\.columns\[(\d+)\]\.heading": r"column_\1",
    r".*\.data_table\.columns\[(\d+)\]": r"cell_0_\1",
    r".*\.sections\[\d+\]\.(heading|paragraphs)\b.*": r"\1",
}
_CELL = re.compile(r".*\.data_table\.rows\[(\d+)\]\[(\d+)\]")
# By its kind, the field that holds the value of a line of the block under the title.
_VALUES = {"date": "value", "time": "value", "attendance": "count", "chair": "name"}


@dataclass(frozen=True)
class Places:
    """Where parts of the document are saved: the keys of the draft's sections, and of the rows of each, in order."""

    sections: Sequence[int]
    rows: Mapping[int, Sequence[int]]

    @classmethod
    def of(cls, minutes: Minutes) -> Places:
        """The places in the draft as it stands now, by one query."""
        order = ("position", "pk", "items__position", "items__pk")
        rows: dict[int, list[int]] = {}
        for section, row in minutes.sections.order_by(*order).values_list("pk", "items__pk"):
            rows.setdefault(section, []).extend([row] if row else [])
        return cls(list(rows), rows)

    def part(self, path: str) -> str:
        """The name of the part in which a JSON path of the document lies; empty where that is none of the draft's."""
        head = re.match(rf"\$\.({'|'.join(OUTER_PARTS)})\b", path)
        numbers = [int(number) for number in re.findall(r"\b(?:sections|rows)\[([0-9]+)\]", path)]
        return head[1] if head else self.name(*numbers)

    def name(self, section: int | None = None, row: int | None = None) -> str:
        """The name of a section, or of one of its rows, by its number from 0."""
        if section is None or section >= len(self.sections):
            return ""
        rows = self.rows[self.sections[section]]
        if row is None or row >= len(rows):
            return f"section:{self.sections[section]}"
        return f"row:{rows[row]}"


def field_of(path: str, document: MinutesDocument) -> str:
    """The field in which what stands at a JSON path of the document is written; empty where there is none for it."""
    if cell := _CELL.fullmatch(path):
        return f"cell_{int(cell[1]) + 1}_{cell[2]}"
    if line := re.fullmatch(r"\$\.info\[(\d+)\](?:\.value)?", path):
        return value_field(document, int(line[1]))
    found = ((re.fullmatch(pattern, path), field) for pattern, field in _FIELDS.items())
    return next((match.expand(field) for match, field in found if match), "")


def field_of_line(document: MinutesDocument, kind: str) -> str:
    """The field of the value of the first line of this kind in the block under the title; empty where it has none."""
    numbers = (number for number, item in enumerate(document.info) if item.kind == kind)
    return next((value_field(document, number) for number in numbers), "")


def value_field(document: MinutesDocument, number: int) -> str:
    """The field of the value of that line, from 0, of the block under the title."""
    return f"{_VALUES.get(document.info[number].kind, 'text')}_{number}"
