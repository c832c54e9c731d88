"""The notice, the attendance sheet and appendix ক: who and what stands in them, who gets them, what is missing."""

from __future__ import annotations

import datetime
import io
from typing import Any
from urllib.parse import unquote

import docx
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.domain.pictures import keep
from accounts.permissions import NotAllowedError
from bangla.dates import format_numeric
from committees.models import Membership, Tenure
from documents.layouts import LAYOUTS
from documents.papers.attendance import Seat
from documents.papers.gathering import DOTS
from meetings.models import Meeting
from minutes.domain.papers import agenda_of, attendance_sheet_of, notice_of
from minutes.models import Minutes
from tests.clients import queries_of, signed_in
from tests.documents.pictures import encoded, stroke
from tests.factories import LONG_AGO, Seated, make_area, make_committee, make_meeting, make_post, make_tenure
from tests.minutes.drafts import add_row, begin, draft

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
TOMORROW = TODAY + datetime.timedelta(days=1)


def paper(person: Any, kind: str, pk: int, language: str = "en") -> Any:
    return signed_in(person, language).get(reverse(f"minutes:{kind}", args=[pk]))


def seats_by_role(seated: Seated) -> dict[str, Membership]:
    return {seat.role: seat for seat in seated.committee.memberships.select_related("post__office")}


def test_a_notice_calls_every_member_and_lists_the_subjects_of_the_draft():
    seated = make_committee(area=make_area("কল্পপুর"))
    minutes = begin(seated, held_on=TOMORROW)
    add_row(minutes, seated)
    seats = seats_by_role(seated)

    notice = notice_of(minutes.meeting, TODAY)

    office = seated.committee.office.name_bn
    assert notice.agenda == ("ল্যাব পরিদর্শন",)
    assert notice.letterhead.lines == ("গণপ্রজাতন্ত্রী বাংলাদেশ সরকার", office)
    assert notice.gathering.name.startswith("কল্পপুর জেলা আইসিটি কমিটির ")
    assert notice.gathering.name.endswith(" মাসের সভা")
    assert notice.gathering.chair == f"{seats['chair'].post.name_bn}, {office}"
    assert notice.dispatch.recipients == (
        f"{seats['chair'].post.name_bn}, {office} (সভাপতি)",
        f"{seats['secretary'].post.name_bn}, {office} (সদস্য সচিব)",
        f"{seats['member'].post.name_bn}, {office}",
    )
    assert (notice.dispatch.memo, notice.dispatch.date_lines) == (DOTS, LAYOUTS["district"].date_lines(TODAY))
    assert notice.dispatch.signature.name == seated.secretary.name_bn
    assert notice.dispatch.signature.lines == (
        f"{seats['secretary'].post.name_bn} ও সদস্য সচিব",
        seated.committee.name_bn,
    )


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_names_its_meeting(layout: str):
    minutes = begin(make_committee(layout=layout, area=make_area("কল্পপুর")), held_on=datetime.date(2025, 3, 18))

    name = attendance_sheet_of(minutes.meeting, TODAY).gathering.name

    assert name.endswith("সভা")
    assert "কল্পপুর" in name
    assert "মার্চ" in name
    assert "কার্যবিবরণী" not in name


def test_a_notice_of_a_meeting_that_is_over_is_not_dated_after_it():
    _seated, minutes = draft()

    assert notice_of(minutes.meeting, TODAY).dispatch.date_lines == (DOTS,)


def test_the_members_are_those_of_the_meetings_day():
    seated, minutes = draft()
    came_later = make_post("পরে আসা পদ")
    Membership.objects.create(committee=seated.committee, post=came_later, starts_on=TODAY)
    Membership.objects.create(committee=seated.committee, person_name="আদর্শ সেন", starts_on=LONG_AGO)

    recipients = notice_of(minutes.meeting, TODAY).dispatch.recipients

    assert recipients[-1] == "আদর্শ সেন"
    assert len(recipients) == 4


def test_without_subjects_of_its_own_a_meeting_takes_those_of_the_last_one():
    seated = make_committee()
    for days in (60, 30):
        earlier = begin(seated, held_on=TODAY - datetime.timedelta(days=days))
        add_row(earlier, seated)
    earlier.meeting.sections.get().items.update(subject="আগের  সভার\nবিষয়")
    coming = begin(seated, held_on=TOMORROW)

    assert agenda_of(coming.meeting) == ("আগের সভার বিষয়",)

    add_row(coming, seated)
    assert agenda_of(coming.meeting) == ("ল্যাব পরিদর্শন",)


