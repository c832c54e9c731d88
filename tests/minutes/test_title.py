"""The title of minutes where a page or a mail goes on behind it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from minutes.models import Minutes
from tests.clients import signed_in
from tests.distribution.stories import dispatched, signed
from tests.factories import make_committee

pytestmark = pytest.mark.django_db

TITLE = "মোঃ নগরের মার্চ-২০২৬ মাসের সভা: কার্যবিবরণী"


@pytest.mark.parametrize("end", ["", "ঃ", ":", "।", " ঃ ", "*", ":ঃ", "ঃ\n"])
def test_the_papers_colon_stands_only_at_the_end_of_a_title(end: str) -> None:
    assert Minutes(title=TITLE + end).title_in_text == TITLE


def test_no_page_shows_the_papers_colon_behind_a_title() -> None:
    seated = make_committee()
    waiting, dispatch = signed(seated), dispatched(seated.member.email, seated=seated)
    Minutes.objects.update(title=f"{TITLE}ঃ")
    addresses = {
        reverse("distribution:issue", args=[waiting.pk]): seated.secretary,
        reverse("distribution:dispatch", args=[dispatch.pk]): seated.secretary,
        reverse("distribution:register", args=[dispatch.number.file_id]): seated.secretary,
        reverse("distribution:documents"): seated.member,
        reverse("oversight:home"): seated.member,
    }

    pages = [signed_in(person).get(address).content.decode() for address, person in addresses.items()]

    assert [(TITLE in page, f"{TITLE}ঃ" in page) for page in pages] == [(True, False)] * len(addresses)
