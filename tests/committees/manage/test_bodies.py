"""Committees in the administration: entered, changed, their seats and orders, by those in charge alone."""

from __future__ import annotations

import datetime
import html
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.domain.audit import PORTAL
from accounts.domain.changes import undo
from accounts.models import AuditRecord, User
from committees.models import Administration, Area, Committee, Delegation, FormationOrder, FormerName, Membership
from committees.powers import powers_of
from tests.clients import queries_of, signed_in
from tests.factories import (
    LONG_AGO,
    Seated,
    make_area,
    make_committee,
    make_meeting,
    make_office,
    make_post,
    make_seat,
    make_user,
)

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
ONE_DAY = datetime.timedelta(days=1)


@pytest.fixture
def district() -> Area:
    return make_area("নদীপুর", code="9901")


@pytest.fixture
def administrator(district: Area) -> User:
    """In charge of the district alone; pages are in English."""
    person = make_user(language="en")
    Administration.objects.create(person=person, area=district)
    return person


@pytest.fixture
def seated(district: Area) -> Seated:
    return make_committee(area=district)


def page(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def get(person: User, route: str, pk: int | None = None, **asked: str) -> Any:
    return signed_in(person).get(reverse(route, args=[pk] if pk else []), asked)


def post(person: User, route: str, pk: int | None = None, **typed: Any) -> Any:
    return signed_in(person).post(reverse(route, args=[pk] if pk else []), typed)


class TestCommittee:
    def typed(self, district: Area, **more: str) -> dict[str, str]:
        office = make_office(area=district)
        typed = {"name_bn": "নতুন কমিটি", "kind": "district", "area": "নদীপুর", "office": f"#{office.pk}"}
        return typed | {"layout": "district"} | more

    def test_is_entered_with_its_settings(self, district: Area, administrator: User) -> None:
        typed = self.typed(district, rhythm="1", quorum="৭", notice_days="৩")
        typed |= {"members_comment": "on", "chair_edits": "on", "reminder_days": "৫"}
        answer = post(administrator, "manage:new_committee", **typed)
        committee = Committee.objects.get()
        assert answer["Location"] == reverse("manage:committee", args=[committee.pk])
        assert (committee.area, committee.rhythm, committee.quorum, committee.notice_days) == (district, 1, 7, 3)
        assert (committee.members_comment, committee.chair_edits, committee.reminder_days) == (True, True, 5)
        assert AuditRecord.objects.get(subject_kind="committees.committee").action == "committee.add"

    def test_settings_are_empty_by_default(self, district: Area, administrator: User) -> None:
        post(administrator, "manage:new_committee", **self.typed(district))
        committee = Committee.objects.get()
        assert (committee.rhythm, committee.quorum, committee.notice_days) == (None, None, None)
        assert (committee.members_comment, committee.chair_edits, committee.reminder_days) == (False, False, None)

    @pytest.mark.parametrize(
        "wrong", [{"quorum": "0"}, {"reminder_days": "0"}, {"area": ""}, {"office": "পাহাড়"}, {"layout": "none"}]
    )
    def test_what_cannot_be_is_said(self, district: Area, administrator: User, wrong: dict[str, str]) -> None:
        assert post(administrator, "manage:new_committee", **self.typed(district, **wrong)).status_code == 422
        assert not Committee.objects.exists()

    def test_reports_neither_to_itself_nor_to_one_below(self, district: Area, administrator: User) -> None:
        above, below = (make_committee(area=district).committee for _ in range(2))
        below.parent = above
        below.save()
        for parent in (above, below):
            typed = self.typed(district, parent=f"#{parent.pk}")
            answer = post(administrator, "manage:edit_committee", above.pk, **typed)
            assert "does not report to itself" in page(answer)

    def test_what_it_points_at_beyond_the_charge_stays(self, district: Area, administrator: User) -> None:
        above = make_committee(area=make_area("উপরের জেলা")).committee
        own = make_committee(area=district, parent=above).committee
        post(administrator, "manage:edit_committee", own.pk, **self.typed(district))
        own.refresh_from_db()
        assert (own.name_bn, own.parent) == ("নতুন কমিটি", above)

    def test_is_removed_while_nothing_hangs_on_it(self, district: Area, administrator: User, seated: Seated) -> None:
        empty = Committee.objects.create(
            name_bn="ভুল", kind="district", area=district, office=make_office(area=district)
        )
        for committee in (empty, seated.committee):
            post(administrator, "manage:remove_committee", committee.pk)
        assert list(Committee.objects.all()) == [seated.committee]


class TestPage:
    def test_shows_seats_orders_deputies_and_settings(self, administrator: User, seated: Seated) -> None:
        committee = seated.committee
        FormationOrder.objects.create(committee=committee, number="৯৯.০১", dated_on=TODAY, effective_on=TODAY)
        deputy = make_post("উপ-প্রধান")
        days = {"starts_on": TODAY, "ends_on": TODAY}
        Delegation.objects.create(committee=committee, post=deputy, reason="ছুটিতে", **days)
        shown = page(get(administrator, "manage:committee", committee.pk))
        for text in (seated.chair.name, "৯৯.০১", "উপ-প্রধান", "ছুটিতে"):
            assert text in shown

    def test_as_of_a_day_names_who_sat_there_then_as_posts_were_called(
        self, administrator: User, seated: Seated
    ) -> None:
        chair = seated.committee.memberships.get(role="chair")
        FormerName.objects.create(post=chair.post, name_bn="পুরোনো পদ", ends_on=datetime.date(2024, 12, 31))
        chair.ends_on = datetime.date(2025, 1, 31)
        chair.save()
        shown = page(get(administrator, "manage:committee", seated.committee.pk, on="৩১-১২-২০২৪"))
        assert "পুরোনো পদ" in shown
        assert seated.chair.name in shown
        shown = page(get(administrator, "manage:committee", seated.committee.pk, on="01-02-2025"))
        assert seated.chair.name not in shown
        assert "Nobody could chair or sign on 1 February 2025." in shown

    def test_a_day_that_cannot_be_read_is_said_and_today_is_shown(self, administrator: User, seated: Seated) -> None:
        shown = page(get(administrator, "manage:committee", seated.committee.pk, on="কবে?"))
        assert "not a date we can read" in shown
        assert seated.chair.name in shown

    @pytest.mark.parametrize("role", ["chair", "secretary"])
    def test_flags_a_committee_without_key_seats_wherever_it_stands(
        self, administrator: User, seated: Seated, role: str
    ) -> None:
        seated.committee.memberships.filter(role=role).delete()
        told = {"chair": "Nobody chairs this committee", "secretary": "Nobody is member secretary"}[role]
        assert told in page(get(administrator, "manage:committee", seated.committee.pk))
        assert "1 committee has nobody as chair" in page(get(administrator, "manage:home"))
        listed = page(get(administrator, "oversight:managed_committees", vacant="on"))
        assert seated.committee.name in listed
        meeting = make_meeting(seated.committee)
        for route, pk in (("committee", seated.committee.pk), ("meeting", meeting.pk)):
            assert told in page(signed_in(seated.member, "en").get(reverse(f"oversight:{route}", args=[pk])))

    def test_leads_from_a_seat_to_its_post_where_that_is_in_charge(
        self, district: Area, administrator: User, seated: Seated
    ) -> None:
        own, foreign = make_post(office=make_office(area=district)), make_post(office=make_office(area=make_area()))
        for each in (own, foreign):
            Membership.objects.create(committee=seated.committee, role="member", post=each, starts_on=LONG_AGO)
        shown = page(get(administrator, "manage:committee", seated.committee.pk))
        assert [reverse("manage:post", args=[each.pk]) in shown for each in (own, foreign)] == [True, False]

    def test_asks_the_database_as_often_for_many_seats_as_for_few(self, administrator: User, seated: Seated) -> None:
        address = reverse("manage:committee", args=[seated.committee.pk])
        few = queries_of(signed_in(administrator), address)
        for n in range(6):
            make_seat(seated.committee, "member")
            post = make_post()
            Delegation.objects.create(
                committee=seated.committee, post=post, starts_on=TODAY, ends_on=TODAY, reason=str(n)
            )
            FormationOrder.objects.create(committee=seated.committee, number=str(n), dated_on=TODAY, effective_on=TODAY)
        assert queries_of(signed_in(administrator), address) <= few + 1  # the offices of the deputies' posts


class TestList:
    def test_finds_by_name_kind_area_empty_seat_and_missing_meeting(
        self, district: Area, administrator: User, seated: Seated
    ) -> None:
        other = make_committee("সমন্বয় সভা", area=make_area("উপজেলা", parent=district), kind="doict-coordination")
        Membership.objects.filter(committee=other.committee, role="chair").delete()
        make_meeting(seated.committee, TODAY)
        for asked, expected in (
            ({"name": "সমন্বয়"}, [other]),
            ({"name": "উপজেলা"}, [other]),
            ({"kind": "district"}, [seated]),
            ({"vacant": "on"}, [other]),
            ({"idle": "on"}, [other]),
            ({"name": "নেই"}, []),
            ({"kind": "unknown"}, [other, seated]),
        ):
            shown = page(get(administrator, "oversight:managed_committees", **asked))
            found = [each for each in (other, seated) if reverse("manage:committee", args=[each.committee.pk]) in shown]
            assert found == expected, asked

    def test_holds_nothing_of_another_charge(self, administrator: User, seated: Seated) -> None:
        make_committee("গোপন কমিটি")
        assert "গোপন কমিটি" not in page(get(administrator, "oversight:managed_committees"))

    def test_asks_as_often_for_ten_as_for_one(self, district: Area, administrator: User, seated: Seated) -> None:
        address = reverse("oversight:managed_committees")
        few = queries_of(signed_in(administrator), address)
        for _ in range(9):
            make_committee(area=make_area(parent=district))
        assert queries_of(signed_in(administrator), address) == few


class TestSeats:
    def test_a_seat_is_given(self, district: Area, administrator: User, seated: Seated) -> None:
        new = make_post("নতুন সদস্য", office=make_office(area=district))
        answer = post(
            administrator, "manage:new_seat", seated.committee.pk,
            role="adviser", post=f"#{new.pk}", starts_on="০১-০১-২০২৫",
        )  # fmt: skip
        assert answer.status_code == 302
        assert Membership.objects.get(post=new).starts_on == datetime.date(2025, 1, 1)

    def test_who_has_the_chair_is_named_and_at_wish_that_seat_ends(
        self, district: Area, administrator: User, seated: Seated
    ) -> None:
        new = make_post("নতুন সভাপতি", office=make_office(area=district))
        typed = {"role": "chair", "post": f"#{new.pk}", "starts_on": "01-06-2025"}
        old = seated.committee.memberships.get(role="chair")
        answer = post(administrator, "manage:new_seat", seated.committee.pk, **typed)
        assert answer.status_code == 422
        assert f"{old.post} has this seat since 1 January 2020." in page(answer)
        assert "01-06-2025" in page(answer)

        post(administrator, "manage:new_seat", seated.committee.pk, instead="on", **typed)
        old.refresh_from_db()
        assert old.ends_on == datetime.date(2025, 5, 31)
        assert seated.committee.memberships.on(TODAY).get(role="chair").post == new

    def test_errors_stand_at_their_fields(self, administrator: User, seated: Seated) -> None:
        typed = {"role": "member", "starts_on": "01-06-2025", "ends_on": "01-05-2025"}
        answer = post(administrator, "manage:new_seat", seated.committee.pk, **typed)
        assert set(answer.context["form"].errors) == {"post", "ends_on"}

    def test_a_seat_ends_and_is_corrected(self, administrator: User, seated: Seated) -> None:
        member = seated.committee.memberships.get(role="member")
        post(administrator, "manage:end_seat", member.pk, ends_on="01-06-2025")
        member.refresh_from_db()
        assert member.ends_on == datetime.date(2025, 6, 1)
        typed = {"role": "invitee", "post": f"#{member.post_id}", "starts_on": "01-02-2020"}
        post(administrator, "manage:edit_seat", member.pk, **typed)
        member.refresh_from_db()
        assert (member.role, member.starts_on, member.ends_on) == ("invitee", datetime.date(2020, 2, 1), None)

    def test_a_post_of_another_charge_stays_in_its_seat(self, administrator: User, seated: Seated) -> None:
        foreign = make_post(office=make_office(area=make_area("অন্য জেলা")))
        seat = Membership.objects.create(committee=seated.committee, post=foreign, starts_on=TODAY)
        post(administrator, "manage:edit_seat", seat.pk, role="adviser", starts_on="01-02-2025")
        seat.refresh_from_db()
        assert (seat.role, seat.post) == ("adviser", foreign)

    def test_a_mistaken_seat_is_taken_out(self, administrator: User, seated: Seated) -> None:
        member = seated.committee.memberships.get(role="member")
        post(administrator, "manage:remove_seat", member.pk)
        assert not Membership.objects.filter(pk=member.pk).exists()
        undo(AuditRecord.objects.get(action="seat.remove").step, by=PORTAL)
        assert Membership.objects.filter(pk=member.pk).exists()


class TestOrder:
    def typed(self, seated: Seated, day: str = "", **more: str) -> dict[str, str]:
        """An order in force today that keeps every seat."""
        day = day or TODAY.strftime("%d-%m-%Y")
        facts = {"kind": "reconstitution", "number": "৯৯/১", "dated_on": day, "effective_on": day}
        kept = {f"seat{seat.pk}": seat.role for seat in seated.committee.memberships.all()}
        return facts | kept | {"new-TOTAL_FORMS": "1", "new-INITIAL_FORMS": "0", "new-0-role": "member"} | more

    def test_is_looked_at_before_it_is_carried_out(self, administrator: User, seated: Seated) -> None:
        chair, secretary, member = seated.committee.memberships.order_by("pk")
        typed = self.typed(seated, **{f"seat{chair.pk}": "ends", f"seat{member.pk}": "vice_chair"})
        typed |= {"new-0-person_name": "কণা নমুনা", "new-0-role": "adviser"}
        pk = seated.committee.pk

        review = post(administrator, "manage:new_order", pk, review="", **typed)

        assert review.status_code == 200
        assert "nobody will chair the committee" in page(review)
        assert f"last day {(TODAY - ONE_DAY).day}" in page(review)
        assert all(text in page(review) for text in ("কণা নমুনা", str(secretary.post), str(member.post)))
        assert not FormationOrder.objects.exists()
        assert not AuditRecord.objects.filter(action="order.carry_out").exists()
        assert seated.committee.memberships.count() == 3

        hidden = dict(review.context["typed"])
        answer = post(administrator, "manage:new_order", pk, carry_out="", **hidden)

        assert answer["Location"] == reverse("manage:committee", args=[pk])
        roles = seated.committee.memberships.on(TODAY).values_list("role", "order__number")
        assert set(roles) == {("secretary", None), ("vice_chair", "৯৯/১"), ("adviser", "৯৯/১")}
        assert not powers_of(seated.chair).has(pk, "chair")
        undo(AuditRecord.objects.filter(action="order.carry_out").first().step, by=PORTAL)
        assert powers_of(seated.chair).has(pk, "chair")
        assert not FormationOrder.objects.exists()

    def test_ends_no_delegation_and_says_so(self, administrator: User, seated: Seated) -> None:
        deputy = make_post("অতিরিক্ত জেলা প্রশাসক", office=seated.committee.office)
        days = {"starts_on": TODAY - ONE_DAY, "ends_on": TODAY}
        delegation = Delegation.objects.create(committee=seated.committee, post=deputy, reason="ছুটিতে", **days)

        review = post(administrator, "manage:new_order", seated.committee.pk, review="", **self.typed(seated))
        assert "An order ends no delegation" in page(review)
        assert deputy.full_name in page(review)

        post(administrator, "manage:new_order", seated.committee.pk, carry_out="", **dict(review.context["typed"]))
        assert FormationOrder.objects.exists()
        assert list(seated.committee.delegations.on(TODAY)) == [delegation]

        Delegation.objects.update(ends_on=TODAY - ONE_DAY)
        later = self.typed(seated, number="১০০")
        review = post(administrator, "manage:new_order", seated.committee.pk, review="", **later)
        assert "An order ends no delegation" not in page(review)

    def test_going_back_keeps_what_was_typed(self, administrator: User, seated: Seated) -> None:
        typed = self.typed(seated, **{"new-0-person_name": "কণা নমুনা"})
        answer = post(administrator, "manage:new_order", seated.committee.pk, back="", **typed)
        assert answer.status_code == 200
        assert "কণা নমুনা" in page(answer)
        assert "৯৯/১" in page(answer)

    def test_a_count_of_rows_that_no_page_sent_is_none(self, administrator: User, seated: Seated) -> None:
        typed = self.typed(seated) | {"new-TOTAL_FORMS": "9" * 5000}
        assert post(administrator, "manage:new_order", seated.committee.pk, more="", **typed).status_code in (200, 422)

    def test_more_rows_are_added_to_those_typed(self, administrator: User, seated: Seated) -> None:
        typed = self.typed(seated, **{"new-0-person_name": "কণা নমুনা"})
        answer = post(administrator, "manage:new_order", seated.committee.pk, more="", **typed)
        added = answer.context["new_seats"].forms[1:]
        assert added
        assert {(form["role"].value(), *form.errors) for form in added} == {("member",)}
        assert "কণা নমুনা" in page(answer)

    def test_the_seats_are_those_of_the_day_it_is_in_force(self, administrator: User, seated: Seated) -> None:
        member = seated.committee.memberships.get(role="member")
        member.ends_on = datetime.date(2025, 1, 31)
        member.save()
        answer = post(administrator, "manage:new_order", seated.committee.pk, review="", **self.typed(seated))
        assert answer.status_code == 422
        assert "These are the seats of the day" in page(answer)
        typed = self.typed(seated, "31-01-2025")
        assert post(administrator, "manage:new_order", seated.committee.pk, review="", **typed).status_code == 200

    def test_what_is_wrong_with_a_seat_stands_at_its_row(self, administrator: User, seated: Seated) -> None:
        member = seated.committee.memberships.get(role="member")
        typed = self.typed(
            seated, **{f"seat{member.pk}": "chair", "new-0-person_name": "কণা", "new-0-role": "secretary"}
        )
        answer = post(administrator, "manage:new_order", seated.committee.pk, review="", **typed)
        assert answer.status_code == 422
        assert list(answer.context["sheet"].roles.errors) == [f"seat{member.pk}"]
        assert list(answer.context["new_seats"][0].errors) == ["role"]
        assert not FormationOrder.objects.exists()

    def test_the_same_order_twice_is_said(self, administrator: User, seated: Seated) -> None:
        for _ in range(2):
            answer = post(administrator, "manage:new_order", seated.committee.pk, carry_out="", **self.typed(seated))
        assert "This order is entered already." in page(answer)
        assert FormationOrder.objects.count() == 1

    def test_nonsense_is_refused_and_not_an_error(self, administrator: User, seated: Seated) -> None:
        pk = seated.committee.pk
        for typed in ({}, {"new-TOTAL_FORMS": "x"}, {"new-TOTAL_FORMS": "9" * 40}, {"seatx": "chair"}):
            for button in ("review", "carry_out", "more", "back"):
                answer = post(administrator, "manage:new_order", pk, **{button: ""}, **typed)
                assert answer.status_code in (200, 422)

    def test_is_corrected(self, administrator: User, seated: Seated) -> None:
        order = FormationOrder.objects.create(
            committee=seated.committee, number="১", dated_on=TODAY, effective_on=TODAY
        )
        typed = {"kind": "amendment", "number": "২", "dated_on": "01-01-2025", "effective_on": "02-01-2025"}
        post(administrator, "manage:edit_order", order.pk, **typed)
        order.refresh_from_db()
        assert (order.number, order.effective_on) == ("২", datetime.date(2025, 1, 2))


OF_COMMITTEE = ("committee", "edit_committee", "remove_committee", "new_seat", "new_order")
OF_SEAT = ("edit_seat", "end_seat", "remove_seat")


@pytest.mark.parametrize("name", [*OF_COMMITTEE, *OF_SEAT, "edit_order"])
def test_what_lies_in_another_charge_does_not_exist(administrator: User, name: str) -> None:
    foreign = make_committee().committee
    order = FormationOrder.objects.create(committee=foreign, number="১", dated_on=TODAY, effective_on=TODAY)
    pk = foreign.pk if name in OF_COMMITTEE else order.pk if name == "edit_order" else foreign.memberships.first().pk
    answers = [signed_in(administrator).get(reverse(f"manage:{name}", args=[pk]))]
    answers.append(post(administrator, f"manage:{name}", pk))
    assert {answer.status_code for answer in answers} == ({404, 405} if name == "committee" else {404})
    assert Committee.objects.filter(pk=foreign.pk).exists()
    assert foreign.memberships.count() == 3
