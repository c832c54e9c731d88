"""What is exported says the same when it is sent back, whatever things are called."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from typing import IO

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from openpyxl import load_workbook

from committees.models import Administration, Area, Committee, Membership, Office, Post, Tenure
from committees.powers import Powers, powers_of
from committees.sheets.columns import Kind, Verdict
from committees.sheets.exporting import write_csv, write_template, write_xlsx
from committees.sheets.files import SheetError, read
from committees.sheets.kinds import KINDS
from committees.sheets.planning import plan
from committees.sheets.recognising import recognised
from tests.committees.sheets.test_cells import FORMULA_LIKE, NAMES
from tests.factories import (
    LONG_AGO,
    make_administrator,
    make_area,
    make_committee,
    make_office,
    make_post,
    make_tenure,
    make_user,
)

WRITERS: tuple[Callable[..., None], ...] = (write_csv, write_xlsx)
NAME = (NAMES | FORMULA_LIKE).map(str.strip).filter(bool)
TWO_NAMES = st.lists(NAME, min_size=2, max_size=2, unique=True)


def exported(write: Callable[..., None], kind: Kind, powers: Powers, within: Area | None = None) -> bytes:
    file = io.BytesIO()
    write(file, kind, powers, within)
    return file.getvalue()


def read_back(powers: Powers, write: Callable[..., None], language: str) -> set[tuple[str, str, str]]:
    """What is not unchanged when each kind is exported and sent back."""
    found = set()
    with translation.override(language):
        for kind in KINDS.values():
            back = plan(exported(write, kind, powers), powers)
            found |= {(back.kind.key, str(row.messages), row.verdict.value) for row in back.rows}
    return {each for each in found if each[2] != Verdict.UNCHANGED}


@pytest.mark.thorough
class AnyNamesTest(TestCase):
    """hypothesis.extra.django's TestCase begins each example with an empty database."""

    @settings(max_examples=30)
    @given(
        areas=TWO_NAMES,
        offices=TWO_NAMES,
        posts=TWO_NAMES,
        people=TWO_NAMES,
        committees=TWO_NAMES,
        day=st.dates(),
        write=st.sampled_from(WRITERS),
        language=st.sampled_from(["bn", "en"]),
    )
    def test_the_export_is_unchanged(
        self,
        areas: list[str],
        offices: list[str],
        posts: list[str],
        people: list[str],
        committees: list[str],
        day: datetime.date,
        write: Callable[..., None],
        language: str,
    ) -> None:
        district = make_area(areas[0], name_en=areas[1], code="0400")
        upazila = make_area(areas[1], kind=Area.Kind.UPAZILA, parent=district)
        for area, name in zip((district, upazila, None), (*offices, offices[0]), strict=True):
            office = make_office(name, area=area, address=people[0], letterhead=offices, website=people[1])
            held = [make_post(post, office=office, name_en=people[0], rank=len(post)) for post in posts]
            for post, person in zip(held, people, strict=True):
                make_tenure(post, make_user(person, name_en=areas[0]), kind="additional", starts_on=day, ends_on=day)
            above = None
            for name in committees:
                seated = Committee(name_bn=name, kind="district", area=area, office=office, parent=above, quorum=3)
                seated.save()
                above = seated
                for post in held:
                    Membership.objects.create(committee=seated, role="member", post=post, starts_on=day)
                Membership.objects.create(committee=seated, role="adviser", person_name=people[0], starts_on=day)
        assert read_back(powers_of(make_administrator(people[0])), write, language) == set()


@pytest.fixture
def area(db: None) -> Area:
    return make_area("নদীপুর", name_en="Nadipur")


@pytest.fixture
def district(area: Area) -> Powers:
    """The powers of whoever administers the area, with something of every kind there and elsewhere."""
    for place, name in ((area, "নিজ"), (make_area("উজানপুর"), "গোপন")):
        office = make_office(f"{name} দপ্তর", area=place)
        seated = make_committee(f"{name} কমিটি", area=place, office=office)
        make_tenure(make_post(f"{name} পদ", office=office), make_user(f"{name} নাম"), kind="additional")
        Membership.objects.create(
            committee=seated.committee, role="adviser", person_name=f"{name} উপদেষ্টা", starts_on=LONG_AGO
        )
    person = make_user("প্রশাসক")
    Administration.objects.create(person=person, area=area)
    return powers_of(person)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.key)
@pytest.mark.parametrize("write", WRITERS)
def test_only_what_is_in_charge_is_exported(kind: Kind, write: Callable[..., None], district: Powers) -> None:
    said = str(read(exported(write, kind, district)))
    assert "নিজ" in said or "Nadipur" in said
    assert "গোপন" not in said
    assert "উজানপুর" not in said


