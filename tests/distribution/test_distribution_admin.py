"""Memo files and distribution lists as administrators enter them."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from distribution.models import DistributionTemplate, MemoFile
from tests.clients import queries_of
from tests.factories import make_committee, make_office, make_post

pytestmark = pytest.mark.django_db


def test_the_title_of_a_file_is_stored_in_nfc(admin_client: Client) -> None:
    data = {"office": make_office().pk, "title": "বিষ\u09df", "prefix": "56.04.9900.000.06.001.19", "separator": "."}

    admin_client.post(reverse("admin:distribution_memofile_add"), data)

    assert MemoFile.objects.get().title == "বিষ\u09af\u09bc"


def test_a_recipient_that_no_document_can_hold_is_refused(admin_client: Client) -> None:
    typed = "<b>প্রেসক্লাব</b>"
    lines = {"lines-TOTAL_FORMS": 1, "lines-INITIAL_FORMS": 0, "lines-0-position": 1, "lines-0-text": typed}
    committee = make_committee().committee.pk

    response = admin_client.post(
        reverse("admin:distribution_distributiontemplate_add"), {"committee": committee} | lines
    )

    (formset,) = response.context["inline_admin_formsets"]
    assert list(formset.formset.errors[0]) == ["text"]


def test_a_line_of_a_list_costs_the_query_of_its_choice_alone(admin_client: Client) -> None:
    """Django's choice with search asks for what each line has chosen; the offices of the posts cost nothing more."""
    asked = []
    for number in (2, 12):
        template = DistributionTemplate.objects.create(committee=make_committee().committee)
        for position in range(number):
            line = template.lines.create(position=position, text="প্রাপক")
            line.posts.set([make_post(), make_post()])
        change = reverse("admin:distribution_distributiontemplate_change", args=[template.pk])
        asked.append(queries_of(admin_client, change))

    assert asked[1] - asked[0] == 10
