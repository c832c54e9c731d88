"""The audit trail: who, in which post, from where, did what to what; written once."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from accounts.domain.audit import PORTAL, Actor, record, trail
from accounts.models import AuditRecord
from committees.models import Area
from tests.clients import signed_in
from tests.factories import LONG_AGO, make_area, make_office, make_post, make_tenure, make_user

pytestmark = pytest.mark.django_db


def test_record_says_who_did_what_to_what() -> None:
    user, subject = make_user("নমুনা রহমান"), make_area()
    before = timezone.now()
    written = record(Actor(user, "প্রোগ্রামার, নমুনা দপ্তর", "192.0.2.1"), "area.renamed", subject, old="ক", new="খ")
    read = AuditRecord.objects.get()
    assert read == written
    assert (read.actor, read.actor_name, read.actor_post, read.address, read.action, read.details) == (
        user,
        "নমুনা রহমান",
        "প্রোগ্রামার, নমুনা দপ্তর",
        "192.0.2.1",
        "area.renamed",
        {"old": "ক", "new": "খ"},
    )
    assert (read.subject_kind, read.subject_id) == ("committees.area", subject.pk)
    assert before <= read.at <= timezone.now()


def test_portal_acts_without_a_person() -> None:
    written = record(PORTAL, "area.imported", make_area())
    assert (written.actor, written.actor_name, written.actor_post, written.address) == (None, "portal", "", None)


def test_name_and_post_stay_what_they_were() -> None:
    user, subject = make_user("আগের নাম"), make_area()
    record(Actor(user, "আগের পদ"), "area.renamed", subject)
    user.name_bn = "পরের নাম"
    user.save()
    (entry,) = trail(subject)
    assert (entry.actor_name, entry.actor_post) == ("আগের নাম", "আগের পদ")


def test_name_is_read_in_the_readers_language_while_it_is_the_persons() -> None:
    subject, user = make_area(), make_user("নমুনা রহমান", name_en="Namuna Rahman")
    record(Actor(user), "area.renamed", subject)
    record(PORTAL, "area.renamed", subject)
    assert names_read(subject, "bn")[0] == "নমুনা রহমান"
    assert names_read(subject, "en") == ["Namuna Rahman", "the portal"]
    user.name_bn, user.name_en = "পরের নাম", "Later Name"
    user.save()
    assert names_read(subject, "en")[0] == "নমুনা রহমান"


def names_read(subject: Area, language: str) -> list[str]:
    with translation.override(language):
        return [entry.who for entry in trail(subject)]


def test_longest_names_of_posts_are_cut_not_refused() -> None:
    written = record(Actor(make_user("ন" * 150), "প" * 5000), "area.renamed", make_area())
    written.refresh_from_db()
    assert (written.actor_name, written.actor_post) == ("ন" * 150, "প" * 300)


def test_trail_is_of_one_subject_in_order() -> None:
    one, other, person = make_area(), make_area(), make_user()
    assert person.pk
    for subject, action in ((one, "first"), (other, "foreign"), (one, "second"), (person, "person")):
        record(PORTAL, action, subject)
    assert [entry.action for entry in trail(one)] == ["first", "second"]


def test_record_is_never_changed_or_deleted() -> None:
    entry = record(PORTAL, "area.imported", make_area())
    entry.action = "nothing"
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()
    assert AuditRecord.objects.get().action == "area.imported"


def test_person_who_did_something_cannot_be_deleted() -> None:
    user = make_user()
    record(Actor(user), "area.renamed", make_area())
    with pytest.raises(Exception, match="protected"):
        user.delete()
    assert AuditRecord.objects.get().actor == user


def test_who_acts_by_right_of_the_account_is_named_with_the_posts_of_today() -> None:
    """Signing in and out, a new password, what is done in the administration."""
    person = make_user("নমুনা রহমান")
    post = make_post("প্রোগ্রামার", office=make_office("নমুনা দপ্তর"))
    make_tenure(post, person)
    make_tenure(make_post("আগের পদ"), person, ends_on=LONG_AGO)
    signed_in(person).post(reverse("accounts:logout"), REMOTE_ADDR="192.0.2.1")
    entry = AuditRecord.objects.get(action="account.sign_out")
    assert (entry.actor, entry.actor_post, entry.address) == (person, "প্রোগ্রামার, নমুনা দপ্তর", "192.0.2.1")
