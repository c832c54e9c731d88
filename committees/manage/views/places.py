"""Areas, offices and posts."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.permissions import require
from accounts.requests import PersonRequest, whole_number
from accounts.steps import step as posted
from committees import scope
from committees.manage.forms.places import AreaForm, OfficeForm, PostForm, RenameForm
from committees.manage.pages import FORM, administrator, asked, by_name, form_page, named, page_of, removed, saved, sent
from committees.models import Area, Office, Post, Tenure, by_precedence
from committees.rules import may


@require_safe
def areas(request: PersonRequest) -> HttpResponse:
    """The divisions, districts and upazilas in charge."""
    powers = administrator(request)
    name, without_code = asked(request, "name"), "without_code" in request.GET
    found = named(scope.areas(powers), name, "name_bn", "name_en", "code", "parent__name_bn", "parent__name_en")
    if without_code:
        found = found.filter(code="").exclude(kind=Area.Kind.DIVISION)
    found = found.select_related("parent").order_by(by_name("parent__parent__"), by_name("parent__"), by_name(), "pk")
    context = {"page": page_of(request, found), "name": name, "without_code": without_code, "powers": powers}
    return render(request, "manage/areas.html", context)


@require_safe
def area(request: PersonRequest, pk: int) -> HttpResponse:
    """One area: its offices, its committees, and the areas below."""
    powers = administrator(request)
    subject = get_object_or_404(scope.areas(powers).select_related("parent"), pk=pk)
    context = {
        "area": subject,
        "offices": subject.offices.annotate(post_count=Count("posts")).order_by(by_name(), "pk"),
        "committees": subject.committees.order_by(by_name(), "pk"),
        "parts": subject.parts.order_by(by_name(), "pk"),
        "may_manage": may("manage", powers, subject),
        "powers": powers,
    }
    return render(request, "manage/area.html", context)


@FORM
def edit_area(request: PersonRequest, pk: int) -> HttpResponse:
    """An area's names and code, which administrators of the whole country mend."""
    powers = administrator(request)
    subject = get_object_or_404(scope.areas(powers), pk=pk)
    require(may("manage", powers, subject))
    form = AreaForm(sent(request), instance=subject)
    if saved(request, powers, form, "area.change", form.save_in):
        messages.success(request, _("The area is changed."))
        return redirect("manage:area", pk)
    return form_page(
        request,
        form,
        title=_("Change %(name)s") % {"name": Area.objects.get(pk=pk)},
        submit=_("Save"),
        back=reverse("manage:area", args=[pk]),
        crumbs=[(reverse("manage:areas"), _("Areas"))],
        powers=powers,
    )


@require_safe
def offices(request: PersonRequest) -> HttpResponse:
    """The offices in charge."""
    powers = administrator(request)
    name = asked(request, "name")
    found = named(scope.offices(powers), name, "name_bn", "name_en", "area__name_bn", "area__name_en")
    found = found.select_related("area").prefetch_related("posts").order_by(by_name(), "pk")
    return render(request, "manage/offices.html", {"page": page_of(request, found), "name": name, "powers": powers})


@require_safe
def office(request: PersonRequest, pk: int) -> HttpResponse:
    """One office: what is printed of it, and its posts with those who hold them."""
    powers = administrator(request)
    subject = get_object_or_404(scope.offices(powers).select_related("area", "emblem"), pk=pk)
    holders = Prefetch("tenures", Tenure.objects.on(powers.day).select_related("person"), "held")
    context = {
        "office": subject,
        "posts": subject.posts.prefetch_related(holders).order_by(*by_precedence()),
        "committees": subject.committees.order_by(by_name(), "pk"),
        "emblem": subject.emblem.image(_("emblem")) if subject.emblem else None,
        "powers": powers,
    }
    return render(request, "manage/office.html", context)


@FORM
def edit_office(request: PersonRequest, pk: int | None = None) -> HttpResponse:
    """An office, new or changed."""
    powers = administrator(request)
    subject = get_object_or_404(scope.offices(powers).select_related("emblem"), pk=pk) if pk else Office()
    title = _("Change %(name)s") % {"name": subject} if pk else _("New office")
    initial = {} if pk else {"area": whole_number(request.GET.get("area", ""))}
    form = OfficeForm(powers, sent(request), request.FILES or None, instance=subject, initial=initial)
    if saved(request, powers, form, "office.change" if pk else "office.add", form.save_in):
        messages.success(request, _("The office is changed.") if pk else _("The office is entered. Now its posts."))
        return redirect("manage:office", subject.pk)
    return form_page(
        request,
        form,
        title=title,
        submit=_("Save"),
        back=reverse("manage:office", args=[pk]) if pk else reverse("manage:offices"),
        crumbs=[(reverse("manage:offices"), _("Offices"))],
        multipart=True,
        powers=powers,
    )


