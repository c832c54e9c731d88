"""A dispatch: its number and document, and how it reaches each recipient."""

from __future__ import annotations

import datetime
import io
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, prefetch_related_objects
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_safe

from accounts.domain.authority import AuthorityError
from accounts.domain.signing import PinError, key_in_use, unlock, why_shut
from accounts.papers import word_answer
from accounts.permissions import NotAllowedError, Verdict, require
from accounts.proof import fresh
from accounts.requests import PersonRequest, address_of
from accounts.steps import step
from bangla.markers import mark
from committees.acting import actor_in, powers_in
from committees.powers import Powers
from distribution import rules
from distribution.domain import files, issuing, outbox, rendering, signing
from distribution.domain.corrections import predecessor_of, replacement_of
from distribution.domain.faults import told
from distribution.domain.letters import file_name
from distribution.domain.verification import marked
from distribution.forms import CancelForm
from distribution.models import Delivery, Dispatch, Recipient
from documents.marks import CANCELLED, REPLACED
from documents.signatures.pages import page_count
from minutes.chair_forms import SignForm
from minutes.domain.workflow import StaleError
from minutes.views.review import posted_version

logger = logging.getLogger(__name__)

State, Way = Delivery.State, Delivery.Way
WATCHED = datetime.timedelta(minutes=10)  # a page left open does not ask for ever


@dataclass(frozen=True)
class Copy:
    """A delivery on the page, and what may be done with it."""

    delivery: Delivery
    may_resend: Verdict
    may_mark: Verdict

    @property
    def is_fresh(self) -> bool:
        """A mail that the worker is about to send for the first time: nothing for a person to settle."""
        return (self.delivery.way, self.delivery.state) == (Way.MAIL, State.QUEUED) and not self.delivery.error

    @property
    def is_open(self) -> bool:
        """Whether a person has to see to it: it neither goes out by itself nor is out, and its issue stands."""
        dispatch = self.delivery.recipient.dispatch
        stands = dispatch.document and dispatch.pdf and not dispatch.cancelled_at
        return bool(stands) and self.delivery.state not in (State.SENT, State.SENDING) and not self.is_fresh

    @property
    def ids(self) -> tuple[str, str]:
        """What the reasons beside its two buttons are called on the page."""
        return f"resend-{self.delivery.pk}", f"mark-{self.delivery.pk}"


@dataclass(frozen=True)
class Line:
    """A recipient on the page. Without a copy: the address stands in an earlier line too."""

    marker: str
    text: str
    copies: list[Copy]


@require_safe
def dispatch(request: PersonRequest, pk: int) -> HttpResponse:
    """The dispatch and its deliveries, live while something moves."""
    powers = powers_in(request)
    return _page(request, powers, _visible(powers, pk))


@require_safe
def progress(request: PersonRequest, pk: int) -> HttpResponse:
    """The part of the page that moves."""
    powers = powers_in(request)
    return render(request, "distribution/progress.html", _progress(powers, _visible(powers, pk)))


