"""Rows about areas, offices and posts."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from committees.models import Office, Post
from committees.powers import Powers
from committees.sheets.kinds import AREAS, OFFICES, POSTS
from committees.sheets.known import Areas, Places, Posts, several_posts
from committees.sheets.rows import Once, Row, RowError

GOVERNMENT = "গণপ্রজাতন্ত্রী বাংলাদেশ সরকার"


class AreaRows:
    """Codes and names of areas that are there; the whole country's administrators alone change them."""

    def __init__(self, powers: Powers, rows: Sequence[Row]) -> None:
        self.powers = powers
        self.areas = Areas(powers)
        self.codes: dict[str, object] = {area.code: area for area in self.areas.by_id.values()}
        self.once = Once()
        self.rows = rows

    def match(self, row: Row) -> None:
        if not self.powers.everywhere:
            raise RowError(_("Only administrators of the whole country change areas."))
        area = self.areas.find(row.values["area"])
        if area is None:
            raise RowError(_("There is no area “%(name)s”.") % {"name": row.values["area"]}, AREAS.by_key["area"])
        self.once.note(area, row)
        row.fill(area, AREAS.columns)

    def compare(self) -> None:
        """No two areas have one code, nor takes one what another gives away by the same sheet."""
        for row in self.rows:
            for change in () if row.refused else row.parts[0].changes:
                if change.field == "code" and change.after and self.codes.setdefault(change.after, row) is not row:
                    row.refuse(_("Another area has the code %(code)s.") % {"code": change.after}, change.column)


class OfficeRows:
    def __init__(self, powers: Powers, rows: Sequence[Row]) -> None:
        self.places = Places(powers)
        self.once = Once()

    def match(self, row: Row) -> None:
        area = self.places.area_in_charge(row, OFFICES.by_key["area"])
        name = row.values["office"]
        found = self.places.offices_in(area, name)
        if len(found) > 1:
            raise RowError(_("Several offices there have a name like “%(name)s”.") % {"name": name})
        office = found[0] if found else Office(area=area, name_bn=name, letterhead=[GOVERNMENT, name])
        self.once.note(office, row)
        row.fill(office, OFFICES.columns)
        if not found:
            self.places.add(office)

    def compare(self) -> None:
        """Offices do not stand in each other's way."""


class PostRows:
    def __init__(self, powers: Powers, rows: Sequence[Row]) -> None:
        self.places = Places(powers)
        self.posts = Posts(self.places)
        self.once = Once()

    def match(self, row: Row) -> None:
        area = self.places.area(row, POSTS.by_key["area"])
        office = self.places.office(row, area, POSTS.by_key["office"])
        name = row.values["post"]
        found = self.posts.called(name, office)
        post = found[0] if found else Post(office=office, name_bn=name)
        if len(found) > 1:
            raise RowError(several_posts(name), POSTS.by_key["post"])
        self.once.note(post, row)
        row.fill(post, POSTS.columns)
        if not found:
            self.posts.add(post)

    def compare(self) -> None:
        """Posts do not stand in each other's way."""
