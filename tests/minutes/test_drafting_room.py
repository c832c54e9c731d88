"""The drafting room in the browser: what is typed is saved, or comes back with a word at its field."""

from __future__ import annotations

import re
from urllib.parse import quote_from_bytes

import pytest
from django.test import Client
from django.urls import reverse

from committees.models import Membership
from decisions.domain.rows import content_of_row, write_row
from documents.layouts import LAYOUTS
from meetings.models import AgendaItem, Meeting, Section
from minutes.domain import parts, signing, structure
from minutes.forms import MAX_DECISIONS
from minutes.models import Minutes, Revision
from tests.clients import signed_in
from tests.documents.samples import sample
from tests.factories import acting, make_committee, make_user
from tests.minutes.drafts import draft, draft_of, in_review, powers
from tests.minutes.pages import (
    escaped,
    everything,
    grid_name,
    ids_standing_twice,
    page,
    posted,
    row_name,
    save_url,
)

pytestmark = pytest.mark.django_db

MARKUP = {"script": "<script>alert(1)</script>", "img": '<img src="file:///etc/passwd">'}


# A new meeting


def test_new_meeting_opens_its_draft() -> None:
    seated = make_committee()
    client = signed_in(seated.secretary, "en")
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
    response = signed_in(seated.secretary, "en").post(reverse("minutes:new", args=[seated.committee.pk]), whole)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert page(response).count(escaped(message)) == 2  # in the summary and at the field
    assert f'href="#id_{field}"' in page(response)
    assert page(response).count(escaped(typed[field]) if typed[field].isprintable() else "") >= 1
    assert "<script>alert" not in page(response)
    assert not Meeting.objects.exists()


def test_new_meeting_with_nothing_at_all() -> None:
    seated = make_committee()
    response = signed_in(seated.secretary, "en").post(reverse("minutes:new", args=[seated.committee.pk]))
    assert response.status_code == 422
    assert not Meeting.objects.exists()


def test_mixed_digits_are_a_date() -> None:
    seated = make_committee()
    typed = {"held_on": "2৭-0৬-২026", "held_at": "১1:3০", "place": "সভাকক্ষ"}
    signed_in(seated.secretary, "en").post(reverse("minutes:new", args=[seated.committee.pk]), typed)
    assert (str(Meeting.objects.get().held_on), str(Meeting.objects.get().held_at)) == ("2026-06-27", "11:30:00")


def test_members_are_told_and_outsiders_find_nothing() -> None:
    seated = make_committee()
    address = reverse("minutes:new", args=[seated.committee.pk])
    told = signed_in(seated.member, "en").get(address)
    assert told.status_code == 403
    assert "Only the member secretary of this committee enters its meetings." in page(told)
    assert signed_in(make_user(), "en").get(address).status_code == 404


# The room


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("language", ["bn", "en"])
def test_room_shows_every_part_with_its_text(layout: str, language: str) -> None:
    seated, minutes = draft_of(sample(layout, rows=2), layout)
    response = signed_in(seated.secretary, language).get(reverse("minutes:edit", args=[minutes.pk]))
    assert response.status_code == 200
    shown = page(response)
    rows = [f"row-{row.pk}" for row in AgendaItem.objects.all()]
    sections = [f"section-{section.pk}" for section in Section.objects.all()]
    for anchor in ("title", "info", "opening", "closing", "chair_signature", *rows, *sections):
        assert re.search(f'<(div|tr) class="part[^"]*" id="{anchor}"', shown)
        assert f'id="{anchor}-form"' in shown
    assert minutes.title in shown
    assert "আদর্শ কলেজ" in shown
    assert ids_standing_twice(shown) == set()


def test_a_row_with_a_decision_has_room_for_another_once_it_was_saved_by_its_button() -> None:
    """Where there is JavaScript, the page makes that room itself, as soon as somebody asks for it."""
    _seated, minutes, client = everything()
    room = reverse("minutes:edit", args=[minutes.pk])
    row = AgendaItem.objects.exclude(decisions=None)[0]
    count = row.decisions.count()
    name = f'name="row-{row.pk}-text_'
    assert page(client.get(room)).count(name) == count
    data = posted(minutes, f"row:{row.pk}", 0, text_0="সিদ্ধান্ত")
    saved = client.post(reverse("minutes:save", args=[minutes.pk, f"row:{row.pk}"]), data, follow=True)
    assert page(saved).count(name) == count + 1


def test_the_last_of_all_decisions_is_no_room_for_one_more() -> None:
    _seated, minutes, client = everything()
    row = AgendaItem.objects.exclude(decisions=None)[0]
    content = content_of_row(row)
    content["decisions"] = [{"marker": "", "text": f"কাজ {n}"} for n in range(MAX_DECISIONS)]
    write_row(row, content)
    shown = page(client.get(reverse("minutes:edit", args=[minutes.pk]), {"saved": f"row:{row.pk}"}))
    own = shown.partition(f'id="row-{row.pk}"')[2].partition("</tr>")[0]
    assert own.count('class="decision"') == MAX_DECISIONS
    assert "spare" not in own


def test_a_section_that_was_removed_is_offered_to_be_had_back() -> None:
    _seated, minutes, client = everything()
    section = Section.objects.filter(items__isnull=False)[0]
    rows, name = section.items.count(), f"section:{section.pk}"
    removed = client.post(reverse("minutes:remove", args=[minutes.pk, name]), follow=True)
    way_back = reverse("minutes:put_back", args=[minutes.pk, name])
    assert f'formaction="{way_back}"' in page(removed)
    back = client.post(way_back, follow=True)
    assert back.status_code == 200
    assert way_back not in page(client.get(removed.redirect_chain[-1][0]))
    assert Section.objects.get(pk=section.pk).items.count() == rows


