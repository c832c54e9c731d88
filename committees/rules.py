"""Who may see and do what with a committee."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.permissions import ALLOWED, Denied, Verdict
from committees.models import Committee
from committees.powers import Powers, Role


def call_meeting(powers: Powers, committee: Committee) -> Verdict:
    """A meeting is entered by the committee's member secretary."""
    if powers.has(committee.pk, Role.SECRETARY):
        return ALLOWED
    return Denied(_("Only the member secretary of this committee enters its meetings."))


def print_papers(powers: Powers, committee: Committee) -> Verdict:
    """Notice and attendance sheet of a meeting are printed by those who prepare it: chair and member secretary."""
    if powers.has(committee.pk, Role.CHAIR, Role.SECRETARY):
        return ALLOWED
    return Denied(_("Only the chair and the member secretary of this committee print the papers of its meetings."))
