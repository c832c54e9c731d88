"""Decisions are followed from the day of issue, and take the state of the newest report."""

import datetime
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.domain.audit import PORTAL, trail
from accounts.models import User
from accounts.permissions import NotAllowedError
from committees.models import Area, Membership, Office
from committees.powers import powers_of
from decisions.domain.follow import close_for, open_for, report, with_look
from decisions.domain.rows import add_row
from decisions.models import Decision, Implementer
from decisions.rules import followed_decisions, visible_decisions
from meetings.models import Section
from tests.decisions.rows import row
from tests.factories import (
    LONG_AGO,
    acting,
    make_area,
    make_committee,
    make_decision,
    make_meeting,
    make_office,
    make_post,
    make_tenure,
    make_user,
)

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def say(decision: Decision, person: User, state: str = "done", text: str = "কাজ শেষ"):
    return report(decision, text=text, state=state, **acting(person))


def issued(*editions: int) -> dict[int, datetime.datetime]:
    """The editions in force, issued just now."""
    return dict.fromkeys(editions, timezone.now())


def queries(call: Callable[[], object]) -> int:
    """How many queries the call asks of the database."""
    with CaptureQueriesContext(connection) as asked:
        call()
    return len(asked)


class TestOpening:
    @pytest.mark.parametrize("room", ["", " ", "<br>", "<strong>&nbsp;</strong><br>"])
    def test_follows_decisions_with_a_text_alone(self, room: str):
        meeting = make_meeting(make_committee().committee)
        decision = make_decision(meeting, "কাজটি করতে হবে", opened_on=None)
        Decision.objects.create(item=decision.item, position=1, text=room)

        open_for(meeting, issued(1), TODAY)

        assert list(Decision.objects.order_by("position").values_list("opened_on", flat=True)) == [TODAY, None]

    def test_a_later_edition_takes_over_day_state_and_progress_of_what_it_repeats(self):
        seated = make_committee()
        meeting = make_meeting(seated.committee)
        repeated, left_out = make_decision(meeting, "চিঠি দিতে হবে"), make_decision(meeting, "সভা করতে হবে")
        open_for(meeting, issued(1), TODAY)
        say(repeated, seated.secretary)
        later = Section.objects.create(meeting=meeting, edition=2, position=0)
        add_row(later, row("চিঠি দিতে হবে", "চিঠি দিতে হবে"))

        open_for(meeting, issued(1, 2), TODAY + datetime.timedelta(days=30))

        first, second = Decision.objects.filter(item__section=later)
        assert (first.opened_on, first.state, first.progress.get().text) == (TODAY, "done", "কাজ শেষ")
        assert (second.opened_on, second.state) == (TODAY + datetime.timedelta(days=30), "open")
        repeated.refresh_from_db()
        left_out.refresh_from_db()
        assert (repeated.opened_on, left_out.state) == (None, "dropped")

    def test_each_of_two_in_the_same_words_hands_on_to_one_of_the_next_edition(self):
        seated = make_committee()
        meeting = make_meeting(seated.committee)
        done, _open = make_decision(meeting, "চিঠি দিতে হবে"), make_decision(meeting, "চিঠি দিতে হবে")
        open_for(meeting, issued(1), TODAY)
        say(done, seated.secretary, "open")
        say(done, seated.secretary)  # of two reports the decision is handed on once all the same
        later = Section.objects.create(meeting=meeting, edition=2, position=0)
        add_row(later, row("চিঠি দিতে হবে", "চিঠি দিতে হবে", "চিঠি দিতে হবে"))
        new_day = TODAY + datetime.timedelta(days=30)

        open_for(meeting, issued(1, 2), new_day)

        handed_on = [(d.state, d.opened_on, d.progress.count()) for d in Decision.objects.filter(item__section=later)]
        assert handed_on == [("done", TODAY, 2), ("open", TODAY, 0), ("open", new_day, 0)]

    def test_nothing_of_a_draft_is_followed(self):
        meeting = make_meeting(make_committee().committee)
        add_row(Section.objects.create(meeting=meeting, edition=2, position=0), row("খসড়া"))

        open_for(meeting, issued(1), TODAY)

        assert Decision.objects.get().opened_on is None

    def test_leaves_other_meetings_alone(self):
        committee = make_committee().committee
        other = make_decision(make_meeting(committee), opened_on=None)

        open_for(make_meeting(committee), issued(1), TODAY)

        other.refresh_from_db()
        assert other.opened_on is None

    def test_costs_the_same_at_any_number_of_rows(self):
        one, twelve = (self.queries_of_a_correction(rows) for rows in (1, 12))

        assert one == twelve

    def queries_of_a_correction(self, rows: int) -> list[int]:
        """What it asks of the database to issue so many rows, to issue them corrected, and to cancel that again."""
        seated = make_committee()
        meeting, post = make_meeting(seated.committee), make_post("অধ্যক্ষ", office=seated.committee.office)
        for edition in (1, 2):
            section = Section.objects.create(meeting=meeting, edition=edition, position=0)
            for number in range(rows):
                add_row(section, row(f"কাজ {number}", f"সংস্করণ {edition}", implementers=(post.name_bn,)))
        asked = [queries(lambda: open_for(meeting, issued(1), TODAY))]
        for decision in followed_decisions().filter(item__section__meeting=meeting):
            say(decision, seated.secretary)
        return [
            *asked,
            queries(lambda: open_for(meeting, issued(1, 2), TODAY)),
            queries(lambda: close_for(meeting, issued(1))),
        ]


