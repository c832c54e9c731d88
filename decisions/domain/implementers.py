"""Which posts an implementer's printed text means, so that their holders see and report on what they carry out."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Q

from bangla.lookup import folded
from bangla.markers import bare
from committees.models import Committee, Post
from committees.seating import reachable
from decisions.models import Implementer
from documents.papers.extract import EVERY
from meetings.models import Meeting


class NearPost(NamedTuple):
    """A post that an implementer's text may mean, with the Bengali names of where it is; empty where it has no area."""

    pk: int
    name: str
    rank: int
    office_id: int
    office: str
    area_id: int | None
    area: str | None
    area_above: str | None

    @property
    def places(self) -> set[str]:
        """What may stand behind its name: its office, the area of that and the one above; the parts of each."""
        names = filter(None, (self.office, self.area, self.area_above))
        return {folded(piece) for name in names for piece in name.split(",")}


@dataclass(frozen=True)
class Neighbourhood:
    """The posts that a committee's implementers may mean, by folded name, and which of them sit on it."""

    named: Mapping[str, list[NearPost]]
    seated: frozenset[int | None]

    def meant(self, text: str) -> list[NearPost]:
        """All holders of the name where the text says so; else the one post of that name, or the one on the committee.

        Lists of recipients say where the post is, `জেলা শিক্ষা অফিসার, নদীপুর`, and so do implementers. One that was
        pasted out of a list may bear its marker, `২। জেলা শিক্ষা অফিসার`.
        """
        name, is_every = read(text)
        posts = self._called(name) or self._called(read(bare(text))[0])
        if is_every:
            return posts
        return posts if len(posts) == 1 else [post for post in posts if post.pk in self.seated][:1]

    def _called(self, name: str) -> list[NearPost]:
        return self.named.get(name) or self._of_place(name)

    def _of_place(self, name: str) -> list[NearPost]:
        """The posts that `name, place` or `name, office, area` means; a post's own name may hold commas too."""
        pieces = [piece.strip() for piece in name.split(",")]
        splits = ((", ".join(pieces[:end]), set(pieces[end:])) for end in range(len(pieces) - 1, 0, -1))
        meant = ([post for post in self.named.get(own, []) if places <= post.places] for own, places in splits)
        return next(filter(None, meant), [])


def name_posts(meeting: Meeting, edition: int, day: datetime.date) -> None:
    """Link every implementer of the edition with the posts its text means on `day`; what means none stays text."""
    near = neighbourhood(meeting.committee, day)
    implementers = Implementer.objects.filter(item__section__meeting=meeting, item__section__edition=edition)
    links = Implementer.posts.through.objects
    links.filter(implementer__in=implementers).delete()
    links.bulk_create(
        Implementer.posts.through(implementer=implementer, post_id=post.pk)
        for implementer in implementers
        for post in near.meant(implementer.text)
    )


def unreachable(committee: Committee, day: datetime.date, texts: Iterable[str]) -> list[str]:
    """The implementers' texts, each once, that mean no post on `day` or only posts without a mail address.

    Four queries, however many there are.
    """
    texts = list(dict.fromkeys(text for text in texts if text.strip()))
    if not texts:
        return []
    near = neighbourhood(committee, day)
    meant = {text: [post.pk for post in near.meant(text)] for text in texts}
    reached = reachable({pk for pks in meant.values() for pk in pks})
    return [text for text, pks in meant.items() if reached.isdisjoint(pks)]


def neighbourhood(committee: Committee, day: datetime.date) -> Neighbourhood:
    """The posts seated there on `day`, of the committee's office, its area and the areas below; in two queries."""
    seated = frozenset(committee.memberships.on(day).values_list("post_id", flat=True))
    near = Q(pk__in=seated) | Q(office=committee.office_id)
    if committee.area_id:
        near |= Q(office__area=committee.area_id) | Q(office__area__parent=committee.area_id)
    columns = (
        "office_id",
        "office__name_bn",
        "office__area_id",
        "office__area__name_bn",
        "office__area__parent__name_bn",
    )
    named = defaultdict(list)
    for row in Post.objects.filter(near).values_list("pk", "name_bn", "rank", *columns).order_by("rank", "pk"):
        post = NearPost._make(row)
        named[folded(post.name)].append(post)
    return Neighbourhood(named, seated)


def read(text: str) -> tuple[str, bool]:
    """The folded text of an implementer without the word for all its holders, and whether that stands there."""
    wanted = folded(text.strip(" ।.;,"))
    return " ".join(wanted.replace(EVERY, "").replace(" ,", ",").split()), EVERY in wanted
