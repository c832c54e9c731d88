"""Searching the audit trail, and taking it along as a file."""

from __future__ import annotations

import csv
import datetime
import hashlib
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.domain import auditing
from accounts.domain.audit import PORTAL, Actor, record
from accounts.domain.auditing import Search, page, search
from accounts.domain.chain import link
from accounts.domain.changes import Step
from accounts.domain.exporting import _defused, as_csv, as_json_lines
from accounts.models import AuditLink, AuditRecord, User
from committees.models import Area
from tests.factories import make_area, make_office, make_user

pytestmark = pytest.mark.django_db


def at(year: int, month: int, day: int, hour: int = 12) -> datetime.datetime:
    return datetime.datetime(year, month, day, hour, tzinfo=timezone.get_default_timezone())


def act(action: str, *, by: User | None = None, on: Any = None, **fields: Any) -> AuditRecord:
    """A record of an action, with the post, address or time of its actor among `fields`, and details."""
    actor = Actor(by, **{name: fields.pop(name) for name in ("post", "address", "at") if name in fields})
    return record(actor, action, on or Area.objects.first() or make_area(), **fields)


def actions(what: Search) -> list[str]:
    """What is found, by page and all at once: the two are the same."""
    found = [each.action for each in search(what)]
    assert [each.action for each in page(what).records] == found
    return found


def test_everything_the_newest_first() -> None:
    for month in (2, 3, 1):
        act(f"month.{month}", at=at(2026, month, 1))
    assert actions(Search()) == ["month.3", "month.2", "month.1"]


def test_both_days_are_part_of_the_time() -> None:
    """Days are Dhaka's: it is the second there while it is the first in Greenwich."""
    for action, moment in {
        "before": at(2026, 3, 1, 23),
        "first": at(2026, 3, 2, 0),
        "last": at(2026, 3, 3, 23),
        "after": at(2026, 3, 4, 0),
    }.items():
        act(action, at=moment)
    assert actions(Search(since=datetime.date(2026, 3, 2), until=datetime.date(2026, 3, 3))) == ["last", "first"]


def test_by_whom() -> None:
    one, other = make_user(), make_user()
    act("one", by=one)
    act("other", by=other)
    act("portal")
    assert actions(Search(people=[one.pk])) == ["one"]
    assert actions(Search(people=[one.pk, other.pk])) == ["other", "one"]
    assert actions(Search(people=[None])) == ["portal"]
    assert actions(Search(people=[])) == []


def test_by_action_kind_thing_address_and_step() -> None:
    area, office = make_area(), make_office()
    act("x", on=area, address="192.0.2.1")
    act("y", on=office, address="192.0.2.2")
    with Step(PORTAL, "z") as step:
        step.add(Area(name_bn="নতুন", kind="district"))
    assert actions(Search(action="x")) == ["x"]
    assert actions(Search(kind="committees.office")) == ["y"]
    assert actions(Search(kind="committees.area", thing=area.pk)) == ["x"]
    assert actions(Search(address="192.0.2.2")) == ["y"]
    assert actions(Search(step=step.id)) == ["z"]
    assert actions(Search(kind="committees.area", address="192.0.2.2")) == []


@pytest.mark.parametrize("text", ["কল্পপুর", "নমুনা র", "প্রোগ্রা", 'say "it', "50%", "a_b", "back\\slash"])
def test_a_text_in_names_posts_and_details(text: str) -> None:
    """Signs that mean something in a pattern or in JSON mean themselves."""
    details = {"name": "কল্পপুর", "said": 'they say "it is" 50% a_b back\\slash'}
    act("found", by=make_user("নমুনা রহমান"), post="প্রোগ্রামার", **details)
    act("other", by=make_user("অন্য কেহ"), post="কেরানি", name="অন্যত্র", said="50 axb backslash")
    assert actions(Search(text=text)) == ["found"]


def test_pages_follow_one_another_without_gap_or_repetition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auditing, "PER_PAGE", 3)
    moment = at(2026, 1, 1)
    written = [act(f"n.{n}", at=moment if n % 2 else at(2026, 1, 2)).pk for n in range(10)]
    seen, before = [], None
    while True:
        found = page(Search(), before)
        seen.append([each.pk for each in found.records])
        before = found.older
        if before is None:
            break
    assert [len(each) for each in seen] == [3, 3, 3, 1]
    assert [pk for each in seen for pk in each] == [each.pk for each in search(Search())]
    assert sorted(pk for each in seen for pk in each) == sorted(written)


def test_a_text_is_looked_for_so_far_back_and_then_further(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auditing, "LOOKED_THROUGH", 4)
    old = act("rare.one", at=at(2026, 1, 1), said="বিরল")
    for n in range(7):
        act("common", at=at(2026, 1, 2 + n))
    first = page(Search(text="বিরল"))
    assert (first.records, first.looked_back_to) == ([], at(2026, 1, 5))
    second = page(Search(text="বিরল"), first.older)
    assert ([each.pk for each in second.records], second.looked_back_to) == ([old.pk], at(2026, 1, 1))
    third = page(Search(text="বিরল"), second.older)
    assert (third.records, third.older) == ([], None)


