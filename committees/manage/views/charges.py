"""Who administers or audits what."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import F, Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.domain.changes import Step
from accounts.proof import fresh
from accounts.requests import PersonRequest
from accounts.steps import step as posted
from committees.acting import actor_in
from committees.domain import charging
from committees.manage.forms.charges import ChargeForm
from committees.manage.pages import administrator, asked, form_page, named, page_of, saved
from committees.models import Administration, Tenure
from committees.powers import Powers
from committees.rules import may


def _charges(powers: Powers) -> QuerySet[Administration]:
    """Those of the areas in charge and below; of the whole country and of auditors for the country's administrators."""
    found = Administration.objects.select_related("post__office", "person", "area")
    return found if powers.everywhere else found.filter(area__in=powers.areas)


@require_safe
def charges(request: PersonRequest) -> HttpResponse:
    """Who administers or audits what, and by which post."""
    powers = administrator(request)
    name = asked(request, "name")
    found = named(
        _charges(powers),
        name,
        *("area__name_bn", "area__name_en", "post__name_bn", "post__name_en", "post__office__name_bn"),
        *("person__name_bn", "person__name_en", "person__email"),
    )
    if name:
        holders = named(Tenure.objects.on(powers.day), name, "person__name_bn", "person__name_en", "person__email")
        found |= _charges(powers).filter(Q(post__in=holders.values("post")))
    held = Prefetch("post__tenures", Tenure.objects.on(powers.day).select_related("person"), "held")
    page = page_of(
        request,
        found.prefetch_related(held).order_by("kind", F("area__name_bn").asc(nulls_first=True), "pk"),
    )
    context = {
        "page": page,
        "rows": [(charge, may("withdraw", powers, charge)) for charge in page.object_list],
        "name": name,
        "powers": powers,
    }
    return render(request, "manage/charges.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@fresh
def new_charge(request: PersonRequest) -> HttpResponse:
    """Give somebody charge of an area."""
    powers = administrator(request)
    form = ChargeForm(powers, request.POST or None)
    if saved(request, powers, form, "charge.grant", lambda step: charging.grant(form.charge(), powers, step)):
        messages.success(request, _("The charge is given. It holds from now on."))
        return redirect("manage:charges")
    return form_page(
        request,
        form,
        title=_("Give a charge"),
        lead=_("Who has charge of an area administers it and all below it: offices, posts, people and committees."),
        submit=_("Give the charge"),
        back=reverse("manage:charges"),
        crumbs=[(reverse("manage:charges"), _("Charges"))],
        powers=powers,
    )


def _to_charges(request: PersonRequest, pk: int) -> HttpResponse:
    get_object_or_404(_charges(administrator(request)), pk=pk)
    return redirect("manage:charges")


@posted(_to_charges)
@fresh
def withdraw_charge(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a charge back; it ends that minute."""
    powers = administrator(request)
    subject = get_object_or_404(_charges(powers), pk=pk)
    try:
        with Step(actor_in(request, powers), "charge.withdraw") as step:
            charging.withdraw(subject, powers, step)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("The charge is withdrawn. It ended this minute."))
    return redirect("manage:charges")
