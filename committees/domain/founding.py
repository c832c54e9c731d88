"""Setting up districts and upazilas from the template: first what would be made, then made in one step.

What an area has already is kept and used: an office by its name, a post by a name it has or had, a committee by its
kind or name. So nothing is made twice, and founding an area again makes what was left out before.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Q

from accounts.domain.changes import Step
from committees.domain.template import CommitteeTemplate, OfficeTemplate, PostTemplate, template
from committees.models import Area, Committee, Membership, Office, Post

Role = Membership.Role


class Wording(NamedTuple):
    """What an office is called and what stands on its paper."""

    name_bn: str
    name_en: str
    letterhead: tuple[str, ...]


@dataclass(frozen=True)
class Choices:
    """What an administrator decided: keys of offices left out everywhere, and wording by area id and key of office.

    `closed`: the areas that are in another charge. Their committees are reported to, but take no seats.
    """

    without: Collection[str] = ()
    closed: Collection[int] = ()
    wording: Mapping[tuple[int, str], Wording] = field(default_factory=dict)


@dataclass(frozen=True)
class PlannedPost:
    template: PostTemplate
    post: Post
    is_new: bool


@dataclass(frozen=True)
class PlannedOffice:
    template: OfficeTemplate
    office: Office
    is_new: bool
    posts: tuple[PlannedPost, ...]


@dataclass(frozen=True)
class PlannedCommittee:
    """A committee and the seats it gets; one that was there, those of new posts and a chair or secretary it lacks."""

    committee: Committee
    is_new: bool
    seats: tuple[Membership, ...]

    @property
    def key_seats(self) -> list[Membership]:
        """The new seats of chair and member secretary."""
        return [seat for seat in self.seats if seat.role in (Role.CHAIR, Role.SECRETARY)]

    @property
    def others(self) -> list[Membership]:
        return [seat for seat in self.seats if seat.role == Role.MEMBER]

    @property
    def lacking(self) -> list[str]:
        """What the seats are called that a new committee does not get, as their offices were not chosen."""
        given = {seat.role for seat in self.seats}
        return [str(role.label) for role in (Role.CHAIR, Role.SECRETARY) if self.is_new and role not in given]


@dataclass(frozen=True)
class Plan:
    """What the areas have and what they get: rows that are new are not saved before `found` has done it."""

    offices: tuple[PlannedOffice, ...]
    committees: tuple[PlannedCommittee, ...]

    @property
    def new_offices(self) -> list[Office]:
        return [planned.office for planned in self.offices if planned.is_new]

    @property
    def new_posts(self) -> list[Post]:
        return [planned.post for office in self.offices for planned in office.posts if planned.is_new]

    @property
    def new_committees(self) -> list[Committee]:
        return [planned.committee for planned in self.committees if planned.is_new]

    @property
    def new_seats(self) -> list[Membership]:
        return [seat for planned in self.committees for seat in planned.seats]

    @property
    def is_empty(self) -> bool:
        """Whether the areas have everything already."""
        return not (self.new_offices or self.new_posts or self.new_committees or self.new_seats)


def plan(areas: Sequence[Area], choices: Choices, day: datetime.date) -> Plan:
    """What founding the districts and upazilas `areas` would make, with seats from `day` on; five or six queries.

    Every upazila lies in a district. Where that is not among the areas, its committees take the upazila's seats too.
    """
    return _Planning(areas, choices, day).plan()


def found(areas: Sequence[Area], choices: Choices, day: datetime.date, step: Step) -> Plan:
    """Make what `plan` says as part of `step`, and return it. The areas are locked, so that nobody does it twice."""
    list(Area.objects.select_for_update().filter(pk__in=[area.pk for area in areas]).order_by("pk"))
    planned = plan(areas, choices, day)
    step.add_all(planned.new_offices)
    step.add_all(planned.new_posts)
    step.add_all([committee for committee in planned.new_committees if committee.parent is None])
    step.add_all([committee for committee in planned.new_committees if committee.parent is not None])
    step.add_all(planned.new_seats)
    return planned


def worded(wanted: OfficeTemplate, area: Area, district: Area) -> Wording:
    """The template's words for the office in `area`, which is or lies in `district`."""
    return Wording(
        _bangla(wanted.name_bn, area, district),
        _english(wanted.name_en, area, district),
        tuple(_bangla(line, area, district) for line in wanted.letterhead),
    )


def _bangla(text: str, area: Area, district: Area) -> str:
    return text.format(area=area.name_bn, district=district.name_bn)


def _english(text: str, area: Area, district: Area) -> str:
    return text.format(area=area.name_en or area.name_bn, district=district.name_en or district.name_bn)


