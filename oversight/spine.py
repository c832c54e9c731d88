"""The spine of a meeting: the steps its minutes go, which one is next, and why the others are not open yet."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.language import day as in_words
from accounts.language import digits, moment
from accounts.models import AuditRecord
from accounts.permissions import Verdict
from bangla.times import format_time
from committees.powers import Powers
from distribution.models import Delivery, Dispatch
from distribution.rules import may
from meetings.models import Meeting
from minutes import rules
from minutes.domain.signature import signed_by_deputy
from minutes.models import Minutes, ReviewComment

State = Minutes.State


@dataclass(frozen=True)
class Link:
    label: str
    href: str


@dataclass(frozen=True)
class Action:
    """The main button of a step. With `version` it posts, and says which version of the minutes was looked at."""

    label: str
    href: str
    verdict: Verdict
    version: int | None = None
    confirm: str = ""


@dataclass(frozen=True)
class Step:
    """A step of components/steps.html. `place`: "done", "now" or "later"."""

    id: str
    name: str
    place: str
    kind: str = "minutes"
    state: str = ""
    facts: Sequence[str] = ()
    links: Sequence[Link] = ()
    main: Action | None = None
    why_not: str = ""


@dataclass(frozen=True)
class Course:
    """What is known of a meeting: `minutes` is the edition looked at, None while there is none to be read.

    `records`: the newest audit record of each action on these minutes; `copies`: deliveries by state and how many of
    them were opened, as `copies_of` counts them; `comment`: what the chair said when returning last.
    """

    powers: Powers
    meeting: Meeting
    minutes: Minutes | None = None
    dispatch: Dispatch | None = None
    comment: ReviewComment | None = None
    records: Mapping[str, AuditRecord] = field(default_factory=dict)
    copies: Mapping[str, int] = field(default_factory=dict)

    def by(self, action: str, words: str) -> list[str]:
        """The line that says when and by whom `action` was done; none if the trail does not know."""
        record = self.records.get(action)
        if record is None:
            return []
        return [f"{words} {moment(record.at)}, {record.who}"]


def newest_by_action(trail: Iterable[AuditRecord]) -> dict[str, AuditRecord]:
    """The last record of each action; `trail` comes oldest first."""
    return {record.action: record for record in trail}


def copies_of(dispatch: Dispatch) -> dict[str, int]:
    """How many copies there are by state, and under "opened" how many recipients opened theirs."""
    states = {state: Count("pk", filter=Q(state=state)) for state in Delivery.State.values}
    opened = Count("pk", filter=Q(opened_at__isnull=False) | Q(downloaded_at__isnull=False))
    return Delivery.objects.filter(recipient__dispatch=dispatch).aggregate(**states, opened=opened)


def steps_of(course: Course) -> list[Step]:
    """The steps in the order of the paper's own life."""
    return [step(course) for step in (_meeting, _draft, _review, _signature, _issue, _delivery, _confirmation)]


def _meeting(course: Course) -> Step:
    meeting = course.meeting
    when = in_words(meeting.held_on)
    if meeting.held_at:
        when = f"{when}, {in_time(meeting.held_at)}"
    is_ahead = meeting.held_on is not None and meeting.held_on > course.powers.day
    return Step(
        id="meeting",
        name=_("Meeting"),
        place="now" if is_ahead else "done",
        facts=[fact for fact in (when, meeting.place) if fact],
        links=_papers(course),
    )


def _papers(course: Course) -> list[Link]:
    """The papers to print before the meeting, for those who prepare it."""
    if not may("print_papers", course.powers, course.meeting):
        return []
    return [
        Link(_("Notice with agenda (PDF)"), reverse("minutes:notice", args=[course.meeting.pk])),
        Link(_("Notice with agenda (Word)"), reverse("minutes:notice_docx", args=[course.meeting.pk])),
        Link(_("Attendance sheet to sign (PDF)"), reverse("minutes:attendance_sheet", args=[course.meeting.pk])),
        Link(_("Attendance sheet to sign (Word)"), reverse("minutes:attendance_sheet_docx", args=[course.meeting.pk])),
    ]


