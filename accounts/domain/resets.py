"""Forgotten passwords: whatever address is typed, the answer and the work are the same, and a worker sends the mail.

So nobody learns at the sign-in who has an account: not from the page, nor from the time that it takes.
"""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.domain.audit import Actor, record
from accounts.models import Alert, ResetRequest, User

WINDOW = datetime.timedelta(hours=1)
OF_SOURCE = 20  # an office of many people shares one address
OF_ADDRESS = 3


class TooManyError(Exception):
    """Too many were asked for from one place within the last hour."""


def ask(address: str, source: str | None) -> None:
    """Ask for a link to a new password for the account with the e-mail `address`, from the network address `source`.

    Raises TooManyError for a source that asked too often. What is too much for one account is passed over in silence.
    """
    recent = ResetRequest.objects.filter(at__gt=timezone.now() - WINDOW)
    if recent.filter(source=source).count() >= OF_SOURCE:
        raise TooManyError
    is_too_much = recent.filter(address=address.lower(), is_too_much=False).count() >= OF_ADDRESS
    ResetRequest.objects.create(address=address.lower(), source=source, is_too_much=is_too_much)


def answer() -> None:
    """Have a mail sent for each request that waits and whose account is open and has a password; forget old ones.

    The worker calls it; calling it twice does no harm.
    """
    ResetRequest.objects.filter(at__lte=timezone.now() - WINDOW).exclude(answered_at=None).delete()
    for request in ResetRequest.objects.filter(answered_at=None, is_too_much=False).order_by("pk"):
        _answer(request)


@transaction.atomic
def _answer(request: ResetRequest) -> None:
    if not ResetRequest.objects.filter(pk=request.pk, answered_at=None).update(answered_at=timezone.now()):
        return
    person = User.objects.filter(email__iexact=request.address, is_active=True).first()
    if person is not None and person.has_usable_password():
        record(Actor(None, address=request.source), "account.ask_password", person)
        Alert.objects.create(person=person, what=Alert.What.RESET_LINK, by=None, address=person.email)
