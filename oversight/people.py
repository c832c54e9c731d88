"""The page of one person in the administration, and the transfer: both show what waits for whom."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.domain.changes import Step
from accounts.domain.factors import factors_of, required_of
from accounts.domain.invitations import may_be_invited
from accounts.domain.sessions import sessions_of
from accounts.domain.signing import key_in_use, state_of
from accounts.models import Alert, User
from accounts.requests import PersonRequest
from committees import scope
from committees.acting import actor_in
from committees.domain import holding
from committees.manage.forms.people import TransferForm
from committees.manage.pages import FORM, add_errors, administrator, form_page
from committees.manage.views.people import crumbs_of
from committees.models import Administration, Tenure
from committees.powers import Powers, powers_of
from committees.rules import may
from oversight.foresight import TRANSFER, foresee
from oversight.waiting import tasks_of


@require_safe
def person(request: PersonRequest, pk: int) -> HttpResponse:
    """One person: the account, the posts held over time, and what waits."""
    powers = administrator(request)
    subject = get_object_or_404(scope.people(powers), pk=pk)
    of_person = powers_of(subject)
    may_manage = may("manage", powers, subject)
    key = key_in_use(subject)
    charges = Administration.objects.filter(Q(person=subject) | Q(post__in=list(of_person.posts)))
    context = {
        "subject": subject,
        "may_manage": may_manage,
        "may_secure": may("secure", powers, subject),
        "may_invite": may_manage and may_be_invited(subject),
        "invited": subject.alerts.filter(what=Alert.What.INVITATION).first(),
        "factors": factors_of(subject),
        "needs_factor": required_of(subject),
        "key": key,
        "key_state": state_of(key),
        "sessions": len(sessions_of(subject)),
        "tenures": subject.tenures.select_related("post__office").order_by("-starts_on", "-pk"),
        "in_charge": set(scope.posts(powers).filter(tenures__person=subject).values_list("pk", flat=True)),
        "to_fill": set(scope.posts_to_fill(powers).filter(tenures__person=subject).values_list("pk", flat=True)),
        "may_transfer": _current(subject, powers).exists(),
        "charges": charges.select_related("area", "post__office"),
        "tasks": tasks_of(of_person) if may_manage else [],
        "powers": powers,
    }
    return render(request, "oversight/person.html", context)


def _current(subject: User, powers: Powers) -> QuerySet[Tenure]:
    """The person's tenures in charge of the administrator that last today or are still to come."""
    lasting = subject.tenures.filter(Q(ends_on=None) | Q(ends_on__gte=powers.day), post__in=scope.posts_to_fill(powers))
    return lasting.select_related("post__office", "person").order_by("kind", "starts_on", "pk")


@FORM
def transfer(request: PersonRequest, pk: int) -> HttpResponse:
    """A transfer: typed, looked at before it happens, and then done as one step."""
    powers = administrator(request)
    subject = get_object_or_404(scope.people(powers), pk=pk)
    tenures = list(_current(subject, powers))
    if not tenures:
        messages.error(request, _("This person holds no post in your charge that could be left."))
        return redirect("oversight:person", pk)
    form = TransferForm(powers, subject, tenures, request.POST or None)
    asked = request.POST.get("step", "")
    if request.method == "POST" and form.is_valid() and asked != "edit":
        actor, wanted = actor_in(request, powers), form.transfer()
        try:
            if asked == "confirm":
                with Step(actor, TRANSFER) as step:
                    holding.transfer(wanted, step)
                messages.success(request, _("The transfer is entered. It can be put back from the history."))
                return redirect("oversight:person", pk)
            context = {
                "subject": subject,
                "wanted": wanted,
                "foreseen": foresee(wanted, actor),
                "typed": [
                    (name, each) for name, values in request.POST.lists() for each in values if name in form.fields
                ],
                "crumbs": crumbs_of(subject),
                "powers": powers,
            }
            return render(request, "oversight/transfer.html", context)
        except ValidationError as error:
            add_errors(form, error)
    return form_page(
        request,
        form,
        title=_("Transfer %(name)s") % {"name": subject},
        lead=_("One step: the post is left, others take it up. You see what follows before it is done."),
        submit=_("Look at what follows"),
        back=reverse("oversight:person", args=[pk]),
        crumbs=crumbs_of(subject),
        powers=powers,
    )
