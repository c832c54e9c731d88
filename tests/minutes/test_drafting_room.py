"""The drafting room in the browser: what is typed is saved, or comes back with a word at its field."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from committees.models import Membership
from decisions.domain.rows import add_row
from documents.layouts import LAYOUTS
from meetings.models import AgendaItem, Meeting, Section
from minutes.domain import drafting, parts, signing
from minutes.forms import FORMS
from minutes.models import Minutes, Revision
from tests.documents.samples import sample
from tests.factories import Seated, make_committee, make_user
from tests.minutes.drafts import acting, draft, draft_of, in_review, powers
from tests.minutes.pages import browser, escaped, ids_standing_twice, page

pytestmark = pytest.mark.django_db

MARKUP = {"script": "<script>alert(1)</script>", "img": '<img src="file:///etc/passwd">'}
HTMX = {"HTTP_HX_REQUEST": "true"}


def everything() -> tuple[Seated, Minutes, Client]:
    """A draft with text, data table and rows, and its secretary's browser."""
    seated, minutes = draft_of(sample("district", rows=3), "district")
    return seated, minutes, browser(seated.secretary)


def save_url(minutes: Minutes, part: str) -> str:
    return reverse("minutes:save", args=[minutes.pk, part])


def posted(minutes: Minutes, part: str, version: int = 0, **typed: str) -> dict[str, str]:
    """What the browser sends when the part is saved with `typed` in it."""
    kind = parts.Part.parse(part)
    prefix = part.replace(":", "-")
    form = FORMS[kind.kind](standing=parts.read(minutes, kind), layout=LAYOUTS["district"], prefix=prefix)
    fields = {bound.name: bound.value() for bound in form} | typed
    return {f"{prefix}-{name}": "" if value is None else str(value) for name, value in fields.items()} | {
        "version": str(version)
    }


def grid_name() -> str:
    return f"section:{Section.objects.get(table_columns__isnull=False).pk}"


def row_name(number: int = 0) -> str:
    return f"row:{AgendaItem.objects.all()[number].pk}"


# A new meeting


def test_new_meeting_opens_its_draft() -> None:
    seated = make_committee()
    client = browser(seated.secretary)
    address = reverse("minutes:new", args=[seated.committee.pk])
    assert client.get(address).status_code == 200
    typed = {"held_on": "২৭ জুন ২০২৬", "held_at": "সকাল ১১.০০ ঘটিকা", "place": "সম্মেলন কক্ষ"}
    response = client.post(address, typed, follow=True)
    minutes = Minutes.objects.get()
    assert response.redirect_chain == [(reverse("minutes:edit", args=[minutes.pk]), 302)]
    assert response.status_code == 200
    meeting = Meeting.objects.get()
    assert (str(meeting.held_on), str(meeting.held_at), meeting.place) == ("2026-06-27", "11:00:00", "সম্মেলন কক্ষ")


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"held_on": "30-02-2026"}, "held_on", "There is no such day in the calendar."),
        ({"held_on": "৩১ ফাল্গুন ১৪৩০ বঙ্গাব্দ"}, "held_on", "There is no such day in the calendar."),
        ({"held_on": "কাল"}, "held_on", "This is not a date we can read."),
        ({"held_on": ""}, "held_on", "This field is required."),
        ({"held_at": "১২:৪০০"}, "held_at", "This is not a time we can read."),
        ({"place": "ক" * 200_000}, "place", "This text is too long: it has 200000 characters, and 500 fit here."),
        ({"place": MARKUP["script"]}, "place", "the tag <script> stands in plain text"),
        ({"place": MARKUP["img"]}, "place", "the tag <img> stands in plain text"),
        ({"place": "\x00\x01"}, "place", "This field is required."),
    ],
)
def test_bad_input_for_a_new_meeting_comes_back_with_a_word(typed: dict[str, str], field: str, message: str) -> None:
    seated = make_committee()
    whole = {"held_on": "27-06-2026", "held_at": "", "place": "সভাকক্ষ"} | typed
    response = browser(seated.secretary).post(reverse("minutes:new", args=[seated.committee.pk]), whole)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert page(response).count(escaped(message)) == 2  # in the summary and at the field
    assert f'href="#id_{field}"' in page(response)
    assert page(response).count(escaped(typed[field]) if typed[field].isprintable() else "") >= 1
    assert "<script>alert" not in page(response)
    assert not Meeting.objects.exists()


