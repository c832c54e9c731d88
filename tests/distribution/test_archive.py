"""Sets taken over from files: given back as they came, whatever stood in them, once, under the right committee."""

import dataclasses
import datetime
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bangla.text import nfc
from committees.models import Area, Committee, Office
from distribution.domain.archive import archive, document_of_set
from distribution.models import Dispatch, MemoFile, MemoNumber, Recipient
from documents import exchange
from documents.exchange import ExchangeError
from documents.layouts import LAYOUTS
from documents.model import MinutesDocument
from meetings.models import Meeting
from minutes.models import Minutes
from tests.documents.samples import ATTENDANCE, SENT, sample
from tests.factories import make_area, make_office

pytestmark = pytest.mark.django_db

MEMO = "৫৬.০৪.৯৯০০.০০০.০৬.০০১.১৯.২৪"
LONG = "দীর্ঘ " * 400


def given_back(minutes: Minutes) -> bytes:
    """The canonical form of the set as the database holds it."""
    return exchange.canonical(document_of_set(Minutes.objects.get(pk=minutes.pk)))


def changed(document: MinutesDocument, **dispatch: Any) -> MinutesDocument:
    """The document with another dispatch."""
    assert document.dispatch is not None
    return replace(document, dispatch=replace(document.dispatch, **dispatch))


def with_first(document: MinutesDocument, path: str, value: Any) -> MinutesDocument:
    """The document with `value` as the `path` (serial, marker, subject …) of its first row."""
    content = exchange.dump(document)
    sections: Any = content["sections"]
    row = sections[1]["decision_table"]["rows"][0]
    if path == "marker":
        row["decisions"][0]["marker"] = value
    else:
        row[path] = value
    return exchange.load(content)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_set_comes_back_as_it_went_in(layout: str) -> None:
    document = replace(sample(layout), attendance=ATTENDANCE)

    outcome = archive(document)

    assert outcome.is_new
    assert given_back(outcome.minutes) == exchange.canonical(document)


@pytest.mark.parametrize(
    "document",
    [
        replace(sample("district"), dispatch=None),
        replace(sample("district"), attendance=()),
        replace(sample("district"), sections=()[:0] or sample("district").sections[:1]),
        changed(sample("district"), memo_label=None, date_lines=None, numbering=None, new_page=None),
        changed(sample("district"), memo_label="", date_lines=(), recipients=(), new_page=False),
        replace(sample("district"), letterhead=replace(sample("district").letterhead, website=None)),
        replace(sample("district"), committee=replace(sample("district").committee, area_code=None)),
    ],
)
def test_what_is_absent_stays_absent_and_what_is_empty_stays_empty(document: MinutesDocument) -> None:
    assert given_back(archive(document).minutes) == exchange.canonical(document)


def test_the_same_set_is_in_the_archive_once() -> None:
    first = archive(sample("district"))

    again = archive(exchange.load(exchange.canonical(sample("district"))))

    assert (again.minutes, again.is_new) == (first.minutes, False)
    assert Minutes.objects.count() == Meeting.objects.count() == Dispatch.objects.count() == 1


def test_a_memo_that_another_set_has_is_refused_and_nothing_is_written() -> None:
    archive(sample("district"))

    with pytest.raises(ExchangeError) as refused:
        archive(replace(sample("district"), title="অন্য সভার কার্যবিবরণী"))

    assert refused.value.path == "$.dispatch.memo"
    assert Minutes.objects.count() == Meeting.objects.count() == MemoNumber.objects.filter(state="used").count() == 1


def test_the_register_holds_the_memo_and_tells_that_those_below_were_used_outside() -> None:
    dispatch = archive(sample("district")).minutes.dispatch

    assert (str(dispatch.number), dispatch.number.year, dispatch.number.serial) == (MEMO, SENT.year, 24)
    file = MemoFile.objects.get()
    assert (file.prefix, file.office) == ("56.04.9900.000.06.001.19", dispatch.minutes.meeting.committee.office)
    assert file.numbers.filter(state="outside").count() == 23


