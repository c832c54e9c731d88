"""What the page of the drafting room is told when rows come, go and move, so that it need not be loaded again."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from decisions.domain.rows import add_row
from documents.layouts import LAYOUTS
from meetings.models import AgendaItem, Section
from minutes.domain import drafting, parts
from minutes.models import Minutes
from tests.clients import queries_of, signed_in
from tests.documents.samples import sample
from tests.factories import acting
from tests.minutes.drafts import draft_of
from tests.minutes.pages import page, save_url
from tests.minutes.test_placing import row, standing, tables

pytestmark = pytest.mark.django_db

HTMX = {"HTTP_HX_REQUEST": "true"}


def room(layout: str, *names: str) -> tuple[Minutes, list[Section], Client]:
    seated, minutes, sections = tables(layout, *names)
    return minutes, sections, signed_in(seated.secretary, "en")


def step(client: Client, minutes: Minutes, route: str, part: object, **posted: object) -> str:
    """What the page is told after a step; the order it is told is the one that stands."""
    response = client.post(reverse(f"minutes:{route}", args=[minutes.pk, part]), posted, **HTMX)
    assert (response.status_code, response["X-Saved"]) == (200, "all")
    told = page(response)
    assert orders(told) == {
        str(section.pk): [f"row-{item.pk}" for item in section.items.all()]
        for section in Section.objects.filter(decision_columns__isnull=False)
    }
    return told


def orders(told: str) -> dict[str, list[str]]:
    return {pk: rows.split() for pk, rows in re.findall('data-order="([0-9]+)" value="([^"]*)"', told)}


def renumbered(told: str) -> dict[str, tuple[int, str]]:
    """Of each part with another number: the version it has since, and the number."""
    found = re.findall('data-renumbered="([^"]+)" data-version="([0-9]+)" data-field="serial" value="([^"]*)"', told)
    return {part: (int(version), number) for part, version, number in found}


def versions_in(told: str) -> dict[str, int]:
    """The versions that forms of the answer begin from."""
    return {name: int(v) for name, v in re.findall('name="version" id="([^"]+)-version" value="([0-9]+)"', told)}


def test_a_row_moves_up_and_the_page_learns_the_order_and_both_numbers() -> None:
    minutes, _sections, client = room("upazila", "abc")
    a, b = row("a"), row("b")
    told = step(client, minutes, "move", f"row:{b.pk}", to="up")
    assert standing() == ["bac"]
    versions = parts.versions(minutes)
    assert renumbered(told) == {
        f"row:{b.pk}": (versions[f"row:{b.pk}"], "০১"),
        f"row:{a.pk}": (versions[f"row:{a.pk}"], "০২"),
    }
    assert versions_in(told) == {}
    assert f'data-called="row-{b.pk}" value="Row 1"' in told
    assert '<div id="problems" data-replaces>' in told
    assert '<div id="send" data-replaces>' in told
    assert "<html" not in told


@pytest.mark.parametrize(("index", "order"), [("0", ["bc", "ad"]), ("1", ["bc", "da"]), ("", ["bc", "da"])])
def test_a_row_goes_to_another_table(index: str, order: list[str]) -> None:
    minutes, sections, client = room("upazila", "abc", "d")
    told = step(client, minutes, "move", f"row:{row('a').pk}", section=sections[1].pk, index=index)
    assert standing() == order
    assert {f"row:{row('b').pk}", f"row:{row('c').pk}"} <= set(renumbered(told))


@pytest.mark.parametrize("index", ["-1", "x", "১", "1e3", "9" * 40])
def test_a_place_that_is_none_is_the_end(index: str) -> None:
    minutes, sections, client = room("upazila", "abc")
    step(client, minutes, "move", f"row:{row('a').pk}", section=sections[0].pk, index=index)
    assert standing() == ["bca"]


def test_where_there_is_no_table_no_row_goes() -> None:
    minutes, sections, client = room("upazila", "abc", "d")
    other = tables("upazila", "x")[2][0]
    moves = [(f"row:{row('a').pk}", other.pk), (f"row:{row('a').pk}", 0), (f"row:{row('x').pk}", sections[0].pk)]
    moves += [(f"section:{sections[0].pk}", sections[1].pk), ("title", sections[0].pk)]
    for part, section in moves:
        address = reverse("minutes:move", args=[minutes.pk, part])
        assert client.post(address, {"section": section, "index": 0}, **HTMX).status_code == 404
    assert standing()[:2] == ["abc", "d"]


def test_a_row_goes_and_the_page_is_told_and_offered_to_have_it_back() -> None:
    minutes, _sections, client = room("upazila", "abc")
    b, c = row("b"), row("c")
    told = step(client, minutes, "remove", f"row:{b.pk}")
    assert standing() == ["ac"]
    assert renumbered(told) == {f"row:{c.pk}": (parts.versions(minutes)[f"row:{c.pk}"], "০২")}
    assert "Removed." in told
    assert f"row-{b.pk}" not in orders(told)


def test_a_row_is_added_with_its_form_and_no_other() -> None:
    minutes, sections, client = room("upazila", "abc")
    told = step(client, minutes, "add_row", sections[0].pk, after=f"row:{row('a').pk}")
    assert standing() == ["a-bc"]
    added = AgendaItem.objects.get(subject="")
    name = f"row:{added.pk}"
    assert versions_in(told) == {f"row-{added.pk}": parts.versions(minutes).get(name, 0)}
    form = told.partition("<template data-added>")[2].partition("</template>")[0]
    assert f'action="{save_url(minutes, name)}"' in form
    (serial,) = re.findall(f'name="row-{added.pk}-serial" value="([^"]*)"', form)
    assert serial == "০২"
    assert f'name="row-{added.pk}-subject"' in form
    assert set(renumbered(told)) - {name} == {f"row:{row('b').pk}", f"row:{row('c').pk}"}
    data = {"version": str(versions_in(told)[f"row-{added.pk}"]), f"row-{added.pk}-subject": "নতুন"}
    assert client.post(save_url(minutes, name), data, **HTMX)["X-Saved"] == "all"


def test_a_row_is_added_at_the_end_and_below_no_row_of_other_minutes() -> None:
    minutes, sections, client = room("upazila", "ab")
    step(client, minutes, "add_row", sections[0].pk)
    assert standing() == ["ab-"]
    tables("upazila", "x")
    address = reverse("minutes:add_row", args=[minutes.pk, sections[0].pk])
    for after in (f"row:{row('x').pk}", "row:0", "", "title", f"section:{sections[0].pk}", "row:1 "):
        assert client.post(address, {"after": after}, **HTMX).status_code == 404, after
    assert standing()[0] == "ab-"


def test_no_version_of_a_row_that_somebody_else_changed_is_handed_out_as_current() -> None:
    """The page takes over a version that follows the one it knows, and none that follows a text it never saw."""
    seated, minutes, _sections = tables("upazila", "abc")
    client = signed_in(seated.secretary, "en")
    c = row("c")
    name, anchor = f"row:{c.pk}", f"row-{c.pk}"
    known = parts.versions(minutes).get(name, 0)
    content = parts.read(minutes, parts.Part.parse(name)) | {"subject": "তাঁর বিষয়"}
    theirs = drafting.save_part(minutes.pk, name, content, version=known, **acting(seated.secretary))
    told = step(client, minutes, "remove", f"row:{row('a').pk}")
    version, number = renumbered(told)[name]
    assert (version, number) == ((theirs.version or 0) + 1, "০২")
    assert version - 1 != known
    assert versions_in(told) == {}
    data = {"version": str(known), f"{anchor}-subject": "আমার বিষয়"}
    assert client.post(save_url(minutes, name), data, **HTMX)["X-Saved"] == "conflict"
    assert AgendaItem.objects.get(pk=c.pk).subject == "তাঁর বিষয়"


# The page itself


class Inline(HTMLParser):
    """What of a page a strict policy would refuse: scripts and styles that stand in it, or in attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _value in attrs}
        if tag == "style" or (tag == "script" and "src" not in names):
            self.found.append(tag)
        self.found += [name for name in names if name == "style" or name.startswith(("on", "hx-on"))]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_no_script_or_style_stands_in_the_room_or_in_what_it_is_told(layout: str) -> None:
    seated, minutes = draft_of(sample(layout, rows=2), layout)
    client = signed_in(seated.secretary, "en")
    section = Section.objects.filter(decision_columns__isnull=False)[0]
    told = step(client, minutes, "add_row", section.pk)
    assert Inline(page(client.get(reverse("minutes:edit", args=[minutes.pk])))).found == []
    assert Inline(told).found == []


