"""Whom minutes wait for: the persons by whom, on a day, the next step can be done."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from functools import reduce

from django.utils.translation import gettext as _

from accounts.language import day as in_words
from committees.powers import Role
from committees.seating import Hands, InTheChair, hands
from minutes.models import Minutes
from minutes.rules import MOVES
from oversight.waiting import STEPS

State = Minutes.State


def awaited(editions: Iterable[Minutes], day: datetime.date) -> Mapping[int, str]:
    """A sentence for each of these editions that waits for somebody on `day`, by its id. Asks four queries for all.

    Each has its meeting at hand, and its dispatch if there is one.
    """
    waiting = [(edition, role) for edition in editions if (role := role_of(edition))]
    if not waiting:
        return {}
    found = hands({edition.meeting.committee_id for edition, _role in waiting}, day)
    return {edition.pk: _sentence(edition, role, found) for edition, role in waiting}


def role_of(edition: Minutes) -> str:
    """The seat that the next step belongs to, CHAIR or SECRETARY; empty where nobody has to do anything."""
    if edition.state in STEPS:
        return Role.CHAIR if Role.CHAIR in MOVES[STEPS[edition.state].move].who else Role.SECRETARY
    dispatch = getattr(edition, "dispatch", None)
    is_unsigned = dispatch and dispatch.prepared and not dispatch.pdf and not dispatch.cancelled_at
    return Role.SECRETARY if is_unsigned else ""


def _sentence(edition: Minutes, role: str, found: Mapping[tuple[int, str], Hands]) -> str:
    its = found[edition.meeting.committee_id, role]
    able = its.able
    if dispatch := getattr(edition, "dispatch", None):
        # the PDF bears the issuing officer's name; where that officer left, the issue is seen to by the successor
        able = [each for each in able if each.tenure.person_id == dispatch.issued_by_id] or able
    if able:
        return _("Waits for %(who)s.") % {"who": reduce(_either, map(_named, able))}
    if its.post:
        return _("Waits for nobody: nobody holds the post of %(post)s.") % {"post": its.post.full_name}
    return _("Waits for nobody: no post has the seat of %(role)s.") % {"role": Role(role).label}


def _either(one: str, other: str) -> str:
    return _("%(one)s or %(other)s") % {"one": one, "other": other}


def _named(hand: InTheChair) -> str:
    """The person, with the post and since when, or, of a deputy, until when."""
    tenure, delegation = hand.tenure, hand.delegation
    words = {"who": tenure.person, "post": tenure.post.full_name, "kind": tenure.get_kind_display()}
    if not tenure.person.is_active:
        return _("%(who)s, %(post)s (account closed)") % words
    if delegation:
        words["end"] = in_words(delegation.ends_on)
        return _("%(who)s, %(post)s (deputy until %(end)s)") % words
    words["start"] = in_words(tenure.starts_on)
    if tenure.kind != tenure.Kind.REGULAR:
        return _("%(who)s, %(post)s (%(kind)s, in the post since %(start)s)") % words
    return _("%(who)s, %(post)s (in the post since %(start)s)") % words
