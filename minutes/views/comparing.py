"""Two texts of the same part, field by field: what differs, and what is the same in both."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from minutes.info_form import InfoForm
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


def posted_over(form: PartForm, standing: Any, data: Mapping[str, str]) -> Mapping[str, str]:
    """What was posted to `form`, named as the fields of a form are that opens on `standing`.

    The fields of the block under the title are named by the numbers of its lines, of which others may be there by now.
    """
    if not isinstance(form, InfoForm):
        return data
    places = {name: _moved(name, paired(form.standing, standing)) for name in form.fields}
    kept = {form.add_prefix(now): data.get(form.add_prefix(name)) for name, now in places.items() if now}
    return {name: value for name, value in kept.items() if value is not None}


def typed_in_vain(form: PartForm, standing: Any) -> list[tuple[str, str]]:
    """What was typed in fields of `form` that a form has not that opens on `standing`, with what they are called."""
    if not isinstance(form, InfoForm):
        return []
    pairs = paired(form.standing, standing)
    gone = [name for name in form.changed_data if not _moved(name, pairs)]
    return [(form.name_of(name), str(form[name].value() or "")) for name in gone]


def paired(before: Sequence[Any], after: Sequence[Any]) -> dict[int, int]:
    """By the number of each line of the block under the title the one that the same line has in `after`.

    The same line is of the same kind and called the same; else, where one of a kind is left in both, it was renamed.
    """
    pairs: dict[int, int] = {}
    for keys in (("kind", "label"), ("kind",)):
        left = [n for n in range(len(after)) if n not in pairs.values()]
        for place in [n for n in range(len(before)) if n not in pairs]:
            alike = [n for n in left if all(before[place][key] == after[n][key] for key in keys)]
            if alike:
                pairs[place] = alike[0]
                left.remove(alike[0])
    return pairs


def _moved(name: str, pairs: Mapping[int, int]) -> str:
    """The name of a line's field where the line has the number that `pairs` gives it; empty where it has none."""
    kind, number = re.fullmatch(r"(.*_)(\d+)", name).groups()  # type: ignore[union-attr]  # every field has one
    return f"{kind}{pairs[int(number)]}" if int(number) in pairs else ""


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
