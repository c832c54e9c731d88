"""What somebody sees and may not do stands there all the same: a disabled button, and the rule's reason beside it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.urls import reverse

from distribution.models import Delivery, Dispatch
from minutes.domain import signing
from minutes.models import Minutes
from tests.clients import signed_in
from tests.distribution.stories import dispatched, drafted, signed
from tests.factories import Seated, acting, make_committee, make_decision, make_meeting

pytestmark = pytest.mark.django_db

BUTTON = re.compile(
    r'<button type="button" class="btn [^"]*" disabled aria-describedby="([^"]+)">([^<]+)</button>\s*'
    r'<p class="reason" id="([^"]+)">([^<]+)</p>'
)


def disabled(page: str) -> dict[str, str]:
    """The disabled buttons of a page, each with the reason that a screen reader reads with it."""
    found = BUTTON.findall(page)
    assert page.count(" disabled ") == len(found), "a button is disabled and does not say why"
    ids = [named for named, *_rest in found]
    assert ids == [reason_id for _named, _label, reason_id, _reason in found]
    assert len(ids) == len(set(ids))
    return {label: reason for _named, label, _id, reason in found}


def failed(seated: Seated) -> Dispatch:
    """An issue that went out, of which one copy did not arrive."""
    dispatch = dispatched("copy@example.org", seated=seated)
    Delivery.objects.filter(recipient__dispatch=dispatch).update(state="failed")
    return dispatch


def in_review(seated: Seated) -> Minutes:
    return signing.submit(drafted(seated).pk, version=0, **acting(seated.secretary))


def correction(seated: Seated) -> Minutes:
    return signing.start_correction(signed(seated).pk, **acting(seated.secretary))


HANDLES = "Only the member secretary handles the distribution."
PAGES: tuple[tuple[str, Callable[[Seated], object], str, dict[str, str]], ...] = (
    (
        "oversight:committee",
        lambda seated: seated.committee,
        "member",
        {"Enter a meeting": "Only the member secretary of this committee enters its meetings."},
    ),
    (
        "minutes:preview",
        drafted,
        "chair",
        {"Edit the draft": "Only the member secretary edits the draft."},
    ),
    (
        "minutes:preview",
        in_review,
        "secretary",
        {"Edit the draft": "The minutes went to the chair and cannot be edited now."},
    ),
    (
        "minutes:preview",
        signed,
        "member",
        {"Start a corrected edition": "Only the member secretary starts a corrected edition."},
    ),
    (
        "minutes:review",
        in_review,
        "member",
        {
            "Sign the minutes": "Only the chair signs the minutes.",
            "Return to the secretary": "Only the chair returns the minutes.",
            "Write a comment": "In this committee the members do not comment on the minutes.",
        },
    ),
    (
        "oversight:meeting",
        lambda seated: signed(seated).meeting,
        "member",
        {
            "Issue": "Only the member secretary issues the minutes.",
            "Start a corrected edition": "Only the member secretary starts a corrected edition.",
        },
    ),
    (
        "oversight:meeting",
        lambda seated: correction(seated).meeting,
        "chair",
        {
            "Go on drafting": "Only the member secretary edits the draft.",
            "Discard the corrected edition": "Only the member secretary discards a corrected edition.",
        },
    ),
    (
        "distribution:dispatch",
        failed,
        "member",
        dict.fromkeys(("Extracts for single offices", "Cancel this issue", "Send again", "Mark as delivered"), HANDLES),
    ),
    ("distribution:dispatch", failed, "secretary", {}),
    (
        "decisions:decision",
        lambda seated: make_decision(make_meeting(seated.committee)),
        "member",
        {"Save the report": "Only the member secretary and those who carry it out report on this decision."},
    ),
)


@pytest.mark.parametrize(
    ("route", "make", "seat", "reasons"), PAGES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_what_may_not_be_done_says_why(
    route: str, make: Callable[[Seated], object], seat: str, reasons: dict[str, str]
) -> None:
    seated = make_committee()
    thing = make(seated)

    page = signed_in(getattr(seated, seat), "en").get(reverse(route, args=[thing.pk]))

    assert disabled(page.content.decode()) == reasons
