"""What is missing or odd before minutes go to the chair: errors block, warnings are shown to the chair too."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.language import day, digits
from bangla.dates import format_month
from bangla.text import fold
from committees.powers import Role, seat
from committees.seating import conducting, in_the_chair, signing, vice_chairs
from decisions.domain.implementers import unreachable
from documents import richtext
from documents.model import MinutesDocument, Row, Section
from documents.oddities import FAR_MONTHS, months_named, oddities
from documents.tables import dressed
from minutes.domain.chair_line import names_of
from minutes.domain.continuity import is_confirmation
from minutes.domain.places import Places, field_of, field_of_line
from minutes.models import Minutes


@dataclass(frozen=True)
class Problem:
    """One thing to mend or to look at.

    `where` is the text in question, `part` the name of the part it stands in, empty where it stands in none; `field`:
    that of the part's form to write in, empty where it is none by itself; `offer`: whom `fill_in_chair` would write in
    as chair.
    """

    message: str | Promise
    blocking: bool
    where: str = ""
    part: str = ""
    field: str = ""
    offer: str = ""

    @property
    def target(self) -> str:
        """The id of the field on the drafting room's page, else that of the part; empty where it stands in none."""
        anchor = self.part.replace(":", "-")
        return f"id_{anchor}-{self.field}" if self.field else anchor


def problems(minutes: Minutes, document: MinutesDocument) -> list[Problem]:
    """Everything to mend or look at in the draft, errors first; the same few queries however long it is."""
    checks = (
        *(_odd, _other_month, _due_too_early, _strange_chair, _empty_head, _empty_sections, _empty_rows),
        *(_serials_twice, _unreachable, _below_quorum, _called_late),
    )
    places = Places.of(minutes)
    warnings = (problem for check in checks for problem in check(minutes, document, places))
    return [*_missing(minutes, document), *warnings]


def due_days(document: MinutesDocument) -> Iterator[tuple[str, datetime.date]]:
    """The decisions that are due on a day, and the day: each by its row's serial, its marker as printed, its words."""
    return ((words, due) for _path, words, due in _due(document))


def _due(document: MinutesDocument) -> Iterator[tuple[str, str, datetime.date]]:
    for path, row in _paths(document):
        for number, decision in enumerate(row.decisions):
            if decision.due:
                named = (row.serial, dressed(decision.marker), richtext.plain(decision.text))
                yield f"{path}.decisions[{number}].due", " ".join(part for part in named if part), decision.due


def _missing(minutes: Minutes, document: MinutesDocument) -> list[Problem]:
    found: list[tuple[str | Promise, str]] = []
    committee, today = minutes.meeting.committee, timezone.localdate()
    if not signing(committee, today):
        if seat(committee, Role.CHAIR, today):
            found.append((_("Nobody holds the chair's post now. An administrator has to enter the holder."), ""))
        else:
            told = _("This committee has no chair now. An administrator has to enter one before the minutes can go.")
            found.append((told, ""))
    if minutes.meeting.held_on is None:
        found.append((_("The date of the meeting is missing."), "info"))
    elif minutes.meeting.held_on > timezone.localdate():
        found.append((_("The meeting is still to come. Its minutes go to the chair after it was held."), "info"))
    if all(richtext.is_blank(decision.text) for row in _rows(document) for decision in row.decisions):
        found.append((_("There is no decision yet. Write at least one."), ""))
    day_field = field_of_line(document, "date")
    return [Problem(message, blocking=True, part=part, field=part and day_field) for message, part in found]


def _odd(_minutes: Minutes, document: MinutesDocument, places: Places) -> Iterator[Problem]:
    """What is odd in the text. A row without anything, and the confirmation of minutes, need no decision."""
    bare = {f"{path}.decisions" for path, row in _paths(document) if _is_bare(row) or is_confirmation(row.subject)}
    for oddity in oddities(document):
        if not any(oddity.path.startswith(path) for path in bare):
            where, part, field = oddity.text[:200], places.part(oddity.path), field_of(oddity.path, document)
            yield Problem(oddity.message, blocking=False, where=where, part=part, field=field)


