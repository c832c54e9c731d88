"""What becomes of the follow-up of decisions when an issue is cancelled or corrected."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from accounts.models import SigningKey
from decisions.domain.follow import report
from decisions.models import Decision
from decisions.rules import followed_decisions
from distribution.domain.issuing import cancel
from distribution.models import Dispatch
from minutes.domain import drafting, signing
from minutes.models import Minutes
from tests.distribution.stories import ROW, file_of, issued, open_key, order, signed
from tests.factories import Seated, acting

pytestmark = pytest.mark.django_db


def first_issue(seated: Seated) -> Dispatch:
    minutes = signed(seated)
    return issued(seated, minutes, order(file_of(seated.committee.office)))


def corrected(seated: Seated, minutes: Minutes, row: dict[str, Any] = ROW) -> Dispatch:
    """A corrected edition of the minutes with this row, issued."""
    edition = signing.start_correction(minutes.pk, **acting(seated.secretary))
    item = edition.sections.get().items.get()
    drafting.save_part(edition.pk, f"row:{item.pk}", row, version=0, **acting(seated.secretary))
    signing.submit(edition.pk, version=0, **acting(seated.secretary))
    SigningKey.objects.update(retired_at=timezone.now())
    edition = signing.sign(edition.pk, open_key(seated.chair), version=1, **acting(seated.chair))
    return issued(seated, edition, order(seated.committee.office.memo_files.get()))


def followed() -> Decision:
    """The one decision that is followed."""
    return followed_decisions().get()


def tell(seated: Seated, state: str) -> None:
    report(followed(), text="যন্ত্র দুটি সারানো হয়েছে।", state=state, **acting(seated.secretary))


def withdraw(seated: Seated, dispatch: Dispatch) -> None:
    cancel(dispatch.pk, "তারিখ ভুল ছিল", **acting(seated.secretary))


def test_what_was_reported_goes_on_with_the_issue_that_replaces_a_cancelled_one(seated: Seated) -> None:
    dispatch = first_issue(seated)
    tell(seated, "done")
    withdraw(seated, dispatch)
    assert not followed_decisions().exists()
    corrected(seated, dispatch.minutes)
    decision = followed()
    assert (decision.item.section.edition, decision.state, decision.progress.count()) == (2, "done", 1)


def test_the_issue_that_stands_again_is_followed_again_with_what_was_reported_meanwhile(seated: Seated) -> None:
    dispatch = first_issue(seated)
    opened_on = followed().opened_on
    correction = corrected(seated, dispatch.minutes)
    tell(seated, "done")
    withdraw(seated, correction)
    decision = followed()
    assert (decision.item.section.edition, decision.state, decision.progress.count()) == (1, "done", 1)
    assert decision.opened_on == opened_on


def test_what_a_cancelled_correction_left_out_is_as_it_was_reported_last(seated: Seated) -> None:
    dispatch = first_issue(seated)
    tell(seated, "open")
    correction = corrected(
        seated, dispatch.minutes, row=ROW | {"decisions": [{"marker": "ক", "text": "নতুন যন্ত্র কিনতে হবে।"}]}
    )
    assert Decision.objects.exclude(text="").get(item__section__edition=1).state == "dropped"
    withdraw(seated, correction)
    decision = followed()
    assert (decision.item.section.edition, decision.state, decision.progress.count()) == (1, "open", 1)


def test_cancelling_what_was_replaced_already_changes_nothing_of_the_replacement(seated: Seated) -> None:
    dispatch = first_issue(seated)
    corrected(seated, dispatch.minutes)
    tell(seated, "done")
    withdraw(seated, dispatch)
    decision = followed()
    assert (decision.item.section.edition, decision.state) == (2, "done")
