"""Who is in the drafting room, and what of the sheet was changed since a page was opened."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse

from accounts.requests import PersonRequest
from committees.acting import powers_in
from minutes.domain import parts, presence
from minutes.views.finding import editable
from minutes.views.steps import step


@step("minutes:edit")
def tell(request: PersonRequest, pk: int) -> HttpResponse:
    """Note that the person is here, at the posted part; gives who else is, and the version every part is at."""
    powers = powers_in(request)
    minutes = editable(powers, pk)
    presence.note(minutes, powers.user, request.POST.get("part", ""))
    here = [{"name": each.user.name, "part": each.part} for each in presence.others(minutes, powers.user)]
    return JsonResponse({"here": here, "versions": parts.versions(minutes)})