def test_new_meeting_with_nothing_at_all() -> None:
    seated = make_committee()
    response = browser(seated.secretary).post(reverse("minutes:new", args=[seated.committee.pk]))
    assert response.status_code == 422
    assert not Meeting.objects.exists()


def test_mixed_digits_are_a_date() -> None:
    seated = make_committee()
    typed = {"held_on": "2৭-0৬-২026", "held_at": "১1:3০", "place": "সভাকক্ষ"}
    browser(seated.secretary).post(reverse("minutes:new", args=[seated.committee.pk]), typed)
    assert (str(Meeting.objects.get().held_on), str(Meeting.objects.get().held_at)) == ("2026-06-27", "11:30:00")


def test_members_are_told_and_outsiders_find_nothing() -> None:
    seated = make_committee()
    address = reverse("minutes:new", args=[seated.committee.pk])
    told = browser(seated.member).get(address)
    assert told.status_code == 403
    assert "Only the member secretary of this committee enters its meetings." in page(told)
    assert browser(make_user()).get(address).status_code == 404


# The room


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("language", ["bn", "en"])
def test_room_shows_every_part_with_its_text(layout: str, language: str) -> None:
    seated, minutes = draft_of(sample(layout, rows=2), layout)
    response = browser(seated.secretary, language).get(reverse("minutes:edit", args=[minutes.pk]))
    assert response.status_code == 200
    shown = page(response)
    rows = [f"row-{row.pk}" for row in AgendaItem.objects.all()]
    sections = [f"section-{section.pk}" for section in Section.objects.all()]
    for anchor in ("title", "info", "opening", "closing", *rows, *sections):
        assert '<section class="part' in shown
        assert f'id="{anchor}"' in shown
    assert minutes.title in shown
    assert "আদর্শ কলেজ" in shown
    assert ids_standing_twice(shown) == set()


def test_room_of_minutes_in_review_says_why_it_is_closed() -> None:
    seated, minutes = in_review()
    response = browser(seated.secretary).get(reverse("minutes:edit", args=[minutes.pk]))
    assert response.status_code == 403
    assert "The minutes went to the chair and cannot be edited now." in page(response)


def test_committee_without_a_chair_is_told_on_the_page_and_at_the_submit() -> None:
    seated, minutes = draft()
    Membership.objects.filter(role="chair").delete()
    client = browser(seated.secretary)
    reason = "This committee has no chair now."
    shown = page(client.get(reverse("minutes:edit", args=[minutes.pk])))
    assert reason in shown
    assert 'aria-describedby="submit-reason"' in shown
    response = client.post(reverse("minutes:submit", args=[minutes.pk]), {"version": 0})
    assert response.status_code == 403
    assert reason in page(response)
    assert Minutes.objects.get().state == "drafting"


def test_returned_minutes_show_the_reason() -> None:
    seated, minutes = in_review()
    signing.send_back(minutes.pk, "সারি ২ <b@example.org> দেখুন", version=1, **acting(seated.chair))
    shown = page(browser(seated.secretary).get(reverse("minutes:edit", args=[minutes.pk])))
    assert "সারি ২ &lt;b@example.org&gt; দেখুন" in shown


# Saving a part


@pytest.mark.parametrize(
    ("part", "typed", "key"),
    [
        ("title", {"title": "নতুন শিরোনাম"}, "title"),
        ("opening", {"paragraphs": "প্রথম\r\n<strong>দ্বিতীয়</strong>"}, "opening"),
        ("closing", {"paragraphs": ""}, "closing"),
        ("info", {"name_0": "অন্য জন"}, "info"),
    ],
)
def test_saved_part_is_there_after_the_reload(part: str, typed: dict[str, str], key: str) -> None:
    _seated, minutes, client = everything()
    before = getattr(minutes, key)
    response = client.post(save_url(minutes, part), posted(minutes, part, **typed), follow=True)
    assert response.redirect_chain == [(reverse("minutes:edit", args=[minutes.pk]) + f"?saved={part}#{part}", 302)]
    assert f'<span class="saved" id="{part}-saved" role="status">Saved.</span>' in page(response)
    assert page(response).count("Saved.") == 1
    assert getattr(Minutes.objects.get(), key) != before
    assert parts.versions(minutes) == {part: 1}


