"""A person's signing key, and the certificates by which everybody checks signatures."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.domain import signing
from accounts.domain.alerts import tell
from accounts.domain.audit import record
from accounts.domain.authority import portal
from accounts.domain.authority import revocations as revocation_list
from accounts.forms import BringKeyForm, SigningKeyForm
from accounts.models import Alert, Authority, SigningKey
from accounts.permissions import require
from accounts.proof import fresh
from accounts.requests import PersonRequest, way_back
from accounts.views.account import in_person, tenures_of


@sensitive_post_parameters("pin", "pin_again")
@require_http_methods(["GET", "HEAD", "POST"])
@fresh
def signing_key(request: PersonRequest) -> HttpResponse:
    """Make a signing key or replace the one in use."""
    user = request.user
    form = SigningKeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        held = [tenure.post for tenure in tenures_of(user)[:1]]
        names = {"post": held[0].name_bn, "office": held[0].office.name_bn} if held else {}
        return _with_new_key(request, partial(signing.create_key, user, form.cleaned_data["pin"], **names))
    return _key_page(request, "accounts/signing_key.html", form)


@sensitive_post_parameters("passphrase", "pin", "pin_again")
@require_http_methods(["GET", "HEAD", "POST"])
@fresh
def bring_signing_key(request: PersonRequest) -> HttpResponse:
    """Sign from now on with a key and certificate that an authority gave the officer."""
    user = request.user
    form = BringKeyForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        credential, pin = form.cleaned_data["credential"], form.cleaned_data["pin"]
        return _with_new_key(request, partial(signing.bring_key, user, credential, pin))
    return _key_page(request, "accounts/bring_signing_key.html", form)


def _key_page(request: PersonRequest, template: str, form: SigningKeyForm) -> HttpResponse:
    key = signing.key_in_use(request.user)
    context = {"form": form, "key": key, "may_replace": signing.may_replace(key), "came_from": way_back(request)}
    return render(request, template, context)


def _with_new_key(request: PersonRequest, make: Callable[[], SigningKey]) -> HttpResponse:
    """Make the key, let its officer know, and lead back to where the officer came from.

    Refused while the one in use is locked (NotAllowedError).
    """
    actor = in_person(request)
    with transaction.atomic():
        old = signing.key_in_use(request.user)
        require(signing.may_replace(old))
        new = make()
        details = {"key": new.pk, "replaced": old.pk if old else None, "brought": new.is_brought}
        record(actor, "account.signing_key", request.user, **details)
        tell(request.user, Alert.What.KEY_MADE, by=actor)
    messages.success(request, _("Your new signing key is ready. You sign with its PIN from now on."))
    return redirect(way_back(request) or "accounts:profile")


@login_not_required
@require_safe
def authority(request: HttpRequest) -> HttpResponse:
    """The certificate of the portal's authority, for readers to trust (RFC 2585)."""
    return _file(bytes(portal().row.certificate), "application/pkix-cert", "authority.cer")


@login_not_required
@require_safe
def revocations(request: HttpRequest, generation: int) -> HttpResponse:
    """Which certificates an authority of the portal took back, as of now (RFC 2585)."""
    row = get_object_or_404(Authority, generation=generation)
    return _file(revocation_list(row), "application/pkix-crl", f"authority-{generation}.crl")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