def _draft(course: Course) -> Step:
    minutes, name = course.minutes, _("Minutes")
    if minutes is None:
        return Step(
            id="minutes",
            name=name,
            place="now",
            state="none",
            why_not=_("They can be read here once the member secretary has sent them to the chair."),
        )
    read = [Link(_("Read the minutes"), reverse("minutes:preview", args=[minutes.pk]))]
    if minutes.attendance:
        read.append(Link(_("Appendix ক by itself (PDF)"), reverse("minutes:appendix", args=[minutes.pk])))
        read.append(Link(_("Appendix ক by itself (Word)"), reverse("minutes:appendix_docx", args=[minutes.pk])))
    if minutes.state not in rules.DRAFT:
        facts = course.by("minutes.submit", _("Sent to the chair:"))
        return Step(id="minutes", name=name, place="done", facts=facts, links=read)
    returned = course.comment if minutes.state == State.RETURNED else None
    return Step(
        id="minutes",
        name=name,
        place="now",
        state=minutes.state,
        facts=[_("Returned by the chair:") + " " + returned.text] if returned else [],
        links=read,
        main=Action(
            _("Go on drafting"), reverse("minutes:edit", args=[minutes.pk]), may("edit", course.powers, minutes)
        ),
    )


def _review(course: Course) -> Step:
    minutes, name = course.minutes, _("Review by the chair")
    if minutes is None or minutes.state in rules.DRAFT:
        why_not = _("Opens when the member secretary sends the draft to the chair.")
        return Step(id="review", name=name, place="later", why_not=why_not)
    if minutes.state in rules.SIGNED_ONCE:
        return Step(id="review", name=name, place="done")
    return Step(
        id="review",
        name=name,
        place="now",
        state=minutes.state,
        facts=[_("With the chair since") + " " + in_words(minutes.state_since)],
        main=Action(
            _("Read and sign"), reverse("minutes:review", args=[minutes.pk]), may("sign", course.powers, minutes)
        ),
    )


def _signature(course: Course) -> Step:
    minutes, name = course.minutes, _("Signature")
    if minutes is None or minutes.state not in rules.SIGNED_ONCE:
        why_not = _("Follows when the chair has read the minutes and returns nothing.")
        return Step(id="signature", name=name, place="later", why_not=why_not)
    snapshot = getattr(minutes, "snapshot", None)
    if snapshot is None:
        return Step(id="signature", name=name, place="done", facts=[_("Signed on paper")])
    facts = [f"{snapshot.signer.name}, {snapshot.signer_post}", moment(snapshot.signed_at)]
    if signed_by_deputy(minutes):
        facts.append(_("Signed in the chair's absence, by delegation"))
    return Step(id="signature", name=name, place="done", facts=facts)


def _issue(course: Course) -> Step:
    minutes, dispatch, name = course.minutes, course.dispatch, _("Memo number and issue")
    if minutes is None or minutes.state not in rules.SIGNED_ONCE:
        return Step(id="issue", name=name, place="later", why_not=_("Opens when the chair has signed."))
    if dispatch is None:
        return Step(
            id="issue",
            name=name,
            place="now",
            state=minutes.state,
            main=Action(
                _("Issue"), reverse("distribution:issue", args=[minutes.pk]), may("issue", course.powers, minutes)
            ),
        )
    facts = [_("Memo %(memo)s of %(date)s") % {"memo": dispatch.memo, "date": in_words(dispatch.dated_on)}]
    facts += course.by("minutes.issue", _("Issued:"))
    href = reverse("distribution:dispatch", args=[dispatch.pk])
    if dispatch.stage == "unsigned":
        sign = Action(_("Sign and send"), href, may("sign", course.powers, dispatch))
        return Step(id="issue", name=name, place="now", kind="issue", state="unsigned", facts=facts, main=sign)
    if dispatch.stage:
        look = Link(_("See what becomes of the PDF"), href)
        return Step(id="issue", name=name, place="now", kind="issue", state=dispatch.stage, facts=facts, links=[look])
    if dispatch.signed_at:
        facts.append(_("Signed and sent:") + f" {moment(dispatch.signed_at)}, {dispatch.issued_by}")
    if dispatch.cancelled_at:
        facts.append(_("This issue was cancelled:") + " " + moment(dispatch.cancelled_at))
    pdf = (
        [Link(_("The issued document (PDF)"), reverse("distribution:pdf", args=[dispatch.pk]))] if dispatch.pdf else []
    )
    state = minutes.state if dispatch.cancelled_at else ""
    return Step(id="issue", name=name, place="done", state=state, facts=facts, links=pdf)


