"""Several editions of one set of minutes: which of them stands, and what paper and pages say of the others."""

from __future__ import annotations

from functools import partial

import pytest
from django.test import Client
from django.urls import reverse

from accounts.permissions import NotAllowedError
from committees.models import Post
from committees.powers import powers_of
from decisions.rules import followed_decisions
from distribution.domain.confirming import confirm
from distribution.domain.issuing import Line
from distribution.models import Delivery, Dispatch, MemoFile
from meetings.models import Meeting
from minutes.domain.signing import start_correction
from minutes.models import Minutes
from oversight.queries import held
from tests.clients import anonymous
from tests.distribution.stories import corrected, correction_issued, delivery_of, gone_out, issued, order, withdrawn
from tests.factories import Seated, acting, make_post
from tests.races import at_one_lock

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture
def first(seated: Seated, minutes: Minutes, file: MemoFile) -> Dispatch:
    """The issue of the first edition."""
    return gone_out(issued(seated, minutes, order(file)))


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
    third = gone_out(issued(seated, edition, order(file)))

    for memo_of_paper in (asked, third.head["heading"]):
        assert f"{first.memo} নম্বর স্মারকে" in memo_of_paper
        assert second.memo not in memo_of_paper
    assert f"replaces memo number {first.memo}" in page_of(secretary, "distribution:dispatch", third.pk)
    assert f"replaced by memo number {third.memo}" in page_of(secretary, "distribution:dispatch", first.pk)


def test_the_list_of_a_correction_starts_from_those_who_got_what_it_replaces(
    seated: Seated, secretary: Client, minutes: Minutes, file: MemoFile
) -> None:
    post = make_post(email="office@example.org")
    lines = [Line("নতুন প্রাপক", ("new@example.org", "office@example.org")), Line("কাগজে", ())]
    first = issued(seated, minutes, order(file, lines))
    Post.objects.filter(pk=post.pk).update(email="moved@example.org")

    page = secretary.get(reverse("distribution:issue", args=[corrected(seated, first.minutes).pk]))

    proposed = [form.initial for form in page.context["recipients"].initial_forms]
    assert proposed == [
        {"text": "নতুন প্রাপক", "addresses": ("new@example.org", "moved@example.org")},
        {"text": "কাগজে", "addresses": ()},
    ]


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


def test_the_copy_of_a_cancelled_correction_leads_to_the_issue_that_stands_again(
    seated: Seated, first: Dispatch, second: Dispatch
) -> None:
    Dispatch.objects.update(pdf="documents/a.pdf")
    mine = delivery_of(first)
    address = reverse("distribution:copy", args=[delivery_of(second).token])

    stands_again = anonymous("en").get(address).content.decode()
    Delivery.objects.filter(pk=mine.pk).update(address="other@example.org")
    of_another = anonymous("en").get(address).content.decode()
    withdrawn(seated, first)
    alone = anonymous("en").get(address).content.decode()

    assert f"memo number {first.memo} of" in stands_again
    assert "had replaced" not in stands_again  # after several cancellations its paper may name another
    assert f'href="{reverse("distribution:copy", args=[mine.token])}"' in stands_again
    assert "Nothing replaces it yet" not in stands_again
    assert f"memo number {first.memo} of" in of_another
    assert mine.token not in of_another
    assert first.memo not in alone
    assert "Nothing replaces it yet" in alone


def test_the_meeting_shows_the_edition_that_stands_again_with_its_next_steps(
    seated: Seated, secretary: Client, first: Dispatch, second: Dispatch
) -> None:
    meeting = first.minutes.meeting

    page = page_of(secretary, "oversight:meeting", meeting.pk)
    (row,) = held([meeting], powers_of(seated.member))

    assert reverse("distribution:confirm", args=[first.minutes_id]) in page
    assert reverse("minutes:correct", args=[first.minutes_id]) in page
    assert (row.state, row.lag_days is not None) == ("issued", True)
    withdrawn(seated, first)
    page = page_of(secretary, "oversight:meeting", meeting.pk)
    (row,) = held([meeting], powers_of(seated.member))
    assert reverse("minutes:correct", args=[second.minutes_id]) in page
    assert (row.state, row.lag_days) == ("cancelled", None)


def test_an_edition_that_was_never_issued_does_not_stand_again(
    seated: Seated, secretary: Client, minutes: Minutes, file: MemoFile
) -> None:
    edition = corrected(seated, minutes)
    withdrawn(seated, issued(seated, edition, order(file)))

    page = page_of(secretary, "oversight:meeting", minutes.meeting_id)

    assert reverse("distribution:issue", args=[minutes.pk]) not in page
    assert reverse("minutes:correct", args=[edition.pk]) in page


