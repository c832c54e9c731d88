"""What becomes of the follow-up of decisions when an issue is cancelled or corrected."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertRedirects

from decisions.domain.follow import report
from decisions.models import Decision, Implementer
from decisions.rules import followed_decisions
from distribution.models import Dispatch
from tests.clients import signed_in
from tests.distribution.stories import ROW, corrected, correction_issued, file_of, issued, order, signed, withdrawn
from tests.factories import Seated, acting, make_committee, make_post, make_tenure
from tests.races import at_one_lock

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

OTHER_ROW = ROW | {"decisions": [{"marker": "ক", "text": "নতুন যন্ত্র কিনতে হবে।"}]}


def first_issue(seated: Seated, **fields: Any) -> Dispatch:
    minutes = signed(seated)
    return issued(seated, minutes, order(file_of(seated.committee.office), **fields))


def followed(*editions: int) -> Decision:
    """The one decision that is followed, or that of the editions named."""
    decisions = followed_decisions()
    return decisions.get(item__section__edition__in=editions) if editions else decisions.get()


def tell(seated: Seated, state: str, *editions: int) -> None:
    report(followed(*editions), text="যন্ত্র দুটি সারানো হয়েছে।", state=state, **acting(seated.secretary))


def test_decisions_are_followed_from_the_day_that_the_issue_bears(seated: Seated) -> None:
    days_ago = timezone.localdate() - datetime.timedelta(days=3)
    first_issue(seated, dated_on=days_ago)
    assert followed().opened_on == days_ago


def test_what_was_reported_goes_on_with_the_issue_that_replaces_a_cancelled_one(seated: Seated) -> None:
    dispatch = first_issue(seated)
    tell(seated, "done")
    withdrawn(seated, dispatch)
    assert not followed_decisions().exists()
    correction_issued(seated, dispatch.minutes)
    decision = followed()
    assert (decision.item.section.edition, decision.state, decision.progress.count()) == (2, "done", 1)


def test_the_issue_that_stands_again_is_followed_again_with_what_was_reported_meanwhile(seated: Seated) -> None:
    dispatch = first_issue(seated)
    opened_on = followed().opened_on
    correction = correction_issued(seated, dispatch.minutes)
    tell(seated, "done")
    withdrawn(seated, correction)
    decision = followed()
    assert (decision.item.section.edition, decision.state, decision.progress.count()) == (1, "done", 1)
    assert decision.opened_on == opened_on


@pytest.mark.parametrize(("told", "stands"), [([], "open"), (["open"], "open"), (["open", "done"], "done")])
def test_what_a_cancelled_correction_left_out_is_as_it_was_reported_last(
    seated: Seated, told: list[str], stands: str
) -> None:
    dispatch = first_issue(seated)
    for state in told:
        tell(seated, state)
    correction = correction_issued(seated, dispatch.minutes, row=OTHER_ROW)
    assert Decision.objects.exclude(text="").get(item__section__edition=1).state == "dropped"
    withdrawn(seated, correction)
    decision = followed()
    assert (decision.item.section.edition, decision.state, decision.progress.count()) == (1, stands, len(told))


def test_what_was_left_out_long_ago_stays_so_when_an_edition_between_is_cancelled(seated: Seated) -> None:
    dispatch = first_issue(seated)
    between = correction_issued(seated, dispatch.minutes, row=OTHER_ROW)
    correction_issued(seated, between.minutes, row=OTHER_ROW)
    withdrawn(seated, between)
    assert {(d.item.section.edition, d.state) for d in followed_decisions()} == {(1, "dropped"), (3, "open")}


def test_nothing_is_followed_once_every_issue_is_cancelled(seated: Seated) -> None:
    dispatch = first_issue(seated)
    withdrawn(seated, dispatch)
    withdrawn(seated, correction_issued(seated, dispatch.minutes))
    assert not followed_decisions().exists()


def test_a_decision_comes_back_as_it_was_reported_though_an_edition_left_it_out_meanwhile(seated: Seated) -> None:
    dispatch = first_issue(seated)
    tell(seated, "done")
    withdrawn(seated, dispatch)
    between = correction_issued(seated, dispatch.minutes, row=OTHER_ROW)
    withdrawn(seated, between)
    correction_issued(seated, between.minutes)
    decision = followed()
    assert (decision.item.section.edition, decision.state, decision.progress.count()) == (3, "done", 1)


def test_cancelling_what_was_replaced_already_changes_nothing_of_the_replacement(seated: Seated) -> None:
    dispatch = first_issue(seated)
    correction_issued(seated, dispatch.minutes)
    tell(seated, "done")
    withdrawn(seated, dispatch)
    decision = followed()
    assert (decision.item.section.edition, decision.state) == (2, "done")


def test_what_a_correction_brings_back_stands_as_it_was_reported_last(seated: Seated) -> None:
    first = first_issue(seated)
    tell(seated, "open")
    without = correction_issued(seated, first.minutes, row=OTHER_ROW)
    correction_issued(seated, without.minutes)
    decision = followed(3)
    assert (decision.state, decision.progress.count()) == ("open", 1)


@pytest.mark.parametrize(("told", "stands"), [([], "dropped"), (["done"], "done")])
def test_what_was_left_out_counts_as_dropped_again_once_the_issue_that_brought_it_back_is_cancelled(
    seated: Seated, told: list[str], stands: str
) -> None:
    first = first_issue(seated)
    tell(seated, "open")
    opened_on = followed().opened_on
    without = correction_issued(seated, first.minutes, row=OTHER_ROW)
    again = correction_issued(seated, without.minutes)
    for state in told:
        tell(seated, state, 3)
    withdrawn(seated, again)
    left_out = followed(1)
    assert (left_out.state, left_out.opened_on, left_out.progress.count()) == (stands, opened_on, 1 + len(told))
    assert followed(2).state == "open"


@pytest.mark.parametrize("back", [False, True])
def test_what_is_reported_on_a_decision_that_was_left_out_holds_through_later_issues(
    seated: Seated, back: bool
) -> None:
    without = correction_issued(seated, first_issue(seated).minutes, row=OTHER_ROW)
    tell(seated, "done", 1)
    later = correction_issued(seated, without.minutes, row=OTHER_ROW)
    if back:
        withdrawn(seated, later)
    assert followed(1).state == "done"


def test_what_a_cancelled_issue_decided_does_not_come_back_with_a_later_cancellation(seated: Seated) -> None:
    first = first_issue(seated)
    tell(seated, "done")
    withdrawn(seated, first)
    without = correction_issued(seated, first.minutes, row=OTHER_ROW)
    withdrawn(seated, correction_issued(seated, without.minutes))
    assert followed().item.section.edition == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_report_saved_while_a_correction_is_being_issued_is_not_lost() -> None:
    seated = make_committee()
    edition = corrected(seated, first_issue(seated).minutes)
    given = order(seated.committee.office.memo_files.get())

    at_one_lock(followed_decisions(), lambda: tell(seated, "done"), lambda: issued(seated, edition, given))

    decision = followed()
    assert (decision.item.section.edition, decision.state, decision.progress.count()) == (2, "done", 1)


def address(decision: Decision) -> str:
    return reverse("decisions:decision", args=[decision.pk])


class TestPageOfADecisionThatAnotherEditionTookOver:
    TYPED = {"text": "যন্ত্র দুটি মেরামতে দেওয়া হয়েছে।", "state": "open"}

    @pytest.mark.parametrize("back", [False, True])
    def test_leads_to_where_it_is_followed_now(self, seated: Seated, back: bool) -> None:
        first = first_issue(seated)
        old = followed()
        correction = correction_issued(seated, first.minutes)
        if back:
            old = followed()
            withdrawn(seated, correction)
        response = signed_in(seated.member).get(address(old))
        assertRedirects(response, address(followed()))

    def test_keeps_a_report_that_was_being_typed(self, seated: Seated) -> None:
        first = first_issue(seated)
        old, browser = followed(), signed_in(seated.secretary, "en")
        correction_issued(seated, first.minutes)
        response = browser.post(address(old), self.TYPED)
        page = response.content.decode()
        assert (response.status_code, response.context["decision"]) == (422, followed())
        assert "is not saved yet" in page
        assert (self.TYPED["text"] in page, f'action="{address(followed())}"' in page) == (True, True)
        browser.post(address(followed()), self.TYPED)
        assert followed().progress.get().text == self.TYPED["text"]

    def test_shows_what_was_typed_also_to_whom_the_correction_names_no_more(self, seated: Seated) -> None:
        post = make_post("অধ্যক্ষ", office=seated.committee.office)
        make_tenure(post, seated.member)
        minutes = signed(seated)
        Implementer.objects.update(text=post.name_bn)
        first = issued(seated, minutes, order(file_of(seated.committee.office)))
        old = followed()
        correction_issued(seated, first.minutes)
        page = signed_in(seated.member).post(address(old), self.TYPED).content.decode()
        assert self.TYPED["text"] in page
        assert "<textarea" not in page

    def test_is_missing_where_nothing_took_it_over(self, seated: Seated) -> None:
        first = first_issue(seated)
        old = followed()
        withdrawn(seated, first)
        assert signed_in(seated.secretary).get(address(old)).status_code == 404

    def test_gives_back_what_was_typed_where_nothing_took_it_over(self, seated: Seated) -> None:
        first = first_issue(seated)
        old = followed()
        withdrawn(seated, first)
        response = signed_in(seated.secretary, "en").post(address(old), self.TYPED)
        page = response.content.decode()
        assert response.status_code == 409
        assert "not followed here any more" in page
        assert self.TYPED["text"] in page

    def test_gives_back_what_was_typed_by_whom_alone_the_old_one_named_and_shows_nothing_of_the_new(
        self, seated: Seated
    ) -> None:
        post = make_post("প্রোগ্রামার", office=seated.committee.office)
        browser = signed_in(make_tenure(post).person, "en")
        first = first_issue(seated)
        old = followed()
        correction_issued(seated, first.minutes, ROW | {"implementers": ["অন্য কেউ"]})
        response = browser.post(address(old), self.TYPED)
        page = response.content.decode()
        assert (response.status_code, self.TYPED["text"] in page) == (409, True)
        assert (address(followed()) in page, "অন্য কেউ" in page, old.words in page) == (False, False, False)
        assert browser.get(address(old)).status_code == 404

    @pytest.mark.parametrize("cancelled", [False, True])
    def test_is_missing_to_strangers_whatever_they_send(self, seated: Seated, cancelled: bool) -> None:
        first = first_issue(seated)
        old = followed()
        if cancelled:
            withdrawn(seated, first)
        else:
            correction_issued(seated, first.minutes)
        stranger = signed_in(make_committee().secretary)
        assert stranger.post(address(old), self.TYPED).status_code == 404

    @pytest.mark.parametrize("person", ["outsider", "member"])
    def test_is_open_to_those_alone_who_see_what_took_it_over(self, seated: Seated, person: str) -> None:
        first = first_issue(seated)
        old = followed()
        correction_issued(seated, first.minutes)
        visitor = {"outsider": make_committee().secretary, "member": seated.member}[person]
        assert signed_in(visitor).get(address(old)).status_code == {"outsider": 404, "member": 302}[person]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_report_sent_while_a_correction_is_being_issued_comes_back_on_the_page_of_what_takes_over() -> None:
    seated = make_committee()
    edition = corrected(seated, first_issue(seated).minutes)
    given, old = order(seated.committee.office.memo_files.get()), followed()
    typed = TestPageOfADecisionThatAnotherEditionTookOver.TYPED

    _dispatch, response = at_one_lock(
        followed_decisions(),
        lambda: issued(seated, edition, given),
        lambda: signed_in(seated.secretary).post(address(old), typed),
    )

    assert (response.status_code, response.context["decision"]) == (422, followed())
    assert typed["text"] in response.content.decode()
