"""My page, the committees, the spine of a meeting, and the picture of all committees in charge."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.core.paginator import Paginator
from django.db.models import OuterRef, Prefetch, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.domain.alerts import recent
from accounts.domain.audit import trail
from accounts.domain.searching import containing
from accounts.domain.signing import key_in_use
from accounts.models import AuditRecord
from accounts.requests import PersonRequest
from bangla.text import nfc
from committees import scope
from committees.acting import powers_in
from committees.asof import AsOfForm
from committees.models import Committee
from committees.powers import SIGNING_ROLES, Powers, visible_committees
from committees.seating import in_the_chair, lacking_a_key_seat, seats_of, with_key_seats
from decisions.domain.follow import with_look
from decisions.models import Decision
from decisions.rules import visible_decisions
from decisions.views import with_place
from distribution.models import Delivery
from distribution.rules import may, own_deliveries
from meetings.models import Meeting
from minutes.models import Minutes, Phrase, ReviewComment
from minutes.rules import SIGNED_ONCE, UNSIGNED, visible_minutes
from oversight import grid, spine
from oversight.awaited import awaited
from oversight.queries import (
    edition_that_counts,
    held,
)
from oversight.waiting import tasks_of

COMMITTEES_PER_PAGE = 30
MEETINGS_PER_PAGE = 12
FEW = 5
COPIES_OF_ONE = 4  # a person with several posts may be sent the same document that often


@require_safe
def home(request: PersonRequest) -> HttpResponse:
    """What waits for me, my meetings, and the newest documents sent to my posts."""
    powers = powers_in(request)
    mine = Meeting.objects.filter(committee__in=powers.committees()).select_related("committee")
    coming = mine.filter(held_on__gt=powers.day).order_by("held_on", "pk")
    past = mine.filter(held_on__lte=powers.day).order_by("-held_on", "-pk")
    context = {
        "tasks": tasks_of(powers),
        "coming": held(coming[:FEW], powers),
        "past": held(past[:FEW], powers),
        "documents": newest_documents(powers),
        "alerts": recent(request.user),
        "lacks_key": bool(powers.committees(*SIGNING_ROLES)) and key_in_use(request.user) is None,
        "powers": powers,
    }
    return render(request, "oversight/home.html", context)


def newest_documents(powers: Powers) -> list[Delivery]:
    """A delivery of each of the last few documents sent to the person, whatever number of own posts they came to."""
    deliveries = own_deliveries(powers).filter(recipient__dispatch__cancelled_at=None)
    light = deliveries.only(
        "token",
        "recipient__dispatch__memo",
        "recipient__dispatch__dated_on",
        "recipient__dispatch__minutes__title",
        "recipient__dispatch__minutes__meeting__committee__name_bn",
    )
    newest: dict[int, Delivery] = {}
    for delivery in light.order_by("-recipient__dispatch__dated_on", "-pk")[: FEW * COPIES_OF_ONE]:
        newest.setdefault(delivery.recipient.dispatch_id, delivery)
    return list(newest.values())[:FEW]


@require_safe
def committees(request: PersonRequest) -> HttpResponse:
    """The committees I sit on and those of the areas in my charge."""
    powers = powers_in(request)
    name, only_vacant = nfc(request.GET.get("name", "")).replace("\0", "").strip(), "vacant" in request.GET
    found = visible_committees(powers)
    if name:
        found = found.filter(containing(name, "name_bn", "name_en"))
    if only_vacant:
        found = lacking_a_key_seat(found, powers.day)
    last_met = Meeting.objects.filter(committee=OuterRef("pk"), held_on__isnull=False).order_by("-held_on")
    found = with_key_seats(found, powers.day).annotate(last_met=Subquery(last_met.values("held_on")[:1]))
    found = found.select_related("area").order_by("name_bn", "pk")
    context = {
        "page": Paginator(found, COMMITTEES_PER_PAGE).get_page(request.GET.get("page")),
        "name": name,
        "only_vacant": only_vacant,
        "powers": powers,
    }
    return render(request, "oversight/committees.html", context)


@require_safe
def committee(request: PersonRequest, pk: int) -> HttpResponse:
    """One committee: who sits there, or sat there on a day asked for, its meetings and its open decisions."""
    powers = powers_in(request)
    visible = with_key_seats(visible_committees(powers), powers.day).select_related("area", "office", "parent")
    subject = get_object_or_404(visible, pk=pk)
    meetings = Paginator(subject.meetings.all(), MEETINGS_PER_PAGE).get_page(request.GET.get("page"))
    as_of = AsOfForm(request.GET, today=powers.day)
    seats = seats_of(subject, as_of.day)
    followed = visible_decisions(powers).filter(item__section__meeting__committee=subject)
    decisions = followed.filter(state=Decision.State.OPEN)
    context = {
        "committee": subject,
        "as_of": as_of,
        "seats": seats,
        "able": in_the_chair(subject, as_of.day, seats),
        "orders": subject.orders.filter(effective_on__lte=as_of.day),
        "delegations": subject.delegations.filter(ends_on__gte=powers.day).select_related("post__office"),
        "may_delegate": may("delegate", powers, subject),
        "may_manage": may("manage", powers, subject),
        "page": meetings,
        "rows": held(meetings.object_list, powers),
        "decisions": with_place(with_look(decisions, powers.day))[:FEW],
        "decision_count": decisions.count(),
        "last_decided": subject.meetings.filter(pk__in=followed.values("item__section__meeting")).first(),
        "may_call": may("call_meeting", powers, subject),
        "may_keep_phrases": may("keep", powers, Phrase(office=subject.office)),
        "powers": powers,
    }
    return render(request, "oversight/committee.html", context)


@require_safe
def meeting(request: PersonRequest, pk: int) -> HttpResponse:
    """The spine of one meeting, from the edition that counts of those that the person may read."""
    powers = powers_in(request)
    meetings = Meeting.objects.filter(committee__in=visible_committees(powers).values("pk"))
    subject = get_object_or_404(meetings.select_related("committee__office"), pk=pk)
    reasons = ReviewComment.objects.exclude(move="").select_related("author")
    editions = list(
        visible_minutes(powers)
        .filter(meeting=subject)
        .select_related("meeting", "snapshot__signer", "dispatch__number", "dispatch__issued_by")
        .prefetch_related("meeting__minutes", Prefetch("comments", reasons))
        .order_by("edition")
    )
    minutes = edition_that_counts(editions)
    dispatch = getattr(minutes, "dispatch", None)
    history = history_of(editions)
    course = spine.Course(
        powers=powers,
        meeting=subject,
        minutes=minutes,
        dispatch=dispatch,
        comment=minutes.comments.exclude(move="").last() if minutes else None,
        records=spine.newest_by_action(record for edition, record in history if edition == minutes),
        copies=spine.copies_of(dispatch) if dispatch else {},
    )
    context = {
        "meeting": subject,
        "minutes": minutes,
        "others": [edition for edition in editions if edition != minutes],
        "steps": spine.steps_of(course),
        "committee": _without_key_seats(subject, powers.day) if _goes_on(minutes) else None,
        "waits_for": awaited([minutes], powers.day).get(minutes.pk) if minutes else "",
        "may_discard": may("discard", powers, minutes) if minutes and is_open_correction(minutes) else None,
        "may_correct": may("correct", powers, minutes) if minutes and minutes.state in SIGNED_ONCE else None,
        "correctable": [edition for edition in reversed(editions) if may("correct", powers, edition)],
        "history": history if may("read_history", powers, subject) else [],
        "powers": powers,
    }
    return render(request, "oversight/meeting.html", context)


def is_open_correction(minutes: Minutes) -> bool:
    """Whether this is a corrected edition that nobody has signed or given up."""
    return minutes.edition > 1 and minutes.state in UNSIGNED


def _goes_on(minutes: Minutes | None) -> bool:
    """Whether something is still to be done by the committee before the minutes are confirmed."""
    return minutes is None or minutes.state not in (Minutes.State.CONFIRMED, Minutes.State.DISCARDED)


def _without_key_seats(subject: Meeting, day: datetime.date) -> Committee | None:
    """The meeting's committee, if nobody is its chair or its member secretary."""
    return lacking_a_key_seat(Committee.objects.filter(pk=subject.committee_id), day).first()


def history_of(editions: Sequence[Minutes]) -> list[tuple[Minutes, AuditRecord]]:
    """What was done to editions of the same minutes and to their dispatches, oldest first, each with its edition."""
    minutes = {edition.pk: edition for edition in editions}
    dispatches = {edition.dispatch.pk: edition for edition in editions if hasattr(edition, "dispatch")}
    done = [(minutes[record.subject_id], record) for record in trail(*minutes.values())]
    done += [
        (dispatches[record.subject_id], record)
        for record in trail(*(edition.dispatch for edition in dispatches.values()))
    ]
    return sorted(done, key=lambda entry: (entry[1].at, entry[1].pk))


@require_safe
def overview(request: PersonRequest) -> HttpResponse:
    """Committees by months, for those who have areas in charge."""
    powers = powers_in(request)
    if not powers.is_administrator:
        raise Http404
    months = grid.last_months(powers.day)
    in_charge = scope.committees(powers)
    page = Paginator(in_charge.order_by("name_bn", "pk"), COMMITTEES_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "months": months,
        "page": page,
        "rows": grid.rows_of(list(page.object_list), months, powers),
        "figures": grid.figures_of(in_charge, months),
        "powers": powers,
    }
    return render(request, "oversight/overview.html", context)
