"""The page on which a mistaken corrected edition is given up."""

from __future__ import annotations

import pytest
from django.urls import reverse

from minutes.domain import signing
from minutes.models import Minutes
from tests.clients import signed_in
from tests.distribution.stories import signed
from tests.factories import Seated, acting, make_committee, make_meeting, make_minutes

pytestmark = pytest.mark.django_db


@pytest.fixture
def seated() -> Seated:
    return make_committee()


@pytest.fixture
def mistaken(seated: Seated) -> Minutes:
    """A corrected edition that is being drafted."""
    return signing.start_correction(signed(seated).pk, **acting(seated.secretary))


def address(minutes: Minutes) -> str:
    return reverse("minutes:discard", args=[minutes.pk])


def meeting_page(minutes: Minutes) -> str:
    return reverse("oversight:meeting", args=[minutes.meeting_id])


def test_a_mistaken_correction_is_discarded_with_a_reason_that_stays_readable(
    seated: Seated, mistaken: Minutes
) -> None:
    client = signed_in(seated.secretary, "en")
    assert f'href="{address(mistaken)}"' in client.get(meeting_page(mistaken)).content.decode()
    form = client.get(address(mistaken)).content.decode()
    assert "data-confirm" in form
    assert f'name="version" value="{mistaken.version}"' in form

    refused = client.post(address(mistaken), {"reason": " \n ", "version": 0})
    assert refused.status_code == 422
    assert 'href="#id_reason"' in refused.content.decode()
    assert Minutes.objects.get(pk=mistaken.pk).state == "drafting"

    response = client.post(address(mistaken), {"reason": "ভুল সভা খোলা হয়েছে", "version": 0}, follow=True)
    page = response.content.decode()
    assert response.redirect_chain == [(meeting_page(mistaken), 302)]
    assert "The corrected edition is discarded." in page
    assert "ভুল সভা খোলা হয়েছে" in page
    assert address(mistaken) not in page
    assert reverse("minutes:correct", args=[Minutes.objects.get(edition=1).pk]) in page
    sheet = client.get(reverse("minutes:preview", args=[mistaken.pk])).content.decode()
    assert '<p class="watermark">' in sheet


def test_who_looks_at_an_older_state_is_told_to_look_again(seated: Seated, mistaken: Minutes) -> None:
    signing.submit(mistaken.pk, version=0, **acting(seated.secretary))

    response = signed_in(seated.secretary, "en").post(address(mistaken), {"reason": "ভুল", "version": 0}, follow=True)

    assert "Somebody has moved these minutes on" in response.content.decode()
    assert Minutes.objects.get(pk=mistaken.pk).state == "in_review"


def test_a_first_edition_and_a_signed_one_are_not_discarded(seated: Seated, mistaken: Minutes) -> None:
    first = make_minutes(make_meeting(seated.committee))
    signing.submit(mistaken.pk, version=0, **acting(seated.secretary))
    Minutes.objects.filter(pk=mistaken.pk).update(state="signed")

    client = signed_in(seated.secretary, "en")
    for minutes in (first, mistaken):
        assert client.get(address(minutes)).status_code == 403
        assert client.post(address(minutes), {"reason": "ভুল", "version": minutes.version}).status_code == 403
        assert address(minutes) not in client.get(meeting_page(minutes)).content.decode()


def test_only_the_secretary_discards(seated: Seated, mistaken: Minutes) -> None:
    assert signed_in(seated.chair, "en").get(address(mistaken)).status_code == 403
    assert signed_in(seated.member, "en").get(address(mistaken)).status_code == 404
    assert signed_in(make_committee().secretary, "en").get(address(mistaken)).status_code == 404
    assert address(mistaken) not in signed_in(seated.chair, "en").get(meeting_page(mistaken)).content.decode()
