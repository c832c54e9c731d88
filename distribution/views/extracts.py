"""Extracts of an issued document: the secretary chooses the office, a recipient gets the own rows."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.papers import Form, paper_answer
from accounts.permissions import require
from accounts.requests import PersonRequest
from committees.acting import powers_in
from distribution import rules
from distribution.domain.corrections import replacement_of
from distribution.domain.extracts import extract_of_copy, extracts_of
from distribution.domain.verification import marked
from distribution.models import Dispatch
from distribution.views.copies import delivery_by, unlisted
from documents.papers.extract import Extract


@require_safe
def offices(request: PersonRequest, pk: int) -> HttpResponse:
    """The offices that the document names as implementers, each with its extract."""
    dispatch = _to_extract(request, pk)
    context = {"dispatch": dispatch, "extracts": extracts_of(marked(dispatch))}
    return render(request, "distribution/extracts.html", context)


@require_safe
def extract(request: PersonRequest, pk: int, number: int, form: Form) -> HttpResponse:
    """The extract for the office at that place of the list, counted from 1."""
    dispatch = _to_extract(request, pk)
    extracts = extracts_of(marked(dispatch))
    if not 1 <= number <= len(extracts):
        raise Http404
    return paper_answer(request, extracts[number - 1], _name(dispatch, extracts[number - 1]), form)


@unlisted
@require_safe
def copy_extract(request: HttpRequest, token: str, form: Form) -> HttpResponseBase:
    """The rows of the document that name the recipient; the page of the copy where it has none."""
    delivery = delivery_by(token)
    dispatch = delivery.recipient.dispatch
    if dispatch.pdf and not dispatch.cancelled_at and not replacement_of(dispatch):
        own = extract_of_copy(delivery, marked(dispatch))
        if own:
            return paper_answer(request, own, _name(dispatch, own), form)
    return redirect("distribution:copy", token)


def _to_extract(request: PersonRequest, pk: int) -> Dispatch:
    powers = powers_in(request)
    dispatch = get_object_or_404(rules.visible_dispatches(powers), pk=pk)
    require(rules.may("extract", powers, dispatch))
    return dispatch


def _name(dispatch: Dispatch, own: Extract) -> str:
    """What the extract is called when it is saved."""
    return f"উদ্ধৃতাংশ-{dispatch.memo}-{' '.join(own.holder.split())[:60]}"
