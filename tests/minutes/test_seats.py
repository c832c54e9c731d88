"""Somebody who is both chair and member secretary makes every move in the seat that it belongs to."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.domain.audit import trail
from accounts.domain.signing import create_key
from committees.models import Membership, Tenure
from committees.powers import Role
from minutes.models import Minutes, Snapshot
from tests.clients import signed_in
from tests.minutes.drafts import PIN, digest_for, draft

pytestmark = pytest.mark.django_db


def test_who_holds_both_seats_signs_in_the_chairs() -> None:
    seated, minutes = draft()
    chair = Membership.objects.get(committee=seated.committee, role=Role.CHAIR).post
    Tenure.objects.filter(post=chair).update(person=seated.secretary)
    create_key(seated.secretary, PIN)
    client = signed_in(seated.secretary)

    for route, typed in (
        ("submit", {}),
        ("send_back", {"comment": "আবার দেখুন।"}),
        ("submit", {}),
        ("sign", {"pin": PIN}),
    ):
        version = Minutes.objects.get().version
        shown = {"version": version} | ({"digest": digest_for(seated.secretary, minutes)} if route == "sign" else {})
        client.post(reverse(f"minutes:{route}", args=[minutes.pk]), shown | typed)

    secretary = Membership.objects.get(committee=seated.committee, role=Role.SECRETARY).post
    moves = {record.action: record.actor_post.split(",")[0] for record in trail(minutes)}
    assert moves["minutes.submit"] == secretary.name_bn
    assert moves["minutes.send_back"] == moves["minutes.sign"] == chair.name_bn
    assert Snapshot.objects.get().signer_post == f"{chair.name_bn}, {chair.office.name_bn}"
