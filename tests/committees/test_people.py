"""Which people need a second factor and who signs, asked of the database for all of them at once."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from django.utils import timezone

from accounts.models import User
from committees.domain.people import needing_second_factor, signing_officers
from committees.models import Administration, Delegation, Membership, Tenure
from committees.powers import needs_second_factor
from tests.factories import make_area, make_committee, make_post, make_seat, make_tenure, make_user

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
ONE_DAY = datetime.timedelta(days=1)


def deputy(**fields: object) -> User:
    held = make_tenure()
    days = {"starts_on": TODAY, "ends_on": TODAY + ONE_DAY} | fields
    Delegation.objects.create(committee=make_committee().committee, post=held.post, reason="ছুটিতে", **days)
    return held.person


def seated(role: str) -> User:
    return make_seat(make_committee().committee, role)


def charged_by_post() -> User:
    held = make_tenure()
    Administration.objects.create(post=held.post, area=make_area())
    return held.person


def charged() -> User:
    person = make_user()
    Administration.objects.create(person=person, area=make_area())
    return person


def without_tenure(person: User) -> User:
    Tenure.objects.filter(person=person).update(ends_on=TODAY - ONE_DAY)
    return person


def without_seat(person: User) -> User:
    Membership.objects.filter(post__tenures__person=person).update(ends_on=TODAY - ONE_DAY)
    return person


@pytest.mark.parametrize(
    ("make", "needs", "signs"),
    [
        (lambda: make_committee().chair, True, True),
        (lambda: make_committee().secretary, True, True),
        (lambda: seated("vice_chair"), True, False),
        (lambda: seated("member"), False, False),
        (lambda: without_tenure(make_committee().chair), False, False),
        (lambda: without_seat(make_committee().chair), False, False),
        (lambda: deputy(), True, True),
        (lambda: deputy(may_sign=False), True, False),
        (lambda: deputy(starts_on=TODAY - 2 * ONE_DAY, ends_on=TODAY - ONE_DAY), False, False),
        (charged_by_post, True, False),
        (lambda: without_tenure(charged_by_post()), False, False),
        (charged, True, False),
        (lambda: make_user(is_staff=True), True, False),
        (lambda: make_user(is_superuser=True), True, False),
        (make_user, False, False),
        (lambda: make_tenure(make_post()).person, False, False),
    ],
)
def test_who_needs_a_second_factor_and_who_signs(make: Callable[[], User], needs: bool, signs: bool) -> None:
    Membership.objects.create(committee=make_committee().committee, role="adviser", person_name="বেগম নমুনা")
    person = make()
    assert needs_second_factor(person) == needs
    assert User.objects.filter(needing_second_factor(TODAY), pk=person.pk).exists() == needs
    assert User.objects.filter(signing_officers(TODAY), pk=person.pk).exists() == signs
