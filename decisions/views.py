"""The decision tracker."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def tracker(request: HttpRequest) -> HttpResponse:
    return render(request, "oversight/home.html")


def decision(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "oversight/home.html")
