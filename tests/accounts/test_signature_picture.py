"""The page on which an officer chooses the picture of the own signature."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from accounts.domain.audit import PORTAL, trail
from accounts.domain.pictures import forget_unused, keep, set_signature
from accounts.models import Picture, User
from documents.images import normalised
from tests.clients import signed_in
from tests.documents.pictures import SIGNATURE, UNFIT, encoded, stroke
from tests.factories import make_user

pytestmark = pytest.mark.django_db

PAGE = reverse("accounts:signature_picture")
OTHER = normalised(encoded(stroke(colour=(200, 0, 0))))


def choose(client: Client, data: bytes = SIGNATURE, name: str = "sign.png"):
    return client.post(PAGE, {"picture": SimpleUploadedFile(name, data)})


def test_a_chosen_picture_is_kept_as_it_will_be_printed_and_shown():
    person = make_user(language="en")
    client = signed_in(person)

    response = choose(client)

    assert (response.status_code, response["Location"]) == (302, PAGE)
    person.refresh_from_db()
    picture = person.signature_picture
    assert bytes(picture.png) == normalised(SIGNATURE)
    page = client.get(PAGE).content.decode()
    assert f'src="{picture.image("").address}" alt="Your signature"' in page
    assert "Printed above your name" in client.get(reverse("accounts:profile")).content.decode()
    assert [(record.action, record.actor) for record in trail(person)] == [("account.signature_picture", person)]


def test_it_is_taken_away_and_kept_nowhere():
    person = make_user()
    client = signed_in(person)
    choose(client)

    response = client.post(PAGE, {"remove": "1"})

    assert response.status_code == 302
    person.refresh_from_db()
    assert (person.signature_picture, Picture.objects.count()) == (None, 0)
    assert "<img" not in client.get(PAGE).content.decode().split("<main")[1]


def test_another_one_takes_its_place():
    person = make_user()
    set_signature(person, normalised(SIGNATURE), actor=PORTAL)
    set_signature(person, OTHER, actor=PORTAL)
    assert [bytes(picture.png) for picture in Picture.objects.all()] == [OTHER]
    set_signature(person, OTHER, actor=PORTAL)
    assert User.objects.get(pk=person.pk).signature_picture == Picture.objects.get()


def test_a_picture_that_two_use_is_kept_once_and_for_both():
    first, second = make_user(), make_user()
    for person in (first, second):
        set_signature(person, OTHER, actor=PORTAL)
    set_signature(first, None, actor=PORTAL)
    second.refresh_from_db()
    assert bytes(second.signature_picture.png) == OTHER


@pytest.mark.parametrize(("data", "reason"), UNFIT.values(), ids=UNFIT)
def test_what_is_no_fit_picture_is_refused_at_the_field(data: bytes, reason: str):
    person = make_user(language="en")

    response = choose(signed_in(person), data, "sign.svg")

    page = response.content.decode()
    assert response.status_code == 200
    assert 'class="error-summary"' in page
    assert reason in page
    assert not Picture.objects.exists()


def test_nothing_chosen_is_told():
    response = signed_in(make_user(language="en")).post(PAGE)
    assert "Choose a picture first." in response.content.decode()


def test_a_picture_is_never_changed():
    picture = keep(OTHER)
    picture.png = normalised(SIGNATURE)
    with pytest.raises(TypeError):
        picture.save()
    assert keep(OTHER) == picture
    forget_unused(picture)
    assert not Picture.objects.exists()


def test_the_page_asks_the_database_the_same_with_a_picture_and_without(django_assert_max_num_queries):
    person = make_user()
    client = signed_in(person)
    with translation.override("bn"), django_assert_max_num_queries(5):
        client.get(PAGE)
    set_signature(person, OTHER, actor=PORTAL)
    with translation.override("bn"), django_assert_max_num_queries(5):
        client.get(PAGE)
