"""Steps of the administration: recorded with what stood before, all or nothing, and put back."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model, ProtectedError
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.domain.audit import PORTAL, Actor, trail
from accounts.domain.changes import Step, UndoError, undo
from accounts.models import AuditRecord, Picture, User
from committees.models import Area, Committee, Membership, Office, Post, Tenure
from tests.factories import make_area, make_committee, make_office, make_post, make_tenure, make_user

pytestmark = pytest.mark.django_db

BY = PORTAL


def district(name: str = "কল্পপুর", **fields: Any) -> Area:
    return Area(name_bn=name, kind="district", **fields)


def details(thing: Model) -> list[dict[str, Any]]:
    return [entry.details for entry in trail(thing)]


def test_what_is_added_is_recorded_whole() -> None:
    division = make_area("কল্প বিভাগ", kind="division")
    who = Actor(make_user("নমুনা রহমান"), "প্রোগ্রামার, নমুনা দপ্তর", "192.0.2.1")
    area = district(name_en="Kalpapur", parent=division, code="9900")

    with Step(who, "area.add") as step:
        step.add(area)

    (entry,) = trail(area)
    assert (entry.actor, entry.actor_post, entry.address) == (who.user, who.post, who.address)
    assert (entry.action, entry.step) == ("area.add", step.id)
    assert entry.details["did"] == "add"
    assert entry.details["before"] == {}
    assert {"name_bn": "কল্পপুর", "name_en": "Kalpapur", "parent": [division.pk, "কল্প বিভাগ"], "code": "9900"}.items() <= (
        entry.details["after"].items()
    )


def test_of_a_change_only_what_differs_is_recorded_and_saved() -> None:
    area = make_area("আগের নাম", name_en="Kept")
    other_name = Area.objects.get(pk=area.pk)
    Area.objects.filter(pk=area.pk).update(name_en="Kept")
    other_name.name_bn = "পরের নাম"

    with Step(BY, "area.rename") as step:
        assert step.change(other_name)

    assert details(area) == [
        {"did": "change", "name": "পরের নাম", "before": {"name_bn": "আগের নাম"}, "after": {"name_bn": "পরের নাম"}}
    ]


def test_nothing_changed_is_nothing_recorded() -> None:
    area = make_area()
    with Step(BY, "area.rename") as step:
        assert not step.change(Area.objects.get(pk=area.pk))
        assert not step
    assert not AuditRecord.objects.exists()


def test_names_that_differ_by_normalisation_alone_are_the_same() -> None:
    area = make_area("কল্পপুর\u09df")  # which is stored as letter and nukta
    with Step(BY, "area.rename") as step:
        area.name_bn = "কল্পপুর\u09df"
        assert not step.change(area)


def test_days_and_choices_and_persons_are_recorded_as_plain_values() -> None:
    tenure = make_tenure(make_post("পরিচালক", office=make_office("নমুনা দপ্তর")), make_user("ক খ"))
    tenure.ends_on, tenure.kind = datetime.date(2026, 6, 30), Tenure.Kind.IN_CHARGE
    other = make_user("গ ঘ")
    before, tenure.person = tenure.person, other
    with Step(BY, "tenure.change") as step:
        step.change(tenure)
    (written,) = details(tenure)
    assert written["before"] == {"ends_on": None, "kind": "regular", "person": [before.pk, "ক খ"]}
    assert written["after"] == {"ends_on": "2026-06-30", "kind": "in_charge", "person": [other.pk, "গ ঘ"]}


def test_records_name_things_in_bengali_whoever_acts() -> None:
    office = make_office("নমুনা দপ্তর", name_en="Sample Office")
    post = Post(name_bn="পরিচালক", name_en="Director", office=office)
    with translation.override("en"), Step(BY, "post.add") as step:
        step.add(post)
    (written,) = details(post)
    assert (written["name"], written["after"]["office"]) == ("পরিচালক, নমুনা দপ্তর", [office.pk, "নমুনা দপ্তর"])


def test_passwords_are_neither_recorded_nor_touched() -> None:
    person = make_user("নমুনা রহমান")
    kept = person.password
    person.name_bn, person.password = "পরের নাম", "somebody else's"
    with Step(BY, "person.change") as step:
        step.change(person)
    newcomer = User(email="new@example.org", name_bn="নতুন")
    newcomer.set_unusable_password()
    with Step(BY, "person.add") as step:
        step.add(newcomer)
    assert User.objects.get(pk=person.pk).password == kept
    assert [set(written["after"]) & {"password", "last_login"} for written in details(person) + details(newcomer)] == [
        set(),
        set(),
    ]


def test_pictures_are_recorded_by_their_number_and_hash() -> None:
    office, emblem = make_office(), Picture.objects.create(sha256="ab" * 32, png=b"bytes")
    office.emblem = emblem
    with Step(BY, "office.change") as step:
        step.change(office)
    assert details(office)[0]["after"] == {"emblem": [emblem.pk, "ab" * 32]}
    with Step(BY, "picture.add") as step:
        step.add(other := Picture(sha256="cd" * 32, png=b"bytes"))
    assert details(other)[0]["after"] == {"sha256": "cd" * 32}


def test_what_is_invalid_leaves_nothing_behind() -> None:
    def add_both() -> None:
        with Step(BY, "area.add") as step:
            step.add(district("এক"))
            step.add(district("দুই", code="not a code"))

    with pytest.raises(ValidationError):
        add_both()
    assert not Area.objects.exists()
    assert not AuditRecord.objects.exists()


def test_what_is_used_is_not_removed() -> None:
    office = make_post().office
    with pytest.raises(ProtectedError), Step(BY, "office.remove") as step:
        step.remove(office)
    assert not AuditRecord.objects.exists()


def test_what_the_database_would_delete_along_is_not_removed() -> None:
    """The seats of a committee go with it in the database: nobody recorded them, so nobody could put them back."""
    committee = make_committee().committee
    with pytest.raises(ProtectedError), Step(BY, "committee.remove") as step:
        step.remove(committee)
    assert committee.memberships.count() == 3
    with Step(BY, "committee.remove") as step:
        for seat in committee.memberships.all():
            step.remove(seat)
        step.remove(committee)
    undo(step.id, by=BY)
    assert Committee.objects.get().memberships.count() == 3


def test_a_removed_row_that_changed_meanwhile_is_recorded_as_it_was() -> None:
    area = make_area("আগের নাম")
    Area.objects.filter(pk=area.pk).update(name_bn="নাম এখন")
    with Step(BY, "area.remove") as step:
        step.remove(area)
    undo(step.id, by=BY)
    assert Area.objects.get(pk=area.pk).name_bn == "নাম এখন"


def test_many_are_added_at_once() -> None:
    office = make_office()
    posts = [Post(name_bn=f"পদ {n}", office_id=office.pk) for n in range(2500)]
    with Step(BY, "country.set_up") as step:
        assert step.add_all(posts) == posts
    assert all(post.pk for post in posts)
    assert [entry.subject_id for entry in AuditRecord.objects.filter(step=step.id)] == [post.pk for post in posts]
    assert details(posts[7])[0]["after"]["office"] == [office.pk, office.name_bn]


def test_queries_for_many_do_not_grow_with_their_number(django_assert_max_num_queries: Any) -> None:
    posts = [make_post() for _ in range(20)]
    persons = [make_user() for _ in range(20)]
    day = datetime.date(2026, 1, 1)
    tenures = [
        Tenure(post_id=post.pk, person_id=person.pk, starts_on=day) for post, person in zip(posts, persons, strict=True)
    ]
    with django_assert_max_num_queries(12), Step(BY, "country.set_up") as step:
        step.add_all(tenures)


def test_a_step_is_put_back_whole() -> None:
    """A transfer: one tenure ends, another one begins."""
    old = make_tenure()
    with Step(BY, "post.transfer") as step:
        old.ends_on = datetime.date(2026, 3, 31)
        step.change(old)
        step.add(Tenure(post=old.post, person=make_user(), starts_on=datetime.date(2026, 4, 1)))

    undoing = undo(step.id, by=Actor(make_user("নমুনা রহমান")))

    assert [(tenure.pk, tenure.ends_on) for tenure in Tenure.objects.all()] == [(old.pk, None)]
    entries = AuditRecord.objects.filter(step=undoing.id)
    assert [(entry.action, entry.actor_name, entry.details["did"], entry.details["undoes"]) for entry in entries] == [
        ("changes.undo", "নমুনা রহমান", "remove", str(step.id)),
        ("changes.undo", "নমুনা রহমান", "change", str(step.id)),
    ]


def test_what_was_removed_comes_back_under_its_number() -> None:
    area = make_area("কল্পপুর", code="9900", parent=make_area(kind="division"))
    held = area.__dict__.copy()
    pk = area.pk
    with Step(BY, "area.remove") as step:
        step.remove(area)
    undo(step.id, by=BY)
    back = Area.objects.get(pk=pk).__dict__
    assert {name: back[name] for name in held if name[0] != "_"} == {
        name: held[name] for name in held if name[0] != "_"
    }


def test_more_rows_than_one_expression_of_sqlite_can_name_are_added_changed_and_removed() -> None:
    post, day = make_post(), datetime.date(2026, 6, 30)
    with Step(BY, "sheet.take") as step:
        people = step.add_all(User(email=f"officer{n}@example.org", name_bn=f"কর্মকর্তা {n}") for n in range(1001))
        step.add_all(Tenure(post=post, person=person, kind="additional", starts_on=day) for person in people)
        tenures = list(Tenure.objects.all())
        for tenure in tenures:
            tenure.ends_on = day
        step.change_all(tenures)
    assert Tenure.objects.filter(ends_on=day).count() == 1001
    with Step(BY, "sheet.take") as removing:
        removing.remove_all(list(Tenure.objects.all()))
    assert not Tenure.objects.exists()


def test_many_changes_are_put_back_by_few_queries(django_assert_max_num_queries: Any) -> None:
    posts = [make_post(f"পদ {n}") for n in range(40)]
    for post in posts:
        post.name_bn += " ভুল"
    with Step(BY, "sheet.take") as step:
        step.change_all(posts)
    with django_assert_max_num_queries(25):
        undo(step.id, by=BY)
    assert list(Post.objects.order_by("pk").values_list("name_bn", flat=True)) == [f"পদ {n}" for n in range(40)]


def test_changes_in_each_others_way_are_put_back_in_turn() -> None:
    """The later tenure, whose row comes first, would overlap the earlier one as that still stands."""
    later = make_tenure(starts_on=datetime.date(2026, 1, 1))
    earlier = make_tenure(post=later.post, starts_on=datetime.date(2025, 1, 1), ends_on=datetime.date(2025, 12, 31))
    with Step(BY, "post.transfer") as step:
        later.starts_on = datetime.date(2026, 7, 1)
        step.change(later)
        earlier.ends_on = datetime.date(2026, 6, 30)
        step.change(earlier)
    undo(step.id, by=BY)
    days = Tenure.objects.order_by("pk").values_list("starts_on", "ends_on")
    assert list(days) == [
        (datetime.date(2026, 1, 1), None),
        (datetime.date(2025, 1, 1), datetime.date(2025, 12, 31)),
    ]


def test_undoing_can_be_undone_and_that_again() -> None:
    area = make_area("আগের নাম")
    with Step(BY, "area.rename") as step:
        area.name_bn = "পরের নাম"
        step.change(area)
    undoing = undo(step.id, by=BY)
    redoing = undo(undoing.id, by=BY)
    assert Area.objects.get().name_bn == "পরের নাম"
    undo(redoing.id, by=BY)
    assert Area.objects.get().name_bn == "আগের নাম"


def refusal(step: Step) -> str:
    """Why the step is not undone, in English; nothing has changed then."""
    before = AuditRecord.objects.count()
    with translation.override("en"), pytest.raises(UndoError) as refused:
        undo(step.id, by=BY)
    assert AuditRecord.objects.count() == before
    with translation.override("en"):
        return str(refused.value)


def test_a_step_is_undone_once() -> None:
    with Step(BY, "area.add") as step:
        step.add(district())
    undo(step.id, by=BY)
    assert refusal(step) == "This step was undone already."


def test_of_an_unknown_step_nothing_is_undone() -> None:
    with pytest.raises(UndoError, match=r"(?i)step|ধাপ"):
        undo(uuid4(), by=BY)


def test_what_was_changed_again_is_not_put_back() -> None:
    area = make_area("এক")
    with Step(BY, "area.rename") as first:
        area.name_bn = "দুই"
        first.change(area)
    with Step(BY, "area.rename") as second:
        area.name_bn = "তিন"
        second.change(area)
    assert refusal(first) == "Changed again since then: area “দুই”. Undo the later change first."
    undo(second.id, by=BY)
    undo(first.id, by=BY)
    assert Area.objects.get().name_bn == "এক"


def test_another_field_that_changed_since_stays() -> None:
    area = make_area("এক")
    with Step(BY, "area.rename") as step:
        area.name_bn = "দুই"
        step.change(area)
    Area.objects.update(name_en="Later")
    undo(step.id, by=BY)
    assert (Area.objects.get().name_bn, Area.objects.get().name_en) == ("এক", "Later")


def test_what_is_used_meanwhile_stays() -> None:
    office = Office(name_bn="নমুনা দপ্তর", letterhead=["নমুনা"])
    with Step(BY, "office.add") as step:
        step.add(office)
    make_post(office=office)
    assert refusal(step) == "Used by now, so it stays: office “নমুনা দপ্তর”."


def test_a_committee_that_got_seats_meanwhile_stays_with_them() -> None:
    office = make_office()
    committee = Committee(name_bn="নমুনা কমিটি", kind="district", office=office)
    with Step(BY, "committee.add") as step:
        step.add(committee)
    Membership.objects.create(committee=committee, person_name="ক খ")
    assert "Used by now" in refusal(step)
    assert committee.memberships.count() == 1


def test_what_is_gone_by_now_is_named() -> None:
    area = make_area("এক")
    with Step(BY, "area.rename") as step:
        area.name_bn = "দুই"
        step.change(area)
    area.delete()
    assert refusal(step) == "Removed since then: area “দুই”."


def test_what_a_rule_of_today_refuses_is_not_put_back() -> None:
    """Somebody else has the code by now."""
    area = make_area("এক", code="9900")
    with Step(BY, "area.remove") as step:
        step.remove(area)
    make_area(code="9900")
    assert refusal(step).startswith("Cannot be put back: area “এক”.")


def test_what_no_field_takes_any_more_is_not_put_back() -> None:
    post = make_post()
    Post.objects.filter(pk=post.pk).update(name_bn="পদ\x07")
    post.name_bn = "পদ"
    with Step(BY, "post.change") as step:
        step.change(post)
    assert refusal(step).startswith("Cannot be put back: post")


def test_what_it_was_moved_from_is_gone_by_now() -> None:
    post, office = make_post(), make_office()
    left, post.office = post.office, office
    with Step(BY, "post.change") as step:
        step.change(post)
    left.delete()
    assert refusal(step).startswith("Cannot be put back: post")


def test_what_it_belonged_to_is_gone_by_now() -> None:
    post = make_post()
    with Step(BY, "post.remove") as step:
        step.remove(post)
    post.office.delete()
    assert refusal(step).startswith("Cannot be put back: post")


def test_an_account_is_not_made_again_without_its_password() -> None:
    person = make_user()
    with Step(BY, "person.remove") as step:
        step.remove(person)
    assert "does not hold all of it" in refusal(step)


NAMES = st.sampled_from(["এক", "দুই", "তিন"])
MOVES = st.lists(
    st.lists(
        st.tuples(st.sampled_from(["add", "change", "remove"]), st.integers(0, 5), NAMES, st.integers(0, 5)), max_size=4
    ),
    max_size=6,
)


Move = tuple[str, int, str, int]


@contextmanager
def rolled_back() -> Iterator[None]:
    """A block after which the database is as before: hypothesis tries many examples in one test."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def rows() -> list[dict[str, Any]]:
    return list(Area.objects.order_by("pk").values())