class TestImplementers:
    @pytest.mark.parametrize(
        ("text", "meant"),
        [
            ("সহকারী প্রোগ্রামার (সকল)", ["ক", "খ"]),
            ("সহকারী  প্রোগ্রামার।", ["ক"]),  # of two posts of that name, the one that sits on the committee
            ("অধ্যক্ষ", ["গ"]),
            ("অধ্যক্ষ, কল্পপুর", ["গ"]),  # as lists of recipients say it
            ("অধ্যক্ষ, নমুনা কার্যালয়", ["গ"]),
            ("সহকারী প্রোগ্রামার (সকল), কল্পপুর", ["ক", "খ"]),
            ("অধ্যক্ষ, নমুনা কার্যালয়, কল্পপুর।", ["গ"]),
            ("সদস্য, সাধারণ, নমুনা কার্যালয় , কল্পপুর", ["ঘ"]),  # a comma in the post's own name
            ("প্রধান, শাখা কার্যালয়, ঘাটপাড়া, কল্পপুর", ["ঙ"]),  # a comma in the office's name
            ("২। সহকারী প্রোগ্রামার (সকল)", ["ক", "খ"]),  # with the marker of a list that was pasted
            ("(৩) অধ্যক্ষ", ["গ"]),
            ("ক) অধ্যক্ষ, কল্পপুর।", ["গ"]),
            ("১. অধ্যক্ষ", ["গ"]),
            ("•\tঅধ্যক্ষ", ["গ"]),
            ("- অধ্যক্ষ", ["গ"]),
            ("১. বাজার কমিটি", []),
            ("অধ্যক্ষ, অন্য জেলা", []),
            ("অধ্যক্ষ, অন্য কার্যালয়, কল্পপুর", []),
            ("অধ্যক্ষ, নমুনা কার্যালয়, অন্য জেলা", []),
            ("বাজার কমিটি", []),
        ],
    )
    def test_a_text_means_the_posts_of_that_name_nearby(self, text: str, meant: list[str]):
        committee = make_committee().committee
        named = [("ক", "সহকারী প্রোগ্রামার"), ("খ", "সহকারী প্রোগ্রামার"), ("গ", "অধ্যক্ষ"), ("ঘ", "সদস্য, সাধারণ")]
        Area.objects.filter(pk=committee.office.area_id).update(name_bn="কল্পপুর")
        Office.objects.filter(pk=committee.office_id).update(name_bn="নমুনা কার্যালয়")
        posts = {key: make_post(name, office=committee.office) for key, name in named}
        branch = make_office("শাখা কার্যালয়, ঘাটপাড়া", area=committee.area)
        posts["ঙ"] = make_post("প্রধান", office=branch)
        Membership.objects.create(committee=committee, post=posts["ক"], starts_on=LONG_AGO)
        make_post("অধ্যক্ষ")  # in another area
        meeting = make_meeting(committee)
        add_row(Section.objects.create(meeting=meeting, position=0), row("কাজ", implementers=(text,)))

        open_for(meeting, issued(1), TODAY)

        assert list(Implementer.objects.get().posts.order_by("pk")) == [posts[key] for key in meant]

    @pytest.mark.parametrize(
        ("text", "meant"),
        [
            ("অধ্যক্ষ, কল্পপুর", ["উপজেলা"]),  # of two of that name in the area the one of the place
            ("অধ্যক্ষ, নদীপুর", []),  # both lie there, neither sits on the committee, and nobody is guessed
            ("অধ্যক্ষ", []),
            ("অধ্যক্ষ (সকল)", ["জেলা", "উপজেলা"]),
            ("গ্রন্থাগারিক, নদীপুর", ["গ্রন্থাগার"]),  # the place is the area above
            ("পরিচালক", ["সদস্য"]),  # of another area, but on the committee
        ],
    )
    def test_posts_below_the_area_and_on_the_committee_are_near(self, text: str, meant: list[str]):
        committee = make_committee().committee
        district = committee.office.area
        Area.objects.filter(pk=district.pk).update(name_bn="নদীপুর")
        below = make_area("কল্পপুর", parent=district)
        posts = {
            "জেলা": make_post("অধ্যক্ষ", office=committee.office),
            "উপজেলা": make_post("অধ্যক্ষ", office=make_office(area=below)),
            "গ্রন্থাগার": make_post("গ্রন্থাগারিক", office=make_office(area=below)),
            "সদস্য": make_post("পরিচালক"),
        }
        make_post("পরিচালক")
        Membership.objects.create(committee=committee, post=posts["সদস্য"], starts_on=LONG_AGO)
        meeting = make_meeting(committee)
        add_row(Section.objects.create(meeting=meeting, position=0), row("কাজ", implementers=(text,)))

        open_for(meeting, issued(1), TODAY)

        assert list(Implementer.objects.get().posts.order_by("pk")) == [posts[key] for key in meant]

    @pytest.mark.parametrize(
        "seat",
        [
            {"starts_on": LONG_AGO, "ends_on": TODAY - datetime.timedelta(days=1)},
            {"starts_on": TODAY + datetime.timedelta(days=1)},
        ],
    )
    def test_who_does_not_sit_there_on_the_day_of_issue_is_not_meant(self, seat: dict[str, datetime.date]):
        committee = make_committee().committee
        elsewhere, alike = make_post("সদস্য"), [make_post("অধ্যক্ষ", office=committee.office) for _number in range(2)]
        for post in (elsewhere, alike[0]):
            Membership.objects.create(committee=committee, post=post, **seat)
        meeting = make_meeting(committee)
        add_row(Section.objects.create(meeting=meeting, position=0), row("কাজ", implementers=("সদস্য", "অধ্যক্ষ")))

        open_for(meeting, issued(1), TODAY)

        assert [list(implementer.posts.all()) for implementer in Implementer.objects.all()] == [[], []]

    def test_the_holder_of_a_post_named_at_issue_sees_and_reports(self):
        seated = make_committee()
        tenure = make_tenure(make_post("অধ্যক্ষ", office=seated.committee.office))
        meeting = make_meeting(seated.committee)
        add_row(Section.objects.create(meeting=meeting, position=0), row("কাজ", implementers=("অধ্যক্ষ",)))

        open_for(meeting, issued(1), TODAY)

        decision = visible_decisions(powers_of(tenure.person)).get()
        assert say(decision, tenure.person).state == "done"


