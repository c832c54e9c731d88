"""Whether a document is genuine, for anybody: by the code on the paper, or by the PDF itself."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import address_of
from distribution import codes
from distribution.domain import checking, throttle
from distribution.domain.verification import Attested, Standing, attested_by_code
from distribution.models import Inquiry
from distribution.uploads import LARGEST, Quota
from distribution.verification_forms import CodeForm, FileForm
from distribution.views.copies import unlisted
from documents.signatures.examination import UnreadableError

# One file is held in memory and examined at a time in a process; others wait so many seconds.
_examining = threading.Lock()
PATIENCE = 15


@dataclass(frozen=True)
class Answer:
    """What the page says first, what that means, and how it stands out (a kind of panel)."""

    kind: str
    heading: Any
    text: Any


UNKNOWN = Answer(
    "error",
    _("This portal has issued no document with this code."),
    _(
        "The code itself is whole and without a slip. Do not rely on the document, and ask the office that is named "
        "on it."
    ),
)
OF_CODES: Mapping[Standing, Answer] = {
    Standing.VALID: Answer(
        "success",
        _("The document with this code is genuine and in force."),
        _(
            "A code can be copied onto another paper. Compare memo number, date and signers with yours; what the "
            "document says can be checked by its PDF alone."
        ),
    ),
    Standing.SUPERSEDED: Answer(
        "warning",
        _("The document with this code is genuine, but no longer in force: a later edition replaced it."),
        _("Ask the issuing office for the later edition that is named below."),
    ),
    Standing.WITHDRAWN: Answer(
        "error",
        _("The document with this code was withdrawn. It is not in force."),
        _("Please do not act on it. The issuing office can say why."),
    ),
    Standing.UNSENT: Answer(
        "warning",
        _("The document with this code is not signed and sent yet."),
        _("Until then it is not in force, and nothing more is told of it here."),
    ),
}
OF_GENUINE_FILES: Mapping[Standing, Answer] = {
    Standing.VALID: Answer(
        "success",
        _("This document is genuine and in force."),
        _("The file is the one that was issued: not one byte was changed."),
    ),
    Standing.SUPERSEDED: Answer(
        "warning",
        _("This document is genuine, but no longer in force: a later edition replaced it."),
        _("The file is the one that was issued. Ask the issuing office for the later edition that is named below."),
    ),
    Standing.WITHDRAWN: Answer(
        "error",
        _("This document is genuine, but was withdrawn. It is not in force."),
        _("The file is the one that was issued. Please do not act on it; the issuing office can say why."),
    ),
}
UNREADABLE = Answer(
    "warning",
    _("This PDF cannot be read."),
    _("It is not built like any document that was issued here. Ask for the PDF as it was issued."),
)
OF_FILES: Mapping[checking.Outcome, Answer] = {
    checking.Outcome.CHANGED: Answer(
        "error",
        _("This file bears signatures made here, but it was changed after that."),
        _(
            "Something was altered, added or taken away, so what it says cannot be relied on. Ask for the PDF as it "
            "was issued."
        ),
    ),
    checking.Outcome.UNLISTED: Answer(
        "warning",
        _("This file is whole under the seal of this portal, but it is not among the documents issued here."),
        _("Show it to those who run the portal: the two do not go together."),
    ),
    checking.Outcome.LOCKED: Answer(
        "warning",
        _("This PDF cannot be read: it is locked with a password."),
        _("No document is issued that way. Ask for the PDF as it was issued, or type the code that stands on it."),
    ),
    checking.Outcome.ALTERED: Answer(
        "error",
        _("This file is not the one that was issued, though it bears the code of a document of ours."),
        _(
            "It may have been changed, shortened, printed anew, or be an extract. Do not rely on it: ask for the PDF "
            "as it was issued."
        ),
    ),
    checking.Outcome.INCOMPLETE: Answer(
        "warning",
        _("This file is not whole: it breaks off."),
        _(
            "It was perhaps not downloaded to its end. Do not rely on it: fetch it once more and check it again, or "
            "type the code that stands on it."
        ),
    ),
    checking.Outcome.FOREIGN: Answer(
        "error",
        _("This file was not issued by this portal."),
        _(
            "Nothing in it tells that it comes from here. If it is a scan, a photograph or an extract of a document, "
            "type the code that stands on it."
        ),
    ),
}


def limited(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that says, with status 429, when the address may ask again that has asked too often."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except throttle.TooManyError as error:
            response = render(
                request, "distribution/verify_later.html", {"until": error.until}, status=HTTPStatus.TOO_MANY_REQUESTS
            )
            response["Retry-After"] = str(math.ceil((error.until - timezone.now()).total_seconds()))
            return response

    return wrapped


# Nothing is done here in anybody's name, so no cookie has to prove that the form is ours.
@unlisted
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@limited
def verify(request: HttpRequest) -> HttpResponse:
    """The form for a code, which leads on to the document's page, and the one for a PDF, answered here."""
    if request.method == "POST":
        return _check_file(request)
    form = CodeForm(request.GET) if "code" in request.GET else CodeForm()
    if form.is_valid():
        return redirect("distribution:verification", codes.printed(form.cleaned_data["code"]))
    return _page(request, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK)


