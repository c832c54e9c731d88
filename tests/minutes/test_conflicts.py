"""Two texts of the same part, and parts that are saved by themselves: nothing typed is lost without a word."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from django.urls import reverse

from meetings.models import AgendaItem
from minutes.domain import parts
from minutes.models import Minutes, Revision
from tests.clients import signed_in
from tests.minutes.drafts import draft, in_review
from tests.minutes.pages import (
    conflict,
    everything,
    grid_name,
    ids_standing_twice,
    page,
    posted,
    row_name,
    save_url,
)

pytestmark = pytest.mark.django_db

HTMX = {"HTTP_HX_REQUEST": "true"}  # what htmx sends along


def test_conflict_shows_both_texts_and_who_wrote_the_other() -> None:
    _seated, _minutes, client, address, data = conflict()
    response = client.post(address, data)
    shown = page(response)
    assert response.status_code == 409
    assert "আমার শিরোনাম &lt;ক@example.org&gt;" in shown
    assert "তাঁর শিরোনাম &amp; &lt;খ@example.org&gt;" in shown
    assert "নমুনা সহকর্মী" in shown
    assert ids_standing_twice(shown) == set()
    kept = list(Revision.objects.exclude(version=0).values_list("content", "refused"))
    assert kept == [("তাঁর শিরোনাম & <খ@example.org>", False), ("আমার শিরোনাম <ক@example.org>", True)]


def test_conflict_is_settled_by_saving_again() -> None:
    _seated, _minutes, client, address, data = conflict()
    shown = page(client.post(address, data))
    (version,) = re.findall(r'name="version" id="title-version" value="([0-9]+)"', shown)
    assert client.post(address, data | {"version": version}).status_code == 302
    assert Minutes.objects.get().title == "আমার শিরোনাম <ক@example.org>"


def test_conflict_with_nobodys_text_names_nobody() -> None:
    _seated, minutes, client = everything()
    shown = page(client.post(save_url(minutes, "title"), posted(minutes, "title", 5, title="নতুন")))
    assert "None" not in shown
    assert " saved this part on" not in shown


def test_a_conflict_with_oneself_blames_no_other_page() -> None:
    """The same page conflicts with itself where the answer to a save was lost on the way."""
    _seated, minutes, client = everything()
    client.post(save_url(minutes, "title"), posted(minutes, "title", title="প্রথম"), **HTMX)
    data = posted(minutes, "title", title="প্রথম ও দ্বিতীয়")
    shown = page(client.post(save_url(minutes, "title"), data, **HTMX))
    assert "You saved another text of this part yourself, here or on another page." in shown
    assert "Your text is kept. Press Save to see both." in shown
    shown = page(client.post(save_url(minutes, "title"), data))
    assert "You saved another text of this part yourself on" in shown
    assert "here or on another page" in shown


def test_words_in_a_line_that_moved_up_meanwhile_are_kept_as_that_lines() -> None:
    _seated, minutes, client = everything()
    seen = " ".join(line["kind"] for line in minutes.info)
    lines = reverse("minutes:info_line", args=[minutes.pk])
    client.post(lines, {"add": "other", "seen": seen})
    minutes.refresh_from_db()
    place = next(index for index, line in enumerate(minutes.info) if line["kind"] == "place")
    last = len(minutes.info) - 1
    data = posted(minutes, "info", 1, **{f"text_{last}": "আমার কথা"})
    client.post(lines, {"remove": place, "seen": f"{seen} other"})
    assert "Your text is kept." in page(client.post(save_url(minutes, "info"), data, **HTMX))
    kept = Revision.objects.get(refused=True).content
    assert kept == [*minutes.info[:-1], minutes.info[-1] | {"text": "আমার কথা"}]


def test_text_for_a_row_that_was_removed_meanwhile_is_shown_and_kept() -> None:
    _seated, minutes, client = everything()
    name = row_name()
    data = posted(minutes, name, subject="আমার বিষয়")
    client.post(reverse("minutes:remove", args=[minutes.pk, name]))
    response = client.post(save_url(minutes, name), data)
    assert response.status_code == 409
    assert "This part was removed from the draft while you were writing." in page(response)
    assert "আমার বিষয়" in page(response)
    assert f'action="{save_url(minutes, name)}"' not in page(response)
    response = client.post(save_url(minutes, name), data, **HTMX)
    assert "This part was removed meanwhile." in page(response)
    assert {revision.content["subject"] for revision in Revision.objects.filter(refused=True)} == {"আমার বিষয়"}


@pytest.mark.parametrize("part", ["info", "opening", "row", "grid"])
def test_every_part_can_show_its_conflict(part: str) -> None:
    _seated, minutes, client = everything()
    name = {"row": row_name(), "grid": grid_name()}.get(part, part)
    field = {"info": "name_0", "opening": "paragraphs", "row": "subject", "grid": "cell_1_1"}[part]
    assert client.post(save_url(minutes, name), posted(minutes, name, **{field: "প্রথম"})).status_code == 302
    response = client.post(save_url(minutes, name), posted(minutes, name, 0, **{field: "দ্বিতীয়"}))
    assert response.status_code == 409
    assert "প্রথম" in page(response)
    assert "দ্বিতীয়" in page(response)
    assert ids_standing_twice(page(response)) == set()


def test_conflict_shows_what_differs_first_and_folds_the_rest() -> None:
    """The other fields are posted along, so that saving takes nothing away; only the differing one stands open."""
    _seated, minutes, client = everything()
    name = row_name()
    anchor = name.replace(":", "-")
    data = posted(minutes, name, subject="আমার বিষয়")
    client.post(save_url(minutes, name), posted(minutes, name, subject="তাঁর বিষয়"))
    shown = page(client.post(save_url(minutes, name), data))
    assert re.findall(r'<fieldset class="compared">\s*<legend>(.*?)</legend>', shown) == ["Subject"]
    compared, folded = shown.split('<details class="same">')
    assert "তাঁর বিষয়" in compared
    assert "আমার বিষয়" in compared
    assert f'name="{anchor}-implementers"' not in compared
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?', folded))
    assert set(hidden) == set(data) - {"version", f"{anchor}-subject"}
    standing = parts.read(minutes, parts.Part.parse(name))
    (version,) = re.findall(r'name="version" id="[^"]+" value="([0-9]+)"', shown)
    again = {key: html.unescape(value) for key, value in hidden.items()}
    again |= {"version": version, f"{anchor}-subject": data[f"{anchor}-subject"]}
    assert client.post(save_url(minutes, name), again).status_code == 302
    assert parts.read(minutes, parts.Part.parse(name)) == standing | {"subject": "আমার বিষয়"}


def test_conflict_names_the_decision_that_differs() -> None:
    _seated, minutes, client = everything()
    name = row_name()
    data = posted(minutes, name, due_0="৩০-০৬-২০২৬", text_1="আমার সিদ্ধান্ত")
    client.post(save_url(minutes, name), posted(minutes, name, subject="তাঁর বিষয়"))
    shown = page(client.post(save_url(minutes, name), data))
    legends = re.findall(r'<fieldset class="compared">\s*<legend>(.*?)</legend>', shown)
    assert legends == ["Subject", "Decision 1: Due on", "Decision 2"]


@pytest.mark.parametrize(
    ("part", "heading"), [(lambda: row_name(1), "Row 2"), (grid_name, "Section 1"), (lambda: "closing", "Closing")]
)
def test_conflict_names_the_part_as_the_room_does(part: Callable[[], str], heading: str) -> None:
    _seated, minutes, client = everything()
    name = part()
    field = {"closing": "paragraphs"}.get(name, "subject" if name.startswith("row") else "heading")
    data = posted(minutes, name, **{field: "আমার"})
    client.post(save_url(minutes, name), posted(minutes, name, **{field: "তাঁর"}))
    shown = page(client.post(save_url(minutes, name), data))
    assert re.findall(r'<h2 class="part-title"[^>]*>(.*?)</h2>', shown) == [heading]
    room = page(client.get(reverse("minutes:edit", args=[minutes.pk])))
    assert re.search(f'<form [^>]*data-part="{heading}" data-name="{name}"', room)


# Saved by itself


def test_autosave_answers_with_the_time_and_the_new_version() -> None:
    _seated, minutes, client = everything()
    for version in (0, 1):
        data = posted(minutes, "title", version, title=f"নতুন {version}")
        response = client.post(save_url(minutes, "title"), data, **HTMX)
        assert (response.status_code, response["X-Saved"]) == (200, "all")
        assert re.search(r"Saved at [0-2][0-9]:[0-5][0-9]", page(response))
        new = f'<input type="hidden" name="version" id="title-version" value="{version + 1}" data-replaces>'
        assert new in page(response)
    assert Minutes.objects.get().title == "নতুন 1"


def test_autosave_tells_anew_what_is_missing() -> None:
    """The button to the chair opens when the first decision is there, without a reload."""
    seated, minutes = draft()
    AgendaItem.objects.get().decisions.all().delete()
    client, name = signed_in(seated.secretary, "en"), row_name()
    data = posted(minutes, name, 1, text_0="ল্যাব চালু রাখতে হবে।")
    assert "There is no decision yet." in page(client.get(reverse("minutes:edit", args=[minutes.pk])))
    shown = page(client.post(save_url(minutes, name), data, **HTMX))
    assert '<div id="problems" data-replaces>' in shown
    assert '<div id="send" data-replaces>' in shown
    assert "There is no decision yet." not in shown
    assert reverse("minutes:submit", args=[minutes.pk]) in shown
    assert f'<input type="hidden" name="version" value="{minutes.version}">' in shown[shown.index('id="send"') :]


def test_autosave_of_an_untouched_part_is_saved_at_its_version() -> None:
    _seated, minutes, client = everything()
    response = client.post(save_url(minutes, "title"), posted(minutes, "title"), **HTMX)
    assert response["X-Saved"] == "all"
    assert 'value="0"' in page(response)


def test_autosave_names_the_error_and_is_not_saved() -> None:
    _seated, minutes, client = everything()
    response = client.post(save_url(minutes, "info"), posted(minutes, "info", value_1="৩১-০৬-২০২৬"), **HTMX)
    assert (response.status_code, response["X-Saved"]) == (200, "part")
    assert "There is no such day in the calendar." in page(response)
    assert "<html" not in page(response)


def test_autosave_tells_of_a_conflict() -> None:
    _seated, _minutes, client, address, data = conflict()
    response = client.post(address, data, **HTMX)
    assert response["X-Saved"] == "conflict"
    assert "নমুনা সহকর্মী changed this part meanwhile" in page(response)
    assert Revision.objects.filter(refused=True).count() == 1


def test_autosave_says_why_it_may_not() -> None:
    seated, minutes = in_review()
    client = signed_in(seated.secretary, "en")
    for typed in ("নতুন", ""):
        response = client.post(save_url(minutes, "title"), posted(minutes, "title", title=typed), **HTMX)
        assert (response.status_code, response["X-Saved"]) == (200, "none")
        assert "Not saved" in page(response)
        assert "The minutes went to the chair and cannot be edited now." in page(response)
