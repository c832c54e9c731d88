"""A person's second factors: the app, security keys, recovery codes."""

from __future__ import annotations

from base64 import b64encode
from urllib.parse import quote

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts import security_keys
from accounts.domain import factors
from accounts.domain.factors import Kind
from accounts.proof import SECOND_FACTOR, fresh, note, open_before_set_up
from accounts.requests import PersonRequest
from accounts.sign_in_forms import FirstCodeForm, NewKeyForm
from accounts.steps import step
from accounts.views.account import in_person


@open_before_set_up
@require_safe
def second_factor(request: PersonRequest) -> HttpResponse:
    """Which factors I have; the page that those are led to who need one and have none."""
    held = factors.factors_of(request.user)
    context = {
        "held": [(factor, factors.may_remove(request.user, factor)) for factor in held],
        "has_totp": any(factor.type == Kind.TOTP for factor in held),
        "codes_left": factors.codes_left(request.user),
        "is_required": factors.required_of(request.user),
    }
    return render(request, "accounts/second_factor.html", context)


@open_before_set_up
@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@fresh
def add_totp(request: PersonRequest) -> HttpResponse:
    """Set up an authenticator app, in the place of the one until now. The secret waits in the session until it is."""
    person = request.user
    secret: str = request.session.setdefault(SECRET_SESSION_KEY, factors.new_secret())
    form = FirstCodeForm(request.POST or None)
    if form.is_valid():
        had_factor = factors.has_factor(person)
        if factors.add_totp(person, secret, form.cleaned_data["code"], by=in_person(request)):
            del request.session[SECRET_SESSION_KEY]
            note(request, person, SECOND_FACTOR)
            return set_up(request, is_first=not had_factor)
        form.refuse()
    adapter = get_adapter()
    url = adapter.build_totp_url(person, secret)
    context = {
        "form": form,
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        "url": url,
        "picture": "data:image/svg+xml;base64," + b64encode(adapter.build_totp_svg(url).encode()).decode(),
    }
    return render(request, "accounts/add_totp.html", context)


@open_before_set_up
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@fresh
def add_key(request: PersonRequest) -> HttpResponse:
    """Add a security key."""
    person = request.user
    form = NewKeyForm(request.POST or None, initial={"name": _("Security key")})
    if form.is_valid():
        had_factor = factors.has_factor(person)
        factors.add_key(person, form.cleaned_data["name"], form.cleaned_data["credential"], by=in_person(request))
        note(request, person, SECOND_FACTOR)
        return set_up(request, is_first=not had_factor)
    context = {"form": form, "key_options": security_keys.options_to_add(person)}
    return render(request, "accounts/add_key.html", context)


def _to_factors(request: PersonRequest, **_kwargs: int) -> HttpResponse:
    return redirect("accounts:second_factor")


@step(_to_factors)
@fresh
def remove_factor(request: PersonRequest, pk: int) -> HttpResponse:
    """Take one of my factors away."""
    mine = Authenticator.objects.filter(user=request.user, type__in=factors.FACTORS)
    factors.remove(get_object_or_404(mine, pk=pk), by=in_person(request))
    messages.success(request, _("The second factor is removed."))
    return redirect("accounts:second_factor")


@open_before_set_up
@never_cache
@step(_to_factors)
@fresh
def recovery_codes(request: PersonRequest) -> HttpResponse:
    """Make new recovery codes. The answer to this is the only page that ever shows them."""
    return _with_codes(request, onward="accounts:second_factor")


def set_up(request: PersonRequest, *, is_first: bool) -> HttpResponse:
    """Where one comes to who added a factor: with the first one, to the recovery codes that belong to it."""
    messages.success(request, _("The second factor is set up. You will be asked for it at each sign-in."))
    if is_first:
        return _with_codes(request, onward="oversight:home")
    return redirect("accounts:second_factor")


def _with_codes(request: PersonRequest, onward: str) -> HttpResponse:
    codes = factors.new_recovery_codes(request.user, by=in_person(request))
    context = {"codes": codes, "file": "data:text/plain," + quote("\n".join(codes) + "\n"), "onward": onward}
    return render(request, "accounts/recovery_codes.html", context)
