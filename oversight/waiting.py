"""What waits for a person: one list over all rooms, each task with its age and the page where it is done."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.language import day as in_words
from accounts.language import digits
from committees import scope
from committees.models import Committee
from committees.powers import Powers, Role
from committees.seating import lacking_a_key_seat
from decisions.domain.follow import overdue
from decisions.rules import followed_decisions, to_answer_for
from distribution.domain.corrections import overtaken
from distribution.domain.signing import issuer_in_office, unsigned
from distribution.models import Delivery, Dispatch
from minutes.models import Minutes
from minutes.rules import MOVES

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# After a week in one pair of hands a task is shown as old. No source sets a deadline for minutes.
OLD_AFTER_DAYS = 7
State = Minutes.State


@dataclass(frozen=True)
class Task:
    """A line of components/task_list.html. `since`: when it began to wait, None where nobody knows."""

    label: str
    hint: str
    href: str
    today: datetime.date
    since: datetime.date | None = None
    kind: str = ""
    state: str = ""

    @property
    def days(self) -> int | None:
        return max((self.today - self.since).days, 0) if self.since else None

    @property
    def is_old(self) -> bool:
        return (self.days or 0) > OLD_AFTER_DAYS


@dataclass(frozen=True)
class Step:
    """The move that is next with minutes in one state: the words for what its maker does, and the page's URL name."""

    move: str
    words: _StrPromise
    url: str


STEPS: Mapping[str, Step] = {
    State.DRAFTING: Step("submit", gettext_lazy("Draft the minutes"), "minutes:edit"),
    State.RETURNED: Step("submit", gettext_lazy("Revise the returned minutes"), "minutes:edit"),
    State.IN_REVIEW: Step("sign", gettext_lazy("Read and sign the minutes"), "minutes:review"),
    State.SIGNED: Step("issue", gettext_lazy("Issue the signed minutes"), "distribution:issue"),
}


def tasks_of(powers: Powers) -> list[Task]:
    """All that waits for the person today, the oldest first, then what has no age."""
    every = (_minutes, _unmade, _unsigned, _deliveries, _decisions, _vacancies)
    tasks = [task for kind in every for task in kind(powers)]
    return sorted(tasks, key=lambda task: task.since or datetime.date.max)


def _minutes(powers: Powers) -> Iterator[Task]:
    mine = Q(pk=None)
    for state, step in STEPS.items():
        mine |= Q(state=state, meeting__committee__in=powers.committees(*MOVES[step.move].who))
    needed = ["state", "state_since", "meeting__held_on", "meeting__committee__name_bn", "meeting__committee__name_en"]
    waiting = Minutes.objects.filter(mine).exclude(overtaken(), state=State.SIGNED)
    for minutes in waiting.select_related("meeting__committee").only(*needed):
        meeting, step = minutes.meeting, STEPS[minutes.state]
        yield Task(
            label=str(step.words),
            hint=_("%(committee)s, meeting of %(date)s")
            % {"committee": meeting.committee, "date": in_words(meeting.held_on)},
            href=reverse(step.url, args=[minutes.pk]),
            today=powers.day,
            since=timezone.localdate(minutes.state_since),
            kind="minutes",
            state=minutes.state,
        )


def _unmade(powers: Powers) -> Iterator[Task]:
    """Issued documents whose PDF could not be made: nothing goes out until somebody asks for it again."""
    committee = "minutes__meeting__committee"
    mine = Q(**{f"{committee}__in": powers.committees(Role.SECRETARY)})
    mine |= Q(**{f"{committee}__in": scope.committees(powers)}) if powers.is_administrator else Q()
    for dispatch in Dispatch.objects.filter(mine, cancelled_at=None, prepared="", pdf="").exclude(render_error=""):
        yield Task(
            label=_("Have the PDF made again, which could not be made"),
            hint=_("Memo %(memo)s") % {"memo": dispatch.memo},
            href=reverse("distribution:dispatch", args=[dispatch.pk]),
            today=powers.day,
            since=timezone.localdate(dispatch.issued_at),
            kind="delivery",
            state=Delivery.State.FAILED,
        )