@require_safe
def pdf(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The issued PDF, byte for byte."""
    return pdf_response(request, _visible(powers_in(request), pk), as_attachment=False)


@require_safe
def docx(request: PersonRequest, pk: int) -> HttpResponse:
    """The issued document as a Word file."""
    return word_response(_visible(powers_in(request), pk))


@require_safe
def prepared(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The PDF that waits for the signature, for the member secretary to look at: it is no issued document yet."""
    powers = powers_in(request)
    found = _visible(powers, pk)
    require(rules.may("handle", powers, found))
    if found.stage != "unsigned":
        raise Http404
    name = _("not signed yet") + f" {file_name(found)}"
    return _handed_out(request, found, files.prepared_pdf, name, as_attachment=False)


def _to_dispatch(request: PersonRequest, pk: int) -> HttpResponse:
    return redirect("distribution:dispatch", _visible(powers_in(request), pk).pk)


def _to_dispatch_of(request: PersonRequest, pk: int) -> HttpResponse:
    return redirect("distribution:dispatch", _visible_delivery(powers_in(request), pk).recipient.dispatch_id)


@step(_to_dispatch)
def render_again(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask for the PDF once more after its making failed."""
    powers = powers_in(request)
    found = _visible(powers, pk)
    require(rules.may("render_again", powers, found))
    rendering.render_again(pk, actor=actor_in(request, powers, found.minutes.meeting.committee_id))
    return redirect("distribution:dispatch", pk)


@sensitive_post_parameters("pin")
@sensitive_variables("form")
@step(_to_dispatch)
@fresh
def sign(request: PersonRequest, pk: int) -> HttpResponse:
    """Sign the PDF with the issuing officer's PIN and send it. A wrong PIN comes back to the field.

    Who signs what has gone out by now, as by a second click, is led to the dispatch.
    """
    powers = powers_in(request)
    found = _visible(powers, pk)
    verdict = rules.may("sign", powers, found)
    if verdict == rules.GONE_OUT:
        return redirect("distribution:dispatch", pk)
    require(verdict)
    form = SignForm(request.POST)
    if form.is_valid():
        try:
            key = unlock(powers.user, form.cleaned_data["pin"], address=address_of(request))
            signing.sign(pk, key, actor=actor_in(request, powers, found.minutes.meeting.committee_id), powers=powers)
        except PinError as error:
            form.refuse(request, error)
        except (OSError, AuthorityError) as error:
            logger.exception("Dispatch %s could not be signed.", pk)
            form.add_error(None, _("The PDF could not be signed, and nothing was sent:") + " " + _(told(error)))
        except NotAllowedError as error:  # signed or cancelled in this very moment
            messages.error(request, str(error))
            return redirect("distribution:dispatch", pk)
        else:
            messages.success(request, _("The PDF is signed and sealed. It goes out to the recipients now."))
            return redirect("distribution:dispatch", pk)
    return _page(request, powers, found, sign_form=form, status=422)


@step(_to_dispatch)
def cancel(request: PersonRequest, pk: int) -> HttpResponse:
    """Withdraw the issue, with a reason."""
    powers = powers_in(request)
    found = _visible(powers, pk)
    require(rules.may("cancel", powers, found))
    form = CancelForm(request.POST)
    if not form.is_valid():
        return _page(request, powers, found, form=form, status=422)
    try:
        issuing.cancel(
            pk,
            form.cleaned_data["reason"],
            actor=actor_in(request, powers, found.minutes.meeting.committee_id),
            powers=powers,
            version=posted_version(request, found.minutes),
        )
    except StaleError as error:
        form.add_error(None, str(error))
        return _page(request, powers, _visible(powers, pk), form=form, status=422)
    messages.success(request, _("The issue is cancelled. Its number stays in the register with your reason."))
    return redirect("distribution:dispatch", pk)


@step(_to_dispatch_of)
def resend(request: PersonRequest, pk: int) -> HttpResponse:
    """Send one mail again."""
    return _settle(request, pk, outbox.resend, _("The mail is waiting to be sent again."))


@step(_to_dispatch_of)
def mark_delivered(request: PersonRequest, pk: int) -> HttpResponse:
    """Enter that one copy has arrived."""
    return _settle(request, pk, outbox.mark_delivered, _("The copy is entered as delivered."))


def pdf_response(request: HttpRequest, found: Dispatch, *, as_attachment: bool) -> HttpResponseBase:
    """The issued PDF under its Bengali name; 404 before it is signed."""
    if not found.pdf:
        raise Http404
    return _handed_out(request, found, files.issued_pdf, file_name(found), as_attachment=as_attachment)


def word_response(found: Dispatch) -> HttpResponse:
    """The issued document as a Word file, made now; 404 before the PDF is signed, for nothing is issued then.

    That of an issue that was withdrawn, or replaced by a later edition's, says so.
    """
    if not found.pdf or not found.document:
        raise Http404
    watermark = CANCELLED if found.cancelled_at else REPLACED if replacement_of(found) else ""
    return word_answer(marked(found), file_name(found).removesuffix(".pdf"), watermark=watermark)


def _handed_out(
    request: HttpRequest, found: Dispatch, read: Callable[[Dispatch], bytes], name: str, *, as_attachment: bool
) -> HttpResponseBase:
    """A stored PDF of the dispatch, and never a file that is not the one that was stored."""
    try:
        data = read(found)
    except OSError:
        logger.exception("The stored PDF of dispatch %s is damaged or gone.", found.pk)
        return render(request, "distribution/damaged.html", {"dispatch": found}, status=500)
    return FileResponse(
        io.BytesIO(data),
        as_attachment=as_attachment,
        filename=name,
        headers={"Cache-Control": "private, no-store"},
    )


def _visible(powers: Powers, pk: int) -> Dispatch:
    return get_object_or_404(rules.visible_dispatches(powers).select_related("issued_by"), pk=pk)


def _visible_delivery(powers: Powers, pk: int) -> Delivery:
    visible = Delivery.objects.filter(recipient__dispatch__in=rules.visible_dispatches(powers))
    return get_object_or_404(visible.select_related("recipient__dispatch__minutes__meeting"), pk=pk)


def _settle(request: PersonRequest, pk: int, settle: Callable[..., None], said: str) -> HttpResponse:
    powers = powers_in(request)
    found = _visible_delivery(powers, pk).recipient.dispatch
    settle(pk, actor=actor_in(request, powers, found.minutes.meeting.committee_id), powers=powers)
    messages.success(request, said)
    return redirect("distribution:dispatch", found.pk)


def _page(
    request: PersonRequest,
    powers: Powers,
    found: Dispatch,
    *,
    form: CancelForm | None = None,
    sign_form: SignForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = _progress(powers, found, sign_form) | {
        "powers": powers,
        "may_cancel": rules.may("cancel", powers, found),
        "may_extract": rules.may("extract", powers, found),
        "replacement": replacement_of(found),
        "replaced": predecessor_of(found.minutes, at=found.issued_at),
        "form": form or CancelForm(),
    }
    return render(request, "distribution/dispatch.html", context, status=status)


def _progress(powers: Powers, found: Dispatch, sign_form: SignForm | None = None) -> dict[str, Any]:
    deliveries = Prefetch("deliveries", Delivery.objects.order_by("pk"))
    prefetch_related_objects([found], Prefetch("recipients", Recipient.objects.prefetch_related(deliveries)))
    lines = [_line(powers, found, recipient) for recipient in found.recipients.all()]
    copies = [copy.delivery for line in lines for copy in line.copies]
    return _signature(powers, found, sign_form) | {
        "dispatch": found,
        "lines": lines,
        "count": len(copies),
        "arrived": sum(delivery.state == State.SENT for delivery in copies),
        "is_moving": _is_moving(found, copies),
        "may_render_again": rules.may("render_again", powers, found),
    }


def _signature(powers: Powers, found: Dispatch, form: SignForm | None) -> dict[str, Any]:
    """What the page says of a PDF that waits for the issuing officer's signature; nothing of any other."""
    if found.stage != "unsigned":
        return {}
    verdict = rules.may("sign", powers, found)
    return {
        "may_sign": verdict,
        "pages": _pages(found) if verdict else 0,
        "key_shut": why_shut(key_in_use(powers.user)) if verdict else "",
        "sign_form": form or SignForm(),
        "issuer_left": signing.unsigned().filter(~signing.issuer_in_office(powers.day), pk=found.pk).exists(),
    }


def _pages(found: Dispatch) -> int:
    """How many pages the prepared PDF has; 0 where the file is damaged or gone."""
    try:
        return page_count(files.prepared_pdf(found))
    except OSError:
        logger.exception("The prepared PDF of dispatch %s is damaged or gone.", found.pk)
        return 0


def _line(powers: Powers, found: Dispatch, recipient: Recipient) -> Line:
    copies = [
        Copy(delivery, rules.may("resend", powers, delivery), rules.may("mark_delivered", powers, delivery))
        for delivery in recipient.deliveries.all()
    ]
    return Line(mark(found.head.get("numbering", "none"), recipient.position + 1), recipient.text, copies)


def _is_moving(found: Dispatch, deliveries: list[Delivery]) -> bool:
    """Whether the page can change by itself within the next moments."""
    now = timezone.now()
    if found.stage:
        return found.stage == "making" and found.render_after > now - WATCHED
    if found.cancelled_at or not found.document:
        return False
    return any(
        delivery.state == State.SENDING
        or (
            delivery.state == State.QUEUED
            and delivery.way == Way.MAIL
            and now - WATCHED < delivery.next_attempt_at <= now
        )
        for delivery in deliveries
    )