def _other_month(minutes: Minutes, document: MinutesDocument, _places: Places) -> Iterator[Problem]:
    """A title of shortly before: what oddities passes over, as the meeting of a month may be held in the next."""
    met = minutes.meeting.held_on
    for year, month in months_named(document.title) if met else ():
        if met and 0 < (met.year - year) * 12 + met.month - month < FAR_MONTHS:
            told = _("The title names another month than that of the meeting:")
            yield Problem(told, blocking=False, where=format_month(year, month), part="title", field="title")


def _due_too_early(minutes: Minutes, document: MinutesDocument, places: Places) -> Iterator[Problem]:
    met = minutes.meeting.held_on
    for path, words, due in _due(document):
        if met and due < met:
            told = gettext("A decision is due before the day of the meeting, on %(day)s:") % {"day": day(due)}
            field = field_of(path, document)
            yield Problem(told, blocking=False, where=words[:200], part=places.part(path), field=field)


def _strange_chair(minutes: Minutes, document: MinutesDocument, _places: Places) -> Iterator[Problem]:
    """Whoever the info block names as chair could chair on that day: as chair, as deputy, or as vice-chair."""
    meeting = minutes.meeting
    if not meeting.held_on:
        return
    lines, field = [item for item in document.info if item.kind == "chair"], field_of_line(document, "chair")
    named = [item.name for item in lines if item.name]
    found = in_the_chair(meeting.committee, meeting.held_on)
    chairs = [each.tenure for each in found if each.may_chair]
    able = [*chairs, *vice_chairs(meeting.committee, meeting.held_on)]
    if not (able if named else chairs):
        told = _(
            "Nobody held the chair of the committee on the day of the meeting. If the day is right, write into the "
            "draft who chaired, or have an administrator enter who held the chair then."
        )
        yield Problem(told, blocking=False, part="info", field=field)
        return
    conducted = conducting(found)
    offer = conducted.tenure.person.name_bn if conducted else ""
    if lines and not named:
        told = _("The block under the title does not name the chair. On that day the chair was held by:")
        yield Problem(told, blocking=False, where=offer, part="info", field=field, offer=offer)
    names = names_of(able)
    for name in named:
        if fold(name) not in names:
            told = _("By what is entered of the committee, the person named as chair could not chair it on that day:")
            yield Problem(told, blocking=False, where=name[:200], part="info", field=field, offer=offer)


def _empty_head(minutes: Minutes, document: MinutesDocument, _places: Places) -> Iterator[Problem]:
    info = {item.kind: item for item in document.info}
    attendance, place = info.get("attendance"), info.get("place")
    if not document.attendance and not (attendance and (attendance.count is not None or _says(attendance.text))):
        field = field_of_line(document, "attendance")
        yield Problem(_("It is not said who or how many attended."), blocking=False, part="info", field=field)
    if not _says(place.text if place else minutes.meeting.place):
        field = field_of_line(document, "place")
        yield Problem(_("The place of the meeting is missing."), blocking=False, part="info", field=field)
    if all(map(richtext.is_blank, document.opening)):
        yield Problem(_("The opening is empty."), blocking=False, part="opening", field="paragraphs")
    if all(map(richtext.is_blank, document.closing)):
        yield Problem(_("The closing is empty."), blocking=False, part="closing", field="paragraphs")


def _empty_sections(_minutes: Minutes, document: MinutesDocument, places: Places) -> Iterator[Problem]:
    for number, section in enumerate(document.sections):
        cells = chain.from_iterable(section.data_table.rows if section.data_table else ())
        if not (any(map(_says, section.paragraphs or ())) or any(map(_says, cells)) or _has_rows(section)):
            heading, told = (section.heading or "").strip(), gettext("Nothing stands in this section but its heading.")
            if not heading:
                told = gettext("Nothing stands in section %(n)s.") % {"n": digits(number + 1)}
            field = "paragraphs" if section.paragraphs is not None else "cell_0_0" if section.data_table else ""
            yield Problem(told, blocking=False, where=heading[:200], part=places.name(number), field=field)