class TestReporting:
    def test_by_the_member_secretary_gives_the_decision_its_state(self):
        seated = make_committee()
        decision = make_decision(make_meeting(seated.committee))

        progress = say(decision, seated.secretary)

        decision.refresh_from_db()
        assert (decision.state, progress.text, progress.reported_by) == ("done", "কাজ শেষ", seated.secretary)
        assert [(r.action, r.details["source"], r.details["target"]) for r in trail(decision)] == [
            ("decision.report", "open", "done")
        ]

    def test_by_whoever_holds_the_implementing_post(self):
        tenure = make_tenure(make_post())
        decision = make_decision(make_meeting(make_committee().committee), post=tenure.post)

        say(decision, tenure.person)

        decision.refresh_from_db()
        assert decision.state == "done"

    def test_by_its_former_holder_is_refused(self):
        tenure = make_tenure(make_post(), ends_on=datetime.date(2021, 1, 1))
        decision = make_decision(make_meeting(make_committee().committee), post=tenure.post)

        with pytest.raises(NotAllowedError):
            say(decision, tenure.person)
        assert decision.progress.count() == 0

    @pytest.mark.parametrize("seat", ["chair", "member"])
    def test_by_other_seats_is_refused(self, seat: str):
        seated = make_committee()
        decision = make_decision(make_meeting(seated.committee))

        with pytest.raises(NotAllowedError):
            say(decision, getattr(seated, seat))

    def test_before_the_minutes_are_issued_is_refused(self):
        seated = make_committee()
        decision = make_decision(make_meeting(seated.committee), opened_on=None)

        with pytest.raises(NotAllowedError):
            say(decision, seated.secretary)

    def test_only_the_secretary_drops_a_decision(self):
        seated, tenure = make_committee(), make_tenure(make_post())
        decision = make_decision(make_meeting(seated.committee), post=tenure.post)

        with pytest.raises(NotAllowedError):
            say(decision, tenure.person, "dropped")
        say(decision, seated.secretary, "dropped")

        decision.refresh_from_db()
        assert (decision.state, decision.progress.count()) == ("dropped", 1)

    def test_what_was_done_can_be_taken_up_again(self):
        seated = make_committee()
        decision = make_decision(make_meeting(seated.committee))
        say(decision, seated.secretary, "done")

        say(decision, seated.secretary, "open")

        decision.refresh_from_db()
        assert decision.state == "open"

    def test_the_portal_itself_reports_nothing(self):
        seated = make_committee()
        decision = make_decision(make_meeting(seated.committee))

        with pytest.raises(ValueError, match="person"):
            report(decision, actor=PORTAL, powers=powers_of(seated.secretary), text="…", state="done")


