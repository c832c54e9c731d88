"""Decisions and their reports, as administrators look at them."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from decisions.models import Progress
from tests.factories import make_committee, make_decision, make_meeting, make_user

pytestmark = pytest.mark.django_db


def test_reports_cost_the_same_at_any_number() -> None:
    client = Client()
    client.force_login(make_user(is_staff=True, is_superuser=True))
    asked = []
    for number in (2, 12):
        decision = make_decision(make_meeting(make_committee().committee))
        for _number in range(number):
            Progress.objects.create(decision=decision, reported_by=make_user(), state="open", text="কাজ চলছে।")
        client.get(reverse("admin:decisions_decision_change", args=[decision.pk]))  # Django asks some things once
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("admin:decisions_decision_change", args=[decision.pk]))
        asked.append(len(queries))

    assert asked[0] == asked[1]