@pytest.mark.parametrize("language", ["bn", "en"])
@pytest.mark.parametrize("write", WRITERS)
def test_what_an_administrator_of_an_area_exports_comes_back_unchanged(
    write: Callable[..., None], language: str, district: Powers
) -> None:
    """Also where an office, a post or a committee elsewhere has to do with a committee in charge."""
    mine = Committee.objects.get(name_bn="নিজ কমিটি")
    elsewhere = Committee.objects.get(name_bn="গোপন কমিটি")
    mine.office, mine.parent = elsewhere.office, elsewhere
    mine.save()
    Membership.objects.create(
        committee=mine, role="member", post=Post.objects.get(name_bn="গোপন পদ"), starts_on=LONG_AGO
    )
    assert {each for each in read_back(district, write, language) if each[0] != "areas"} == set()


def test_a_person_elsewhere_keeps_what_the_export_says(district: Powers) -> None:
    moved = make_tenure(Post.objects.get(name_bn="নিজ পদ"), ends_on=LONG_AGO, kind="in_charge").person
    make_tenure(Post.objects.get(name_bn="গোপন পদ"), moved)
    assert {each for each in read_back(district, write_csv, "bn") if each[0] == "people"} == set()


def test_a_part_of_what_is_in_charge_can_be_exported(area: Area) -> None:
    upazila = make_area("নদীপুর সদর", kind=Area.Kind.UPAZILA, parent=area)
    below = make_area("চর", kind=Area.Kind.UPAZILA, parent=upazila)
    for place in (area, upazila, below):
        make_office(f"{place.name_bn} দপ্তর", area=place)
    everywhere = powers_of(make_administrator())
    lines = read(exported(write_csv, KINDS["offices"], everywhere, upazila)).lines
    assert [line.cells[1] for line in lines] == ["নদীপুর সদর দপ্তর", "চর দপ্তর"]


def test_a_workbook_holds_text_where_a_name_looks_like_a_formula(area: Area) -> None:
    make_office("=HYPERLINK(A1)", area=area, address="#REF!")
    book = load_workbook(io.BytesIO(exported(write_xlsx, KINDS["offices"], powers_of(make_administrator()))))
    row = next(iter(book.active.iter_rows(min_row=2)))
    assert {cell.data_type for cell in row if cell.value} == {"s"}
    assert row[1].value == "'=HYPERLINK(A1)"


def test_a_text_file_opens_in_a_spreadsheet(area: Area) -> None:
    make_office("ক", area=area, letterhead=["এক", "দুই"])
    with translation.override("bn"):
        data = exported(write_csv, KINDS["offices"], powers_of(make_administrator()))
    assert data.startswith("\ufeffএলাকা,দপ্তর,".encode())
    assert b'"' + "এক\nদুই".encode() + b'"' in data


@pytest.mark.parametrize("language", ["bn", "en"])
@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.key)
def test_a_template_is_a_sheet_without_rows_and_explains_itself(kind: Kind, language: str) -> None:
    file = io.BytesIO()
    with translation.override(language):
        write_template(file, kind)
        headings = [column.heading for column in kind.columns]
    with pytest.raises(SheetError, match="no row"):
        read(file.getvalue())
    book = load_workbook(file)
    explained = list(book.worksheets[1].iter_rows(values_only=True))
    assert recognised(headings) is kind
    assert list(explained[0]) == headings
    assert all(explained[2])
    assert len(explained) == 4


@pytest.mark.parametrize("kind", [kind for kind in KINDS.values() if kind.key != "areas"], ids=lambda kind: kind.key)
def test_the_example_of_a_template_is_a_row_that_could_be_taken(kind: Kind, db: None) -> None:
    district = make_area("নদীপুর", name_en="Nadipur")
    place = make_area("নদীপুর সদর", name_en="Nadipur Sadar", kind=Area.Kind.UPAZILA, parent=district)
    above = make_committee("নদীপুর জেলা আইসিটি কমিটি", area=district).committee
    if kind.key != "offices":
        office = make_office("উপজেলা নির্বাহী অফিসারের কার্যালয়", area=place)
        if kind.key in ("people", "seats"):
            make_post("উপজেলা নির্বাহী অফিসার", office=office)
        if kind.key == "seats":
            Committee.objects.create(
                name_bn="নদীপুর সদর উপজেলা আইসিটি কমিটি", kind="upazila", area=place, office=office, parent=above
            )
    everywhere = powers_of(make_administrator())
    file: IO[bytes] = io.BytesIO()
    write_template(file, kind)
    book = load_workbook(file)
    _headings, example, *_rest = book.worksheets[1].iter_rows(values_only=True)
    book.worksheets[0].append([cell or "" for cell in example])
    filled = io.BytesIO()
    book.save(filled)
    assert [(row.verdict, row.messages) for row in plan(filled.getvalue(), everywhere).rows] == [(Verdict.CREATED, [])]
    assert (Office.objects.count(), Tenure.objects.count()) == (Office.objects.count(), 3)
