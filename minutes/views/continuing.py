"""Bringing into a draft what stood in the last minutes, what is still open, and who chaired."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.requests import PersonRequest, whole_number
from committees.acting import actor_in, powers_in
from minutes.domain import last_time
from minutes.domain.chair_line import fill_in_chair as fill_in
from minutes.domain.drafting import ConflictError
from minutes.domain.length import TooLongError
from minutes.views.cards import anchor
from minutes.views.finding import editable
from minutes.views.steps import CHANGED, step


@step("minutes:edit")
def as_last_time(request: PersonRequest, pk: int, row: int) -> HttpResponse:
    """Fill the empty fields of a row from last time's row of the same subject."""
    powers = powers_in(request)
    minutes = editable(powers, pk)
    actor = actor_in(request, powers, minutes.meeting.committee_id)
    try:
        last_time.as_last_time(pk, row, actor=actor, powers=powers)
    except last_time.NotThereError:
        messages.error(request, _("The last minutes have no row of this subject."))
    except last_time.NothingToFillError:
        told = _("Nothing was filled in: the fields that were filled last time are filled in this row already.")
        messages.info(request, told)
    except LookupError as error:
        raise Http404 from error
    except ConflictError:
        messages.error(request, CHANGED)
    except TooLongError as error:
        messages.error(request, str(error))
    return _back(pk, f"row:{row}")


@step("minutes:edit")
def add_from_decision(request: PersonRequest, pk: int, section: int) -> HttpResponse:
    """Add a row that tells an earlier decision and its progress."""
    powers = powers_in(request)
    minutes = editable(powers, pk)
    actor = actor_in(request, powers, minutes.meeting.committee_id)
    decision = whole_number(request.POST.get("decision", "")) or 0
    try:
        row = last_time.add_from_decision(pk, section, decision, actor=actor, powers=powers)
    except last_time.NotThereError:
        messages.error(request, _("This decision is not open any more, or the draft tells of it already."))
    except LookupError as error:
        raise Http404 from error
    except TooLongError as error:
        messages.error(request, str(error))
    else:
        return _back(pk, f"row:{row.pk}")
    return _back(pk, f"section:{section}")


@step("minutes:edit")
def fill_in_chair(request: PersonRequest, pk: int) -> HttpResponse:
    """Write into the block under the title who held the chair on the day of the meeting."""
    powers = powers_in(request)
    minutes = editable(powers, pk)
    try:
        fill_in(pk, actor=actor_in(request, powers, minutes.meeting.committee_id), powers=powers)
    except LookupError:
        messages.error(
            request, _("Nobody held the chair on that day, or the block under the title has no line for the chair.")
        )
    except ConflictError:
        messages.error(request, CHANGED)
    except TooLongError as error:
        messages.error(request, str(error))
    return _back(pk, "info")


def _back(pk: int, part: str) -> HttpResponse:
    return redirect(reverse("minutes:edit", args=[pk]) + "#" + anchor(part))
