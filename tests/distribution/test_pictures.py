"""Emblem and signatures on paper: those of the day of signing and issuing, whatever comes after."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.domain.audit import PORTAL
from accounts.domain.pictures import keep, set_signature
from accounts.models import Picture
from committees.models import Office
from distribution.domain.pictures import pictures_of
from distribution.domain.verification import marked
from distribution.models import Dispatch
from documents.images import normalised
from documents.marks import Marks
from documents.typesetting.pdf import render
from minutes.domain import assembly
from minutes.models import Minutes
from tests.clients import signed_in
from tests.distribution.stories import file_of, issued, order, signed
from tests.documents.pictures import encoded, stroke
from tests.factories import make_committee
from tests.minutes.drafts import begin

pytestmark = pytest.mark.django_db

EMBLEM, CHAIR, OFFICER, LATER = (
    normalised(encoded(stroke(size, colour=colour)))
    for size, colour in (
        ((300, 300), (0, 90, 60)), ((600, 300), (0, 0, 90)), ((500, 300), (90, 0, 0)), ((400, 300), (9, 9, 9))
    )
)  # fmt: skip


def pictured(marks: Marks) -> list[bytes | None]:
    """The bytes of emblem, chair's and officer's signature."""
    return [image.data if image else None for image in (marks.emblem, marks.chair, marks.officer)]


def seated_with_pictures():
    seated = make_committee()
    Office.objects.filter(pk=seated.committee.office_id).update(emblem=keep(EMBLEM))
    seated.committee.refresh_from_db()
    for person, png in ((seated.chair, CHAIR), (seated.secretary, OFFICER)):
        set_signature(person, png, actor=PORTAL)
    return seated


def change_everything(seated) -> None:
    Office.objects.update(emblem=keep(LATER))
    for person in (seated.chair, seated.secretary):
        person.refresh_from_db()
        set_signature(person, None, actor=PORTAL)


def test_a_draft_bears_todays_emblem_and_no_signature():
    seated = seated_with_pictures()
    minutes = begin(seated)

    assert pictured(assembly.marked(minutes).marks) == [EMBLEM, None, None]


def test_signed_minutes_keep_the_pictures_of_that_day():
    seated = seated_with_pictures()
    minutes = Minutes.objects.get(pk=signed(seated).pk)
    assert pictured(assembly.marked(minutes).marks) == [EMBLEM, CHAIR, None]

    change_everything(seated)

    assert pictured(assembly.marked(Minutes.objects.get(pk=minutes.pk)).marks) == [EMBLEM, CHAIR, None]


def test_an_issued_document_keeps_the_pictures_of_that_day():
    seated = seated_with_pictures()
    dispatch = issued(seated, signed(seated), order(file_of(seated.committee.office)))
    assert pictured(marked(dispatch).marks) == [EMBLEM, CHAIR, OFFICER]
    before = render(marked(dispatch))

    change_everything(seated)

    dispatch = Dispatch.objects.get(pk=dispatch.pk)
    assert pictured(marked(dispatch).marks) == [EMBLEM, CHAIR, OFFICER]
    assert render(marked(dispatch)) == before
    assert Picture.objects.count() == 4


def test_without_pictures_nothing_is_printed_in_their_place():
    seated = make_committee()
    dispatch = issued(seated, signed(seated), order(file_of(seated.committee.office)))
    assert pictures_of(dispatch) == Marks()


def test_the_preview_shows_them_within_the_content_security_policy():
    seated = seated_with_pictures()
    minutes = signed(seated)

    response = signed_in(seated.chair).get(reverse("minutes:preview", args=[minutes.pk]))

    page = response.content.decode()
    assert page.count('<img class="emblem" src="data:image/png;base64,') == 1
    assert page.count('<img class="hand" src="data:image/png;base64,') == 1
    assert "img-src 'self' data:" in response["Content-Security-Policy"]


def test_an_administrator_sets_and_takes_away_the_emblem(admin_client: Client):
    office = make_committee().committee.office
    page = reverse("admin:committees_office_change", args=[office.pk])
    fields = {"name_bn": office.name_bn, "name_en": "", "letterhead": "\n".join(office.letterhead)}

    refused = admin_client.post(page, fields | {"new_emblem": SimpleUploadedFile("e.svg", b"<svg/>")})
    assert refused.status_code == 200
    assert (
        admin_client.post(
            page, fields | {"new_emblem": SimpleUploadedFile("e.png", encoded(stroke((300, 300))))}
        ).status_code
        == 302
    )
    office.refresh_from_db()
    assert bytes(office.emblem.png) == normalised(encoded(stroke((300, 300))))
    assert "data:image/png;base64," in admin_client.get(page).content.decode()

    assert admin_client.post(page, fields).status_code == 302
    office.refresh_from_db()
    assert office.emblem
    assert admin_client.post(page, fields | {"without_emblem": "on"}).status_code == 302
    office.refresh_from_db()
    assert office.emblem is None
    assert not Picture.objects.exists()
