"""The navigation holds what a person's posts open, and nothing that leads to a closed door."""

import pytest

from accounts.models import User
from committees.models import Administration
from committees.powers import powers_of
from committees.templatetags.posts import is_here, places_of
from tests.factories import make_administrator, make_area, make_committee, make_user

pytestmark = pytest.mark.django_db


def urls(person: User) -> list[str]:
    return [place.url for place in places_of(powers_of(person))]


def test_without_a_post():
    assert urls(make_user()) == ["oversight:home", "decisions:list", "distribution:documents"]


def test_of_a_member():
    assert urls(make_committee().member) == [
        "oversight:home",
        "oversight:committees",
        "decisions:list",
        "distribution:documents",
    ]


def test_of_whoever_has_an_area_in_charge():
    person = make_user()
    Administration.objects.create(person=person, area=make_area())

    assert urls(person)[-2:] == ["oversight:overview", "manage:home"]


def test_of_an_administrator_has_six_words():
    person = make_administrator()

    assert urls(person) == [
        "oversight:home",
        "oversight:committees",
        "decisions:list",
        "distribution:documents",
        "oversight:overview",
        "manage:home",
    ]


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("/", "oversight:home"),
        ("/meetings/7/", "oversight:committees"),
        ("/decisions/3/", "decisions:list"),
        ("/registers/", "distribution:documents"),
        ("/manage/offices/", "manage:home"),
    ],
)
def test_a_page_lies_in_one_place(path: str, url: str):
    places = places_of(powers_of(make_administrator()))

    assert [place.url for place in places if is_here(place, path)] == [url]
