"""In which post somebody acts who holds several."""

from __future__ import annotations

from typing import cast

import pytest
from django.test import RequestFactory

from accounts.requests import PersonRequest
from committees.acting import actor_in
from committees.models import Membership
from committees.powers import Role, powers_of
from tests.factories import LONG_AGO, make_committee, make_post, make_tenure

pytestmark = pytest.mark.django_db


def test_the_seat_of_the_move_comes_before_the_others() -> None:
    seated = make_committee()
    committee = seated.committee
    Membership.objects.filter(committee=committee, role=Role.CHAIR).update(role=Role.MEMBER)
    post = make_post("প্রশাসক")
    make_tenure(post, seated.secretary)
    Membership.objects.create(committee=committee, role=Role.CHAIR, post=post, starts_on=LONG_AGO)
    request = cast(PersonRequest, RequestFactory().get("/"))
    powers = powers_of(seated.secretary)

    as_chair = actor_in(request, powers, committee.pk, Role.CHAIR).post

    assert as_chair == f"প্রশাসক, {post.office.name_bn}"
    assert actor_in(request, powers, committee.pk).post == actor_in(request, powers, committee.pk, Role.SECRETARY).post
    assert actor_in(request, powers, committee.pk).post not in ("", as_chair)


def test_somebody_without_the_seat_of_the_move_acts_by_the_one_held() -> None:
    seated = make_committee()
    request = cast(PersonRequest, RequestFactory().get("/"))

    actor = actor_in(request, powers_of(seated.member), seated.committee.pk, Role.CHAIR)

    assert actor.post == ", ".join(seated.member.tenures.get().signature_lines)