@pytest.mark.thorough
@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(1, 4), st.booleans()), max_size=25), st.integers(1, 5), st.integers(1, 9))
def test_page_by_page_finds_what_a_search_finds(
    entries: list[tuple[int, bool]], per_page: int, looked_through: int
) -> None:
    """Whatever the times, the sizes of pages and how far back each looks."""
    mark = f"mark{AuditRecord.objects.count()}x"
    for day, has_text in entries:
        act("x", at=at(2026, 1, day), said=mark if has_text else "")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(auditing, "PER_PAGE", per_page)
        patch.setattr(auditing, "LOOKED_THROUGH", looked_through)
        seen, found = [], page(Search(text=mark))
        seen += found.records
        while found.older:
            found = page(Search(text=mark), found.older)
            seen += found.records
    assert seen == list(search(Search(text=mark)))
    assert len(seen) == sum(has_text for _day, has_text in entries)


def test_queries_do_not_grow_with_the_records(django_assert_num_queries: Callable[[int], Any]) -> None:
    for count in (1, 30):
        for n in range(count):
            act("x", by=make_user(), said=f"text {n}")
        link()
        with django_assert_num_queries(1):
            assert all(each.actor and each.link for each in page(Search()).records)
        with django_assert_num_queries(2):
            page(Search(text="text"))


# --- files ---


def lines_of_csv(what: Search, language: str = "en") -> list[dict[str, str]]:
    text = "".join(as_csv(search(what), language))
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_a_table_for_readers() -> None:
    area = make_area("এক")
    area.name_bn = "দুই"
    who = Actor(make_user("নমুনা রহমান", name_en="Namuna Rahman"), "প্রোগ্রামার", "192.0.2.1", at=at(2026, 3, 1, 15))
    with Step(who, "area.change") as step:
        step.change(area)
    link()
    (line,) = lines_of_csv(Search())
    digest = AuditLink.objects.get().digest
    assert line == {
        "position": "1",
        "time": "2026-03-01 15:00:00+06:00",
        "who": "Namuna Rahman",
        "post then": "প্রোগ্রামার",
        "address": "192.0.2.1",
        "action": "changed the area",
        "kind": "area",
        "number": str(area.pk),
        "name": "দুই",
        "what was changed": "name in Bengali: এক → দুই",
        "step": str(step.id),
        "details": json.dumps(AuditRecord.objects.get().details, ensure_ascii=False),
        "digest": digest,
    }
    (line,) = lines_of_csv(Search(), "bn")
    assert line["কে"] == "নমুনা রহমান"


@pytest.mark.parametrize("name", ['=cmd|"/c calc"!A1', "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\n=1"])
def test_no_cell_is_a_formula(name: str) -> None:
    """A name of an account is chosen by whoever enters it, and the file is opened by an auditor."""
    act("x", by=make_user(name), post=name)
    (line,) = lines_of_csv(Search())
    assert (line["who"], line["post then"]) == (f"'{name}", f"'{name}")


@given(st.text())
def test_defusing_adds_a_quote_at_most(cell: str) -> None:
    assert _defused(cell).removeprefix("'") in (cell, cell.removeprefix("'"))
    assert _defused(cell)[:1] not in ("=", "+", "-", "@", "\t", "\r", "\n")


def test_lines_for_programs_hold_all_that_the_digests_are_over() -> None:
    """Somebody else computes the chain from the file alone."""
    area = make_area()
    for n in range(3):
        act("area.change", by=make_user("নমুনা রহমান"), on=area, post="পদ", address="192.0.2.1", n=n, words=["ক", None])
    with Step(PORTAL, "area.change") as step:
        area.name_en = "Other"
        step.change(area)
    link()
    lines = [json.loads(line) for line in "".join(as_json_lines(search(Search()))).splitlines()]
    hashed = ["actor", "actor_name", "actor_post", "address", "action", "subject_kind", "subject_id", "step", "details"]
    digest = ""
    for line in sorted(lines, key=lambda each: each["position"]):
        time = datetime.datetime.fromisoformat(line["at"]).astimezone(datetime.UTC).isoformat(timespec="microseconds")
        content = [1, digest, line["id"], time, *(line[name] for name in hashed)]
        text = json.dumps(content, sort_keys=True, separators=(",", ":"))
        digest = hashlib.sha256(text.encode()).hexdigest()
        assert line["digest"] == digest
    assert len(lines) == 4


def test_a_record_without_a_link_yet_is_taken_along_too() -> None:
    act("x")
    assert lines_of_csv(Search())[0]["position"] == ""
    assert json.loads("".join(as_json_lines(search(Search()))))["position"] is None
