"""What a district and an upazila are set up with, read from `committees/data/district.toml`, which explains it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from committees.models import Area, Committee

FILE = Path(__file__).resolve().parent.parent / "data" / "district.toml"


@dataclass(frozen=True, slots=True)
class PostTemplate:
    """A post; `formerly` is an older name by which it may be entered already, or empty."""

    key: str
    rank: int
    name_bn: str
    name_en: str
    formerly: str = ""


@dataclass(frozen=True, slots=True)
class OfficeTemplate:
    """An office of an area of the kind `of`, with `{area}` and `{district}` in its names and letterhead."""

    of: Area.Kind
    key: str
    name_bn: str
    name_en: str
    letterhead: tuple[str, ...]
    posts: tuple[PostTemplate, ...]


@dataclass(frozen=True, slots=True)
class CommitteeTemplate:
    """A committee of an area of the kind `of`. `office` and the posts are keys, `of_upazilas` those in each upazila.

    `reports_to`: the kind of the committee above it, in the area that this one is part of; None where there is none.
    """

    of: Area.Kind
    kind: Committee.Kind
    name_bn: str
    name_en: str
    office: str
    layout: str
    chair: str
    secretary: str
    members: tuple[str, ...]
    of_upazilas: tuple[str, ...]
    reports_to: Committee.Kind | None = None


@dataclass(frozen=True, slots=True)
class Template:
    """All offices and committees, those of a district before those of an upazila."""

    offices: tuple[OfficeTemplate, ...]
    committees: tuple[CommitteeTemplate, ...]

    @property
    def key_posts(self) -> frozenset[str]:
        """The keys of the posts that chair a committee or are its member secretary."""
        return frozenset(key for committee in self.committees for key in (committee.chair, committee.secretary))

    @property
    def issuing_offices(self) -> frozenset[str]:
        """The keys of the offices that issue a committee's minutes, and so need their letterhead."""
        return frozenset(committee.office for committee in self.committees)


@cache
def template() -> Template:
    """The template as the file has it."""
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return Template(tuple(map(_office, data["offices"])), tuple(map(_committee, data["committees"])))


def _office(data: Mapping[str, Any]) -> OfficeTemplate:
    posts = tuple(PostTemplate(**post) for post in data["posts"])
    return OfficeTemplate(
        **{**data, "of": Area.Kind(data["of"]), "letterhead": tuple(data["letterhead"]), "posts": posts}
    )


def _committee(data: Mapping[str, Any]) -> CommitteeTemplate:
    seats = {name: tuple(data[name]) for name in ("members", "of_upazilas")}
    kinds = {name: Committee.Kind(data[name]) for name in ("kind", "reports_to") if name in data}
    return CommitteeTemplate(**{**data, **seats, **kinds, "of": Area.Kind(data["of"])})
