"""Several editions of one set of minutes: which of them stands, and what paper and pages say of the others."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from distribution.models import Dispatch, MemoFile
from minutes.models import Minutes
from tests.distribution.stories import corrected, correction_issued, issued, order, withdrawn
from tests.factories import Seated

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(seated: Seated, minutes: Minutes, file: MemoFile) -> Dispatch:
    """The issue of the first edition."""
    return issued(seated, minutes, order(file))


@pytest.fixture
def second(seated: Seated, first: Dispatch) -> Dispatch:
    """The issue of the corrected edition that took the first one's place, cancelled: the first stands again."""
    return withdrawn(seated, correction_issued(seated, first.minutes))


def page_of(client: Client, name: str, pk: int) -> str:
    return client.get(reverse(name, args=[pk])).content.decode()


def test_a_new_issue_names_the_one_that_stood_and_not_a_cancelled_one(
    seated: Seated, secretary: Client, first: Dispatch, second: Dispatch, file: MemoFile
) -> None:
    edition = corrected(seated, second.minutes)

    asked = page_of(secretary, "distribution:issue", edition.pk)
    third = issued(seated, edition, order(file))

    for memo_of_paper in (asked, third.head["heading"]):
        assert f"{first.memo} নম্বর স্মারকে" in memo_of_paper
        assert second.memo not in memo_of_paper
    assert f"replaces memo number {first.memo}" in page_of(secretary, "distribution:dispatch", third.pk)
    assert f"replaced by memo number {third.memo}" in page_of(secretary, "distribution:dispatch", first.pk)


def test_the_page_of_an_issue_says_what_its_paper_says_whatever_is_cancelled_later(
    seated: Seated, secretary: Client, first: Dispatch, second: Dispatch
) -> None:
    third = correction_issued(seated, second.minutes)
    withdrawn(seated, first)

    assert f"replaces memo number {first.memo}" in page_of(secretary, "distribution:dispatch", third.pk)
    assert f"replaces memo number {first.memo}" in page_of(secretary, "distribution:dispatch", second.pk)


def test_where_all_are_cancelled_a_new_issue_names_the_last(seated: Seated, first: Dispatch, second: Dispatch) -> None:
    withdrawn(seated, first)

    assert f"{second.memo} নম্বর স্মারকে" in correction_issued(seated, second.minutes).head["heading"]
