"""What is in the database already, found by the names that sheets call it by."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Generic, TypeVar

from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from bangla.digits import to_ascii
from bangla.text import fold, nfc
from committees import scope
from committees.models import Area, Committee, Office, Post
from committees.powers import Powers
from committees.sheets.cells import LANGUAGES
from committees.sheets.columns import Column
from committees.sheets.rows import Row, RowError

Thing = TypeVar("Thing")
_NUMBER = re.compile(r"#\s*([0-9]{1,18})")
FEW = 5
_ANYWHERE = "anywhere"


class Index(Generic[Thing]):
    """Things by a name within a place: as it is written, and where nothing is written so, as a search finds it."""

    def __init__(self) -> None:
        self._written: dict[Hashable, list[Thing]] = {}
        self._folded: dict[Hashable, list[Thing]] = {}

    def add(self, place: Hashable, name: str, thing: Thing) -> None:
        for index, text in ((self._written, _cleaned(name)), (self._folded, fold(name))):
            found = index.setdefault((place, text), [])
            if thing not in found:
                found.append(thing)

    def find(self, place: Hashable, name: str) -> list[Thing]:
        return self._written.get((place, _cleaned(name))) or self._folded.get((place, fold(name)), [])


def _cleaned(name: str) -> str:
    return nfc(name).strip()


def one_of(found: Sequence[Thing], *, nothing: Callable[[], str], several: Callable[[], str], column: Column) -> Thing:
    """The one thing that was found; RowError with one of the two sentences otherwise."""
    if len(found) == 1:
        return found[0]
    raise RowError(several() if found else nothing(), column)


def several_posts(name: str) -> str:
    return _(
        "The office has several posts of the name “%(name)s”, which a sheet cannot tell apart. Give each a name "
        "of its own on its page first."
    ) % {"name": name}


class Areas:
    """All areas of the country, and which of them are in charge. One query."""

    def __init__(self, powers: Powers) -> None:
        self.powers = powers
        self.by_id = {area.pk: area for area in Area.objects.all()}
        self._country = set()
        for language in LANGUAGES:
            with translation.override(language):
                self._country.add(fold(_("whole country")))
        self._index: Index[Area] = Index()
        for area in self.by_id.values():
            for name in self._names(area):
                self._index.add(None, name, area)

    def in_charge(self, area: Area | None) -> bool:
        return self.powers.administers(area.pk if area else None)

    def find(self, name: str) -> Area | None:
        """The area that is called `name`, None for the whole country; of several the one in charge.

        Raises RowError where it is none, or not one alone.
        """
        if fold(name) in self._country:
            return None
        if number := _NUMBER.fullmatch(to_ascii(name)):
            found = [self.by_id[pk] for pk in [int(number[1])] if pk in self.by_id]
        else:
            found = self._index.find(None, name)
        found = [area for area in found if self.in_charge(area)] or found
        if not found:
            raise RowError(_("There is no area “%(name)s”.") % {"name": name})
        if len(found) > 1:
            names = "; ".join(map(self.label, found[:FEW]))
            raise RowError(
                _("Several areas are called “%(name)s”. Write one of these: %(found)s.")
                % {"name": name, "found": names}
            )
        return found[0]

    def below(self, area: Area) -> list[int]:
        """The ids of the area and of all parts of it."""
        ids = [area.pk]
        for part in ids:
            ids += [each.pk for each in self.by_id.values() if each.parent_id == part]
        return ids

    def label(self, area: Area | None) -> str:
        """What a sheet calls the area, in the reader's language: by this `find` finds it, and no other one."""
        if area is None:
            return _("whole country")
        names = [self._full(area, area.name), self._full(area, area.name_bn), area.code]
        return next((name for name in names if self._means(name, area)), f"#{area.pk}")

    def _means(self, name: str, area: Area) -> bool:
        return not _NUMBER.fullmatch(to_ascii(name)) and self._index.find(None, name) == [area]

    def _names(self, area: Area) -> Iterable[str]:
        yield from filter(None, (area.name_bn, area.name_en, area.code, area.code.lstrip("0")))
        for language in LANGUAGES:
            with translation.override(language):
                yield self._full(area, area.name)
                yield self._full(area, area.name_bn)

    def _full(self, area: Area, name: str) -> str:
        """The name with what the area is part of; a division's with the word for it."""
        parent = self.by_id.get(area.parent_id or 0)
        return f"{name}, {parent.name if parent else area.get_kind_display()}"


