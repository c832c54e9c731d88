"""Memo numbers: unique, without gaps, and every one says what became of it."""

from contextlib import suppress
from functools import partial

import pytest
from django.db import transaction
from django.utils import translation

from accounts.domain.audit import Actor, trail
from distribution.domain import register
from distribution.domain.register import MAX_SKIP, MemoTakenError, SerialFarError, next_serial, take
from distribution.models import Dispatch, MemoFile, MemoNumber
from minutes.models import Minutes
from tests.distribution.stories import PREFIX, file_of, issued, order, signed
from tests.factories import Seated, make_committee, make_office, make_user
from tests.races import at_one_lock

YEAR = 2026


def states(file: MemoFile, year: int = YEAR) -> list[tuple[int, str]]:
    """Serial and state of the numbers of that year, in order."""
    return list(file.numbers.filter(year=year).order_by("serial").values_list("serial", "state"))


def test_the_serials_of_a_year_follow_each_other_from_one(file: MemoFile) -> None:
    actor = Actor(make_user())

    numbers = [take(file.pk, YEAR, next_serial(file, YEAR), actor=actor) for _ in range(3)]

    assert [number.serial for number in numbers] == [1, 2, 3]
    assert next_serial(file, YEAR) == 4
    assert next_serial(file, YEAR + 1) == 1
    assert {number.taken_by for number in numbers} == {actor.user}


@pytest.mark.parametrize(
    ("separator", "printed"), [(".", "৫৬.০৪.৯৯০০.০০০.০৬.০০১.১৯.৭"), ("-", "৫৬.০৪.৯৯০০.০০০.০৬.০০১.১৯-৭")]
)
def test_a_number_is_printed_as_the_paper_has_it(separator: str, printed: str) -> None:
    assert MemoFile(prefix=PREFIX, separator=separator).printed(7) == printed


def test_who_continues_a_paper_register_skips_numbers_that_then_count_as_used_outside(file: MemoFile) -> None:
    take(file.pk, YEAR, 4, actor=Actor(make_user()))

    assert states(file) == [(1, "outside"), (2, "outside"), (3, "outside"), (4, "used")]


@pytest.mark.parametrize("serial", [2, 1, 0, -3])
def test_a_taken_serial_is_refused_with_the_next_free_one(file: MemoFile, serial: int) -> None:
    take(file.pk, YEAR, 2, actor=Actor(make_user()))

    with translation.override("en"), pytest.raises(MemoTakenError, match="next free serial is 3"):
        take(file.pk, YEAR, serial, actor=Actor(make_user()))

    assert states(file) == [(1, "outside"), (2, "used")]


def test_a_serial_far_ahead_is_a_slip_of_the_finger(file: MemoFile) -> None:
    with pytest.raises(SerialFarError):
        take(file.pk, YEAR, MAX_SKIP + 2, actor=Actor(make_user()))

    take(file.pk, YEAR, MAX_SKIP + 1, actor=Actor(make_user()))
    assert len(states(file)) == MAX_SKIP + 1


def test_a_closed_file_gives_no_number(file: MemoFile) -> None:
    MemoFile.objects.filter(pk=file.pk).update(is_open=False)

    with pytest.raises(MemoTakenError):
        take(file.pk, YEAR, 1, actor=Actor(make_user()))


def test_a_rolled_back_issue_leaves_no_gap(file: MemoFile) -> None:
    with transaction.atomic():
        take(file.pk, YEAR, 3, actor=Actor(make_user()))
        transaction.set_rollback(True)

    assert states(file) == []


def test_an_archived_number_fills_its_place_and_the_register_goes_on_after_it(file: MemoFile) -> None:
    register.enter_archived(file, YEAR, 5)
    register.enter_archived(file, YEAR, 2)

    take(file.pk, YEAR, 6, actor=Actor(make_user()))

    used = [serial for serial, state in states(file) if state == "used"]
    assert (used, len(states(file))) == ([2, 5, 6], 6)


def test_an_archived_number_that_is_used_is_refused(file: MemoFile) -> None:
    take(file.pk, YEAR, 1, actor=Actor(make_user()))

    with pytest.raises(MemoTakenError):
        register.enter_archived(file, YEAR, 1)


def test_a_cancelled_number_keeps_its_reason_and_is_never_given_again(file: MemoFile) -> None:
    actor = Actor(make_user())
    number = take(file.pk, YEAR, 1, actor=actor)

    register.cancel(number.pk, "তারিখ ভুল", actor=actor)

    number.refresh_from_db()
    assert (number.state, number.reason) == (MemoNumber.State.CANCELLED, "তারিখ ভুল")
    assert next_serial(file, YEAR) == 2
    assert trail(number)[-1].details == {"memo": str(number), "reason": "তারিখ ভুল"}


def test_a_number_is_not_cancelled_without_a_reason(file: MemoFile) -> None:
    number = take(file.pk, YEAR, 1, actor=Actor(make_user()))

    with pytest.raises(ValueError, match="reason"):
        register.cancel(number.pk, "  ", actor=Actor(make_user()))

    number.refresh_from_db()
    assert number.state == MemoNumber.State.USED


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_officers_who_issue_at_once_get_consecutive_numbers() -> None:
    """Each officer has a connection of its own, and asks again when another one was faster."""
    office = make_office()
    file = file_of(office)
    work = [(seated, signed(seated)) for seated in (make_committee(office=office) for _ in range(6))]

    def issue_one(seated: Seated, minutes: Minutes) -> None:
        while True:
            with suppress(MemoTakenError):
                issued(seated, minutes, order(file))
                return

    outcomes = at_one_lock(MemoFile.objects.all(), *[partial(issue_one, *each) for each in work])

    assert outcomes == [None] * len(work)
    numbers = MemoNumber.objects.filter(file=file).order_by("serial")
    assert [(number.serial, number.state) for number in numbers] == [(n + 1, "used") for n in range(len(work))]
    assert Dispatch.objects.values("number").distinct().count() == len(work)
