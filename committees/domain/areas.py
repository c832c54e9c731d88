"""The country's divisions, districts and upazilas: the list that comes with the portal, brought into its database."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from accounts.domain.audit import PORTAL
from accounts.domain.changes import Step
from committees.models import Area

FILE = Path(__file__).resolve().parent.parent / "data" / "areas.csv"
KIND_OF_PARENT = {Area.Kind.DISTRICT: Area.Kind.DIVISION, Area.Kind.UPAZILA: Area.Kind.DISTRICT}


class ListedArea(NamedTuple):
    """A row of the list. `parent` is the English name of what the area is part of; `code` is empty where unknown."""

    kind: Area.Kind
    parent: str
    code: str
    name_bn: str
    name_en: str


class Loaded(NamedTuple):
    """How many areas were made, how many got a code or a name they lacked, and how many there are in the list."""

    made: int
    filled: int
    listed: int


def listed_areas() -> list[ListedArea]:
    """The list in its order: each division, its districts, and after each district its upazilas."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return [ListedArea(Area.Kind(r["kind"]), r["parent"], r["code"], r["name_bn"], r["name_en"]) for r in rows]


def load_areas() -> Loaded:
    """Make the listed areas that are missing, and fill the codes and names that the others lack, as one step.

    An area is known by its code, otherwise by its Bengali or English name within its parent (or without one): what an
    administrator renamed or moved stays as it is. One that was deleted comes back.
    """
    rows = listed_areas()
    known = _Known(Area.objects.all())
    areas: dict[tuple[str, str], Area] = {}
    made = filled = 0
    with Step(by=PORTAL, action="areas.load") as step:
        for kind in (Area.Kind.DIVISION, Area.Kind.DISTRICT, Area.Kind.UPAZILA):
            missing = []
            for row in (row for row in rows if row.kind == kind):
                parent = areas[KIND_OF_PARENT[kind], row.parent] if kind in KIND_OF_PARENT else None
                area = known.find(row, parent)
                if area is None:
                    area = Area(kind=kind, parent=parent, code=row.code, name_bn=row.name_bn, name_en=row.name_en)
                    missing.append(area)
                elif _fill(area, row):
                    filled += step.change(area)
                areas[kind, row.name_en] = area
            made += len(step.add_all(missing))
    return Loaded(made, filled, len(rows))


class _Known:
    """The areas that are there, found by code or by name."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self.by_code: dict[str, Area] = {}
        self.by_name: dict[tuple[str, int | None, str], Area] = {}
        for area in areas:
            if area.code:
                self.by_code[area.code] = area
            for name in filter(None, (area.name_bn, area.name_en)):
                self.by_name[area.kind, area.parent_id, name] = area

    def find(self, row: ListedArea, parent: Area | None) -> Area | None:
        if row.code in self.by_code:
            return self.by_code[row.code]
        places = dict.fromkeys((parent.pk if parent else None, None))
        keys = [(row.kind, place, name) for place in places for name in (row.name_bn, row.name_en)]
        return next((self.by_name[key] for key in keys if key in self.by_name), None)


def _fill(area: Area, row: ListedArea) -> bool:
    """Give the area what it lacks of the row; whether it lacked anything."""
    lacking = [name for name in ("code", "name_en") if getattr(row, name) and not getattr(area, name)]
    for name in lacking:
        setattr(area, name, getattr(row, name))
    return bool(lacking)
