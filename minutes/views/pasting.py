"""What is pasted into the drafting room."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect

from accounts.requests import PersonRequest
from accounts.steps import step
from bangla.bijoy import is_bijoy, shown_in_bijoy, to_unicode
from minutes.domain.length import MAX_LENGTH


def way_back(_request: PersonRequest) -> HttpResponse:
    """A text that was sent after the session ended is asked for again by the page that it was pasted into."""
    return redirect("oversight:home")


@step(way_back)
def from_bijoy(request: PersonRequest) -> HttpResponse:
    """The posted text with its Bijoy as Unicode; 204 where it holds none, 413 where it is longer than any draft.

    `word`: the text is a single word that came in a font of Bijoy, of which more need not be seen.
    """
    text = request.POST.get("text", "")
    if len(text) > MAX_LENGTH:
        return HttpResponse(status=413)
    converted = to_unicode(text) if is_bijoy(text) else shown_in_bijoy(text) if "word" in request.POST else text
    return JsonResponse({"text": converted}) if converted != text else HttpResponse(status=204)
