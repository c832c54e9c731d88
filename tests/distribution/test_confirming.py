"""A later meeting confirms what has gone out, once."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.permissions import NotAllowedError
from distribution.models import Dispatch, MemoFile
from minutes.models import Minutes
from tests.distribution.stories import PREPARED, corrected, dispatched, gone_out, issued, order, withdrawn
from tests.factories import Seated

pytestmark = pytest.mark.django_db


def confirm(secretary: Client, dispatch: Dispatch) -> HttpResponse:
    address = reverse("distribution:confirm", args=[dispatch.minutes_id])
    return secretary.post(address, {"version": dispatch.minutes.version}, follow=True)


def test_the_confirmation_is_entered_once(seated: Seated, secretary: Client) -> None:
    dispatch = dispatched(seated=seated)

    first, second = confirm(secretary, dispatch), confirm(secretary, dispatch)

    assert "The confirmation is entered." in first.content.decode()
    assert "Somebody has moved these minutes on" in second.content.decode()
    assert Minutes.objects.get().state == "confirmed"


@pytest.mark.parametrize("prepared", [PREPARED, b""])
def test_what_has_not_gone_out_is_not_confirmed(seated: Seated, secretary: Client, prepared: bytes) -> None:
    answer = confirm(secretary, dispatched(seated=seated, pdf=b"", prepared=prepared))

    assert answer.status_code == 403
    assert "This issue has not gone out yet. It is signed or cancelled first." in answer.content.decode()
    assert Minutes.objects.get().state == "issued"


def test_a_set_from_paper_is_confirmed_without_a_pdf(seated: Seated, secretary: Client) -> None:
    dispatch = dispatched(seated=seated, pdf=b"")
    Dispatch.objects.update(document="")

    assert confirm(secretary, dispatch).status_code == 200
    assert Minutes.objects.get().state == "confirmed"


@pytest.mark.parametrize("settled", [gone_out, withdrawn])
def test_an_edition_is_issued_after_the_one_before_it_has_gone_out_or_was_cancelled(
    seated: Seated, secretary: Client, minutes: Minutes, file: MemoFile, settled: object
) -> None:
    first = issued(seated, minutes, order(file))
    edition = corrected(seated, minutes)
    Dispatch.objects.update(pdf="")

    page = secretary.get(reverse("distribution:issue", args=[edition.pk]))
    assert page.status_code == 403
    assert "The issue of an earlier edition has not gone out yet." in page.content.decode()
    with pytest.raises(NotAllowedError):
        issued(seated, edition, order(file))

    first = Dispatch.objects.get(pk=first.pk)
    withdrawn(seated, first) if settled is withdrawn else gone_out(first)
    assert issued(seated, edition, order(file)).pk != first.pk