@pytest.mark.parametrize("memo", ["স্মারকবিহীন", "৫৬.০৪.৯৯০০-৭", "", "৫৬.০৪.৯৯০০.০০০.০৬.০০১.১৯.৯৯৯৯৯৯", "৯" * 500])
def test_a_memo_that_fits_no_register_is_kept_and_enters_none(memo: str) -> None:
    document = changed(sample("district"), memo=memo)

    minutes = archive(document).minutes

    assert minutes.dispatch.number is None
    assert given_back(minutes) == exchange.canonical(document)


def test_a_malformed_time_is_kept_and_flagged_and_counts_as_none() -> None:
    content = exchange.dump(sample("district"))
    info: Any = content["info"]
    time = next(item for item in info if item["kind"] == "time")
    del time["value"]
    time["text"] = "বেলা ১১:৩০০ ঘটিকা"

    minutes = archive(exchange.load(content)).minutes

    assert minutes.meeting.held_at is None
    flagged = {"path": f"$.info[{info.index(time)}].text", "code": "time-unreadable", "text": "বেলা ১১:৩০০ ঘটিকা"}
    assert flagged in minutes.oddities
    assert exchange.dump(document_of_set(minutes)) == content


@pytest.mark.parametrize("value", ["25:00", "T10:00", "10:00:00+06:00", "১০:০০", "12", "কখন", ""])
def test_no_value_of_a_time_breaks_the_archive(value: str) -> None:
    content = exchange.dump(sample("district"))
    info: Any = content["info"]
    next(item for item in info if item["kind"] == "time")["value"] = value

    assert archive(exchange.load(content)).minutes.meeting.held_at is None


@pytest.mark.parametrize("value", ["2025-02-30", "20250318", "2025-W12-2", "১৮-০৩-২০২৫", ""])
def test_no_value_of_a_date_breaks_the_archive(value: str) -> None:
    content = exchange.dump(sample("district"))
    info: Any = content["info"]
    next(item for item in info if item["kind"] == "date").update(value=value, text="অজানা দিন")

    minutes = archive(exchange.load(content)).minutes

    assert exchange.dump(document_of_set(minutes)) == content


def test_meeting_date_time_and_place_are_known_to_the_lists() -> None:
    meeting = archive(sample("district")).minutes.meeting

    assert (meeting.held_on, meeting.held_at) == (datetime.date(2025, 3, 18), datetime.time(11, 30))
    assert meeting.place == "সম্মেলন কক্ষ, কল্পপুর"


def test_a_known_committee_is_found_whatever_code_points_spell_its_name() -> None:
    area = make_area(code="9900")
    name = nfc("কল্পপুর আইসিটি কমিটি")
    known = Committee.objects.create(
        kind="district", name_bn=f" {name}\u200c ", area=area, office=make_office(), layout="district"
    )
    other_area = Committee.objects.create(
        kind="district", name_bn=name, area=make_area(code="9800"), office=make_office(), layout="district"
    )

    assert archive(sample("district")).minutes.meeting.committee == known
    assert not other_area.meetings.exists()


def test_a_new_committee_gets_area_office_and_layout_from_the_document() -> None:
    area = make_area(code="9900", kind=Area.Kind.UPAZILA)

    first = archive(sample("upazila-doict")).minutes.meeting.committee
    second = archive(changed(sample("upazila-doict"), memo="৫৬.০৪.৯৯০০.০০০.০৬.০০১.১৯.২৫")).minutes.meeting.committee

    assert first == second
    assert (first.area, first.kind, first.layout) == (area, "upazila", "upazila-doict")
    assert first.office.letterhead == ["গণপ্রজাতন্ত্রী বাংলাদেশ সরকার", "নমুনা কার্যালয়", "কল্পপুর"]
    assert (first.office.name_bn, first.office.website) == ("নমুনা কার্যালয়, কল্পপুর", "www.kolpopur.example")


