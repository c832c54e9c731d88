"""Who may carry out a decision, by the first letters that somebody typed of it."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest
from itertools import islice
from typing import NamedTuple

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.language import digits
from bangla.lookup import beginning, folded, spread
from committees.models import Committee, Post
from decisions.domain.implementers import NearPost, Neighbourhood, neighbourhood, read
from decisions.models import Implementer
from documents.papers.extract import EVERY
from meetings.models import Meeting

MOST = 12

Fits = Callable[[str], bool]


@dataclass(frozen=True)
class Suggestion:
    """The text of an implementer as it is printed, and what stands beside it for whoever chooses."""

    text: str
    beside: str


class _Found(NamedTuple):
    """What fits the letters: all posts of a name, a single one, or a text of earlier minutes that means no post.

    `text`: the wording of earlier minutes, empty where there is none; `uses`: how often it stood there.
    """

    posts: list[NearPost]
    is_every: bool
    text: str = ""
    uses: int = 0


def implementers(committee: Committee, typed: str, day: datetime.date, *, drafting: Meeting) -> list[Suggestion]:
    """The implementers, at most MOST, whose words begin with those typed, in whatever order; the likeliest first.

    Those are the posts that sit on the committee on `day`, of its office, its area and the areas below, and whatever
    stood in its other minutes than those of the meeting `drafting`. What stood there most often comes first; where
    several posts have a name, all of them together come before each. Asks at most four queries, however many there are.
    """
    near = neighbourhood(committee, day)
    fits = beginning(typed)
    fitting = ((text, uses) for text, uses in _earlier(committee, drafting) if fits(spread(text)))
    used = [_Found(near.meant(text), read(text)[1], text, uses) for text, uses in islice(fitting, MOST)]
    found = [*used, *_groups(near, fits, used)]
    if len(found) < MOST:  # else no single post, which come last, would get in
        found += _singles(near, fits, used)
    best = nsmallest(MOST, found, key=lambda each: _order(each, committee, near))
    texts = [each.text or _text_of(each, near) for each in best]
    return [Suggestion(text, beside) for text, beside in zip(texts, _beside(best), strict=True)]


def _earlier(committee: Committee, drafting: Meeting) -> Iterable[tuple[str, int]]:
    """The texts of the committee's other minutes, each with how often it stood there, the most frequent first."""
    others = Implementer.objects.filter(item__section__meeting__committee=committee)
    others = others.exclude(item__section__meeting=drafting)
    return others.values_list("text").annotate(uses=Count("pk")).order_by("-uses", "text")


def _groups(near: Neighbourhood, fits: Fits, used: list[_Found]) -> Iterator[_Found]:
    """Of every name that several posts have: all of them. As likely as the likeliest among them."""
    given = {read(each.text)[0] for each in used if each.is_every}
    uses = _uses_of_posts(used)
    for name, posts in near.named.items():
        if len(posts) > 1 and name not in given and fits(spread(f"{posts[0].name} {EVERY}")):
            yield _Found(posts, is_every=True, uses=max(uses[post.pk] for post in posts))


def _singles(near: Neighbourhood, fits: Fits, used: list[_Found]) -> Iterator[_Found]:
    uses = _uses_of_posts(used)
    for post in (post for posts in near.named.values() for post in posts):
        if post.pk not in uses and fits(spread(post.name) + spread(post.office) + spread(post.area or "")):
            yield _Found([post], is_every=False)


def _uses_of_posts(used: list[_Found]) -> Counter[int]:
    """How often each post stood by itself in earlier minutes."""
    return Counter({each.posts[0].pk: each.uses for each in reversed(used) if each.posts and not each.is_every})


def _order(found: _Found, committee: Committee, near: Neighbourhood) -> tuple[int, bool, int, int, str]:
    nearness = min((_distance(post, committee, near) for post in found.posts), default=4)
    rank, name = (found.posts[0].rank, found.posts[0].name) if found.posts else (0, found.text)
    return -found.uses, not found.is_every, nearness, rank, name


def _distance(post: NearPost, committee: Committee, near: Neighbourhood) -> int:
    """0 for who sits on the committee, then its own office, its own area, the areas below."""
    if post.pk in near.seated:
        return 0
    return 1 if post.office_id == committee.office_id else 2 if post.area_id == committee.area_id else 3


def _text_of(found: _Found, near: Neighbourhood) -> str:
    """The wording by which minutes mean just these posts: the name, with the place where others have it too."""
    post = found.posts[0]
    if found.is_every:
        return f"{post.name} {EVERY}"
    namesakes = near.named[folded(post.name)]
    if len(namesakes) == 1:
        return post.name
    places = Counter(place for each in namesakes for place in each.places)
    is_enough = post.area and places[folded(post.area)] == 1
    return f"{post.name}, {post.area if is_enough else post.office}"


def _beside(found: list[_Found]) -> Iterator[str]:
    """Where each is, in the reader's language."""
    single = {each.posts[0].pk for each in found if len(each.posts) == 1}
    posts = Post.objects.select_related("office__area").in_bulk(single)
    for each in found:
        if not each.posts:
            yield _("in earlier minutes")
        elif each.is_every:
            n = len(each.posts)
            yield ngettext("%(n)s post", "%(n)s posts", n) % {"n": digits(n)}
        else:
            yield _place(posts[each.posts[0].pk])


def _place(post: Post) -> str:
    office, area = post.office.name, post.office.area
    return office if area is None or area.name in office else f"{office}, {area.name}"