def take(step: Step, did: str, which: int, name: str, under: int) -> None:
    """One random change: a new area below another one, another name and place of one, or one less."""
    there = list(Area.objects.order_by("pk"))
    chosen = there[which] if which < len(there) else None
    parent = there[under] if under < len(there) else None
    if did == "add":
        step.add(district(name, parent=parent))
    elif chosen and did == "change":
        chosen.name_bn, chosen.parent = name, parent
        step.change(chosen)
    elif chosen and not chosen.parts.exists():
        step.remove(chosen)


def taken(steps: Sequence[Sequence[Move]]) -> Iterator[Step]:
    """The steps of those moves that changed anything, each when it is done."""
    for moves in steps:
        with Step(BY, "test.step") as step:
            for move in moves:
                with suppress(ValidationError):  # two areas of one name in the same place
                    take(step, *move)
        if step:
            yield step


@pytest.mark.thorough
@settings(max_examples=40)
@given(steps=MOVES)
def test_whatever_was_done_is_undone_in_the_opposite_order(steps: list[list[Move]]) -> None:
    with rolled_back():
        for n in range(3):
            make_area(f"গোড়া {n}")
        states, done = [rows()], []
        for step in taken(steps):
            states.append(rows())
            done.append(step)
        for step in reversed(done):
            assert rows() == states.pop()
            undo(step.id, by=BY)
        assert rows() == states.pop()


