# Temporary, so that the other rooms' pages can link here; whoever writes distribution's views replaces this file.
from django.http import HttpRequest, HttpResponse
from django.urls import path


def soon(request: HttpRequest, **kwargs: object) -> HttpResponse:
    return HttpResponse("", status=404)


app_name = "distribution"
urlpatterns = [
    path("minutes/<int:pk>/issue/", soon, name="issue"),
    path("dispatches/<int:pk>/", soon, name="dispatch"),
    path("dispatches/<int:pk>/minutes.pdf", soon, name="pdf"),
    path("documents/", soon, name="documents"),
    path("registers/", soon, name="registers"),
    path("d/<str:token>/", soon, name="copy"),
]
