"""Who is offered as implementer: whom the text means, at the place that the committee's own habits give it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from committees.models import Area, Membership, Post
from decisions.domain.implementers import neighbourhood
from decisions.domain.suggesting import MOST, Suggestion, implementers
from decisions.models import Implementer
from meetings.models import AgendaItem, Meeting, Section
from tests.factories import LONG_AGO, Seated, make_area, make_committee, make_meeting, make_office, make_post

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
UNO = "উপজেলা নির্বাহী অফিসার"

Offered = Callable[[str], list[str]]


@pytest.fixture
def district() -> Area:
    return make_area("নদীপুর")


@pytest.fixture
def seated(district: Area) -> Seated:
    """A district's committee; below it two upazilas, each with its own executive officer and school officer."""
    for name in ("বটতলা", "নদীপুর সদর"):
        area = make_area(name, kind="upazila", parent=district)
        office = make_office(f"উপজেলা নির্বাহী অফিসারের কার্যালয়, {name}", area=area)
        make_post(UNO, office=office, rank=60)
    make_post("জেলা শিক্ষা অফিসার", office=make_office("জেলা শিক্ষা অফিস", area=district))
    make_post("অধ্যক্ষ", office=make_office("সরকারি কলেজ", area=make_area("দূরগ্রাম")))
    return make_committee(area=district, office=make_office("জেলা প্রশাসকের কার্যালয়", area=district))


@pytest.fixture
def meeting(seated: Seated) -> Meeting:
    """The one that is being drafted."""
    return make_meeting(seated.committee)


@pytest.fixture
def offered(seated: Seated, meeting: Meeting) -> Offered:
    return lambda typed: [each.text for each in implementers(seated.committee, typed, TODAY, drafting=meeting)]


def carried_out(meeting: Meeting, *texts: str) -> None:
    """A row of the meeting that names these implementers."""
    section, _made = Section.objects.get_or_create(meeting=meeting, defaults={"position": 0})
    item = AgendaItem.objects.create(section=section, position=0)
    for position, text in enumerate(texts):
        Implementer.objects.create(item=item, position=position, text=text)


def test_all_holders_of_a_name_come_before_each(offered: Offered) -> None:
    expected = [f"{UNO} (সকল)", f"{UNO}, বটতলা", f"{UNO}, নদীপুর সদর"]
    assert offered("নির্বা") == expected
    assert offered("অফি নির্বা উপ") == expected
    assert offered("নির্বা বট") == [f"{UNO}, বটতলা"]


def test_what_stands_beside_says_where(seated: Seated, meeting: Meeting) -> None:
    carried_out(make_meeting(seated.committee), "সংশ্লিষ্ট সকল নির্মাতা")
    with translation.override("bn"):
        found = implementers(seated.committee, "নির্", TODAY, drafting=meeting)
    assert found[0] == Suggestion("সংশ্লিষ্ট সকল নির্মাতা", found[0].beside)
    assert found[2:] == [
        Suggestion(f"{UNO}, বটতলা", "উপজেলা নির্বাহী অফিসারের কার্যালয়, বটতলা"),
        Suggestion(f"{UNO}, নদীপুর সদর", "উপজেলা নির্বাহী অফিসারের কার্যালয়, নদীপুর সদর"),
    ]
    with translation.override("en"):
        besides = [each.beside for each in implementers(seated.committee, "নির্", TODAY, drafting=meeting)]
    assert besides[:2] == ["in earlier minutes", "2 posts"]


def test_a_name_that_one_post_has_needs_no_place(offered: Offered) -> None:
    assert offered("শিক্ষা") == ["জেলা শিক্ষা অফিসার"]


