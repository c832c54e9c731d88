"""Which issue replaces which: the dispatches of one meeting, edition after edition."""

from __future__ import annotations

import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from bangla.dates import format_gregorian
from distribution.models import Delivery, Dispatch
from meetings.models import Meeting
from minutes.models import Minutes


def replacement_of(dispatch: Dispatch) -> Dispatch | None:
    """The latest standing issue of a later edition of the same minutes; None while none has gone out."""
    later = Dispatch.objects.filter(
        minutes__meeting=dispatch.minutes.meeting_id,
        minutes__edition__gt=dispatch.minutes.edition,
        cancelled_at=None,
        pdf__gt="",
    )
    return later.order_by("minutes__edition").last()


def predecessor_of(minutes: Minutes, *, at: datetime.datetime | None = None) -> Dispatch | None:
    """The issue that an issue of `minutes` replaces, made now or `at` a moment of the past; None for a first.

    It is the latest of the earlier editions that stood at that moment; where all were cancelled, the latest of them.
    """
    stood = Q(cancelled_at=None) | Q(cancelled_at__gt=at) if at else Q(cancelled_at=None)
    earlier = _before(minutes)
    return earlier.filter(stood).last() or earlier.last()


def standing_before(minutes: Minutes) -> Dispatch | None:
    """The latest issue of an earlier edition that stands; None where there is none, or all are cancelled."""
    return _before(minutes).filter(cancelled_at=None).last()


def _before(minutes: Minutes) -> QuerySet[Dispatch]:
    earlier = Dispatch.objects.filter(minutes__meeting=minutes.meeting_id, minutes__edition__lt=minutes.edition)
    return earlier.order_by("minutes__edition")


def pending() -> QuerySet[Dispatch]:
    """The issues that stand and have not gone out: their PDF is still to be made or to be signed."""
    return Dispatch.objects.filter(pdf="", cancelled_at=None, document__gt="")


def pending_before(minutes: Minutes) -> bool:
    """Whether an issue of an earlier edition has not gone out: it would come to its recipients after this one."""
    return pending().filter(minutes__meeting=minutes.meeting_id, minutes__edition__lt=minutes.edition).exists()


def editions_in_force(meeting: Meeting) -> dict[int, datetime.datetime]:
    """Each edition of the meeting's minutes whose issue stands → the moment it was issued."""
    dispatches = Dispatch.objects.filter(minutes__meeting=meeting, cancelled_at=None)
    return dict(dispatches.values_list("minutes__edition", "issued_at"))


def overtaken() -> Exists:
    """The condition, on minutes, that a later edition was issued, cancelled by now or not: this one is not issued.

    To be confirmed (domain.confirming) only a later one in force stands in the way: once it is cancelled, what
    was issued before it stands again, while what never was issued would come out after it.
    """
    later = Dispatch.objects.filter(minutes__meeting=OuterRef("meeting"), minutes__edition__gt=OuterRef("edition"))
    return Exists(later)


def note_on(replaced: Dispatch) -> str:
    """What a corrected copy says under its memo number, in the words offices use: whose place it takes."""
    return f"({format_gregorian(replaced.dated_on)} তারিখের {replaced.memo} নম্বর স্মারকে জারিকৃত কার্যবিবরণীর স্থলাভিষিক্ত)"


def same_copy(delivery: Delivery, of: Dispatch) -> Delivery | None:
    """The copy of another dispatch that went to the same address; None where there is none or it went on paper."""
    if not delivery.address:
        return None
    return Delivery.objects.filter(recipient__dispatch=of, address=delivery.address).first()
