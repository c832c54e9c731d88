"""Rows about committees and the seats on them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import cast

from django.utils.translation import gettext as _

from accounts.language import digits
from bangla.text import fold
from committees.domain.seats import BOTH, NEITHER, who
from committees.models import Area, Committee, Membership, Post
from committees.powers import Powers
from committees.seating import KEY_ROLES
from committees.sheets.kinds import COMMITTEES, SEATS
from committees.sheets.known import Committees, Index, Places, Posts, several_committees
from committees.sheets.overlaps import Ban, period_problems, refuse_overlaps, time_of
from committees.sheets.rows import Once, Part, Row, RowError
from documents.layouts import LAYOUTS

PARENT = Committee._meta.get_field("parent")


class CommitteeRows:
    """A row is about a committee; what it reports to may be entered by another row of the sheet."""

    def __init__(self, powers: Powers, rows: Sequence[Row]) -> None:
        self.rows = rows
        self.places = Places(powers, and_used=True)
        self.committees = Committees(self.places, and_above=True)
        self.once = Once()

    def match(self, row: Row) -> None:
        area = self.places.area_in_charge(row, COMMITTEES.by_key["area"])
        name = row.values["committee"]
        found = self.committees.called(name, area)
        if len(found) > 1:
            raise RowError(several_committees(name), COMMITTEES.by_key["committee"])
        committee = found[0] if found else _new(row, area)
        self.once.note(committee, row)
        part = row.fill(committee, COMMITTEES.columns)
        if row.values.get("office"):
            self._office(row, part, committee, area)
        if not found:
            self.committees.add(committee)

    def _office(self, row: Row, part: Part, committee: Committee, area: Area | None) -> None:
        """The office that issues the minutes: one in charge, or the one that does so already."""
        column = COMMITTEES.by_key["office"]
        office = self.places.office(row, self.places.area(row, COMMITTEES.by_key["office_area"], area), column)
        if committee.office_id == office.pk:
            return
        self.places.require(office, column)
        part.set(column, "office", office)

    def compare(self) -> None:
        """What committees report to: it is there or comes with the sheet, and does not report to them in turn."""
        for row in self.rows:
            if not row.refused and "parent" in row.values:
                try:
                    self._above(row, row.parts[0], cast(Committee, row.parts[0].thing))
                except RowError as error:
                    row.problems.append(str(error))
        self._refuse_orphans()

    def _above(self, row: Row, part: Part, committee: Committee) -> None:
        column = COMMITTEES.by_key["parent"]
        above = self._named_above(row, committee)
        if above is (committee.parent if PARENT.is_cached(committee) else None):
            return
        if above and not self.places.powers.administers(above.area_id):
            raise RowError(_("The committee “%(name)s” is not in your charge.") % {"name": above}, column)
        if above and committee in _line(above):
            raise RowError(_("A committee cannot report to itself, nor to one that reports to it."), column)
        part.set(column, "parent", above)

    def _named_above(self, row: Row, committee: Committee) -> Committee | None:
        """The committee that the row names as the one above: of the named area, or of the own or the one around it."""
        name, column = row.values["parent"], COMMITTEES.by_key["parent"]
        if not name:
            return None
        own = self.places.areas.by_id.get(committee.area_id or 0)
        around = self.places.areas.by_id.get((own and own.parent_id) or 0)
        near = own if self.committees.called(name, own) or not self.committees.called(name, around) else around
        return self.committees.find(name, self.places.area(row, COMMITTEES.by_key["parent_area"], near), column)

    def _refuse_orphans(self) -> None:
        """Refuse what would report to a committee that another row would enter, but is refused."""
        new = {id(row.parts[0].thing): row for row in self.rows if row.parts and row.parts[0].is_new}
        waiting = [row for row in self.rows if not row.refused]
        while True:
            orphans = [row for row in waiting if (above := _row_above(row, new)) and above.refused]
            if not orphans:
                return
            for row in orphans:
                number = digits(new[id(cast(Committee, row.parts[0].thing).parent)].number)
                row.refuse(
                    _("It is entered by row %(n)s, which is refused.") % {"n": number}, COMMITTEES.by_key["parent"]
                )
            waiting = [row for row in waiting if not row.refused]


def _new(row: Row, area: Area | None) -> Committee:
    kind = row.values.get("kind")
    if not kind:
        raise RowError(_("A new committee needs its kind."), COMMITTEES.by_key["kind"])
    if not row.values.get("office"):
        raise RowError(_("A new committee needs the office that issues its minutes."), COMMITTEES.by_key["office"])
    layout = next(key for key, layout in LAYOUTS.items() if layout.committee_kind == kind)
    return Committee(area=area, name_bn=row.values["committee"], layout=layout)


def _line(committee: Committee) -> list[Committee]:
    """The committee, the one it reports to, the one above that, as far as they are known."""
    line: list[Committee] = []
    above: Committee | None = committee
    while above is not None and above not in line:
        line.append(above)
        above = above.parent if PARENT.is_cached(above) else None
    return line


def _row_above(row: Row, new: Mapping[int, Row]) -> Row | None:
    """The row that would enter the committee above this row's."""
    committee = cast(Committee, row.parts[0].thing)
    return new.get(id(committee.parent)) if PARENT.is_cached(committee) else None


