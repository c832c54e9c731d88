"""Two texts of the same part, field by field: what differs, and what is the same in both."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _

from minutes.part_form import PartForm


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
