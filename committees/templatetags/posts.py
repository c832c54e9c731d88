"""Whose page this is: what the header says about the person who signed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django import template
from django.utils.translation import gettext_lazy as _

from committees.powers import Powers, powers_of

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

register = template.Library()


class Place(NamedTuple):
    """A word of the navigation: the address's name and the prefix by which a page below it is known."""

    word: _StrPromise
    url: str
    prefixes: tuple[str, ...]


class Header(NamedTuple):
    posts: list[str]
    places: list[Place]


@register.simple_tag(takes_context=True)
def header_of_person(context: dict[str, Any]) -> Header:
    """The posts held today and the places open to them. A view that knows the Powers passes them as `powers`."""
    powers: Powers = context.get("powers") or powers_of(context["request"].user)
    return Header([tenure.post.name for tenure in powers.posts.values()], places_of(powers))


def places_of(powers: Powers) -> list[Place]:
    """The navigation, at most six words, without those that would lead to an empty room or a closed door."""
    sits = bool(powers.roles)
    words = [
        (True, Place(_("My work"), "oversight:home", ())),
        (
            sits or powers.is_administrator,
            Place(_("Committees"), "oversight:committees", ("/committees/", "/meetings/", "/minutes/", "/dispatches/")),
        ),
        (True, Place(_("Decisions"), "decisions:list", ("/decisions/",))),
        (True, Place(_("Documents"), "distribution:documents", ("/documents/", "/registers/"))),
        (powers.is_administrator, Place(_("Oversight"), "oversight:overview", ("/oversight/",))),
        (powers.is_administrator, Place(_("Administration"), "manage:home", ("/manage/",))),
        (powers.audits and not powers.is_administrator, Place(_("Audit trail"), "manage:audit", ("/manage/",))),
    ]
    return [place for shown, place in words if shown]


@register.filter
def is_here(place: Place, path: str) -> bool:
    """Whether the page at `path` lies in this place."""
    return path == "/" if place.url == "oversight:home" else path.startswith(place.prefixes)
