"""What the pages of the administration have in common: who may open them, lists, forms, and saving what was entered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.paginator import Page, Paginator
from django.db import IntegrityError
from django.db.models import F, Model, ProtectedError, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, NullIf
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.domain.audit import Actor
from accounts.domain.changes import Step
from accounts.domain.searching import containing
from accounts.requests import PersonRequest
from bangla.text import nfc
from committees.acting import actor_in, powers_in
from committees.powers import Powers

PER_PAGE = 30
LONGEST = 300  # characters that are looked for: as long as the longest name; SQLite refuses patterns of 50,000 bytes
FORM = require_http_methods(["GET", "HEAD", "POST"])
Thing = TypeVar("Thing", bound=Model)


def administrator(request: PersonRequest) -> Powers:
    """The powers of the signed-in administrator; the administration does not exist (404) for others."""
    powers = powers_in(request)
    if not powers.is_administrator:
        raise Http404
    return powers


def asked(request: HttpRequest, name: str) -> str:
    """The text that a filter of the page was given, as it is stored: NFC, without what no text can hold."""
    return nfc(request.GET.get(name, "")[:LONGEST]).replace("\0", "").strip()


def named(found: QuerySet[Thing], text: str, *paths: str) -> QuerySet[Thing]:
    """Those of `found` that have the text in one of the columns at `paths`; all where there is no text."""
    return found.filter(containing(text, *paths)) if text else found


def by_name(path: str = "") -> Combinable:
    """To order by: the name in the reader's language of what stands at `path`, which ends with `__`, or of the row."""
    bangla = F(f"{path}name_bn")
    return Coalesce(NullIf(f"{path}name_en", Value("")), bangla) if get_language() == "en" else bangla


def page_of(request: HttpRequest, found: QuerySet[Thing]) -> Page[Thing]:
    return Paginator(found, PER_PAGE).get_page(request.GET.get("page"))


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: what was posted, even if that is nothing, or None where nothing was."""
    return request.POST if request.method == "POST" else None


def saved(
    request: PersonRequest,
    powers: Powers,
    form: forms.BaseForm,
    action: str,
    do: Callable[[Step], Any],
    *,
    by: Actor | None = None,
) -> bool:
    """Do what `form` asks for in one step of the audit trail; what the database refuses is said in the form.

    The person acts `by` all posts held, unless another actor is given. False where nothing was sent, or the form is
    wrong: then its errors stand in it, and nothing is done.
    """
    if not form.is_valid():
        return False
    try:
        with Step(by or actor_in(request, powers), action) as step:
            do(step)
    except ValidationError as error:
        add_errors(form, error)
        return False
    except IntegrityError:  # two at once: both were checked before the other one was there
        form.add_error(None, _("Somebody entered in the same moment what does not go with this. Look at it again."))
        return False
    return True


def add_errors(form: forms.BaseForm, error: ValidationError) -> None:
    """Say in the form what is wrong, each at its field; what has no field there, above all of them."""
    for name, errors in getattr(error, "error_dict", {NON_FIELD_ERRORS: [error]}).items():
        form.add_error(name if name in form.fields else None, ValidationError(errors))


def removed(request: PersonRequest, powers: Powers, thing: Model, action: str) -> bool:
    """Remove what was entered by mistake; False where something else hangs on it."""
    try:
        with Step(actor_in(request, powers), action) as step:
            step.remove(thing)
    except ProtectedError:
        return False
    return True


def form_page(
    request: HttpRequest, form: forms.BaseForm, *, title: str | Promise, submit: str | Promise, back: str, **more: Any
) -> HttpResponse:
    """A page that holds one form. `back`: where 'go back' leads; `more`: lead, crumbs, multipart, powers."""
    context = {"form": form, "title": title, "submit": submit, "back": back, **more}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "manage/form.html", context, status=status)
