"""Security keys (WebAuthn): what the browser is told to ask of a key, and whether the key's answer is right.

The challenge waits in the session between the two; an answer to another one, or to one of before, is wrong.
"""

from __future__ import annotations

import json
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError

from accounts.domain.factors import Kind
from accounts.models import User

# What reading an answer that no browser made can end in, beside the engine's own ValidationError.
UNREADABLE = (ValidationError, ValueError, TypeError, KeyError, AttributeError)


def options_to_add(person: User) -> str:
    """JSON for navigator.credentials.create: a key that the person has not added yet."""
    return json.dumps(auth.begin_registration(person, False))


def options_to_use(person: User) -> str:
    """JSON for navigator.credentials.get: one of the person's keys; empty where there is none."""
    if not Authenticator.objects.filter(user=person, type=Kind.WEBAUTHN).exists():
        return ""
    return json.dumps(auth.begin_authentication(person))


def is_new_key(answer: Any) -> bool:
    """Whether a key answered to `options_to_add` of this session."""
    try:
        auth.parse_registration_response(answer)
        auth.complete_registration(answer)
    except UNREADABLE:
        return False
    return True


def key_of(person: User, answer: Any) -> Authenticator | None:
    """The key of the person's that answered to `options_to_use` of this session, or None."""
    try:
        auth.parse_authentication_response(answer)
        found: Authenticator = auth.complete_authentication(person, answer)
    except UNREADABLE:
        return None
    return found