def test_the_agenda_is_that_of_the_newest_edition_that_was_not_discarded():
    _seated, minutes = draft()
    for edition, state in ((2, Minutes.State.DRAFTING), (3, Minutes.State.DISCARDED)):
        Minutes.objects.create(meeting=minutes.meeting, edition=edition, state=state, title="খ")
        later = minutes.meeting.sections.create(edition=edition, position=0)
        later.items.create(position=0, subject=f"সংস্করণ {edition}")

    assert agenda_of(minutes.meeting) == ("সংস্করণ 2",)


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"held_on": None}, "the date"),
        ({"held_at": None}, "the time"),
        ({"held_at": None, "place": ""}, "the time and the place"),
        ({"held_on": None, "held_at": None, "place": ""}, "the date, the time and the place"),
    ],
)
def test_what_is_missing_for_a_notice_is_named(fields: dict[str, Any], missing: str):
    seated, minutes = draft()
    Meeting.objects.filter(pk=minutes.meeting_id).update(**fields)

    response = paper(seated.secretary, "notice", minutes.meeting_id)

    assert response.status_code == 403
    said = "The notice cannot be printed yet. The draft of the minutes does not say: "
    assert f"{said}{missing}." in response.content.decode()
    assert paper(seated.secretary, "attendance_sheet", minutes.meeting_id).status_code == 200


def test_an_office_whose_minutes_name_no_time_writes_it_into_the_notice():
    seated = make_committee(layout="upazila")
    minutes = begin(seated, held_at=None)
    add_row(minutes, seated)

    assert "সময়" in [item.label for item in notice_of(minutes.meeting, TODAY).gathering.info if item.text == DOTS]


def test_a_notice_needs_a_subject():
    seated = make_committee()
    minutes = begin(seated)

    with pytest.raises(NotAllowedError):
        notice_of(minutes.meeting, TODAY)

    page = paper(seated.secretary, "notice", minutes.meeting_id).content.decode()
    assert "The draft of the minutes has no subject." in page


def test_an_attendance_sheet_names_who_holds_each_post():
    seated, minutes = draft()
    seats = seats_by_role(seated)
    vacant = make_post("শূন্য পদ", office=seated.committee.office)
    Membership.objects.create(committee=seated.committee, post=vacant, starts_on=LONG_AGO)
    Membership.objects.create(committee=seated.committee, person_name="আদর্শ সেন", starts_on=LONG_AGO)
    Tenure.objects.filter(person=seated.member).update(kind=Tenure.Kind.ADDITIONAL)
    regular = make_tenure(seats["member"].post).person

    office = seated.committee.office.name_bn
    assert attendance_sheet_of(minutes.meeting, TODAY).seats == (
        Seat(seated.chair.name_bn, f"{seats['chair'].post.name_bn} (সভাপতি)", office),
        Seat(seated.secretary.name_bn, f"{seats['secretary'].post.name_bn} (সদস্য সচিব)", office),
        Seat(regular.name_bn, seats["member"].post.name_bn, office),
        Seat("", "শূন্য পদ", office),
        Seat("আদর্শ সেন", "", ""),
    )


def test_the_papers_bear_the_emblem_of_the_office():
    seated, minutes = draft()
    assert notice_of(minutes.meeting, TODAY).letterhead.emblem is None

    seated.committee.office.emblem = keep(encoded(stroke((200, 200))))
    seated.committee.office.save()
    meeting = Meeting.objects.get(pk=minutes.meeting_id)

    emblems = [paper.letterhead.emblem for paper in (notice_of(meeting, TODAY), attendance_sheet_of(meeting, TODAY))]
    assert [emblem and emblem.alternative for emblem in emblems] == ["দপ্তরের প্রতীক"] * 2


def test_a_committee_without_chair_and_secretary_still_has_its_papers():
    seated, minutes = draft()
    seated.committee.memberships.exclude(role="member").delete()

    notice = notice_of(minutes.meeting, TODAY)

    assert notice.gathering.chair == ""
    assert (notice.dispatch.signature.name, notice.dispatch.signature.lines[0]) == ("", "সদস্য সচিব")
    assert len(notice.dispatch.recipients) == 1


