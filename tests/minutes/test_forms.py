"""The forms of the drafting room: nothing typed is lost or altered, and nothing untouched is changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.http import QueryDict
from django.utils.translation import override
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from documents.exchange import dump, load
from documents.layouts import LAYOUTS
from documents.model import Column, ImplementerMarkers, MinutesDocument
from meetings.models import AgendaItem, Section
from minutes.chair_forms import ReturnForm
from minutes.domain import drafting, parts, structure
from minutes.domain.assembly import content_of, document_of
from minutes.forms import FORMS, MAX_COLUMNS, MAX_DECISIONS, MAX_ROWS, RowForm
from minutes.models import Minutes
from minutes.part_form import PartForm
from tests.documents.samples import sample
from tests.factories import Seated, acting
from tests.meetings.typed import TEXT, lines
from tests.minutes.drafts import draft_of

INFO = [
    {"kind": "chair", "label": "সভাপতি", "name": "নমুনা রহমান"},
    {"kind": "date", "label": "তারিখ", "value": "2025-03-18"},
    {"kind": "time", "label": "সময়", "value": "12:400", "text": "বেলা ১২:৪০০ ঘটিকা"},
    {"kind": "time", "label": "সময়", "text": "আসরের পর"},
    {"kind": "place", "label": "স্থান", "text": "সম্মেলন কক্ষ", "room": 7},
    {"kind": "attendance", "label": "উপস্থিতি", "form": "appendix", "text": "পরিশিষ্ট ক"},
    {"kind": "attendance", "label": "উপস্থিতি", "count": 7},
    {"kind": "attendance", "label": "উপস্থিতি", "form": "count", "count": 7, "text": "৭ জন"},
    {"kind": "other", "label": "বিশেষ অতিথি"},
]
TABLE = {"columns": ["ক্রম", "নাম", ""], "rows": [["১", "  ক  খ"], [], ["২", "গ", "", "ঘ"], ["", "", ""]]}
ODD_ROWS = [
    {"serial": "", "subject": "", "discussion": [], "decisions": [], "implementers": []},
    {
        "serial": "১",
        "subject": "ক",
        "discussion": [" খ "],
        "decisions": [{"marker": "", "text": ""}],
        "implementers": [""],
    },
    {
        "serial": "৩(ক)",
        "subject": "দুই\nলাইন",
        "discussion": ["<ol><li>ক</li></ol>"],
        "decisions": [
            {"marker": "", "text": "ক"},
            {"marker": "খ", "text": "<strong>ক<br>খ</strong>", "due": "2025-04-01"},
            {"marker": "i", "text": "ক<br>খ"},
            {"marker": "", "text": "ক <br>খ<br><br>"},
        ],
        "implementers": ["প্রোগ্রামার", "প্রোগ্রামার"],
    },
]


def odd(layout: str) -> MinutesDocument:
    """A document that holds what a form would never write: short rows, malformed times, absent and empty keys."""
    content = dump(sample(layout))
    (_text, decisions) = content["sections"]
    decisions["decision_table"]["rows"] = ODD_ROWS
    del decisions["heading"]
    content["sections"] = [{"data_table": TABLE}, {"paragraphs": [" ক ", ""]}, {"heading": ""}, decisions]
    return load(content | {"info": INFO, "opening": [" ক\nখ"], "closing": []})


def names_of(minutes: Minutes) -> list[str]:
    """Every part of the draft by name."""
    sections = Section.objects.filter(meeting=minutes.meeting)
    rows = AgendaItem.objects.filter(section__in=sections)
    return [*parts.OUTER_PARTS, *(f"section:{s.pk}" for s in sections), *(f"row:{r.pk}" for r in rows)]


def form_of(minutes: Minutes, name: str, data: QueryDict | None = None) -> PartForm:
    part = parts.Part.parse(name)
    layout = LAYOUTS[minutes.meeting.committee.layout]
    return FORMS[part.kind](data, standing=parts.read(minutes, part), layout=layout, prefix="p")


def sent(form: PartForm, **typed: str) -> QueryDict:
    """What a browser sends of the form with `typed` in its fields."""
    data = QueryDict(mutable=True)
    for bound in form:
        value = bound.value()
        data[bound.html_name] = typed.get(bound.name, "" if value is None else str(value))
    return data


def typed_into(minutes: Minutes, name: str, **typed: str) -> PartForm:
    """The form of the part, with `typed` in it, as the view gets it."""
    return form_of(minutes, name, sent(form_of(minutes, name), **typed))


def content_after(minutes: Minutes, name: str, **typed: str) -> Any:
    form = typed_into(minutes, name, **typed)
    assert form.is_valid(), form.errors
    return form.content()


# What is not touched is not changed


@pytest.mark.django_db
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("make", [sample, odd], ids=["sample", "odd"])
def test_unchanged_forms_give_back_what_stands_there(make: Any, layout: str) -> None:
    _seated, minutes = draft_of(make(layout), layout)
    for name in names_of(minutes):
        standing = parts.read(minutes, parts.Part.parse(name))
        assert content_after(minutes, name) == standing


@pytest.mark.django_db
def test_unchanged_lines_of_the_info_block_stay_as_they_are() -> None:
    """Whatever other line is edited: the malformed time of an old paper is not mended on the way."""
    _seated, minutes = draft_of(odd("district"), "district")
    assert content_after(minutes, "info", name_0="অন্য জন") == [
        INFO[0] | {"name": "অন্য জন", "designation": ""},
        *INFO[1:],
    ]


@pytest.mark.thorough
@pytest.mark.django_db
@pytest.mark.parametrize("layout", LAYOUTS)
def test_fields_that_were_not_sent_stay_as_they_are(layout: str) -> None:
    """A request cut short, or a forged one, empties nothing."""
    _seated, minutes = draft_of(odd(layout), layout)
    for name in names_of(minutes):
        whole = sent(form_of(minutes, name))
        for left_out in [*whole, None]:
            data = QueryDict(mutable=True)
            data.update({key: value for key, value in whole.items() if left_out not in (None, key)})
            form = form_of(minutes, name, data)
            assert form.is_valid(), form.errors
            assert form.content() == parts.read(minutes, parts.Part.parse(name))


# What is typed comes back


@pytest.mark.thorough
class EveryField(TestCase):
    """Any text in any field of a draft with everything in it: saved, printed as a document, and shown again."""

    seated: Seated
    minutes: Minutes

    @classmethod
    def setUpTestData(cls) -> None:
        cls.seated, cls.minutes = draft_of(sample("upazila-doict", rows=2), "upazila-doict")
        fields = [(name, field) for name in names_of(cls.minutes) for field in form_of(cls.minutes, name).fields]
        cls.fields = st.sampled_from(fields)

    @settings(max_examples=60)
    @given(data=st.data(), text=TEXT)
    @example(data=None, text="\U0001fffe\ud800\x00 ক")
    def test_text_comes_back_or_is_refused(self, data: Any, text: str) -> None:
        name, field = data.draw(self.fields) if data else ("title", "title")
        form = typed_into(self.minutes, name, **{field: text})
        if not form.is_valid():
            assert list(form.errors) == [field]
            assert form[field].value() == text
            return
        before = parts.versions(self.minutes).get(name, 0)
        drafting.save_part(self.minutes.pk, name, form.content(), version=before, **acting(self.seated.secretary))
        stands = Minutes.objects.get()
        assert dump(document_of(stands)) == content_of(stands)
        again = form_of(stands, name)
        assert again.is_bound is False
        if lines(text) or not field.startswith("text_"):  # a decision without its text is gone, and the next moves up
            assert shown(again, field) == expected(form, field, text)
        assert content_after(stands, name) == parts.read(stands, parts.Part.parse(name))


def shown(form: PartForm, field: str) -> object:
    """What the field shows, "" where there is no such field any more."""
    return form[field].value() or "" if field in form.fields else ""


def expected(form: PartForm, field: str, text: str) -> object:
    """What the field is to show after `text` was typed there."""
    if field.startswith(("value", "due", "count")):
        return form.fields[field].prepare_value(form.cleaned_data[field]) or ""
    if field.startswith("text") and form.__class__.__name__ == "RowForm":
        return form.fields[field].prepare_value("<br>".join(lines(text)))
    several = field in ("paragraphs", "discussion", "implementers")
    return ("\n" if several else " ").join(lines(text))


# Decisions


@pytest.fixture
def minutes() -> Minutes:
    """A draft in a layout that marks decisions (১), (২), with a row of one decision and a row of two."""
    return draft_of(sample("upazila-doict", rows=2), "upazila-doict")[1]


def row_of(minutes: Minutes, number: int) -> str:
    return f"row:{AgendaItem.objects.filter(section__meeting=minutes.meeting)[number - 1].pk}"


@pytest.mark.django_db
def test_second_decision_gets_the_next_marker(minutes: Minutes) -> None:
    decisions = content_after(minutes, row_of(minutes, 1), text_1="আরও একটি")["decisions"]
    assert [decision["marker"] for decision in decisions] == ["১", "২"]


@pytest.mark.django_db
def test_decision_is_taken_out_by_clearing_its_text_and_the_rest_is_numbered_anew(minutes: Minutes) -> None:
    standing = parts.read(minutes, parts.Part.parse(row_of(minutes, 2)))["decisions"]
    decisions = content_after(minutes, row_of(minutes, 2), text_0="", text_2="আরও একটি")["decisions"]
    assert decisions == [standing[1] | {"marker": "১"}, {"marker": "২", "text": "আরও একটি"}]


@pytest.mark.django_db
def test_marker_of_a_lone_decision_can_be_cleared(minutes: Minutes) -> None:
    (decision,) = content_after(minutes, row_of(minutes, 1), marker_0="")["decisions"]
    assert decision["marker"] == ""


@pytest.mark.django_db
def test_markers_of_the_offices_own_stay(minutes: Minutes) -> None:
    decisions = content_after(minutes, row_of(minutes, 2), marker_0="i", marker_1="ii", text_2="আরও একটি")["decisions"]
    assert [decision["marker"] for decision in decisions] == ["i", "ii", ""]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", [{"due_1": "২৭-০৬-২০২৬"}, {"marker_1": "২"}])
def test_a_due_date_or_marker_without_a_text_is_kept(minutes: Minutes, typed: dict[str, str]) -> None:
    """What a secretary has begun to write is not dropped because the rest is still missing."""
    (_first, second) = content_after(minutes, row_of(minutes, 1), **typed)["decisions"]
    assert second["text"] == ""
    assert second.get("due", second["marker"]) in ("2026-06-27", "২")


@pytest.mark.django_db
def test_row_has_a_field_for_one_more_decision_up_to_the_limit(minutes: Minutes) -> None:
    name = row_of(minutes, 1)
    assert len(form_of(minutes, name).decisions) == 2
    sixty = ODD_ROWS[0] | {"decisions": [{"marker": "", "text": "ক"}] * 60}
    parts.write(minutes, parts.Part.parse(name), sixty)
    assert len(form_of(minutes, name).decisions) == 60
    assert content_after(minutes, name) == sixty


@pytest.mark.django_db
def test_decisions_far_down_the_list_are_read_whatever_is_missing_between(minutes: Minutes) -> None:
    data = sent(form_of(minutes, row_of(minutes, 1)))
    data["p-text_4"] = "পঞ্চম"
    data[f"p-text_{MAX_DECISIONS}"] = data["p-text_99999999999999999999999"] = "অনেক পরে"
    form = form_of(minutes, row_of(minutes, 1), data)
    assert form.is_valid(), form.errors
    assert [decision["text"] for decision in form.content()["decisions"]][1:] == ["পঞ্চম"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("more", "hint"),
    [((), "Is not printed; the portal follows the decision by it."), ((Column("মেয়াদ", ("due",)),), "")],
)
def test_due_day_says_where_it_is_not_printed(minutes: Minutes, more: tuple[Column, ...], hint: str) -> None:
    district = LAYOUTS["district"]
    layout = replace(district, columns=district.columns + more)
    standing = parts.read(minutes, parts.Part.parse(row_of(minutes, 1)))
    with override("en"):
        form = RowForm(standing=standing, layout=layout)
        assert {due.help_text for _marker, _text, due in form.decisions} == {hint}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("markers", "kept", "given"),
    [
        ("bangla-letters", ["নির্বাহী অফিসার", "সহকারী প্রোগ্রামার"], True),
        (None, ["(ক) নির্বাহী অফিসার", "(খ) সহকারী প্রোগ্রামার"], False),
    ],
)
def test_implementers_lose_pasted_markers_where_the_sheet_prints_its_own(
    minutes: Minutes, markers: ImplementerMarkers | None, kept: list[str], given: bool
) -> None:
    standing = parts.read(minutes, parts.Part.parse(row_of(minutes, 1)))
    typed = {"implementers": "(ক) নির্বাহী অফিসার\r\n(খ) সহকারী প্রোগ্রামার"}
    form = RowForm(typed, standing=standing, layout=LAYOUTS["district"])
    form.implementer_markers = markers
    assert form.is_valid(), form.errors
    assert form.content()["implementers"] == kept
    assert [(field.name, text) for field, text in form.given()] == [("implementers", "\n".join(kept))] * given


# The info block


@pytest.fixture
def info(minutes: Minutes) -> dict[str, int]:
    """The number of each kind of line."""
    return {item["kind"]: number for number, item in enumerate(minutes.info)}


@pytest.mark.django_db
def test_wording_follows_the_value(minutes: Minutes, info: dict[str, int]) -> None:
    typed = {
        f"value_{info['date']}": "২-১-২০২৬",
        f"text_{info['date']}": "",
        f"value_{info['time']}": "14:30",
        f"text_{info['time']}": "",
        f"count_{info['attendance']}": "০৯",
    }
    content = {item["kind"]: item for item in content_after(minutes, "info", **typed)}
    assert (content["date"]["value"], content["date"]["text"]) == ("2026-01-02", "২ জানুয়ারি ২০২৬")
    assert (content["time"]["value"], content["time"]["text"]) == ("14:30", "দুপুর ২.৩০ ঘটিকা")
    assert (content["attendance"]["count"], content["attendance"]["text"]) == (9, "০৯ (নয়) জন")


@pytest.mark.django_db
def test_wording_of_the_offices_own_stays(minutes: Minutes, info: dict[str, int]) -> None:
    typed = {f"text_{info['date']}": "২-১-২৬ ইং", f"value_{info['date']}": "02-01-2026"}
    date = content_after(minutes, "info", **typed)[info["date"]]
    assert (date["value"], date["text"]) == ("2026-01-02", "২-১-২৬ ইং")


@pytest.mark.django_db
def test_attendance_is_counted_in_persons_and_the_field_says_how(minutes: Minutes, info: dict[str, int]) -> None:
    name = f"count_{info['attendance']}"
    attendance = content_after(minutes, "info", **{name: "১৮ জন"})[info["attendance"]]
    assert (attendance["count"], attendance["text"]) == (18, "১৮ (আঠারো) জন")
    assert "১৮ জন" in form_of(minutes, "info")[name].help_text


@pytest.mark.django_db
def test_attendance_in_words_is_a_register(minutes: Minutes, info: dict[str, int]) -> None:
    line = info["attendance"]
    attendance = content_after(minutes, "info", **{f"count_{line}": "", f"text_{line}": "হাজিরা বইয়ে আছে"})[line]
    assert attendance == {
        "kind": "attendance",
        "label": attendance["label"],
        "form": "register",
        "text": "হাজিরা বইয়ে আছে",
    }


@pytest.mark.django_db
def test_attendance_that_sends_to_the_appendix_is_one(minutes: Minutes, info: dict[str, int]) -> None:
    line = info["attendance"]
    attendance = content_after(minutes, "info", **{f"count_{line}": "", f"text_{line}": "পরিশিষ্ট ক দেখুন।"})[line]
    assert (attendance["form"], attendance["text"]) == ("appendix", "পরিশিষ্ট ক দেখুন।")


@pytest.mark.django_db
def test_time_can_be_left_out_or_given_in_words_alone(minutes: Minutes, info: dict[str, int]) -> None:
    line = info["time"]
    none = content_after(minutes, "info", **{f"value_{line}": "", f"text_{line}": ""})[line]
    assert set(none) == {"kind", "label"}
    words = content_after(minutes, "info", **{f"value_{line}": "", f"text_{line}": "আসরের পর"})
    assert words[line] == none | {"text": "আসরের পর"}
    parts.write(minutes, parts.Part("info"), words)
    assert content_after(minutes, "info") == words


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["১৪ (চৌদ্দ) জন", "14", "১৪", "১৪ জন", " ১৪ (চৌদ্দ জন) ", "১৪(ভুল)"])
def test_attendance_goes_in_as_it_prints_and_comes_out_so(minutes: Minutes, info: dict[str, int], typed: str) -> None:
    line = info["attendance"]
    name = f"count_{line}"
    content = content_after(minutes, "info", **{name: typed, f"text_{line}": ""})
    assert (content[line]["count"], content[line]["text"]) == (14, "১৪ (চৌদ্দ) জন")
    parts.write(minutes, parts.Part("info"), content)
    assert form_of(minutes, "info")[name].value() == "১৪ (চৌদ্দ) জন"
    assert content_after(minutes, "info") == content


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["(চৌদ্দ) ১৪", "চৌদ্দ", "১৪ ও ১৫", "10000", "-১"])
def test_attendance_that_is_no_number_is_refused(minutes: Minutes, info: dict[str, int], typed: str) -> None:
    name = f"count_{info['attendance']}"
    form = typed_into(minutes, "info", **{name: typed})
    assert list(form.errors) == [name]
    assert form[name].value() == typed


@pytest.mark.django_db
@pytest.mark.parametrize("make", [sample, odd])
def test_the_lines_can_be_called_otherwise_and_stay_as_they_are(make: Any) -> None:
    _seated, minutes = draft_of(make("district"), "district")
    before = parts.read(minutes, parts.Part("info"))
    typed = {f"label_{number}": f"  নতুন নাম {number} " for number in range(len(before))}
    content = content_after(minutes, "info", **typed)
    assert [line["label"] for line in content] == [f"নতুন নাম {number}" for number in range(len(before))]
    assert [line | {"label": ""} for line in content] == [line | {"label": ""} for line in before]
    assert content_after(minutes, "info", label_0="")[0] == before[0] | {"label": ""}


@pytest.mark.django_db
def test_a_label_with_markup_is_refused_and_the_value_beside_it_is_taken(minutes: Minutes) -> None:
    form = typed_into(minutes, "info", label_0="<script>x</script>", name_0="অন্য জন")
    assert list(form.errors) == ["label_0"]
    before = parts.read(minutes, parts.Part("info"))
    assert form.content()[0] == before[0] | {"name": "অন্য জন"}


@pytest.mark.django_db
def test_values_typed_in_any_form_are_given_back_as_they_print(minutes: Minutes, info: dict[str, int]) -> None:
    typed = {
        f"value_{info['date']}": "2-1-2026",
        f"value_{info['time']}": "14:30",
        f"count_{info['attendance']}": "9",
        "name_0": "অন্য জন",
    }
    form = typed_into(minutes, "info", **typed)
    form.content()
    assert {field.name: text for field, text in form.given()} == {
        f"value_{info['date']}": "২ জানুয়ারি ২০২৬",
        f"text_{info['date']}": "",  # the wording was of another day
        f"value_{info['time']}": "দুপুর ২.৩০ ঘটিকা",
        f"count_{info['attendance']}": "০৯ (নয়) জন",
    }


@pytest.mark.django_db
def test_nothing_is_given_for_a_value_that_cannot_be_read_or_was_not_touched(
    minutes: Minutes, info: dict[str, int]
) -> None:
    form = typed_into(minutes, "info", **{f"value_{info['date']}": "30-02-2026", f"value_{info['time']}": ""})
    form.content()
    assert [(field.name, text) for field, text in form.given()] == [(f"value_{info['time']}", "")]


# The headings of the decision table


@pytest.mark.django_db
@pytest.mark.parametrize("layout", LAYOUTS)
def test_headings_of_the_columns_can_be_changed_and_nothing_else_of_the_table(layout: str) -> None:
    _seated, minutes = draft_of(sample(layout), layout)
    section = Section.objects.filter(decision_columns__isnull=False)[0]
    name = f"section:{section.pk}"
    before = parts.read(minutes, parts.Part.parse(name))
    columns = before["decision_table"]["columns"]
    content = content_after(minutes, name, column_0="  ক্রঃ নং ", column_1="")
    headings = ["ক্রঃ নং", "", *(column["heading"] for column in columns[2:])]
    expected = [column | {"heading": heading} for column, heading in zip(columns, headings, strict=True)]
    assert content == before | {"decision_table": before["decision_table"] | {"columns": expected}}
    parts.write(minutes, parts.Part.parse(name), content)
    assert [c.heading for s in document_of(minutes).sections if s.decision_table for c in s.decision_table.columns][
        : len(headings)
    ] == headings
    form = typed_into(minutes, name, column_0="<script>", column_1="নতুন")
    assert list(form.errors) == ["column_0"]
    assert [column["heading"] for column in form.content()["decision_table"]["columns"]][:2] == ["ক্রঃ নং", "নতুন"]


# The data table


@pytest.fixture
def table() -> tuple[Minutes, str]:
    """A draft and the name of its section with a data table of five columns and three rows."""
    _seated, minutes = draft_of(sample("district"), "district")
    return minutes, f"section:{Section.objects.filter(table_columns__isnull=False).get().pk}"


@pytest.mark.django_db
def test_grid_has_room_for_more(table: tuple[Minutes, str]) -> None:
    grid = form_of(*table).grid
    assert (len(grid), {len(line) for line in grid}) == (1 + 3 + 3, {5 + 1})
    content = content_after(*table, cell_6_5="শেষ", cell_0_5="নতুন")["data_table"]
    assert (content["columns"][5], content["rows"][5]) == ("নতুন", ["", "", "", "", "", "শেষ"])
    assert content["rows"][2] == ["০৩", "আদর্শ কলেজ", "", "", "", ""]


@pytest.mark.django_db
def test_new_table_begins_with_a_grid_to_write_in() -> None:
    seated, minutes = draft_of(sample("district"), "district")
    section = structure.append_section(minutes.pk, "table", powers=acting(seated.secretary)["powers"])
    form = form_of(minutes, f"section:{section.pk}")
    assert (form.height, form.width) == (4, 3)
    content = content_after(minutes, f"section:{section.pk}", cell_0_1="নাম", cell_1_2="ক")
    assert content["data_table"] == {"columns": ["", "নাম", ""], "rows": [["", "", "ক"]]}


@pytest.mark.django_db
def test_empty_rows_and_columns_at_the_edge_go(table: tuple[Minutes, str]) -> None:
    clear = {f"cell_3_{c}": "" for c in range(5)} | {f"cell_{r}_4": "" for r in range(4)}
    content = content_after(*table, **clear)["data_table"]
    assert (len(content["columns"]), [len(row) for row in content["rows"]]) == (4, [4, 4])


@pytest.mark.django_db
def test_grid_posted_with_gaps_loses_nothing(table: tuple[Minutes, str]) -> None:
    minutes, name = table
    data = QueryDict(mutable=True)
    data.update({"p-cell_0_7": "অষ্টম", "p-cell_9_0": "দশম", "p-cell_x_0": "?", "p-cell_0_" + "9" * 5000: "?"})
    form = form_of(minutes, name, data)
    assert form.is_valid(), form.errors
    content = form.content()["data_table"]
    assert content["columns"][:5] == parts.read(minutes, parts.Part.parse(name))["data_table"]["columns"]
    assert (content["columns"][7], content["rows"][8][0]) == ("অষ্টম", "দশম")
    assert content["rows"][1][4] == "দুইটি প্রিন্টার নষ্ট"


@pytest.mark.django_db
def test_largest_grid_fits_into_one_request(table: tuple[Minutes, str], settings: Any) -> None:
    minutes, name = table
    part = parts.Part.parse(name)
    full = {"columns": ["ক"] * MAX_COLUMNS, "rows": [["খ"] * MAX_COLUMNS] * (MAX_ROWS - 1)}
    parts.write(minutes, part, parts.read(minutes, part) | {"data_table": full})
    data = sent(form_of(minutes, name))
    assert len(data) + 2 <= settings.DATA_UPLOAD_MAX_NUMBER_FIELDS  # beside the version and the CSRF token
    form = form_of(minutes, name, data)
    assert form.is_valid()
    assert form.content()["data_table"] == full


@pytest.mark.django_db
def test_text_too_long_for_a_cell_is_refused_at_that_cell_and_still_there(table: tuple[Minutes, str]) -> None:
    form = typed_into(*table, cell_1_1="ক" * 200_000)
    assert list(form.errors) == ["cell_1_1"]
    assert form["cell_1_1"].value() == "ক" * 200_000


# The chair's reason


@pytest.mark.parametrize("text", ["", " ", "\x01", "\x00\x0b", "\u2028"])
def test_return_without_a_reason_is_refused(text: str) -> None:
    form = ReturnForm({"comment": text})
    assert list(form.errors) == ["comment"]


def test_reason_keeps_its_lines() -> None:
    form = ReturnForm({"comment": " সারি ২ দেখুন।\r\n\r\nতারিখ ভুল। "})
    assert form.is_valid()
    assert form.cleaned_data["comment"] == "সারি ২ দেখুন।\nতারিখ ভুল।"


@pytest.mark.parametrize("unwritten", ["open_on", "content"])
def test_a_form_with_a_method_unwritten_is_refused_by_python(unwritten: str) -> None:
    written = {name: lambda _form, *_given: None for name in ("open_on", "content") if name != unwritten}
    half = type("HalfForm", (PartForm,), written)

    with pytest.raises(TypeError, match=f"abstract method '?{unwritten}"):
        half(standing="", layout=LAYOUTS["district"])
