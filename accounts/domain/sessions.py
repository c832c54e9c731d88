"""The sessions of a person: where one is signed in, since when, and how to end that.

A row of django-allauth stands for each; a session without its row in Django's table is over.
"""

from __future__ import annotations

import datetime

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from accounts.domain.audit import Actor, record
from accounts.models import User

COUNTED_ONCE = datetime.timedelta(minutes=1)  # how often activity is written down


def idle_limit() -> datetime.timedelta:
    """How long a session lives in which nothing happens."""
    return datetime.timedelta(minutes=settings.IDLE_MINUTES)


def note_activity(key: str) -> None:
    """Write down that something happens just now in the session with that key."""
    UserSession.objects.filter(session_key=key).update(last_seen_at=timezone.now())


def sessions_of(person: User) -> list[UserSession]:
    """The sessions in which the person is signed in, the last active one first, in two queries."""
    now = timezone.now()
    since = now - idle_limit() - COUNTED_ONCE
    rows = list(UserSession.objects.filter(user=person, last_seen_at__gt=since).order_by("-last_seen_at", "-pk"))
    keys = [row.session_key for row in rows]
    alive = Session.objects.filter(session_key__in=keys, expire_date__gt=now).values_list("session_key", flat=True)
    return [row for row in rows if row.session_key in set(alive)]


def end_all(person: User, *, but: str | None = None) -> int:
    """End the person's sessions, all `but` the one with that key; how many there were. They are dead at once."""
    rows = UserSession.objects.filter(user=person).exclude(session_key=but)
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    rows.filter(session_key__in=keys).delete()
    return len(keys)


@transaction.atomic
def sign_out_elsewhere(person: User, *, but: str, by: Actor) -> int:
    """End all sessions but the one in hand, on the person's own wish; how many there were."""
    count = end_all(person, but=but)
    record(by, "account.end_sessions", person, count=count)
    return count


@transaction.atomic
def end(session: UserSession, *, by: Actor) -> None:
    """End one session; it is dead at once."""
    record(by, "account.end_sessions", session.user, count=1)
    session.end()


def renamed(old: str | None, new: str) -> None:
    """Keep the row of a session that got a new key, as at a change of the password."""
    UserSession.objects.filter(session_key=old).update(session_key=new)
