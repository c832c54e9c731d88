"""Every address of the portal."""

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.i18n import set_language


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while the database answers; what load balancers and `make run` ask."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("language/", login_not_required(set_language), name="set_language"),
    path("manage/django/", admin.site.urls),
    path("manage/", include("committees.manage.urls")),
    path("account/", include("accounts.urls")),
    path("", include("oversight.urls")),
    path("", include("committees.urls")),
    path("", include("meetings.urls")),
    path("", include("decisions.urls")),
    path("", include("minutes.urls")),
    path("", include("distribution.urls")),
]

if settings.HAS_MAILBOX:
    urlpatterns.append(path("mailbox/", include("distribution.mailbox_urls")))
