"""Entering offices, committees and seats in the administration."""

from __future__ import annotations

import datetime
import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.domain.audit import trail
from committees.models import Area, Committee, Membership, Office, Post, Tenure
from tests.clients import signed_in
from tests.factories import LONG_AGO, make_administrator, make_committee, make_office, make_post, make_tenure, make_user

pytestmark = pytest.mark.django_db

ONE_CODE_POINT = "নদীতী\u09dfা কমিটি"  # য় as some keyboards type it


def test_a_letterhead_is_typed_as_lines(admin_client: Client) -> None:
    typed = "  গণপ্রজাতন্ত্রী বাংলাদেশ সরকার\r\n\r\nনদীতীর কার্যাল\u09df  "

    admin_client.post(reverse("admin:committees_office_add"), {"name_bn": "নদীতীর কার্যালয়", "letterhead": typed})

    assert Office.objects.get().letterhead == ["গণপ্রজাতন্ত্রী বাংলাদেশ সরকার", "নদীতীর কার্যাল\u09af\u09bc"]


# Unicode


def test_a_committee_is_found_however_its_name_was_typed(admin_client: Client) -> None:
    fields = {
        "name_bn": ONE_CODE_POINT,
        "kind": "upazila",
        "office": make_office().pk,
        "layout": "district",
        "memberships-TOTAL_FORMS": 0,
        "memberships-INITIAL_FORMS": 0,
    }

    assert admin_client.post(reverse("admin:committees_committee_add"), fields).status_code == 302

    assert Committee.objects.get().name_bn == unicodedata.normalize("NFC", ONE_CODE_POINT)
    for address, key in (
        (reverse("oversight:committees"), "name"),
        (reverse("admin:committees_committee_changelist"), "q"),
    ):
        found = admin_client.get(address, {key: ONE_CODE_POINT}).content.decode()
        assert unicodedata.normalize("NFC", ONE_CODE_POINT) in found.split("<table", 1)[-1]


@pytest.mark.parametrize("model", [Area, Office, Post, Committee])
def test_names_are_stored_in_nfc_whoever_writes_them(model: type[Area | Office | Post | Committee]) -> None:
    fields = {Area: {}, Office: {}, Post: {"office_id": make_office().pk}, Committee: {"office_id": make_office().pk}}

    pk = model.objects.create(name_bn=ONE_CODE_POINT, name_en="Cafe\u0301", **fields[model]).pk

    stored = model.objects.get(pk=pk)
    assert (stored.name_bn, stored.name_en) == (unicodedata.normalize("NFC", ONE_CODE_POINT), "Café")


def test_the_name_of_a_private_member_is_stored_in_nfc() -> None:
    committee = make_committee().committee

    pk = Membership.objects.create(committee=committee, person_name=ONE_CODE_POINT).pk

    assert Membership.objects.get(pk=pk).person_name == unicodedata.normalize("NFC", ONE_CODE_POINT)


# Days


def add_tenure(client: Client, **days: str):
    tenure = {"post": make_post().pk, "person": make_user().pk, "kind": "regular"}
    return client.post(reverse("admin:committees_tenure_add"), tenure | days)


@pytest.mark.parametrize("typed", ["২৭-০৬-২০২৬", "২৭ জুন ২০২৬", "27/06/2026", "১৩ আষাঢ় ১৪৩৩ বঙ্গাব্দ"])
def test_the_days_of_a_tenure_are_typed_as_offices_write_them(admin_client: Client, typed: str) -> None:
    assert add_tenure(admin_client, starts_on=typed, ends_on="৩০ জুন ২০২৬").status_code == 302

    tenure = Tenure.objects.get()
    assert (tenure.starts_on, tenure.ends_on) == (datetime.date(2026, 6, 27), datetime.date(2026, 6, 30))


