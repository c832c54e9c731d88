"""Rows that are set below another, put elsewhere in their table or into another one: order, numbers and rights."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.permissions import NotAllowedError
from documents import exchange
from meetings.models import AgendaItem, Section
from minutes.domain import parts, structure
from minutes.domain.assembly import content_of
from minutes.models import Minutes
from tests.factories import Seated, acting, make_committee
from tests.minutes.drafts import begin, powers

pytestmark = pytest.mark.django_db


def tables(layout: str, *names: str) -> tuple[Seated, Minutes, list[Section]]:
    """A draft with a decision table for each of `names`, which has a row for every letter."""
    seated = make_committee(layout=layout)
    minutes = begin(seated)
    its_powers = powers(seated.secretary)
    for _more in names[1:]:
        structure.append_section(minutes.pk, "decisions", **its_powers)
    sections = list(minutes.meeting.sections.all())
    for section, letters in zip(sections, names, strict=True):
        for letter in letters:
            row = structure.append_row(minutes.pk, section.pk, **its_powers)
            AgendaItem.objects.filter(pk=row.pk).update(subject=letter)
    return seated, minutes, sections


def row(name: str) -> AgendaItem:
    return AgendaItem.objects.get(subject=name)


def in_order() -> Iterable[Section]:
    return Section.objects.order_by("meeting_id", "position")


def standing() -> list[str]:
    """What stands in each table: the letters of its rows, a new one without."""
    return [
        "".join(item.subject or "-" for item in section.items.all())
        for section in Section.objects.order_by("meeting_id", "position")
    ]


def serials() -> list[list[str]]:
    return [
        [item.serial for item in section.items.all()] for section in Section.objects.order_by("meeting_id", "position")
    ]


def place(seated: Seated, minutes: Minutes, name: str, section: Section, index: int | None) -> Any:
    return structure.place_row(minutes.pk, row(name).pk, section.pk, index, **powers(seated.secretary))


# Below another


@pytest.mark.parametrize(("after", "order"), [("a", "a-bc"), ("b", "ab-c"), ("c", "abc-")])
def test_a_row_is_set_below_another_and_the_ones_after_it_count_on(after: str, order: str) -> None:
    seated, minutes, _sections = tables("upazila", "abc")
    before = parts.versions(minutes)
    added, renumbered = structure.insert_row(minutes.pk, row(after).pk, **powers(seated.secretary))
    assert standing() == [order]
    assert serials() == [["০১", "০২", "০৩", "০৪"]]
    assert AgendaItem.objects.get(pk=added.pk).serial == serials()[0][order.index("-")]
    assert [each.number for each in renumbered if each.part != f"row:{added.pk}"] == ["০২", "০৩", "০৪"][
        order.index("-") :
    ]
    changed = {name: version for name, version in parts.versions(minutes).items() if before.get(name) != version}
    assert {each.part: each.version for each in renumbered} == {
        name: version for name, version in changed.items() if name.startswith("row:")
    }


def test_a_row_is_set_into_its_own_table_alone() -> None:
    seated, minutes, _sections = tables("district", "ab", "cd")
    structure.insert_row(minutes.pk, row("c").pk, **powers(seated.secretary))
    assert standing() == ["ab", "c-d"]
    assert serials() == [["২.১", "২.২"], ["৩.১", "৩.২", "৩.৩"]]


def test_below_a_row_with_a_number_of_the_offices_own_nothing_is_renumbered() -> None:
    seated, minutes, _sections = tables("upazila", "abc")
    AgendaItem.objects.filter(subject="b").update(serial="৭(ক)")
    _row, renumbered = structure.insert_row(minutes.pk, row("a").pk, **powers(seated.secretary))
    assert standing() == ["a-bc"]
    assert serials() == [["০১", "০৪", "৭(ক)", "০৩"]]
    assert renumbered == []


# Elsewhere


@pytest.mark.parametrize(
    ("name", "index", "order"),
    [
        ("a", 0, "abc"),
        ("a", 1, "bac"),
        ("a", 2, "bca"),
        ("b", 0, "bac"),
        ("c", 0, "cab"),
        ("c", 1, "acb"),
        ("a", None, "bca"),
        ("b", 3, "acb"),
        ("a", 999_999_999, "bca"),
    ],
)
def test_a_row_is_put_elsewhere_in_its_table(name: str, index: int | None, order: str) -> None:
    seated, minutes, (section,) = tables("upazila", "abc")
    renumbered = place(seated, minutes, name, section, index)
    assert standing() == [order]
    assert serials() == [["০১", "০২", "০৩"]]
    moved = {row(letter).pk for was, letter in zip("abc", order, strict=True) if was != letter}
    assert {each.found.pk for each in renumbered} == moved


@pytest.mark.parametrize(
    ("index", "order"), [(0, ["bc", "ade"]), (1, ["bc", "dae"]), (2, ["bc", "dea"]), (None, ["bc", "dea"])]
)
@pytest.mark.parametrize("layout", ["upazila", "district"])
def test_a_row_is_put_into_another_table_and_both_count_on(layout: str, index: int | None, order: list[str]) -> None:
    seated, minutes, (_first, second) = tables(layout, "abc", "de")
    held = parts.read(minutes, parts.Part("row", row("a").pk))
    renumbered = place(seated, minutes, "a", second, index)
    assert standing() == order
    numbers = {"upazila": [["০১", "০২"], ["০১", "০২", "০৩"]], "district": [["২.১", "২.২"], ["৩.১", "৩.২", "৩.৩"]]}
    assert serials() == numbers[layout]
    now = parts.read(minutes, parts.Part("row", row("a").pk))
    assert now | {"serial": ""} == held | {"serial": ""}
    assert {each.part: each.version for each in renumbered}.items() <= parts.versions(minutes).items()
    assert exchange.load(content_of(minutes))


def test_a_row_is_put_into_an_empty_table_and_leaves_one() -> None:
    seated, minutes, (_first, second) = tables("district", "a", "")
    place(seated, minutes, "a", second, 0)
    assert standing() == ["", "a"]
    assert [item.position for item in AgendaItem.objects.all()] == [0]
    assert exchange.load(content_of(minutes))


def test_rows_that_were_not_in_order_stay_as_they_are_in_both_tables() -> None:
    seated, minutes, (_first, second) = tables("upazila", "abc", "de")
    AgendaItem.objects.filter(subject="b").update(serial="৭(ক)")
    AgendaItem.objects.filter(subject="d").update(serial="")
    before = dict(AgendaItem.objects.values_list("subject", "serial"))
    assert place(seated, minutes, "a", second, 0) == []
    assert standing() == ["bc", "ade"]
    assert dict(AgendaItem.objects.values_list("subject", "serial")) == before


def test_only_the_table_that_was_in_order_is_numbered_anew() -> None:
    seated, minutes, (_first, second) = tables("upazila", "abc", "de")
    AgendaItem.objects.filter(subject="e").update(serial="৯")
    place(seated, minutes, "a", second, None)
    assert standing() == ["bc", "dea"]
    assert serials()[0] == ["০১", "০২"]
    assert serials()[1][:2] == ["০১", "৯"]


class AnyPlace(TestCase):
    """Rows put here and there, in any order: each stands once, where it was put, and every table counts on."""

    @settings(max_examples=15)
    @given(
        st.lists(
            st.tuples(st.sampled_from("abcde"), st.sampled_from([0, 1, 2]), st.one_of(st.none(), st.integers(0, 7))),
            max_size=5,
        )
    )
    def test_rows_stand_where_they_were_put(self, steps: list[tuple[str, int, int | None]]) -> None:
        seated, minutes, sections = tables("district", "abc", "de", "")
        expected = ["abc", "de", ""]
        for name, where, index in steps:
            place(seated, minutes, name, sections[where], index)
            expected = [letters.replace(name, "") for letters in expected]
            at = len(expected[where]) if index is None else index
            expected[where] = expected[where][:at] + name + expected[where][at:]
            assert standing() == expected
        if not steps or all(expected):  # an emptied table forgets how it was numbered
            for number, found in zip("২৩৪", serials(), strict=True):
                if number != "৪":
                    assert found == [f"{number}.{'১২৩৪৫'[n]}" for n in range(len(found))]


# Who, and what is not there


@pytest.mark.parametrize("who", ["chair", "member", "other secretary", "after it was sent"])
def test_nobody_else_places_or_inserts(who: str) -> None:
    seated, minutes, (section,) = tables("upazila", "abc")
    person = {"chair": seated.chair, "member": seated.member, "after it was sent": seated.secretary}.get(who)
    if who == "after it was sent":
        Minutes.objects.update(state="in_review")
    its_powers = powers(person or make_committee().secretary)
    with pytest.raises(NotAllowedError):
        structure.place_row(minutes.pk, row("c").pk, section.pk, 0, **its_powers)
    with pytest.raises(NotAllowedError):
        structure.insert_row(minutes.pk, row("a").pk, **its_powers)
    assert standing() == ["abc"]
    assert serials() == [["০১", "০২", "০৩"]]


def test_what_is_not_of_these_minutes_is_not_found() -> None:
    seated, minutes, (section,) = tables("upazila", "abc")
    text = structure.append_section(minutes.pk, "text", **powers(seated.secretary))
    other = make_committee()
    theirs = begin(other)
    foreign_table = theirs.meeting.sections.get()
    foreign = structure.append_row(theirs.pk, foreign_table.pk, **powers(other.secretary))
    structure.remove(minutes.pk, f"row:{row('b').pk}", **acting(seated.secretary))
    gone = max(AgendaItem.objects.values_list("pk", flat=True)) + 1
    before = content_of(minutes), content_of(theirs)
    mine = row("a").pk
    for pk, where in [
        (foreign.pk, section.pk),
        (gone, section.pk),
        (0, section.pk),
        (mine, foreign_table.pk),
        (mine, text.pk),
        (mine, 0),
        (foreign.pk, foreign_table.pk),
    ]:
        with pytest.raises(LookupError):
            structure.place_row(minutes.pk, pk, where, 0, **powers(seated.secretary))
    for pk in (foreign.pk, gone, 0):
        with pytest.raises(LookupError):
            structure.insert_row(minutes.pk, pk, **powers(seated.secretary))
    assert (content_of(minutes), content_of(theirs)) == before