def _to_office(request: PersonRequest, pk: int) -> HttpResponse:
    return redirect("manage:office", get_object_or_404(scope.offices(administrator(request)), pk=pk).pk)


@posted(_to_office)
def remove_office(request: PersonRequest, pk: int) -> HttpResponse:
    """Remove an office that was entered by mistake."""
    powers = administrator(request)
    subject = get_object_or_404(scope.offices(powers), pk=pk)
    if removed(request, powers, subject, "office.remove"):
        messages.success(request, _("The office is removed. The history keeps it, and it can be restored."))
        return redirect("manage:offices")
    messages.error(request, _("The office stays: posts, committees or documents belong to it."))
    return redirect("manage:office", pk)


@FORM
def add_post(request: PersonRequest, pk: int) -> HttpResponse:
    """A new post of an office."""
    powers = administrator(request)
    owner = get_object_or_404(scope.offices(powers), pk=pk)
    form = PostForm(sent(request), instance=Post(office=owner))
    if saved(request, powers, form, "post.add", form.save_in):
        messages.success(request, _("The post is entered. Who holds it?"))
        return redirect("manage:post", form.instance.pk)
    return form_page(
        request,
        form,
        title=_("New post"),
        lead=owner,
        submit=_("Save"),
        back=reverse("manage:office", args=[pk]),
        crumbs=[(reverse("manage:offices"), _("Offices")), (reverse("manage:office", args=[pk]), owner)],
        powers=powers,
    )


@require_safe
def post(request: PersonRequest, pk: int) -> HttpResponse:
    """One post: who held it when, what it was called, and where it sits."""
    powers = administrator(request)
    subject = get_object_or_404(scope.posts(powers), pk=pk)
    seats = subject.memberships.select_related("committee").order_by("-starts_on", "-pk")
    context = {
        "post": subject,
        "tenures": subject.tenures.select_related("person").order_by("-starts_on", "-pk"),
        "former_names": subject.former_names.order_by("-ends_on"),
        "seats": seats,
        "may_fill": may("fill", powers, subject),
        "powers": powers,
    }
    return render(request, "manage/post.html", context)


@FORM
def edit_post(request: PersonRequest, pk: int) -> HttpResponse:
    """Correct a post: a mistyped name, its precedence, its address. A new name from a day on is a renaming."""
    powers = administrator(request)
    subject = get_object_or_404(scope.posts(powers), pk=pk)
    title = _("Correct %(name)s") % {"name": subject}
    form = PostForm(sent(request), instance=subject)
    if saved(request, powers, form, "post.change", form.save_in):
        messages.success(request, _("The post is changed."))
        return redirect("manage:post", pk)
    return form_page(
        request,
        form,
        title=title,
        lead=_("To correct what was mistyped. If the post is called otherwise from a day on, rename it instead."),
        submit=_("Save"),
        back=reverse("manage:post", args=[pk]),
        crumbs=_crumbs_of(subject),
        powers=powers,
    )


@FORM
def rename_post(request: PersonRequest, pk: int) -> HttpResponse:
    """A new name from a day on."""
    powers = administrator(request)
    subject = get_object_or_404(scope.posts(powers), pk=pk)
    title = _("Rename %(name)s") % {"name": subject}
    form = RenameForm(sent(request), initial={"name_bn": subject.name_bn, "name_en": subject.name_en})
    if saved(request, powers, form, "post.rename", lambda step: form.save_in(step, subject)):
        messages.success(request, _("The post is renamed. What was signed before keeps the old name."))
        return redirect("manage:post", pk)
    return form_page(
        request,
        form,
        title=title,
        lead=_("Documents of before keep the old name, and so does every list of an earlier day."),
        submit=_("Rename"),
        back=reverse("manage:post", args=[pk]),
        crumbs=_crumbs_of(subject),
        powers=powers,
    )


def _crumbs_of(subject: Post) -> list[tuple[str, str]]:
    return [
        (reverse("manage:office", args=[subject.office_id]), str(subject.office)),
        (reverse("manage:post", args=[subject.pk]), subject.name),
    ]


def _to_post(request: PersonRequest, pk: int) -> HttpResponse:
    return redirect("manage:post", get_object_or_404(scope.posts(administrator(request)), pk=pk).pk)


@posted(_to_post)
def remove_post(request: PersonRequest, pk: int) -> HttpResponse:
    """Remove a post that was entered by mistake."""
    powers = administrator(request)
    subject = get_object_or_404(scope.posts(powers), pk=pk)
    if removed(request, powers, subject, "post.remove"):
        messages.success(request, _("The post is removed. The history keeps it, and it can be restored."))
        return redirect("manage:office", subject.office_id)
    messages.error(request, _("The post stays: somebody held it, or it has a seat on a committee."))
    return redirect("manage:post", pk)
