"""A field that cannot be saved keeps no other one waiting, and what stood in it stays."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from committees.models import Committee
from meetings.models import Section
from minutes.domain import drafting, parts
from minutes.models import Minutes, Revision
from tests.clients import signed_in
from tests.factories import acting
from tests.minutes.drafts import draft
from tests.minutes.pages import escaped, everything, grid_name, page, posted, row_name, save_url

pytestmark = pytest.mark.django_db

HTMX = {"HTTP_HX_REQUEST": "true"}
NO_DAY = "30-02-2026"
NO_SUCH_DAY = "There is no such day in the calendar."


def standing(minutes: Minutes, name: str) -> Any:
    return parts.read(Minutes.objects.get(pk=minutes.pk), parts.Part.parse(name))


def autosave(client: Client, minutes: Minutes, name: str, data: dict[str, str]) -> HttpResponse:
    """Save as the page does, and give `data` what the answer changes in the page."""
    response = client.post(save_url(minutes, name), data, **HTMX)
    for field in re.findall("<input [^>]+ data-replaces[^>]*>", page(response)):
        found = dict(re.findall(r'(name|value)="([^"]*)"', field))
        data[found["name"]] = found["value"]
    for given, value in re.findall('data-field="id_([^"]+)" value="([^"]*)"', page(response)):
        data[given] = value
    return response


def test_the_other_fields_of_a_row_are_saved_beside_a_bad_one() -> None:
    _seated, minutes, client = everything()
    name = row_name()
    before = standing(minutes, name)
    typed = {
        "subject": "নতুন বিষয়",
        "due_0": NO_DAY,
        "text_0": "নতুন সিদ্ধান্ত",
        "discussion": "<script>",
        "implementers": "চ",
    }
    response = autosave(client, minutes, name, posted(minutes, name, **typed))
    after = standing(minutes, name)
    assert (after["subject"], after["implementers"]) == ("নতুন বিষয়", ["চ"])
    assert after["discussion"] == before["discussion"]
    assert after["decisions"][0] == before["decisions"][0] | {"text": "নতুন সিদ্ধান্ত"}
    assert response["X-Saved"] == "part"
    anchor = name.replace(":", "-")
    marked = re.findall(r'<a href="#([^"]+)" data-error="([^"]+)"', page(response))
    assert [where for where, _why in marked] == [f"id_{anchor}-discussion", f"id_{anchor}-due_0"]
    assert marked[1][1] == NO_SUCH_DAY


def test_without_a_script_the_good_fields_are_saved_too_and_the_bad_text_comes_back() -> None:
    _seated, minutes, client = everything()
    name = row_name()
    data = posted(minutes, name, subject="নতুন বিষয়", due_0=NO_DAY)
    response = client.post(save_url(minutes, name), data)
    assert response.status_code == 422
    assert standing(minutes, name)["subject"] == "নতুন বিষয়"
    assert page(response).count(NO_SUCH_DAY) == 2
    assert NO_DAY in page(response)
    anchor = name.replace(":", "-")
    (version,) = re.findall(f'id="{anchor}-version" value="([0-9]+)"', page(response))
    mended = data | {f"{anchor}-due_0": "28-02-2026", "version": version}
    assert client.post(save_url(minutes, name), mended).status_code == 302
    assert standing(minutes, name)["decisions"][0]["due"] == "2026-02-28"


def test_a_bad_date_keeps_the_date_that_stood_there() -> None:
    _seated, minutes, client = everything()
    before = minutes.info
    data = posted(minutes, "info", value_1=NO_DAY, value_2="২৫:০০", count_4="অনেক", name_0="অন্য জন", text_1="ঐ দিন")
    assert autosave(client, minutes, "info", data)["X-Saved"] == "part"
    after = standing(minutes, "info")
    assert after[0] == before[0] | {"name": "অন্য জন"}
    assert after[1] == before[1] | {"text": "ঐ দিন"}
    assert after[2:] == before[2:]


def test_the_other_cells_of_a_table_are_saved_beside_a_bad_one() -> None:
    _seated, minutes, client = everything()
    name = grid_name()
    before = standing(minutes, name)["data_table"]["rows"]
    response = autosave(client, minutes, name, posted(minutes, name, cell_1_1="ক" * 2001, cell_1_2="নতুন"))
    after = standing(minutes, name)["data_table"]["rows"]
    assert (after[0][1], after[0][2]) == (before[0][1], "নতুন")
    assert response["X-Saved"] == "part"


def test_a_bad_title_alone_saves_nothing() -> None:
    _seated, minutes, client = everything()
    response = autosave(client, minutes, "title", posted(minutes, "title", title=""))
    assert response["X-Saved"] == "part"
    assert "All else in this part is saved." not in page(response)
    assert standing(minutes, "title") == minutes.title
    assert not Revision.objects.exists()


def three_decisions(layout: str = "upazila") -> tuple[Minutes, Client, str]:
    """A row with three decisions that the layout marks, each with a day."""
    seated, minutes = draft(layout)
    name = row_name()
    decisions = [{"marker": mark, "text": text, "due": "2026-06-30"} for mark, text in zip("কখগ", "abc", strict=True)]
    content = standing(minutes, name) | {"decisions": decisions}
    drafting.save_part(minutes.pk, name, content, version=1, **acting(seated.secretary))
    return minutes, signed_in(seated.secretary, "en"), name


def test_a_bad_field_behind_an_emptied_decision_keeps_its_own_text() -> None:
    """The page still shows three places where the draft has two decisions; which is which is not lost."""
    minutes, client, name = three_decisions()
    anchor = name.replace(":", "-")
    data = posted(minutes, name, 2, text_1="", due_1="")
    assert autosave(client, minutes, name, data)["X-Saved"] == "all"
    assert [decision["text"] for decision in standing(minutes, name)["decisions"]] == ["a", "c"]
    assert data[f"{anchor}-places"] == "0 2"
    data[f"{anchor}-due_2"] = NO_DAY
    data[f"{anchor}-text_2"] = "d"
    assert autosave(client, minutes, name, data)["X-Saved"] == "part"
    last = standing(minutes, name)["decisions"][-1]
    assert (last["text"], last["due"]) == ("d", "2026-06-30")


def test_markers_of_the_layout_stay_while_more_is_typed() -> None:
    """The page learns the marker that the layout gives, or the next save would take it for removed by hand."""
    minutes, client, name = three_decisions()
    anchor = name.replace(":", "-")
    data = posted(minutes, name, 2, text_3="d")
    for text in ("dd", "ddd"):
        autosave(client, minutes, name, data)
        assert [d["marker"] for d in standing(minutes, name)["decisions"]] == ["ক", "খ", "গ", "ঘ"]
        data[f"{anchor}-text_3"] = text
    data[f"{anchor}-text_0"] = data[f"{anchor}-due_0"] = ""
    for _again in range(2):
        autosave(client, minutes, name, data)
        decisions = standing(minutes, name)["decisions"]
        assert [(d["marker"], d["text"]) for d in decisions] == [("ক", "b"), ("খ", "c"), ("গ", "ddd")]


def test_places_that_are_none_are_taken_as_they_stand() -> None:
    minutes, client, name = three_decisions()
    for places in ("0 0 1", "2 1 0", "0 1", "0 1 99", "x y z", "9" * 5000):
        data = posted(minutes, name, 2) | {f"{name.replace(':', '-')}-places": places}
        assert client.post(save_url(minutes, name), data, **HTMX)["X-Saved"] == "all"
    assert Revision.objects.filter(part=name, version__gt=0).count() == 2


def test_labels_of_the_info_block_are_in_the_readers_language_and_the_documents_stay() -> None:
    _seated, minutes, client = everything()
    shown = page(client.get(f"/minutes/{minutes.pk}/edit/"))
    labels = re.findall(r' id="id_info-[^"]+" aria-label="Meeting: ([^"]+)"', shown)
    lines = ["Chair", "Date of the meeting", "Time", "Place", "Attendance"]
    assert [label for label in labels if label.endswith(": what the line is called")] == [
        f"{line}: what the line is called" for line in lines
    ]
    assert [label for label in labels if "as printed" not in label and "what the line" not in label] == [
        *lines[:1], "Designation", *lines[1:]
    ]  # fmt: skip
    assert not [label for label in labels if re.search("[\u0980-\u09ff]", label)]
    client.post(save_url(minutes, "info"), posted(minutes, "info", name_0="অন্য জন"))
    assert [line["label"] for line in standing(minutes, "info")] == [line["label"] for line in minutes.info]
    assert escaped(minutes.info[0]["label"]) in page(client.get(f"/minutes/{minutes.pk}/preview/"))


def test_lines_of_one_kind_are_told_apart_by_the_documents_own_word() -> None:
    _seated, minutes, client = everything()
    twice = [{"kind": "time", "label": "শুরু"}, {"kind": "time", "label": "শেষ"}, {"kind": "other", "label": "অতিথি"}]
    Minutes.objects.update(info=twice)
    shown = page(client.get(f"/minutes/{minutes.pk}/edit/"))
    for label in ("Time (শুরু)", "Time (শেষ)", "অতিথি"):
        assert label in shown


def test_a_field_put_right_writes_over_nothing_that_was_saved_meanwhile() -> None:
    _seated, minutes, client = everything()
    here = posted(minutes, "title", title="<b>এখানে")
    there = posted(minutes, "title", title="ওখানে")
    assert autosave(client, minutes, "title", there)["X-Saved"] == "all"
    assert autosave(client, minutes, "title", here)["X-Saved"] == "conflict"
    here["title-title"] = "এখানে"
    assert autosave(client, minutes, "title", here)["X-Saved"] == "conflict"
    assert standing(minutes, "title") == "ওখানে"


@pytest.mark.parametrize("markers", ["bangla-letters", None])
def test_pasted_markers_go_by_the_rows_own_table_whatever_the_offices_layout_says(markers: str | None) -> None:
    _seated, minutes, client = everything()
    name = row_name()
    Section.objects.filter(items=parts.Part.parse(name).pk).update(implementer_markers=markers)
    for version, layout in enumerate(("upazila", "district")):
        Committee.objects.update(layout=layout)
        typed = f"(ক) {layout}\n(খ) সহকারী প্রোগ্রামার"
        response = autosave(client, minutes, name, posted(minutes, name, version, implementers=typed))
        assert response["X-Saved"] == "all"
        kept = [layout, "সহকারী প্রোগ্রামার"] if markers else typed.split("\n")
        assert standing(minutes, name)["implementers"] == kept
