"""A cancelled issue: nobody confirms, acknowledges or counts it, and every page says so."""

from __future__ import annotations

import datetime
import importlib

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from accounts.domain.audit import trail
from accounts.permissions import NotAllowedError
from distribution.domain import issuing
from distribution.models import Delivery, Dispatch
from minutes.domain.workflow import transition
from minutes.models import Minutes
from tests.clients import anonymous, signed_in
from tests.distribution.stories import delivery_of, dispatched
from tests.factories import Seated, acting, make_minutes

pytestmark = pytest.mark.django_db

TO = "recipient@example.org"


def cancelled(seated: Seated, *addresses: str) -> Dispatch:
    dispatch = dispatched(*addresses or (TO,), seated=seated)
    issuing.cancel(dispatch.pk, "তারিখ ভুল", version=0, **acting(seated.secretary))
    return Dispatch.objects.get(pk=dispatch.pk)


def replaced_by(dispatch: Dispatch, *addresses: str) -> Dispatch:
    """A corrected edition of the same meeting, issued under a number of its own."""
    edition = make_minutes(dispatch.minutes.meeting, Minutes.State.ISSUED, edition=2)
    later = dispatched(*addresses, serial=99)
    made_for = later.minutes
    Dispatch.objects.filter(pk=later.pk).update(minutes=edition, memo="৫৬.০৪.৯৯০০.০০০.০৬.০০১.১৯.৯৯")
    made_for.delete()
    return Dispatch.objects.get(pk=later.pk)


def test_the_minutes_of_a_cancelled_issue_are_not_confirmed(seated: Seated) -> None:
    minutes = cancelled(seated).minutes

    assert (minutes.state, minutes.version) == ("cancelled", 1)
    assert trail(minutes)[-1].details["reason"] == "তারিখ ভুল"
    with pytest.raises(NotAllowedError):
        transition(minutes.pk, "confirm", version=1, **acting(seated.secretary))
    client = signed_in(seated.secretary, "en")
    page = client.get(reverse("oversight:meeting", args=[minutes.meeting_id])).content.decode()
    assert "Enter the confirmation" not in page
    assert "This issue was cancelled" in page
    assert "Nothing more is sent: this issue was cancelled." in page
    assert "A cancelled issue is not confirmed. Start a corrected edition, which is issued anew." in page


def test_what_a_later_meeting_confirmed_is_not_cancelled_any_more(seated: Seated) -> None:
    dispatch = dispatched(TO, seated=seated)
    transition(dispatch.minutes_id, "confirm", version=0, **acting(seated.secretary))
    client = signed_in(seated.secretary, "en")
    address = reverse("distribution:cancel", args=[dispatch.pk])

    page = client.get(reverse("distribution:dispatch", args=[dispatch.pk])).content.decode()
    refused = client.post(address, {"reason": "ভুল"})

    assert address not in page
    assert "as long as no later meeting confirmed the minutes" in page
    assert refused.status_code == 403
    assert Dispatch.objects.get().cancelled_at is None


def test_a_copy_of_a_cancelled_issue_is_neither_delivered_nor_acknowledged(seated: Seated) -> None:
    delivery = delivery_of(cancelled(seated))
    secretary, recipient = signed_in(seated.secretary, "en"), anonymous("en")

    refused = secretary.post(reverse("distribution:mark_delivered", args=[delivery.pk]))
    recipient.post(reverse("distribution:acknowledge", args=[delivery.token]))

    assert refused.status_code == 403
    stands = Delivery.objects.get()
    assert (stands.state, stands.sent_at, stands.acknowledged_at) == ("failed", None, None)


def test_the_recipients_link_says_that_the_issue_was_cancelled_and_what_replaces_it(seated: Seated) -> None:
    dispatch = cancelled(seated, TO, "other@example.org")
    mine, others = Delivery.objects.order_by("pk")
    client = anonymous("en")
    address = reverse("distribution:copy", args=[mine.token])

    alone = client.get(address).content.decode()
    later = replaced_by(dispatch, TO)
    replaced = client.get(address).content.decode()

    assert "was cancelled on" in alone
    assert "তারিখ ভুল" in alone
    assert "replaced by" not in alone
    assert f"replaced by memo number {later.memo}" in replaced
    own_copy = Delivery.objects.get(recipient__dispatch=later)
    assert f'href="{reverse("distribution:copy", args=[own_copy.token])}"' in replaced
    others_page = client.get(reverse("distribution:copy", args=[others.token])).content.decode()
    assert later.memo in others_page
    assert own_copy.token not in others_page


