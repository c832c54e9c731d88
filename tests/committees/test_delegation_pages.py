"""The chair delegates to a deputy and takes it back; so do the administrators in charge, and nobody else."""

from __future__ import annotations

import datetime
import html
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.domain.audit import trail
from accounts.models import User
from committees.models import Administration, Delegation, Membership
from committees.powers import powers_of
from tests.clients import queries_of, signed_in
from tests.factories import LONG_AGO, Seated, make_committee, make_post, make_tenure, make_user

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


@pytest.fixture
def seated() -> Seated:
    return make_committee()


def delegating(person: User, seated: Seated, **typed: str) -> Any:
    """What the person gets who asks for the page, or sends what is `typed` there."""
    client, address = signed_in(person, "en"), reverse("committees:delegate", args=[seated.committee.pk])
    return client.post(address, typed) if typed else client.get(address)


def given(seated: Seated, **fields: Any) -> Delegation:
    fields = {"post": make_post(), "starts_on": TODAY, "ends_on": TODAY, "reason": "ছুটিতে"} | fields
    return Delegation.objects.create(committee=seated.committee, **fields)


def typed_for(post_id: int) -> dict[str, str]:
    day = TODAY.strftime("%d-%m-%Y")
    return {"post": str(post_id), "may_sign": "on", "starts_on": day, "ends_on": day, "reason": "প্রশিক্ষণে"}


def test_the_chair_delegates_to_the_post_of_a_member(seated: Seated) -> None:
    member = seated.committee.memberships.get(role="member")
    answer = delegating(seated.chair, seated, **typed_for(member.post_id))
    assert answer["Location"] == reverse("oversight:committee", args=[seated.committee.pk])
    assert powers_of(seated.member).has(seated.committee.pk, "alternate")
    (entry,) = trail(Delegation.objects.get())
    chair = seated.committee.memberships.get(role="chair").post
    assert (entry.actor, entry.actor_post) == (seated.chair, f"{chair.name_bn}, {chair.office.name_bn}")


def test_an_administrator_delegates_and_comes_back_to_the_administration(seated: Seated) -> None:
    administrator = make_user()
    Administration.objects.create(person=administrator, area=seated.committee.area)
    answer = delegating(administrator, seated, **typed_for(seated.committee.memberships.get(role="member").post_id))
    assert answer["Location"] == reverse("manage:committee", args=[seated.committee.pk])


def test_posts_to_choose_from_are_those_seated_and_those_of_the_chairs_office(seated: Seated) -> None:
    seated_elsewhere, aide, stranger = make_post(), make_post(office=seated.committee.office), make_post()
    Membership.objects.create(committee=seated.committee, post=seated_elsewhere, starts_on=LONG_AGO)
    shown = delegating(seated.chair, seated).content.decode()
    offered = [post for post in (seated_elsewhere, aide, stranger) if f'<option value="{post.pk}"' in shown]
    assert offered == [seated_elsewhere, aide]
    assert delegating(seated.chair, seated, **typed_for(stranger.pk)).status_code == 422


def test_what_is_wrong_stands_at_its_field(seated: Seated) -> None:
    member = seated.committee.memberships.get(role="member")
    for wrong in ({"starts_on": "01-01-2020"}, {"reason": ""}, {"may_sign": ""}, {"ends_on": "01-01-2020"}):
        answer = delegating(seated.chair, seated, **typed_for(member.post_id) | wrong)
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == (list(wrong) if "may_sign" not in wrong else ["may_chair"])


def test_others_are_told_who_delegates(seated: Seated) -> None:
    deputy = make_tenure()
    given(seated, post=deputy.post)
    for person in (seated.secretary, seated.member, deputy.person):
        assert delegating(person, seated).status_code == 403
    assert delegating(make_committee().chair, seated).status_code == 404


def test_withdrawn_the_deputy_signs_nothing_more_from_that_minute(seated: Seated) -> None:
    deputy = make_tenure()
    delegation = given(seated, post=deputy.post)
    address = reverse("committees:withdraw", args=[delegation.pk])
    assert signed_in(seated.secretary).post(address).status_code == 403
    assert signed_in(make_user()).post(address).status_code == 404
    assert powers_of(deputy.person).has(seated.committee.pk, "alternate")
    signed_in(seated.chair).post(address)
    assert not powers_of(deputy.person).has(seated.committee.pk, "alternate")


def test_what_is_over_is_said_to_be_over(seated: Seated) -> None:
    yesterday = TODAY - datetime.timedelta(days=1)
    delegation = given(seated, starts_on=yesterday, ends_on=yesterday)
    answer = signed_in(seated.chair, "en").post(reverse("committees:withdraw", args=[delegation.pk]), follow=True)
    assert "This delegation is over already." in html.unescape(answer.content.decode())


class TestCommitteePage:
    def shown(self, person: User, seated: Seated, **asked: str) -> str:
        address = reverse("oversight:committee", args=[seated.committee.pk])
        return html.unescape(signed_in(person, "en").get(address, asked).content.decode())

    def test_members_see_who_is_deputy_and_the_chair_may_take_it_back(self, seated: Seated) -> None:
        delegation = given(seated, post=make_tenure(make_post("উপ-প্রধান")).post)
        withdraw = reverse("committees:withdraw", args=[delegation.pk])
        for person, may in ((seated.member, False), (seated.chair, True)):
            shown = self.shown(person, seated)
            assert "উপ-প্রধান" in shown
            assert (withdraw in shown, "Delegate to a deputy" in shown) == (may, may)

    def test_as_of_a_day_it_tells_who_sat_and_could_sign_then(self, seated: Seated) -> None:
        deputy = make_tenure(make_post("উপ-প্রধান"))
        last_year = datetime.date(TODAY.year - 1, 5, 1)
        given(seated, post=deputy.post, starts_on=last_year, ends_on=last_year)
        seated.committee.memberships.filter(role="secretary").update(starts_on=last_year + datetime.timedelta(days=9))
        shown = self.shown(seated.member, seated, on=last_year.strftime("%d-%m-%Y"))
        assert f"{deputy.person.name}, {deputy.post.full_name}" in shown
        assert seated.secretary.name not in shown
        assert deputy.person.name not in self.shown(seated.member, seated)

    def test_asks_the_database_as_often_for_many_deputies_as_for_one(self, seated: Seated) -> None:
        address = reverse("oversight:committee", args=[seated.committee.pk])
        given(seated, post=make_tenure().post)
        few = queries_of(signed_in(seated.chair), address)
        for _ in range(5):
            given(seated, post=make_tenure().post)
        assert queries_of(signed_in(seated.chair), address) == few
