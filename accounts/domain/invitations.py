"""How a new person comes to the portal: by a mail with a link, on which the person sets the password."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.domain.alerts import tell
from accounts.domain.audit import Actor, record
from accounts.models import Alert, User
from accounts.permissions import ALLOWED, Denied, Verdict, require


def may_be_invited(person: User) -> Verdict:
    """Whether a mail of invitation makes sense; whether somebody may send it is for the rules of the room."""
    if not person.is_active:
        return Denied(_("This account is closed."))
    if person.has_usable_password():
        return Denied(_("This person has a password already. Who forgot it asks for a new one at the sign-in."))
    return ALLOWED


@transaction.atomic
def invite(person: User, *, by: Actor) -> Alert:
    """Send `person`, whose account has no password yet, a link that is good for seven days; the one before dies.

    Raises NotAllowedError where `may_be_invited` denies it, and ValueError where no person invites.
    """
    require(may_be_invited(person))
    record(by, "account.invite", person)
    return tell(person, Alert.What.INVITATION, by=by)
