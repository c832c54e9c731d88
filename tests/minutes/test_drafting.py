"""The draft in the database: begun in every layout, saved part by part, and nothing typed is lost."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from accounts.domain.audit import Actor, trail
from accounts.permissions import NotAllowedError
from committees.models import Committee, Membership
from documents import exchange
from documents.layouts import LAYOUTS
from documents.sheet import sheet_html
from meetings.models import AgendaItem, Meeting, Section
from minutes.domain import beginning, drafting, parts, structure
from minutes.domain.assembly import content_of, document_of
from minutes.models import Minutes, Revision
from tests.documents.samples import sample
from tests.factories import Seated, acting, make_area, make_committee, make_office, make_user
from tests.minutes.drafts import LAST_WEEK, add_row, begin, draft, draft_of, powers

pytestmark = pytest.mark.django_db

ROW = {"serial": "১", "subject": "নতুন বিষয়", "discussion": [], "decisions": [], "implementers": ["প্রোগ্রামার"]}


# Begin


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("held_at", [None, datetime.time(14, 30)])
def test_every_layout_begins_as_a_valid_document(layout: str, held_at: datetime.time | None) -> None:
    seated = make_committee(layout=layout, kind=LAYOUTS[layout].committee_kind, area=make_area("কল্পপুর", code="9900"))
    minutes = begin(seated, held_on=datetime.date(2025, 6, 15), held_at=held_at)
    document = exchange.load(content_of(minutes))
    assert [(item.kind, item.label) for item in document.info] == list(LAYOUTS[layout].info)
    info = {item.kind: item for item in document.info}
    assert (info["chair"].name, info["date"].value) == (seated.chair.name_bn, "2025-06-15")
    assert info["place"].text == "সম্মেলন কক্ষ"
    if "time" in info:
        assert info["time"].value == ("14:30" if held_at else None)
    assert "জুন" in document.title
    assert "কল্পপুর" in document.title
    assert document.committee.area_code == "9900"
    (section,) = document.sections
    assert section.decision_table
    assert section.decision_table.columns == LAYOUTS[layout].columns
    assert document.chair_signature.name == seated.chair.name_bn
    assert document.title.split()[-1] in sheet_html(document)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_committee_with_neither_chair_nor_area_nor_letterhead_can_begin(layout: str) -> None:
    seated = make_committee(layout=layout, office=make_office("নমুনা দপ্তর", letterhead=[]))
    Committee.objects.update(area=None)
    Membership.objects.filter(role="chair").delete()
    seated.committee.refresh_from_db()
    document = document_of(begin(seated))
    assert document.letterhead.lines == ("নমুনা দপ্তর",)
    assert (document.chair_signature.name, document.chair_signature.lines) == ("", ())
    assert document.title == document.title.strip()


def test_beginning_is_recorded() -> None:
    seated = make_committee()
    minutes = begin(seated)
    (record,) = trail(minutes)
    assert (record.action, record.actor, record.details) == (
        "minutes.start",
        seated.secretary,
        {"held_on": LAST_WEEK.isoformat()},
    )


@pytest.mark.parametrize("who", ["chair", "member"])
def test_only_the_secretary_begins(who: str) -> None:
    seated = make_committee()
    with pytest.raises(NotAllowedError):
        beginning.start(seated.committee, held_on=LAST_WEEK, held_at=None, place="", **acting(getattr(seated, who)))
    assert not Meeting.objects.exists()


# Save


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("title", "অন্য শিরোনাম"),
        ("opening", ["<strong>স্বাগত</strong> জানানো হয়।"]),
        ("closing", ["সভা শেষ হয়।", "ধন্যবাদ।"]),
    ],
)
def test_head_parts_count_their_versions(part: str, content: Any) -> None:
    seated, minutes = draft()
    for number, text in enumerate((content, content * 2, content), start=1):
        revision = drafting.save_part(minutes.pk, part, text, version=number - 1, **acting(seated.secretary))
        assert (revision.version, revision.content, revision.author) == (number, text, seated.secretary)
        assert content_of(Minutes.objects.get())[part] == text
    assert parts.versions(minutes)[part] == 3


def test_rows_and_sections_count_their_versions_apart() -> None:
    seated, minutes = draft()
    row = AgendaItem.objects.get()
    section = f"section:{row.section_id}"
    heading = {**drafting.parts.read(minutes, parts.Part.parse(section)), "heading": "আলোচনা"}
    drafting.save_part(minutes.pk, f"row:{row.pk}", ROW, version=1, **acting(seated.secretary))
    drafting.save_part(minutes.pk, section, heading, version=0, **acting(seated.secretary))
    assert parts.versions(minutes) == {f"row:{row.pk}": 2, section: 1}
    (stands,) = content_of(minutes)["sections"]
    assert stands["heading"] == "আলোচনা"
    assert stands["decision_table"]["rows"] == [ROW]


@pytest.mark.parametrize("version", [0, 7, -1])
def test_saving_what_stands_there_is_no_new_version_and_no_conflict(version: int) -> None:
    seated, minutes = draft()
    revision = drafting.save_part(minutes.pk, "title", minutes.title, version=version, **acting(seated.secretary))
    assert (revision.version, revision.content) == (0, minutes.title)
    assert not Revision.objects.filter(part="title").exists()


def test_a_save_that_nothing_was_heard_of_goes_out_again_without_a_conflict() -> None:
    """Of a part with a field that cannot be saved, too: what can be stands there already, by the same hand."""
    seated, minutes = draft()
    own = acting(seated.secretary)
    saved = drafting.save_part(minutes.pk, "title", "শিরোনাম", version=0, whole=False, **own)
    assert drafting.save_part(minutes.pk, "title", "শিরোনাম", version=0, whole=False, **own) == saved
    drafting.save_part(minutes.pk, "title", "আরেকটি", version=1, **own)
    drafting.save_part(minutes.pk, "title", "শিরোনাম", version=2, **own)
    with pytest.raises(drafting.ConflictError):
        drafting.save_part(minutes.pk, "title", "শিরোনাম", version=0, whole=False, **own)


def test_the_same_text_of_another_hand_is_a_conflict_where_more_was_typed() -> None:
    """Who puts right the field that could not be saved would write over what somebody else saved meanwhile."""
    seated, minutes = draft()
    own = acting(seated.secretary)
    drafting.save_part(minutes.pk, "title", "শিরোনাম", version=0, **own)
    other = own | {"actor": Actor(make_user())}
    with pytest.raises(drafting.ConflictError):
        drafting.save_part(minutes.pk, "title", "শিরোনাম", version=0, whole=False, **other)


def test_conflict_keeps_both_texts() -> None:
    seated, minutes = draft()
    first, second = (make_user(), make_user())
    secretary = acting(seated.secretary)
    drafting.save_part(minutes.pk, "title", "প্রথম", version=0, **secretary | {"actor": Actor(first)})
    with pytest.raises(drafting.ConflictError) as conflict:
        drafting.save_part(minutes.pk, "title", "দ্বিতীয়", version=0, **secretary | {"actor": Actor(second)})
    theirs, mine = conflict.value.theirs, conflict.value.mine
    assert (theirs.content, theirs.author, theirs.version, theirs.refused) == ("প্রথম", first, 1, False)
    assert (mine.content, mine.author, mine.version, mine.refused) == ("দ্বিতীয়", second, None, True)
    assert list(Revision.objects.filter(part="title").exclude(version=0)) == [theirs, mine]
    assert Minutes.objects.get().title == "প্রথম"
    again = drafting.save_part(minutes.pk, "title", "দ্বিতীয়", version=1, **secretary)
    assert again.version == 2


def test_a_text_that_loses_the_same_conflict_again_is_kept_once() -> None:
    """The page sends it by itself, tries again, and its button sends it once more."""
    seated, minutes = draft()
    secretary, other = acting(seated.secretary), {"actor": Actor(make_user())}

    def refused(content: str, version: int, **who: Any) -> Revision:
        with pytest.raises(drafting.ConflictError) as conflict:
            drafting.save_part(minutes.pk, "title", content, version=version, **secretary | who)
        return conflict.value.mine

    drafting.save_part(minutes.pk, "title", "প্রথম", version=0, **secretary)
    kept = refused("আমার", 0)
    assert [refused("আমার", 0), refused("আমার", 0)] == [kept, kept]
    assert refused("আমার", 0, **other) != kept
    assert refused("আমার, আরও", 0) != kept
    again = refused("আমার", 0)
    assert again != kept  # the page holds it anew, after the longer one
    drafting.save_part(minutes.pk, "title", "দ্বিতীয়", version=1, **secretary)
    assert refused("আমার", 0) == again
    assert refused("আমার", 1) != again  # typed once more, over another version


def test_conflict_with_a_part_that_was_never_saved_names_its_text() -> None:
    """A forged or lost version number is no reason to write over what stands there."""
    seated, minutes = draft()
    with pytest.raises(drafting.ConflictError) as conflict:
        drafting.save_part(minutes.pk, "title", "অন্য", version=5, **acting(seated.secretary))
    assert (conflict.value.theirs.content, conflict.value.theirs.version) == (minutes.title, 0)
    assert Revision.objects.get(part="title").refused


def test_info_tells_the_meeting() -> None:
    seated, minutes = draft()
    info = [
        item
        | {
            "date": {"value": "2025-01-02"},
            "time": {"value": "09:05"},
            "place": {"text": "ব" * 600},
        }.get(item["kind"], {})
        for item in minutes.info
    ]
    drafting.save_part(minutes.pk, "info", info, version=0, **acting(seated.secretary))
    meeting = Meeting.objects.get()
    assert (meeting.held_on, meeting.held_at) == (datetime.date(2025, 1, 2), datetime.time(9, 5))
    assert meeting.place == "ব" * 500


def test_time_taken_out_of_the_info_is_taken_from_the_meeting() -> None:
    seated, minutes = draft()
    info = [{k: v for k, v in item.items() if k != "value" or item["kind"] != "time"} for item in minutes.info]
    drafting.save_part(minutes.pk, "info", info, version=0, **acting(seated.secretary))
    assert Meeting.objects.get().held_at is None


# Add, move, remove


def test_new_rows_continue_the_serials() -> None:
    seated, minutes = draft("district")
    add_row(minutes, seated)
    third = add_row(minutes, seated)
    assert third.serial == "২.৩"
    second = AgendaItem.objects.get(serial="২.২")
    structure.remove(minutes.pk, f"row:{second.pk}", **acting(seated.secretary))
    assert [item.serial for item in AgendaItem.objects.all()] == ["২.১", "২.২"]
    assert structure.append_row(minutes.pk, third.section_id, **powers(seated.secretary)).serial == "২.৩"


def test_moved_rows_are_numbered_anew_and_the_numbers_kept_as_versions() -> None:
    seated, minutes = draft("upazila")
    rows = [AgendaItem.objects.get(), add_row(minutes, seated), add_row(minutes, seated)]
    structure.move(minutes.pk, f"row:{rows[2].pk}", -1, **powers(seated.secretary))
    assert [(item.serial, item.pk) for item in AgendaItem.objects.all()] == [
        ("০১", rows[0].pk),
        ("০২", rows[2].pk),
        ("০৩", rows[1].pk),
    ]
    assert parts.versions(minutes) == {f"row:{rows[0].pk}": 1, f"row:{rows[1].pk}": 2, f"row:{rows[2].pk}": 2}
    newest = parts.newest(minutes, parts.Part("row", rows[1].pk))
    assert newest
    assert newest.content == parts.read(minutes, parts.Part("row", rows[1].pk))


def test_serials_of_the_offices_own_are_left_alone() -> None:
    seated, minutes = draft()
    rows = [add_row(minutes, seated) for _ in range(2)]
    AgendaItem.objects.filter(pk=rows[0].pk).update(serial="৭(ক)")
    structure.move(minutes.pk, f"row:{rows[1].pk}", -1, **powers(seated.secretary))
    assert [item.serial for item in AgendaItem.objects.all()] == ["২.১", "২.৩", "৭(ক)"]


def test_new_serial_is_never_one_that_stands_there() -> None:
    seated, minutes = draft("upazila")
    row = AgendaItem.objects.get()
    AgendaItem.objects.filter(pk=row.pk).update(serial="০২")
    assert structure.append_row(minutes.pk, row.section_id, **powers(seated.secretary)).serial == "০৩"


@pytest.mark.parametrize(
    ("shape", "key"), [("text", "paragraphs"), ("table", "data_table"), ("decisions", "decision_table")]
)
def test_sections_are_added_at_the_end(shape: str, key: str) -> None:
    seated, minutes = draft()
    section = structure.append_section(minutes.pk, shape, **powers(seated.secretary))
    document = document_of(minutes)
    assert len(document.sections) == 2
    assert getattr(document.sections[1], key) is not None
    assert list(minutes.meeting.sections.all())[-1] == section


def test_unknown_shape_of_section_is_refused() -> None:
    seated, minutes = draft()
    with pytest.raises(LookupError):
        structure.append_section(minutes.pk, "letterhead", **powers(seated.secretary))


@pytest.mark.parametrize(
    ("name", "step", "order"),
    [("a", 1, "bac"), ("c", -1, "acb"), ("b", -1, "bac"), ("b", 1, "acb"), ("a", -1, "abc"), ("c", 1, "abc")],
)
@pytest.mark.parametrize("kind", ["section", "row"])
def test_moves_by_one_place_and_stays_at_the_edges(kind: str, name: str, step: int, order: str) -> None:
    seated, minutes = three(kind)
    moved = find(kind, name)
    structure.move(minutes.pk, f"{kind}:{moved.pk}", step, **powers(seated.secretary))
    assert "".join(named(kind)) == order


@pytest.mark.parametrize("kind", ["section", "row"])
def test_moving_by_no_step_or_a_wide_one_changes_nothing(kind: str) -> None:
    seated, minutes = three(kind)
    for step in (0, 5, -5):
        structure.move(minutes.pk, f"{kind}:{find(kind, 'b').pk}", step, **powers(seated.secretary))
    assert "".join(named(kind)) == "abc"


def test_removed_row_stays_in_the_revisions() -> None:
    seated, minutes = draft()
    row = AgendaItem.objects.get()
    held = parts.read(minutes, parts.Part("row", row.pk))
    structure.remove(minutes.pk, f"row:{row.pk}", **acting(seated.secretary))
    assert not AgendaItem.objects.exists()
    last = Revision.objects.filter(part=f"row:{row.pk}").last()
    assert last
    assert (last.content, last.version, last.author) == (held, 1, seated.secretary)
    assert trail(minutes)[-1].action == "minutes.remove_part"


def test_text_for_a_part_that_was_removed_meanwhile_is_kept() -> None:
    seated, minutes = draft()
    row = AgendaItem.objects.get()
    held = parts.read(minutes, parts.Part("row", row.pk))
    structure.remove(minutes.pk, f"row:{row.pk}", **acting(seated.secretary))
    with pytest.raises(drafting.ConflictError) as conflict:
        drafting.save_part(minutes.pk, f"row:{row.pk}", ROW, version=1, **acting(seated.secretary))
    assert conflict.value.removed
    assert (conflict.value.theirs.content, conflict.value.mine.content) == (held, ROW)
    with pytest.raises(drafting.ConflictError):
        drafting.save_part(minutes.pk, f"row:{row.pk}", ROW, version=1, **acting(seated.secretary))
    assert Revision.objects.filter(part=f"row:{row.pk}", refused=True).get().content == ROW
    assert not AgendaItem.objects.exists()


def test_removed_section_stays_in_the_revisions_with_its_rows() -> None:
    seated, minutes = draft()
    row = AgendaItem.objects.get()
    structure.append_section(minutes.pk, "text", **powers(seated.secretary))
    structure.remove(minutes.pk, f"section:{row.section_id}", **acting(seated.secretary))
    assert not AgendaItem.objects.exists()
    kept = {revision.part: revision.content for revision in Revision.objects.all()}
    assert kept[f"row:{row.pk}"]["decisions"] == [{"marker": "", "text": "তালিকা তৈরি করতে হবে।"}]
    assert kept[f"section:{row.section_id}"]["heading"] == LAYOUTS["district"].section_heading


def test_rows_that_nobody_saved_yet_stay_in_the_revisions_when_their_section_goes() -> None:
    """As in a corrected edition, which begins with the text of the signed one and no revision."""
    seated, minutes = draft_of(sample("district", rows=2), "district")
    rows = {f"row:{row.pk}": row.subject for row in AgendaItem.objects.all()}
    section = AgendaItem.objects.all()[0].section_id
    structure.remove(minutes.pk, f"section:{section}", **acting(seated.secretary))
    kept = {revision.part: revision.content for revision in Revision.objects.filter(part__startswith="row:")}
    assert {part: content["subject"] for part, content in kept.items()} == rows


def test_the_last_section_cannot_be_removed() -> None:
    """The exchange format knows no minutes without a section: a draft must never become what cannot be opened."""
    seated, minutes = draft()
    with pytest.raises(NotAllowedError):
        structure.remove(minutes.pk, f"section:{Section.objects.get().pk}", **acting(seated.secretary))
    assert exchange.load(content_of(minutes)).sections


def three(kind: str) -> tuple[Seated, Minutes]:
    """A draft with three sections, or three rows, called a, b and c."""
    seated = make_committee()
    minutes = begin(seated)
    for name in "abc":
        if kind == "section":
            Section.objects.create(meeting=minutes.meeting, position=ord(name), heading=name)
        else:
            row = structure.append_row(minutes.pk, minutes.meeting.sections.get().pk, **powers(seated.secretary))
            AgendaItem.objects.filter(pk=row.pk).update(subject=name)
    if kind == "section":
        minutes.meeting.sections.exclude(heading__in="abc").delete()
    return seated, minutes


def find(kind: str, name: str) -> Section | AgendaItem:
    return Section.objects.get(heading=name) if kind == "section" else AgendaItem.objects.get(subject=name)


def named(kind: str) -> list[str]:
    return (
        [s.heading or "" for s in Section.objects.all()]
        if kind == "section"
        else [i.subject for i in AgendaItem.objects.all()]
    )
