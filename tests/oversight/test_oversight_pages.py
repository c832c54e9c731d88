"""My page, committees, meetings and the overview: who sees what, and at what cost."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.domain.audit import Actor, record
from accounts.models import User
from committees.models import Administration, Committee, Membership
from committees.powers import powers_of
from distribution.domain import issuing
from distribution.models import Delivery, Dispatch
from minutes.models import Minutes
from oversight.grid import figures_of, last_months
from oversight.queries import held
from tests.clients import signed_in
from tests.factories import (
    Seated,
    acting,
    make_committee,
    make_decision,
    make_delivery,
    make_meeting,
    make_minutes,
    make_post,
    make_tenure,
    make_user,
)

pytestmark = pytest.mark.django_db

HOME, COMMITTEES, OVERVIEW = map(reverse, ("oversight:home", "oversight:committees", "oversight:overview"))


def committee_url(seated: Seated) -> str:
    return reverse("oversight:committee", args=[seated.committee.pk])


def issued(seated: Seated, days: int = 7, **fields: object) -> Minutes:
    """Minutes of a meeting twenty days ago, issued `days` after it."""
    held_on = timezone.localdate() - datetime.timedelta(days=20)
    minutes = make_minutes(make_meeting(seated.committee, held_on), Minutes.State.ISSUED, **fields)
    Dispatch.objects.create(
        minutes=minutes, memo="৫৬.০৪.৯৯", dated_on=held_on + datetime.timedelta(days=days), pdf="documents/a.pdf"
    )
    return minutes


def withdrawable(minutes: Minutes) -> Dispatch:
    """The dispatch as one that the portal itself sent."""
    Dispatch.objects.filter(minutes=minutes).update(document="{}")
    return minutes.dispatch


class TestHome:
    def test_somebody_without_a_post_is_told_where_to_get_one(self):
        response = signed_in(make_user()).get(HOME)

        assert response.status_code == 200
        assert response.context["tasks"] == []

    @pytest.mark.parametrize(("who", "is_told"), [("chair", True), ("secretary", True), ("member", False)])
    def test_whoever_signs_and_has_no_key_is_led_to_make_one_and_back(self, who: str, is_told: bool):
        client = signed_in(getattr(make_committee(), who))
        page = f"{reverse('accounts:signing_key')}?next={HOME}"
        assert (f'href="{page}"' in client.get(HOME).content.decode()) is is_told

        assert client.post(page, {"pin": "482913", "pin_again": "482913"})["Location"] == HOME
        assert page not in client.get(HOME).content.decode()

    def test_shows_a_document_once_however_many_posts_it_came_to(self):
        person = make_user()
        dispatch = issued(make_committee(), title="বিতরণ করা কার্যবিবরণী").dispatch
        for _post in range(2):
            make_delivery(dispatch, post=make_tenure(make_post(), person).post)

        page = signed_in(person).get(HOME).content.decode()

        assert page.count("বিতরণ করা কার্যবিবরণী") == 1

    def test_does_not_show_a_document_whose_issue_was_cancelled(self):
        person = make_user()
        stands, cancelled = (issued(make_committee()).dispatch for _which in range(2))
        post = make_tenure(make_post(), person).post
        shown, _hidden = (make_delivery(dispatch, post=post) for dispatch in (stands, cancelled))
        Dispatch.objects.filter(pk=cancelled.pk).update(cancelled_at=timezone.now())

        assert signed_in(person).get(HOME).context["documents"] == [shown]

    def test_does_not_show_what_was_sent_to_others(self):
        make_delivery(issued(make_committee()).dispatch, post=make_post())

        assert signed_in(make_user()).get(HOME).context["documents"] == []

    def test_parts_coming_meetings_from_past_ones(self):
        seated = make_committee()
        today = timezone.localdate()
        ahead = make_meeting(seated.committee, today + datetime.timedelta(days=1))
        past = make_meeting(seated.committee, today)

        context = signed_in(seated.member).get(HOME).context

        assert [row.meeting for row in context["coming"]] == [ahead]
        assert [row.meeting for row in context["past"]] == [past]


class TestCommittees:
    def test_lists_those_one_sits_on(self):
        seated = make_committee()
        make_committee()

        page = signed_in(seated.member).get(COMMITTEES).context["page"]

        assert list(page) == [seated.committee]

    def test_finds_by_name_and_by_empty_seat(self):
        whole, lacking = make_committee("নদীতীর কমিটি"), make_committee("শালবন কমিটি")
        Membership.objects.filter(committee=lacking.committee, role="chair").delete()
        client = signed_in(make_user(is_superuser=True))

        assert list(client.get(COMMITTEES, {"name": " নদীতীর "}).context["page"]) == [whole.committee]
        assert list(client.get(COMMITTEES, {"vacant": "on"}).context["page"]) == [lacking.committee]
        assert list(client.get(COMMITTEES, {"name": "নেই"}).context["page"]) == []

    def test_an_outsider_finds_no_committee(self):
        seated = make_committee()

        assert signed_in(make_committee().chair).get(committee_url(seated)).status_code == 404

    def test_a_past_member_is_an_outsider(self):
        seated = make_committee()
        yesterday = timezone.localdate() - datetime.timedelta(days=1)
        seated.member.tenures.update(ends_on=yesterday)

        assert signed_in(seated.member).get(committee_url(seated)).status_code == 404

    def test_only_the_secretary_can_enter_a_meeting_and_others_read_why(self):
        seated = make_committee()

        secretarys = signed_in(seated.secretary).get(committee_url(seated)).content.decode()
        members = signed_in(seated.member).get(committee_url(seated))

        new = reverse("minutes:new", args=[seated.committee.pk])
        assert f'href="{new}"' in secretarys
        assert new not in members.content.decode()
        assert str(members.context["may_call"].reason) in members.content.decode()
        assert 'aria-describedby="new-meeting-reason"' in members.content.decode()

    def test_names_who_sits_by_which_post_today(self):
        seated = make_committee()
        Membership.objects.create(committee=seated.committee, person_name="একজন উদ্যোক্তা")

        seats = signed_in(seated.member).get(committee_url(seated)).context["seats"]

        assert [(s.membership.role, [t.person for t in s.tenures], s.is_vacant) for s in seats] == [
            ("chair", [seated.chair], False),
            ("secretary", [seated.secretary], False),
            ("member", [seated.member], False),
            ("member", [], False),
        ]

    @pytest.mark.parametrize("seat", ["chair", "secretary"])
    def test_warns_of_a_key_seat_whose_post_nobody_holds(self, seat: str):
        seated = make_committee()
        getattr(seated, seat).tenures.update(ends_on=timezone.localdate() - datetime.timedelta(days=1))

        page = signed_in(seated.member).get(committee_url(seated)).content.decode()

        assert page.count("panel-warning") == 1
        assert page.count("state-red") == 1


class TestMeetings:
    def test_the_state_of_a_draft_is_for_chair_and_secretary(self):
        seated = make_committee()
        meeting = make_minutes(make_meeting(seated.committee), Minutes.State.DRAFTING).meeting
        url = reverse("oversight:meeting", args=[meeting.pk])

        seen = {seat: signed_in(getattr(seated, seat)).get(url).context["minutes"] for seat in seated._fields[1:]}

        assert {seat: bool(minutes) for seat, minutes in seen.items()} == {
            "chair": True,
            "secretary": True,
            "member": False,
        }

    def test_an_outsider_finds_no_meeting(self):
        meeting = make_meeting(make_committee().committee)

        response = signed_in(make_committee().chair).get(reverse("oversight:meeting", args=[meeting.pk]))

        assert response.status_code == 404

    def test_what_was_done_is_shown_to_those_who_answer_for_it(self):
        seated = make_committee()
        minutes = issued(seated)
        record(Actor(seated.secretary), "minutes.issue", minutes)
        area_administrator = make_user()
        Administration.objects.create(person=area_administrator, area=seated.committee.area)
        url = reverse("oversight:meeting", args=[minutes.meeting_id])

        people = (*seated[1:], area_administrator)
        assert [len(signed_in(person).get(url).context["history"]) for person in people] == [1, 1, 0, 1]

    def test_a_corrected_edition_stands_in_front_of_the_earlier_one(self):
        seated = make_committee()
        first = issued(seated)
        second = make_minutes(first.meeting, Minutes.State.IN_REVIEW, edition=2)

        context = signed_in(seated.member).get(reverse("oversight:meeting", args=[first.meeting_id])).context

        assert (context["minutes"], context["others"]) == (second, [first])

    def test_lag_is_counted_from_the_meeting_to_the_first_issue(self):
        seated = make_committee()
        minutes = issued(seated, days=7)
        corrected = make_minutes(minutes.meeting, Minutes.State.ISSUED, edition=2)
        Dispatch.objects.create(minutes=corrected, memo="৫৬.০৪.৯৮", dated_on=timezone.localdate())
        (row,) = held([minutes.meeting], powers_of(seated.member))

        assert (row.lag_days, row.state) == (7, "issued")

    def test_a_cancelled_issue_counts_as_none_until_another_edition_is_issued(self):
        seated = make_committee()
        minutes = issued(seated, days=7)
        issuing.cancel(withdrawable(minutes).pk, "তারিখ ভুল", version=0, **acting(seated.secretary))
        months = last_months(timezone.localdate())
        in_charge = Committee.objects.filter(pk=seated.committee.pk)

        (row,) = held([minutes.meeting], powers_of(seated.member))
        figures = figures_of(in_charge, months)
        assert (row.lag_days, row.state, figures.issued, figures.lag_days) == (None, "cancelled", 0, None)

        corrected = make_minutes(minutes.meeting, Minutes.State.ISSUED, edition=2)
        day = minutes.meeting.held_on + datetime.timedelta(days=12)
        Dispatch.objects.create(minutes=corrected, memo="৫৬.০৪.৯৮", dated_on=day)
        (row,) = held([minutes.meeting], powers_of(seated.member))
        figures = figures_of(in_charge, months)
        assert (row.lag_days, row.state, figures.issued, figures.lag_days) == (12, "issued", 1, 12)

    def test_an_issue_that_was_corrected_counts_once_by_its_first_day(self):
        seated = make_committee()
        minutes = issued(seated, days=7)
        corrected = make_minutes(minutes.meeting, Minutes.State.ISSUED, edition=2)
        Dispatch.objects.create(minutes=corrected, memo="৫৬.০৪.৯৮", dated_on=timezone.localdate())

        figures = figures_of(Committee.objects.all(), last_months(timezone.localdate()))

        assert (figures.meetings, figures.issued, figures.lag_days) == (1, 1, 7)

    def test_a_discarded_edition_hides_nothing(self):
        seated = make_committee()
        minutes = issued(seated, days=7)
        discarded = make_minutes(minutes.meeting, Minutes.State.DISCARDED, edition=2)
        url = reverse("oversight:meeting", args=[minutes.meeting_id])

        (row,) = held([minutes.meeting], powers_of(seated.secretary))
        context = signed_in(seated.secretary).get(url).context

        assert (row.lag_days, row.state) == (7, "issued")
        assert (context["minutes"], context["others"]) == (minutes, [discarded])


class TestOverview:
    def test_is_for_those_with_an_area_in_charge(self):
        seated = make_committee()

        assert signed_in(seated.chair).get(OVERVIEW).status_code == 404

    def test_shows_the_committees_of_the_area_with_their_lag(self):
        seated = make_committee()
        make_committee()
        issued(seated, days=9)
        person = make_user()
        Administration.objects.create(person=person, area=seated.committee.area)

        context = signed_in(person).get(OVERVIEW).context

        (row,) = context["rows"]
        assert row.committee == seated.committee
        assert [one.lag_days for cell in row.cells for one in cell.meetings] == [9]
        assert tuple(vars(context["figures"]).values()) == (1, 1, 1, 9)

    def test_an_empty_area_says_so(self):
        person = make_user(is_superuser=True)

        assert signed_in(person).get(OVERVIEW).context["rows"] == []


def test_the_last_months_run_over_the_turn_of_the_year():
    months = last_months(datetime.date(2026, 2, 28))

    assert (months[0], months[-1], len(months)) == (datetime.date(2025, 3, 1), datetime.date(2026, 2, 1), 12)


class TestCost:
    """Queries do not grow with what is listed."""

    def fill(self, seated: Seated, recipient: User) -> None:
        minutes = issued(seated)
        make_delivery(minutes.dispatch, post=recipient.tenures.get().post, state=Delivery.State.FAILED)
        make_minutes(make_meeting(seated.committee), Minutes.State.DRAFTING)
        make_decision(minutes.meeting, post=make_post(), due=datetime.date(2025, 1, 1))
        record(Actor(seated.secretary), "minutes.issue", minutes)

    @pytest.mark.parametrize(
        ("url", "who"),
        [(HOME, "secretary"), (HOME, "all"), (COMMITTEES, "all"), (OVERVIEW, "all"), ("committee", "secretary")],
    )
    def test_of_lists(self, url: str, who: str, django_assert_num_queries, django_assert_max_num_queries):
        seated = make_committee()
        person = seated.secretary if who == "secretary" else make_user(is_superuser=True)
        client = signed_in(person)
        url = committee_url(seated) if url == "committee" else url
        self.fill(seated, seated.secretary)
        with django_assert_max_num_queries(25) as once:
            client.get(url)

        for _n in range(2):
            self.fill(seated, seated.secretary)
            self.fill(make_committee(), seated.secretary)

        with django_assert_num_queries(len(once)):
            client.get(url)

    def test_of_a_meeting(self, django_assert_num_queries, django_assert_max_num_queries):
        seated = make_committee()
        minutes = issued(seated)
        client = signed_in(seated.secretary)
        url = reverse("oversight:meeting", args=[minutes.meeting_id])
        with django_assert_max_num_queries(20) as once:
            client.get(url)

        for position in range(3):
            make_delivery(minutes.dispatch)
            record(Actor(seated.secretary), "minutes.issue", minutes)
            make_minutes(minutes.meeting, Minutes.State.ISSUED, edition=position + 2)
        Dispatch.objects.filter(minutes__edition=1).update(minutes=Minutes.objects.get(edition=4))

        with django_assert_num_queries(len(once)):
            client.get(url)


def test_what_no_name_holds_finds_nothing():
    client = signed_in(make_committee().member)

    assert client.get("/committees/", {"name": "\0"}).status_code == 200
    assert client.get("/documents/", {"q": "\0"}).status_code == 200
