"""Giving up a corrected edition that was begun by mistake."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.permissions import require
from accounts.requests import PersonRequest
from committees.acting import actor_in, powers_in
from meetings.fields import PlainTextField
from minutes import rules
from minutes.domain import signing
from minutes.domain.workflow import StaleError
from minutes.views.finding import visible
from minutes.views.review import posted_version


class DiscardForm(forms.Form):
    """Why a corrected edition is given up."""

    reason = PlainTextField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        help_text=gettext_lazy("It stands beside the edition in the list of editions."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: PersonRequest, pk: int) -> HttpResponse:
    """Discard a corrected edition before it is signed, with a reason."""
    powers = powers_in(request)
    minutes = visible(powers, pk)
    require(rules.may("discard", powers, minutes))
    form = DiscardForm(request.POST or None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "minutes/discard.html", {"minutes": minutes, "form": form}, status=status)
    try:
        signing.discard(
            pk,
            form.cleaned_data["reason"],
            actor=actor_in(request, powers, minutes.meeting.committee_id),
            powers=powers,
            version=posted_version(request, minutes),
        )
    except StaleError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The corrected edition is discarded. The earlier one stands as it is."))
    return redirect("oversight:meeting", minutes.meeting_id)
