"""A recipient's own copy: by its token, without an account, or from the list of one's documents."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_POST, require_safe

from accounts.domain.searching import containing
from accounts.requests import PersonRequest
from bangla.digits import to_bangla
from bangla.text import nfc
from committees.acting import powers_in
from distribution import rules
from distribution.domain.corrections import replacement_of, same_copy, standing_before
from distribution.domain.extracts import extract_of_copy
from distribution.domain.reception import note
from distribution.domain.verification import marked
from distribution.models import Delivery
from distribution.views.dispatches import pdf_response, word_response
from documents.sheet import sheet_html

PER_PAGE = 25
WHOLE = "[A-Za-z0-9_-]{32}"  # a token, as distribution.models.new_token makes it


class UnknownLinkError(LookupError):
    """No copy has this token."""


def unlisted(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page whose address is its key: kept by no cache and no search engine, open to whoever has the address.

    The portal's Referrer-Policy (same-origin) already tells the address to no other site. `no-referrer` would do no
    more, and browsers would then post the page's forms without an origin, which the CSRF check refuses.
    """

    @login_not_required
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = view(request, *args, **kwargs)
        except UnknownLinkError:
            response = render(request, "distribution/unknown_link.html", status=HTTPStatus.NOT_FOUND)
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return wrapped


@require_safe
def documents(request: PersonRequest) -> HttpResponse:
    """What was sent to the person's posts and address, newest first."""
    powers = powers_in(request)
    words = request.GET.get("q", "").replace("\0", "").strip()
    found = _with_words(rules.own_deliveries(powers), words).order_by("-pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    has_registers = rules.visible_memo_files(powers).exists()
    context = {"page": page, "words": words, "has_registers": has_registers, "powers": powers}
    return render(request, "distribution/documents.html", context)


@unlisted
@require_safe
def copy(request: HttpRequest, token: str) -> HttpResponse:
    """The document on the page. A look by a person counts as opened; a browser that reads ahead does not.

    Before the PDF exists nothing was sent: no look counts, and the copy that is replaced does not lead there yet.
    """
    delivery = delivery_by(token)
    dispatch = delivery.recipient.dispatch
    if _is_look(request) and dispatch.pdf and not dispatch.cancelled_at:
        note(delivery, "opened_at")
    replacement = replacement_of(dispatch)
    stands_again = standing_before(dispatch.minutes) if dispatch.cancelled_at and not replacement else None
    valid = replacement or stands_again
    issued = None if dispatch.cancelled_at else marked(dispatch)
    context = {
        "delivery": delivery,
        "dispatch": dispatch,
        "replacement": replacement,
        "stands_again": stands_again,
        "own_copy": same_copy(delivery, valid) if valid and valid.pdf else None,
        "sheet": sheet_html(issued, on_screen=True) if issued else "",
        "has_extract": bool(issued and not replacement and dispatch.pdf and extract_of_copy(delivery, issued)),
    }
    return render(request, "distribution/copy.html", context)


@unlisted
@require_safe
def copy_pdf(request: HttpRequest, token: str) -> HttpResponseBase:
    """The issued PDF, to be kept; of a cancelled issue the page that says so."""
    delivery = delivery_by(token)
    if delivery.recipient.dispatch.cancelled_at:
        return redirect("distribution:copy", token)
    response = pdf_response(request, delivery.recipient.dispatch, as_attachment=True)
    if _is_look(request) and response.status_code == HTTPStatus.OK:
        note(delivery, "downloaded_at")
    return response


@unlisted
@require_safe
def copy_docx(request: HttpRequest, token: str) -> HttpResponse:
    """The issued document as a Word file; of a cancelled issue the page that says so.

    It counts as no download: the document that was sent is the PDF.
    """
    dispatch = delivery_by(token).recipient.dispatch
    if dispatch.cancelled_at:
        return redirect("distribution:copy", token)
    return word_response(dispatch)


@unlisted
@require_POST
def acknowledge(request: HttpRequest, token: str) -> HttpResponse:
    """The recipient says that the document has come."""
    delivery = delivery_by(token)
    dispatch = delivery.recipient.dispatch
    if dispatch.pdf and not dispatch.cancelled_at:
        note(delivery, "acknowledged_at")
    return redirect("distribution:copy", token)


@unlisted
def unknown(_request: HttpRequest, rest: str = "") -> HttpResponse:
    """An address that cannot be a recipient's; where only its last stroke is missing, the one that is meant."""
    if re.fullmatch(WHOLE, rest):
        return redirect("distribution:copy", rest)
    raise UnknownLinkError


def delivery_by(token: str) -> Delivery:
    """The copy that the token opens; UnknownLinkError, whatever is wrong with it."""
    joined = Delivery.objects.select_related("recipient__dispatch__minutes__meeting", "recipient__dispatch__number")
    try:
        return joined.get(token=token)
    except Delivery.DoesNotExist:
        raise UnknownLinkError from None


def _is_look(request: HttpRequest) -> bool:
    """Whether a person asked, and not a program that looks ahead."""
    purpose = " ".join(request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz"))
    return request.method == "GET" and "prefetch" not in purpose.lower()


def _with_words(deliveries: QuerySet[Delivery], words: str) -> QuerySet[Delivery]:
    """Those whose title or memo number holds every word, in either digits."""
    for word in nfc(words).split()[:10]:
        holds = Q()
        for spelling in {word, to_bangla(word)}:
            holds |= containing(spelling, "recipient__dispatch__minutes__title", "recipient__dispatch__memo")
        deliveries = deliveries.filter(holds)
    return deliveries
