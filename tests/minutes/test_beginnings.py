"""A draft begins as a document that can be opened, or not at all."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils.translation import override

from accounts.models import User
from accounts.permissions import NotAllowedError
from committees.models import Area, Committee, Office, Post
from meetings.models import Meeting
from minutes.domain.assembly import document_of
from tests.factories import Seated, make_committee
from tests.minutes.drafts import begin

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (lambda: Office.objects.update(letterhead=["<b>সরকার</b>"]), "the letterhead or the website of the office"),
        (lambda: Office.objects.update(letterhead={"lines": 1}), "the letterhead or the website of the office"),
        (lambda: Office.objects.update(website="\x07"), "the letterhead or the website of the office"),
        (lambda: Area.objects.update(name_bn="<i>কল্পপুর</i>"), "the name of the area"),
        (lambda: Area.objects.update(code="99"), "the name of the committee or the code of its area"),
        (lambda: Committee.objects.update(name_bn=""), "the name of the committee or the code of its area"),
        (lambda: User.objects.update(name_bn="<b>ক</b>"), "the name, the post or the office of the chair"),
        (lambda: Post.objects.update(name_bn="ক\x0b"), "the name, the post or the office of the chair"),
    ],
)
def test_what_an_administrator_entered_wrongly_is_named(spoil: Callable[[], object], named: str) -> None:
    seated = make_committee(layout="district")
    spoil()

    with override("en"), pytest.raises(NotAllowedError) as refusal:
        begin(fresh(seated))

    assert str(refusal.value).startswith(f"An administrator has to correct {named} before minutes can begin: ")
    assert not Meeting.objects.exists()


def test_a_letterhead_is_taken_over_in_nfc() -> None:
    seated = make_committee()
    Office.objects.update(letterhead=["কার্যাল\u09df"])

    minutes = begin(fresh(seated))

    minutes.refresh_from_db()
    assert minutes.letterhead["lines"] == ["কার্যাল\u09af\u09bc"]
    assert document_of(minutes).letterhead.lines == ("কার্যাল\u09af\u09bc",)


def fresh(seated: Seated) -> Seated:
    """The same committee as it stands in the database now."""
    return seated._replace(committee=Committee.objects.get(pk=seated.committee.pk))
