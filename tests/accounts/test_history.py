"""What was changed, told to whoever administers: the fields by their names, the values in the reader's words."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from accounts.domain.audit import PORTAL, Actor, record
from accounts.domain.changes import Step, undo
from accounts.domain.history import FieldChange, history, told
from accounts.models import AuditRecord, SigningKey
from committees.models import Area, Office, Post, Tenure
from tests.factories import make_area, make_office, make_post, make_tenure, make_user

pytestmark = pytest.mark.django_db


def in_english(*things: Any) -> list[dict[str, tuple[str, str]]]:
    """The changes of each record, by the field's name, for an English reader."""
    with translation.override("en"):
        return [{each.label: (each.before, each.after) for each in entry.changes} for entry in history(*things)]


def test_a_change_is_told_in_the_readers_language() -> None:
    tenure = make_tenure(make_post("পরিচালক"), starts_on=datetime.date(2026, 1, 1))
    tenure.kind, tenure.ends_on = Tenure.Kind.IN_CHARGE, datetime.date(2026, 6, 30)
    with Step(Actor(make_user("নমুনা রহমান", name_en="Namuna Rahman"), "প্রোগ্রামার"), "tenure.change") as step:
        step.change(tenure)

    assert in_english(tenure) == [{"to": ("—", "30 June 2026"), "kind": ("regular", "in charge")}]
    with translation.override("bn"):
        (entry,) = history(tenure)
        assert {each.after for each in entry.changes} == {"৩০ জুন ২০২৬", "ভারপ্রাপ্ত"}
    assert (entry.record.who, entry.record.actor_post) == ("নমুনা রহমান", "প্রোগ্রামার")


def test_what_is_pointed_at_has_its_english_name_while_it_has_the_recorded_one() -> None:
    office = make_office("নমুনা দপ্তর", name_en="Sample Office")
    with Step(PORTAL, "post.add") as step:
        step.add(post := Post(name_bn="পরিচালক", name_en="Director", office=office))
    assert in_english(post)[0]["office"] == ("—", "Sample Office")
    with translation.override("en"):
        assert history(post)[0].name == "Director, Sample Office"
    Office.objects.update(name_bn="নতুন দপ্তর", name_en="New Office")
    assert in_english(post)[0]["office"] == ("—", "নমুনা দপ্তর")
    with translation.override("en"):
        assert history(post)[0].name == "পরিচালক, নমুনা দপ্তর"


def test_lists_moments_and_answers_are_told_in_words() -> None:
    person = make_user("ক খ")
    office = make_office()
    person.is_active, office.letterhead = False, ["এক", "দুই"]
    with Step(PORTAL, "test.change") as step:
        step.change(person)
        step.change(office)
        step.add(
            SigningKey(
                user=person,
                salt=b"s",
                sealed=b"s",
                created_at=datetime.datetime(2026, 1, 31, 18, 30, tzinfo=datetime.UTC),
            )
        )
    assert in_english(person) == [{"active": ("yes", "no")}]
    assert in_english(office)[0]["letterhead lines"][1] == "এক\nদুই"
    assert in_english(SigningKey.objects.get())[0]["created at"] == ("—", "1 February 2026, 00:30")


def test_what_was_removed_is_told_of_too() -> None:
    area = make_area("কল্পপুর")
    pk = area.pk
    with Step(PORTAL, "area.remove") as step:
        step.remove(area)
    assert in_english(Area(pk=pk))[0]["name in Bengali"] == ("কল্পপুর", "—")


def test_the_newest_stands_first_and_undoing_is_told() -> None:
    area = make_area("এক")
    record(PORTAL, "area.imported", area)
    area.name_bn = "দুই"
    with Step(PORTAL, "area.rename") as step:
        step.change(area)
    undo(step.id, by=PORTAL)
    entries = history(area)
    assert [entry.record.action for entry in entries] == ["changes.undo", "area.rename", "area.imported"]
    assert [len(entry.changes) for entry in entries] == [1, 1, 0]


def test_a_field_and_a_kind_that_are_no_more_keep_their_names() -> None:
    details = {"did": "change", "name": "x", "before": {"old_name": "ক"}, "after": {"old_name": "খ"}}
    entry = AuditRecord(action="x", subject_kind="committees.gone", subject_id=1, details=details)
    with translation.override("en"):
        (words,) = told([entry])
    assert words.changes == (FieldChange("old_name", "ক", "খ"),)
    assert (words.kind, words.name) == ("committees.gone", "x")


def test_of_several_things_the_queries_do_not_grow_with_their_number(
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    def changed_tenures(count: int) -> list[Tenure]:
        tenures = [make_tenure() for _ in range(count)]
        with Step(PORTAL, "tenure.change") as step:
            for tenure in tenures:
                tenure.person = make_user()
                step.change(tenure)
        return tenures

    for tenures in (changed_tenures(1), changed_tenures(7)):
        with translation.override("en"), django_assert_num_queries(3):  # the records, tenures, persons
            assert len(history(*tenures)) == len(tenures)
        with translation.override("bn"), django_assert_num_queries(1):
            history(*tenures)


def test_a_code_has_the_readers_digits() -> None:
    area = make_area("নমুনাপুর", code="9912")
    area.code = "9913"
    with Step(PORTAL, "area.edit") as step:
        step.change(area)

    with translation.override("bn"):
        (entry,) = history(area)
    assert [(each.before, each.after) for each in entry.changes] == [("৯৯১২", "৯৯১৩")]
