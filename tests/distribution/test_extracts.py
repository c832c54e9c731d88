"""Extracts of an issued document: which rows they hold, who gets them, and when there are none any more."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from committees.powers import powers_of
from decisions.models import Implementer
from distribution import rules
from distribution.domain.extracts import extract_of_copy, extracts_of
from distribution.domain.issuing import Line
from distribution.domain.verification import marked
from distribution.models import Delivery, Dispatch, MemoFile, Recipient
from documents import exchange
from documents.word import docx
from minutes.models import Minutes
from tests.clients import anonymous, queries_of, signed_in
from tests.distribution.stories import (
    correction_issued,
    delivery_of,
    dispatched,
    gone_out,
    issued,
    order,
    withdrawn,
)
from tests.factories import Seated, make_post

pytestmark = pytest.mark.django_db

TO = "recipient@example.org"
GROUP = "উপজেলা নির্বাহী অফিসার (সকল)"  # the first implementer of the sample's one row; the second is প্রোগ্রামার


@pytest.fixture
def dispatch(seated: Seated) -> Dispatch:
    return dispatched(TO, seated=seated)


@pytest.fixture
def delivery(dispatch: Dispatch) -> Delivery:
    return delivery_of(dispatch)


def named(delivery: Delivery, text: str) -> Delivery:
    """The copy, with its recipient named so."""
    Recipient.objects.filter(pk=delivery.recipient_id).update(text=text)
    return Delivery.objects.select_related("recipient__dispatch__minutes").get(pk=delivery.pk)


def address(kind: str, *args: Any) -> str:
    return reverse(f"distribution:{kind}", args=args)


def test_there_is_one_for_each_implementer_with_the_rows_that_name_it(dispatch: Dispatch) -> None:
    extracts = extracts_of(marked(dispatch))

    assert [each.holder for each in extracts] == [GROUP, "প্রোগ্রামার"]
    assert [len(each.sections[0].decision_table.rows) for each in extracts if each.sections[0].decision_table] == [1, 1]


def test_it_names_the_code_of_the_whole_document_where_that_shows_one(dispatch: Dispatch) -> None:
    assert {each.marks.verification.code for each in extracts_of(marked(dispatch)) if each.marks.verification} == {
        dispatch.printed_code
    }

    dispatch.shows_code = False
    assert {each.marks.verification for each in extracts_of(marked(dispatch))} == {None}


def test_the_secretary_chooses_the_office_from_the_dispatchs_page(secretary: Client, dispatch: Dispatch) -> None:
    offices = address("extracts", dispatch.pk)

    assert offices in secretary.get(address("dispatch", dispatch.pk)).content.decode()
    page = secretary.get(offices).content.decode()
    for number, holder in ((1, GROUP), (2, "প্রোগ্রামার")):
        assert holder in page
        response = secretary.get(address("extract", dispatch.pk, number))
        assert f'href="{address("extract", dispatch.pk, number)}"' in page
        assert response.content.startswith(b"%PDF")
        assert f"উদ্ধৃতাংশ-{dispatch.memo}-{holder}.pdf" in unquote(response["Content-Disposition"])
        word = address("extract_docx", dispatch.pk, number)
        assert f'href="{word}"' in page
        assert f"{holder}.docx" in unquote(secretary.get(word)["Content-Disposition"])


@pytest.mark.parametrize("number", [0, 3])
def test_there_is_none_for_an_office_that_is_not_in_the_list(
    secretary: Client, dispatch: Dispatch, number: int
) -> None:
    assert secretary.get(address("extract", dispatch.pk, number)).status_code == 404


def test_minutes_that_name_no_implementer_say_so(secretary: Client, dispatch: Dispatch) -> None:
    content = exchange.dump(marked(dispatch).document)
    for section in content["sections"]:
        for row in section.get("decision_table", {}).get("rows", []):
            row["implementers"] = []
    Dispatch.objects.filter(pk=dispatch.pk).update(document=exchange.canonical(exchange.load(content)).decode())

    assert (
        "No row of these minutes names who carries it out."
        in secretary.get(address("extracts", dispatch.pk)).content.decode()
    )


def test_nobody_else_is_offered_extracts(seated: Seated, dispatch: Dispatch) -> None:
    member = signed_in(seated.member, "en")

    assert address("extracts", dispatch.pk) not in member.get(address("dispatch", dispatch.pk)).content.decode()
    refusal = member.get(address("extracts", dispatch.pk))
    assert refusal.status_code == 403
    assert "Only the member secretary handles the distribution." in refusal.content.decode()


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"pdf": ""}, "finished"),
        ({"cancelled_at": timezone.now()}, "cancelled"),
        ({"document": ""}, "taken over from paper"),
    ],
)
def test_extracts_are_made_of_what_went_out_and_stands(
    seated: Seated, dispatch: Dispatch, fields: dict[str, Any], reason: str
) -> None:
    Dispatch.objects.filter(pk=dispatch.pk).update(**fields)

    refusal = signed_in(seated.secretary, "en").get(address("extract", dispatch.pk, 1))

    assert (refusal.status_code, reason in refusal.content.decode()) == (403, True)


def leads_to_extracts(seated: Seated, dispatch: Dispatch) -> bool:
    page = signed_in(seated.secretary, "en").get(address("dispatch", dispatch.pk))
    return address("extracts", dispatch.pk) in page.content.decode()


@pytest.mark.thorough
def test_no_extract_is_made_of_what_a_later_edition_replaced_and_its_word_file_says_so(
    seated: Seated, minutes: Minutes, file: MemoFile
) -> None:
    first = gone_out(issued(seated, minutes, order(file, [Line("প্রোগ্রামার", (TO,))])))
    token = delivery_of(first).token
    powers = powers_of(seated.secretary)
    assert rules.may("extract", powers, first)
    assert leads_to_extracts(seated, first)
    assert anonymous().get(address("copy_extract", token)).content.startswith(b"%PDF")

    second = gone_out(correction_issued(seated, first.minutes))
    assert not rules.may("extract", powers, Dispatch.objects.get(pk=first.pk))
    assert not leads_to_extracts(seated, first)
    for route, key in (("docx", first.pk), ("copy_docx", token)):
        word = signed_in(seated.secretary).get(address(route, key)).content
        assert word == docx.write(marked(first), watermark="প্রতিস্থাপিত")
    assert anonymous().get(address("copy_extract", token)).status_code == 302

    withdrawn(seated, second)
    assert rules.may("extract", powers, Dispatch.objects.get(pk=first.pk))


@pytest.mark.parametrize(
    ("text", "rows"),
    [("প্রোগ্রামার", 1), ("উপজেলা নির্বাহী অফিসার, কল্পপুর", 1), (f"{GROUP}, কল্পপুর", 1), ("সহকারী প্রোগ্রামার", 0)],
)
def test_a_recipient_whom_a_row_surely_names_gets_the_own_rows(delivery: Delivery, text: str, rows: int) -> None:
    own = extract_of_copy(named(delivery, text), marked(delivery.recipient.dispatch))

    assert sum(len(each.decision_table.rows) for each in (own.sections if own else ()) if each.decision_table) == rows
    page = anonymous("en").get(address("copy", delivery.token)).content.decode()
    for route, beginning in (("copy_extract", b"%PDF"), ("copy_extract_docx", b"PK")):
        answer = anonymous().get(address(route, delivery.token))
        assert answer.content.startswith(beginning) if rows else answer["Location"] == address("copy", delivery.token)
        assert (address(route, delivery.token) in page) == bool(rows)


@pytest.mark.thorough
def test_a_recipient_is_known_by_the_post_that_the_copy_went_to(
    seated: Seated, minutes: Minutes, file: MemoFile
) -> None:
    programmer = make_post("প্রোগ্রামার", office=seated.committee.office, email=TO)
    sent = issued(seated, minutes, order(file, [Line("নদীপুরের আইসিটি কর্মকর্তা", (TO,)), Line("অন্য কেউ", ())]))

    deliveries = Delivery.objects.select_related("recipient__dispatch__minutes").order_by("recipient__position")

    own, other = (extract_of_copy(delivery, marked(sent)) for delivery in deliveries)

    assert Delivery.objects.get(address=TO).post == programmer
    assert own
    assert (own.holder, own.named) == ("নদীপুরের আইসিটি কর্মকর্তা", ("প্রোগ্রামার",))
    assert other is None

    for implementer in Implementer.objects.all():  # a copy without a post is not of an implementer without one
        implementer.posts.clear()
    assert [extract_of_copy(delivery, marked(sent)) for delivery in deliveries] == [None, None]


@pytest.mark.parametrize("fields", [{"pdf": ""}, {"cancelled_at": timezone.now()}])
def test_a_copy_that_did_not_go_out_or_was_withdrawn_has_no_extract(delivery: Delivery, fields: dict[str, Any]) -> None:
    named(delivery, "প্রোগ্রামার")
    Dispatch.objects.update(**fields)

    assert (
        address("copy_extract", delivery.token) not in anonymous().get(address("copy", delivery.token)).content.decode()
    )
    assert anonymous().get(address("copy_extract", delivery.token))["Location"] == address("copy", delivery.token)


def test_the_own_extract_is_kept_by_no_cache_and_no_search_engine(delivery: Delivery) -> None:
    named(delivery, "প্রোগ্রামার")

    answer = anonymous().get(address("copy_extract", delivery.token))

    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert anonymous().get(f"/d/{'A' * 32}/extract.pdf").status_code == 404


def test_the_list_of_offices_asks_the_database_the_same_for_few_and_for_many(
    seated: Seated, dispatch: Dispatch
) -> None:
    client, offices = signed_in(seated.secretary), address("extracts", dispatch.pk)
    few = queries_of(client, offices)
    content = exchange.dump(marked(dispatch).document)
    content["sections"][1]["decision_table"]["rows"][0]["implementers"] += ["ক", "খ", "গ"]
    Dispatch.objects.filter(pk=dispatch.pk).update(document=exchange.canonical(exchange.load(content)).decode())

    assert queries_of(client, offices) == few
