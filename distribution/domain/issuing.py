"""Issuing signed minutes: a memo number, a frozen list of recipients, a document for the worker to render."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from decisions.domain.follow import open_for
from django.db import transaction
from django.utils import timezone

from accounts.domain.audit import Actor, record
from accounts.permissions import require
from committees.models import Post
from committees.powers import Powers, Role, holder
from distribution import rules
from distribution.domain.queue import enqueue
from distribution.domain.register import cancel as cancel_number
from distribution.domain.register import take
from distribution.models import Delivery, Dispatch, DistributionLine, MemoFile, Recipient
from documents import exchange
from documents.layouts import LAYOUTS
from minutes.domain.workflow import transition
from minutes.models import Minutes


@dataclass(frozen=True)
class Line:
    """A recipient: the text as printed, and the mail addresses it stands for; without one it goes on paper."""

    text: str
    addresses: tuple[str, ...]


@dataclass(frozen=True)
class Order:
    """What the issuing officer decides on the issue page."""

    file: MemoFile
    serial: int
    dated_on: datetime.date
    heading: str
    numbering: str
    new_page: bool
    lines: tuple[Line, ...]


def issue(minutes_id: int, order: Order, *, actor: Actor, powers: Powers, version: int) -> Dispatch:
    """Issue the minutes: take the number, freeze document and recipients, and let the worker render and send.

    Raises register.MemoTakenError, NotAllowedError or StaleError, and then nothing has happened and no number is used.
    """
    issued: list[Dispatch] = []

    def effect(minutes: Minutes) -> None:
        number = take(order.file.pk, order.dated_on.year, order.serial, actor=actor)
        dispatch = Dispatch(
            minutes=minutes,
            number=number,
            memo=str(number),
            dated_on=order.dated_on,
            head=_head(minutes, order, powers, memo=str(number)),
            issued_by=actor.user,
        )
        content = exchange.dump(exchange.load(minutes.snapshot.document))
        content["dispatch"] = dispatch.head | {"recipients": [line.text for line in order.lines]}
        dispatch.document = exchange.canonical(exchange.load(content)).decode()
        dispatch.save()
        _address(dispatch, order.lines)
        open_for(minutes.meeting, order.dated_on)
        enqueue("render", dispatch.pk)
        issued.append(dispatch)

    transition(
        minutes_id,
        "issue",
        actor=actor,
        powers=powers,
        version=version,
        effect=effect,
        memo=order.file.printed(order.serial),
    )
    return issued[0]


def cancel(dispatch_id: int, reason: str, *, actor: Actor, powers: Powers) -> None:
    """Withdraw an issue: its number stays in the register with the reason, mails still waiting are not sent."""
    with transaction.atomic():
        dispatch = Dispatch.objects.select_for_update(of=("self",)).get(pk=dispatch_id)
        require(rules.handle(powers, dispatch))
        dispatch.cancelled_at = timezone.now()
        dispatch.save(update_fields=["cancelled_at"])
        if dispatch.number_id:
            cancel_number(dispatch.number_id, reason, actor=actor)
        waiting = Delivery.objects.filter(recipient__dispatch=dispatch, state=Delivery.State.QUEUED)
        waiting.update(state=Delivery.State.FAILED, error=reason)
        record(actor, "dispatch.cancel", dispatch, reason=reason)


def template_lines(lines: Iterable[DistributionLine]) -> list[Line]:
    """The lines of a distribution template with every address they unfold to today."""
    return [Line(line.text, addresses_of(line)) for line in lines]


def addresses_of(line: DistributionLine) -> tuple[str, ...]:
    """The line's own addresses and those of its posts, each once."""
    found = [*line.emails, *(address_of(post) for post in line.posts.all())]
    return tuple(dict.fromkeys(address.lower() for address in found if address))


def address_of(post: Post) -> str:
    """The post's own mail address, or that of whoever holds it today."""
    if post.email:
        return post.email
    tenure = holder(post.pk, timezone.localdate())
    return tenure.person.email if tenure else ""


def _head(minutes: Minutes, order: Order, powers: Powers, *, memo: str) -> dict[str, object]:
    """The dispatch in the exchange format, without its recipients; signed by the issuing officer's post of today."""
    layout = LAYOUTS[minutes.meeting.committee.layout]
    tenure = powers.tenure(minutes.meeting.committee_id, Role.SECRETARY)
    return {
        "memo_label": layout.memo_label,
        "memo": memo,
        "date": order.dated_on.isoformat(),
        "date_lines": list(layout.date_lines(order.dated_on)),
        "heading": order.heading,
        "numbering": order.numbering,
        "new_page": order.new_page,
        "signature": {
            "name": powers.user.name_bn,
            "lines": tenure.signature_lines if tenure else [],
            "date": order.dated_on.isoformat(),
        },
    }


def _address(dispatch: Dispatch, lines: Sequence[Line]) -> None:
    """Freeze the recipients and make a delivery for every address; an address in two lines gets one mail."""
    posts = {post.email.lower(): post for post in Post.objects.exclude(email="")}
    posts_in_reach = {a: posts.get(a) for line in lines for a in line.addresses}
    seen: set[str] = set()
    for position, line in enumerate(lines):
        recipient = Recipient.objects.create(dispatch=dispatch, position=position, text=line.text)
        fresh = [a for a in line.addresses if a not in seen]
        seen.update(fresh)
        if not line.addresses:
            Delivery.objects.create(recipient=recipient, way=Delivery.Way.PAPER)
        Delivery.objects.bulk_create(
            Delivery(recipient=recipient, way=Delivery.Way.MAIL, address=a, post=posts_in_reach[a]) for a in fresh
        )
