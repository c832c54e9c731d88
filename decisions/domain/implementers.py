"""Which posts an implementer's printed text means, so that their holders see and report on what they carry out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from bangla.text import fold
from committees.models import Committee, Post
from decisions.models import Implementer
from meetings.models import Meeting

# What stands behind a post's name when all its holders in the area are meant.
EVERY = "(সকল)"


def name_posts(meeting: Meeting, edition: int) -> None:
    """Link every implementer of the edition with the posts its text means; what means none stays text."""
    named = _posts_by_name(meeting.committee)
    seated = set(meeting.committee.memberships.values_list("post_id", flat=True))
    for implementer in Implementer.objects.filter(item__section__meeting=meeting, item__section__edition=edition):
        implementer.posts.set(_meant(implementer.text, named, seated))


def _posts_by_name(committee: Committee) -> dict[str, list[Post]]:
    """The posts of the committee's seats, its office, its area and the areas below, by folded Bengali name."""
    near = Q(memberships__committee=committee) | Q(office=committee.office_id)
    if committee.area_id:
        near |= Q(office__area=committee.area_id) | Q(office__area__parent=committee.area_id)
    named = defaultdict(list)
    for post in Post.objects.filter(near).distinct():
        named[fold(post.name_bn)].append(post)
    return named


def _meant(text: str, named: dict[str, list[Post]], seated: Iterable[int | None]) -> list[Post]:
    """All holders of the name where the text says so; else the one post of that name, or the one on the committee."""
    wanted = fold(text.strip(" ।.;,"))
    if wanted.endswith(EVERY):
        return named.get(wanted.removesuffix(EVERY).strip(), [])
    posts = named.get(wanted, [])
    return posts if len(posts) == 1 else [post for post in posts if post.pk in seated][:1]