def test_row_is_saved_with_all_its_fields() -> None:
    _seated, minutes, client = everything()
    name = row_name()
    typed = {"subject": "বিষয়", "discussion": "ক\nখ", "text_0": "গ\nঘ", "due_0": "৩০-০৬-২০২৬", "implementers": "চ\n\nছ"}
    assert client.post(save_url(minutes, name), posted(minutes, name, **typed)).status_code == 302
    assert parts.read(minutes, parts.Part.parse(name)) == {
        "serial": "২.১",
        "subject": "বিষয়",
        "discussion": ["ক", "খ"],
        "decisions": [{"marker": "", "text": "গ<br>ঘ", "due": "2026-06-30"}],
        "implementers": ["চ", "ছ"],
    }


@pytest.mark.parametrize(
    ("part", "field", "text", "message"),
    [
        ("title", "title", "", "This field is required."),
        ("title", "title", "ক" * 200_000, "This text is too long"),
        ("title", "title", MARKUP["script"], "the tag <script> stands in plain text"),
        ("opening", "paragraphs", MARKUP["img"], "the tag <img> is not allowed"),
        ("opening", "paragraphs", "<strong>ক", "the tag <strong> is never closed"),
        ("info", "value_1", "৩১-০৬-২০২৬", "There is no such day in the calendar."),
        ("info", "value_2", "২৫:০০", "This is not a time we can read."),
        ("info", "count_4", "অনেক", "Enter a whole number."),
        ("info", "count_4", "-১", "Ensure this value is greater than or equal to 0."),
        ("info", "count_4", "9" * 5000, "Enter a whole number."),
        ("row", "due_0", "30-02-2026", "There is no such day in the calendar."),
        ("row", "marker_0", "ক" * 11, "This text is too long"),
        ("row", "discussion", MARKUP["script"], "the tag <script> is not allowed"),
        ("row", "implementers", "ক" * 200_000, "This text is too long"),
        ("grid", "cell_1_1", "ক" * 200_000, "This text is too long: it has 200000 characters, and 2000 fit here."),
        ("grid", "cell_6_5", MARKUP["img"], "the tag <img> stands in plain text"),
    ],
)
def test_what_cannot_be_saved_comes_back_with_a_word_at_its_field(
    part: str, field: str, text: str, message: str
) -> None:
    _seated, minutes, client = everything()
    name = {"row": row_name(), "grid": grid_name()}.get(part, part)
    response = client.post(save_url(minutes, name), posted(minutes, name, 0, **{field: text}))
    assert response.status_code == 422
    shown = page(response)
    assert list(response.context["form"].errors) == [field]
    assert shown.count(escaped(message)) == 2  # in the summary and at the field
    assert f'href="#id_{name.replace(":", "-")}-{field}"' in shown
    assert escaped(text) in shown
    assert "<script>alert" not in shown
    assert "<img" not in shown
    assert not Revision.objects.exists()


def test_control_characters_and_broken_bytes_raise_nothing() -> None:
    _seated, minutes, client = everything()
    broken = b"\xed\xa0\x80 \xff \xc0\x80 \x00 \x1b \xe0\xa6\x95"
    for version, value in enumerate((broken, quote_from_bytes(broken).encode())):
        data = b"version=%d&title-title=%s" % (version, value)
        response = client.post(save_url(minutes, "title"), data, content_type="application/x-www-form-urlencoded")
        assert response.status_code == 302
        assert client.get(reverse("minutes:preview", args=[minutes.pk])).status_code == 200
    assert Minutes.objects.get().title == "��� � ��     ক"


