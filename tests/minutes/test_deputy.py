"""The chair is away: a deputy conducts the meeting, reads, returns and signs, and every paper says who it was."""

from __future__ import annotations

import datetime
import html
import json
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.domain.signing import create_key, unlock
from accounts.permissions import NotAllowedError
from bangla.dates import format_numeric
from committees.models import Committee, Delegation, FormerName, Membership, Tenure
from documents import exchange
from minutes.domain import signing
from minutes.domain.assembly import document_of
from minutes.domain.papers import attendance_sheet_of, notice_of
from minutes.domain.ready import problems
from minutes.models import Minutes, Snapshot
from tests.clients import signed_in
from tests.factories import acting, make_committee, make_post, make_tenure
from tests.minutes.drafts import LAST_WEEK, PIN, add_row, begin, digest_for, draft, in_review
from tests.minutes.pages import page

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
ONE_DAY = datetime.timedelta(days=1)
STEAD = "সভাপতির অনুপস্থিতিতে, অর্পিত ক্ষমতাবলে"


def deputy_of(committee: Committee, **fields: Any) -> Tenure:
    """Somebody with a post of its own, deputy for today unless `fields` say otherwise."""
    tenure = make_tenure(make_post("অতিরিক্ত জেলা প্রশাসক"))
    fields = {"starts_on": TODAY, "ends_on": TODAY, "reason": "প্রশিক্ষণে"} | fields
    Delegation.objects.create(committee=committee, post=tenure.post, **fields)
    return tenure


def post(person: Any, route: str, minutes: Minutes, **data: object) -> Any:
    address = reverse(f"minutes:{route}", args=[minutes.pk])
    shown = {"version": minutes.version} | ({"digest": digest_for(person, minutes)} if route == "sign" else {})
    return signed_in(person, "en").post(address, shown | data)


class TestSigning:
    def test_the_deputy_signs_from_the_desk_under_the_own_name_and_the_block_says_in_whose_stead(self) -> None:
        seated, minutes = in_review()
        deputy = deputy_of(seated.committee)
        create_key(deputy.person, PIN)
        client = signed_in(deputy.person, "en")
        assert "Read and sign the minutes" in page(client.get(reverse("oversight:home")))
        assert "by delegation up to" in page(client.get(reverse("minutes:review", args=[minutes.pk])))

        assert post(deputy.person, "sign", minutes, pin=PIN).status_code == 302

        snapshot = Snapshot.objects.get()
        assert (snapshot.signer, snapshot.signer_post) == (deputy.person, ", ".join(deputy.signature_lines))
        block = json.loads(snapshot.document)["chair_signature"]
        assert block == {
            "name": deputy.person.name_bn,
            "lines": [*deputy.signature_lines, STEAD],
            "date": TODAY.isoformat(),
            "date_text": format_numeric(TODAY),
        }
        spine = page(client.get(reverse("oversight:meeting", args=[minutes.meeting_id])))
        assert "Signed in the chair's absence, by delegation" in html.unescape(spine)

    def test_the_deputy_returns_the_minutes(self) -> None:
        seated, minutes = in_review()
        deputy = deputy_of(seated.committee)
        post(deputy.person, "send_back", minutes, comment="আবার দেখুন।")
        minutes.refresh_from_db()
        assert minutes.state == Minutes.State.RETURNED

    def test_the_chair_signs_meanwhile_as_ever(self) -> None:
        seated, minutes = in_review()
        deputy_of(seated.committee)
        create_key(seated.chair, PIN)
        post(seated.chair, "sign", minutes, pin=PIN)
        minutes.refresh_from_db()
        assert STEAD not in minutes.chair_signature["lines"]

    def test_who_is_chair_and_deputy_signs_as_chair(self) -> None:
        seated, minutes = in_review()
        Tenure.objects.filter(pk=deputy_of(seated.committee).pk).update(person=seated.chair)
        create_key(seated.chair, PIN)
        key = unlock(seated.chair, PIN)
        minutes = signing.sign(minutes.pk, key, version=minutes.version, **acting(seated.chair))
        assert STEAD not in minutes.chair_signature["lines"]

    def test_a_secretary_who_is_deputy_signs_in_the_deputys_post(self) -> None:
        seated, minutes = in_review()
        deputy = deputy_of(seated.committee)
        Tenure.objects.filter(pk=deputy.pk).update(person=seated.secretary)
        create_key(seated.secretary, PIN)
        post(seated.secretary, "sign", minutes, pin=PIN)
        assert Snapshot.objects.get().signer_post == ", ".join(deputy.signature_lines)

    def test_at_midnight_the_open_page_signs_no_more(self) -> None:
        seated, minutes = in_review()
        deputy = deputy_of(seated.committee)
        create_key(deputy.person, PIN)
        end_of_day = datetime.datetime.combine(TODAY, datetime.time(23, 59, 50), timezone.get_default_timezone())
        with time_machine.travel(end_of_day, tick=False) as clock:
            client = signed_in(deputy.person, "en")
            address = reverse("minutes:review", args=[minutes.pk])
            assert client.get(address).status_code == 200
            shown = {"version": minutes.version, "digest": digest_for(deputy.person, minutes)}
            clock.shift(20)
            sent = client.post(reverse("minutes:sign", args=[minutes.pk]), shown | {"pin": PIN})
            assert sent.status_code == 404
        minutes.refresh_from_db()
        assert minutes.state == Minutes.State.IN_REVIEW

    def test_a_key_that_was_opened_before_the_withdrawal_signs_no_more(self) -> None:
        seated, minutes = in_review()
        deputy = deputy_of(seated.committee)
        create_key(deputy.person, PIN)
        key = unlock(deputy.person, PIN)
        Delegation.objects.all().delete()
        with pytest.raises(NotAllowedError):
            signing.sign(minutes.pk, key, version=minutes.version, **acting(deputy.person))

    def test_minutes_go_to_a_deputy_while_the_chairs_post_is_vacant(self) -> None:
        seated, minutes = draft()
        seated.chair.tenures.update(ends_on=TODAY - ONE_DAY)
        with pytest.raises(NotAllowedError):
            signing.submit(minutes.pk, version=minutes.version, **acting(seated.secretary))
        deputy_of(seated.committee)
        sent = signing.submit(minutes.pk, version=minutes.version, **acting(seated.secretary))
        assert sent.state == Minutes.State.IN_REVIEW


