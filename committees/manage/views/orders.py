"""Orders: a committee formed, amended or formed anew, looked at before it is done."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.domain.audit import Actor
from accounts.domain.changes import Step
from accounts.requests import PersonRequest
from committees import scope
from committees.acting import actor_in
from committees.domain.seats import Reshuffle, ReshuffleError, carry_out, reshuffle
from committees.manage.forms.bodies import SPARE_ROWS, NewSeats, OrderForm, RolesForm, name_of
from committees.manage.pages import FORM, add_errors, administrator, form_page, saved, sent
from committees.manage.views.bodies import crumbs_of
from committees.models import Committee, FormationOrder, Membership
from committees.powers import Powers
from committees.seating import seats_of, with_key_seats

Kind = FormationOrder.Kind
# What is posted beside what was typed: the buttons, and the proof that the page was ours.
BUTTONS = ("csrfmiddlewaretoken", "review", "back", "more", "carry_out")


class OrderSheet:
    """What is typed of an order: its facts, what becomes of the seats of its day, and the new seats.

    `seats_changed`: the seats of that day are not those that the page showed, so they have to be looked at anew.
    """

    def __init__(self, committee: Committee, powers: Powers, data: QueryDict | None) -> None:
        kind = Kind.RECONSTITUTION if committee.orders.exists() else Kind.FORMATION
        self.order = OrderForm(data, instance=FormationOrder(committee=committee), initial={"kind": kind})
        day = (self.order.is_valid() and self.order.cleaned_data["effective_on"]) or powers.day
        present = seats_of(committee, day)
        shown = {name for name in data or () if name.startswith("seat")}
        self.seats_changed = data is not None and shown != {name_of(seat.membership) for seat in present}
        self.roles = RolesForm(present, None if self.seats_changed else data)
        self.new = NewSeats(data, prefix="new", form_kwargs={"powers": powers})

    def is_valid(self) -> bool:
        """Whether all of it can be read; whether the order can give these seats, only the attempt tells."""
        return not self.seats_changed and all([self.order.is_valid(), self.roles.is_valid(), self.new.is_valid()])

    def plan(self) -> Reshuffle:
        return reshuffle(self.order.instance, self.roles.roles, [form.seat for form in self.new if form.seat])

    def say(self, plan: Reshuffle, error: ReshuffleError) -> None:
        """Put what is wrong with a seat at the row that asked for it."""
        moved = [name_of(seat) for seat in plan.end if self.roles.roles[seat.pk]]
        rows = [form for form in self.new if form.seat]
        for place, wrong in error.errors.items():
            if place < len(moved):
                self.roles.add_error(moved[place], wrong.messages)
            else:
                add_errors(rows[place - len(moved)], wrong)


@FORM
def new_order(request: PersonRequest, pk: int) -> HttpResponse:
    """Enter an order and change the seats by it, after a look at what it will do."""
    powers = administrator(request)
    committee = get_object_or_404(scope.committees(powers), pk=pk)
    sheet = OrderSheet(committee, powers, _typed(request))
    status = 200
    if {"review", "carry_out"} & request.POST.keys():
        for_good = "carry_out" in request.POST
        if sheet.is_valid():
            plan = sheet.plan()
            after = _attempt(sheet, plan, actor_in(request, powers), for_good=for_good)
            if after and for_good:
                messages.success(request, _("The order is entered and the seats are changed. The history can undo it."))
                return redirect("manage:committee", pk)
            if after:
                return _review(request, powers, plan, after)
        status = 422
    context = {
        "committee": committee,
        "sheet": sheet,
        "new_seats": sheet.new,
        "back": reverse("manage:committee", args=[pk]),
        "crumbs": crumbs_of(committee),
        "powers": powers,
    }
    return render(request, "manage/order.html", context, status=status)


def _typed(request: PersonRequest) -> QueryDict | None:
    """What was typed, with more rows where those are asked for."""
    if "more" not in request.POST:
        return sent(request)
    data = request.POST.copy()
    typed = data.get("new-TOTAL_FORMS", "")
    rows = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 4 else 0
    data["new-TOTAL_FORMS"] = str(rows + SPARE_ROWS)
    for row in range(rows, rows + SPARE_ROWS):  # what an empty row of a new page begins with, lest it be a chair's
        data[f"new-{row}-role"] = Membership.Role.MEMBER
    return data


def _attempt(sheet: OrderSheet, plan: Reshuffle, actor: Actor, *, for_good: bool) -> Committee | None:
    """Carry the order out, and take it back unless it is `for_good`; gives the committee as it then is on that day.

    None where it cannot be carried out: the sheet then says why.
    """
    try:
        with transaction.atomic():
            with Step(actor, "order.carry_out") as step:
                carry_out(plan, step=step)
            day, pk = plan.order.effective_on, plan.order.committee_id
            after = with_key_seats(Committee.objects.all(), day).get(pk=pk)
            transaction.set_rollback(not for_good)
    except ReshuffleError as error:
        sheet.say(plan, error)
    except ValidationError as error:
        add_errors(sheet.order, error)
    else:
        return after
    return None


def _review(request: PersonRequest, powers: Powers, plan: Reshuffle, after: Committee) -> HttpResponse:
    """What the order will do, in words, and what was typed, to be sent once more."""
    typed = [(name, value) for name, values in request.POST.lists() if name not in BUTTONS for value in values]
    context = {
        "plan": plan,
        "order": plan.order,
        "committee": after,
        "delegations": after.delegations.filter(ends_on__gte=plan.order.effective_on).select_related("post__office"),
        "typed": typed,
        "crumbs": crumbs_of(after),
        "powers": powers,
    }
    return render(request, "manage/order_review.html", context)


@FORM
def edit_order(request: PersonRequest, pk: int) -> HttpResponse:
    """Correct what was mistyped of an order. The days of its seats are corrected at the seats."""
    powers = administrator(request)
    found = FormationOrder.objects.filter(committee__in=scope.committees(powers).values("pk"))
    order = get_object_or_404(found.select_related("committee"), pk=pk)
    form = OrderForm(sent(request), instance=order)
    if saved(request, powers, form, "order.correct", form.save_in):
        messages.success(request, _("The order is corrected."))
        return redirect("manage:committee", order.committee_id)
    return form_page(
        request,
        form,
        title=_("Correct an order"),
        lead=_("To correct what was mistyped. The seats keep their days; those are corrected at each seat."),
        submit=_("Save"),
        back=reverse("manage:committee", args=[order.committee_id]),
        crumbs=crumbs_of(order.committee),
        powers=powers,
    )