@pytest.mark.parametrize(
    ("due", "state", "look"),
    [
        (TODAY - datetime.timedelta(days=1), "open", "overdue"),
        (TODAY, "open", "open"),
        (None, "open", "open"),
        (TODAY - datetime.timedelta(days=1), "done", "done"),
        (TODAY - datetime.timedelta(days=1), "dropped", "dropped"),
    ],
)
def test_lateness_comes_with_the_day(due: datetime.date | None, state: str, look: str):
    make_decision(make_meeting(make_committee().committee), due=due, state=state)

    assert with_look(Decision.objects.all(), TODAY).get().look == look


class TestVisibility:
    def test_of_committee_and_implementer_and_nobody_else(self):
        seated, tenure, outsider = make_committee(), make_tenure(make_post()), make_committee().secretary
        own = make_decision(make_meeting(seated.committee), post=tenure.post)
        make_decision(make_meeting(seated.committee), opened_on=None)

        seen = {person: set(visible_decisions(powers_of(person))) for person in (*seated[1:], tenure.person, outsider)}

        insiders = (*seated[1:], tenure.person)
        assert seen == {outsider: set(), **{person: {own} for person in insiders}}

    def test_a_superuser_sees_what_is_followed(self):
        followed = make_decision(make_meeting(make_committee().committee))
        make_decision(make_meeting(make_committee().committee), opened_on=None)

        assert list(visible_decisions(powers_of(make_user(is_superuser=True)))) == [followed]