def test_the_link_to_the_pdf_of_a_cancelled_issue_leads_to_the_page_that_says_so(seated: Seated) -> None:
    delivery = delivery_of(cancelled(seated))

    response = anonymous("en").get(reverse("distribution:copy_pdf", args=[delivery.token]))

    assert response.headers["Location"] == reverse("distribution:copy", args=[delivery.token])
    assert Delivery.objects.get().downloaded_at is None


def test_a_replaced_issue_says_by_what_wherever_it_is_read(seated: Seated) -> None:
    dispatch = dispatched(TO, seated=seated)
    later = replaced_by(dispatch, TO)
    delivery = dispatch.recipients.get().deliveries.get()

    secretary = signed_in(seated.secretary, "en")
    for address in (
        reverse("distribution:dispatch", args=[dispatch.pk]),
        reverse("distribution:copy", args=[delivery.token]),
    ):
        assert f"replaced by memo number {later.memo}" in secretary.get(address).content.decode()
    replacing = secretary.get(reverse("distribution:dispatch", args=[later.pk])).content.decode()
    assert "replaced by" not in replacing
    assert f"replaces memo number {dispatch.memo}" in replacing

    Dispatch.objects.filter(pk=later.pk).update(cancelled_at=timezone.now())
    copy = anonymous("en").get(reverse("distribution:copy", args=[delivery.token])).content.decode()
    assert "replaced by" not in copy


def test_a_replacing_memo_that_the_reader_may_not_open_is_named_and_not_linked(seated: Seated) -> None:
    dispatch = dispatched(TO, seated=seated)
    later = replaced_by(dispatch)
    Dispatch.objects.filter(pk=later.pk).update(dated_on=dispatch.dated_on + datetime.timedelta(days=1))
    link = reverse("distribution:dispatch", args=[later.pk])
    own = reverse("distribution:dispatch", args=[dispatch.pk])

    assert link in signed_in(seated.secretary, "en").get(own).content.decode()
    copy = anonymous("en").get(reverse("distribution:copy", args=[delivery_of(dispatch).token])).content.decode()
    assert later.memo in copy
    assert link not in copy


def test_issues_cancelled_before_there_was_a_state_for_it_get_it(seated: Seated) -> None:
    migration = importlib.import_module("distribution.migrations.0004_cancelled_minutes")
    cancelled_before, standing, confirmed = (dispatched(TO, seated=seated, serial=serial) for serial in (1, 2, 3))
    began, then = (timezone.now() - datetime.timedelta(days=days) for days in (9, 5))
    Minutes.objects.update(state_since=began)
    Dispatch.objects.exclude(pk=standing.pk).update(cancelled_at=then)
    Minutes.objects.filter(pk=confirmed.minutes_id).update(state="confirmed")

    migration.mark_cancelled(apps, None)

    assert {each.pk: (each.state, each.version, each.state_since) for each in Minutes.objects.all()} == {
        cancelled_before.minutes_id: ("cancelled", 1, then),
        standing.minutes_id: ("issued", 0, began),
        confirmed.minutes_id: ("confirmed", 0, began),
    }


def test_the_old_copy_leads_to_the_new_one_once_it_is_signed_and_no_look_before_counts(seated: Seated) -> None:
    old = delivery_of(dispatch := dispatched(TO, seated=seated))
    later = replaced_by(dispatch, TO)
    new, pdf = Delivery.objects.get(recipient__dispatch=later), later.pdf.name
    link, client = reverse("distribution:copy", args=[new.token]), anonymous("en")
    address = reverse("distribution:copy", args=[old.token])
    Dispatch.objects.filter(pk=later.pk).update(pdf="")

    early = client.get(address).content.decode()
    client.get(link)
    assert later.memo not in early
    assert new.token not in early
    assert Delivery.objects.get(pk=new.pk).opened_at is None

    Dispatch.objects.filter(pk=later.pk).update(pdf=pdf)
    assert f'href="{link}"' in client.get(address).content.decode()
    client.get(link)
    assert Delivery.objects.get(pk=new.pk).opened_at is not None
