"""A transfer in the middle of the work: rights move that minute, pages say whom the minutes wait for, nothing issued
changes.
"""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.domain.audit import Actor
from accounts.domain.changes import Step
from accounts.domain.signing import create_key
from accounts.models import User
from committees.domain import holding
from committees.domain.holding import TakingUp, Transfer
from committees.models import Delegation, Membership, Tenure
from distribution.models import Dispatch
from minutes.domain import signing
from minutes.models import Minutes, Snapshot
from oversight.awaited import awaited
from tests.clients import queries_of, signed_in
from tests.distribution.stories import PREPARED, dispatched, file_of, issued, order, sent
from tests.distribution.stories import signed as signed_minutes
from tests.factories import (
    LONG_AGO,
    Seated,
    acting,
    make_committee,
    make_meeting,
    make_minutes,
    make_post,
    make_tenure,
    make_user,
)
from tests.minutes.drafts import PIN, digest_for, draft, in_review

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
SINCE = datetime.date(2024, 3, 1)


def transfer(person: User, successor: User | None = None, day: datetime.date = TODAY) -> None:
    """The person leaves the one post held, from `day` on, and the successor takes it up."""
    tenure = Tenure.objects.get(person=person)
    beginning = {"successor": TakingUp(tenure.post, successor)} if successor else {}
    with Step(by=Actor(make_user()), action="tenure.transfer") as step:
        holding.transfer(Transfer(day, {"tenure": [tenure]}, beginning), step)


# The chair, in the middle of a review


def test_the_old_chair_signs_nothing_that_minute_even_with_the_page_open() -> None:
    seated, minutes = in_review()
    create_key(seated.chair, PIN)
    browser, desk = signed_in(seated.chair), reverse("minutes:review", args=[minutes.pk])
    assert b'name="pin"' in browser.get(desk).content
    successor = make_user()

    transfer(seated.chair, successor)

    sent = {"pin": PIN, "version": minutes.version}
    assert browser.post(reverse("minutes:sign", args=[minutes.pk]), sent).status_code == 404
    returned = {"comment": "আবার দেখুন", "version": minutes.version}
    assert browser.post(reverse("minutes:send_back", args=[minutes.pk]), returned).status_code == 404
    assert browser.get(desk).status_code == 404
    assert browser.get(reverse("oversight:meeting", args=[minutes.meeting_id])).status_code == 404
    assert str(reverse("minutes:review", args=[minutes.pk])) not in browser.get("/").content.decode()
    assert (Minutes.objects.get().state, Snapshot.objects.count()) == ("in_review", 0)


def test_the_new_chair_finds_the_task_and_signs_under_the_own_name() -> None:
    seated, minutes = in_review()
    successor = make_user("নমুনা উত্তরসূরি")
    transfer(seated.chair, successor)
    create_key(successor, PIN)
    browser, desk = signed_in(successor), reverse("minutes:review", args=[minutes.pk])
    assert desk in browser.get("/").content.decode()

    typed = {"pin": PIN, "version": minutes.version, "digest": digest_for(successor, minutes)}
    browser.post(reverse("minutes:sign", args=[minutes.pk]), typed)

    snapshot = Snapshot.objects.get()
    assert (snapshot.signer, Minutes.objects.get().state) == (successor, "signed")
    assert "নমুনা উত্তরসূরি" in snapshot.document
    assert seated.chair.name_bn not in Minutes.objects.get().chair_signature["name"]


@pytest.mark.parametrize("page", ["minutes:review", "minutes:preview"])
def test_nobody_reads_an_unsigned_sheet_above_the_name_of_who_left(page: str) -> None:
    seated, minutes = in_review()
    User.objects.filter(pk=seated.chair.pk).update(name_bn="নমুনা বিদায়ী")
    Minutes.objects.update(chair_signature={"name": "নমুনা বিদায়ী", "lines": ["জেলা প্রশাসক"]})
    successor = make_user("নমুনা উত্তরসূরি")
    transfer(seated.chair, successor)
    for reader in (successor, seated.secretary, seated.member):
        sheet = signed_in(reader).get(reverse(page, args=[minutes.pk])).content.decode()
        assert ("নমুনা উত্তরসূরি" in sheet, "নমুনা বিদায়ী" in sheet) == (True, False)


