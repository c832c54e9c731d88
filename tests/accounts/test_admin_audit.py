"""What is done in the administration stands in the portal's own audit trail."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from accounts.admin import AuditedAdmin
from accounts.domain.audit import Actor, record, trail
from accounts.models import User
from committees.models import Area, Membership
from tests.clients import signed_in
from tests.factories import make_administrator, make_area, make_committee, make_post, make_user

pytestmark = pytest.mark.django_db


def test_what_is_added_changed_and_deleted_is_recorded(admin_client: Client) -> None:
    admin_client.post(
        reverse("admin:committees_area_add"), {"name_bn": "কল্পপুর", "kind": "district"}, REMOTE_ADDR="192.0.2.7"
    )
    area = Area.objects.get()
    admin_client.post(
        reverse("admin:committees_area_change", args=[area.pk]), {"name_bn": "নবকল্পপুর", "kind": "district"}
    )
    admin_client.post(reverse("admin:committees_area_delete", args=[area.pk]), {"post": "yes"})

    written = trail(area)

    assert [(entry.action, entry.details) for entry in written] == [
        ("admin.add", {"changes": [{"added": {}}]}),
        ("admin.change", {"changes": [{"changed": {"fields": ["Name in Bengali"]}}]}),
        ("admin.delete", {}),
    ]
    assert {entry.actor for entry in written} == {User.objects.get(is_superuser=True)}
    assert written[0].address == "192.0.2.7"


def test_areas_deleted_together_are_recorded_each(admin_client: Client) -> None:
    areas = [make_area(), make_area()]

    admin_client.post(
        reverse("admin:committees_area_changelist"),
        {"action": "delete_selected", "_selected_action": [area.pk for area in areas], "post": "yes"},
    )

    assert not Area.objects.exists()
    assert [[entry.action for entry in trail(area)] for area in areas] == [["admin.delete"]] * 2


def test_a_new_seat_is_recorded_with_its_committee(admin_client: Client) -> None:
    committee = make_committee().committee
    lines = {"memberships-TOTAL_FORMS": 1, "memberships-INITIAL_FORMS": 0, "memberships-0-role": "member"}
    head = {"name_bn": committee.name_bn, "kind": "district", "office": committee.office_id, "area": committee.area_id}
    seat = {"memberships-0-post": make_post().pk, "memberships-0-starts_on": "2026-01-01"}

    admin_client.post(
        reverse("admin:committees_committee_change", args=[committee.pk]), head | {"layout": "district"} | lines | seat
    )

    assert Membership.objects.filter(committee=committee).count() == 4
    assert [entry.details for entry in trail(committee)] == [{"changes": [{"added": {"name": "membership"}}]}]


def test_a_new_password_is_recorded_without_it(admin_client: Client) -> None:
    person = make_user()
    password = "একেবারে-নতুন-9"

    admin_client.post(
        reverse("admin:auth_user_password_change", args=[person.pk]), {"password1": password, "password2": password}
    )

    person.refresh_from_db()
    (entry,) = trail(person)
    assert person.check_password(password)
    assert entry.action == "admin.change"
    assert password not in str(entry.details)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("bn", ["নমুনা রহমান", "কার্যবিবরণীতে স্বাক্ষর করেছেন", "এলাকা"]),
        ("en", ["Namuna Rahman", "signed the minutes", "area"]),
    ],
)
def test_the_trail_is_read_in_the_readers_language(language: str, words: list[str]) -> None:
    entry = record(Actor(make_user("নমুনা রহমান", name_en="Namuna Rahman")), "minutes.sign", make_area())
    client = signed_in(make_administrator(), language)

    listed = client.get(reverse("admin:accounts_auditrecord_changelist")).content.decode()
    alone = client.get(reverse("admin:accounts_auditrecord_change", args=[entry.pk])).content.decode()

    for page in (listed.split('id="result_list"')[1], alone.split('id="content-main"')[1]):
        assert [word for word in words if word not in page] == []
        assert "minutes.sign" not in page.replace("?action=minutes.sign", "")


def test_every_administration_page_of_ours_records() -> None:
    ours = [page for model, page in admin.site._registry.items() if not model.__module__.startswith("django.")]

    assert len(ours) > 10
    assert [page for page in ours if not isinstance(page, AuditedAdmin)] == []
