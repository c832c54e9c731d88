"""The language of a page, and the page for what a rule denies."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from accounts.permissions import NotAllowedError


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


class DeniedMiddleware:
    """An action that a rule denies ends in a page that says the rule's reason, with status 403."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotAllowedError):
            return render(request, "403.html", {"exception": str(exception)}, status=403)
        return None
