"""What is added, moved and removed in the drafting room, who gets in, by which methods, and at what cost."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from decisions.domain.rows import add_row
from decisions.models import Implementer
from meetings.models import AgendaItem, Section
from minutes.domain import structure
from tests.clients import after_a_sign_in, queries_of, signed_in
from tests.documents.samples import sample
from tests.factories import make_committee
from tests.minutes.drafts import draft, in_review, powers
from tests.minutes.pages import (
    everything,
    page,
    row_name,
)

pytestmark = pytest.mark.django_db


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
    client = signed_in(seated.secretary, "en")
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


GET_ONLY = ("edit", "preview", "preview_pdf", "preview_docx", "review")
POST_ONLY = (
    "save",
    "move",
    "remove",
    "add_section",
    "add_row",
    "submit",
    "send_back",
    "sign",
    "correct",
    "comment",
    "settle",
)
ARGUMENTS = {"save": ["title"], "move": ["row:1"], "remove": ["row:1"], "add_row": [1], "settle": [1]}


@pytest.mark.parametrize("route", [*GET_ONLY, *POST_ONLY])
def test_other_methods_are_refused_and_strangers_shown_the_door(route: str) -> None:
    seated, minutes, client = everything()
    address = reverse(f"minutes:{route}", args=[minutes.pk, *ARGUMENTS.get(route, [])])
    for method in ("put", "patch", "delete", *(["post"] if route in GET_ONLY else [])):
        assert getattr(client, method)(address).status_code == 405
    right = "get" if route in GET_ONLY else "post"
    stranger = getattr(Client(), right)(address)
    assert (stranger.status_code, stranger["Location"].partition("?")[0]) == (302, reverse("accounts:login"))
    assert getattr(signed_in(make_committee().secretary, "en"), right)(address).status_code == 404
    assert getattr(signed_in(seated.member, "en"), right)(address).status_code == 404


BACK_TO = {"correct": "preview"} | dict.fromkeys(("send_back", "sign", "comment", "settle"), "review")


@pytest.mark.parametrize("route", POST_ONLY)
def test_whose_session_ended_on_the_way_comes_back_to_the_page_and_is_told(route: str) -> None:
    """The sign-in leads back by GET to the address that was posted to: nothing is done then, nor refused by 405."""
    seated, minutes = draft()
    address = reverse(f"minutes:{route}", args=[minutes.pk, *ARGUMENTS.get(route, [])])
    response = after_a_sign_in(seated.secretary, address, {"version": "0"})
    back = reverse(f"minutes:{BACK_TO.get(route, 'edit')}", args=[minutes.pk])
    assert [url for url, _status in response.redirect_chain] == [address, back]
    assert response.status_code == 200
    assert len(list(response.context["messages"])) == 1
    assert list(response.client.get(back).context["messages"]) == []
    assert signed_in(make_committee().secretary, "en").get(address).status_code == 404
    minutes.refresh_from_db()
    assert (minutes.state, minutes.version) == ("drafting", 0)


@pytest.mark.parametrize("route", POST_ONLY)
def test_who_may_not_take_a_step_is_led_to_what_may_be_read(route: str) -> None:
    seated, minutes = in_review()
    address = reverse(f"minutes:{route}", args=[minutes.pk, *ARGUMENTS.get(route, [])])
    for person in (seated.member, seated.secretary):
        response = after_a_sign_in(person, address, {"version": "0"})
        assert response.status_code == 200
        assert response.redirect_chain[-1][0] == reverse(f"minutes:{BACK_TO.get(route, 'review')}", args=[minutes.pk])


def test_new_refuses_other_methods() -> None:
    seated = make_committee()
    address = reverse("minutes:new", args=[seated.committee.pk])
    for method in ("put", "patch", "delete"):
        assert getattr(signed_in(seated.secretary, "en"), method)(address).status_code == 405
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize("route", ["edit", "review", "preview"])
def test_pages_cost_the_same_whatever_their_length(route: str, django_assert_num_queries: Any) -> None:
    seated, minutes = draft()
    Implementer.objects.create(item=AgendaItem.objects.get(), position=0, text="ক")
    client = signed_in(seated.secretary, "en")
    address = reverse(f"minutes:{route}", args=[minutes.pk])
    one = queries_of(client, address)
    content = sample("district", rows=6).sections[1].decision_table
    assert content
    section = Section.objects.get()
    for number in range(3):
        row = {"serial": str(number), "subject": "বিষয়", "discussion": ["ক"], "implementers": ["খ", "গ"]}
        add_row(section, row | {"decisions": [{"marker": "", "text": "ঘ"}] * 3})
        structure.append_section(minutes.pk, "decisions", **powers(seated.secretary))
        structure.append_section(minutes.pk, "table", **powers(seated.secretary))
    with django_assert_num_queries(one):
        client.get(address)
