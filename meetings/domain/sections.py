"""Sections of the minutes between their rows in the database and their shape in the exchange format."""

from __future__ import annotations

from typing import Any

from meetings.models import Meeting, Section

Content = dict[str, Any]


def add_section(meeting: Meeting, edition: int, content: Content) -> Section:
    """Append a section to an edition, with `content` of the exchange format; rows of its decision table aside."""
    last = meeting.sections.filter(edition=edition).order_by("position").last()
    section = Section(meeting=meeting, edition=edition, position=last.position + 1 if last else 0)
    return write_section(section, content)


def write_section(section: Section, content: Content) -> Section:
    """Give `section` this content and save it; what `content` leaves out becomes absent."""
    data, decisions = content.get("data_table"), content.get("decision_table")
    section.heading = content.get("heading")
    section.paragraphs = content.get("paragraphs")
    section.table_columns = data["columns"] if data else None
    section.table_rows = data["rows"] if data else None
    section.decision_columns = decisions["columns"] if decisions else None
    section.implementer_markers = decisions.get("implementer_markers") if decisions else None
    section.save()
    return section


def content_of_section(section: Section, rows: list[Content]) -> Content:
    """The section in the exchange format, with `rows` in its decision table if it has one."""
    content: Content = {"heading": section.heading, "paragraphs": section.paragraphs}
    if section.table_columns is not None:
        content["data_table"] = {"columns": section.table_columns, "rows": section.table_rows}
    if section.decision_columns is not None:
        table = {"columns": section.decision_columns, "implementer_markers": section.implementer_markers, "rows": rows}
        content["decision_table"] = without_absent(table)
    return without_absent(content)


def without_absent(content: Content) -> Content:
    """`content` without the keys that hold None: absent is absent, not null, in the exchange format."""
    return {key: value for key, value in content.items() if value is not None}
