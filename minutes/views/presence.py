"""Who is in the drafting room, and what of the sheet was changed since a page was opened."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404

from accounts.permissions import require
from accounts.requests import PersonRequest
from committees.acting import powers_in
from minutes import rules
from minutes.domain import parts, presence
from minutes.views.steps import step


@step("minutes:edit")
def tell(request: PersonRequest, pk: int) -> HttpResponse:
    """Note that the person is here, at the posted part; gives who else is, and the version every part is at."""
    powers = powers_in(request)
    minutes = get_object_or_404(rules.visible_minutes(powers), pk=pk)
    require(rules.may("edit", powers, minutes))
    presence.note(minutes, powers.user, request.POST.get("part", ""))
    here = [{"name": each.user.name, "part": each.part} for each in presence.others(minutes, powers.user)]
    return JsonResponse({"here": here, "versions": parts.versions(minutes)})