def test_fields_that_are_missing_empty_nothing() -> None:
    _seated, minutes, client = everything()
    for name in ("title", "info", "opening", row_name(), grid_name()):
        before = parts.read(minutes, parts.Part.parse(name))
        assert client.post(save_url(minutes, name), {"version": "0"}).status_code == 302
        assert parts.read(Minutes.objects.get(), parts.Part.parse(name)) == before
    assert not Revision.objects.exists()


def test_cells_posted_with_gaps_are_kept() -> None:
    _seated, minutes, client = everything()
    name = grid_name()
    data = {f"{name.replace(':', '-')}-cell_5_8": "দূরে", "version": "0"}
    assert client.post(save_url(minutes, name), data).status_code == 302
    table = parts.read(minutes, parts.Part.parse(name))["data_table"]
    assert (table["columns"][0], table["rows"][4][8]) == ("ক্রম", "দূরে")


@pytest.mark.parametrize("version", ["", "abc", "-1", "১", "9" * 5000, "1e3", "0x0", "7"])
def test_version_that_is_none_is_a_conflict_and_keeps_the_text(version: str) -> None:
    _seated, minutes, client = everything()
    data = posted(minutes, "title", title="নতুন") | {"version": version}
    response = client.post(save_url(minutes, "title"), data)
    assert response.status_code == 409
    assert "নতুন" in page(response)
    assert minutes.title in page(response)
    refused = Revision.objects.get()
    assert (refused.refused, refused.content) == (True, "নতুন")
    del data["version"]
    assert client.post(save_url(minutes, "title"), data).status_code == 409


def test_save_while_in_review_is_refused_with_the_reason() -> None:
    seated, minutes = in_review()
    data = posted(minutes, "title", title="নতুন")
    response = browser(seated.secretary).post(save_url(minutes, "title"), data)
    assert response.status_code == 403
    assert "The minutes went to the chair and cannot be edited now." in page(response)
    assert Minutes.objects.get().title == minutes.title


# Conflicts


def conflict() -> tuple[Seated, Minutes, Client, str, dict[str, str]]:
    """A colleague in the same post saved the title after the secretary's page was opened."""
    seated, minutes, client = everything()
    data = posted(minutes, "title", title="আমার শিরোনাম <ক@example.org>")
    theirs = acting(seated.secretary) | {"actor": acting(make_user("নমুনা সহকর্মী"))["actor"]}
    drafting.save_part(minutes.pk, "title", "তাঁর শিরোনাম & <খ@example.org>", version=0, **theirs)
    return seated, minutes, client, save_url(minutes, "title"), data


def test_conflict_shows_both_texts_and_who_wrote_the_other() -> None:
    _seated, _minutes, client, address, data = conflict()
    response = client.post(address, data)
    shown = page(response)
    assert response.status_code == 409
    assert "আমার শিরোনাম &lt;ক@example.org&gt;" in shown
    assert "তাঁর শিরোনাম &amp; &lt;খ@example.org&gt;" in shown
    assert "নমুনা সহকর্মী" in shown
    assert ids_standing_twice(shown) == set()
    kept = list(Revision.objects.values_list("content", "refused"))
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
    assert " saved this part at" not in shown


def test_own_text_saved_from_another_page_is_called_so() -> None:
    _seated, minutes, client = everything()
    for title in ("প্রথম", "দ্বিতীয়"):
        response = client.post(save_url(minutes, "title"), posted(minutes, "title", title=title))
    assert "You saved this part at" in page(response)


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


# Saved by itself


def test_autosave_answers_with_the_time_and_the_new_version() -> None:
    _seated, minutes, client = everything()
    for version in (0, 1):
        data = posted(minutes, "title", version, title=f"নতুন {version}")
        response = client.post(save_url(minutes, "title"), data, **HTMX)
        assert (response.status_code, response["X-Saved"]) == (200, "1")
        assert re.search(r"Saved at [0-2][0-9]:[0-5][0-9]", page(response))
        new = f'<input type="hidden" name="version" id="title-version" value="{version + 1}" hx-swap-oob="true">'
        assert new in page(response)
    assert Minutes.objects.get().title == "নতুন 1"