@unlisted
@require_safe
@limited
def verification(request: HttpRequest, typed: str) -> HttpResponse:
    """The document with the code that stands in the address, in whatever spelling it was typed."""
    form = CodeForm({"code": typed})
    if not form.is_valid():
        return _page(request, form=form, status=HTTPStatus.NOT_FOUND)
    code = form.cleaned_data["code"]
    if typed != codes.printed(code):
        return redirect("distribution:verification", codes.printed(code))
    throttle.count(Inquiry.Kind.CODE, address_of(request))
    attested = attested_by_code(code)
    if not attested:
        return _page(request, answer=UNKNOWN, typed=typed, status=HTTPStatus.NOT_FOUND)
    return _page(request, answer=OF_CODES[attested.standing], attested=attested)


def _check_file(request: HttpRequest) -> HttpResponse:
    try:
        throttle.count(Inquiry.Kind.FILE, address_of(request))
    except throttle.TooManyError:
        _read_off(request)
        raise
    quota = _receive(request, LARGEST)
    form = FileForm({}, {} if quota.exceeded else request.FILES, too_large=quota.exceeded)
    if not form.is_valid():
        return _page(request, form=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if not _examining.acquire(timeout=PATIENCE):
        form.add_error("file", _("Many files are being checked just now. Please try again in a minute."))
        return _page(request, form=form, status=HTTPStatus.SERVICE_UNAVAILABLE)
    try:
        checked = checking.check(form.cleaned_data["file"].read())
    except UnreadableError:
        return _page(request, answer=UNREADABLE)
    finally:
        _examining.release()
    return _page(request, answer=_answer(checked.outcome, checked.attested), attested=checked.attested, checked=checked)


def _answer(outcome: checking.Outcome, attested: Attested | None) -> Answer:
    if outcome is checking.Outcome.GENUINE and attested:
        return OF_GENUINE_FILES[attested.standing]
    return OF_FILES[outcome]


def _receive(request: HttpRequest, limit: int) -> Quota:
    """Take in what was posted, as long as its files have at most `limit` bytes."""
    quota = Quota(limit)
    request.upload_handlers = [quota]
    request.FILES  # noqa: B018 — now it is read
    return quota


def _read_off(request: HttpRequest) -> None:
    """Let a browser send what it is about to send, for it shows no answer before."""
    _receive(request, 0)


def _page(request: HttpRequest, *, status: int = HTTPStatus.OK, **context: Any) -> HttpResponse:
    form = context.get("form")
    context["code_form"] = form if isinstance(form, CodeForm) else CodeForm()
    context["file_form"] = form if isinstance(form, FileForm) else FileForm()
    return render(request, "distribution/verify.html", context, status=status)