def test_a_transfer_ahead_leaves_the_chair_in_the_chair_until_then() -> None:
    seated, minutes = in_review()
    create_key(seated.chair, PIN)
    transfer(seated.chair, make_user(), TODAY + datetime.timedelta(days=1))
    typed = {"pin": PIN, "version": minutes.version, "digest": digest_for(seated.chair, minutes)}
    signed_in(seated.chair).post(reverse("minutes:sign", args=[minutes.pk]), typed)
    assert Snapshot.objects.get().signer == seated.chair


def test_a_deputys_right_ends_with_the_deputys_post() -> None:
    seated, minutes = in_review()
    deputy, successor = make_tenure(), make_user()
    Delegation.objects.create(
        committee=seated.committee, post=deputy.post, starts_on=TODAY, ends_on=TODAY, reason="ছুটি"
    )
    create_key(deputy.person, PIN)
    desk = reverse("minutes:review", args=[minutes.pk])
    assert signed_in(deputy.person).get(desk).status_code == 200
    transfer(deputy.person, successor)
    sent = {"pin": PIN, "version": minutes.version}
    assert signed_in(deputy.person).post(reverse("minutes:sign", args=[minutes.pk]), sent).status_code == 404
    assert signed_in(successor).get(desk).status_code == 200


def test_the_old_secretary_drafts_no_more() -> None:
    seated, minutes = draft()
    successor = make_user()
    transfer(seated.secretary, successor)
    address = reverse("minutes:edit", args=[minutes.pk])
    assert signed_in(seated.secretary).get(address).status_code == 404
    assert signed_in(successor).get(address).status_code == 200


# What was issued


def test_nothing_issued_changes() -> None:
    seated = make_committee()
    minutes = signed_minutes(seated)
    dispatch = sent(issued(seated, minutes, order(file_of(seated.committee.office))))
    before, pdf = rows(), Path(dispatch.pdf.path).read_bytes()

    for person in (seated.chair, seated.secretary, seated.member):
        transfer(person, make_user())

    assert rows() == before
    assert Path(Dispatch.objects.get().pdf.path).read_bytes() == pdf
    assert signing.is_intact(Snapshot.objects.get())


def rows() -> list[Any]:
    """Every row of what is drafted, signed, issued and delivered."""
    rooms = [apps.get_app_config(room) for room in ("meetings", "decisions", "minutes", "distribution")]
    return [
        (model._meta.label, list(model._default_manager.order_by("pk").values()))
        for room in rooms
        for model in room.get_models()
    ]


# Whom minutes wait for


def waits(minutes: Minutes, day: datetime.date = TODAY) -> str:
    edition = Minutes.objects.select_related("meeting", "dispatch").get(pk=minutes.pk)
    with override("en"):
        return awaited([edition], day).get(edition.pk, "")


@pytest.fixture
def seated() -> Seated:
    """A committee whose chair and secretary have English names and are there since SINCE."""
    found = make_committee()
    for person, name in ((found.chair, "Chair"), (found.secretary, "Secretary")):
        User.objects.filter(pk=person.pk).update(name_en=name)
        Tenure.objects.filter(person=person).update(starts_on=SINCE)
    return found


def post_of(person: User) -> str:
    return Tenure.objects.get(person=person).post.full_name


@pytest.mark.parametrize(
    ("state", "who"),
    [
        ("drafting", "secretary"),
        ("returned", "secretary"),
        ("in_review", "chair"),
        ("signed", "secretary"),
        ("issued", ""),
        ("confirmed", ""),
        ("cancelled", ""),
        ("discarded", ""),
    ],
)
def test_each_state_waits_for_the_holder_of_a_post(seated: Seated, state: str, who: str) -> None:
    minutes = make_minutes(make_meeting(seated.committee), state)
    since = "in the post since 1 March 2024"
    expected = f"Waits for {who.title()}, {post_of(getattr(seated, who))} ({since})." if who else ""
    assert waits(minutes) == expected


def test_it_follows_a_transfer(seated: Seated) -> None:
    minutes = make_minutes(make_meeting(seated.committee), "in_review")
    post, tomorrow = post_of(seated.chair), TODAY + datetime.timedelta(days=1)
    transfer(seated.chair, make_user(name_en="Successor"), tomorrow)
    assert waits(minutes).startswith("Waits for Chair,")
    assert waits(minutes, tomorrow).startswith(f"Waits for Successor, {post} (in the post since ")