@pytest.mark.parametrize(("kind", "name"), [("notice", "সভার-নোটিশ"), ("attendance_sheet", "হাজিরা")])
def test_a_paper_is_shown_under_its_bengali_name_and_kept_nowhere(kind: str, name: str):
    seated, minutes = draft()

    response = paper(seated.chair, kind, minutes.meeting_id)

    assert response.content.startswith(b"%PDF")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("inline; filename*=utf-8''")
    assert "no-store" in response["Cache-Control"]
    assert name in unquote(response["Content-Disposition"])


@pytest.mark.parametrize(("kind", "name"), [("notice_docx", "সভার-নোটিশ"), ("attendance_sheet_docx", "হাজিরা")])
def test_a_paper_is_saved_as_a_word_file_too(kind: str, name: str):
    seated, minutes = draft()

    response = paper(seated.chair, kind, minutes.meeting_id)

    held_on = format_numeric(minutes.meeting.held_on)
    assert unquote(response["Content-Disposition"]) == f"attachment; filename*=utf-8''{name}-{held_on}.docx"
    assert "সভার" in words_of(response.content)


def words_of(file: bytes) -> str:
    """The text of a Word file's body."""
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(file)).paragraphs)


def test_appendix_ka_is_there_where_the_minutes_hold_an_attendance():
    seated, minutes = draft()
    assert paper(seated.secretary, "appendix", minutes.pk).status_code == 404

    Minutes.objects.filter(pk=minutes.pk).update(attendance=[{"name": "আদর্শ সেন"}])

    assert paper(seated.secretary, "appendix", minutes.pk).content.startswith(b"%PDF")
    word = paper(seated.secretary, "appendix_docx", minutes.pk).content
    assert "পরিশিষ্ট ক" in words_of(word)
    assert docx.Document(io.BytesIO(word)).sections[0].header.paragraphs[0].text == "খসড়া"
    assert paper(seated.member, "appendix", minutes.pk).status_code == 404  # as the draft itself


@pytest.mark.parametrize("kind", ["notice", "attendance_sheet"])
def test_a_paper_asks_the_database_the_same_for_few_and_for_many(kind: str):
    seated, minutes = draft()
    client = signed_in(seated.secretary)
    address = reverse(f"minutes:{kind}", args=[minutes.meeting_id])
    few = queries_of(client, address)

    for _ in range(3):
        post = make_post()
        make_tenure(post)
        Membership.objects.create(committee=seated.committee, post=post, starts_on=LONG_AGO)
        add_row(minutes, seated)

    assert queries_of(client, address) == few


def links(person: Any, meeting: Meeting) -> str:
    client: Client = signed_in(person, "en")
    return client.get(reverse("oversight:meeting", args=[meeting.pk])).content.decode()


def test_the_page_of_the_meeting_leads_to_its_papers():
    seated, minutes = draft()
    Minutes.objects.filter(pk=minutes.pk).update(attendance=[{"name": "আদর্শ সেন"}])
    papers = {
        "minutes:notice": minutes.meeting_id,
        "minutes:notice_docx": minutes.meeting_id,
        "minutes:attendance_sheet": minutes.meeting_id,
        "minutes:attendance_sheet_docx": minutes.meeting_id,
        "minutes:appendix": minutes.pk,
        "minutes:appendix_docx": minutes.pk,
    }

    page, page_of_member = links(seated.secretary, minutes.meeting), links(seated.member, minutes.meeting)

    for route, pk in papers.items():
        assert reverse(route, args=[pk]) in page
        assert reverse(route, args=[pk]) not in page_of_member


def test_a_meeting_without_a_date_has_its_sheet():
    seated = make_committee()
    meeting = make_meeting(seated.committee)
    Meeting.objects.filter(pk=meeting.pk).update(held_on=None, place="")

    gathering = attendance_sheet_of(Meeting.objects.get(pk=meeting.pk), TODAY).gathering

    assert [item.text for item in gathering.info] == [DOTS, DOTS, DOTS, ""]
    assert gathering.name.endswith(f"{DOTS} মাসের সভা")