class TestConducting:
    def test_the_papers_of_the_day_name_the_deputy(self) -> None:
        seated = make_committee()
        deputy = deputy_of(seated.committee)
        minutes = begin(seated, held_on=TODAY)
        add_row(minutes, seated)

        (chair,) = [item for item in document_of(minutes).info if item.kind == "chair"]
        notice, sheet = notice_of(minutes.meeting, TODAY), attendance_sheet_of(minutes.meeting, TODAY)

        office = deputy.post.office.name_bn
        assert (chair.name, chair.designation) == (deputy.person.name_bn, "অতিরিক্ত জেলা প্রশাসক")
        assert notice.gathering.chair == sheet.gathering.chair == f"অতিরিক্ত জেলা প্রশাসক, {office}"
        assert notice.dispatch.recipients[1] == f"অতিরিক্ত জেলা প্রশাসক, {office} (সভাপতির প্রতিনিধি)"
        assert sheet.seats[1].name == deputy.person.name_bn

    def test_a_deputy_who_sits_there_stands_in_the_lists_once(self) -> None:
        seated = make_committee()
        deputy = deputy_of(seated.committee)
        Membership.objects.create(
            committee=seated.committee, role="vice_chair", post=deputy.post, starts_on=TODAY - ONE_DAY
        )
        sheet = attendance_sheet_of(begin(seated, held_on=TODAY).meeting, TODAY)
        assert [seat.post for seat in sheet.seats if seat.name == deputy.person.name_bn] == [
            "অতিরিক্ত জেলা প্রশাসক (সহ-সভাপতি)"
        ]

    def test_other_days_name_the_chair(self) -> None:
        seated = make_committee()
        deputy_of(seated.committee)
        (chair,) = [item for item in document_of(begin(seated)).info if item.kind == "chair"]
        assert chair.name == seated.chair.name_bn

    def test_the_papers_name_every_role_and_posts_as_they_were_called_then(self) -> None:
        seated = make_committee()
        for role, name in (("adviser", "সংসদ সদস্য"), ("invitee", "প্রধান শিক্ষক")):
            Membership.objects.create(
                committee=seated.committee, role=role, person_name=name, starts_on=LAST_WEEK - ONE_DAY
            )
        post_of_secretary = seated.committee.memberships.get(role="secretary").post
        FormerName.objects.create(post=post_of_secretary, name_bn="প্রোগ্রামার", ends_on=LAST_WEEK)
        meeting = begin(seated).meeting

        sheet = attendance_sheet_of(meeting, TODAY)

        assert [seat.name for seat in sheet.seats[-2:]] == ["সংসদ সদস্য (উপদেষ্টা)", "প্রধান শিক্ষক (আমন্ত্রিত)"]
        assert sheet.seats[1].post == "প্রোগ্রামার (সদস্য সচিব)"


