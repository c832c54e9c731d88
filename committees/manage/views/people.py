"""People: who there is, new accounts, and what is done to one. The page of one person stands in oversight."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.domain import factors
from accounts.domain.changes import Step
from accounts.domain.invitations import invite
from accounts.models import Alert, User
from accounts.permissions import require
from accounts.proof import fresh
from accounts.requests import PersonRequest
from accounts.steps import step as posted
from committees import scope
from committees.acting import actor_in
from committees.domain import people as domain
from committees.domain.charging import LastAdministratorError
from committees.manage.forms.people import NewPersonForm, PersonForm, PostForm
from committees.manage.pages import FORM, administrator, asked, by_name, form_page, named, page_of, saved
from committees.models import Tenure
from committees.powers import Powers
from committees.rules import may


class Choice(NamedTuple):
    """A choice of the list: its words, and whom it leaves."""

    words: Promise
    those: Callable[[QuerySet[User], Powers], QuerySet[User]]


def _without_post(found: QuerySet[User], powers: Powers) -> QuerySet[User]:
    return found.filter(~Exists(Tenure.objects.on(powers.day).filter(person=OuterRef("pk"))))


def _without_password(found: QuerySet[User]) -> QuerySet[User]:
    return found.filter(is_active=True, password__startswith=UNUSABLE_PASSWORD_PREFIX)


def _invitations() -> QuerySet[Alert]:
    return Alert.objects.filter(what=Alert.What.INVITATION)


def _invited() -> Q:
    return Q(pk__in=_invitations().order_by().values("person"))


def _without_factor(found: QuerySet[User], powers: Powers) -> QuerySet[User]:
    factor = Authenticator.objects.filter(user=OuterRef("pk"), type__in=factors.FACTORS)
    return found.filter(domain.needing_second_factor(powers.day), ~Exists(factor), is_active=True)


CHOICES: Mapping[str, Choice] = {
    "no-post": Choice(gettext_lazy("without a post today"), _without_post),
    "invited": Choice(
        gettext_lazy("invited and not come yet"),
        lambda found, _powers: _without_password(found).filter(_invited()),
    ),
    "no-access": Choice(
        gettext_lazy("never invited"),
        lambda found, _powers: _without_password(found).exclude(_invited()),
    ),
    "no-factor": Choice(gettext_lazy("without the second factor that the post needs"), _without_factor),
    "closed": Choice(gettext_lazy("account closed"), lambda found, _powers: found.filter(is_active=False)),
}


@require_safe
def people(request: PersonRequest) -> HttpResponse:
    """Who holds or held posts in the areas in charge, and who was entered there."""
    powers = administrator(request)
    name, chosen = asked(request, "name"), asked(request, "state")
    found = scope.people(powers)
    if name:
        posts = named(Tenure.objects.on(powers.day), name, "post__name_bn", "post__name_en", "post__office__name_bn")
        of_post = Q(pk__in=posts.values("person"))
        found = found.filter(Q(pk__in=named(found, name, "name_bn", "name_en", "email").values("pk")) | of_post)
    if chosen in CHOICES:
        found = CHOICES[chosen].those(found, powers)
    held = Prefetch("tenures", Tenure.objects.on(powers.day).select_related("post__office"), "held")
    invitations = Prefetch("alerts", _invitations(), "invitations")
    found = found.prefetch_related(held, invitations).order_by(by_name(), "pk")
    context = {
        "page": page_of(request, found),
        "name": name,
        "chosen": chosen,
        "choices": {value: choice.words for value, choice in CHOICES.items()},
        "powers": powers,
    }
    return render(request, "manage/people.html", context)


@FORM
def new_person(request: PersonRequest) -> HttpResponse:
    """A new person, at wish with a post; an account that is there already takes up the post."""
    powers = administrator(request)
    form = NewPersonForm(powers, request.POST or None)
    actor = actor_in(request, powers)
    done: list[User] = []
    if saved(request, powers, form, "person.add", lambda step: done.append(form.enter(step, actor))):
        messages.success(request, _("%(name)s is entered.") % {"name": done[0]})
        return redirect("oversight:person", done[0].pk)
    return form_page(
        request,
        form,
        title=_("New person"),
        lead=_("An account for somebody who holds a post. What the person may do comes from the posts alone."),
        submit=_("Save"),
        back=reverse("manage:people"),
        crumbs=[(reverse("manage:people"), _("People"))],
        powers=powers,
    )


@FORM
@fresh
def edit_person(request: PersonRequest, pk: int) -> HttpResponse:
    """Names, address and language of a person."""
    powers = administrator(request)
    subject = _person(powers, pk)
    require(may("manage", powers, subject))
    title = _("Change %(name)s") % {"name": subject}
    form = PersonForm(request.POST or None, instance=subject)
    actor = actor_in(request, powers)
    if saved(request, powers, form, "person.change", lambda step: form.save_by(step, actor)):
        messages.success(request, _("The account is changed."))
        return redirect("oversight:person", pk)
    return form_page(
        request,
        form,
        title=title,
        submit=_("Save"),
        back=reverse("oversight:person", args=[pk]),
        crumbs=crumbs_of(title_of(pk)),
        powers=powers,
    )


def title_of(pk: int) -> User:
    """The person as stored, whatever a form made of it."""
    return User.objects.get(pk=pk)


def crumbs_of(person: User) -> list[tuple[str, str]]:
    return [(reverse("manage:people"), _("People")), (reverse("oversight:person", args=[person.pk]), str(person))]


@FORM
def take_up(request: PersonRequest, pk: int) -> HttpResponse:
    """The person takes up a post."""
    powers = administrator(request)
    subject = _person(powers, pk)
    form = PostForm(powers, request.POST or None)
    if saved(
        request,
        powers,
        form,
        "tenure.take_up",
        lambda step: form.take_up(form.cleaned_data["post"], subject, step),
    ):
        messages.success(request, _("The post is entered."))
        return redirect("oversight:person", pk)
    return form_page(
        request,
        form,
        title=_("%(name)s takes up a post") % {"name": subject},
        lead=_("To leave one post for another in one step, use the transfer."),
        submit=_("Save"),
        back=reverse("oversight:person", args=[pk]),
        crumbs=crumbs_of(subject),
        powers=powers,
    )


def _person(powers: Powers, pk: int) -> User:
    return get_object_or_404(scope.people(powers), pk=pk)


def _to_person(request: PersonRequest, pk: int) -> HttpResponse:
    return redirect("oversight:person", _person(administrator(request), pk).pk)


@posted(_to_person)
@fresh
def close_person(request: PersonRequest, pk: int) -> HttpResponse:
    """Close the account: nobody signs in with it, and its sessions end."""
    powers = administrator(request)
    subject = _person(powers, pk)
    require(may("secure", powers, subject))
    try:
        with Step(actor_in(request, powers), "person.close") as step:
            domain.close(subject, step)
    except LastAdministratorError as error:
        messages.error(request, error.messages[0])
        return redirect("oversight:person", pk)
    messages.success(request, _("The account is closed, and whoever was signed in with it is signed out."))
    if subject.tenures.on(powers.day).exists():
        messages.warning(request, _("The person still holds a post. Enter who holds it now, or work waits for nobody."))
    return redirect("oversight:person", pk)


@posted(_to_person)
@fresh
def reopen_person(request: PersonRequest, pk: int) -> HttpResponse:
    """Open a closed account again."""
    powers = administrator(request)
    subject = _person(powers, pk)
    require(may("secure", powers, subject))
    with Step(actor_in(request, powers), "person.reopen") as step:
        domain.reopen(subject, step)
    messages.success(request, _("The account is open again."))
    return redirect("oversight:person", pk)


@posted(_to_person)
def invite_person(request: PersonRequest, pk: int) -> HttpResponse:
    """Send the invitation, or send it again: the link of the one before opens nothing any more."""
    powers = administrator(request)
    subject = _person(powers, pk)
    require(may("manage", powers, subject))
    invite(subject, by=actor_in(request, powers))
    messages.success(request, _("The invitation is on its way to %(address)s.") % {"address": subject.email})
    return redirect("oversight:person", pk)


@posted(_to_person)
@fresh
def reset_factors(request: PersonRequest, pk: int) -> HttpResponse:
    """Take away the second factor of somebody who lost it."""
    powers = administrator(request)
    subject = _person(powers, pk)
    require(may("secure", powers, subject))
    factors.reset(subject, by=actor_in(request, powers))
    messages.success(request, _("The second factor is reset. The person sets up a new one at the next sign-in."))
    return redirect("oversight:person", pk)
