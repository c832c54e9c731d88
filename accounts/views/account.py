"""A person's own account: language, password, picture of the signature."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.forms import PasswordChangeForm
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from accounts.domain import pictures, sessions, signing
from accounts.domain.alerts import tell
from accounts.domain.audit import Actor, acting, record
from accounts.domain.factors import has_factor
from accounts.forms import LanguageForm, NewPasswordForm, SignaturePictureForm
from accounts.models import Alert, User
from accounts.proof import fresh
from accounts.requests import PersonRequest, address_of


def in_person(request: PersonRequest) -> Actor:
    """The signed-in person acting on the own account."""
    return acting(request.user, address_of(request))


@method_decorator(fresh, name="dispatch")
class ChangePassword(auth_views.PasswordChangeView):
    request: PersonRequest
    template_name = "accounts/password.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("accounts:profile")

    @transaction.atomic
    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        """The new password ends all sessions but this one, which gets another key."""
        old_key = self.request.session.session_key
        response = super().form_valid(form)
        new_key = str(self.request.session.session_key)
        sessions.renamed(old_key, new_key)
        sessions.end_all(self.request.user, but=new_key)
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
        "tenures": tenures_of(user),
        "key": key,
        "ends_soon": ends_soon,
        "may_replace": signing.may_replace(key),
        "has_factor": has_factor(user),
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


def tenures_of(user: User) -> Any:
    """The posts that the person holds today."""
    return user.tenures.on(timezone.localdate()).select_related("post__office")