class _Planning:
    """The areas, what they have, and, as it comes together, what is planned: by area id and key or kind."""

    def __init__(self, areas: Sequence[Area], choices: Choices, day: datetime.date) -> None:
        self.areas, self.choices, self.day = areas, choices, day
        districts = Area.objects.in_bulk({a.parent_id for a in areas if a.kind == Area.Kind.UPAZILA and a.parent_id})
        self.places = districts | {area.pk: area for area in areas}
        self.existing = _Existing(self.places, day)
        self.offices: dict[tuple[int, str], PlannedOffice] = {}
        self.posts: dict[tuple[int, str], PlannedPost] = {}
        self.committees: dict[tuple[int, str], PlannedCommittee] = {}

    def plan(self) -> Plan:
        for area in self.areas:
            for wanted in template().offices:
                if wanted.of == area.kind and wanted.key not in self.choices.without:
                    self._add_office(wanted, area)
        for area in self.places.values():  # districts first: what an upazila's committee reports to
            for form in template().committees:
                if form.of == area.kind:
                    self._add_committee(form, area)
        return Plan(tuple(self.offices.values()), tuple(self.committees.values()))

    def _district(self, area: Area) -> Area:
        return area if area.kind == Area.Kind.DISTRICT else self.places[area.parent_id or 0]

    def _add_office(self, wanted: OfficeTemplate, area: Area) -> None:
        wording = self.choices.wording.get((area.pk, wanted.key)) or worded(wanted, area, self._district(area))
        known = self.existing.offices.get((area.pk, wording.name_bn))
        office = known or Office(area=area, **{**wording._asdict(), "letterhead": list(wording.letterhead)})
        self.existing.offices[area.pk, wording.name_bn] = office  # worded alike, two are one
        posts = tuple(self._post(post, office) for post in wanted.posts)
        self.offices[area.pk, wanted.key] = PlannedOffice(wanted, office, known is None, posts)
        self.posts |= {(area.pk, planned.template.key): planned for planned in posts}

    def _post(self, wanted: PostTemplate, office: Office) -> PlannedPost:
        names = filter(None, (wanted.name_bn, wanted.formerly))
        found = (self.existing.posts.get((office.pk, name)) for name in names)
        known = next((post for post in found if post), None)
        post = known or Post(office=office, name_bn=wanted.name_bn, name_en=wanted.name_en, rank=wanted.rank)
        return PlannedPost(wanted, post, known is None)

    def _add_committee(self, wanted: CommitteeTemplate, area: Area) -> None:
        """Plan the committee, unless it is missing and its issuing office is left out or of an area not founded now."""
        name = _bangla(wanted.name_bn, area, self._district(area))
        known = self.existing.committees.get((area.pk, wanted.kind)) or self.existing.committees.get((area.pk, name))
        issuing = self.offices.get((area.pk, wanted.office))
        if not (known or issuing):
            return
        above = self.committees.get((area.parent_id or 0, wanted.reports_to or ""))
        committee = known or Committee(
            kind=wanted.kind,
            area=area,
            office=issuing.office if issuing else None,
            parent=above.committee if above else None,
            layout=wanted.layout,
            name_bn=name,
            name_en=_english(wanted.name_en, area, self._district(area)),
        )
        seats = [
            Membership(committee=committee, role=role, post=planned.post, starts_on=self.day)
            for role, planned in self._seats(wanted, area)
            if area.pk not in self.choices.closed
            if known is None or self._is_missing(committee, role, planned)
        ]
        self.committees[area.pk, wanted.kind] = PlannedCommittee(committee, known is None, tuple(seats))

    def _seats(self, wanted: CommitteeTemplate, area: Area) -> Iterator[tuple[Role, PlannedPost]]:
        """Who sits there by the template, of the posts planned."""
        upazilas = [part.pk for part in self.areas if part.parent_id == area.pk and part.kind == Area.Kind.UPAZILA]
        keys = [
            (Role.CHAIR, area.pk, wanted.chair),
            (Role.SECRETARY, area.pk, wanted.secretary),
            *((Role.MEMBER, area.pk, key) for key in wanted.members),
            *((Role.MEMBER, upazila, key) for key in wanted.of_upazilas for upazila in upazilas),
        ]
        for role, place, key in keys:
            if planned := self.posts.get((place, key)):
                yield role, planned

    def _is_missing(self, committee: Committee, role: Role, planned: PlannedPost) -> bool:
        """Whether a committee that was there before lacks the seat: an administrator may have taken others away."""
        if role in (Role.CHAIR, Role.SECRETARY):
            return (committee.pk, role) not in self.existing.taken
        return planned.is_new


class _Existing:
    """What the areas have: offices by name, posts by each name, committees by kind and name, seats that are taken.

    No table is joined: while the country is founded, PostgreSQL still takes the tables for empty and would go through
    one whole for each row of the other.
    """

    def __init__(self, areas: Mapping[int, Area], day: datetime.date) -> None:
        offices = {office.pk: office for office in Office.objects.filter(area__in=areas)}
        committees = {committee.pk: committee for committee in Committee.objects.filter(area__in=areas).order_by("-pk")}
        self.offices = {(office.area_id, office.name_bn): office for office in offices.values()}
        self.posts: dict[tuple[int, str], Post] = {}
        for post in Post.objects.filter(office__in=offices).prefetch_related("former_names"):
            post.office = offices[post.office_id]
            for named in (*post.former_names.all(), post):
                self.posts[post.office_id, named.name_bn] = post
        self.committees: dict[tuple[int | None, str], Committee] = {}
        for committee in committees.values():  # of two alike the older one
            for name in (committee.kind, committee.name_bn):
                self.committees[committee.area_id, name] = committee
        lasting = Membership.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), committee__in=committees)
        self.taken = set(lasting.values_list("committee", "role"))
