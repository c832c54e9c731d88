"""Second factors of a sign-in: an app's codes (TOTP, RFC 6238), security keys (WebAuthn), recovery codes.

They are rows of django-allauth, their secrets encrypted under SECRET_KEY (accounts.adapters). Recovery codes are a way
back where the factor itself is lost, and no factor of their own: they go with the last one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt, encrypt
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from accounts.domain.alerts import sets_up, tell
from accounts.domain.audit import Actor, record
from accounts.domain.sessions import end_all
from accounts.models import Alert, User
from accounts.permissions import ALLOWED, Denied, Verdict, require

Kind = Authenticator.Type
FACTORS = (Kind.TOTP, Kind.WEBAUTHN)
# The sample's accounts have this one, so that everybody can try them; the embedded portal alone shows its code of now.
PUBLISHED_SECRET = "NADIPURSAMPLEPORTAL2222222222222"  # noqa: S105

_rules: list[Callable[[User], bool]] = []


def require_of(rule: Callable[[User], bool]) -> None:
    """Let the persons for whom `rule` holds need a second factor. For rooms that know what a person may do."""
    _rules.append(rule)


def required_of(person: User) -> bool:
    """Whether the person needs a second factor today, by any rule."""
    return any(rule(person) for rule in _rules)


def factors_of(person: User) -> list[Authenticator]:
    """The person's factors, the oldest first, without recovery codes."""
    return list(Authenticator.objects.filter(user=person, type__in=FACTORS).order_by("created_at", "pk"))


def has_factor(person: User) -> bool:
    return bool(Authenticator.objects.filter(user=person, type__in=FACTORS).exists())


def codes_left(person: User) -> int:
    """How many recovery codes are not used yet."""
    row = Authenticator.objects.filter(user=person, type=Kind.RECOVERY_CODES).first()
    return len(RecoveryCodes(row).get_unused_codes()) if row else 0


def new_secret() -> str:
    """A secret for an app, in base 32."""
    secret: str = generate_totp_secret()
    return secret


@sensitive_variables()
def current_code(secret: str, *, later: int = 0) -> str:
    """The code that an app shows now for `secret`, or `later` steps of 30 seconds from now."""
    *_earlier, now, _next = yield_hotp_counters_from_time()
    code: str = format_hotp_value(hotp_value(secret, now + later))
    return code


@sensitive_variables()
@transaction.atomic
def add_totp(person: User, secret: str, code: str, *, by: Actor) -> Authenticator | None:
    """Take `secret` for the person's app in the place of the one until now; None where `code` is not of it."""
    counter = _counter_of(secret, code)
    if counter is None:
        return None
    is_first = not has_factor(person) and sets_up(person)
    Authenticator.objects.filter(user=person, type=Kind.TOTP).delete()
    data = {"secret": encrypt(secret), "counter": counter}
    factor: Authenticator = Authenticator.objects.create(user=person, type=Kind.TOTP, data=data)
    _told(person, "account.add_factor", Alert.What.FACTOR_ADDED, factor, by, silently=is_first)
    return factor


@transaction.atomic
def add_key(person: User, name: str, credential: Any, *, by: Actor) -> Authenticator:
    """Keep a security key (accounts.security_keys has checked its answer) under the name that the person gives it."""
    is_first = not has_factor(person) and sets_up(person)
    factor: Authenticator = WebAuthn.add(person, name, credential).instance
    _told(person, "account.add_factor", Alert.What.FACTOR_ADDED, factor, by, silently=is_first)
    return factor


def publish(person: User) -> None:
    """Give an account of the sample the secret that everybody knows."""
    TOTP.activate(person, PUBLISHED_SECRET)


def published_code(person: User) -> str:
    """The code of now for an account of the sample in the embedded portal; empty for every other account."""
    if not settings.EMBEDDED:
        return ""
    totp = Authenticator.objects.filter(user=person, type=Kind.TOTP).first()
    return current_code(PUBLISHED_SECRET) if totp and _is_published(decrypt(totp.data["secret"])) else ""


