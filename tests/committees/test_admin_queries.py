"""What the administration pages of committees and posts ask of the database."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.clients import queries_of
from tests.factories import make_committee, make_post, make_seat, make_tenure

pytestmark = pytest.mark.django_db


def test_a_line_of_a_committee_costs_the_query_of_its_choice_alone(admin_client: Client) -> None:
    """Django's choice with search asks for what each line has chosen; name and office of the post cost nothing more."""
    few, many = make_committee().committee, make_committee().committee
    few.memberships.last().delete()
    for _number in range(9):
        make_seat(many, "member")

    asked = [queries_of(admin_client, reverse("admin:committees_committee_change", args=[c.pk])) for c in (few, many)]

    assert [few.memberships.count(), many.memberships.count(), asked[1] - asked[0]] == [2, 12, 10]


def test_a_line_of_a_post_costs_the_query_of_its_choice_alone(admin_client: Client) -> None:
    few, many = make_post(), make_post()
    for post, number in ((few, 2), (many, 12)):
        for _number in range(number):
            make_tenure(post, kind="additional")
            make_committee().committee.memberships.filter(role="member").update(post=post)

    asked = [queries_of(admin_client, reverse("admin:committees_post_change", args=[post.pk])) for post in (few, many)]

    assert asked[1] - asked[0] == 20


@pytest.mark.parametrize("kind", ["list", "choices"])
def test_lists_of_posts_cost_the_same_at_any_length(admin_client: Client, kind: str) -> None:
    query = "?app_label=committees&model_name=tenure&field_name=post"
    address = {"list": reverse("admin:committees_tenure_changelist"), "choices": reverse("admin:autocomplete") + query}
    asked = []
    for number in (2, 10):
        for _number in range(number):
            make_tenure()
        asked.append(queries_of(admin_client, address[kind]))

    assert asked[0] == asked[1]
