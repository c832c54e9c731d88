"""What a sheet would do, row by row, and what makes a row refused."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

import pytest
from django.utils import translation

from accounts.models import User
from committees.models import Administration, Area, Committee, Membership, Office, Post, Tenure
from committees.powers import Powers, powers_of
from committees.sheets.columns import Verdict
from committees.sheets.files import SheetError
from committees.sheets.planning import Plan, plan
from committees.sheets.rows import Row
from tests.committees.sheets.books import csv_of, xlsx_of
from tests.factories import (
    LONG_AGO,
    make_administrator,
    make_area,
    make_committee,
    make_office,
    make_post,
    make_tenure,
    make_user,
)

pytestmark = pytest.mark.django_db

NEW, CHANGED, SAME, REFUSED = Verdict.CREATED, Verdict.CHANGED, Verdict.UNCHANGED, Verdict.REFUSED


@pytest.fixture
def area() -> Area:
    return make_area("নদীপুর", name_en="Nadipur", code="9900")


@pytest.fixture
def office(area: Area) -> Office:
    return make_office("জেলা দপ্তর", area=area)


@pytest.fixture
def everywhere() -> Powers:
    return powers_of(make_administrator())


def in_charge_of(area: Area) -> Powers:
    person = make_user()
    Administration.objects.create(person=person, area=area)
    return powers_of(person)


def planned(powers: Powers, *lines: str) -> Plan:
    return plan(csv_of(*lines), powers)


def verdicts(found: Plan) -> list[Verdict]:
    return [row.verdict for row in found.rows]


def changes(row: Row) -> dict[str, tuple[Any, Any]]:
    return {change.column.key: (change.before, change.after) for part in row.parts for change in part.changes}


def messages(found: Plan) -> list[list[str]]:
    return [row.messages for row in found.rows]


# the sheet as a whole


@pytest.mark.parametrize("headings", ["এলাকা,দপ্তর,পদ", "Post,AREA, office ", "পদ,Office,এলাকা"])
def test_headings_are_known_in_either_language_and_any_order(headings: str, everywhere: Powers) -> None:
    assert planned(everywhere, headings, "ক,খ,গ").kind.key == "posts"


@pytest.mark.parametrize(
    ("headings", "wanted", "said"),
    [
        ("Area,Office,Post,Colour", "", "no column “Colour”. Its columns are: Area, Office, Post, Post in English"),
        ("Area,Post", "posts", "needs the column “Office”"),
        ("Area,Office,Post", "offices", "a sheet of posts, not of offices"),
        ("Colour,Weight", "", "must hold the headings"),
        ("Area,Office,Post,পদ", "", "twice"),
    ],
)
def test_headings_that_fit_no_sheet_say_so(headings: str, wanted: str, said: str, everywhere: Powers) -> None:
    with pytest.raises(SheetError, match=said):
        plan(csv_of(headings, "ক,খ,গ,ঘ"), everywhere, wanted)


def test_a_row_with_more_cells_than_headings_is_refused(everywhere: Powers, area: Area) -> None:
    found = planned(everywhere, "Area,Office", "নদীপুর,ক,খ", "নদীপুর,ক,,")
    assert verdicts(found) == [REFUSED, NEW]
    assert messages(found)[0] == ["The row has more cells than there are headings."]


# offices


def test_offices_are_entered_changed_and_left_alone(everywhere: Powers, area: Area) -> None:
    make_office("ক", area=area, website="www.old.example")
    make_office("খ", area=area, name_en="B")
    found = planned(
        everywhere,
        "Area,Office,Office in English,Website",
        "নদীপুর,ক,A,www.new.example",
        "9900,খ,B,",
        "Nadipur,গ,C,www.c.example",
    )
    assert verdicts(found) == [CHANGED, SAME, NEW]
    assert changes(found.rows[0]) == {"name_en": ("", "A"), "website": ("www.old.example", "www.new.example")}
    new = found.rows[2].parts[0].thing
    assert (new.area, new.name_bn, new.letterhead[-1]) == (area, "গ", "গ")


def test_an_empty_cell_empties_and_a_column_that_is_not_there_does_nothing(everywhere: Powers, area: Area) -> None:
    make_office("ক", area=area, website="www.old.example", name_en="A")
    found = planned(everywhere, "Area,Office,Website", "নদীপুর,ক,-")
    assert changes(found.rows[0]) == {"website": ("www.old.example", "")}


def test_a_wrong_cell_is_named_and_the_other_rows_are_looked_at(everywhere: Powers, area: Area) -> None:
    found = planned(
        everywhere,
        "Area,Office,E-mail of the office",
        "নদীপুর,=cmd,x@example.org",
        "নদীপুর,ক,no address",
        ",,x@example.org",
        "নদীপুর,খ,x@example.org",
        "নদীপুর, খ ,y@example.org",
    )
    assert verdicts(found) == [REFUSED, REFUSED, REFUSED, NEW, REFUSED]
    assert [row.number for row in found.rows] == [2, 3, 4, 5, 6]
    assert messages(found) == [
        ["Office: A formula is not taken, nor what begins like one. If it is text, write an apostrophe before it."],
        ["E-mail of the office: Enter a valid email address."],
        ["Office: This cell may not be empty."],
        [],
        ["Row 5 is about the same."],
    ]


def test_messages_are_in_the_readers_language(everywhere: Powers, area: Area) -> None:
    with translation.override("bn"):
        found = planned(everywhere, "Area,Office,E-mail of the office", "নদীপুর,ক,ঠিকানা নেই")
    assert messages(found) == [["দপ্তরের ই-মেইল: সঠিক ই-মেইল ঠিকানা লিখুন।"]]


def test_an_area_of_many_is_asked_for(everywhere: Powers) -> None:
    for parent in ("উত্তর", "দক্ষিণ"):
        make_area("কালীতলা", kind=Area.Kind.UPAZILA, parent=make_area(parent))
    found = planned(everywhere, "Area,Office", "কালীতলা,ক", '"কালীতলা, উত্তর",ক', "উজানপুর,ক")
    assert verdicts(found) == [REFUSED, NEW, REFUSED]
    assert messages(found)[0] == [
        "Area: Several areas are called “কালীতলা”. Write one of these: কালীতলা, উত্তর; কালীতলা, দক্ষিণ."
    ]
    assert messages(found)[2] == ["Area: There is no area “উজানপুর”."]


# posts


def test_posts_are_entered_in_offices_that_are_there(everywhere: Powers, office: Office) -> None:
    make_post("ক", office=office, rank=10)
    found = plan(
        xlsx_of(
            ["Area", "Office", "Post", "Order of precedence"], *[[9900, "জেলা দপ্তর", *row] for row in ROWS_OF_POSTS]
        ),
        everywhere,
    )
    assert verdicts(found) == [SAME, NEW, REFUSED]
    assert messages(found)[2] == ["Order of precedence: This is not a number we can read. Write it like 18 or ১৮."]


ROWS_OF_POSTS: Sequence[Sequence[Any]] = (["ক", 10], ["খ", "২০"], ["গ", "শেষে"])


def test_two_posts_of_one_name_are_for_a_person_to_tell_apart(everywhere: Powers, office: Office) -> None:
    for _n in range(2):
        make_post("ক", office=office)
    found = planned(everywhere, "Area,Office,Post", "নদীপুর,জেলা দপ্তর,ক")
    assert messages(found) == [
        [
            "Post: The office has several posts of the name “ক”, which a sheet cannot tell apart. Give each a name "
            "of its own on its page first."
        ]
    ]


# people


HEAD = "E-mail,Name,Area,Office,Post,Kind of duty,From,To"


def test_a_person_with_several_posts_has_several_rows(everywhere: Powers, office: Office) -> None:
    make_post("ক", office=office)
    make_post("খ", office=office)
    found = planned(
        everywhere,
        HEAD,
        "new@example.org,নমুনা রহমান,নদীপুর,জেলা দপ্তর,ক,,০১-০৭-২০২৬,",
        "NEW@example.org,,নদীপুর,জেলা দপ্তর,খ,অতিরিক্ত দায়িত্ব,2026-07-01,২০২৬-০৭-৩১",
        "new@example.org,কল্পনা,,,,,,",
        "other@example.org,,,,,,,",
    )
    assert verdicts(found) == [NEW, NEW, REFUSED, REFUSED]
    assert messages(found)[2:] == [
        ["Name: An earlier row says otherwise of this person."],
        ["Name: This field cannot be blank."],
    ]
    parts = list(found.parts())
    assert [type(part.thing) for part in parts] == [User, Tenure, Tenure]
    assert [(t.kind, t.starts_on, t.ends_on) for t in (part.thing for part in parts[1:])] == [
        ("regular", datetime.date(2026, 7, 1), None),
        ("additional", datetime.date(2026, 7, 1), datetime.date(2026, 7, 31)),
    ]


def test_a_post_has_one_regular_holder_and_a_person_one_regular_post(everywhere: Powers, office: Office) -> None:
    post, other, free = (make_post(name, office=office) for name in "কখগ")
    held = make_tenure(post, make_user("আদর্শ সেন", email="held@example.org"))
    make_tenure(other, make_user("রূপক", email="busy@example.org"))
    found = planned(
        everywhere,
        HEAD,
        "new@example.org,নমুনা,নদীপুর,জেলা দপ্তর,ক,,01-07-2026,",
        "busy@example.org,,নদীপুর,জেলা দপ্তর,গ,,01-07-2026,",
        "held@example.org,,নদীপুর,জেলা দপ্তর,ক,ভারপ্রাপ্ত,01-07-2026,",
        "one@example.org,এক,নদীপুর,জেলা দপ্তর,গ,,01-01-2026,",
        "two@example.org,দুই,নদীপুর,জেলা দপ্তর,গ,,01-07-2026,",
        "three@example.org,তিন,নদীপুর,জেলা দপ্তর,গ,in charge,01-07-2026,01-01-2026",
    )
    assert verdicts(found) == [REFUSED, REFUSED, REFUSED, NEW, REFUSED, REFUSED]
    assert messages(found) == [
        ["আদর্শ সেন holds this post regularly since 1 January 2020."],
        [
            "This person regularly holds “খ, জেলা দপ্তর” since 1 January 2020. Enter this as an additional duty, or end "
            "the other."
        ],
        ["This person holds the post since 1 January 2020 already."],
        [],
        ["এক holds this post regularly since 1 January 2026 by row 5."],
        ["To: The last day is before the first."],
    ]
    assert free.tenures.count() == 0
    assert held.ends_on is None


@pytest.mark.parametrize(("begins", "verdict"), [("30-06-2026", REFUSED), ("01-07-2026", NEW)])
def test_two_regular_holders_share_no_day(everywhere: Powers, office: Office, begins: str, verdict: Verdict) -> None:
    make_post("ক", office=office)
    found = planned(
        everywhere,
        HEAD,
        "one@example.org,এক,নদীপুর,জেলা দপ্তর,ক,,01-01-2026,30-06-2026",
        f"two@example.org,দুই,নদীপুর,জেলা দপ্তর,ক,,{begins},",
    )
    assert verdicts(found) == [NEW, verdict]


def test_a_sheet_may_end_one_tenure_and_begin_the_next(everywhere: Powers, office: Office) -> None:
    make_tenure(make_post("ক", office=office), make_user("আদর্শ সেন", email="held@example.org"))
    found = planned(
        everywhere,
        HEAD,
        "new@example.org,নমুনা,নদীপুর,জেলা দপ্তর,ক,,01-07-2026,",
        f"held@example.org,,নদীপুর,জেলা দপ্তর,ক,,{LONG_AGO},30-06-2026",
    )
    assert verdicts(found) == [NEW, CHANGED]


def test_a_change_that_is_refused_refuses_what_relied_on_it(everywhere: Powers, office: Office) -> None:
    post = make_post("ক", office=office)
    make_tenure(post, make_user("আদর্শ সেন", email="held@example.org"), ends_on=datetime.date(2026, 3, 31))
    make_tenure(post, make_user("রূপক", email="next@example.org"), starts_on=datetime.date(2026, 4, 1))
    found = planned(
        everywhere,
        HEAD,
        "new@example.org,নমুনা,নদীপুর,জেলা দপ্তর,ক,,01-09-2026,",
        "next@example.org,=1,নদীপুর,জেলা দপ্তর,ক,,01-04-2026,31-08-2026",
    )
    assert verdicts(found) == [REFUSED, REFUSED]
    assert messages(found)[0] == ["রূপক holds this post regularly since 1 April 2026."]


def test_a_far_day_is_a_slip_of_the_finger(everywhere: Powers, office: Office) -> None:
    make_post("ক", office=office)
    found = planned(everywhere, HEAD, "new@example.org,নমুনা,নদীপুর,জেলা দপ্তর,ক,,01-07-2062,")
    assert messages(found) == [["From: This day lies more than a year ahead. Look at the year again."]]


# committees


BODIES = "Area,Committee,Kind of committee,Office,Committee above,Quorum"


def test_a_committee_may_report_to_one_of_the_same_sheet(everywhere: Powers, office: Office, area: Area) -> None:
    upazila = make_area("নদীপুর সদর", kind=Area.Kind.UPAZILA, parent=area)
    make_office("উপজেলা দপ্তর", area=upazila)
    found = planned(
        everywhere,
        BODIES,
        "নদীপুর সদর,উপজেলা কমিটি,upazila,উপজেলা দপ্তর,জেলা কমিটি,৫",
        "নদীপুর,জেলা কমিটি,জেলা আইসিটি কমিটি,জেলা দপ্তর,,",
    )
    assert verdicts(found) == [NEW, NEW]
    below, above = (row.parts[0].thing for row in found.rows)
    assert (below.parent, below.layout, below.quorum, above.layout) == (above, "upazila", 5, "district")


HABITS = "Area,Committee,Members comment,Chair edits,Days to the reminder"


def test_the_habits_of_a_review_are_set_by_yes_and_no_in_either_language(
    everywhere: Powers, office: Office, area: Area
) -> None:
    make_committee("ক", area=area, office=office, chair_edits=True, reminder_days=3)
    found = planned(everywhere, HABITS, "নদীপুর,ক,হ্যাঁ,no,৫")
    (committee,) = (row.parts[0].thing for row in found.rows)
    assert (committee.members_comment, committee.chair_edits, committee.reminder_days) == (True, False, 5)


def test_empty_cells_leave_what_may_not_be_empty_and_forget_the_reminder(
    everywhere: Powers, office: Office, area: Area
) -> None:
    make_committee("ক", area=area, office=office, chair_edits=True, reminder_days=3)
    found = planned(everywhere, HABITS, "নদীপুর,ক,,,")
    (committee,) = (row.parts[0].thing for row in found.rows)
    assert (committee.members_comment, committee.chair_edits, committee.reminder_days) == (False, True, None)


def test_habits_that_cannot_be_are_refused(everywhere: Powers, office: Office, area: Area) -> None:
    for name in ("ক", "খ"):
        make_committee(name, area=area, office=office)
    found = planned(everywhere, HABITS, "নদীপুর,ক,হয়তো,no,", "নদীপুর,খ,yes,no,0")
    assert messages(found) == [
        ["Members comment: “হয়তো” is none of: yes; no."],
        ["Days to the reminder: Ensure this value is greater than or equal to 1."],
    ]


def test_committees_report_upwards_only(everywhere: Powers, office: Office, area: Area) -> None:
    make_committee("ক", area=area, office=office)
    found = planned(
        everywhere,
        BODIES,
        "নদীপুর,ক,,,গ,",
        "নদীপুর,খ,district,জেলা দপ্তর,ক,",
        "নদীপুর,গ,district,জেলা দপ্তর,খ,",
        "নদীপুর,ঘ,district,জেলা দপ্তর,গ,",
        "নদীপুর,ঙ,,জেলা দপ্তর,,",
        "নদীপুর,চ,district,,,",
        "নদীপুর,ছ,district,জেলা দপ্তর,উধাও,",
    )
    assert verdicts(found) == [REFUSED, NEW, REFUSED, REFUSED, REFUSED, REFUSED, REFUSED]
    assert [said for row in messages(found) for said in row] == [
        "Committee above: It is entered by row 4, which is refused.",
        "Committee above: A committee cannot report to itself, nor to one that reports to it.",
        "Committee above: It is entered by row 4, which is refused.",
        "Kind of committee: A new committee needs its kind.",
        "Office: A new committee needs the office that issues its minutes.",
        "Committee above: There is no committee “উধাও” in Nadipur, district in your charge.",
    ]


# seats


SEATED = "Area,Committee,Role,Office,Post,Private member,From,To"


def test_seats_are_of_posts_or_of_private_persons(everywhere: Powers, office: Office, area: Area) -> None:
    committee = Committee.objects.create(name_bn="কমিটি", area=area, office=office, kind="district")
    sitting = make_post("ক", office=office)
    Membership.objects.create(committee=committee, role="chair", post=sitting, starts_on=LONG_AGO)
    make_post("খ", office=office)
    found = planned(
        everywhere,
        SEATED,
        f"নদীপুর,কমিটি,সভাপতি,জেলা দপ্তর,ক,,{LONG_AGO},",
        "নদীপুর,কমিটি,chair,জেলা দপ্তর,খ,,01-07-2026,",
        "নদীপুর,কমিটি,সদস্য,জেলা দপ্তর,খ,,01-07-2026,",
        "নদীপুর,কমিটি,সদস্য,,,নমুনা রহমান,01-07-2026,",
        "নদীপুর,কমিটি,member,,,নমুনা রহমান,01-08-2026,",
        "নদীপুর,কমিটি,member,জেলা দপ্তর,খ,নমুনা রহমান,01-07-2026,",
        "নদীপুর,কমিটি,member,,,,01-07-2026,",
        "নদীপুর,কমিটি,member,,খ,,01-07-2026,",
    )
    assert verdicts(found) == [SAME, REFUSED, NEW, NEW, REFUSED, REFUSED, REFUSED, REFUSED]
    assert [said for row in messages(found) for said in row] == [
        "ক, জেলা দপ্তর has this seat since 1 January 2020.",
        "নমুনা রহমান has this seat since 1 July 2026 by row 5 already.",
        "Private member: A seat belongs to a post or to a private person: leave one of the two empty.",
        "Post: Choose a post, or write the name of a private person.",
        "Office: Name the office of the post.",
    ]


# codes of areas


def test_codes_are_the_whole_countrys_and_each_is_of_one_area(everywhere: Powers, area: Area) -> None:
    other = make_area("উজানপুর")
    lines = ("Area,Geographic code", "নদীপুর,৯৯০১", "উজানপুর,9901")
    found = planned(everywhere, *lines)
    assert verdicts(found) == [CHANGED, REFUSED]
    assert messages(found)[1] == ["Geographic code: Another area has the code 9901."]
    moved = planned(everywhere, "Area,Geographic code", "নদীপুর,400", "উজানপুর,9900")
    assert verdicts(moved) == [CHANGED, REFUSED]
    assert changes(moved.rows[0]) == {"code": ("9900", "0400")}
    assert verdicts(planned(in_charge_of(other), *lines)) == [REFUSED, REFUSED]


# whose charge it is


def test_what_lies_elsewhere_is_unknown(office: Office) -> None:
    elsewhere = make_area("উজানপুর")
    hidden = make_office("গোপন দপ্তর", area=elsewhere)
    make_tenure(make_post("গোপন পদ", office=hidden), make_user("গোপন নাম", email="hidden@example.org"))
    make_committee("গোপন কমিটি", area=elsewhere, office=hidden)
    make_post("ক", office=office)
    mine = in_charge_of(office.area)
    for lines in (
        ("Area,Office,Website", "উজানপুর,গোপন দপ্তর,x", ",গোপন দপ্তর,x", "উজানপুর,অন্য দপ্তর,x"),
        ("Area,Office,Post", "উজানপুর,গোপন দপ্তর,গোপন পদ", ",গোপন দপ্তর,গোপন পদ", "উজানপুর,অন্য দপ্তর,অন্য"),
        (HEAD, "x@example.org,x,উজানপুর,গোপন দপ্তর,গোপন পদ,,01-07-2026,", "hidden@example.org,নতুন নাম,,,,,,"),
        (BODIES, "উজানপুর,গোপন কমিটি,district,গোপন দপ্তর,,", "নদীপুর,ক,district,গোপন দপ্তর,,"),
        (SEATED, "উজানপুর,গোপন কমিটি,member,জেলা দপ্তর,ক,,01-07-2026,"),
    ):
        found = planned(mine, *lines)
        assert set(verdicts(found)) == {REFUSED}
        said = " ".join(said for row in found.rows for said in row.messages)
        typed = " ".join(lines)
        assert all(word in typed for word in ("গোপন নাম", "গোপন পদ", "গোপন দপ্তর", "গোপন কমিটি") if word in said)
    unknown = planned(mine, "Area,Office,Post", "উজানপুর,গোপন দপ্তর,ক", "উজানপুর,উধাও,ক")
    there, not_there = (row.messages[0] for row in unknown.rows)
    assert there.replace("গোপন দপ্তর", "") == not_there.replace("উধাও", "")


def test_an_officer_from_elsewhere_takes_up_a_post_and_keeps_the_own_name(office: Office) -> None:
    make_post("ক", office=office)
    away = make_tenure(person=make_user("দূরের জন", email="far@example.org"))
    mine = in_charge_of(office.area)
    line = "far@example.org,{},নদীপুর,জেলা দপ্তর,ক,{},01-07-2026,"
    assert verdicts(planned(mine, HEAD, line.format("", "additional"))) == [NEW]
    assert verdicts(planned(mine, HEAD, line.format("দূরের জন", "additional"))) == [NEW]
    refused = planned(mine, HEAD, line.format("", ""), line.format("অন্য নাম", "additional"))
    assert messages(refused) == [
        ["This person regularly holds a post outside your charge in that time: enter an additional duty."],
        ["Name: This address has an account outside your charge, which says otherwise. Leave the cell empty."],
    ]
    assert away.post.office.name_bn not in str(messages(refused))


def test_who_has_powers_elsewhere_too_is_changed_by_nobody_of_one_area(office: Office) -> None:
    person = make_user("কল্পনা", email="both@example.org")
    make_tenure(make_post("ক", office=office), person)
    make_tenure(person=person, kind="additional")
    found = planned(in_charge_of(office.area), "E-mail,Name", "both@example.org,অন্য")
    assert "all areas in which this person has posts" in messages(found)[0][0]


def test_a_plan_asks_as_little_for_many_rows_as_for_one(
    everywhere: Powers, office: Office, django_assert_num_queries: Any
) -> None:
    people = [make_tenure(make_post(f"পদ {n}", office=office)).person.email for n in range(6)]
    rows = [f"{email},,নদীপুর,জেলা দপ্তর,পদ {n},,{LONG_AGO},01-07-2026" for n, email in enumerate(people)]
    for count in (1, 6):
        with django_assert_num_queries(7):
            assert verdicts(planned(everywhere, HEAD, *rows[:count])) == [CHANGED] * count


def test_the_digest_is_of_what_would_be_done(everywhere: Powers, area: Area) -> None:
    lines = ("Area,Office,Website", "নদীপুর,ক,x", "নদীপুর,=,x")
    with translation.override("bn"):
        before = planned(everywhere, *lines).digest()
    assert planned(everywhere, *lines).digest() == before
    make_office("ক", area=area, website="y")
    assert planned(everywhere, *lines).digest() != before


def test_planning_writes_nothing(everywhere: Powers, area: Area) -> None:
    planned(everywhere, "Area,Office", "নদীপুর,ক")
    assert (Office.objects.count(), Post.objects.count()) == (0, 0)
