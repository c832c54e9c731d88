"""Forgotten passwords, and the mailed links by which a password is set."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.domain import links, resets
from accounts.forms import FirstPasswordForm
from accounts.lockout import source_of
from accounts.requests import address_of
from accounts.sign_in_forms import AddressForm
from accounts.views.sign_in import begin


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a link to a new password. The answer is the same whether or not there is such an account."""
    form = AddressForm(request.POST or None)
    if form.is_valid():
        try:
            resets.ask(form.cleaned_data["email"], source_of(request))
        except resets.TooManyError:
            form.add_error("email", _("Too many links were asked for from here. Wait an hour, then ask again."))
        else:
            return redirect(reverse("accounts:forgotten", query={"asked": "1"}))
    return render(request, "accounts/forgotten.html", {"form": form, "asked": request.GET.get("asked")})


@login_not_required
@never_cache
@sensitive_post_parameters("new_password1", "new_password2")
@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request: HttpRequest, token: str) -> HttpResponse:
    """Set the password by a mailed link, then sign in with it: on to the second factor, where one is asked for."""
    try:
        person = links.invited(token)
        form = FirstPasswordForm(person, request.POST or None)
        if form.is_valid():
            links.set_password(token, form.cleaned_data["new_password1"], network_address=address_of(request))
            logout(request)  # whoever sits here may be signed in as somebody else
            person.refresh_from_db()
            with override(person.language):
                messages.success(request, _("Your password is set."))
            return begin(request, person, resolve_url(settings.LOGIN_REDIRECT_URL))
    except links.LinkError as error:
        return render(request, "accounts/dead_link.html", {"reason": str(error)}, status=404)
    return render(request, "accounts/new_password.html", {"form": form, "person": person})