def test_autosave_tells_anew_what_is_missing() -> None:
    """The button to the chair opens when the first decision is there, without a reload."""
    seated, minutes = draft()
    AgendaItem.objects.get().decisions.all().delete()
    client, name = browser(seated.secretary), row_name()
    data = posted(minutes, name, 1, text_0="ল্যাব চালু রাখতে হবে।")
    assert "There is no decision yet." in page(client.get(reverse("minutes:edit", args=[minutes.pk])))
    shown = page(client.post(save_url(minutes, name), data, **HTMX))
    assert '<div id="problems" hx-swap-oob="true">' in shown
    assert '<div id="send" hx-swap-oob="true">' in shown
    assert "There is no decision yet." not in shown
    assert reverse("minutes:submit", args=[minutes.pk]) in shown


def test_autosave_of_an_untouched_part_is_saved_at_its_version() -> None:
    _seated, minutes, client = everything()
    response = client.post(save_url(minutes, "title"), posted(minutes, "title"), **HTMX)
    assert response["X-Saved"] == "1"
    assert 'value="0"' in page(response)


def test_autosave_names_the_error_and_is_not_saved() -> None:
    _seated, minutes, client = everything()
    response = client.post(save_url(minutes, "info"), posted(minutes, "info", value_1="৩১-০৬-২০২৬"), **HTMX)
    assert response.status_code == 200
    assert "X-Saved" not in response
    assert "There is no such day in the calendar." in page(response)
    assert "<html" not in page(response)


def test_autosave_tells_of_a_conflict() -> None:
    _seated, _minutes, client, address, data = conflict()
    response = client.post(address, data, **HTMX)
    assert "X-Saved" not in response
    assert "নমুনা সহকর্মী changed this part meanwhile" in page(response)
    assert Revision.objects.filter(refused=True).count() == 1


def test_autosave_says_why_it_may_not() -> None:
    """htmx shows no answer but a 200: a bare 403 would let the secretary type on into nothing."""
    seated, minutes = in_review()
    client = browser(seated.secretary)
    for typed in ("নতুন", ""):
        response = client.post(save_url(minutes, "title"), posted(minutes, "title", title=typed), **HTMX)
        assert (response.status_code, "X-Saved" in response) == (200, False)
        assert "Not saved" in page(response)
        assert "The minutes went to the chair and cannot be edited now." in page(response)


# Add, move, remove


def test_sections_and_rows_are_added_moved_and_removed() -> None:
    _seated, minutes, client = everything()
    room = reverse("minutes:edit", args=[minutes.pk])
    for shape in ("text", "table", "decisions"):
        response = client.post(reverse("minutes:add_section", args=[minutes.pk]), {"shape": shape})
        last = minutes.meeting.sections.last()
        assert response["Location"] == f"{room}#section-{last.pk}"
    response = client.post(reverse("minutes:add_row", args=[minutes.pk, last.pk]))
    row = last.items.get()
    assert response["Location"] == f"{room}#row-{row.pk}"
    assert client.get(room).status_code == 200
    response = client.post(reverse("minutes:move", args=[minutes.pk, f"section:{last.pk}"]), {"to": "up"})
    assert response["Location"] == f"{room}#section-{last.pk}"
    assert list(minutes.meeting.sections.all())[-2] == last
    response = client.post(reverse("minutes:remove", args=[minutes.pk, f"section:{last.pk}"]), follow=True)
    assert "Removed." in page(response)
    assert not AgendaItem.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("to", ["", "left", "up\x00", "1"])
def test_moving_nowhere_changes_nothing(to: str) -> None:
    _seated, minutes, client = everything()
    before = list(AgendaItem.objects.values_list("pk", "position"))
    assert client.post(reverse("minutes:move", args=[minutes.pk, row_name(1)]), {"to": to}).status_code == 302
    assert list(AgendaItem.objects.values_list("pk", "position")) == before


def test_the_last_section_has_no_button_to_remove_it() -> None:
    seated, minutes = draft()
    client = browser(seated.secretary)
    section = Section.objects.get()
    remove = reverse("minutes:remove", args=[minutes.pk, f"section:{section.pk}"])
    assert remove not in page(client.get(reverse("minutes:edit", args=[minutes.pk])))
    response = client.post(remove)
    assert response.status_code == 403
    assert "Minutes have at least one section." in page(response)


