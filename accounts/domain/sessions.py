"""The sessions of a person: where one is signed in, and how to end that."""

from __future__ import annotations

from allauth.usersessions.models import UserSession

from accounts.models import User


def end_all(person: User, *, but: str | None = None) -> int:
    """End the person's sessions, all `but` the one with that key; how many there were. They are dead at once."""
    sessions = list(UserSession.objects.filter(user=person).exclude(session_key=but))
    for session in sessions:
        session.end()
    return len(sessions)
