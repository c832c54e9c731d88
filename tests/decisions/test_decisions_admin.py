"""Decisions and their reports, as administrators look at them."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from decisions.models import Progress
from tests.clients import queries_of
from tests.factories import make_committee, make_decision, make_meeting, make_user

pytestmark = pytest.mark.django_db


def test_reports_cost_the_same_at_any_number(admin_client: Client) -> None:
    asked = []
    for number in (2, 12):
        decision = make_decision(make_meeting(make_committee().committee))
        for _number in range(number):
            Progress.objects.create(decision=decision, reported_by=make_user(), state="open", text="কাজ চলছে।")
        asked.append(queries_of(admin_client, reverse("admin:decisions_decision_change", args=[decision.pk])))

    assert asked[0] == asked[1]
