"""What a draft's secretary can reach: the parts of this draft, while it is one, and nothing else."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from accounts.permissions import NotAllowedError
from committees.models import Tenure
from committees.powers import powers_of
from documents import exchange
from meetings.models import AgendaItem
from minutes.domain import drafting, parts, structure
from minutes.domain.assembly import content_of
from minutes.models import Minutes, Revision
from tests.factories import Seated, acting, make_committee, make_user
from tests.minutes.drafts import draft, powers, signed

pytestmark = pytest.mark.django_db

ROW = {"serial": "১", "subject": "নতুন বিষয়", "discussion": [], "decisions": [], "implementers": ["প্রোগ্রামার"]}


# Parts that are not of this draft

NAMES = [
    "", "letterhead", "attendance", "chair_signature", "state", "meeting", "pk", "row", "row:", "row:0", "row:-1",
    "row: 1", "row:1 ", "row:১", "row:١", "row:99999999999999999999", "section:1e3", "title:", "title:1", "rows:1",
    "ROW:1",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_name_that_no_part_can_have(name: str) -> None:
    seated, minutes = draft()
    for act in actions(seated, minutes, name):
        with pytest.raises(LookupError):
            act()
    assert not Revision.objects.filter(part=name).exists()


def test_zeros_before_the_number_are_no_way_around_the_version() -> None:
    seated, minutes = draft()
    row = AgendaItem.objects.get()
    for act in actions(seated, minutes, f"row:0{row.pk}"):
        with pytest.raises(LookupError):
            act()


@pytest.mark.parametrize("kind", ["section", "row"])
def test_part_of_another_committee_is_out_of_reach(kind: str) -> None:
    seated, minutes = draft()
    _other, theirs = draft()
    row = AgendaItem.objects.get(section__meeting=theirs.meeting)
    foreign = f"{kind}:{row.pk if kind == 'row' else row.section_id}"
    before = content_of(theirs)
    for act in [*actions(seated, minutes, foreign), lambda: parts.read(minutes, parts.Part.parse(foreign))]:
        with pytest.raises(LookupError):
            act()
    with pytest.raises(LookupError):
        structure.append_row(minutes.pk, row.section_id, **powers(seated.secretary))
    with pytest.raises(LookupError):
        parts.write(minutes, parts.Part.parse(foreign), ROW)
    assert content_of(Minutes.objects.get(pk=theirs.pk)) == before


def test_row_is_added_to_a_decision_table_alone() -> None:
    seated, minutes = draft()
    section = structure.append_section(minutes.pk, "text", **powers(seated.secretary))
    with pytest.raises(LookupError):
        structure.append_row(minutes.pk, section.pk, **powers(seated.secretary))


# Who, and when


@pytest.mark.parametrize("who", ["chair", "member", "other secretary"])
def test_only_the_secretary_edits(who: str) -> None:
    seated, minutes = draft()
    person = make_committee().secretary if who == "other secretary" else getattr(seated, who)
    before = content_of(minutes)
    for act in every_action(seated._replace(secretary=person), minutes):
        with pytest.raises(NotAllowedError):
            act()
    assert content_of(Minutes.objects.get()) == before


@pytest.mark.parametrize("state", ["in_review", "signed", "issued", "confirmed"])
def test_nobody_edits_after_it_went_to_the_chair(state: str) -> None:
    seated, minutes = draft()
    Minutes.objects.update(state=state)
    before = content_of(minutes)
    for act in every_action(seated, minutes):
        with pytest.raises(NotAllowedError):
            act()
    assert content_of(Minutes.objects.get()) == before


def test_nothing_is_edited_after_signing() -> None:
    seated, minutes = signed()
    before = minutes.snapshot.document
    for act in every_action(seated, minutes):
        with pytest.raises(NotAllowedError):
            act()
    stands = Minutes.objects.get()
    assert stands.snapshot.document == before
    assert exchange.canonical(exchange.load(content_of(stands))).decode() == before


def test_a_successor_edits_and_the_predecessor_does_not() -> None:
    seated, minutes = draft()
    yesterday = datetime.date.today() - datetime.timedelta(days=1)  # noqa: DTZ011 - tenures are of whole days
    tenure = Tenure.objects.get(person=seated.secretary)
    Tenure.objects.filter(pk=tenure.pk).update(ends_on=yesterday)
    successor = make_user()
    Tenure.objects.create(post=tenure.post, person=successor, starts_on=datetime.date.today())  # noqa: DTZ011
    with pytest.raises(NotAllowedError):
        drafting.save_part(minutes.pk, "title", "ক", version=0, **acting(seated.secretary))
    assert drafting.save_part(minutes.pk, "title", "খ", version=0, **acting(successor)).version == 1


def actions(seated: Seated, minutes: Minutes, name: str) -> list[Callable[[], object]]:
    """Everything that can be done to a part by its name."""
    secretary = acting(seated.secretary)
    return [
        lambda: drafting.save_part(minutes.pk, name, ROW, version=0, **secretary),
        lambda: structure.move(minutes.pk, name, 1, powers=secretary["powers"]),
        lambda: structure.remove(minutes.pk, name, **secretary),
    ]


def every_action(seated: Seated, minutes: Minutes) -> list[Callable[[], object]]:
    """Everything that can be done to a draft."""
    section = minutes.meeting.sections.last()
    row = section.items.get()
    its_powers = powers_of(seated.secretary)
    return [
        *actions(seated, minutes, f"row:{row.pk}"),
        *actions(seated, minutes, f"section:{section.pk}"),
        lambda: drafting.save_part(minutes.pk, "title", "অন্য", version=0, **acting(seated.secretary)),
        lambda: structure.append_row(minutes.pk, section.pk, powers=its_powers),
        lambda: structure.append_section(minutes.pk, "text", powers=its_powers),
    ]