class SeatRows:
    """A row is about a seat of a post, or of a private person, on a committee in charge."""

    def __init__(self, powers: Powers, rows: Sequence[Row]) -> None:
        self.rows = rows
        self.places = Places(powers, and_used=True)
        self.posts = Posts(self.places)
        self.committees = Committees(self.places)
        self.once = Once()
        names = {fold(row.values.get("committee") or "") for row in rows}
        named = [pk for pk, committee in self.committees.by_id.items() if fold(committee.name_bn) in names]
        self.standing = list(Membership.objects.filter(committee__in=named))
        self.of_posts: dict[Hashable, Membership] = {}
        self.of_persons: Index[Membership] = Index()
        for seat in self.standing:
            seat.committee = self.committees.by_id[seat.committee_id]
            if seat.post_id:
                seat.post = self.posts.by_id[seat.post_id]
            self._add(seat)

    def _add(self, seat: Membership) -> None:
        place = (seat.committee_id, seat.role, seat.starts_on)
        if seat.post_id:
            self.of_posts[place, seat.post_id] = seat
        else:
            self.of_persons.add(place, seat.person_name, seat)

    def match(self, row: Row) -> None:
        area = self.places.area(row, SEATS.by_key["area"])
        committee = self.committees.find(row.values["committee"], area, SEATS.by_key["committee"])
        post = self._post(row, self.places.areas.by_id.get(committee.area_id or 0)) if row.values.get("post") else None
        name = row.values.get("person_name")
        if post and name:
            raise RowError(str(BOTH), SEATS.by_key["person_name"])
        if not post and not name:
            raise RowError(str(NEITHER), SEATS.by_key["post"])
        seat = self._seat(committee, row, post, name)
        self.once.note(seat, row)
        part = row.fill(seat, SEATS.columns)
        if part.is_new and post:
            self.places.require(post.office, SEATS.by_key["post"])
        for key, message in period_problems(part):
            row.refuse(message, SEATS.by_key[key])
        if part.is_new:
            self._add(seat)

    def _post(self, row: Row, area: Area | None) -> Post:
        if not row.values.get("office"):
            raise RowError(_("Name the office of the post."), SEATS.by_key["office"])
        area = self.places.area(row, SEATS.by_key["office_area"], area)
        return self.posts.find(row, self.places.office(row, area, SEATS.by_key["office"]), SEATS.by_key["post"])

    def _seat(self, committee: Committee, row: Row, post: Post | None, name: str | None) -> Membership:
        """The seat that is there, or a new one."""
        role, starts_on = row.values["role"], row.values["starts_on"]
        place = (committee.pk, role, starts_on)
        if post:
            found = self.of_posts.get((place, post.pk))
        else:
            found = next(iter(self.of_persons.find(place, name or "")), None)
        return found or Membership(
            committee=committee, role=role, post=post, person_name=name or "", starts_on=starts_on
        )

    def compare(self) -> None:
        """Nobody is chair or member secretary beside another, and nobody has one seat twice."""
        refuse_overlaps(
            self.standing,
            [row for row in self.rows if row.parts],
            (
                Ban(lambda seat: (seat.committee_id, seat.role) if seat.role in KEY_ROLES else None, _is_taken),
                Ban(lambda seat: (seat.committee_id, seat.role, seat.post_id or fold(seat.person_name)), _sits_already),
            ),
        )


def _is_taken(row: Row, other: Membership, number: int | None) -> str:
    return _("%(who)s has this seat %(time)s.") % {"who": who(other), "time": time_of(other, number)}


def _sits_already(row: Row, other: Membership, number: int | None) -> str:
    return _("%(who)s has this seat %(time)s already.") % {"who": who(other), "time": time_of(other, number)}
