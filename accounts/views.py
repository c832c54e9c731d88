"""Signing in and out, and a person's own account."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.domain import pictures, signing
from accounts.domain.alerts import tell
from accounts.domain.audit import Actor, record
from accounts.domain.authority import portal
from accounts.domain.authority import revocations as revocation_list
from accounts.forms import (
    BringKeyForm,
    LanguageForm,
    NewPasswordForm,
    SignaturePictureForm,
    SignInForm,
    SigningKeyForm,
)
from accounts.models import Alert, Authority, SigningKey, User
from accounts.permissions import require
from accounts.requests import PersonRequest, address_of


def in_person(request: PersonRequest) -> Actor:
    """The signed-in person acting on the own account, in no post."""
    return Actor(request.user, address=address_of(request))


class SignIn(auth_views.LoginView):
    template_name = "accounts/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """The person's own language applies from here on, not the one somebody chose at this screen before.

        Who was led here because the session had ended is told where something that was sent did not arrive.
        """
        response = super().form_valid(form)
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
        if self.request.GET.get("sent"):
            with override(form.get_user().language):
                messages.warning(
                    self.request,
                    _("You had to sign in on the way, and what you sent did not arrive. Look here, and do it again."),
                )
        return response


@method_decorator(login_not_required, name="dispatch")
class SignOut(auth_views.LogoutView):
    pass


class ChangePassword(auth_views.PasswordChangeView):
    request: PersonRequest
    template_name = "accounts/password.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("accounts:profile")

    @transaction.atomic
    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        response = super().form_valid(form)
        actor = in_person(self.request)
        record(actor, "account.password", self.request.user)
        tell(self.request.user, Alert.What.PASSWORD_SET, by=actor)
        messages.success(self.request, _("Your password is changed."))
        return response


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: PersonRequest) -> HttpResponse:
    """Who the portal takes me for, and the language it speaks to me."""
    user = request.user
    form = LanguageForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        form.save()
        with override(user.language):
            messages.success(request, _("The language is changed."))
        response = redirect("accounts:profile")
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
        return response
    key = signing.key_in_use(user)
    ends_soon = key is not None and signing.ends_soon(key)
    context = {
        "form": form,
        "tenures": _tenures(user),
        "key": key,
        "ends_soon": ends_soon,
        "may_replace": signing.may_replace(key),
    }
    return render(request, "accounts/profile.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def signature_picture(request: PersonRequest) -> HttpResponse:
    """The picture of my signature: choose one, or take it away. What was signed stays as it is."""
    user = request.user
    form = SignaturePictureForm(None, None)
    if request.method == "POST" and "remove" in request.POST:
        pictures.set_signature(user, None, actor=in_person(request))
        messages.success(request, _("The picture of your signature is removed. What you signed keeps it."))
        return redirect("accounts:signature_picture")
    if request.method == "POST":
        form = SignaturePictureForm(request.POST, request.FILES)
        if form.is_valid():
            pictures.set_signature(user, form.cleaned_data["picture"], actor=in_person(request))
            messages.success(request, _("This is how your signature will be printed from now on."))
            return redirect("accounts:signature_picture")
    picture = user.signature_picture
    shown = picture.image(_("Your signature")) if picture else None
    return render(request, "accounts/signature_picture.html", {"form": form, "shown": shown})


@sensitive_post_parameters("pin", "pin_again", "password")
@require_http_methods(["GET", "HEAD", "POST"])
def signing_key(request: PersonRequest) -> HttpResponse:
    """Make a signing key or replace the one in use."""
    user = request.user
    form = SigningKeyForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        held = [tenure.post for tenure in _tenures(user)[:1]]
        names = {"post": held[0].name_bn, "office": held[0].office.name_bn} if held else {}
        return _with_new_key(request, partial(signing.create_key, user, form.cleaned_data["pin"], **names))
    return _key_page(request, "accounts/signing_key.html", form)


@sensitive_post_parameters("passphrase", "pin", "pin_again", "password")
@require_http_methods(["GET", "HEAD", "POST"])
def bring_signing_key(request: PersonRequest) -> HttpResponse:
    """Sign from now on with a key and certificate that an authority gave the officer."""
    user = request.user
    form = BringKeyForm(user, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        credential, pin = form.cleaned_data["credential"], form.cleaned_data["pin"]
        return _with_new_key(request, partial(signing.bring_key, user, credential, pin))
    return _key_page(request, "accounts/bring_signing_key.html", form)


def _key_page(request: PersonRequest, template: str, form: SigningKeyForm) -> HttpResponse:
    key = signing.key_in_use(request.user)
    return render(request, template, {"form": form, "key": key, "may_replace": signing.may_replace(key)})


def _with_new_key(request: PersonRequest, make: Callable[[], SigningKey]) -> HttpResponse:
    """Make the key and let its officer know; refused while the one in use is locked (NotAllowedError)."""
    actor = in_person(request)
    with transaction.atomic():
        old = signing.key_in_use(request.user)
        require(signing.may_replace(old))
        new = make()
        details = {"key": new.pk, "replaced": old.pk if old else None, "brought": new.is_brought}
        record(actor, "account.signing_key", request.user, **details)
        tell(request.user, Alert.What.KEY_MADE, by=actor)
    messages.success(request, _("Your new signing key is ready. You sign with its PIN from now on."))
    return redirect("accounts:profile")


def _tenures(user: User) -> Any:
    """The posts that the person holds today."""
    return user.tenures.on(timezone.localdate()).select_related("post__office")


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
