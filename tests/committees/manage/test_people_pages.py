"""People, tenures, charges and keys in the administration: what is done, by whom, and what nobody foreign sees."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.domain.alerts import tell
from accounts.domain.audit import Actor
from accounts.domain.changes import Step
from accounts.domain.factors import has_factor
from accounts.domain.invitations import invite
from accounts.domain.sessions import sessions_of
from accounts.domain.signing import create_key, retire
from accounts.models import Alert, AuditRecord, SigningKey, User
from committees.models import Administration, Area, Membership, Post, Tenure
from committees.powers import powers_of
from committees.sheets.planning import plan
from tests.clients import after_a_sign_in, queries_of, signed_in
from tests.committees.sheets.books import csv_of
from tests.factories import (
    LONG_AGO,
    give_totp,
    make_administrator,
    make_area,
    make_committee,
    make_meeting,
    make_minutes,
    make_office,
    make_post,
    make_tenure,
    make_user,
)

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
NEW = {
    "name_bn": "নমুনা নতুন",
    "email": "New.Person@example.org",
    "language": "bn",
    "kind": "regular",
    "starts_on": "০১-০৩-২০২৪",
}


@pytest.fixture
def district() -> Area:
    return make_area("নদীপুর", code="9901")


@pytest.fixture
def administrator(district: Area) -> User:
    """In charge of the district alone, by a post there; pages are in English."""
    tenure = make_tenure(make_post(office=make_office(area=district)), make_user("প্রশাসক", language="en"))
    Administration.objects.create(post=tenure.post, area=district)
    return tenure.person


@pytest.fixture
def officer(district: Area) -> User:
    """Holds one post of the district."""
    return holder_in(district, name_en="Officer")


def holder_in(area: Area, **fields: Any) -> User:
    return make_tenure(make_post(office=make_office(area=area)), make_user(**fields)).person


def post_of(person: User) -> Post:
    return Tenure.objects.get(person=person).post


def pick(thing: Any) -> str:
    return f"{thing} #{thing.pk}"


def address(name: str, thing: Any = None) -> str:
    return reverse(name, args=[thing.pk] if thing else [])


# New people


def test_a_person_is_entered_with_a_post_and_invited(administrator: User, district: Area) -> None:
    post = make_post(office=make_office(area=district))
    data = NEW | {"post": pick(post), "invited": "on"}
    answer = signed_in(administrator).post(address("manage:new_person"), data)
    person = User.objects.get(email="new.person@example.org")
    assert answer["Location"] == address("oversight:person", person)
    assert not person.has_usable_password()
    tenure = Tenure.objects.get(person=person)
    assert (tenure.post, tenure.kind, tenure.starts_on) == (post, "regular", datetime.date(2024, 3, 1))
    assert [alert.what for alert in person.alerts.all()] == [Alert.What.INVITATION]
    steps = set(AuditRecord.objects.filter(action="person.add").values_list("step", flat=True))
    assert len(steps) == 1


def test_whom_somebody_entered_without_a_post_only_that_administrator_sees(administrator: User, district: Area) -> None:
    signed_in(administrator).post(address("manage:new_person"), NEW)
    person = User.objects.get(email="new.person@example.org")
    colleague = make_user()
    Administration.objects.create(person=colleague, area=district)
    assert signed_in(administrator).get(address("oversight:person", person)).status_code == 200
    assert signed_in(colleague).get(address("oversight:person", person)).status_code == 404
    make_tenure(make_post(office=make_office(area=make_area())), person)
    assert signed_in(administrator).get(address("oversight:person", person)).status_code == 404


def test_an_address_that_has_an_account_is_asked_about_and_then_used(administrator: User, district: Area) -> None:
    there = make_user("পুরাতন নাম", email="new.person@example.org")
    client, post = signed_in(administrator), make_post(office=make_office(area=district))
    page = client.post(address("manage:new_person"), NEW | {"post": pick(post)})
    assert page.status_code == 422
    assert "পুরাতন নাম" in page.content.decode()
    assert not Tenure.objects.filter(post=post).exists()

    without_post = client.post(address("manage:new_person"), NEW | {"use_account": "on"})
    assert without_post.status_code == 422

    client.post(address("manage:new_person"), NEW | {"post": pick(post), "use_account": "on", "invited": "on"})
    assert Tenure.objects.get(post=post).person == there
    there.refresh_from_db()
    assert there.name_bn == "পুরাতন নাম"
    assert not there.alerts.exists()  # who has a password needs no invitation


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"email": "no address"}, "valid email"),
        ({"name_bn": ""}, "required"),
        ({"name_bn": "ক<script>"}, "stands in plain text"),
        ({"starts_on": "কবে?", "post": "{post}"}, "not a date"),
        ({"starts_on": "01-01-1950", "post": "{post}"}, "1971"),
        ({"starts_on": "", "post": "{post}"}, "Give the day"),
        ({"starts_on": "01-01-2031", "post": "{post}"}, "a year ahead"),
        ({"post": "{held}"}, "Officer holds this post regularly from 1 January 2020 on"),
        ({"post": "{foreign}"}, "Nothing in your charge"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_entered(
    administrator: User, officer: User, district: Area, wrong: dict[str, str], said: str
) -> None:
    posts = {
        "post": make_post(office=make_office(area=district)),
        "held": post_of(officer),
        "foreign": make_post(office=make_office(area=make_area())),
    }
    typed = {name: value.format(**{key: pick(post) for key, post in posts.items()}) for name, value in wrong.items()}
    before = User.objects.count(), Tenure.objects.count(), AuditRecord.objects.count()
    page = signed_in(administrator).post(address("manage:new_person"), NEW | typed)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert (User.objects.count(), Tenure.objects.count(), AuditRecord.objects.count()) == before


def test_a_holder_is_replaced_at_wish(administrator: User, officer: User) -> None:
    post = post_of(officer)
    signed_in(administrator).post(address("manage:new_person"), NEW | {"post": pick(post), "replaces": "on"})
    days = Tenure.objects.filter(post=post).order_by("starts_on").values_list("person__name_en", "starts_on", "ends_on")
    first = datetime.date(2024, 3, 1)
    assert list(days) == [("Officer", LONG_AGO, first - datetime.timedelta(days=1)), ("", first, None)]


# One person


def test_an_account_is_changed_and_the_old_address_is_told(administrator: User, officer: User) -> None:
    before = officer.email
    data = {"name_bn": "নতুন নাম", "name_en": "New Name", "email": "Other@example.org", "language": "en"}
    assert signed_in(administrator).post(address("manage:edit_person", officer), data).status_code == 302
    officer.refresh_from_db()
    assert (officer.name_bn, officer.email) == ("নতুন নাম", "other@example.org")
    alert = Alert.objects.get(person=officer)
    assert (alert.what, alert.address, alert.by) == (Alert.What.ADDRESS_CHANGED, before, administrator)
    data["email"] = administrator.email
    assert signed_in(administrator).post(address("manage:edit_person", officer), data).status_code == 422


def test_a_closed_account_is_signed_out_and_in_no_more_until_it_is_opened(administrator: User, officer: User) -> None:
    browser, client = after_a_sign_in(officer, "/", None).client, signed_in(administrator)
    assert browser.get("/").status_code == 200
    page = client.post(address("manage:close_person", officer), follow=True)
    assert b"still holds a post" in page.content
    assert browser.get("/").status_code == 302
    assert sessions_of(officer) == []
    client.post(address("manage:reopen_person", officer))
    officer.refresh_from_db()
    assert officer.is_active
    assert browser.get("/").status_code == 302


def test_an_invitation_is_sent_again_to_whoever_has_no_password(administrator: User, officer: User) -> None:
    client = signed_in(administrator)
    assert client.post(address("manage:invite_person", officer)).status_code == 403
    officer.set_unusable_password()
    officer.save()
    for _n in range(2):
        client.post(address("manage:invite_person", officer))
    assert officer.alerts.filter(what=Alert.What.INVITATION).count() == 2


def test_a_second_factor_is_reset(administrator: User, officer: User) -> None:
    give_totp(officer)
    signed_in(administrator).post(address("manage:reset_factors", officer))
    assert not has_factor(officer)
    assert officer.alerts.latest("pk").what == Alert.What.FACTORS_RESET


def test_a_key_is_retired_or_revoked_with_a_reason(administrator: User, officer: User) -> None:
    client = signed_in(administrator)
    client.post(address("manage:retire_key", create_key(officer, "420961")))
    assert SigningKey.objects.get().retired_at
    key = create_key(officer, "420961")
    assert client.post(address("manage:revoke_key", key), {"reason": " "}).status_code == 422
    client.post(address("manage:revoke_key", key), {"reason": "PIN জানা গেছে"})
    key.refresh_from_db()
    assert (bool(key.revoked_at), key.revocation_reason) == (True, "PIN জানা গেছে")
    assert [alert.what for alert in officer.alerts.order_by("pk")] == [Alert.What.KEY_RETIRED, Alert.What.KEY_REVOKED]


SECURED = ("close_person", "reopen_person", "reset_factors", "retire_key", "revoke_key")


@pytest.mark.parametrize("name", SECURED)
def test_nobody_does_to_the_own_account_what_another_has_to_do(administrator: User, name: str) -> None:
    subject: Any = create_key(administrator, "420961") if name.endswith("_key") else administrator
    assert signed_in(administrator).post(address(f"manage:{name}", subject), {"reason": "ক"}).status_code == 403
    assert User.objects.get(pk=administrator.pk).is_active


@pytest.mark.parametrize("ends_on", [None, TODAY + datetime.timedelta(days=9)])
@pytest.mark.parametrize("name", [*SECURED, "edit_person", "invite_person"])
def test_whoever_has_a_post_elsewhere_too_is_read_and_not_changed(
    administrator: User, officer: User, name: str, ends_on: datetime.date | None
) -> None:
    make_tenure(make_post(office=make_office(area=make_area())), officer, kind="additional", ends_on=ends_on)
    client = signed_in(administrator)
    page = client.get(address("oversight:person", officer)).content.decode()
    assert "Only administrators of all areas" in page
    assert "Close the account" not in page
    subject: Any = create_key(officer, "420961") if name.endswith("_key") else officer
    assert client.post(address(f"manage:{name}", subject), {"reason": "ক"}).status_code == 403
    assert User.objects.get(pk=officer.pk).is_active


STALE = (*SECURED, "new_charge", "edit_person")


@pytest.mark.parametrize("name", STALE)
def test_steps_that_open_or_shut_accounts_ask_once_more_who_it_is(
    administrator: User, officer: User, name: str
) -> None:
    subject: Any = None if name == "new_charge" else officer
    subject = create_key(officer, "420961") if name.endswith("_key") else subject
    where = address(f"manage:{name}", subject)
    answer = signed_in(administrator, stale=True).post(where, {"reason": "ক"})
    assert answer["Location"].startswith(reverse("accounts:confirm"))
    assert User.objects.get(pk=officer.pk).is_active


def test_the_last_administrator_of_the_country_is_not_closed() -> None:
    last, other = make_user(), make_administrator()
    Administration.objects.create(person=last)
    User.objects.filter(pk=other.pk).update(is_active=True)
    client = signed_in(last, "en")
    page = client.post(address("manage:close_person", other), follow=True)
    assert not User.objects.get(pk=other.pk).is_active
    assert b"is closed" in page.content
    helper = make_user()
    Administration.objects.create(person=helper)
    signed_in(helper).post(address("manage:close_person", last))
    assert not User.objects.get(pk=last.pk).is_active


def test_the_history_of_a_person_tells_the_tenures_too(administrator: User, officer: User) -> None:
    client, tenure = signed_in(administrator), Tenure.objects.get(person=officer)
    client.post(address("manage:tenure", tenure), {"kind": "in_charge", "starts_on": "০২-০১-২০২০"})
    page = client.get(reverse("manage:history_of", args=["person", officer.pk])).content.decode()
    assert "put right a tenure" in page
    assert "2 January 2020" in page


# Tenures


def test_a_tenure_is_put_right_and_removed(administrator: User, officer: User) -> None:
    client, tenure = signed_in(administrator), Tenure.objects.get(person=officer)
    data = {"kind": "additional", "starts_on": "০২-০১-২০২০", "ends_on": "05-02-2024"}
    client.post(address("manage:tenure", tenure), data)
    tenure.refresh_from_db()
    assert (tenure.kind, tenure.starts_on, tenure.ends_on) == (
        "additional",
        datetime.date(2020, 1, 2),
        datetime.date(2024, 2, 5),
    )
    wrong = client.post(address("manage:tenure", tenure), data | {"ends_on": "০১-০১-২০২০"})
    assert (wrong.status_code, b"before the first" in wrong.content) == (422, True)
    client.post(address("manage:remove_tenure", tenure))
    assert not Tenure.objects.filter(pk=tenure.pk).exists()


def test_a_post_gets_a_holder(administrator: User, officer: User, district: Area) -> None:
    post = make_post(office=make_office(area=district))
    data = {"person": pick(officer), "kind": "regular", "starts_on": "1-1-2025"}
    client = signed_in(administrator)
    unknown = client.post(address("manage:add_holder", post), data | {"person": "আরেকজন"}).content.decode()
    assert "or enter the person first" in unknown
    assert f'href="{address("manage:new_person")}"' in unknown
    assert b"holds the post of" in client.post(address("manage:add_holder", post), data).content
    client.post(address("manage:add_holder", post), data | {"leaves": "on"})
    assert list(powers_of(officer).posts) == [post.pk]


# The transfer


def typed(tenure: Tenure, **more: Any) -> dict[str, Any]:
    kinds = {"successor_kind": "regular", "new_kind": "regular"}
    return {"tenure": tenure.pk, "day": TODAY.strftime("%d-%m-%Y"), **kinds, **more}


def test_a_transfer_is_looked_at_and_then_done(administrator: User, officer: User, district: Area) -> None:
    tenure, successor = Tenure.objects.get(person=officer), holder_in(district, name_en="Successor")
    Tenure.objects.filter(person=successor).delete()
    make_tenure(make_post(office=make_office(area=district)), successor, kind="additional")
    client, where = signed_in(administrator), address("oversight:transfer", officer)
    data = typed(tenure, successor=pick(successor), successor_kind="regular")
    before = list(Tenure.objects.order_by("pk").values()), AuditRecord.objects.count()

    page = client.post(where, data).content.decode()
    assert "Officer leaves the post of" in page
    assert "Successor takes up the post of" in page
    assert (list(Tenure.objects.order_by("pk").values()), AuditRecord.objects.count()) == before

    again = client.post(where, data | {"step": "edit"}).content.decode()
    assert pick(successor) in again
    assert list(Tenure.objects.order_by("pk").values()) == before[0]

    client.post(where, data | {"step": "confirm"})
    assert powers_of(officer).posts == {}
    assert tenure.post_id in powers_of(successor).posts


def test_the_review_says_whose_rights_move_and_who_is_waited_for(administrator: User, district: Area) -> None:
    seated = make_committee("নদীপুর কমিটি", area=district, office=make_office(area=district))
    User.objects.filter(pk=seated.chair.pk).update(name_en="Chair")
    make_minutes(make_meeting(seated.committee), "in_review")
    tenure = Tenure.objects.get(person=seated.chair)
    client, where = signed_in(administrator), address("oversight:transfer", seated.chair)
    page = client.post(where, typed(tenure)).content.decode()
    assert "no longer chair: নদীপুর কমিটি" in page
    assert "Waits for nobody: nobody holds the post of" in page
    assert "have nobody as chair or as member secretary" in page
    assert "At once" in page

    successor = holder_in(district, name_en="Successor")
    Tenure.objects.filter(person=successor).update(kind="additional")
    page = client.post(where, typed(tenure, successor=pick(successor))).content.decode()
    assert "from then on chair: নদীপুর কমিটি" in page
    assert "Waits for Successor," in page
    assert "have nobody as chair" not in page


def test_a_chain_goes_on(administrator: User, officer: User, district: Area) -> None:
    second, third = holder_in(district), holder_in(district)
    goal, onward = post_of(second), post_of(third)
    data = typed(Tenure.objects.get(person=officer), new_post=pick(goal), onward=pick(onward), replaces="on")
    signed_in(administrator).post(address("oversight:transfer", officer), data | {"step": "confirm"})
    assert [list(powers_of(person).posts) for person in (officer, second, third)] == [[goal.pk], [onward.pk], []]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"day": "কবে?"}, "not a date"),
        ({"day": "01-01-2020"}, "is not before this day"),
        ({"day": "01-01-1950"}, "1971"),
        ({"tenure": "0"}, "Select a valid choice"),
        ({"new_post": "{held}"}, "Second holds this post regularly from 1 January 2020 on"),
        ({"successor": "{second}"}, "Second holds the post of"),
        ({"onward": "{free}"}, "tick that above"),
        ({"new_post": "{free}", "replaces": "on", "onward": "{held}"}, "Nobody holds the new post"),
        ({"new_post": "{foreign}"}, "Nothing in your charge"),
        ({"successor": "{stranger}"}, "Nobody in your charge"),
    ],
)
@pytest.mark.parametrize("step", ["", "confirm"])
def test_a_transfer_that_cannot_be_says_why(
    administrator: User, officer: User, district: Area, wrong: dict[str, str], said: str, step: str
) -> None:
    second, stranger = holder_in(district, name_en="Second"), holder_in(make_area())
    things = {
        "held": post_of(second),
        "second": second,
        "free": make_post(office=make_office(area=district)),
        "foreign": post_of(stranger),
        "stranger": stranger,
    }
    values = {
        name: value.format(**{key: pick(thing) for key, thing in things.items()}) for name, value in wrong.items()
    }
    before = list(Tenure.objects.order_by("pk").values()), AuditRecord.objects.count()
    data = typed(Tenure.objects.get(person=officer)) | values | {"step": step}
    page = signed_in(administrator).post(address("oversight:transfer", officer), data)
    assert page.status_code == 422
    assert said in page.content.decode()
    assert (list(Tenure.objects.order_by("pk").values()), AuditRecord.objects.count()) == before


def test_who_holds_nothing_here_is_not_transferred(administrator: User, officer: User) -> None:
    Tenure.objects.filter(person=officer).update(ends_on=TODAY - datetime.timedelta(days=1))
    page = signed_in(administrator).get(address("oversight:transfer", officer), follow=True)
    assert b"holds no post in your charge" in page.content


# Charges


def test_a_charge_is_given_by_post_and_withdrawn(administrator: User, officer: User, district: Area) -> None:
    client, upazila = signed_in(administrator), make_area(parent=district, kind="upazila")
    client.post(address("manage:new_charge"), {"post": pick(post_of(officer)), "area": pick(upazila)})
    assert powers_of(officer).areas == {upazila.pk}
    charge = Administration.objects.get(area=upazila)
    client.post(address("manage:withdraw_charge", charge))
    assert not powers_of(officer).is_administrator


@pytest.mark.parametrize(
    "wrong",
    [
        {"area": ""},
        {"area": "{above}"},
        {"area": "{foreign}"},
        {"post": "", "person": ""},
        {"person": "{officer}"},
        {"kind": "auditor", "area": ""},
    ],
)
def test_nobody_gives_a_charge_above_the_own(
    administrator: User, officer: User, district: Area, wrong: dict[str, str]
) -> None:
    division = make_area(kind="division")
    district.parent = division
    district.save()
    things = {"above": pick(division), "foreign": pick(make_area()), "officer": pick(officer)}
    values = {name: value.format(**things) for name, value in wrong.items()}
    data = {"post": pick(post_of(officer)), "area": pick(district)} | values
    assert signed_in(administrator).post(address("manage:new_charge"), data).status_code == 422
    assert Administration.objects.count() == 1


def test_nobody_withdraws_the_own_charge_or_one_from_above(administrator: User, district: Area) -> None:
    client = signed_in(administrator)
    assert client.post(address("manage:withdraw_charge", Administration.objects.get())).status_code == 403
    foreign = [
        Administration.objects.create(person=make_user(), area=make_area()),
        Administration.objects.create(person=make_user()),
        Administration.objects.create(person=make_user(), kind="auditor"),
    ]
    for charge in foreign:
        assert client.post(address("manage:withdraw_charge", charge)).status_code == 404
    assert Administration.objects.count() == 4


def test_the_last_charge_of_the_whole_country_stays(administrator: User, officer: User) -> None:
    national = make_administrator()
    charge = Administration.objects.create(post=make_post())  # a vacant post administers nothing
    client = signed_in(national, "en")
    client.post(address("manage:withdraw_charge", charge))
    assert not Administration.objects.filter(pk=charge.pk).exists()
    holder = make_user()
    charge = Administration.objects.create(person=holder)
    second = Administration.objects.create(person=make_user())
    User.objects.filter(pk=national.pk).update(is_superuser=False)
    assert signed_in(holder).post(address("manage:withdraw_charge", second)).status_code == 302
    assert signed_in(holder).post(address("manage:withdraw_charge", charge)).status_code == 403
    assert Administration.objects.filter(pk=charge.pk).exists()


def test_no_undone_step_costs_the_country_its_last_administrator() -> None:
    first, second = make_administrator(), make_user(language="en")
    signed_in(first).post(address("manage:new_charge"), {"kind": "administrator", "person": pick(second)})
    assert powers_of(second).everywhere
    User.objects.filter(pk=first.pk).update(is_superuser=False)
    step = AuditRecord.objects.get(action="charge.grant").step
    page = signed_in(second).post(reverse("manage:undo", args=[step]), follow=True)
    assert b"Nobody would administer the whole country" in page.content
    assert powers_of(second).everywhere
    assert not AuditRecord.objects.filter(action="changes.undo").exists()


def test_an_auditor_is_named_by_the_country_alone(officer: User) -> None:
    client = signed_in(make_administrator(), "en")
    client.post(address("manage:new_charge"), {"kind": "auditor", "post": pick(post_of(officer))})
    assert powers_of(officer).audits
    twice = client.post(address("manage:new_charge"), {"kind": "auditor", "post": pick(post_of(officer))})
    assert b"given already" in twice.content


# Lists


def chair_without_key(district: Area) -> User:
    return make_committee(area=district, office=make_office(area=district)).chair


def as_invited(person: User) -> None:
    person.set_unusable_password()
    person.save()
    invite(person, by=Actor(make_user()))


def as_uninvited(person: User) -> None:
    tell(person, Alert.What.PASSWORD_OFF, by=Actor(make_user()))
    person.set_unusable_password()
    person.save()


def as_closed(person: User) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False)


def as_left(person: User) -> None:
    Tenure.objects.filter(person=person).update(ends_on=TODAY - datetime.timedelta(days=1))


def as_member_secretary(person: User) -> None:
    committee = make_committee(area=make_area(), office=make_office()).committee
    Membership.objects.filter(committee=committee, role="secretary").delete()
    Membership.objects.create(committee=committee, role="secretary", post=post_of(person), starts_on=LONG_AGO)


@pytest.mark.parametrize(
    ("state", "make"),
    [
        ("no-post", as_left),
        ("invited", as_invited),
        ("no-access", as_uninvited),
        ("closed", as_closed),
        ("no-factor", as_member_secretary),
    ],
)
def test_the_list_of_people_is_narrowed(
    administrator: User, officer: User, district: Area, state: str, make: Callable[[User], None]
) -> None:
    give_totp(administrator)
    holder_in(district, name_en="Plain")
    client = signed_in(administrator)
    before = client.get(address("manage:people"), {"state": state}).content.decode()
    assert "Officer" not in before
    make(officer)
    page = client.get(address("manage:people"), {"state": state}).content.decode()
    assert ("Officer" in page, "Plain" in page) == (True, False)


@pytest.mark.parametrize("words", ["offic", "OFFICER@example", "{post}"])
def test_people_are_found_by_name_address_and_post(administrator: User, officer: User, words: str) -> None:
    User.objects.filter(pk=officer.pk).update(email="officer@example.org")
    page = signed_in(administrator).get(address("manage:people"), {"name": words.format(post=post_of(officer).name_bn)})
    assert "Officer" in page.content.decode()
    assert "প্রশাসক" not in page.content.decode().split("<main", 1)[1]


def test_keys_are_narrowed(administrator: User, district: Area) -> None:
    people = {name: chair_without_key(district) for name in ("Locked", "Ending", "Lacking", "Fine")}
    for name, person in people.items():
        User.objects.filter(pk=person.pk).update(name_en=name)
        if name != "Lacking":
            create_key(person, "420961")
    retire(create_key(people["Lacking"], "420961"), by=Actor(people["Lacking"]))
    SigningKey.objects.filter(user=people["Locked"]).update(attempts=5)
    SigningKey.objects.filter(user=people["Ending"]).update(expires_at=timezone.now() + datetime.timedelta(days=3))
    client = signed_in(administrator)
    for state, expected in (("locked", "Locked"), ("ending", "Ending"), ("none", "Lacking")):
        page = client.get(address("manage:keys"), {"state": state}).content.decode()
        assert {name for name in people if f">{name}<" in page} == {expected}
    page = client.get(address("manage:keys")).content.decode()
    assert all(f">{name}<" in page for name in people)


@pytest.mark.parametrize("name", ["people", "keys", "charges"])
def test_a_list_asks_as_often_for_many_as_for_one(administrator: User, district: Area, name: str) -> None:
    def fill() -> None:
        seated = make_committee(area=district, office=make_office(area=district))
        create_key(seated.chair, "420961")
        Administration.objects.create(post=post_of(seated.chair), area=district)
        Administration.objects.create(person=seated.member, area=district)

    client = signed_in(administrator)
    fill()
    few = queries_of(client, address(f"manage:{name}"))
    for _n in range(4):
        fill()
    assert queries_of(client, address(f"manage:{name}")) == few


# Another charge


def test_lists_hold_nothing_of_another_charge(administrator: User, officer: User) -> None:
    foreign = make_area("গোপনপুর")
    hidden = holder_in(foreign, name_bn="গোপন ব্যক্তি", email="hidden@example.org")
    make_user("গোপন নতুন", email="hidden2@example.org")
    create_key(hidden, "420961")
    Administration.objects.create(person=hidden, area=foreign)
    Administration.objects.create(person=hidden)
    client = signed_in(administrator)
    for name in ("people", "keys", "charges"):
        for given in ({}, {"name": "গোপন"}, {"name": "hidden"}, *({"state": each} for each in ("no-post", "none"))):
            page = client.get(address(f"manage:{name}"), given).content.decode().split("</form>")[-1]
            assert "গোপন" not in page
            assert "hidden" not in page


def test_what_lies_in_another_charge_does_not_exist(administrator: User, subtests: pytest.Subtests) -> None:
    hidden = holder_in(make_area())
    tenure, key = Tenure.objects.get(person=hidden), create_key(hidden, "420961")
    charge = Administration.objects.create(person=hidden, area=make_area())
    client = signed_in(administrator)
    subjects: dict[Any, tuple[str, ...]] = {
        hidden: (
            "oversight:person",
            "oversight:transfer",
            *(f"manage:{each}" for each in ("edit_person", "take_up", "close_person", "reopen_person")),
            *(f"manage:{each}" for each in ("invite_person", "reset_factors")),
        ),
        tenure: ("manage:tenure", "manage:remove_tenure"),
        tenure.post: ("manage:add_holder",),
        key: ("manage:retire_key", "manage:revoke_key"),
        charge: ("manage:withdraw_charge",),
    }
    for subject, names in subjects.items():
        for name in names:
            with subtests.test(name):
                sent = {} if name == "oversight:person" else {"reason": "ক"}
                ask = client.get if name == "oversight:person" else client.post
                assert ask(address(name, subject), sent).status_code == 404
    assert Tenure.objects.filter(pk=tenure.pk).exists()
    assert User.objects.get(pk=hidden.pk).is_active


def test_who_administers_nothing_gets_404(officer: User) -> None:
    client = signed_in(officer)
    for name in ("people", "keys", "charges", "new_person", "new_charge"):
        assert client.get(address(f"manage:{name}")).status_code == 404
    assert client.get(address("oversight:person", officer)).status_code == 404


# A post that carries a charge above the administrator's own


@pytest.fixture
def above(district: Area) -> Tenure:
    """A post in the district whose holder administers the whole country."""
    tenure = make_tenure(make_post("মহাপরিচালক", office=make_office("সদর কার্যালয়", area=district)))
    Administration.objects.create(post=tenure.post)
    return tenure


def by_the_posts_page(person: User, above: Tenure) -> None:
    entered = {"person": pick(person), "kind": "additional", "starts_on": "01-01-2024"}
    assert signed_in(person).post(address("manage:add_holder", above.post), entered).status_code == 403


def by_the_persons_page(person: User, above: Tenure) -> None:
    entered = {"post": pick(above.post), "kind": "additional", "starts_on": "01-01-2024"}
    assert signed_in(person).post(address("manage:take_up", person), entered).status_code == 422


def by_a_new_account(person: User, above: Tenure) -> None:
    entered = NEW | {"post": pick(above.post), "kind": "additional"}
    assert signed_in(person).post(address("manage:new_person"), entered).status_code == 422


def by_a_transfer(person: User, above: Tenure) -> None:
    moved = typed(Tenure.objects.get(person=person), new_post=pick(above.post), new_kind="additional")
    assert signed_in(person).post(address("oversight:transfer", person), moved | {"step": "confirm"}).status_code == 422


def by_a_sheet(person: User, above: Tenure) -> None:
    words = f"{person.email},নদীপুর,সদর কার্যালয়,মহাপরিচালক,additional duty,01-01-2024"
    rows = plan(csv_of("E-mail,Area,Office,Post,Kind of duty,From", words), powers_of(person)).rows
    assert [row.verdict for row in rows] == ["refused"]


def by_an_undone_step(person: User, above: Tenure) -> None:
    held = make_tenure(above.post, person, kind="additional")
    with Step(Actor(make_administrator()), "tenure.remove") as step:
        step.remove(held)
    assert signed_in(person).post(reverse("manage:undo", args=[step.id])).status_code == 403


@pytest.mark.parametrize(
    "door",
    [by_the_posts_page, by_the_persons_page, by_a_new_account, by_a_transfer, by_a_sheet, by_an_undone_step],
)
def test_nobody_enters_the_holder_of_a_post_with_a_charge_above_the_own(
    administrator: User, above: Tenure, door: Callable[[User, Tenure], None]
) -> None:
    door(administrator, above)
    assert not powers_of(administrator).everywhere
    assert Tenure.objects.filter(post=above.post).get() == above


def test_nor_sends_its_holder_away(administrator: User, above: Tenure) -> None:
    client = signed_in(administrator, "en")
    ended = {"kind": "regular", "starts_on": "01-01-2020", "ends_on": "01-01-2024"}
    assert client.post(address("manage:tenure", above), ended).status_code == 403
    assert client.post(address("manage:remove_tenure", above)).status_code == 403
    answer = client.post(address("oversight:transfer", above.person), typed(above) | {"step": "confirm"})
    assert answer["Location"] == address("oversight:person", above.person)
    assert Tenure.objects.get(pk=above.pk).ends_on is None
    assert "charge of more than you have" in client.get(address("manage:post", above.post)).content.decode()