@pytest.mark.parametrize("edition", [1, 2])
def test_after_a_cancelled_correction_another_starts_from_either_text_and_only_one(
    seated: Seated, first: Dispatch, second: Dispatch, edition: int
) -> None:
    third = start_correction({1: first, 2: second}[edition].minutes_id, **acting(seated.secretary))

    assert third.edition == 3
    for dispatch in (first, second):
        with pytest.raises(NotAllowedError):
            start_correction(dispatch.minutes_id, **acting(seated.secretary))


def test_the_meeting_offers_both_texts_for_a_new_correction_and_says_why_one_was_cancelled(
    seated: Seated, secretary: Client, first: Dispatch, second: Dispatch
) -> None:
    page = page_of(secretary, "oversight:meeting", first.minutes.meeting_id)

    offered = [page.index(reverse("minutes:correct", args=[each.minutes_id])) for each in (second, first)]
    assert offered == sorted(offered)
    assert "Start with the text of edition 2" in page
    assert "তারিখ ভুল ছিল" in page
    done = [
        (edition.edition, record.action)
        for edition, record in secretary.get(reverse("oversight:meeting", args=[first.minutes.meeting_id])).context[
            "history"
        ]
    ]
    assert done.index((1, "minutes.issue")) < done.index((2, "minutes.cancel"))


def test_a_signed_edition_that_was_overtaken_bars_no_correction_of_the_one_that_stands_again(
    seated: Seated, secretary: Client, first: Dispatch
) -> None:
    overtaken = corrected(seated, first.minutes)
    assert secretary.post(reverse("minutes:correct", args=[first.minutes_id])).status_code == 403
    withdrawn(seated, correction_issued(seated, overtaken))

    assert secretary.post(reverse("minutes:correct", args=[first.minutes_id])).status_code == 302


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_corrections_begun_at_once_there_is_one(seated: Seated, first: Dispatch, second: Dispatch) -> None:
    outcomes = at_one_lock(
        Meeting.objects.all(),
        *[partial(start_correction, each.minutes_id, **acting(seated.secretary)) for each in (first, second)],
    )

    assert [type(outcome) for outcome in outcomes] == [Minutes, NotAllowedError]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_editions_issued_at_once_the_earlier_comes_too_late(
    seated: Seated, minutes: Minutes, file: MemoFile
) -> None:
    edition = corrected(seated, minutes)
    serials = {edition.pk: order(file), minutes.pk: order(file, serial=2)}

    outcomes = at_one_lock(
        MemoFile.objects.all(), *[partial(issued, seated, each, serials[each.pk]) for each in (edition, minutes)]
    )

    assert [type(outcome) for outcome in outcomes] == [Dispatch, NotAllowedError]
    assert [dispatch.minutes_id for dispatch in Dispatch.objects.all()] == [edition.pk]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_issue_waits_for_the_cancelling_of_the_one_before_it(
    seated: Seated, first: Dispatch, file: MemoFile
) -> None:
    second = correction_issued(seated, first.minutes)
    third = corrected(seated, second.minutes)

    withdrawn_meanwhile, issued_after = at_one_lock(
        Meeting.objects.all(), partial(withdrawn, seated, second), partial(issued, seated, third, order(file))
    )

    assert isinstance(withdrawn_meanwhile, Dispatch)
    assert first.memo in issued_after.head["heading"]
    assert [each.item.section.edition for each in followed_decisions()] == [3]


def confirmed(seated: Seated, dispatch: Dispatch) -> Minutes:
    minutes = Minutes.objects.get(pk=dispatch.minutes_id)
    return confirm(minutes.pk, version=minutes.version, **acting(seated.secretary))


def test_what_was_replaced_is_confirmed_only_once_it_stands_again(
    seated: Seated, secretary: Client, first: Dispatch
) -> None:
    second = correction_issued(seated, first.minutes)
    posted = {"version": Minutes.objects.get(pk=first.minutes_id).version}
    address = reverse("distribution:confirm", args=[first.minutes_id])

    refused = secretary.post(address, posted)
    assert refused.status_code == 403
    assert "A later edition of these minutes was issued already." in refused.content.decode()
    with pytest.raises(NotAllowedError):
        confirmed(seated, first)

    withdrawn(seated, second)
    assert secretary.post(address, posted).status_code == 302
    assert Minutes.objects.get(pk=first.minutes_id).state == "confirmed"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_confirmation_waits_for_the_issue_of_the_correction(seated: Seated, first: Dispatch, file: MemoFile) -> None:
    second = corrected(seated, first.minutes)

    outcomes = at_one_lock(
        Meeting.objects.all(), partial(issued, seated, second, order(file)), partial(confirmed, seated, first)
    )

    assert [type(outcome) for outcome in outcomes] == [Dispatch, NotAllowedError]
