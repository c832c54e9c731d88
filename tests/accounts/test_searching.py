"""Text that somebody looks for."""

from __future__ import annotations

import pytest

from accounts.domain.searching import containing
from accounts.models import User
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("text", ["RAHMAN", "rahman", "OFFICER@Example", "রহমান", "নমুনা রহ", "১২", "10%", "a_b"])
def test_it_is_found_with_whatever_capitals(text: str) -> None:
    person = make_user("নমুনা রহমান ১২", name_en="Rahman 10% a_b", email="officer@example.org")
    make_user("অন্য কেউ", name_en="Somebody 100 aXb", email="other@example.org")
    assert list(User.objects.filter(containing(text, "name_bn", "name_en", "email"))) == [person]
