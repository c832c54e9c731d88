"""A sheet is taken as a whole or not at all, once, and can be undone."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone, translation

from accounts.domain.audit import Actor
from accounts.domain.changes import undo
from accounts.models import AuditRecord, User
from committees.models import Administration, Area, Committee, Membership, Office, Post, SheetUpload, Tenure
from committees.powers import Powers, powers_of
from committees.sheets.columns import Verdict
from committees.sheets.planning import plan
from committees.sheets.taking import KEPT, OutdatedError, TakeError, forget_old, look_again, receive, take
from tests.committees.sheets.books import csv_of
from tests.factories import LONG_AGO, make_administrator, make_area, make_office, make_post, make_tenure, make_user
from tests.races import at_one_lock

pytestmark = pytest.mark.django_db

OFFICES = ("Area,Office,Website", "নদীপুর,ক,www.a.example", "নদীপুর,খ,www.b.example")


@pytest.fixture
def area(db: None) -> Area:
    return make_area("নদীপুর")


@pytest.fixture
def everywhere(db: None) -> Powers:
    return powers_of(make_administrator())


def received(powers: Powers, *lines: str) -> SheetUpload:
    return receive(csv_of(*lines), "সারণি.csv", powers)


def taken(powers: Powers, *lines: str, leave_out: bool = False) -> SheetUpload:
    upload = received(powers, *lines)
    take(upload, powers, Actor(powers.user), seen=upload.digest, leave_out=leave_out)
    return upload


def same(powers: Powers, *lines: str) -> bool:
    return {row.verdict for row in plan(csv_of(*lines), powers).rows} == {Verdict.UNCHANGED}


def test_a_sheet_is_taken_as_one_step(everywhere: Powers, area: Area) -> None:
    make_office("ক", area=area)
    upload = taken(everywhere, *OFFICES)
    assert set(Office.objects.values_list("name_bn", "website")) == {("ক", "www.a.example"), ("খ", "www.b.example")}
    records = AuditRecord.objects.filter(step=upload.step)
    assert [(record.action, record.details["did"], record.details["sheet"]) for record in records] == [
        ("sheet.take", "add", "সারণি.csv"),
        ("sheet.take", "change", "সারণি.csv"),
    ]
    assert same(everywhere, *OFFICES)


def test_the_same_sheet_twice_changes_nothing(everywhere: Powers, area: Area) -> None:
    first = taken(everywhere, *OFFICES)
    for again in (first, received(everywhere, *OFFICES)):
        with pytest.raises(TakeError, match=r"taken already|nothing to take"):
            take(again, everywhere, Actor(everywhere.user), seen=again.digest)
    assert AuditRecord.objects.filter(action="sheet.take").count() == 2


def test_a_refused_row_keeps_the_whole_sheet_from_being_taken(everywhere: Powers, area: Area) -> None:
    lines = (*OFFICES, "উজানপুর,গ,")
    with pytest.raises(TakeError, match="Some rows are refused"):
        taken(everywhere, *lines)
    assert Office.objects.count() == 0
    taken(everywhere, *lines, leave_out=True)
    assert set(Office.objects.values_list("name_bn", flat=True)) == {"ক", "খ"}


def test_what_changed_since_the_preview_is_shown_before_anything_is_taken(everywhere: Powers, area: Area) -> None:
    upload = received(everywhere, *OFFICES)
    seen = upload.digest
    make_office("ক", area=area)
    with pytest.raises(OutdatedError):
        take(upload, everywhere, Actor(everywhere.user), seen=seen)
    assert Office.objects.count() == 1
    assert SheetUpload.objects.get().taken_at is None
    look_again(upload, everywhere)
    assert [row["verdict"] for row in upload.preview] == ["changed", "created"]
    take(upload, everywhere, Actor(everywhere.user), seen=upload.digest)
    assert Office.objects.count() == 2


def test_a_whole_district_by_sheets_and_back(everywhere: Powers, area: Area) -> None:
    make_area("নদীপুর সদর", kind=Area.Kind.UPAZILA, parent=area)
    sheets = [
        ("Area,Office", "নদীপুর,জেলা দপ্তর", "নদীপুর সদর,উপজেলা দপ্তর"),
        ("Area,Office,Post", "নদীপুর,জেলা দপ্তর,প্রশাসক", "নদীপুর সদর,উপজেলা দপ্তর,অফিসার"),
        (
            "E-mail,Name,Area,Office,Post,Kind of duty,From",
            "a@example.org,নমুনা,নদীপুর,জেলা দপ্তর,প্রশাসক,,1-1-2026",
            "a@example.org,,নদীপুর সদর,উপজেলা দপ্তর,অফিসার,ভারপ্রাপ্ত,1-1-2026",
            "b@example.org,কল্পনা,,,,,",
        ),
        (
            "Area,Committee,Kind of committee,Office,Committee above",
            "নদীপুর সদর,উপজেলা কমিটি,upazila,উপজেলা দপ্তর,জেলা কমিটি",
            "নদীপুর,জেলা কমিটি,district,জেলা দপ্তর,",
        ),
        (
            "Area,Committee,Role,Area of the office,Office,Post,Private member,From",
            "নদীপুর,জেলা কমিটি,সভাপতি,,জেলা দপ্তর,প্রশাসক,,1-1-2026",
            "নদীপুর,জেলা কমিটি,সদস্য,নদীপুর সদর,উপজেলা দপ্তর,অফিসার,,1-1-2026",
            "নদীপুর,জেলা কমিটি,adviser,,,,আদর্শ সেন,1-1-2026",
        ),
    ]
    uploads = [taken(everywhere, *lines) for lines in sheets]
    assert all(same(everywhere, *lines) for lines in sheets)
    assert Committee.objects.get(name_bn="উপজেলা কমিটি").parent.name_bn == "জেলা কমিটি"
    newcomer = User.objects.get(email="a@example.org")
    assert not newcomer.has_usable_password()
    assert newcomer.password != User.objects.get(email="b@example.org").password  # links to set one hang on it
    assert powers_of(newcomer).has(Committee.objects.get(name_bn="জেলা কমিটি").pk, "chair")
    for upload in reversed(uploads):
        assert upload.step is not None
        undo(upload.step, by=Actor(everywhere.user))
    for model in (Office, Post, Tenure, Committee, Membership):
        assert model.objects.count() == 0
    assert set(User.objects.all()) == {everywhere.user}


def test_posts_change_hands_by_one_sheet(everywhere: Powers, area: Area) -> None:
    office = make_office("দপ্তর", area=area)
    post, other = make_post("ক", office=office), make_post("খ", office=office)
    make_tenure(post, make_user("এক", email="one@example.org"))
    make_tenure(other, make_user("দুই", email="two@example.org"))
    taken(
        everywhere,
        "E-mail,Area,Office,Post,Kind of duty,From,To",
        "one@example.org,নদীপুর,দপ্তর,খ,,01-07-2026,",
        "two@example.org,নদীপুর,দপ্তর,ক,,01-07-2026,",
        f"one@example.org,নদীপুর,দপ্তর,ক,,{LONG_AGO},30-06-2026",
        f"two@example.org,নদীপুর,দপ্তর,খ,additional,{LONG_AGO},",
    )
    day = datetime.date(2026, 7, 1)
    assert set(Tenure.objects.on(day).values_list("post__name_bn", "person__name_bn", "kind")) == {
        ("ক", "দুই", "regular"),
        ("খ", "এক", "regular"),
        ("খ", "দুই", "additional"),
    }


def test_the_preview_is_kept_in_the_words_of_its_reader(everywhere: Powers, area: Area) -> None:
    make_office("ক", area=area, website="www.old.example")
    upload = received(everywhere, *OFFICES, "নদীপুর,,")
    assert upload.preview == [
        {
            "number": 2,
            "verdict": "changed",
            "name": "ক, নদীপুর",
            "changes": [["Website", "www.old.example", "www.a.example"]],
            "messages": [],
        },
        {
            "number": 3,
            "verdict": "created",
            "name": "খ, নদীপুর",
            "changes": [["Website", "", "www.b.example"]],
            "messages": [],
        },
        {
            "number": 4,
            "verdict": "refused",
            "name": "নদীপুর",
            "changes": [],
            "messages": ["Office: This cell may not be empty."],
        },
    ]
    before = upload.digest
    with translation.override("bn"):
        look_again(upload, everywhere)
    assert upload.preview[0]["changes"][0][0] == "ওয়েবসাইট"
    assert (upload.language, upload.digest) == ("bn", before)


def test_sheets_are_forgotten_after_a_month(everywhere: Powers, area: Area) -> None:
    old, new = (received(everywhere, *OFFICES) for _n in range(2))
    SheetUpload.objects.filter(pk=old.pk).update(created_at=timezone.now() - KEPT - datetime.timedelta(minutes=1))
    forget_old()
    assert list(SheetUpload.objects.all()) == [new]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_at_once_the_second_sees_what_the_first_did() -> None:
    area = make_area("নদীপুর")
    make_post("আগের", office=make_office("দপ্তর", area=area))
    lines = ("Area,Office,Post", "নদীপুর,দপ্তর,ক", "নদীপুর,দপ্তর,খ")
    uploads = [received(powers_of(make_administrator()), *lines) for _n in range(2)]

    def taking(upload: SheetUpload) -> object:
        powers = powers_of(upload.owner)
        with translation.override("en"):
            return take(upload, powers, Actor(powers.user), seen=upload.digest)

    outcomes = at_one_lock(SheetUpload.objects.order_by("pk"), lambda: taking(uploads[0]), lambda: taking(uploads[1]))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", "OutdatedError"]
    assert sorted(Post.objects.values_list("name_bn", flat=True)) == ["আগের", "ক", "খ"]


def test_the_last_administrator_of_the_country_is_not_sent_away_by_a_sheet(area: Area) -> None:
    tenure = make_tenure(make_post("মহাপরিচালক", office=make_office("ক", area=area)))
    Administration.objects.create(post=tenure.post)
    left = f"{tenure.person.email},নদীপুর,ক,মহাপরিচালক,01-01-2020,01-01-2022"
    with pytest.raises(TakeError, match="Nobody would administer"):
        taken(powers_of(tenure.person), "E-mail,Area,Office,Post,From,To", left)
    assert powers_of(tenure.person).everywhere
    assert not AuditRecord.objects.exists()
