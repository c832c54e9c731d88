"""Who sees a decision and who reports on it."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Need, Rule, Rulebook, Table
from committees.models import Committee
from committees.powers import Powers, Role, visible_committees
from committees.rules import ADMINISTRATORS, SEATS
from decisions.models import Decision, Implementer
from meetings import rules as meetings
from meetings.rules import roles_at


def roles_to(powers: Powers, decision: Decision) -> Iterator[str]:
    yield from roles_at(powers, decision.item.section.meeting)
    if decision.item.implementers.filter(posts__in=powers.posts).exists():
        yield Role.IMPLEMENTER


def _is_followed(_powers: Powers, decision: Decision) -> bool:
    return decision.opened_on is not None


FOLLOWED = Need(_is_followed, _("A decision is followed from the day its minutes are issued."))

DECISION: Table[Powers, Decision] = Table(
    Decision,
    (
        Rule("read", who=(*SEATS, *ADMINISTRATORS, Role.IMPLEMENTER), needs=(FOLLOWED,)),
        Rule(
            "report",
            who=(Role.SECRETARY, Role.IMPLEMENTER),
            not_yours=_("Only the member secretary and those who carry it out report on this decision."),
            needs=(FOLLOWED,),
        ),
        Rule("drop", who=(Role.SECRETARY,), not_yours=_("Only the member secretary drops a decision.")),
    ),
    roles=roles_to,
)

RULES = Rulebook(DECISION, left=meetings.RULES)
may = RULES.may


def followed_decisions() -> QuerySet[Decision]:
    """The decisions that are followed: those of issued minutes."""
    return Decision.objects.filter(opened_on__isnull=False)


def to_carry_out(powers: Powers) -> Q:
    """The decisions that one of the person's posts carries out."""
    return Q(item__in=Implementer.objects.filter(posts__in=powers.posts).values("item"))


def to_answer_for(powers: Powers) -> Q:
    """The decisions the person reports on: own ones, and those of the committees the person is secretary of."""
    return to_carry_out(powers) | Q(item__section__meeting__committee__in=powers.committees(Role.SECRETARY))


def visible_decisions(powers: Powers) -> QuerySet[Decision]:
    """The followed decisions of the committees the person may see, and those the person carries out."""
    return followed_decisions().filter(in_sight(powers))


def in_sight(powers: Powers) -> Q:
    """The decisions the person sees as long as they are followed."""
    if powers.everywhere:
        return Q()
    of_committees = Q(item__section__meeting__committee__in=visible_committees(powers).values("pk"))
    return of_committees | to_carry_out(powers)


def committees_of_decisions(powers: Powers) -> QuerySet[Committee]:
    """The committees whose decisions the person may look for: those visible, and those of decisions to carry out."""
    own = visible_decisions(powers).filter(to_carry_out(powers)).values("item__section__meeting__committee")
    return Committee.objects.filter(Q(pk__in=visible_committees(powers).values("pk")) | Q(pk__in=own))