@pytest.mark.parametrize("kind", ["row", "section"])
@pytest.mark.parametrize("route", ["save", "move", "remove"])
def test_parts_of_another_committee_are_not_found(kind: str, route: str) -> None:
    _seated, minutes, client = everything()
    other, theirs = draft()
    section = theirs.meeting.sections.get()
    pk = section.pk if kind == "section" else section.items.get().pk
    before = dict(AgendaItem.objects.values_list("pk", "subject"))
    for name in (f"{kind}:{pk}", f"{kind}:0{pk}", f"{kind}:", f"{kind}:{10**30}", "letterhead", "state"):
        address = reverse(f"minutes:{route}", args=[minutes.pk, name])
        assert client.post(address, {"to": "up", "version": "0"}).status_code == 404
    assert client.post(reverse("minutes:add_row", args=[minutes.pk, section.pk])).status_code == 404
    assert dict(AgendaItem.objects.values_list("pk", "subject")) == before
    assert other.committee != minutes.meeting.committee


def test_unknown_shape_and_numbers_beyond_any_are_not_found() -> None:
    _seated, minutes, client = everything()
    assert client.post(reverse("minutes:add_section", args=[minutes.pk]), {"shape": "<script>"}).status_code == 404
    assert client.post(reverse("minutes:add_row", args=[minutes.pk, 10**30])).status_code == 404
    assert client.get(reverse("minutes:edit", args=[10**30])).status_code == 404
    assert client.get(reverse("minutes:new", args=[10**30])).status_code == 404


# Methods, strangers, cost


GET_ONLY = ("edit", "preview", "preview_pdf", "review")
POST_ONLY = ("save", "move", "remove", "add_section", "add_row", "submit", "send_back", "sign", "confirm", "correct")
ARGUMENTS = {"save": ["title"], "move": ["row:1"], "remove": ["row:1"], "add_row": [1]}


@pytest.mark.parametrize("route", [*GET_ONLY, *POST_ONLY])
def test_other_methods_are_refused_and_strangers_shown_the_door(route: str) -> None:
    seated, minutes, client = everything()
    address = reverse(f"minutes:{route}", args=[minutes.pk, *ARGUMENTS.get(route, [])])
    for method in ("put", "patch", "delete", *(["post"] if route in GET_ONLY else ["get", "head"])):
        assert getattr(client, method)(address).status_code == 405
    right = "get" if route in GET_ONLY else "post"
    anonymous = getattr(Client(), right)(address)
    assert (anonymous.status_code, anonymous["Location"].partition("?")[0]) == (302, reverse("accounts:login"))
    assert getattr(browser(make_committee().secretary), right)(address).status_code == 404
    assert getattr(browser(seated.member), right)(address).status_code == 404


def test_new_refuses_other_methods() -> None:
    seated = make_committee()
    address = reverse("minutes:new", args=[seated.committee.pk])
    for method in ("put", "patch", "delete"):
        assert getattr(browser(seated.secretary), method)(address).status_code == 405
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize("route", ["edit", "review", "preview"])
def test_pages_cost_the_same_whatever_their_length(route: str, django_assert_num_queries: Any) -> None:
    seated, minutes = draft()
    client = browser(seated.secretary)
    address = reverse(f"minutes:{route}", args=[minutes.pk])
    client.get(address)
    one = queries(client, address)
    content = sample("district", rows=6).sections[1].decision_table
    assert content
    section = Section.objects.get()
    for number in range(3):
        row = {"serial": str(number), "subject": "বিষয়", "discussion": ["ক"], "implementers": ["খ", "গ"]}
        add_row(section, row | {"decisions": [{"marker": "", "text": "ঘ"}] * 3})
        drafting.append_section(minutes.pk, "decisions", **powers(seated.secretary))
        drafting.append_section(minutes.pk, "table", **powers(seated.secretary))
    with django_assert_num_queries(one):
        client.get(address)


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
