"""The memo register to print: every number of the year once, and of documents only what the reader may read."""

from __future__ import annotations

import datetime
from typing import Any
from urllib.parse import unquote

import pytest
from django.urls import reverse

from accounts.domain.audit import PORTAL
from accounts.models import User
from committees.powers import powers_of
from distribution import rules
from distribution.domain import register
from distribution.domain.printed_register import register_of
from distribution.models import Dispatch, MemoFile, MemoNumber, Recipient
from documents.papers.register_sheet import MemoRegister, Number
from tests.clients import queries_of, signed_in
from tests.distribution.stories import dispatched
from tests.factories import Seated, acting, make_committee, make_user

pytestmark = pytest.mark.django_db

DAY = datetime.date(2025, 12, 31)


def printed(person: User, file: MemoFile, year: int = 2025) -> MemoRegister:
    return register_of(file, year, rules.visible_dispatches(powers_of(person)), DAY)


def page_of(person: User, file: MemoFile, year: int = 2025) -> Any:
    return signed_in(person, "en").get(reverse("distribution:register_pdf", args=[file.pk, year]))


def test_every_number_of_the_year_stands_in_it_once_and_in_order(seated: Seated, file: MemoFile) -> None:
    sent = dispatched("a@example.org", "b@example.org", "", seated=seated, serial=1)
    Dispatch.objects.filter(pk=sent.pk).update(dated_on=datetime.date(2025, 2, 3))
    cancelled = register.take(file.pk, 2025, 5, actor=PORTAL)
    register.cancel(cancelled.pk, "তারিখ ভুল", actor=acting(seated.secretary)["actor"])
    MemoNumber.objects.create(file=file, year=2025, serial=6, state="outside")
    MemoNumber.objects.create(file=file, year=2026, serial=1, state="used")

    paper = printed(seated.secretary, file)

    assert (paper.file, paper.prefix, paper.year) == (file.title, "৫৬.০৪.৯৯০০.০০০.০৬.০০১.১৯", 2025)
    memo = f"{paper.prefix}."
    assert paper.numbers == (
        Number(
            first=1,
            last=1,
            memo=f"{memo}১",
            state="used",
            day=datetime.date(2025, 2, 3),
            subject=sent.minutes.title_in_text,
            recipients="প্রাপক, a@example.org\nএবং আরও ২ জন প্রাপক",
        ),
        Number(first=2, last=4, memo=f"{memo}২\n{memo}৪", state="outside"),
        Number(first=5, last=5, memo=f"{memo}৫", state="cancelled", reason="তারিখ ভুল"),
        Number(first=6, last=6, memo=f"{memo}৬", state="outside"),
    )


def test_of_documents_that_a_person_may_not_read_the_numbers_alone_stand_in_it(seated: Seated, file: MemoFile) -> None:
    dispatched("a@example.org", seated=seated)
    neighbour = make_committee(office=seated.committee.office)

    (own,), (foreign,) = (printed(person, file).numbers for person in (seated.secretary, neighbour.secretary))

    assert own.subject
    assert (foreign.subject, foreign.recipients) == ("", "")
    assert (foreign.memo, foreign.state) == (own.memo, "used")


def test_what_has_not_gone_out_yet_is_told_from_what_has(seated: Seated, file: MemoFile) -> None:
    dispatched("a@example.org", seated=seated, serial=1)
    dispatched("a@example.org", seated=seated, serial=2, prepared=b"%PDF-1.7 to be signed")

    assert [number.state for number in printed(seated.secretary, file).numbers] == ["used", "unsent"]


def test_the_registers_page_leads_to_it(seated: Seated, file: MemoFile) -> None:
    dispatched("a@example.org", seated=seated)
    page = signed_in(seated.secretary, "en").get(reverse("distribution:register", args=[file.pk])).content.decode()

    answer = page_of(seated.secretary, file)

    assert reverse("distribution:register_pdf", args=[file.pk, 2025]) in page
    assert answer.content.startswith(b"%PDF")
    word = reverse("distribution:register_docx", args=[file.pk, 2025])
    assert word in page
    assert signed_in(seated.secretary).get(word)["Content-Disposition"].endswith(".docx")
    assert "স্মারক-রেজিস্টার-৫৬.০৪.৯৯০০.০০০.০৬.০০১.১৯-২০২৫.pdf" in unquote(answer["Content-Disposition"])


def test_a_year_without_numbers_and_a_register_out_of_reach_have_none(seated: Seated, file: MemoFile) -> None:
    dispatched("a@example.org", seated=seated)

    assert page_of(seated.secretary, file, 2024).status_code == 404
    assert [page_of(person, file).status_code for person in (seated.member, make_user())] == [404, 404]


def test_it_asks_the_database_the_same_for_few_and_for_many(seated: Seated, file: MemoFile) -> None:
    client, address = signed_in(seated.secretary), reverse("distribution:register_pdf", args=[file.pk, 2025])
    first = dispatched("a@example.org", seated=seated)
    few = queries_of(client, address)

    for serial in (2, 3):
        dispatched("a@example.org", seated=seated, serial=serial)
        Recipient.objects.create(dispatch=first, position=serial, text="আরও একজন")

    assert queries_of(client, address) == few
