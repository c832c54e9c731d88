"""Which posts an implementer's printed text means, so that their holders see and report on what they carry out."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Q

from bangla.text import fold
from committees.models import Committee, Post
from committees.seating import addresses_of
from decisions.models import Implementer
from documents.papers.extract import EVERY
from meetings.models import Meeting


def name_posts(meeting: Meeting, edition: int, day: datetime.date) -> None:
    """Link every implementer of the edition with the posts its text means on `day`; what means none stays text."""
    seated = set(meeting.committee.memberships.on(day).values_list("post_id", flat=True))
    named = _posts_by_name(meeting.committee, seated)
    implementers = Implementer.objects.filter(item__section__meeting=meeting, item__section__edition=edition)
    links = Implementer.posts.through.objects
    links.filter(implementer__in=implementers).delete()
    links.bulk_create(
        Implementer.posts.through(implementer=implementer, post=post)
        for implementer in implementers
        for post in _meant(implementer.text, named, seated)
    )


def unreachable(committee: Committee, day: datetime.date, texts: Iterable[str]) -> list[str]:
    """The implementers' texts, each once, that mean no post on `day` or only posts without a mail address.

    Three queries, however many there are.
    """
    texts = list(dict.fromkeys(text for text in texts if text.strip()))
    if not texts:
        return []
    seated = set(committee.memberships.on(day).values_list("post_id", flat=True))
    named = _posts_by_name(committee, seated)
    meant = {text: _meant(text, named, seated) for text in texts}
    addresses = addresses_of(post for posts in meant.values() for post in posts)
    return [text for text, posts in meant.items() if not any(addresses[post] for post in posts)]


def _posts_by_name(committee: Committee, seated: Iterable[int | None]) -> dict[str, list[Post]]:
    """The posts `seated` there, of the committee's office, its area and the areas below, by folded Bengali name."""
    near = Q(pk__in=seated) | Q(office=committee.office_id)
    if committee.area_id:
        near |= Q(office__area=committee.area_id) | Q(office__area__parent=committee.area_id)
    named = defaultdict(list)
    for post in Post.objects.filter(near).select_related("office__area__parent"):
        named[fold(post.name_bn)].append(post)
    return named


def _meant(text: str, named: Mapping[str, list[Post]], seated: Iterable[int | None]) -> list[Post]:
    """All holders of the name where the text says so; else the one post of that name, or the one on the committee.

    Lists of recipients say where the post is, `জেলা শিক্ষা অফিসার, নদীপুর`, and so do implementers.
    """
    wanted = fold(text.strip(" ।.;,"))
    name = " ".join(wanted.replace(EVERY, "").replace(" ,", ",").split())
    posts = named.get(name) or _of_place(name, named)
    if EVERY in wanted:
        return posts
    return posts if len(posts) == 1 else [post for post in posts if post.pk in seated][:1]


def _of_place(name: str, named: Mapping[str, list[Post]]) -> list[Post]:
    """The posts that `name, place` or `name, office, area` means; a post's own name may hold commas too."""
    pieces = [piece.strip() for piece in name.split(",")]
    splits = ((", ".join(pieces[:end]), set(pieces[end:])) for end in range(len(pieces) - 1, 0, -1))
    meant = ([post for post in named.get(own, []) if places <= _places(post)] for own, places in splits)
    return next(filter(None, meant), [])


def _places(post: Post) -> set[str]:
    """What may stand behind the post's name: its office, the area of that and the one above; the parts of each."""
    area = post.office.area
    names = [post.office.name_bn, *([area.name_bn] if area else [])]
    if area and area.parent:
        names.append(area.parent.name_bn)
    return {fold(piece) for name in names for piece in name.split(",")}
