"""Where I am signed in."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts.devices import device
from accounts.domain import sessions
from accounts.language import digits
from accounts.proof import fresh
from accounts.requests import PersonRequest
from accounts.steps import step
from accounts.views.account import in_person


@require_safe
def own_sessions(request: PersonRequest) -> HttpResponse:
    """The devices that I am signed in on, this one first."""
    found = sessions.sessions_of(request.user)
    found.sort(key=lambda each: each.session_key != request.session.session_key)
    rows = [(each, device(each.user_agent), each.session_key == request.session.session_key) for each in found]
    return render(request, "accounts/sessions.html", {"rows": rows, "has_others": any(not row[2] for row in rows)})


def _to_sessions(request: PersonRequest, **_kwargs: int) -> HttpResponse:
    return redirect("accounts:sessions")


@step(_to_sessions)
@fresh
def end_session(request: PersonRequest, pk: int) -> HttpResponse:
    """Sign out on one other device."""
    others = UserSession.objects.filter(user=request.user).exclude(session_key=request.session.session_key)
    sessions.end(get_object_or_404(others, pk=pk), by=in_person(request))
    messages.success(request, _("You are signed out there."))
    return redirect("accounts:sessions")


@step(_to_sessions)
@fresh
def end_other_sessions(request: PersonRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    key = str(request.session.session_key)
    count = sessions.sign_out_elsewhere(request.user, but=key, by=in_person(request))
    said = ngettext("You are signed out on %(n)s other device.", "You are signed out on %(n)s other devices.", count)
    messages.success(request, said % {"n": digits(count)})
    return redirect("accounts:sessions")