def test_a_script_or_a_style_in_a_page_would_be_found() -> None:
    assert Inline('<script>1</script><style></style><p style="x" onclick="y">').found.count("style") == 2
    assert Inline('<script src="/x.js"></script>').found == []


def test_the_room_asks_the_same_at_one_row_at_three_and_at_forty() -> None:
    seated, minutes, (section,) = tables("upazila", "")
    client = signed_in(seated.secretary, "en")
    address = reverse("minutes:edit", args=[minutes.pk])
    asked = []
    for count in (1, 3, 40):
        for number in range(section.items.count(), count):
            content = {"serial": f"{number}", "subject": "বিষয়", "discussion": ["ক"], "implementers": ["খ", "গ"]}
            add_row(section, content | {"decisions": [{"marker": "", "text": "ঘ"}] * 3})
        asked.append(queries_of(client, address))
    assert len(set(asked)) == 1, asked


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_field_of_a_row_stands_on_the_sheet_once_and_what_no_column_prints_is_told_apart(layout: str) -> None:
    seated, minutes = draft_of(sample(layout, rows=1), layout)
    item = AgendaItem.objects.all()[0]
    columns = item.section.decision_columns
    shown = {each for column in columns or [] for each in column["shows"]}
    text = page(signed_in(seated.secretary, "en").get(reverse("minutes:edit", args=[minutes.pk])))
    own = re.search(f'<tr class="part part-row" id="row-{item.pk}"[^>]*>.*?\n</tr>', text, re.DOTALL)
    assert own
    printed, *unprinted = own[0].split('<div class="unprinted">')
    fields = {"serial": "serial", "subject": "subject", "discussion": "discussion", "decisions": "text_0"}
    for part, field in (fields | {"implementers": "implementers"}).items():
        name = f'name="row-{item.pk}-{field}"'
        stands = part != "discussion" or part in shown or bool(item.discussion)
        assert own[0].count(name) == stands, part
        assert (name in printed) == (stands and part in shown), part
    assert len(unprinted) == len({"serial", "subject", "decisions", "implementers"} - shown)


