"""A draft as it stood after any save, and back to it: whatever was done, every moment reads as it read then."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditRecord
from accounts.permissions import NotAllowedError
from documents import exchange
from meetings.models import AgendaItem, Section
from minutes.domain import drafting, history, parts, restoring, structure
from minutes.domain.assembly import content_of
from minutes.domain.history import Standing
from minutes.domain.workflow import StaleError
from minutes.models import Minutes, Revision
from tests.documents.samples import sample
from tests.factories import Seated, acting
from tests.minutes.drafts import add_row, draft, draft_of, in_review, powers

pytestmark = pytest.mark.django_db


def fresh(minutes: Minutes) -> Minutes:
    return Minutes.objects.get(pk=minutes.pk)


def save(seated: Seated, minutes: Minutes, name: str, content: Any) -> Revision:
    version = parts.version_of(minutes, parts.Part.parse(name))
    return drafting.save_part(minutes.pk, name, content, version=version, **acting(seated.secretary))


def save_row(seated: Seated, minutes: Minutes, row: int, subject: str) -> Revision:
    content = parts.read(minutes, parts.Part("row", row)) | {"subject": subject}
    return save(seated, minutes, f"row:{row}", content)


def moments(minutes: Minutes) -> tuple[int, Standing]:
    return history.newest_moment(minutes), copy.deepcopy(history.now(fresh(minutes)))


def subjects(minutes: Minutes) -> list[list[str]]:
    return [[row.subject for row in section.items.all()] for section in minutes.sections]


def test_a_draft_stands_after_each_save_as_it_stood_then() -> None:
    seated, minutes = draft()
    before = moments(minutes)
    save(seated, minutes, "title", "প্রথম শিরোনাম")
    first = moments(minutes)
    save(seated, minutes, "title", "দ্বিতীয় শিরোনাম")
    assert history.standing(fresh(minutes), before[0]) == before[1]
    assert history.standing(fresh(minutes), first[0]).content["title"] == "প্রথম শিরোনাম"
    assert history.standing(fresh(minutes), first[0]) == first[1]


def test_the_beginning_is_what_the_draft_began_with() -> None:
    seated, minutes = draft_of(sample("district", rows=3), "district")
    began = history.now(fresh(minutes))
    row = AgendaItem.objects.all()[1]
    save(seated, minutes, "closing", ["শেষ কথা।"])
    structure.move(minutes.pk, f"row:{row.pk}", -1, **powers(seated.secretary))
    structure.remove(minutes.pk, f"row:{row.pk}", **acting(seated.secretary))
    assert history.standing(fresh(minutes), history.BEGINNING) == began


def test_a_refused_text_is_no_moment_of_the_draft() -> None:
    seated, minutes = draft()
    save(seated, minutes, "title", "গৃহীত")
    with pytest.raises(drafting.ConflictError):
        drafting.save_part(minutes.pk, "title", "প্রত্যাখ্যাত", version=0, **acting(seated.secretary))
    refused = Revision.objects.get(refused=True)
    assert history.newest_moment(minutes) < refused.pk
    assert history.standing(minutes, refused.pk).content["title"] == "গৃহীত"


def deeds(seated: Seated, minutes: Minutes, chance: random.Random) -> Iterator[int]:
    """What a secretary may do in a draft, one thing after the other, by chance."""
    secretary, pk = seated.secretary, minutes.pk
    for n in range(40):
        rows = list(AgendaItem.objects.filter(section__in=minutes.sections).values_list("pk", flat=True))
        sections = list(minutes.sections.values_list("pk", flat=True))
        names = [*(f"row:{row}" for row in rows), *(f"section:{section}" for section in sections)]
        deed = chance.choice(["row", "section", "move", "move", "remove", "save", "save", "title", "back"])
        tables = list(minutes.sections.filter(decision_columns__isnull=False).values_list("pk", flat=True))
        if deed == "row" and tables:
            structure.append_row(pk, chance.choice(tables), **powers(secretary))
        elif deed == "section":
            structure.append_section(pk, chance.choice(["text", "table", "decisions"]), **powers(secretary))
        elif deed == "move":
            structure.move(pk, chance.choice(names), chance.choice([-1, 1]), **powers(secretary))
        elif deed == "remove" and len(sections) > 1:
            structure.remove(pk, chance.choice(names), **acting(secretary))
        elif deed == "save" and rows:
            save_row(seated, minutes, chance.choice(rows), f"বিষয় {n}")
        elif deed == "title":
            save(seated, minutes, "title", f"শিরোনাম {n}")
        elif deed == "back":
            gone = [name for name in Revision.objects.values_list("part", flat=True).distinct() if name not in names]
            gone = [name for name in gone if name.startswith(("row:", "section:"))]
            if gone and tables:
                restoring.put_back(pk, chance.choice(gone), **acting(secretary))
        yield n


@pytest.mark.parametrize("seed", range(6))
def test_every_moment_of_a_busy_draft_can_be_read_and_brought_back(seed: int) -> None:
    seated, minutes = draft_of(sample("district", rows=3), "district")
    chance = random.Random(seed)  # noqa: S311 - to vary, not to hide
    stood = [(history.BEGINNING, history.now(fresh(minutes)))]
    stood += [moments(minutes) for _deed in deeds(seated, minutes, chance)]
    for moment, then in stood:
        assert history.standing(fresh(minutes), moment) == then
        exchange.load(then.content)
    for moment, then in chance.sample(stood, 6):
        seen = history.newest_moment(minutes)
        restoring.restore_all(minutes.pk, moment, seen=seen, **acting(seated.secretary))
        assert history.now(fresh(minutes)) == then
        stood.append(moments(minutes))
    for moment, then in stood:
        assert history.standing(fresh(minutes), moment) == then


# Bringing back


def three_rows() -> tuple[Seated, Minutes, list[int]]:
    seated, minutes = draft()
    rows = [AgendaItem.objects.get().pk, *(add_row(minutes, seated).pk for _ in range(2))]
    for row, subject in zip(rows, "abc", strict=True):
        save_row(seated, minutes, row, subject)
    return seated, minutes, rows


@pytest.mark.parametrize("place", range(3))
def test_a_removed_row_comes_back_to_its_place_with_its_number_and_its_words(place: int) -> None:
    seated, minutes, rows = three_rows()
    before = history.now(fresh(minutes))
    structure.remove(minutes.pk, f"row:{rows[place]}", **acting(seated.secretary))
    restoring.put_back(minutes.pk, f"row:{rows[place]}", **acting(seated.secretary))
    assert history.now(fresh(minutes)) == before
    last = AuditRecord.objects.last()
    assert last
    assert (last.action, last.details["part"]) == ("minutes.put_back", f"row:{rows[place]}")


def test_rows_come_back_among_others_that_moved_meanwhile() -> None:
    seated, minutes, rows = three_rows()
    for row in (rows[0], rows[2]):
        structure.remove(minutes.pk, f"row:{row}", **acting(seated.secretary))
    add = add_row(minutes, seated)
    save_row(seated, minutes, add.pk, "d")
    for row in (rows[2], rows[0]):
        restoring.put_back(minutes.pk, f"row:{row}", **acting(seated.secretary))
    assert subjects(minutes) == [["a", "b", "c", "d"]]


def test_a_removed_section_comes_back_with_the_rows_that_went_with_it() -> None:
    seated, minutes, rows = three_rows()
    section = f"section:{Section.objects.get().pk}"
    structure.append_section(minutes.pk, "text", **powers(seated.secretary))
    structure.remove(minutes.pk, f"row:{rows[1]}", **acting(seated.secretary))
    before = history.now(fresh(minutes))
    structure.remove(minutes.pk, section, **acting(seated.secretary))
    restoring.put_back(minutes.pk, section, **acting(seated.secretary))
    assert history.now(fresh(minutes)) == before


def test_what_is_put_back_takes_its_number_and_shifts_the_others() -> None:
    seated, minutes = draft("upazila")
    first, _second = (
        structure.append_section(minutes.pk, shape, **powers(seated.secretary)) for shape in ("text", "table")
    )
    structure.remove(minutes.pk, f"section:{first.pk}", **acting(seated.secretary))
    renumbered = restoring.put_back(minutes.pk, f"section:{first.pk}", **acting(seated.secretary))
    assert [section.heading for section in minutes.sections] == ["১. আলোচ্য বিষয় ও সিদ্ধান্ত", "২.", "৩."]
    assert [(each.number, each.version) for each in renumbered] == [("৩.", 2)]


def test_a_row_whose_section_went_too_comes_into_the_last_decision_table() -> None:
    seated, minutes, rows = three_rows()
    first = f"section:{Section.objects.get().pk}"
    structure.append_section(minutes.pk, "decisions", **powers(seated.secretary))
    structure.append_section(minutes.pk, "text", **powers(seated.secretary))
    structure.remove(minutes.pk, first, **acting(seated.secretary))
    restoring.put_back(minutes.pk, f"row:{rows[1]}", **acting(seated.secretary))
    assert subjects(minutes) == [["b"], []]


def test_a_section_comes_back_without_the_row_that_stands_elsewhere_by_now() -> None:
    seated, minutes, rows = three_rows()
    first = f"section:{Section.objects.get().pk}"
    structure.append_section(minutes.pk, "decisions", **powers(seated.secretary))
    structure.remove(minutes.pk, first, **acting(seated.secretary))
    restoring.put_back(minutes.pk, f"row:{rows[1]}", **acting(seated.secretary))
    save_row(seated, minutes, rows[1], "এখন")
    restoring.put_back(minutes.pk, first, **acting(seated.secretary))
    assert subjects(minutes) == [["a", "c"], ["এখন"]]


def test_a_row_without_any_decision_table_has_nowhere_to_come_back_to() -> None:
    seated, minutes, rows = three_rows()
    first = f"section:{Section.objects.get().pk}"
    structure.append_section(minutes.pk, "text", **powers(seated.secretary))
    structure.remove(minutes.pk, first, **acting(seated.secretary))
    with pytest.raises(NotAllowedError):
        restoring.put_back(minutes.pk, f"row:{rows[0]}", **acting(seated.secretary))
    assert not AgendaItem.objects.exists()


def test_what_stands_in_the_draft_is_not_put_back_twice() -> None:
    seated, minutes, rows = three_rows()
    count = Revision.objects.count()
    restoring.put_back(minutes.pk, f"row:{rows[0]}", **acting(seated.secretary))
    assert (subjects(minutes), Revision.objects.count()) == ([["a", "b", "c"]], count)


def test_the_history_of_a_row_goes_on_after_it_came_back() -> None:
    seated, minutes, rows = three_rows()
    name = f"row:{rows[0]}"
    version = parts.version_of(minutes, parts.Part.parse(name))
    structure.remove(minutes.pk, name, **acting(seated.secretary))
    restoring.put_back(minutes.pk, name, **acting(seated.secretary))
    assert save_row(seated, minutes, rows[0], "এখন").version == version + 1


@pytest.mark.parametrize("name", ["title", "row:999999", "section:999999", "order", "row:0", ""])
def test_what_the_draft_never_had_is_not_put_back(name: str) -> None:
    seated, minutes = draft()
    with pytest.raises(LookupError):
        restoring.put_back(minutes.pk, name, **acting(seated.secretary))


def test_a_removed_row_of_another_draft_is_out_of_reach() -> None:
    seated, minutes, rows = three_rows()
    structure.remove(minutes.pk, f"row:{rows[0]}", **acting(seated.secretary))
    other, theirs = draft()
    with pytest.raises(LookupError):
        restoring.put_back(theirs.pk, f"row:{rows[0]}", **acting(other.secretary))
    with pytest.raises(LookupError):
        restoring.restore_part(theirs.pk, Revision.objects.first().pk, version=0, **acting(other.secretary))  # type: ignore[union-attr]


def test_an_earlier_text_is_brought_back_as_a_new_save() -> None:
    seated, minutes = draft()
    first = save(seated, minutes, "title", "প্রথম")
    save(seated, minutes, "title", "দ্বিতীয়")
    restored = restoring.restore_part(minutes.pk, first.pk, version=2, **acting(seated.secretary))
    assert (restored.version, restored.content, fresh(minutes).title) == (3, "প্রথম", "প্রথম")
    last = AuditRecord.objects.last()
    assert last
    assert (last.action, last.details) == ("minutes.restore", {"part": "title", "revision": first.pk})


def test_a_refused_text_is_brought_back() -> None:
    seated, minutes = draft()
    save(seated, minutes, "title", "গৃহীত")
    with pytest.raises(drafting.ConflictError):
        drafting.save_part(minutes.pk, "title", "আমার", version=0, **acting(seated.secretary))
    refused = Revision.objects.get(refused=True)
    restoring.restore_part(minutes.pk, refused.pk, version=1, **acting(seated.secretary))
    assert fresh(minutes).title == "আমার"


def test_a_text_for_a_row_that_was_removed_brings_the_row_back() -> None:
    seated, minutes, rows = three_rows()
    name = f"row:{rows[1]}"
    structure.remove(minutes.pk, name, **acting(seated.secretary))
    content = structure.EMPTY_ROW | {"serial": "২", "subject": "দেরিতে লেখা"}
    with pytest.raises(drafting.ConflictError):
        drafting.save_part(minutes.pk, name, content, version=1, **acting(seated.secretary))
    refused = Revision.objects.get(refused=True)
    version = parts.version_of(minutes, parts.Part.parse(name))
    restoring.restore_part(minutes.pk, refused.pk, version=version, **acting(seated.secretary))
    assert subjects(minutes) == [["a", "দেরিতে লেখা", "c"]]


def test_a_text_of_a_removed_row_is_brought_back_where_the_row_gets_another_number() -> None:
    seated, minutes, rows = three_rows()
    name = f"row:{rows[2]}"
    wanted = minutes.revisions.filter(part=name).latest("version")
    structure.remove(minutes.pk, name, **acting(seated.secretary))
    added, _renumbered = structure.insert_row(minutes.pk, rows[0], **powers(seated.secretary))
    restoring.restore_part(minutes.pk, wanted.pk, version=wanted.version or 0, **acting(seated.secretary))
    assert [row.pk for row in AgendaItem.objects.order_by("position")] == [rows[0], added.pk, rows[1], rows[2]]
    assert subjects(minutes) == [["a", "", "b", "c"]]


def test_a_removed_row_that_was_changed_before_it_went_is_not_brought_back_over_that() -> None:
    seated, minutes, rows = three_rows()
    name = f"row:{rows[1]}"
    wanted = minutes.revisions.filter(part=name).latest("version")
    save_row(seated, minutes, rows[1], "পরে লেখা")
    structure.remove(minutes.pk, name, **acting(seated.secretary))
    with pytest.raises(drafting.ConflictError):
        restoring.restore_part(minutes.pk, wanted.pk, version=wanted.version or 0, **acting(seated.secretary))
    assert subjects(minutes) == [["a", "c"]]


def test_nobody_restores_over_what_was_saved_meanwhile() -> None:
    seated, minutes = draft()
    first = save(seated, minutes, "title", "প্রথম")
    seen = history.newest_moment(minutes)
    save(seated, minutes, "title", "দ্বিতীয়")
    with pytest.raises(drafting.ConflictError):
        restoring.restore_part(minutes.pk, first.pk, version=1, **acting(seated.secretary))
    with pytest.raises(StaleError):
        restoring.restore_all(minutes.pk, history.BEGINNING, seen=seen, **acting(seated.secretary))
    assert fresh(minutes).title == "দ্বিতীয়"
    assert not AuditRecord.objects.filter(action="minutes.restore").exists()


def test_nothing_is_brought_back_while_the_chair_reads() -> None:
    seated, minutes = in_review()
    before = content_of(fresh(minutes))
    revision = Revision.objects.filter(part__startswith="row:").latest("pk")
    seen = history.newest_moment(minutes)
    for who in (seated.secretary, seated.chair):
        with pytest.raises(NotAllowedError):
            restoring.put_back(minutes.pk, revision.part, **acting(who))
        with pytest.raises(NotAllowedError):
            restoring.restore_part(minutes.pk, revision.pk, version=1, **acting(who))
        with pytest.raises(NotAllowedError):
            restoring.restore_all(minutes.pk, history.BEGINNING, seen=seen, **acting(who))
    assert content_of(fresh(minutes)) == before


def test_a_moment_is_put_together_in_as_many_queries_after_hundreds_of_saves() -> None:
    seated, minutes, rows = three_rows()

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            history.standing(minutes, history.newest_moment(minutes))
        return len(queries)

    few = asked()
    for n in range(150):
        save_row(seated, minutes, rows[n % 3], f"বিষয় {n}")
    assert asked() == few
    assert few <= 12
