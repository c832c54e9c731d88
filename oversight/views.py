"""My page, the committees, the spine of a meeting, and the picture of all committees in charge."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def home(request: HttpRequest) -> HttpResponse:
    return render(request, "oversight/home.html")


def committees(request: HttpRequest) -> HttpResponse:
    return render(request, "oversight/home.html")


def committee(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "oversight/home.html")


def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "oversight/home.html")


def overview(request: HttpRequest) -> HttpResponse:
    return render(request, "oversight/home.html")