def test_a_discussion_that_no_column_prints_stays_in_sight() -> None:
    seated, minutes, (section,) = tables("upazila", "a")
    AgendaItem.objects.update(discussion=["পুরোনো আলোচনা"])
    text = page(signed_in(seated.secretary, "en").get(reverse("minutes:edit", args=[minutes.pk])))
    apart = text.partition('<div class="unprinted">')[2]
    assert "Not printed in the columns of this table:" in apart
    assert "পুরোনো আলোচনা" in apart
    assert section.decision_columns


def test_a_row_of_a_new_draft_is_written_without_a_script() -> None:
    """The plain form of the part, with fields that name it from wherever they stand, does what the editor does."""
    seated, minutes, (_section,) = tables("upazila", "a")
    client = signed_in(seated.secretary, "en")
    text = page(client.get(reverse("minutes:edit", args=[minutes.pk])))
    name, anchor = f"row:{row('a').pk}", f"row-{row('a').pk}"
    of_the_form = re.findall(f'<(?:input|textarea)[^>]* form="{anchor}-form"', text)
    assert len(of_the_form) == len(re.findall(f'<(?:input|textarea)[^>]* name="{anchor}-(?!places)', text)) > 4
    assert (
        f'<form method="post" novalidate class="part-form" id="{anchor}-form" action="{save_url(minutes, name)}"'
        in text
    )
