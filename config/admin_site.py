"""The administration pages behind the portal's own sign-in: to everybody else they do not exist."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any, TypeVar, cast

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse, TemplateResponse
from django.utils.safestring import mark_safe

from accounts.language import numbers

View = TypeVar("View", bound=Callable[..., Any])


def in_readers_digits(response: SimpleTemplateResponse) -> None:
    """Django counts and dates in ASCII digits whatever the language; on a Bengali page its numbers become Bengali."""
    response.content = numbers(mark_safe(response.content.decode()))  # noqa: S308 - a page that Django has escaped


class PortalAdminSite(AdminSite):
    def admin_view(self, view: View, cacheable: bool = False) -> View:
        guarded = super().admin_view(view, cacheable)

        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.user.is_authenticated and not self.has_permission(request):
                raise Http404
            response = guarded(request, *args, **kwargs)
            if isinstance(response, TemplateResponse):
                response.add_post_render_callback(in_readers_digits)
            return response

        return cast(View, update_wrapper(inner, guarded))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one way to sign in, the portal's own; this address only leads there."""
        return redirect_to_login(request.GET.get("next", settings.LOGIN_REDIRECT_URL), settings.LOGIN_URL)

    @login_not_required
    def logout(  # type: ignore[override]  # the stubs know no answer but a page, yet Django redirects too
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Whose session has ended is led to the sign-in by `admin_view`, with nothing lost that could be told of."""
        return super().logout(request, extra_context)
