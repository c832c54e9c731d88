"""Signing in and out, and a person's own account."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.domain import signing
from accounts.domain.alerts import tell
from accounts.domain.audit import Actor, record
from accounts.forms import LanguageForm, NewPasswordForm, SignInForm, SigningKeyForm
from accounts.models import Alert
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
    tenures = user.tenures.on(timezone.localdate()).select_related("post__office")
    return render(
        request,
        "accounts/profile.html",
        {"form": form, "tenures": tenures, "key": signing.key_in_use(user)},
    )


@sensitive_post_parameters("pin", "pin_again", "password")
@require_http_methods(["GET", "HEAD", "POST"])
def signing_key(request: PersonRequest) -> HttpResponse:
    """Make a signing key or replace the one in use."""
    user = request.user
    key = signing.key_in_use(user)
    form = SigningKeyForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actor = in_person(request)
        with transaction.atomic():
            new = signing.create_key(user, form.cleaned_data["pin"])
            record(actor, "account.signing_key", user, key=new.pk, replaced=key.pk if key else None)
            tell(user, Alert.What.KEY_MADE, by=actor)
        messages.success(request, _("Your new signing key is ready. You sign with its PIN from now on."))
        return redirect("accounts:profile")
    return render(request, "accounts/signing_key.html", {"form": form, "key": key})
