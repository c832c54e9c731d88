"""The papers of a meeting before it is held: the notice with its agenda, and the sheet its members sign."""

from __future__ import annotations

import datetime

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.permissions import ALLOWED, Denied, Verdict, require
from committees.models import Committee, Membership
from committees.powers import Role
from committees.seating import Seat, chairing, seats_of
from documents.layouts import LAYOUTS
from documents.model import Dispatch
from documents.papers import attendance
from documents.papers.gathering import DOTS
from documents.papers.notice import Notice
from meetings.domain.papers import gathering_of, letterhead_of, secretary_signature
from meetings.models import AgendaItem, Meeting
from minutes.models import Minutes

# What stands behind a member's name on paper, for those who are not plainly members.
_ROLES = {
    Role.CHAIR: "সভাপতি",
    Role.VICE_CHAIR: "সহ-সভাপতি",
    Role.SECRETARY: "সদস্য সচিব",
    Role.ADVISER: "উপদেষ্টা",
    Role.INVITEE: "আমন্ত্রিত",
    Role.ALTERNATE: "সভাপতির প্রতিনিধি",
}


def can_be_called(meeting: Meeting) -> Verdict:
    """Whether a notice can say when and where the meeting is. An office whose minutes name no time writes it in."""
    layout = LAYOUTS[meeting.committee.layout]
    needed = {
        _("the date"): meeting.held_on,
        _("the time"): meeting.held_at or "time" not in dict(layout.info),
        _("the place"): meeting.place,
    }
    missing = [name for name, value in needed.items() if not value]
    if not missing:
        return ALLOWED
    return Denied(
        _("The notice cannot be printed yet. The draft of the minutes does not say: %(what)s.")
        % {"what": get_text_list(missing, _("and"))}
    )


def notice_of(meeting: Meeting, today: datetime.date) -> Notice:
    """The notice of the meeting, to its members of that day, dated `today` unless the meeting is over by then.

    Raises NotAllowedError, which names what is missing.
    """
    require(can_be_called(meeting))
    agenda = agenda_of(meeting)
    if not agenda:
        require(Denied(gettext_lazy("The notice cannot be printed yet. The draft of the minutes has no subject.")))
    day, layout = meeting.held_on or today, LAYOUTS[meeting.committee.layout]
    return Notice(
        letterhead=letterhead_of(meeting.committee.office),
        gathering=gathering_of(meeting),
        agenda=agenda,
        dispatch=Dispatch(
            memo=DOTS,
            date=today,
            heading=layout.distribution_heading,
            recipients=tuple(_as_recipient(seat) for seat in _awaited(meeting.committee, day)),
            signature=secretary_signature(meeting.committee, today),
            memo_label=layout.memo_label,
            date_lines=layout.date_lines(today) if today <= day else (DOTS,),
            numbering=layout.numbering,
        ),
    )


def attendance_sheet_of(meeting: Meeting, today: datetime.date) -> attendance.AttendanceSheet:
    """The sheet that the members of the meeting's day sign, those of `today` where it has none."""
    seats = _awaited(meeting.committee, meeting.held_on or today)
    return attendance.AttendanceSheet(
        letterhead=letterhead_of(meeting.committee.office),
        gathering=gathering_of(meeting),
        seats=tuple(_to_sign(seat) for seat in seats),
    )


def agenda_of(meeting: Meeting) -> tuple[str, ...]:
    """The subjects of the meeting's own rows; while they name none, those of the committee's meeting before."""
    own = _subjects(meeting)
    if own or meeting.held_on is None:
        return own
    before = meeting.committee.meetings.filter(held_on__lt=meeting.held_on).first()
    return _subjects(before) if before else ()


def _subjects(meeting: Meeting) -> tuple[str, ...]:
    """The subjects of the newest edition that was not discarded, each in one line."""
    editions = Minutes.objects.filter(meeting=meeting).exclude(state=Minutes.State.DISCARDED)
    newest = editions.order_by("-edition").values("edition")[:1]
    items = AgendaItem.objects.filter(section__meeting=meeting, section__edition__in=newest)
    subjects = items.order_by("section__position", "section", "position", "pk").values_list("subject", flat=True)
    return tuple(filter(None, (" ".join(subject.split()) for subject in subjects)))


def _awaited(committee: Committee, day: datetime.date) -> list[Seat]:
    """The seats of that day, and behind the chair's the deputy who conducts, where that post has no seat of its own."""
    seats, chair = seats_of(committee, day), chairing(committee, day)
    if chair and chair.delegation and chair.tenure.post_id not in [seat.membership.post_id for seat in seats]:
        behind_the_chair = sum(seat.membership.role == Role.CHAIR for seat in seats)
        seats.insert(
            behind_the_chair, Seat(Membership(role=Role.ALTERNATE, post=chair.tenure.post), day, [chair.tenure])
        )
    return seats


def _as_recipient(seat: Seat) -> str:
    post, name = seat.membership.post, seat.post_name
    whom = f"{name.name_bn}, {post.office.name_bn}" if post and name else seat.membership.person_name
    return f"{whom}{_in_brackets(seat.membership.role)}"


def _to_sign(seat: Seat) -> attendance.Seat:
    post, name, holder = seat.membership.post, seat.post_name, seat.holder
    role = _in_brackets(seat.membership.role)
    if not (post and name):
        return attendance.Seat(f"{seat.membership.person_name}{role}", "", "")
    designation = holder.designation_on(seat.day) if holder else name.name_bn
    return attendance.Seat(holder.person.name_bn if holder else "", f"{designation}{role}", post.office.name_bn)


def _in_brackets(role: str) -> str:
    """The role behind a name, for those who are not plainly members."""
    return f" ({_ROLES[Role(role)]})" if role in _ROLES else ""