def test_a_day_that_does_not_exist_is_refused_at_its_field(admin_client: Client) -> None:
    response = add_tenure(admin_client, starts_on="৩১ জুন ২০২৬")

    assert list(response.context["adminform"].errors) == ["starts_on"]
    assert 'aria-describedby="id_starts_on_helptext id_starts_on_error"' in response.content.decode()


@pytest.mark.parametrize(("language", "shown"), [("bn", "২৭ জুন ২০২৬"), ("en", "27 June 2026")])
def test_days_stand_in_the_form_in_the_readers_digits(language: str, shown: str) -> None:
    tenure = make_tenure(starts_on=datetime.date(2026, 6, 27))
    client = signed_in(make_administrator(), language)

    page = client.get(reverse("admin:committees_tenure_change", args=[tenure.pk])).content.decode()

    assert f'value="{shown}"' in page


def test_the_seats_of_a_committee_take_and_keep_days_in_bengali(admin_client: Client) -> None:
    committee = make_committee().committee
    address = reverse("admin:committees_committee_change", args=[committee.pk])
    form = admin_client.get(address).context["inline_admin_formsets"][0].formset
    sent = {"name_bn": committee.name_bn, "kind": "district", "layout": "district"}
    sent |= {"office": committee.office_id, "area": committee.area_id}
    for seat in (form.management_form, *form.initial_forms):
        sent |= {field.html_name: field.value() or "" for field in seat}
        sent |= {field.html_initial_name: field.value() for field in seat if field.field.show_hidden_initial}
    sent["memberships-2-ends_on"] = "৩১ ডিসেম্বর ২০২৬"

    assert admin_client.post(address, sent).status_code == 302

    last = committee.memberships.get(role="member")
    assert (last.starts_on, last.ends_on) == (LONG_AGO, datetime.date(2026, 12, 31))
    (entry,) = trail(committee)
    assert [list(change) for change in entry.details["changes"]] == [["changed"]]
    assert entry.details["changes"][0]["changed"]["fields"] == ["To"]


# What no document can hold


@pytest.mark.parametrize("typed", ["<b>সরকার</b>", "সরকার\x07", "", " \n ", "\n".join("কখগঘঙচছজঝ")])
def test_a_letterhead_that_no_document_can_hold_is_refused(admin_client: Client, typed: str) -> None:
    response = admin_client.post(reverse("admin:committees_office_add"), {"name_bn": "দপ্তর", "letterhead": typed})

    assert list(response.context["adminform"].errors) == ["letterhead"]


@pytest.mark.parametrize("value", [{}, "সরকার", [], [""], [1], ["ক"] * 9, ["ক\nখ"]])
def test_a_letterhead_is_one_to_eight_lines(value: object) -> None:
    with pytest.raises(ValidationError) as refusal:
        Office(name_bn="দপ্তর", letterhead=value).full_clean()

    assert list(refusal.value.error_dict) == ["letterhead"]


@pytest.mark.parametrize("name", ["<b>দপ্তর</b>", "দপ্তর\x0b", "দপ্তর\ufffe", "দপ্তর\nকার্যালয়"])
def test_a_name_that_no_document_can_hold_is_refused(name: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        Office(name_bn=name, name_en=name, website=name, letterhead=["ক"]).full_clean()

    assert set(refusal.value.error_dict) == {"name_bn", "name_en", "website"}


def test_a_name_keeps_its_joiners() -> None:
    area = Area(name_bn="র\u200d্যাব < ৫ ক\u200cখ", kind=Area.Kind.DISTRICT)

    area.full_clean()

    assert area.name_bn == "র\u200d্যাব < ৫ ক\u200cখ"


def test_a_post_that_is_held_already_says_what_to_do_first() -> None:
    held = make_tenure(make_post())
    second = Tenure(post=held.post, person=make_user(), starts_on=timezone.localdate(), kind=Tenure.Kind.REGULAR)

    with override("en"), pytest.raises(ValidationError, match="Enter the last day of that tenure first"):
        second.full_clean()
