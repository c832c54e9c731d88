"""What the administration pages of committees and posts ask of the database."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import make_committee, make_post, make_seat, make_tenure, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(make_user(is_staff=True, is_superuser=True))
    return client


def queries_of(client: Client, address: str) -> int:
    client.get(address)  # what Django asks once in a process is not counted
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_a_line_of_a_committee_costs_the_query_of_its_choice_alone(client: Client) -> None:
    """Django's choice with search asks for what each line has chosen; name and office of the post cost nothing more."""
    few, many = make_committee().committee, make_committee().committee
    few.memberships.last().delete()
    for _number in range(9):
        make_seat(many, "member")

    asked = [queries_of(client, reverse("admin:committees_committee_change", args=[c.pk])) for c in (few, many)]

    assert [few.memberships.count(), many.memberships.count(), asked[1] - asked[0]] == [2, 12, 10]


def test_a_line_of_a_post_costs_the_query_of_its_choice_alone(client: Client) -> None:
    few, many = make_post(), make_post()
    for post, number in ((few, 2), (many, 12)):
        for _number in range(number):
            make_tenure(post, kind="additional")
            make_committee().committee.memberships.filter(role="member").update(post=post)

    asked = [queries_of(client, reverse("admin:committees_post_change", args=[post.pk])) for post in (few, many)]

    assert asked[1] - asked[0] == 20


@pytest.mark.parametrize("kind", ["list", "choices"])
def test_lists_of_posts_cost_the_same_at_any_length(client: Client, kind: str) -> None:
    query = "?app_label=committees&model_name=tenure&field_name=post"
    address = {"list": reverse("admin:committees_tenure_changelist"), "choices": reverse("admin:autocomplete") + query}
    asked = []
    for number in (2, 10):
        for _number in range(number):
            make_tenure()
        asked.append(queries_of(client, address[kind]))

    assert asked[0] == asked[1]