def _empty_rows(_minutes: Minutes, document: MinutesDocument, places: Places) -> Iterator[Problem]:
    for path, row in _paths(document):
        if _is_bare(row):
            told, part = _("Nothing stands in this row:"), places.part(path)
            yield Problem(told, blocking=False, where=row.serial, part=part, field="subject")


def _serials_twice(_minutes: Minutes, document: MinutesDocument, places: Places) -> Iterator[Problem]:
    for number, section in enumerate(document.sections):
        seen = set()
        for index, row in enumerate(section.decision_table.rows if section.decision_table else ()):
            printed = fold(row.serial)
            if printed and printed in seen:
                told = _("Two rows of the table have the same serial:")
                part = places.name(number, index)
                yield Problem(told, blocking=False, where=row.serial[:200], part=part, field="serial")
            seen.add(printed)


def _unreachable(minutes: Minutes, document: MinutesDocument, places: Places) -> Iterator[Problem]:
    """Whom the issue will not reach by mail: told once for each, at the row that names it first."""
    first: dict[str, str] = {}
    for path, row in _paths(document):
        for text in row.implementers:
            first.setdefault(text, path)
    for text in unreachable(minutes.meeting.committee, timezone.localdate(), first):
        told = _("No post with a mail address is known for this implementer, who will not be told of the decision:")
        part = places.part(first[text])
        yield Problem(told, blocking=False, where=text[:200], part=part, field="implementers")


def _below_quorum(minutes: Minutes, document: MinutesDocument, _places: Places) -> Iterator[Problem]:
    quorum, present = minutes.meeting.committee.quorum, _present(document)
    if quorum and present is not None and present < quorum:
        told = gettext("%(present)s were present, which is below the committee's quorum of %(quorum)s.")
        numbers = {"present": digits(present), "quorum": digits(quorum)}
        field = field_of_line(document, "attendance")
        yield Problem(told % numbers, blocking=False, part="info", field=field)


def _present(document: MinutesDocument) -> int | None:
    """How many were there, as the info block or else appendix ক says; None where neither does."""
    counts = [item.count for item in document.info if item.kind == "attendance" and item.count is not None]
    if counts or document.attendance is None:
        return next(iter(counts), None)
    return sum(attendee.status not in ("absent", "excused") for attendee in document.attendance)


def _called_late(minutes: Minutes, document: MinutesDocument, _places: Places) -> Iterator[Problem]:
    """A notice went out after the meeting was entered at the earliest; of one entered afterwards nothing is known."""
    meeting = minutes.meeting
    period, entered_on = meeting.committee.notice_days, timezone.localdate(meeting.created_at)
    if not (period and meeting.held_on and entered_on <= meeting.held_on):
        return
    days = (meeting.held_on - entered_on).days
    if days < period:
        told = gettext("The meeting was entered %(days)s days before its day; the notice period is %(period)s days.")
        numbers = {"days": digits(days), "period": digits(period)}
        yield Problem(told % numbers, blocking=False, part="info", field=field_of_line(document, "date"))


def _rows(document: MinutesDocument) -> list[Row]:
    return [row for _path, row in _paths(document)]


def _paths(document: MinutesDocument) -> Iterator[tuple[str, Row]]:
    """The rows in their order, each with its JSON path in the document."""
    for number, section in enumerate(document.sections):
        for index, row in enumerate(section.decision_table.rows if section.decision_table else ()):
            yield f"$.sections[{number}].decision_table.rows[{index}]", row


def _has_rows(section: Section) -> bool:
    return bool(section.decision_table and section.decision_table.rows)


def _is_bare(row: Row) -> bool:
    """Whether the row says nothing beside its serial."""
    decisions = (decision.text for decision in row.decisions)
    return not any(map(_says, (row.subject, *row.discussion, *decisions, *row.implementers)))


def _says(text: str | None) -> bool:
    return text is not None and not richtext.is_blank(text)
