"""The phrases of an office: its list, and what a draft takes from it or gives to it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.domain.audit import Actor
from accounts.domain.changes import Step
from accounts.permissions import require
from accounts.requests import PersonRequest
from accounts.steps import step as posted
from committees.acting import actor_in, powers_in
from committees.manage.pages import FORM, asked, saved, sent
from committees.models import Committee, Office
from committees.powers import Powers, Role
from minutes import rules
from minutes.domain import phrases as domain
from minutes.models import Phrase
from minutes.phrase_forms import PhraseForm
from minutes.views.finding import editable
from minutes.views.steps import step

PER_PAGE = 30


@require_safe
def phrases(request: PersonRequest, pk: int) -> HttpResponse:
    """The phrases of an office, searched by the first letters of their words."""
    powers = powers_in(request)
    office = get_object_or_404(rules.offices_with_phrases(powers), pk=pk)
    typed, kind = asked(request, "q"), asked(request, "kind")
    kept = list(office.phrases.all())
    found = [phrase for phrase in domain.fitting(kept, typed) if kind in ("", phrase.kind)]
    context = {
        "office": office,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "has_some": bool(kept),
        "typed": typed,
        "kind": kind,
        "kinds": dict(Phrase.Kind.choices),
        "first_count": len(domain.first_phrases()),
        "powers": powers,
    }
    return render(request, "minutes/phrases.html", context)


@FORM
def new_phrase(request: PersonRequest, pk: int) -> HttpResponse:
    """Enter a phrase of the office."""
    powers = powers_in(request)
    office = get_object_or_404(rules.offices_with_phrases(powers), pk=pk)
    phrase = Phrase(office=office)
    require(rules.may("keep", powers, phrase))
    form = PhraseForm(sent(request), instance=phrase)
    if saved(request, powers, form, "phrase.add", form.save_in, by=_actor(request, powers, office)):
        messages.success(request, _("The phrase is entered."))
        return redirect("minutes:phrases", pk)
    return _form_page(request, powers, form, _("New phrase"))


@FORM
def edit_phrase(request: PersonRequest, pk: int) -> HttpResponse:
    """Change a phrase, or lead to removing it."""
    powers = powers_in(request)
    phrase = get_object_or_404(rules.visible_phrases(powers), pk=pk)
    require(rules.may("keep", powers, phrase))
    form = PhraseForm(sent(request), instance=phrase)
    if saved(request, powers, form, "phrase.change", form.save_in, by=_actor(request, powers, phrase.office)):
        messages.success(request, _("The phrase is changed. What was written with it stays as it is."))
        return redirect("minutes:phrases", phrase.office_id)
    return _form_page(request, powers, form, _("Change a phrase"))


def _to_phrase(request: PersonRequest, pk: int) -> HttpResponse:
    return redirect("minutes:edit_phrase", get_object_or_404(rules.visible_phrases(powers_in(request)), pk=pk).pk)


@posted(_to_phrase)
def remove_phrase(request: PersonRequest, pk: int) -> HttpResponse:
    """Remove a phrase from the list."""
    powers = powers_in(request)
    phrase = get_object_or_404(rules.visible_phrases(powers), pk=pk)
    require(rules.may("keep", powers, phrase))
    with Step(_actor(request, powers, phrase.office), "phrase.remove") as step:
        step.remove(phrase)
    messages.success(request, _("The phrase is removed. What was written with it stays as it is."))
    return redirect("minutes:phrases", phrase.office_id)


def _to_phrases(request: PersonRequest, pk: int) -> HttpResponse:
    return redirect("minutes:phrases", get_object_or_404(rules.offices_with_phrases(powers_in(request)), pk=pk).pk)


@posted(_to_phrases)
def start_phrases(request: PersonRequest, pk: int) -> HttpResponse:
    """Take over the portal's own phrases, where the office has none yet."""
    powers = powers_in(request)
    office = get_object_or_404(rules.offices_with_phrases(powers), pk=pk)
    require(rules.may("keep", powers, Phrase(office=office)))
    with Step(_actor(request, powers, office), "phrase.start") as step:
        domain.start(office, step=step)
    if step:
        messages.success(request, _("The phrases are taken over. Change them as your office writes."))
    return redirect("minutes:phrases", pk)


@step("minutes:edit")
def keep_phrase(request: PersonRequest, pk: int) -> HttpResponse:
    """Keep a text of the draft as a phrase of the office; says as JSON what became of it."""
    powers = powers_in(request)
    minutes = editable(powers, pk)
    office = minutes.meeting.committee.office
    phrase = Phrase(office=office)
    require(rules.may("keep", powers, phrase))
    form = PhraseForm(request.POST, instance=phrase)
    if saved(request, powers, form, "phrase.add", form.save_in, by=_actor(request, powers, office)):
        return JsonResponse({"said": _("The phrase is entered.")})
    said = " ".join(str(error) for errors in form.errors.values() for error in errors)
    return JsonResponse({"said": said}, status=422)


@step("minutes:edit")
def phrase_used(request: PersonRequest, pk: int, phrase: int) -> HttpResponse:
    """Count that a phrase was taken into the draft."""
    minutes = editable(powers_in(request), pk)
    if not domain.note_use(minutes.meeting.committee.office.phrases.all(), phrase):
        raise Http404
    return HttpResponse(status=204)


def _actor(request: PersonRequest, powers: Powers, office: Office) -> Actor:
    """The person as secretary of a committee that the office issues for, else by all posts held."""
    seats = Committee.objects.filter(pk__in=powers.committees(Role.SECRETARY), office=office)
    return actor_in(request, powers, seats.values_list("pk", flat=True).first())


def _form_page(request: PersonRequest, powers: Powers, form: PhraseForm, title: str) -> HttpResponse:
    office = form.instance.office
    context = {
        "form": form,
        "title": title,
        "office": office,
        "phrase": form.instance,
        "back": reverse("minutes:phrases", args=[office.pk]),
        "powers": powers,
    }
    return render(request, "minutes/phrase.html", context, status=422 if form.is_bound else 200)
