"""The progress report on a meeting's decisions: what it says of each, and who gets it."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from committees.powers import powers_of
from decisions.domain.reporting import progress_report
from decisions.models import Implementer, Progress
from documents.papers.progress import Followed
from tests.clients import queries_of, signed_in
from tests.factories import make_committee, make_decision, make_meeting, make_post

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def test_each_decision_stands_with_its_implementers_state_and_last_report():
    seated = make_committee()
    meeting = make_meeting(seated.committee)
    late = make_decision(
        meeting, "<strong>তালিকা</strong> পাঠাতে হবে।", make_post("প্রোগ্রামার"), due=datetime.date(2025, 1, 1), marker="ক"
    )
    late.item.serial = "২.১"
    late.item.save()
    Implementer.objects.create(item=late.item, position=1, text="অধ্যক্ষ")
    done = make_decision(meeting, "কাজ শেষ।", state="done")
    make_decision(meeting, "  ")  # room on paper
    make_decision(meeting, "অনুসরণে নেই", opened_on=None)
    make_decision(make_meeting(seated.committee), "অন্য সভার")
    for text, at in (("প্রথম", "2025-02-01T10:00+06:00"), ("শেষ", "2025-03-01T23:30+06:00")):
        reported = {"reported_by": seated.secretary, "state": "done"}
        Progress.objects.create(decision=done, text=text, reported_at=datetime.datetime.fromisoformat(at), **reported)

    report = progress_report(meeting, powers_of(seated.member))

    assert report.decisions == (
        Followed(
            serial="২.১",
            decision="(ক) তালিকা পাঠাতে হবে।",
            implementers=("প্রোগ্রামার", "অধ্যক্ষ"),
            due=datetime.date(2025, 1, 1),
            state="overdue",
        ),
        Followed(
            serial="",
            decision="কাজ শেষ।",
            implementers=(),
            due=None,
            state="done",
            report="শেষ",
            reported_on=datetime.date(2025, 3, 1),
        ),
    )
    assert (report.held_on, report.day) == (meeting.held_on, TODAY)
    assert report.signature.name == seated.secretary.name_bn


def test_it_opens_for_those_who_see_the_committee():
    seated, foreign = make_committee(), make_committee()
    meeting = make_meeting(seated.committee)
    make_decision(meeting)
    address = reverse("decisions:progress", args=[meeting.pk])

    answers = [signed_in(person).get(address) for person in (seated.member, foreign.secretary)]

    assert [answer.status_code for answer in answers] == [200, 404]
    assert answers[0].content.startswith(b"%PDF")
    word = signed_in(seated.member).get(reverse("decisions:progress_docx", args=[meeting.pk]))
    assert word["Content-Disposition"].endswith(".docx")


def test_it_asks_the_database_the_same_for_one_and_for_many():
    seated = make_committee()
    meeting = make_meeting(seated.committee)
    client, address = signed_in(seated.member), reverse("decisions:progress", args=[meeting.pk])
    make_decision(meeting, post=make_post())
    few = queries_of(client, address)

    for _ in range(3):
        decision = make_decision(meeting, post=make_post())
        Progress.objects.create(decision=decision, reported_by=seated.secretary, text="চলছে", state="open")

    assert queries_of(client, address) == few


def test_the_committees_page_offers_that_of_the_last_meeting_with_decisions():
    seated = make_committee()
    client = signed_in(seated.member, "en")
    address = reverse("oversight:committee", args=[seated.committee.pk])
    assert "/progress." not in client.get(address).content.decode()

    decided = make_meeting(seated.committee, TODAY - datetime.timedelta(days=40))
    make_decision(decided, state="done")
    make_decision(make_meeting(seated.committee, TODAY - datetime.timedelta(days=70)))
    make_meeting(seated.committee)

    page = client.get(address).content.decode()
    assert reverse("decisions:progress", args=[decided.pk]) in page
    assert reverse("decisions:progress_docx", args=[decided.pk]) in page
    assert page.count("/progress.") == 2
