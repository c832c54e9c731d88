"""Committees with their seats."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.requests import PersonRequest
from accounts.steps import step as posted
from committees import scope
from committees.asof import AsOfForm
from committees.manage.forms.bodies import CommitteeForm, EndSeatForm, SeatForm
from committees.manage.pages import FORM, administrator, form_page, removed, saved, sent
from committees.models import Committee, Membership
from committees.powers import Powers
from committees.seating import in_the_chair, seats_of, with_key_seats
from documents.layouts import LAYOUTS

FEW = 5


@require_safe
def committee(request: PersonRequest, pk: int) -> HttpResponse:
    """One committee: who sits there on a day, by which orders, who stands in for the chair, and its settings."""
    powers = administrator(request)
    found = with_key_seats(scope.committees(powers), powers.day).select_related("area", "office", "parent")
    subject = get_object_or_404(found, pk=pk)
    as_of = AsOfForm(request.GET, today=powers.day)
    seats = seats_of(subject, as_of.day)
    delegations = subject.delegations.select_related("post__office")
    coming = subject.memberships.filter(starts_on__gt=as_of.day).select_related("post__office")
    context = {
        "committee": subject,
        "as_of": as_of,
        "seats": seats,
        "own_posts": set(
            scope.posts(powers).filter(pk__in=[s.membership.post_id for s in seats]).values_list("pk", flat=True)
        ),
        "able": in_the_chair(subject, as_of.day, seats),
        "coming": coming.order_by("starts_on", "pk"),
        "orders": subject.orders.all(),
        "delegations": delegations.filter(ends_on__gte=powers.day),
        "past_delegations": delegations.filter(ends_on__lt=powers.day)[:FEW],
        "layout": LAYOUTS[subject.layout].name,
        "powers": powers,
    }
    return render(request, "manage/committee.html", context)


@FORM
def edit_committee(request: PersonRequest, pk: int | None = None) -> HttpResponse:
    """A committee, new or changed."""
    powers = administrator(request)
    subject = _committee(powers, pk) if pk else Committee()
    title = _("Change %(name)s") % {"name": subject} if pk else _("New committee")
    form = CommitteeForm(powers, sent(request), instance=subject)
    if saved(request, powers, form, "committee.change" if pk else "committee.add", form.save_in):
        messages.success(
            request, _("The committee is changed.") if pk else _("The committee is entered. Now its seats.")
        )
        return redirect("manage:committee", subject.pk)
    return form_page(
        request,
        form,
        title=title,
        lead=_("These settings are habits of the committee's own: leave empty what it has not decided."),
        submit=_("Save"),
        back=reverse("manage:committee", args=[pk]) if pk else reverse("oversight:managed_committees"),
        crumbs=[(reverse("oversight:managed_committees"), _("Committees"))],
        powers=powers,
    )


def _to_committee(request: PersonRequest, pk: int) -> HttpResponse:
    return redirect("manage:committee", _committee(administrator(request), pk).pk)


@posted(_to_committee)
def remove_committee(request: PersonRequest, pk: int) -> HttpResponse:
    """Remove a committee that was entered by mistake."""
    powers = administrator(request)
    if removed(request, powers, _committee(powers, pk), "committee.remove"):
        messages.success(request, _("The committee is removed. The history keeps it, and it can be restored."))
        return redirect("oversight:managed_committees")
    messages.error(request, _("The committee stays: seats, orders or meetings belong to it."))
    return redirect("manage:committee", pk)


@FORM
def new_seat(request: PersonRequest, pk: int) -> HttpResponse:
    """A post or a private person gets a seat."""
    powers = administrator(request)
    subject = _committee(powers, pk)
    form = SeatForm(powers, sent(request), instance=Membership(committee=subject))
    if saved(request, powers, form, "seat.give", form.save_in):
        messages.success(request, _("The seat is entered."))
        return redirect("manage:committee", pk)
    return form_page(
        request,
        form,
        title=_("New seat"),
        lead=_("A seat belongs to a post: whoever holds the post sits there. Private persons sit there by name."),
        submit=_("Save"),
        back=reverse("manage:committee", args=[pk]),
        crumbs=crumbs_of(subject),
        powers=powers,
    )


@FORM
def edit_seat(request: PersonRequest, pk: int) -> HttpResponse:
    """Correct what was mistyped of a seat."""
    powers = administrator(request)
    seat = _seat(powers, pk)
    form = SeatForm(powers, sent(request), instance=seat)
    if saved(request, powers, form, "seat.correct", form.save_in):
        messages.success(request, _("The seat is corrected."))
        return redirect("manage:committee", seat.committee_id)
    return form_page(
        request,
        form,
        title=_("Correct a seat"),
        lead=_(
            "To correct what was mistyped. If somebody else sits there from a day on, end this seat and give a new one."
        ),
        submit=_("Save"),
        back=reverse("manage:committee", args=[seat.committee_id]),
        crumbs=crumbs_of(seat.committee),
        powers=powers,
    )


@FORM
def end_seat(request: PersonRequest, pk: int) -> HttpResponse:
    """The last day of a seat."""
    powers = administrator(request)
    seat = _seat(powers, pk)
    form = EndSeatForm(sent(request))
    if saved(request, powers, form, "seat.end", lambda step: form.save_in(step, seat)):
        messages.success(request, _("The seat ends."))
        return redirect("manage:committee", seat.committee_id)
    return form_page(
        request,
        form,
        title=_("End a seat"),
        lead=f"{seat.get_role_display()}: {seat.post or seat.person_name}",
        submit=_("End the seat"),
        back=reverse("manage:committee", args=[seat.committee_id]),
        crumbs=crumbs_of(seat.committee),
        powers=powers,
    )


def _to_committee_of(request: PersonRequest, pk: int) -> HttpResponse:
    return redirect("manage:committee", _seat(administrator(request), pk).committee_id)


@posted(_to_committee_of)
def remove_seat(request: PersonRequest, pk: int) -> HttpResponse:
    """Take out a seat that was entered by mistake."""
    powers = administrator(request)
    seat = _seat(powers, pk)
    committee = seat.committee_id
    removed(request, powers, seat, "seat.remove")
    messages.success(request, _("The seat is taken out. The history keeps it, and it can be restored."))
    return redirect("manage:committee", committee)


def crumbs_of(subject: Committee) -> list[tuple[str, str]]:
    """The way to a page about something of the committee."""
    return [
        (reverse("oversight:managed_committees"), _("Committees")),
        (reverse("manage:committee", args=[subject.pk]), str(subject)),
    ]


def _committee(powers: Powers, pk: int) -> Committee:
    return get_object_or_404(scope.committees(powers).select_related("area", "office", "parent"), pk=pk)


def _seat(powers: Powers, pk: int) -> Membership:
    found = Membership.objects.filter(committee__in=scope.committees(powers).values("pk"))
    return get_object_or_404(found.select_related("committee", "post__office", "order"), pk=pk)