def test_an_unknown_area_code_leaves_the_committee_without_an_area() -> None:
    minutes = archive(sample("district")).minutes

    assert minutes.meeting.committee.area is None
    assert document_of_set(minutes).committee.area_code == "9900"


def test_an_office_is_known_by_its_letterhead() -> None:
    lines = ["গণপ্রজাতন্ত্রী  বাংলাদেশ সরকার", "নমুনা কার্যালয়", "কল্পপুর"]
    office = Office.objects.create(name_bn="কল্পপুর দপ্তর", letterhead=lines)

    assert archive(sample("district")).minutes.meeting.committee.office == office


def test_the_rows_of_the_archive_are_recipients_without_deliveries() -> None:
    minutes = archive(sample("district", recipients=3)).minutes

    assert Recipient.objects.filter(dispatch=minutes.dispatch, deliveries=None).count() == 3
    assert minutes.state == Minutes.State.ISSUED


@pytest.mark.parametrize("key", ["serial", "marker"])
def test_a_long_serial_or_marker_is_kept_whole(key: str) -> None:
    document = with_first(sample("district"), key, LONG)

    assert given_back(archive(document).minutes) == exchange.canonical(document)


def test_texts_longer_than_the_columns_of_the_lists_are_kept_whole() -> None:
    document = sample("district")
    places = tuple(replace(item, text=LONG) if item.kind == "place" else item for item in document.info)
    document = exchange.load(
        exchange.dump(
            changed(
                replace(
                    document,
                    title=LONG,
                    info=places,
                    committee=replace(document.committee, name=LONG),
                    letterhead=replace(document.letterhead, lines=(LONG, LONG), website=LONG),
                    chair_signature=replace(document.chair_signature, name=LONG, lines=(LONG,), date_text=LONG),
                    sections=(replace(document.sections[0], heading=LONG), *document.sections[1:]),
                ),
                heading=LONG,
                memo_label=LONG,
                recipients=(LONG,),
            )
        )
    )

    first = archive(document)
    again = archive(changed(document, memo="৫৬.০৪.৯৯০০.০০০.০৬.০০১.১৯.২৫"))

    assert given_back(first.minutes) == exchange.canonical(document)
    assert first.minutes.meeting.committee == again.minutes.meeting.committee


# Texts as a hostile or careless office might write them; control characters and HTML are the format's to refuse.
TEXT = st.one_of(
    st.text(
        st.characters(codec="utf-8", categories=["L", "M", "N", "P", "S", "Zs"], exclude_characters="<>&"), max_size=80
    ),
    st.sampled_from(["", " ", "\n", "ঃ", "ৎ", "র‍্য", "১'; DROP TABLE meetings_meeting; --", "%s %(x)s {0} \\", "𝒳🎉"]),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.thorough
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_a_file_holds_it_comes_back_equal_or_is_refused_by_a_path(data: st.DataObject) -> None:
    content: Any = exchange.dump(replace(sample("district", rows=2, recipients=2), attendance=ATTENDANCE))
    for _ in range(data.draw(st.integers(1, 6))):
        steps, _text = data.draw(st.sampled_from(list(exchange.texts(content))))
        place = content
        for step in steps[:-1]:
            place = place[step]
        place[steps[-1]] = data.draw(TEXT)
    content["info"][-1][data.draw(TEXT)] = data.draw(JSON)
    with transaction.atomic():
        try:
            document = exchange.load(content)
            returned = given_back(archive(document).minutes)
        except ExchangeError as error:
            document, returned = None, error.path.encode()
        transaction.set_rollback(True)

    assert returned == exchange.canonical(document) if document else returned.startswith(b"$")


def test_every_kind_of_part_is_among_what_is_attacked() -> None:
    named = {step for steps, _text in exchange.texts(exchange.dump(sample("district"))) for step in steps}
    parts = {field.name for field in dataclasses.fields(MinutesDocument)} - {"attendance"}
    assert parts <= named
