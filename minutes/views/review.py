"""The chair's desk, and the moves that are made by one button."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_safe

from accounts.domain.signing import PinError, unlock
from accounts.permissions import require
from accounts.proof import fresh
from accounts.requests import PersonRequest, address_of, whole_number
from committees.acting import actor_in, powers_in
from minutes import rules
from minutes.chair_forms import ReturnForm, SignForm
from minutes.domain import seeing, signing
from minutes.domain.workflow import StaleError
from minutes.models import Minutes
from minutes.views.chairs_desk import desk_page
from minutes.views.finding import visible
from minutes.views.steps import step


@require_safe
def desk(request: PersonRequest, pk: int) -> HttpResponse:
    """The sheet with what was said about it, and for the chair: return or sign.

    `?pages` counts the pages of what would be signed, which takes a while; `?part=` opens the comment on that part.
    """
    powers = powers_in(request)
    minutes = visible(powers, pk)
    if request.method == "HEAD":  # a page that is open asks whether what it sends would still be heard (saving.js)
        return HttpResponse()
    page = desk_page(request, powers, minutes)
    if rules.may("sign", powers, minutes):
        seeing.note_seen(minutes, powers.user)
    return page


@step("minutes:edit")
def submit(request: PersonRequest, pk: int) -> HttpResponse:
    """Send the draft to the chair."""
    return move(request, pk, "submit", signing.submit, _("The minutes are with the chair now."))


@step("minutes:review")
def send_back(request: PersonRequest, pk: int) -> HttpResponse:
    """Return the minutes to the secretary with the chair's reason."""
    powers = powers_in(request)
    minutes = visible(powers, pk)
    require(rules.may("send_back", powers, minutes))
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return desk_page(request, powers, minutes, return_form=form, status=422)

    send_back_with = partial(signing.send_back, comment=form.cleaned_data["comment"])
    said = _("The minutes are back with the secretary.")

    def again() -> HttpResponse:
        return desk_page(request, powers, visible(powers, pk), return_form=form, status=409)

    return move(request, pk, "send_back", send_back_with, said, again)


@sensitive_post_parameters("pin")
@sensitive_variables("form")
@step("minutes:review")
@fresh
def sign(request: PersonRequest, pk: int) -> HttpResponse:
    """Sign with the chair's PIN. A wrong PIN comes back to the field; five lock the key."""
    powers = powers_in(request)
    minutes = visible(powers, pk)
    require(rules.may("sign", powers, minutes))
    form = SignForm(request.POST)
    if form.is_valid():
        try:
            key = unlock(powers.user, form.cleaned_data["pin"], address=address_of(request))
        except PinError as error:
            form.refuse(request, error)
        else:
            said = _("The minutes are signed. The member secretary can issue them now.")
            digest, pictures = request.POST.get("digest", ""), request.POST.get("pictures", "")
            sign_shown = partial(signing.sign, key=key, digest=digest, pictures=pictures)
            return move(request, pk, "sign", sign_shown, said, partial(redirect, "minutes:review", pk))
    return desk_page(request, powers, minutes, sign_form=form, status=422)


@step("minutes:preview")
def correct(request: PersonRequest, pk: int) -> HttpResponse:
    """Start a corrected edition of a signed set."""
    powers = powers_in(request)
    minutes = visible(powers, pk)
    actor = actor_in(request, powers, minutes.meeting.committee_id)
    edition = signing.start_correction(pk, actor=actor, powers=powers)
    messages.success(request, _("A corrected edition is open for drafting. The signed one stays as it is."))
    return redirect("minutes:edit", edition.pk)


def move(
    request: PersonRequest,
    pk: int,
    name: str,
    make: Callable[..., Minutes],
    said: str,
    again: Callable[[], HttpResponse] | None = None,
) -> HttpResponse:
    """Make the move `name` (a key of rules.MOVES) by calling `make`, in the seat that it belongs to.

    `again`: answers where the page was stale, if not the page of the meeting.
    """
    powers = powers_in(request)
    minutes = visible(powers, pk)
    try:
        make(
            pk,
            actor=actor_in(request, powers, minutes.meeting.committee_id, *rules.MOVES[name].who),
            powers=powers,
            version=posted_version(request, minutes),
        )
    except StaleError as error:
        messages.error(request, str(error))
        if again:
            return again()
    else:
        messages.success(request, said)
    return redirect("oversight:meeting", minutes.meeting_id)


def posted_version(request: PersonRequest, minutes: Minutes) -> int:
    """The version of the minutes that the person looked at; a form without one is stale."""
    version = whole_number(request.POST.get("version", ""))
    return minutes.version - 1 if version is None else version
