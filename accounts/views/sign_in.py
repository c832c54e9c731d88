"""Signing in, by password and then the second factor where there is one, and signing out."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts import security_keys
from accounts.adapters import CodeStage
from accounts.domain import factors
from accounts.domain.audit import acting, record
from accounts.forms import SignInForm
from accounts.lockout import SIGNED_IN, counted
from accounts.models import User
from accounts.proof import PASSWORD, SECOND_FACTOR, note, open_before_set_up, passed_second_factor
from accounts.requests import PersonRequest, address_of, way_back
from accounts.sign_in_forms import CodeForm, KeyForm, PasswordForm

BEGUN_WITH = "begun_with"  # in the session: which password opened it


class SignIn(auth_views.LoginView):
    template_name = "accounts/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True
    extra_context = {"idle_minutes": settings.IDLE_MINUTES}

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        return begin(self.request, form.get_user(), self.get_success_url())


def begin(request: HttpRequest, person: User, onward: str) -> HttpResponse:
    """Sign in the person, who proved it by password or a mailed link: on to the second factor, or to `onward`."""
    request.session.cycle_key()  # whoever put their own session into this browser does not share what comes now
    note(request, person, PASSWORD)
    request.session[BEGUN_WITH] = person.get_session_auth_hash()
    return _gone_on(request, perform_login(request, Login(user=person, redirect_url=onward)))


@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
@login_stage_required(CodeStage.key, "accounts:login")  # type: ignore[untyped-decorator]
def code(request: HttpRequest) -> HttpResponse:
    """The second factor of whoever gave the right password."""
    stage: CodeStage = request._login_stage  # type: ignore[attr-defined]
    person: User = stage.login.user
    is_as_begun = constant_time_compare(request.session.get(BEGUN_WITH, ""), person.get_session_auth_hash())
    if not is_as_begun or not factors.has_factor(person):  # another password, or the factor reset meanwhile
        return redirect("accounts:login")
    form = _factor_form(request)
    if _is_right(request, person, form):
        note(request, person, SECOND_FACTOR)
        return _gone_on(request, stage.exit())
    return render(request, "accounts/code.html", _factor_context(person, form))


def _gone_on(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """What a completed sign-in ends with; nothing where the second factor is still to come.

    The person's own language applies from here on, not the one somebody chose at this screen before. Who was led here
    because the session had ended is told where something that was sent did not arrive.
    """
    person = request.user
    if not isinstance(person, User):
        return response
    actor = acting(person, address_of(request))
    record(actor, SIGNED_IN, person, second_factor=passed_second_factor(request))
    response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
    if request.GET.get("sent"):
        with override(person.language):
            messages.warning(
                request,
                _("You had to sign in on the way, and what you sent did not arrive. Look here, and do it again."),
            )
    return response


@open_before_set_up
@sensitive_post_parameters("code", "password")
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: PersonRequest) -> HttpResponse:
    """Is it you? The second factor, or the password where there is none, before a step that matters.

    Without an address to go on to, it was opened beside the page that asks for it.
    """
    person = request.user
    has_factor = factors.has_factor(person)
    form = _factor_form(request) if has_factor else PasswordForm(request.POST or None)
    back = way_back(request)
    if _is_right(request, person, form):
        note(request, person, SECOND_FACTOR if has_factor else PASSWORD)
        if request.GET.get("sent"):
            messages.warning(request, _("It is you. What you sent before did not arrive: do it again here."))
        return redirect(back) if back else render(request, "accounts/confirmed.html")
    context = _factor_context(person, form) if has_factor else {"form": form}
    return render(request, "accounts/confirm.html", context | {"back": back or reverse("oversight:home")})


@open_before_set_up
@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session, if there is one."""
    if isinstance(request.user, User):
        record(acting(request.user, address_of(request)), "account.sign_out", request.user)
    logout(request)
    return redirect("accounts:login")


def _factor_form(request: HttpRequest) -> CodeForm | KeyForm:
    """What was sent as second factor: a key's answer or a code."""
    return KeyForm(request.POST) if "credential" in request.POST else CodeForm(request.POST or None)


def _factor_context(person: User, form: CodeForm | KeyForm | PasswordForm) -> dict[str, Any]:
    """What the page shows on which a second factor is given; of a key that was wrong, what is said of it."""
    return {
        "form": CodeForm() if isinstance(form, KeyForm) else form,
        "errors": [error for errors in form.errors.values() for error in errors] if isinstance(form, KeyForm) else [],
        "key_options": security_keys.options_to_use(person),
        "code_of_now": factors.published_code(person),
    }


def _is_right(request: HttpRequest, person: User, form: CodeForm | KeyForm | PasswordForm) -> bool:
    """Whether the form brings a proof of the person's; a wrong one is counted, and said beside the field."""
    if not form.is_valid():
        return False
    actor = acting(person, address_of(request))
    if counted(request, person, lambda: form.proves(person, by=actor) or None):
        return True
    form.refuse()
    return False