# The worst state that any copy is in stands for them all.
WORST_FIRST = [
    Delivery.State.FAILED,
    Delivery.State.UNKNOWN,
    Delivery.State.SENDING,
    Delivery.State.QUEUED,
    Delivery.State.SENT,
]


def _delivery(course: Course) -> Step:
    name = _("Delivery")
    if course.dispatch is None:
        why_not = _("Begins by itself when the issued document is signed.")
        return Step(id="delivery", name=name, place="later", why_not=why_not)
    link = Link(_("See every recipient"), reverse("distribution:dispatch", args=[course.dispatch.pk]))
    if course.dispatch.cancelled_at:
        why_not = _("Nothing more is sent: this issue was cancelled.")
        return Step(id="delivery", name=name, place="later", why_not=why_not, links=[link])
    if course.dispatch.stage:
        why_not = _("Begins by itself when the issued document is signed.")
        return Step(id="delivery", name=name, place="later", why_not=why_not, links=[link])
    copies = course.copies
    total = sum(copies.get(state, 0) for state in WORST_FIRST)
    if not total:
        return Step(id="delivery", name=name, place="done", facts=[_("Sent on paper")], links=[link])
    sent = copies.get(Delivery.State.SENT, 0)
    fact = _("%(sent)s of %(total)s copies sent, %(opened)s opened") % {
        "sent": digits(sent),
        "total": digits(total),
        "opened": digits(copies.get("opened", 0)),
    }
    return Step(
        id="delivery",
        name=name,
        place="done" if sent == total else "now",
        kind="delivery",
        state=next(state for state in WORST_FIRST if copies.get(state)),
        facts=[fact],
        links=[link],
    )


def _confirmation(course: Course) -> Step:
    minutes, name = course.minutes, _("Confirmation")
    if minutes and minutes.state == State.CANCELLED:
        why_not = _("A cancelled issue is not confirmed. Start a corrected edition, which is issued anew.")
        return Step(id="confirmation", name=name, place="later", why_not=why_not)
    if minutes is None or minutes.state not in rules.IN_FORCE or (course.dispatch and course.dispatch.stage):
        why_not = _("The next meeting confirms the minutes after they were issued.")
        return Step(id="confirmation", name=name, place="later", why_not=why_not)
    report = [
        Link(_("Progress report on the decisions (PDF)"), reverse("decisions:progress", args=[minutes.meeting_id])),
        Link(
            _("Progress report on the decisions (Word)"), reverse("decisions:progress_docx", args=[minutes.meeting_id])
        ),
    ]
    if minutes.state == State.CONFIRMED:
        facts = course.by("minutes.confirm", _("Entered:"))
        return Step(id="confirmation", name=name, place="done", state=minutes.state, facts=facts, links=report)
    return Step(
        id="confirmation",
        name=name,
        place="now",
        facts=[_("A later meeting reads and confirms these minutes.")],
        links=report,
        main=Action(
            _("Enter the confirmation"),
            reverse("distribution:confirm", args=[minutes.pk]),
            may("confirm", course.powers, minutes),
            version=minutes.version,
            confirm=_("You enter that a later meeting confirmed these minutes. This cannot be taken back."),
        ),
    )


def in_time(time: datetime.time) -> str:
    """The time of day in the reader's language: দুপুর ১২.৪৫ ঘটিকা or 12:45."""
    return format_time(time) if get_language() == "bn" else time.strftime("%H:%M")