def test_an_empty_post_and_an_empty_seat_are_named(seated: Seated) -> None:
    minutes = make_minutes(make_meeting(seated.committee), "in_review")
    transfer(seated.chair)
    assert waits(minutes) == f"Waits for nobody: nobody holds the post of {post_of(seated.chair)}."
    Membership.objects.filter(role="chair").delete()
    assert waits(minutes) == "Waits for nobody: no post has the seat of chair."


def test_deputies_and_officers_in_charge_are_named_as_such(seated: Seated) -> None:
    minutes = make_minutes(make_meeting(seated.committee), "in_review")
    chair = Tenure.objects.get(person=seated.chair)
    deputy = make_tenure(make_post("উপ"), make_user(name_en="Deputy"), starts_on=SINCE)
    fields = {"committee": seated.committee, "post": deputy.post, "starts_on": SINCE, "reason": "ছুটি"}
    Delegation.objects.create(**fields, ends_on=datetime.date(2031, 1, 2))
    Delegation.objects.create(**fields | {"post": make_tenure().post}, ends_on=TODAY, may_sign=False)
    Tenure.objects.filter(pk=chair.pk).update(kind="in_charge")
    assert waits(minutes) == (
        f"Waits for Chair, {chair.post.full_name} (in charge, in the post since 1 March 2024) or "
        f"Deputy, {deputy.post.full_name} (deputy until 2 January 2031)."
    )


def test_a_closed_account_is_pointed_out(seated: Seated) -> None:
    minutes = make_minutes(make_meeting(seated.committee), "in_review")
    User.objects.filter(pk=seated.chair.pk).update(is_active=False)
    assert waits(minutes) == f"Waits for Chair, {post_of(seated.chair)} (account closed)."


def test_an_issue_waits_for_the_officer_whose_name_it_bears(seated: Seated) -> None:
    dispatch = dispatched(seated=seated, prepared=PREPARED)
    acting_secretary = make_tenure(
        Tenure.objects.get(person=seated.secretary).post, make_user(name_en="Acting"), kind="in_charge"
    )
    assert waits(dispatch.minutes).startswith("Waits for Secretary,")
    assert "Acting" not in waits(dispatch.minutes)
    transfer(seated.secretary)
    assert waits(dispatch.minutes).startswith("Waits for Acting,")
    assert acting_secretary.person != seated.secretary


def test_the_pages_show_it_and_ask_as_often_for_many_as_for_one(seated: Seated) -> None:
    member = signed_in(seated.secretary, "en")
    make_minutes(make_meeting(seated.committee), "in_review")
    pages = [reverse("oversight:home"), reverse("oversight:committee", args=[seated.committee.pk])]
    few = [queries_of(member, page) for page in pages]
    for n in range(4):
        day = TODAY - datetime.timedelta(days=30 + n)
        minutes = make_minutes(make_meeting(seated.committee, day), "in_review")
    assert [queries_of(member, page) for page in pages] == few
    for page in (*pages, reverse("oversight:meeting", args=[minutes.meeting_id])):
        shown = member.get(page).content.decode()
        assert f"Waits for Chair, {post_of(seated.chair)} (in the post since 1 March 2024)." in shown


def test_it_is_told_to_nobody_who_may_not_read_the_minutes(seated: Seated) -> None:
    minutes = make_minutes(make_meeting(seated.committee), "drafting")
    page = signed_in(seated.member, "en").get(reverse("oversight:meeting", args=[minutes.meeting_id]))
    assert page.status_code == 200
    assert b"Waits for Secretary" not in page.content


def test_who_comes_after_finds_what_was_sent_to_the_post() -> None:
    """What was sent to a post is its holder's; who left keeps the account, and only what came to the own address."""
    dispatch = dispatched("post@example.org")
    recipient = make_tenure(starts_on=LONG_AGO)
    delivery = dispatch.recipients.get().deliveries.get()
    delivery.post = recipient.post
    delivery.save()
    successor = make_user()
    address, title = reverse("distribution:documents"), dispatch.minutes.title_in_text
    assert title in signed_in(recipient.person).get(address).content.decode()

    transfer(recipient.person, successor)

    assert title not in signed_in(recipient.person).get(address).content.decode()
    assert title in signed_in(successor).get(address).content.decode()
    assert acting(recipient.person)["powers"].posts == {}
