"""The language of a page, the way to the sign-in, and the pages for what is refused."""

import datetime
import logging
import time
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from accounts.domain.authority import AuthorityError
from accounts.domain.sessions import COUNTED_ONCE, idle_limit, note_activity
from accounts.permissions import NotAllowedError

logger = logging.getLogger(__name__)


class LanguageMiddleware:
    """Bengali first: the language is what the person chose, else Bengali, whatever the browser asks for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = chosen_language(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def chosen_language(request: HttpRequest) -> str:
    """The cookie the language switch sets, else the account's language, else the portal's."""
    known = dict(settings.LANGUAGES)
    for choice in (request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME), getattr(request.user, "language", None)):
        if choice in known:
            return choice
    return settings.LANGUAGE_CODE


class IdleMiddleware:
    """Ends a session in which nothing happened for settings.IDLE_MINUTES.

    Something happens when a page is asked for or something is sent, as by an autosave; not when a page asks by HEAD
    whether it is signed in still, nor when it asks BY_ITSELF because it stands open. It is written down at most once a
    minute.
    """

    SEEN = "seen"
    BY_ITSELF = "X-By-Itself"

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session = request.session
        if SESSION_KEY in session:
            now = time.time()
            idle = datetime.timedelta(seconds=now - session.get(self.SEEN, now))
            if idle > idle_limit():
                logout(request)
                request.was_idle = True  # type: ignore[attr-defined]
            elif self.SEEN not in session or (idle >= COUNTED_ONCE and self._is_of_a_person(request)):
                session[self.SEEN] = now
                note_activity(str(session.session_key))
        return self.get_response(request)

    def _is_of_a_person(self, request: HttpRequest) -> bool:
        return request.method != "HEAD" and self.BY_ITSELF not in request.headers


class SignInMiddleware(LoginRequiredMiddleware):
    """Leads to the sign-in, and from there back to the page that was asked for.

    What was sent by POST does not come along. The sign-in's address has `sent` then, by which it says so
    (accounts.views.sign_in), on whichever page the person goes on to. Where htmx asks for a part of a page, the
    browser leaves the page as a whole, and asks before where something typed is unsaved.
    """

    def handle_no_permission(  # type: ignore[override]  # the stubs know no redirect but Django's own
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponse:
        htmx = HtmxDetails(request)
        back = (htmx.current_url_abs_path or "/") if htmx.target else request.get_full_path()
        sent = {"sent": "1"} if request.method == "POST" else {}
        idle = {"idle": "1"} if getattr(request, "was_idle", False) else {}
        sign_in = redirect_to_login(back, reverse("accounts:login", query=sent | idle))
        return HttpResponseClientRedirect(sign_in.url) if htmx.target else sign_in


class RefusalMiddleware:
    """An action that was refused ends in a page that says why.

    Status 403 with the rule's reason where a rule denies it, 503 where the portal cannot open its own keys.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotAllowedError):
            return render(request, "403.html", {"exception": str(exception)}, status=HTTPStatus.FORBIDDEN)
        if isinstance(exception, AuthorityError):
            logger.error("%s %s: %s", request.method, request.path, exception)
            return render(request, "keys_shut.html", status=HTTPStatus.SERVICE_UNAVAILABLE)
        return None
