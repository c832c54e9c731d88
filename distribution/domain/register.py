"""The one allocator of memo numbers. Serials of a file and year are unique and without gaps."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.domain.audit import Actor, record
from accounts.language import digits
from distribution.models import MemoFile, MemoNumber

# An officer who continues a paper register names a later serial than the next one, and the numbers between are entered
# as used outside the portal. Beyond this many it is a slip of the finger.
MAX_SKIP = 5000


class MemoTakenError(Exception):
    """The serial cannot be taken; `str()` says why, in the reader's language."""


class SerialFarError(MemoTakenError):
    """The serial lies further ahead than any register was ever continued."""


def next_serial(file: MemoFile, year: int) -> int:
    """The serial that follows the last one of the file in that year; 1 in a year without any."""
    last = file.numbers.filter(year=year).aggregate(last=Max("serial"))["last"]
    return (last or 0) + 1


def skipped_before(file: MemoFile, year: int, serial: int) -> range:
    """The serials that are left out when `serial` is taken now; empty for the next free one. Raises as `take` does."""
    if not file.is_open:
        raise MemoTakenError(_("The file %(file)s was closed for new numbers.") % {"file": file})
    following = next_serial(file, year)
    if serial < following:
        raise MemoTakenError(
            _("The number %(memo)s is taken. The next free serial is %(next)s.")
            % {"memo": file.printed(serial), "next": digits(following)}
        )
    return _fillable(following, serial)


def take(file_id: int, year: int, serial: int, *, actor: Actor) -> MemoNumber:
    """Take `serial` of the file for a dispatch dated in `year`. Call it inside the transaction that uses the number.

    The file's row stays locked until then, so two officers never get one number and a rolled-back issue leaves no gap.
    Raises MemoTakenError for a serial that is used or lies too far ahead, and for a closed file.
    """
    file = MemoFile.objects.select_for_update().get(pk=file_id)
    _enter_outside(file, year, skipped_before(file, year, serial))
    return MemoNumber.objects.create(
        file=file, year=year, serial=serial, state=MemoNumber.State.USED, taken_by=actor.user
    )


def enter_archived(file: MemoFile, year: int, serial: int) -> MemoNumber:
    """Enter a number that a document from the archive carries; the serials below it count as used outside.

    Raises MemoTakenError when another document of the archive or the portal has that number, SerialFarError for one
    that the register cannot be filled up to.
    """
    file = MemoFile.objects.select_for_update().get(pk=file.pk)
    existing = file.numbers.filter(year=year, serial=serial).first()
    if existing is None:
        _enter_outside(file, year, _fillable(next_serial(file, year), serial))
        return MemoNumber.objects.create(file=file, year=year, serial=serial, state=MemoNumber.State.USED)
    if existing.state != MemoNumber.State.OUTSIDE:
        raise MemoTakenError(_("The number %(memo)s is taken.") % {"memo": file.printed(serial)})
    existing.state = MemoNumber.State.USED
    existing.save()
    return existing


def cancel(number_id: int, reason: str, *, actor: Actor) -> MemoNumber:
    """Mark a number as cancelled; it stays in the register with its reason and is never given again.

    Raises ValueError without a reason.
    """
    if not reason.strip():
        raise ValueError("A number is cancelled with a reason.")
    with transaction.atomic():
        number = MemoNumber.objects.select_for_update().get(pk=number_id)
        number.state = MemoNumber.State.CANCELLED
        number.reason = reason
        number.save()
        record(actor, "memo.cancel", number, memo=str(number), reason=reason)
    return number


def _fillable(following: int, serial: int) -> range:
    """The serials from the next free one up to `serial`; SerialFarError where no register was continued so far."""
    if serial - following > MAX_SKIP:
        raise SerialFarError(
            _("The serial %(serial)s is far from the next free one, %(next)s. Look at the number again.")
            % {"serial": digits(serial), "next": digits(following)}
        )
    return range(following, serial)


def _enter_outside(file: MemoFile, year: int, serials: range) -> None:
    MemoNumber.objects.bulk_create(
        MemoNumber(file=file, year=year, serial=serial, state=MemoNumber.State.OUTSIDE) for serial in serials
    )
