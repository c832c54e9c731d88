"""Delegating what the chair does to a deputy's post for some days, and taking it back."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.domain.changes import Step, locked
from committees.domain.days import slip, slips
from committees.models import Committee, Delegation
from committees.powers import Role

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

ONE_DAY = datetime.timedelta(days=1)

NOTHING = _("Choose what the deputy may do.")
NO_REASON = _("Say why the chair is away or delegates.")
SIGNED_BEFORE = _("Signing is delegated from today on: what was signed before stays as it was.")
THE_CHAIR = _("This is the chair's own post. Choose the post of the deputy.")
TWICE = _("This post is deputy in that time already. Withdraw that delegation first.")


class OverError(Exception):
    """The delegation ended before today; nothing is left to withdraw."""

    def __str__(self) -> str:
        return str(_("This delegation is over already."))


def delegate(delegation: Delegation, *, step: Step) -> None:
    """Enter a new delegation. Meetings that a deputy has conducted already may be told afterwards, signing not.

    Raises ValidationError with each error at its field.
    """
    _check(delegation, timezone.localdate())
    locked(Committee, delegation.committee_id)
    _check_beside_others(delegation)
    step.add(delegation)


def withdraw(delegation: Delegation, *, step: Step) -> None:
    """End the delegation this minute. Raises OverError where it is over.

    Powers go by days, so it lasts up to yesterday; one that began today or is still to come is taken out. The audit
    trail keeps what it was, and what was signed by it stays signed.
    """
    today = timezone.localdate()
    if delegation.ends_on < today:
        raise OverError
    if delegation.starts_on < today:
        delegation.ends_on = today - ONE_DAY
        step.change(delegation)
    else:
        step.remove(delegation)


def _check(delegation: Delegation, today: datetime.date) -> None:
    wrong: dict[str, str | _StrPromise] = dict(slips(delegation.starts_on, delegation.ends_on))
    if improbable := slip(delegation.ends_on):
        wrong.setdefault("ends_on", improbable)
    if not (delegation.may_chair or delegation.may_sign):
        wrong["may_chair"] = NOTHING
    if not delegation.reason.strip():
        wrong["reason"] = NO_REASON
    if delegation.may_sign and delegation.starts_on < today:
        wrong.setdefault("starts_on", SIGNED_BEFORE)
    if wrong:
        raise ValidationError(dict(wrong))


def _check_beside_others(delegation: Delegation) -> None:
    in_time = Q(starts_on__lte=delegation.ends_on) & (Q(ends_on=None) | Q(ends_on__gte=delegation.starts_on))
    committee, post = delegation.committee, delegation.post_id
    if committee.memberships.filter(in_time, role=Role.CHAIR, post=post).exists():
        raise ValidationError({"post": THE_CHAIR})
    if committee.delegations.filter(in_time, post=post).exists():
        raise ValidationError({"post": TWICE})