@pytest.mark.thorough
@settings(max_examples=60)
@given(steps=MOVES, which=st.integers(0, 5))
def test_one_in_the_middle_is_undone_right_or_refused(steps: list[list[Move]], which: int) -> None:
    """Nothing changes but what the step had written; undone again, it leaves all as before."""
    with rolled_back():
        for n in range(3):
            make_area(f"গোড়া {n}")
        done = list(taken(steps))
        if which >= len(done):
            return
        before = rows()
        try:
            undoing = undo(done[which].id, by=BY)
        except UndoError:
            assert rows() == before
            return
        assert written_over(before, rows()) <= touched(done[which])
        undo(undoing.id, by=BY)
        assert rows() == before


def touched(step: Step) -> set[tuple[int, str]]:
    """The fields that the step wrote, each with the number of its area."""
    entries = AuditRecord.objects.filter(step=step.id)
    return {(entry.subject_id, name) for entry in entries for name in entry.details["before"] | entry.details["after"]}


def written_over(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> set[tuple[int, str]]:
    """The fields that differ, each with the number of its area."""
    was, is_now = ({row["id"]: row for row in each} for each in (before, after))
    pairs = {pk: (was.get(pk, {}), is_now.get(pk, {})) for pk in was | is_now}
    return {
        (pk, name.removesuffix("_id"))
        for pk, (one, other) in pairs.items()
        for name in (one | other).keys() - {"id"}
        if one.get(name, ...) != other.get(name, ...)
    }