@pytest.mark.parametrize("name", ["section:1", "row:99", "title", "x/y", "%", "section:" + "9" * 40])
def test_what_was_not_removed_is_not_offered_back(name: str) -> None:
    _seated, minutes, client = everything()
    shown = client.get(reverse("minutes:edit", args=[minutes.pk]), {"removed": name})
    assert "/put-back/" not in page(shown)


def test_room_of_minutes_in_review_says_why_it_is_closed() -> None:
    seated, minutes = in_review()
    room, desk = (reverse(f"minutes:{name}", args=[minutes.pk]) for name in ("edit", "review"))
    response = signed_in(seated.secretary, "en").get(room, follow=True)
    assert response.redirect_chain == [(desk, 302)]
    assert "The minutes went to the chair and cannot be edited now." in page(response)


def test_committee_without_a_chair_is_told_on_the_page_and_at_the_submit() -> None:
    seated, minutes = draft()
    Membership.objects.filter(role="chair").delete()
    client = signed_in(seated.secretary, "en")
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
    shown = page(signed_in(seated.secretary, "en").get(reverse("minutes:edit", args=[minutes.pk])))
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
    assert f'<span class="saved" id="{part}-saved">Saved.</span>' in page(response)
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
        ("info", "count_4", "অনেক", "This is not a number we can read. Write it like 18 or ১৮."),
        ("info", "count_4", "-১", "Ensure this value is greater than or equal to 0."),
        ("info", "count_4", "9" * 5000, "This is not a number we can read. Write it like 18 or ১৮."),
        ("row", "due_0", "30-02-2026", "There is no such day in the calendar."),
        ("row", "marker_0", "ক" * 51, "This text is too long"),
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


def test_control_characters_and_broken_bytes_come_back_at_the_field() -> None:
    _seated, minutes, client = everything()
    title = minutes.title
    broken = quote_from_bytes(b"\xed\xa0\x80 \xff \xc0\x80 \x00 \x1b \xe0\xa6\x95")
    form = "application/x-www-form-urlencoded"
    response = client.post(save_url(minutes, "title"), f"version=0&title-title={broken}", content_type=form)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["title"]  # no font has U+FFFD, which stands for them
    assert "\ufffd" in page(response)
    assert Minutes.objects.get().title == title


def test_bytes_that_are_not_even_quoted_raise_nothing() -> None:
    _seated, minutes, client = everything()
    data = b"version=0&title-title=\xed\xa0\x80 \xff \xc0\x80 \x00 \x1b \xe0\xa6\x95"
    client.post(save_url(minutes, "title"), data, content_type="application/x-www-form-urlencoded")
    assert client.get(reverse("minutes:preview", args=[minutes.pk])).status_code == 200


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
    response = signed_in(seated.secretary, "en").post(save_url(minutes, "title"), data)
    assert response.status_code == 403
    assert "The minutes went to the chair and cannot be edited now." in page(response)
    assert Minutes.objects.get().title == minutes.title


# Lines of the block under the title


def info_kinds() -> list[str]:
    return [line["kind"] for line in Minutes.objects.get().info]


def change_lines(client: Client, minutes: Minutes, **sent: object) -> str:
    return page(client.post(reverse("minutes:info_line", args=[minutes.pk]), sent, follow=True))


def test_a_line_is_added_to_the_block_under_the_title_and_taken_out() -> None:
    _seated, minutes, client = everything()
    seen = info_kinds()
    assert f'name="seen" value="{" ".join(seen)}"' in page(client.get(reverse("minutes:edit", args=[minutes.pk])))
    change_lines(client, minutes, add="other", seen=" ".join(seen))
    assert info_kinds() == [*seen, "other"]
    change_lines(client, minutes, remove=len(seen), seen=" ".join([*seen, "other"]))
    assert info_kinds() == seen


def test_a_line_is_taken_out_once_however_often_it_is_pressed() -> None:
    _seated, minutes, client = everything()
    seen = info_kinds()
    removed = {"remove": seen.index("place"), "seen": " ".join(seen)}
    change_lines(client, minutes, **removed)
    assert "Somebody changed this part at the same moment." in change_lines(client, minutes, **removed)
    seen.remove("place")
    assert info_kinds() == seen


def test_the_lines_of_the_chair_and_the_day_stay_and_there_are_no_others() -> None:
    _seated, minutes, client = everything()
    seen = info_kinds()
    address = reverse("minutes:info_line", args=[minutes.pk])
    for sent, status in (
        ({"remove": seen.index("chair")}, 403),
        ({"remove": seen.index("date")}, 403),
        ({"remove": len(seen)}, 404),
        ({"add": "chair"}, 404),
        ({}, 404),
    ):
        assert client.post(address, {**sent, "seen": " ".join(seen)}).status_code == status
    assert info_kinds() == seen


def test_an_empty_section_says_what_is_written_where() -> None:
    seated, minutes = draft()
    text, table = (
        structure.append_section(minutes.pk, shape, **powers(seated.secretary)) for shape in ("text", "table")
    )
    shown = page(signed_in(seated.secretary, "en").get(reverse("minutes:edit", args=[minutes.pk])))
    hints = dict(re.findall(r'<textarea name="([^"]+)"[^>]* placeholder="([^" ][^"]*)"', shown))
    assert (
        hints.items()
        >= {
            f"section-{text.pk}-heading": "Heading",
            f"section-{text.pk}-paragraphs": "Text",
            f"section-{table.pk}-heading": "Heading",
            f"section-{table.pk}-cell_0_0": "Heading of a column",
        }.items()
    )
    assert f"section-{table.pk}-cell_0_1" not in hints