def _unsigned(powers: Powers) -> Iterator[Task]:
    """Issues that wait for their officer's signature; those whose officer left, for whoever came after."""
    here = unsigned().filter(minutes__meeting__committee__in=powers.committees(Role.SECRETARY))
    orphaned = ~issuer_in_office(powers.day)
    for dispatch in here.filter(orphaned | Q(issued_by=powers.user)):
        is_mine = dispatch.issued_by_id == powers.user.pk
        yield Task(
            label=_("Sign and send the issued minutes")
            if is_mine
            else _("See to an issue that nobody can sign any more"),
            hint=_("Memo %(memo)s") % {"memo": dispatch.memo},
            href=reverse("distribution:dispatch", args=[dispatch.pk]),
            today=powers.day,
            since=timezone.localdate(dispatch.rendered_at),
            kind="issue",
            state="unsigned",
        )


def _deliveries(powers: Powers) -> Iterator[Task]:
    """Copies that did not arrive, or of which nobody knows, one task for each dispatch."""
    stuck = Delivery.objects.filter(
        state__in=[Delivery.State.FAILED, Delivery.State.UNKNOWN],
        recipient__dispatch__cancelled_at=None,
        recipient__dispatch__minutes__meeting__committee__in=powers.committees(Role.SECRETARY),
    )
    dispatch = "recipient__dispatch"
    rows = stuck.order_by().values(f"{dispatch}", f"{dispatch}__memo", f"{dispatch}__issued_at")
    for row in rows.annotate(copies=Count("pk"), worst=Min("state")):  # "failed" sorts before "unknown"
        yield Task(
            label=ngettext(
                "See to %(n)s copy that may not have arrived",
                "See to %(n)s copies that may not have arrived",
                row["copies"],
            )
            % {"n": digits(row["copies"])},
            hint=_("Memo %(memo)s") % {"memo": row[f"{dispatch}__memo"]},
            href=reverse("distribution:dispatch", args=[row[dispatch]]),
            today=powers.day,
            since=timezone.localdate(row[f"{dispatch}__issued_at"]),
            kind="delivery",
            state=row["worst"],
        )


def _decisions(powers: Powers) -> Iterator[Task]:
    """Decisions past their day that the person reports on, one task for each committee."""
    late = followed_decisions().filter(overdue(powers.day)).filter(to_answer_for(powers))
    committee = "item__section__meeting__committee"
    rows = late.order_by().values(committee, f"{committee}__name_bn", f"{committee}__name_en")
    for row in rows.annotate(decisions=Count("pk"), oldest=Min("due")):
        yield Task(
            label=ngettext("Report on %(n)s overdue decision", "Report on %(n)s overdue decisions", row["decisions"])
            % {"n": digits(row["decisions"])},
            hint=str(_named(row, committee)),
            href=f"{reverse('decisions:list')}?{urlencode({'state': 'overdue', 'committee': row[committee]})}",
            today=powers.day,
            since=row["oldest"],
            kind="decision",
            state="overdue",
        )


def _named(row: dict[str, Any], prefix: str) -> Committee:
    return Committee(name_bn=row[f"{prefix}__name_bn"], name_en=row[f"{prefix}__name_en"])


def _vacancies(powers: Powers) -> Iterator[Task]:
    """Committees nobody signs or drafts for: by name to those who sit there, as a number to administrators."""
    own = Committee.objects.filter(pk__in=powers.committees(Role.CHAIR, Role.SECRETARY))
    for committee in lacking_a_key_seat(own, powers.day):
        yield Task(
            label=_("Have the empty seat filled"),
            hint=str(committee),
            href=reverse("oversight:committee", args=[committee.pk]),
            today=powers.day,
            kind="seat",
            state="vacant",
        )
    if not powers.is_administrator:
        return
    lacking = lacking_a_key_seat(scope.committees(powers), powers.day).count()
    if lacking:
        yield Task(
            label=ngettext(
                "Fill the empty seats of %(n)s committee", "Fill the empty seats of %(n)s committees", lacking
            )
            % {"n": digits(lacking)},
            hint=_("Without a chair nobody signs, without a member secretary nobody drafts."),
            href=f"{reverse('oversight:committees')}?vacant=on",
            today=powers.day,
            kind="seat",
            state="vacant",
        )
