"""Setting up a district or an upazila: what is to be made, a look at it, made in one step; then who holds the posts."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.domain.changes import Step
from accounts.language import digits
from accounts.requests import PersonRequest
from committees import scope
from committees.acting import actor_in
from committees.domain.founding import Plan, found, plan
from committees.domain.staffing import take_up_posts, vacant_key_posts
from committees.manage.forms.founding import SetUpForm, Wordings, choices_of, template_wordings
from committees.manage.forms.staffing import HoldersForm
from committees.manage.pages import administrator, asked, by_name, named, page_of
from committees.models import Area, Committee, by_precedence
from committees.powers import Powers

Kind = Area.Kind


def places(powers: Powers) -> QuerySet[Area]:
    """What can be set up at once: the districts in charge, and upazilas whose district is in another's charge."""
    own = scope.areas(powers)
    alone = Q(kind=Kind.UPAZILA, parent__isnull=False) & ~Q(parent__in=own)
    return own.filter(Q(kind=Kind.DISTRICT) | alone)


@require_safe
def districts(request: PersonRequest) -> HttpResponse:
    """The districts and upazilas that the administrator can set up, and how far each is."""
    powers = administrator(request)
    name = asked(request, "name")
    committees = Committee.objects.filter(area=OuterRef("pk"))
    of_part = Committee.objects.filter(area=OuterRef("parts__pk"))
    areas = named(places(powers), name, "name_bn", "name_en", "code").annotate(
        is_set_up=Exists(committees),
        part_count=Count("parts"),
        parts_set_up=Count("parts", filter=Exists(of_part)),
    )
    areas = areas.select_related("parent").order_by("is_set_up", by_name(), "pk")
    return render(request, "manage/districts.html", {"page": page_of(request, areas), "name": name, "powers": powers})


@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: PersonRequest, pk: int) -> HttpResponse:
    """One district or upazila: choose, look at what would be made, make it. What was chosen is posted along."""
    powers = administrator(request)
    founded = scope.areas(powers).filter(Q(kind=Kind.DISTRICT) | Q(kind=Kind.UPAZILA, parent__isnull=False))
    area = get_object_or_404(founded.select_related("parent"), pk=pk)
    upazilas = founded.filter(parent=area).order_by(by_name(), "pk")
    district = area.parent if area.kind == Kind.UPAZILA and area.parent else area
    form = SetUpForm(area, upazilas, request.POST or None)
    wordings = Wordings(request.POST or None, initial=template_wordings([area, *upazilas], district), prefix="wording")
    context = {"area": area, "form": form, "wordings": wordings, "powers": powers}
    if not form.is_bound or "change" in request.POST:
        return render(request, "manage/set_up.html", context)
    if not (form.is_valid() and wordings.is_valid()):
        return render(request, "manage/set_up.html", context, status=422)
    closed = () if founded.filter(pk=district.pk).exists() else (district.pk,)
    chosen = (form.areas, choices_of(form, wordings, closed), form.cleaned_data["starts_on"])
    if "make" in request.POST:
        with Step(actor_in(request, powers), "area.found") as step:
            found(*chosen, step)
        messages.success(request, _("%(area)s is set up. Now say who holds the posts.") % {"area": area})
        return redirect("manage:staff", pk)
    planned = plan(*chosen)
    return render(request, "manage/set_up_preview.html", {**context, "plan": planned, "areas": _by_area(form, planned)})


def _by_area(form: SetUpForm, planned: Plan) -> list[dict[str, Any]]:
    """What each area has and gets; also the district of an upazila that is set up alone, for its committees."""
    areas = dict.fromkeys([*(c.committee.area for c in planned.committees if c.seats), *form.areas])
    return [
        {
            "area": area,
            "offices": [o for o in planned.offices if o.office.area == area],
            "committees": [c for c in planned.committees if c.committee.area == area],
        }
        for area in areas
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def staff(request: PersonRequest, pk: int) -> HttpResponse:
    """Who chairs the committees of a district or upazila, and who keeps their minutes, as far as nobody does yet."""
    powers = administrator(request)
    area = get_object_or_404(scope.areas(powers).exclude(kind=Kind.DIVISION).select_related("parent"), pk=pk)
    areas = list(scope.areas(powers).filter(Q(pk=pk) | Q(parent=pk)))
    wanted = Q(pk__in=vacant_key_posts(areas, powers.day).values("pk")) | Q(pk__in=_typed_for(request))
    posts = scope.posts_to_fill(powers).filter(wanted).select_related("office__area")
    form = HoldersForm(
        list(posts.order_by("office__area__kind", "office__area__name_bn", *by_precedence())), request.POST or None
    )
    if form.is_bound and form.is_valid():
        actor = actor_in(request, powers)
        try:
            with Step(actor, "area.staff") as step:
                invited = take_up_posts(form.holders, form.cleaned_data["starts_on"], step, actor)
        except ValidationError as error:
            for name, faults in error.error_dict.items():
                form.add_error("starts_on" if name == "day" else name, faults)
        else:
            messages.success(request, _taken_up(len(form.holders), len(invited)))
            return redirect("distribution:area_memo_files", pk)
    status = 422 if form.errors else 200
    context = {"area": area, "form": form, "committees": Committee.objects.filter(area__in=areas), "powers": powers}
    return render(request, "manage/staff.html", context, status=status)


def _typed_for(request: PersonRequest) -> list[int]:
    """The posts that something was typed for: what somebody else filled meanwhile is answered, not dropped."""
    found = (re.fullmatch(r"email-([0-9]{1,18})", name) for name, typed in request.POST.items() if typed)
    return [int(match[1]) for match in found if match]


def _taken_up(held: int, invited: int) -> str:
    taken = ngettext("%(n)s post is held now.", "%(n)s posts are held now.", held) % {"n": digits(held)}
    mails = ngettext("%(n)s invitation is sent.", "%(n)s invitations are sent.", invited) % {"n": digits(invited)}
    return f"{taken} {mails}"
