"""The memo registers: every number of a file, and what became of it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count, Max
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.papers import Form, paper_answer
from accounts.requests import PersonRequest
from bangla.digits import to_bangla
from committees.acting import powers_in
from distribution import rules
from distribution.domain.printed_register import register_of
from distribution.models import MemoFile

FILES_PER_PAGE = 25
NUMBERS_PER_PAGE = 50


@require_safe
def registers(request: PersonRequest) -> HttpResponse:
    """The memo files the person issues from or administers."""
    powers = powers_in(request)
    reach = rules.visible_memo_files(powers).values("pk")
    files = MemoFile.objects.filter(pk__in=reach).select_related("office")
    files = files.annotate(count=Count("numbers"), last_year=Max("numbers__year")).order_by("office__name_bn", "pk")
    page = Paginator(files, FILES_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "distribution/registers.html", {"page": page, "powers": powers})


@require_safe
def register(request: PersonRequest, pk: int) -> HttpResponse:
    """The numbers of one file in one year, the latest first."""
    powers = powers_in(request)
    file = get_object_or_404(rules.visible_memo_files(powers), pk=pk)
    years = list(file.numbers.order_by("-year").values_list("year", flat=True).distinct())
    year = next((year for year in years if str(year) == request.GET.get("year")), years[0] if years else None)
    numbers = file.numbers.filter(year=year or 0).select_related("file", "taken_by", "dispatch__minutes")
    page = Paginator(numbers, NUMBERS_PER_PAGE).get_page(request.GET.get("page"))
    readable = rules.visible_dispatches(powers).filter(number__in=list(page.object_list))
    context = {
        "file": file,
        "years": years,
        "year": year,
        "page": page,
        "readable": set(readable.values_list("pk", flat=True)),
        "powers": powers,
    }
    return render(request, "distribution/register.html", context)


@require_safe
def printed(request: PersonRequest, pk: int, year: int, form: Form) -> HttpResponse:
    """The numbers of one file in one year as a list to print."""
    powers = powers_in(request)
    file = get_object_or_404(rules.visible_memo_files(powers), pk=pk)
    register = register_of(file, year, rules.visible_dispatches(powers), powers.day)
    if not register.numbers:
        raise Http404
    return paper_answer(request, register, f"স্মারক-রেজিস্টার-{register.prefix}-{to_bangla(str(year))}", form)
