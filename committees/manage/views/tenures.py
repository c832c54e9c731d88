"""Single tenures: taken up from a post's page, put right, removed."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.domain.changes import Step
from accounts.permissions import require
from accounts.requests import PersonRequest
from accounts.steps import step as posted
from committees import scope
from committees.acting import actor_in
from committees.domain import holding
from committees.manage.forms.people import HolderForm, TenureForm
from committees.manage.pages import FORM, administrator, form_page, saved
from committees.models import Tenure
from committees.powers import Powers
from committees.rules import may


@FORM
def add_holder(request: PersonRequest, pk: int) -> HttpResponse:
    """Somebody takes up the post."""
    powers = administrator(request)
    post = get_object_or_404(scope.posts(powers), pk=pk)
    require(may("fill", powers, post))
    form = HolderForm(powers, request.POST or None)
    if saved(
        request, powers, form, "tenure.take_up", lambda step: form.take_up(post, form.cleaned_data["person"], step)
    ):
        messages.success(request, _("The holder is entered."))
        return redirect("manage:post", pk)
    return form_page(
        request,
        form,
        title=_("Who takes up the post"),
        lead=post,
        submit=_("Save"),
        back=reverse("manage:post", args=[pk]),
        crumbs=[
            (reverse("manage:office", args=[post.office_id]), str(post.office)),
            (reverse("manage:post", args=[pk]), post.name),
        ],
        powers=powers,
    )


def _tenures(powers: Powers) -> QuerySet[Tenure]:
    return Tenure.objects.filter(post__in=scope.posts(powers)).select_related("post__office", "person")


@FORM
def tenure(request: PersonRequest, pk: int) -> HttpResponse:
    """Put right what was entered of a tenure."""
    powers = administrator(request)
    subject = get_object_or_404(_tenures(powers), pk=pk)
    require(may("fill", powers, subject.post))
    shown = {"kind": subject.kind, "starts_on": subject.starts_on, "ends_on": subject.ends_on}
    form = TenureForm(request.POST or None, initial=shown)
    if saved(
        request, powers, form, "tenure.change", lambda step: holding.correct(subject, **form.cleaned_data, step=step)
    ):
        messages.success(request, _("The tenure is put right."))
        return redirect("oversight:person", subject.person_id)
    return form_page(
        request,
        form,
        title=_("%(person)s as %(post)s") % {"person": subject.person, "post": subject.post.full_name},
        lead=_("To put right a day or a kind that was entered wrong, or to enter the last day."),
        submit=_("Save"),
        back=reverse("oversight:person", args=[subject.person_id]),
        crumbs=[
            (reverse("manage:people"), _("People")),
            (reverse("oversight:person", args=[subject.person_id]), str(subject.person)),
        ],
        remove=reverse("manage:remove_tenure", args=[pk]),
        removing=_("Was it never so?"),
        remove_label=_("Remove the tenure"),
        confirm_removal=_("The tenure is removed, as if it had never been. You can restore it from the history."),
        powers=powers,
    )


def _to_tenure(request: PersonRequest, pk: int) -> HttpResponse:
    return redirect("manage:tenure", get_object_or_404(_tenures(administrator(request)), pk=pk).pk)


@posted(_to_tenure)
def remove_tenure(request: PersonRequest, pk: int) -> HttpResponse:
    """Remove a tenure that never was."""
    powers = administrator(request)
    subject = get_object_or_404(_tenures(powers), pk=pk)
    require(may("fill", powers, subject.post))
    try:
        with Step(actor_in(request, powers), "tenure.remove") as step:
            holding.remove(subject, step)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("manage:tenure", pk)
    messages.success(request, _("The tenure is removed. The history keeps it, and it can be restored."))
    return redirect("oversight:person", subject.person_id)
