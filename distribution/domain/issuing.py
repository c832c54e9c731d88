"""Issuing signed minutes: a memo number, a frozen list of recipients, a document to be rendered and then signed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.domain.audit import Actor
from accounts.permissions import require
from committees.models import Committee, Post, Tenure
from committees.powers import Powers, Role
from decisions.domain.follow import close_for, open_for
from distribution import rules
from distribution.domain import outbox
from distribution.domain.corrections import editions_in_force, note_on, predecessor_of
from distribution.domain.lists import ListLine, usual_lines
from distribution.domain.queue import enqueue
from distribution.domain.register import cancel as cancel_number
from distribution.domain.register import take
from distribution.models import Delivery, Dispatch, MemoFile, Recipient
from documents import exchange
from documents.layouts import LAYOUTS
from minutes.domain.workflow import lock_editions, transition
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
    """Issue the minutes: take the number, freeze document and recipients, and let the worker render.

    It goes out when `distribution.domain.signing.sign` was called.

    Raises register.MemoTakenError, NotAllowedError or StaleError, and then nothing has happened and no number is used.
    """
    issued: list[Dispatch] = []

    def effect(minutes: Minutes) -> None:
        lock_editions(minutes)
        require(rules.may("issue", powers, minutes))
        number = take(order.file.pk, order.dated_on.year, order.serial, actor=actor)
        dispatch = Dispatch(
            minutes=minutes,
            number=number,
            memo=str(number),
            dated_on=order.dated_on,
            head=_head(minutes, order, powers, memo=str(number)),
            issued_by=actor.user,
            officer_picture=actor.user.signature_picture if actor.user else None,
        )
        content = exchange.dump(exchange.load(minutes.snapshot.document))
        content["dispatch"] = dispatch.head | {"recipients": [line.text for line in order.lines]}
        dispatch.document = exchange.canonical(exchange.load(content)).decode()
        dispatch.save()
        _address(dispatch, order.lines)
        open_for(minutes.meeting, editions_in_force(minutes.meeting), order.dated_on)
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


def cancel(dispatch_id: int, reason: str, *, actor: Actor, powers: Powers, version: int) -> None:
    """Withdraw an issue: its number stays in the register with the reason, mails still waiting are not sent.

    Raises NotAllowedError for whoever may not, and once a later meeting has confirmed the minutes; StaleError where
    `version` is not that of the minutes.
    """
    with transaction.atomic():
        dispatch = Dispatch.objects.select_for_update(of=("self",)).get(pk=dispatch_id)
        require(rules.may("handle", powers, dispatch))
        transition(dispatch.minutes_id, "cancel", actor=actor, powers=powers, version=version, reason=reason)
        lock_editions(dispatch.minutes)
        dispatch.cancelled_at = timezone.now()
        dispatch.save(update_fields=["cancelled_at"])
        if dispatch.number_id:
            cancel_number(dispatch.number_id, reason, actor=actor)
        outbox.withdraw(dispatch, reason)
        close_for(dispatch.minutes.meeting, editions_in_force(dispatch.minutes.meeting))


def unfolded(lines: Sequence[ListLine]) -> list[Line]:
    """The lines of a distribution list with every address they stand for today."""
    of_posts = addresses_of(post for line in lines for post in line.posts)
    return [Line(line.text, _each_once([*line.emails, *(of_posts[post] for post in line.posts)])) for line in lines]


def lines_again(dispatch: Dispatch) -> list[Line]:
    """The lines of a dispatch for the one that replaces it; the copy of a post goes where the post is reached today."""
    recipients = list(dispatch.recipients.prefetch_related("deliveries__post"))
    of_posts = addresses_of(copy.post for each in recipients for copy in each.deliveries.all() if copy.post)

    def address_of(copy: Delivery) -> str:
        return (copy.post and of_posts[copy.post]) or copy.address

    return [Line(each.text, _each_once(map(address_of, each.deliveries.all()))) for each in recipients]


def addresses_of(posts: Iterable[Post]) -> dict[Post, str]:
    """The mail address of each post: its own, or that of whoever answers for it today; empty where nobody does."""
    posts = set(posts)
    today = timezone.localdate()
    without = [post for post in posts if not post.email]
    tenures = list(Tenure.objects.on(today).filter(post__in=without).select_related("person")) if without else []
    # the last one stands: the regular holder, as in committees.powers.holder
    tenures.sort(key=lambda tenure: (-list(Tenure.Kind).index(Tenure.Kind(tenure.kind)), tenure.starts_on))
    held = {tenure.post_id: tenure.person.email for tenure in tenures}
    return {post: (post.email or held.get(post.pk, "")).lower() for post in posts}


def _each_once(addresses: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(address.lower() for address in addresses if address))


def _head(minutes: Minutes, order: Order, powers: Powers, *, memo: str) -> dict[str, object]:
    """The dispatch in the exchange format, without its recipients; signed by the issuing officer's post of today.

    A corrected set says above its list which memo it takes the place of.
    """
    layout = LAYOUTS[minutes.meeting.committee.layout]
    replaced = predecessor_of(minutes)
    tenure = powers.tenure(minutes.meeting.committee_id, Role.SECRETARY)
    return {
        "memo_label": layout.memo_label,
        "memo": memo,
        "date": order.dated_on.isoformat(),
        "date_lines": list(layout.date_lines(order.dated_on)),
        "heading": f"{note_on(replaced)}\n{order.heading}" if replaced else order.heading,
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
    posts = _posts_by_address(dispatch.minutes.meeting.committee, lines)
    seen: set[str] = set()
    for position, line in enumerate(lines):
        recipient = Recipient.objects.create(dispatch=dispatch, position=position, text=line.text)
        fresh = [address for address in _each_once(line.addresses) if address not in seen]
        seen.update(fresh)
        Delivery.objects.bulk_create(
            Delivery(recipient=recipient, way=Delivery.Way.MAIL, address=address, post=posts.get(address))
            for address in fresh
        )
        if not line.addresses:
            Delivery.objects.create(recipient=recipient, way=Delivery.Way.PAPER)


def _posts_by_address(committee: Committee, lines: Sequence[Line]) -> dict[str, Post]:
    """The post that each address stands for today: one with that address of its own, or one of the usual list.

    By it the copy belongs to the post, and whoever holds the post later finds it among the documents.
    """
    wanted = {address.lower() for line in lines for address in line.addresses}
    own = Post.objects.alias(lower=Lower("email")).filter(lower__in=wanted)
    listed = [post for line in usual_lines(committee, timezone.localdate()) for post in line.posts]
    return {address: post for post, address in addresses_of([*listed, *own]).items() if address in wanted}