class TestWarnings:
    def warnings(self, minutes: Minutes, **info: dict[str, Any]) -> list[str]:
        """The warnings in English, once the lines of the info block hold what `info` says of their kinds."""
        content = exchange.dump(document_of(minutes))
        for line in content["info"]:
            line.update(info.get(line["kind"], {}))
        document = exchange.load(content)
        with override("en"):
            return [str(problem.message) for problem in problems(minutes, document) if not problem.blocking]

    def test_a_chair_who_could_not_chair_that_day_is_pointed_out(self) -> None:
        _seated, minutes = draft()
        told = "the person named as chair could not chair it on that day"
        assert not any(told in each for each in self.warnings(minutes))
        assert any(told in each for each in self.warnings(minutes, chair={"name": "অন্য কেউ"}))

    @pytest.mark.parametrize("name", ["", "অন্য কেউ"])
    def test_a_day_on_which_nobody_held_the_chair_is_pointed_out(self, name: str) -> None:
        seated = make_committee()
        founded = seated.committee.memberships.get(role="chair").starts_on
        told = "Nobody held the chair of the committee on the day of the meeting."
        before, after = (begin(seated, held_on=founded + days * ONE_DAY) for days in (-1, 0))
        assert any(each.startswith(told) for each in self.warnings(before, chair={"name": name}))
        assert not any(told in each for each in self.warnings(after, chair={"name": name}))

    def test_an_empty_name_is_pointed_out_as_its_line_would_not_be_printed(self) -> None:
        """The draft was begun on a day without a chair, and the day corrected afterwards."""
        _seated, minutes = draft()
        told = "does not name the chair"
        assert any(told in each for each in self.warnings(minutes, chair={"name": ""}))
        assert not any(told in each for each in self.warnings(minutes))

    def test_a_vice_chair_or_a_deputy_could(self) -> None:
        seated, minutes = draft()
        deputy = deputy_of(seated.committee, starts_on=LAST_WEEK, ends_on=LAST_WEEK)
        vice = make_tenure()
        Membership.objects.create(
            committee=seated.committee, role="vice_chair", post=vice.post, starts_on=LAST_WEEK - ONE_DAY
        )
        for tenure in (deputy, vice):
            found = self.warnings(minutes, chair={"name": f" {tenure.person.name_bn}"})
            assert not any("could not chair" in each for each in found)

    @pytest.mark.parametrize(("present", "is_told"), [(4, True), (5, False), (None, False)])
    def test_a_quorum_that_was_not_reached_is_pointed_out(self, present: int | None, is_told: bool) -> None:
        _seated, minutes = draft()
        minutes.meeting.committee.quorum = 5
        found = self.warnings(minutes, attendance={"count": present} if present else {})
        assert any("below the committee's quorum of 5" in each for each in found) == is_told

    def test_without_a_quorum_nothing_is_said(self) -> None:
        _seated, minutes = draft()
        assert not any("quorum" in each for each in self.warnings(minutes, attendance={"count": 1}))

    @pytest.mark.parametrize(("days", "is_told"), [(6, True), (7, False), (-1, False)])
    def test_a_notice_that_was_too_short_is_pointed_out(self, days: int, is_told: bool) -> None:
        """A meeting entered after its day was called on paper, of which nothing is known."""
        minutes = begin(make_committee(), held_on=TODAY + days * ONE_DAY)
        minutes.meeting.committee.notice_days = 7
        assert any("the notice period is 7 days" in each for each in self.warnings(minutes)) == is_told
