"""Entering offices and seats in the administration."""

import pytest
from django.test import Client
from django.urls import reverse

from committees.models import Office
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_a_letterhead_is_typed_as_lines():
    client = Client()
    client.force_login(make_user(is_staff=True, is_superuser=True))
    typed = "  গণপ্রজাতন্ত্রী বাংলাদেশ সরকার\r\n\r\nনদীতীর কার্যালয়  "

    client.post(reverse("admin:committees_office_add"), {"name_bn": "নদীতীর কার্যালয়", "letterhead": typed})

    assert Office.objects.get().letterhead == ["গণপ্রজাতন্ত্রী বাংলাদেশ সরকার", "নদীতীর কার্যালয়"]
