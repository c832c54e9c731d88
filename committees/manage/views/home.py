"""The administration's first page: what needs a hand, and where everything is."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.models import AuditRecord
from accounts.requests import PersonRequest
from committees import scope
from committees.manage.pages import administrator
from committees.powers import Powers
from committees.rules import may
from committees.seating import lacking_a_key_seat


class Place(NamedTuple):
    """A room of the administration: its word, its address's name, what one does there, how much there is."""

    word: Promise
    url: str
    hint: Promise
    how_many: int | None = None


@require_safe
def home(request: PersonRequest) -> HttpResponse:
    """Where an administrator begins."""
    powers = administrator(request)
    lacking = lacking_a_key_seat(scope.committees(powers), powers.day).count()
    context = {"places": places_of(powers), "lacking": lacking, "powers": powers}
    return render(request, "manage/home.html", context)


def places_of(powers: Powers) -> list[Place]:
    """The rooms of the administration, in the order in which an area is set up."""
    audit = Place(
        _("Audit trail"), "manage:audit", _("Who did what in the portal, and whether all of it still stands.")
    )
    return [
        Place(
            _("Areas"),
            "manage:areas",
            _("Divisions, districts and upazilas, with the codes that memo numbers hold."),
            scope.areas(powers).count(),
        ),
        Place(
            _("Set up a district"),
            "manage:districts",
            _("Offices, posts and committees of a district and its upazilas, all at once."),
        ),
        Place(
            _("Offices and posts"),
            "manage:offices",
            _("Letterheads, posts in their order, and who holds them."),
            scope.offices(powers).count(),
        ),
        Place(
            _("People"),
            "manage:people",
            _("Accounts, the posts people hold, transfers, invitations."),
            scope.people(powers).count(),
        ),
        Place(
            _("Committees"),
            "oversight:managed_committees",
            _("Seats as of any day, orders, deputies of the chair, and settings."),
            scope.committees(powers).count(),
        ),
        Place(_("Signing keys"), "manage:keys", _("Who signs with which key; which ones are locked, expire or lack.")),
        Place(_("Charges"), "manage:charges", _("Who administers which area, by post or in person.")),
        Place(_("Sheets"), "manage:sheets", _("Enter or fetch many things at once, from and to a spreadsheet.")),
        Place(_("Changes"), "manage:history", _("What was changed lately, and putting back what was a mistake.")),
        *([audit] if may("read", powers, AuditRecord()) else []),
    ]
