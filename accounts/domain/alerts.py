"""What was done to a person's account or signing key is told to the person, on the page and by mail.

An administrator can set a password and so come to sign in as somebody else; nobody can keep that from the person.
"""

from __future__ import annotations

import datetime

from django.utils import timezone

from accounts.domain.audit import Actor
from accounts.models import Alert, User

SHOWN = datetime.timedelta(days=14)
# Mails with a link that opens the account: nothing that was done, and not for whoever sits at the first page.
WITH_LINK = (Alert.What.INVITATION, Alert.What.RESET_LINK)
INVITATION_LASTS = datetime.timedelta(days=7)


def tell(person: User, what: Alert.What, *, by: Actor, address: str = "") -> Alert:
    """Let `person` know that `by` did `what`; the mail goes to `address` where one is given, else to the account's.

    Raises ValueError where no person did it.
    """
    if by.user is None:
        raise ValueError("The portal itself touches no account.")
    return Alert.objects.create(person=person, what=what, by=by.user, address=address or person.email)


def sets_up(person: User) -> bool:
    """Whether nothing happened to the account since an invitation that is still good.

    What a newcomer then does for the first time, password, second factor, recovery codes, is nothing to be warned of.
    """
    newest = person.alerts.first()
    if newest is None or newest.what != Alert.What.INVITATION:
        return False
    return newest.at > timezone.now() - INVITATION_LASTS


def recent(person: User) -> list[Alert]:
    """What the person is told these two weeks, the newest first; nobody at the account can put it away earlier."""
    done = person.alerts.exclude(what__in=WITH_LINK)
    return list(done.filter(at__gt=timezone.now() - SHOWN).select_related("by"))
