"""Two people at the same minutes at the same moment, each on a connection of the own: one wins, the other is told."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db.models import Model
from django.db.models.signals import post_save
from django.utils.translation import override

from accounts.domain.audit import trail
from accounts.domain.signing import PinError, create_key, unlock
from accounts.models import AuditRecord, SigningKey, User
from accounts.permissions import NotAllowedError
from minutes.domain import drafting, parts, signing, workflow
from minutes.domain.workflow import StaleError, transition
from minutes.models import Minutes, ReviewComment, Revision, Snapshot
from tests.factories import acting
from tests.minutes.drafts import PIN, draft, in_review, signed
from tests.minutes.pages import everything, page, posted, row_name, save_url
from tests.races import SECONDS_TO_WAIT, at_one_lock, outcome, waiting_for_a_lock

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


class Race:
    """Lets a second call run into the lock of the first: `hold`, called under the lock, ends when the second waits."""

    def __init__(self, second: Callable[[], object]) -> None:
        self.second = second
        self.outcome: object = None
        self.thread = threading.Thread(target=self._run)

    def hold(self) -> None:
        self.thread.start()
        deadline = time.monotonic() + SECONDS_TO_WAIT
        while not waiting_for_a_lock():
            assert time.monotonic() < deadline, f"the second call did not wait: {self.outcome!r}"
            time.sleep(0.01)

    def end(self) -> object:
        """What the second call returned or raised."""
        self.thread.join(SECONDS_TO_WAIT)
        return self.outcome

    def _run(self) -> None:
        self.outcome = outcome(self.second)


@contextmanager
def at_the_end_of_the_first(race: Race, last_written: type[Model] = AuditRecord) -> Iterator[None]:
    """Start the race's second call when the first, in the block, has written its last row and still holds its lock."""

    def hold(**_signal: object) -> None:
        post_save.disconnect(hold, last_written)
        race.hold()

    post_save.connect(hold, last_written)
    yield


def test_two_submits_send_once() -> None:
    seated, minutes = draft()

    def submit(effect: workflow.Effect | None = None) -> Minutes:
        return transition(minutes.pk, "submit", version=0, effect=effect, **acting(seated.secretary))

    race = Race(submit)
    submit(lambda _minutes: race.hold())
    assert isinstance(race.end(), StaleError)
    stands = Minutes.objects.get()
    assert (stands.state, stands.version) == ("in_review", 1)
    assert [record.action for record in trail(minutes)].count("minutes.submit") == 1


@pytest.mark.parametrize("signed_first", [True, False])
def test_signing_and_returning_at_once(signed_first: bool) -> None:
    seated, minutes = in_review()
    create_key(seated.chair, PIN)
    key = unlock(seated.chair, PIN)

    def sign() -> Minutes:
        return signing.sign(minutes.pk, key, version=1, **acting(seated.chair))

    def send_back() -> Minutes:
        return signing.send_back(minutes.pk, "একটি সারি কম", version=1, **acting(seated.chair))

    first, second = (sign, send_back) if signed_first else (send_back, sign)
    race = Race(second)
    with at_the_end_of_the_first(race):
        first()
    assert isinstance(race.end(), StaleError)
    assert Minutes.objects.get().state == ("signed" if signed_first else "returned")
    assert Snapshot.objects.exists() == signed_first
    assert ReviewComment.objects.exists() != signed_first


def test_a_save_does_not_slip_in_behind_the_submit() -> None:
    """What the chair gets is what was checked: a save that comes during the submit is refused."""
    seated, minutes = draft()

    def save() -> Revision:
        return drafting.save_part(minutes.pk, "title", "শেষ মুহূর্তের শিরোনাম", version=0, **acting(seated.secretary))

    race = Race(save)
    with at_the_end_of_the_first(race):
        signing.submit(minutes.pk, version=0, **acting(seated.secretary))
    assert isinstance(race.end(), NotAllowedError)
    assert Minutes.objects.get().title == minutes.title


def test_two_saves_of_a_part_keep_both_texts() -> None:
    seated, minutes = draft()

    def save(text: str) -> Revision:
        return drafting.save_part(minutes.pk, "title", text, version=0, **acting(seated.secretary))

    race = Race(lambda: save("দ্বিতীয়"))
    with at_the_end_of_the_first(race, drafting.Revision):
        save("প্রথম")
    lost = race.end()
    assert isinstance(lost, drafting.ConflictError)
    assert (lost.theirs.content, lost.mine.content) == ("প্রথম", "দ্বিতীয়")
    assert Minutes.objects.get().title == "প্রথম"
    kept = Revision.objects.filter(part="title").exclude(version=0).values_list("content", "version", "refused")
    assert list(kept) == [("প্রথম", 1, False), ("দ্বিতীয়", None, True)]


def test_a_text_saved_between_the_reading_and_the_lock_is_shown_as_differing() -> None:
    """The page compares with what stands under the lock, so that saving from it takes away nobody's text unseen."""
    seated, minutes, client = everything()
    name = row_name()
    data = posted(minutes, name, subject="আমার বিষয়")
    theirs = parts.read(minutes, parts.Part.parse(name)) | {"implementers": ["তাঁর দপ্তর"]}
    before, after = at_one_lock(
        Minutes.objects.filter(pk=minutes.pk),
        lambda: drafting.save_part(minutes.pk, name, theirs, version=0, **acting(seated.secretary)),
        lambda: client.post(save_url(minutes, name), data),
    )
    assert isinstance(before, Revision)
    shown = page(after)
    assert re.findall(r'<fieldset class="compared">\s*<legend>(.*?)</legend>', shown) == ["Subject", "Implementers"]
    assert "তাঁর দপ্তর" in shown


def test_two_corrections_start_one_edition() -> None:
    seated, minutes = signed()
    calls = [lambda: signing.start_correction(minutes.pk, **acting(seated.secretary))] * 2
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(outcome, calls))
    assert sorted(type(each).__name__ for each in outcomes) == ["Minutes", "NotAllowedError"]
    assert Minutes.objects.filter(meeting=minutes.meeting).count() == 2


def test_guesses_side_by_side_get_five_tries_together() -> None:
    seated, _minutes = in_review()
    create_key(seated.chair, PIN)
    start = threading.Barrier(12)

    def guess(number: int) -> str:
        start.wait(SECONDS_TO_WAIT)
        with override("en"):
            return str(outcome(lambda: unlock(User.objects.get(pk=seated.chair.pk), f"1234{number:02}")))

    with ThreadPoolExecutor(12) as pool:
        said = list(pool.map(guess, range(12)))
    assert {text.split(".")[0] for text in said} <= {
        "The PIN is wrong",
        "Your signing key is locked after five wrong PINs",
    }
    key = SigningKey.objects.get()
    assert (key.attempts, key.is_locked) == (5, True)
    with pytest.raises(PinError):
        unlock(seated.chair, PIN)
