"""Rows about people and the posts they hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from accounts.models import User
from bangla.text import fold
from committees import scope
from committees.models import Administration, Tenure
from committees.powers import Powers
from committees.rules import BEYOND, CHARGE_BEYOND
from committees.sheets.kinds import PEOPLE
from committees.sheets.known import Places, Posts
from committees.sheets.overlaps import Ban, period_problems, refuse_overlaps, time_of
from committees.sheets.rows import Once, Part, Row, RowError, as_read
from committees.sheets.shared import STARTS

_OF_THE_PERSON = [PEOPLE.by_key[key] for key in ("name_bn", "name_en", "language")]
_OF_THE_TENURE = [PEOPLE.by_key[key] for key in ("kind", "ends_on")]


class PeopleRows:
    """A row is about a person, and about one tenure where it names a post."""

    def __init__(self, powers: Powers, rows: Sequence[Row]) -> None:
        self.powers = powers
        self.rows = rows
        self.places = Places(powers)
        self.posts = Posts(self.places)
        self.once = Once()
        self.people = _people({row.values.get("email") or "" for row in rows})
        ids = [person.pk for person in self.people.values()]
        self.known = set(scope.people(powers).filter(pk__in=ids).values_list("pk", flat=True))
        self.beyond = set() if powers.everywhere else set(_reaching_beyond(powers, ids))
        self.beyond_charge = set() if powers.everywhere else self._beyond_charge()
        self.parts: dict[str, Part] = {}
        self.standing = {tenure.pk: tenure for tenure in self._tenures(ids)}
        self.tenures = {(t.post_id, _key(t.person), t.starts_on): t for t in self.standing.values()}

    def _beyond_charge(self) -> set[int]:
        return set(self.posts.by_id) - set(scope.posts_to_fill(self.powers).values_list("pk", flat=True))

    def _tenures(self, people: list[int]) -> Iterator[Tenure]:
        """All of the posts that rows name, and all of the people that they name."""
        names = {fold(row.values.get("post") or "") for row in self.rows}
        posts = [post.pk for post in self.posts.by_id.values() if fold(post.name_bn) in names]
        yield from Tenure.objects.filter(post__in=posts).select_related("person")
        yield from Tenure.objects.filter(person__in=people).select_related("person")

    def match(self, row: Row) -> None:
        person = self._person(row)
        if row.values.get("post"):
            self._tenure(row, person)
        elif any(row.values.get(key) for key in ("office", "kind", "starts_on", "ends_on")):
            raise RowError(_("Name the post as well, or leave all of its cells empty."), PEOPLE.by_key["post"])
        else:
            self.once.note(person, row)

    def _person(self, row: Row) -> User:
        """The person with that address, there or new, who stands in all rows with the same names."""
        email = row.values["email"]
        if (person := self.people.get(email)) is None:
            person = self.people[email] = User(email=email, password=UNUSABLE_PASSWORD_PREFIX)
        reason = self._may_not_be_changed(person)
        part = self.parts.get(email) or (Part(person) if reason else None)
        if part:
            self._agree(row, part, reason or _("An earlier row says otherwise of this person."))
        self.parts[email] = part or row.fill(person, _OF_THE_PERSON)
        return person

    def _agree(self, row: Row, part: Part, otherwise: str) -> None:
        """The row is about this person too, and says nothing else; RowError with the sentence where it does."""
        row.parts.append(part)
        for column in _OF_THE_PERSON:
            said = row.values.get(column.key)
            if said is not None and said != as_read(column, getattr(part.thing, column.field)):
                raise RowError(otherwise, column)

    def _may_not_be_changed(self, person: User) -> str:
        """Why the administrator leaves this account as it is; nothing where it may be changed."""
        if self.powers.everywhere or person.pk is None:
            return ""
        if person.pk not in self.known:
            return _("This address has an account outside your charge, which says otherwise. Leave the cell empty.")
        return str(BEYOND) if person.pk in self.beyond else ""

    def _tenure(self, row: Row, person: User) -> None:
        area = self.places.area(row, PEOPLE.by_key["area"])
        if not row.values.get("office"):
            raise RowError(_("Name the office of the post."), PEOPLE.by_key["office"])
        office = self.places.office(row, area, PEOPLE.by_key["office"])
        post = self.posts.find(row, office, PEOPLE.by_key["post"])
        starts_on = row.values.get("starts_on")
        if starts_on is None:
            raise RowError(_("Say from which day the post is held."), STARTS)
        place = (post.pk, _key(person), starts_on)
        if (tenure := self.tenures.get(place)) is None:
            tenure = self.tenures[place] = Tenure(post=post, person=person, starts_on=starts_on)
        self.once.note(tenure, row)
        part = row.fill(tenure, _OF_THE_TENURE)
        if post.pk in self.beyond_charge and (part.is_new or part.changes):
            row.refuse(str(CHARGE_BEYOND), PEOPLE.by_key["post"])
        for key, message in period_problems(part):
            row.refuse(message, PEOPLE.by_key[key])

    def compare(self) -> None:
        """No post has two regular holders on a day, and nobody holds a post twice or two posts regularly."""
        with_tenure = [row for row in self.rows if row.parts and isinstance(row.parts[-1].thing, Tenure)]
        refuse_overlaps(
            self.standing.values(),
            with_tenure,
            (
                Ban(lambda tenure: _regular(tenure) and ("post", tenure.post_id), self._post_is_held),
                Ban(lambda tenure: (tenure.post_id, _key(tenure.person)), self._held_already),
                Ban(lambda tenure: _regular(tenure) and ("person", _key(tenure.person)), self._holds_another),
            ),
        )

    def _post_is_held(self, row: Row, other: Tenure, number: int | None) -> str:
        return _("%(who)s holds this post regularly %(time)s.") % {
            "who": other.person.name,
            "time": time_of(other, number),
        }

    def _held_already(self, row: Row, other: Tenure, number: int | None) -> str:
        return _("This person holds the post %(time)s already.") % {"time": time_of(other, number)}

    def _holds_another(self, row: Row, other: Tenure, number: int | None) -> str:
        if other.post_id not in self.posts.by_id:
            return _("This person regularly holds a post outside your charge in that time: enter an additional duty.")
        return _(
            "This person regularly holds “%(post)s” %(time)s. Enter this as an additional duty, or end the other."
        ) % {"post": self.posts.by_id[other.post_id], "time": time_of(other, number)}


def _people(emails: Iterable[str]) -> dict[str, User]:
    found = User.objects.alias(lower=Lower("email")).filter(lower__in=list(emails))
    return {person.email.lower(): person for person in found}


def _reaching_beyond(powers: Powers, people: Sequence[int]) -> Iterator[int]:
    """Those of the people whose powers do not all come from the areas in charge (committees.rules.PERSON)."""
    outside = ~Q(post__office__area__in=powers.areas) | Q(post__office__area=None)
    lasting = Q(ends_on=None) | Q(ends_on__gte=powers.day)
    tenures = Tenure.objects.filter(lasting, person__in=people)
    yield from tenures.filter(outside).values_list("person", flat=True)
    charges = Administration.objects.filter(~Q(area__in=powers.areas) | Q(area=None))
    yield from charges.filter(person__in=people).exclude(person=None).values_list("person", flat=True)
    yield from tenures.filter(post__in=charges.values("post")).values_list("person", flat=True)
    privileged = Q(is_staff=True) | Q(is_superuser=True)
    yield from User.objects.filter(privileged, pk__in=people).values_list("pk", flat=True)


def _regular(tenure: Tenure) -> bool | None:
    return tenure.kind == Tenure.Kind.REGULAR or None


def _key(person: User) -> int | tuple[str, int]:
    """What tells people apart, also those who are not in the database yet."""
    return person.pk or ("new", id(person))
