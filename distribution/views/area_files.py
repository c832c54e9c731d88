"""The last step of setting up a district or an upazila: the memo files that its minutes are numbered from."""

from __future__ import annotations

import re

from django.contrib import messages
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext

from accounts.language import digits
from accounts.requests import PersonRequest
from committees import scope
from committees.manage.pages import FORM, administrator, saved, sent
from committees.models import Area, Committee, Office
from committees.powers import Powers
from distribution.area_files_form import AreaFilesForm
from distribution.models import MemoFile
from distribution.set_up_forms import PREFIX_HELP


@FORM
def area_memo_files(request: PersonRequest, pk: int) -> HttpResponse:
    """A memo file for each office that issues minutes of the area or of its parts and has none open."""
    powers = administrator(request)
    area = get_object_or_404(scope.areas(powers).exclude(kind=Area.Kind.DIVISION).select_related("parent"), pk=pk)
    committees = scope.committees(powers).filter(Q(area=area) | Q(area__parent=area))
    form = AreaFilesForm(list(_offices(powers, committees, _typed_for(request))), sent(request))
    if saved(request, powers, form, "memo_file.add", form.save_in):
        entered = len(form.memo_files)
        told = ngettext("%(n)s memo file is entered.", "%(n)s memo files are entered.", entered)
        messages.success(request, told % {"n": digits(entered)})
        return redirect("manage:area", pk)
    context = {"area": area, "form": form, "committees": committees, "prefix_help": PREFIX_HELP, "powers": powers}
    return render(request, "distribution/area_memo_files.html", context, status=422 if form.errors else 200)


def _offices(powers: Powers, committees: QuerySet[Committee], typed_for: list[int]) -> QuerySet[Office]:
    """The offices in charge that issue minutes of `committees`, as far as they have no open file."""
    issuing = scope.offices(powers).filter(Exists(committees.filter(office=OuterRef("pk"))))
    without = ~Exists(MemoFile.objects.filter(office=OuterRef("pk"), is_open=True))
    found = issuing.filter(without | Q(pk__in=typed_for)).select_related("area")
    found = found.prefetch_related(Prefetch("committees", committees.order_by("name_bn", "pk")))
    return found.order_by("area__kind", "area__name_bn", "name_bn", "pk")


def _typed_for(request: PersonRequest) -> list[int]:
    """The offices that a number was typed for: what somebody else entered meanwhile is answered, not dropped."""
    found = (re.fullmatch(r"prefix-([0-9]{1,18})", name) for name, typed in request.POST.items() if typed)
    return [int(match[1]) for match in found if match]
