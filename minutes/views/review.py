"""The chair's desk, and the moves that are made by one button."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_safe

from accounts.domain.signing import PinError, key_in_use, unlock, why_shut
from accounts.permissions import require
from accounts.proof import fresh
from accounts.requests import PersonRequest, address_of
from committees.acting import actor_in, powers_in
from committees.powers import Powers, delegation_of
from documents.sheet import sheet_html
from minutes import rules
from minutes.chair_forms import ReturnForm, SignForm
from minutes.domain import signing
from minutes.domain.assembly import document_of
from minutes.domain.ready import due_days, problems
from minutes.domain.workflow import StaleError
from minutes.models import Minutes
from minutes.views.reading import is_draft, watermark_of
from minutes.views.steps import step


@require_safe
def desk(request: PersonRequest, pk: int) -> HttpResponse:
    """The sheet with what was said about it, and for the chair: return or sign."""
    powers = powers_in(request)
    return _desk(request, powers, _visible(powers, pk))


@step("minutes:edit")
def submit(request: PersonRequest, pk: int) -> HttpResponse:
    """Send the draft to the chair."""
    return move(request, pk, "submit", signing.submit, _("The minutes are with the chair now."))


@step("minutes:review")
def send_back(request: PersonRequest, pk: int) -> HttpResponse:
    """Return the minutes to the secretary with the chair's reason."""
    powers = powers_in(request)
    minutes = _visible(powers, pk)
    require(rules.may("send_back", powers, minutes))
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _desk(request, powers, minutes, return_form=form, status=422)

    send_back_with = partial(signing.send_back, comment=form.cleaned_data["comment"])
    return move(request, pk, "send_back", send_back_with, _("The minutes are back with the secretary."))


@sensitive_post_parameters("pin")
@sensitive_variables("form")
@step("minutes:review")
@fresh
def sign(request: PersonRequest, pk: int) -> HttpResponse:
    """Sign with the chair's PIN. A wrong PIN comes back to the field; five lock the key."""
    powers = powers_in(request)
    minutes = _visible(powers, pk)
    require(rules.may("sign", powers, minutes))
    form = SignForm(request.POST)
    if form.is_valid():
        try:
            key = unlock(powers.user, form.cleaned_data["pin"], address=address_of(request))
        except PinError as error:
            form.refuse(request, error)
        else:
            said = _("The minutes are signed. The member secretary can issue them now.")
            return move(request, pk, "sign", partial(signing.sign, key=key), said)
    return _desk(request, powers, minutes, sign_form=form, status=422)


@step("minutes:preview")
def correct(request: PersonRequest, pk: int) -> HttpResponse:
    """Start a corrected edition of a signed set."""
    powers = powers_in(request)
    minutes = _visible(powers, pk)
    actor = actor_in(request, powers, minutes.meeting.committee_id)
    edition = signing.start_correction(pk, actor=actor, powers=powers)
    messages.success(request, _("A corrected edition is open for drafting. The signed one stays as it is."))
    return redirect("minutes:edit", edition.pk)


def move(request: PersonRequest, pk: int, name: str, make: Callable[..., Minutes], said: str) -> HttpResponse:
    """Make the move `name` (a key of rules.MOVES) by calling `make`, in the seat that it belongs to."""
    powers = powers_in(request)
    minutes = _visible(powers, pk)
    try:
        make(
            pk,
            actor=actor_in(request, powers, minutes.meeting.committee_id, *rules.MOVES[name].who),
            powers=powers,
            version=posted_version(request, minutes),
        )
    except StaleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return redirect("oversight:meeting", minutes.meeting_id)


def posted_version(request: PersonRequest, minutes: Minutes) -> int:
    """The version of the minutes that the person looked at; a form without one is stale."""
    version = request.POST.get("version", "")
    return int(version) if version.isascii() and version.isdigit() and len(version) < 10 else minutes.version - 1


def _visible(powers: Powers, pk: int) -> Minutes:
    return get_object_or_404(rules.visible_minutes(powers).select_related("snapshot"), pk=pk)


def _desk(
    request: PersonRequest,
    powers: Powers,
    minutes: Minutes,
    *,
    return_form: ReturnForm | None = None,
    sign_form: SignForm | None = None,
    status: int = 200,
) -> HttpResponse:
    document = document_of(minutes)
    key_shut = why_shut(key_in_use(powers.user))
    context = {
        "minutes": minutes,
        "sheet": sheet_html(signing.presented(minutes, powers), watermark=watermark_of(minutes), on_screen=True),
        "problems": problems(minutes, document) if is_draft(minutes) else [],
        "due": list(due_days(document)),
        "comments": minutes.comments.select_related("author"),
        "may_return": rules.may("send_back", powers, minutes),
        "may_sign": rules.may("sign", powers, minutes),
        "delegation": delegation_of(powers, minutes.meeting.committee_id),
        "key_shut": key_shut,
        "return_form": return_form or ReturnForm(),
        "sign_form": sign_form or SignForm(),
        "form": return_form if key_shut else sign_form or return_form,
    }
    return render(request, "minutes/review.html", context, status=status)
