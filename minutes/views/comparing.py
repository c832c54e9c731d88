"""Two texts of the same part, field by field: what differs, and what is the same in both."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.language import digits
from minutes.domain.assembly import sections_of
from minutes.domain.parts import Part
from minutes.models import Minutes
from minutes.part_form import PartForm

# What the drafting room calls the parts, by the kind of their names, where they have no number.
PART_NAMES = {
    "title": gettext_lazy("Title"),
    "info": gettext_lazy("Meeting"),
    "opening": gettext_lazy("Opening"),
    "closing": gettext_lazy("Closing"),
    "section": gettext_lazy("Section"),
    "row": gettext_lazy("Row"),
}


@dataclass(frozen=True)
class Compared:
    """A field in both texts; `theirs` is empty where the other text has no such field."""

    name: str
    mine: forms.BoundField
    theirs: str


@dataclass(frozen=True)
class Comparison:
    """The fields of a part that differ, and those that do not."""

    differing: list[Compared]
    same: list[Compared]


def called(minutes: Minutes, part: str) -> str:
    """What the drafting room calls the part, with its number; a row or section that is gone has none."""
    for n, section in enumerate(sections_of(minutes), start=1):
        if part == f"section:{section.pk}":
            return _("Section %(n)s") % {"n": digits(n)}
        for m, row in enumerate(section.items.all(), start=1):
            if part == f"row:{row.pk}":
                return _("Row %(n)s") % {"n": digits(m)}
    return str(PART_NAMES[Part.parse(part).kind])


def compare(mine: PartForm, theirs: PartForm, *, everything: bool) -> Comparison:
    """Both forms of the same part, `mine` bound and opened on the content of `theirs`; `everything`: all differs."""
    changed = set(mine.fields) if everything else {*mine.changed_data, *mine.errors}
    differing, same = [], []
    for name in mine.fields:
        there = str(theirs[name].value() or "") if name in theirs.fields else ""
        compared = Compared(mine.name_of(name), mine[name], there)
        if name in changed and (there or compared.mine.value()):
            compared.mine.label = _("Your text")
            differing.append(compared)
        else:
            same.append(compared)
    return Comparison(differing, same)
