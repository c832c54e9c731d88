"""The confirmation of an issue that has gone out."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _

from accounts.requests import PersonRequest
from distribution.domain.confirming import confirm as confirm_minutes
from minutes.views.review import move
from minutes.views.steps import step


@step("minutes:preview")
def confirm(request: PersonRequest, pk: int) -> HttpResponse:
    """Enter that a later meeting confirmed the minutes."""
    return move(request, pk, "confirm", confirm_minutes, _("The confirmation is entered."))
