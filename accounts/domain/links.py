"""Mailed links by which a person sets a password: in an invitation, or after the old one was forgotten.

A link is made when its mail is sent and stored nowhere: it is the alert's number, signed with the time and with what
changes when the password is set, so that it opens the account once.
"""

from __future__ import annotations

import datetime

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from accounts.domain.alerts import INVITATION_LASTS, sets_up, tell
from accounts.domain.audit import acting, record
from accounts.domain.sessions import end_all
from accounts.models import Alert, User

SALT = "accounts.links"
LASTS = {
    Alert.What.INVITATION.value: INVITATION_LASTS,
    Alert.What.RESET_LINK.value: datetime.timedelta(hours=1),
}


class LinkError(Exception):
    """A link that opens nothing (any more); `str()` is a sentence for whoever followed it."""

    def __str__(self) -> str:
        return str(self.args[0])


UNKNOWN = _("This link is not complete, or it is not one of the portal's. Copy the whole of it out of the mail.")
USED = _("This link was used already, or the account was changed since it was sent. It opens nothing any more.")
REPLACED = _("A newer mail with another link was sent since. Use the newest one.")
EXPIRED = _("This link is too old.")


def address(alert: Alert) -> str:
    """The link for the mail of an alert that has one, made now."""
    token = signing.dumps([alert.pk, _mark(alert.person)], salt=SALT)
    return settings.PORTAL_URL + reverse("accounts:new_password", args=[token])


def invited(token: str) -> User:
    """Whose password the link sets. Raises LinkError, whose sentence says what is wrong."""
    return _alert(token).person


@sensitive_variables()
@transaction.atomic
def set_password(token: str, password: str, *, network_address: str | None) -> User:
    """Set the password by the link, which ends with that, and end all sessions; whose it is. Raises LinkError."""
    User.objects.select_for_update().get(pk=_alert(token).person_id)
    person = _alert(token).person  # once more under the lock: of two at once, one comes too late
    is_first = not person.has_usable_password() and sets_up(person)
    person.set_password(password)
    person.save(update_fields=["password"])
    end_all(person)
    by = acting(person, network_address)
    record(by, "account.reset_password", person)
    if not is_first:
        tell(person, Alert.What.PASSWORD_SET, by=by)
    return person


def _alert(token: str) -> Alert:
    try:
        pk, mark = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        raise LinkError(UNKNOWN) from None
    with_link = Alert.objects.filter(what__in=LASTS, person__is_active=True)
    alert = with_link.select_related("person").filter(pk=pk).first()
    if alert is None:
        raise LinkError(UNKNOWN)
    if not constant_time_compare(mark, _mark(alert.person)):
        raise LinkError(USED)
    if Alert.objects.filter(person=alert.person, what=alert.what, pk__gt=alert.pk).exists():
        raise LinkError(REPLACED)
    try:
        signing.loads(token, salt=SALT, max_age=LASTS[alert.what])
    except signing.SignatureExpired:
        raise LinkError(EXPIRED) from None
    return alert


def _mark(person: User) -> str:
    """What is another as soon as the person has another password or address."""
    return salted_hmac(SALT, f"{person.password} {person.email}", algorithm="sha256").hexdigest()[:32]