@sensitive_variables()
@transaction.atomic
def use_code(person: User, code: str, *, by: Actor) -> Authenticator | None:
    """The factor or the recovery codes that `code` belongs to, each code good for one time; None where it is wrong.

    A code of the app's older than the last one used is wrong as well (RFC 6238, section 5.2).
    """
    rows = Authenticator.objects.select_for_update().filter(user=person, type__in=(Kind.TOTP, Kind.RECOVERY_CODES))
    for row in rows.order_by("pk"):
        if row.type == Kind.TOTP and _use_totp(row, code):
            return row
        if row.type == Kind.RECOVERY_CODES and RecoveryCodes(row).validate_code(code):
            _told(person, "account.recovery_code", Alert.What.RECOVERY_CODE_USED, row, by)
            return row
    return None


@transaction.atomic
def new_recovery_codes(person: User, *, by: Actor) -> list[str]:
    """Ten new codes; those until now are void. Raises NotAllowedError where there is no factor to recover."""
    User.objects.select_for_update().get(pk=person.pk)  # two requests at once would make two lists
    require(may_have_recovery_codes(person))
    replaced, _rows = Authenticator.objects.filter(user=person, type=Kind.RECOVERY_CODES).delete()
    is_first = not replaced and sets_up(person)
    codes = RecoveryCodes.activate(person)
    _told(person, "account.recovery_codes", Alert.What.RECOVERY_CODES_MADE, codes.instance, by, silently=is_first)
    return list(codes.generate_codes())


def may_have_recovery_codes(person: User) -> Verdict:
    return ALLOWED if has_factor(person) else Denied(_("Recovery codes are for whoever has a second factor."))


def may_remove(person: User, factor: Authenticator) -> Verdict:
    """Nobody who needs a second factor is left without one."""
    others = [each for each in factors_of(person) if each.pk != factor.pk]
    if not others and required_of(person):
        return Denied(
            _("What you may do needs a second factor, so the last one cannot be removed. Add another one first.")
        )
    return ALLOWED


@transaction.atomic
def remove(factor: Authenticator, *, by: Actor) -> None:
    """Take a factor away, with the last one the recovery codes. Raises NotAllowedError if `may_remove` denies it."""
    person = User.objects.select_for_update().get(pk=factor.user_id)
    require(may_remove(person, factor))
    _told(person, "account.remove_factor", Alert.What.FACTOR_REMOVED, factor, by)
    factor.delete()
    if not has_factor(person):
        Authenticator.objects.filter(user=person).delete()


@transaction.atomic
def reset(person: User, *, by: Actor) -> None:
    """Take away all factors of somebody who lost them; the sessions end, and the next sign-in sets up new ones.

    Whoever calls it asked a rule whether `by` may.
    """
    Authenticator.objects.filter(user=person).delete()
    end_all(person)
    record(by, "account.reset_factors", person)
    tell(person, Alert.What.FACTORS_RESET, by=by)


def _told(
    person: User, action: str, what: Alert.What, factor: Authenticator, by: Actor, *, silently: bool = False
) -> None:
    """Record it, and let the person know unless `silently`."""
    details: dict[str, Any] = {"kind": factor.type}
    if factor.type == Kind.WEBAUTHN:
        details["name"] = factor.wrap().name
    record(by, action, person, **details)
    if not silently:
        tell(person, what, by=by)


@sensitive_variables()
def _use_totp(row: Authenticator, code: str) -> bool:
    secret = decrypt(row.data["secret"])
    counter = _counter_of(secret, code)
    if counter is None or (counter <= row.data.get("counter", 0) and not _is_published(secret)):
        return False
    row.data["counter"] = counter
    row.save(update_fields=["data"])
    return True


@sensitive_variables()
def _counter_of(secret: str, code: str) -> int | None:
    """The step of time that `code` belongs to: this one, the last or the next, as clocks differ."""
    for counter in yield_hotp_counters_from_time():
        if constant_time_compare(format_hotp_value(hotp_value(secret, counter)), code):
            return int(counter)
    return None


def _is_published(secret: str) -> bool:
    """Whether everybody knows the secret anyway, in a portal that is there to be tried: a code may come twice then."""
    return settings.EMBEDDED and secret == PUBLISHED_SECRET