def test_posts_elsewhere_are_not_offered_unless_they_sit_there(seated: Seated, offered: Offered) -> None:
    assert offered("অধ্যক্ষ") == []
    post = Post.objects.get(name_bn="অধ্যক্ষ")
    seat = Membership.objects.create(committee=seated.committee, role="member", post=post, starts_on=LONG_AGO)
    assert offered("অধ্যক্ষ") == ["অধ্যক্ষ"]
    seat.ends_on = TODAY - datetime.timedelta(days=1)
    seat.save()
    assert offered("অধ্যক্ষ") == []


def test_what_earlier_minutes_had_most_often_comes_first_in_their_wording(seated: Seated, offered: Offered) -> None:
    earlier, another = make_meeting(seated.committee), make_meeting(seated.committee)
    carried_out(earlier, "জেলা শিক্ষা অফিসার, নদীপুর", f"{UNO}, বটতলা।")
    carried_out(another, f"{UNO}, বটতলা।", "অফিস সহায়ক")
    assert offered("অফি") == [
        f"{UNO} (সকল)",  # as likely as the likeliest among them
        f"{UNO}, বটতলা।",
        "জেলা শিক্ষা অফিসার, নদীপুর",
        "অফিস সহায়ক",
        f"{UNO}, নদীপুর সদর",
    ]


def test_nobody_else_s_minutes_and_not_the_draft_itself_are_taken_for_habits(
    meeting: Meeting, offered: Offered
) -> None:
    carried_out(meeting, "জেলা শিক্")
    carried_out(make_meeting(make_committee().committee), "জেলা শিক্ষক সমিতি")
    assert offered("জেলা শি") == ["জেলা শিক্ষা অফিসার"]


def test_all_of_an_earlier_group_stand_once(seated: Seated, offered: Offered) -> None:
    carried_out(make_meeting(seated.committee), f"{UNO}(সকল)")
    assert offered("নির্বা সকল") == [f"{UNO}(সকল)"]


def test_every_text_means_just_whom_it_was_offered_for(seated: Seated, district: Area, meeting: Meeting) -> None:
    """Also where the district and an upazila have one name, and where two offices of a place have such a post."""
    sadar = make_area("নদীপুর", kind="upazila", parent=district)
    for office in ("নির্বাহী অফিস ক", "নির্বাহী অফিস খ"):
        make_post("হিসাবরক্ষক", office=make_office(office, area=sadar))
    make_post("হিসাবরক্ষক", office=make_office("জেলা হিসাবরক্ষণ অফিস", area=district))
    make_post("হিসাবরক্ষক", office=seated.committee.office)
    near = neighbourhood(seated.committee, TODAY)
    posts = {post.pk for named in near.named.values() for post in named}
    found: set[tuple[int, ...]] = set()
    for typed in ("হিসাব", "উপ", "জেলা", "পদ"):
        texts = [each.text for each in implementers(seated.committee, typed, TODAY, drafting=meeting)]
        meant = [tuple(post.pk for post in near.meant(text)) for text in texts]
        assert len(set(meant)) == len(texts) > 1
        found |= set(meant)
    assert {each[0] for each in found if len(each) == 1} == posts
    assert sorted(len(each) for each in found if len(each) != 1) == [2, 4]


def test_as_many_as_fit_a_list_by_a_fixed_number_of_queries(seated: Seated, meeting: Meeting) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            implementers(seated.committee, "", TODAY, drafting=meeting)
        return len(queries)

    before = asked()
    for n in range(30):
        make_post(f"কর্মকর্তা {n}", office=make_office(area=seated.committee.area))
        carried_out(make_meeting(seated.committee), f"প্রতিনিধি {n}")
    assert asked() <= before == 4
    assert len(implementers(seated.committee, "", TODAY, drafting=meeting)) == MOST


def test_a_committee_of_no_area_has_its_own_posts(meeting: Meeting) -> None:
    seated = make_committee()
    type(seated.committee).objects.filter(pk=seated.committee.pk).update(area=None)
    seated.committee.refresh_from_db()
    found: Any = implementers(seated.committee, "", TODAY, drafting=meeting)
    assert len(found) == 3