class Places:
    """The areas with the offices in charge. With `and_used`, also the offices elsewhere that its committees use."""

    def __init__(self, powers: Powers, *, and_used: bool = False) -> None:
        self.powers = powers
        self.areas = Areas(powers)
        self._offices_there = _offices(powers, and_used)
        self.office_by_id = {office.pk: office for office in self._offices_there}
        self._offices: Index[Office] = Index()
        for office in self.office_by_id.values():
            self.add(office)

    def add(self, office: Office) -> None:
        for place in (office.area_id, _ANYWHERE):
            self._offices.add(place, office.name_bn, office)

    def area(self, row: Row, column: Column, otherwise: Area | None = None) -> Area | None:
        """The area that the row names in the column, `otherwise` where it names none; raises RowError."""
        name = row.values.get(column.key)
        try:
            return self.areas.find(name) if name else otherwise
        except RowError as error:
            raise RowError(str(error), column) from None

    def area_in_charge(self, row: Row, column: Column) -> Area | None:
        """The area that the row's thing lies in; without one it is the whole country's."""
        area = self.area(row, column)
        if self.areas.in_charge(area):
            return area
        if area is None:
            raise RowError(_("Name an area in your charge."), column)
        raise RowError(_("%(area)s is not in your charge.") % {"area": self.areas.label(area)}, column)

    def offices_in(self, area: Area | None, name: str) -> list[Office]:
        """Those that have the name in the area, or of the whole country's."""
        return self._offices.find(area.pk if area else None, name)

    def office(self, row: Row, area: Area | None, column: Column) -> Office:
        """The office that the row names in the column, which lies in `area`; RowError where there is none.

        Where the row names no area it may lie anywhere, if its name says which one it is.
        """
        name = row.values[column.key]
        found = self.offices_in(area, name)
        return one_of(
            found if found or area else self._offices.find(_ANYWHERE, name),
            nothing=lambda: (
                _("There is no office “%(name)s” in %(area)s in your charge.")
                % {"name": name, "area": self.areas.label(area)}
            ),
            several=lambda: _("There are several offices “%(name)s”: name the area as well.") % {"name": name},
            column=column,
        )

    def posts(self) -> QuerySet[Post]:
        """The posts of the offices."""
        return Post.objects.filter(office__in=self._offices_there)

    def require(self, office: Office, column: Column) -> None:
        """Raise RowError unless the office is in charge."""
        if not self.powers.administers(office.area_id):
            raise RowError(_("The office “%(name)s” is not in your charge.") % {"name": office}, column)


class Posts:
    """The posts of the offices of `places`."""

    def __init__(self, places: Places) -> None:
        self.by_id: dict[int, Post] = {}
        self._index: Index[Post] = Index()
        for post in places.posts():
            post.office = places.office_by_id[post.office_id]
            self.by_id[post.pk] = post
            self.add(post)

    def add(self, post: Post) -> None:
        self._index.add(post.office_id, post.name_bn, post)

    def called(self, name: str, office: Office) -> list[Post]:
        return self._index.find(office.pk, name)

    def find(self, row: Row, office: Office, column: Column) -> Post:
        """The post of the office that the row names in the column; raises RowError."""
        name = row.values[column.key]
        return one_of(
            self.called(name, office),
            nothing=lambda: (
                _("There is no post “%(name)s” in the office “%(office)s”.") % {"name": name, "office": office}
            ),
            several=lambda: several_posts(name),
            column=column,
        )


class Committees:
    """The committees in charge. With `and_above`, also those elsewhere that they report to."""

    def __init__(self, places: Places, *, and_above: bool = False) -> None:
        self.areas = places.areas
        mine = scope.committees(places.powers)
        found = Committee.objects.filter(Q(pk__in=mine) | Q(children__in=mine)).distinct() if and_above else mine
        self.by_id = {committee.pk: committee for committee in found}
        self._index: Index[Committee] = Index()
        for committee in self.by_id.values():
            if committee.parent_id in self.by_id:
                committee.parent = self.by_id[committee.parent_id]
            if office := places.office_by_id.get(committee.office_id):
                committee.office = office
            self.add(committee)

    def add(self, committee: Committee) -> None:
        for place in (committee.area_id, _ANYWHERE):
            self._index.add(place, committee.name_bn, committee)

    def called(self, name: str, area: Area | None) -> list[Committee]:
        """Those that have the name in the area, or of the whole country's."""
        return self._index.find(area.pk if area else None, name)

    def find(self, name: str, area: Area | None, column: Column) -> Committee:
        """The committee of the name in the area; without one in any, if the name says which. Raises RowError."""
        found = self.called(name, area)
        return one_of(
            found if found or area else self._index.find(_ANYWHERE, name),
            nothing=lambda: (
                _("There is no committee “%(name)s” in %(area)s in your charge.")
                % {"name": name, "area": self.areas.label(area)}
            ),
            several=lambda: several_committees(name),
            column=column,
        )


def several_committees(name: str) -> str:
    return _("There are several committees “%(name)s”: name the area as well.") % {"name": name}


def _offices(powers: Powers, and_used: bool) -> QuerySet[Office]:
    if powers.everywhere or not and_used:
        return scope.offices(powers)
    mine = Q(area__in=powers.areas)
    issuing, seated = Q(committees__area__in=powers.areas), Q(posts__memberships__committee__area__in=powers.areas)
    return Office.objects.filter(mine | issuing | seated).distinct()
