"""The memo register of a file and year as it is printed."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from typing import cast

from django.db.models import QuerySet

from bangla.digits import to_bangla
from distribution.models import Dispatch, MemoFile, MemoNumber
from documents.papers.register_sheet import MemoRegister, Number, State
from meetings.domain.papers import letterhead_of


def register_of(file: MemoFile, year: int, readable: QuerySet[Dispatch], today: datetime.date) -> MemoRegister:
    """Every number of the file in the year; subject and recipients only of the dispatches that are `readable`."""
    numbers = file.numbers.filter(year=year).select_related("file", "dispatch__minutes").order_by("serial")
    shown = set(readable.filter(number__file=file, number__year=year).values_list("pk", flat=True))
    return MemoRegister(
        letterhead=letterhead_of(file.office),
        file=file.title,
        prefix=to_bangla(file.prefix),
        year=year,
        day=today,
        numbers=tuple(_lines(numbers.prefetch_related("dispatch__recipients"), shown)),
    )


def _lines(numbers: Iterable[MemoNumber], shown: Collection[int]) -> Iterator[Number]:
    """A line for each number, and one for each run of numbers that were used outside the portal."""
    for is_outside, run in groupby(numbers, lambda number: number.state == MemoNumber.State.OUTSIDE):
        if is_outside:
            yield _run(list(run))
        else:
            yield from (_line(number, shown) for number in run)


def _run(run: Sequence[MemoNumber]) -> Number:
    first, last = run[0], run[-1]
    ends = dict.fromkeys((str(first), str(last)))
    return Number(first=first.serial, last=last.serial, memo="\n".join(ends), state="outside")


def _line(number: MemoNumber, shown: Collection[int]) -> Number:
    dispatch: Dispatch | None = getattr(number, "dispatch", None)
    told = {}
    if dispatch and dispatch.pk in shown:
        told = {"subject": dispatch.minutes.title_in_text, "recipients": _recipients(dispatch)}
    return Number(
        first=number.serial,
        last=number.serial,
        memo=str(number),
        state="unsent" if dispatch and dispatch.stage else cast("State", number.state),
        day=dispatch.dated_on if dispatch else None,
        reason=number.reason,
        **told,
    )


def _recipients(dispatch: Dispatch) -> str:
    """The first recipient, and how many follow."""
    first, *others = [recipient.text for recipient in dispatch.recipients.all()] or [""]
    return f"{first}\nএবং আরও {to_bangla(str(len(others)))} জন প্রাপক" if others else first
