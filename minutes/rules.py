"""Who may see and do what with a set of minutes. The rows with a target are the legal moves; there are no others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Need, Rule, Rulebook, Table
from committees.models import Committee, Office
from committees.powers import Powers, Role
from committees.rules import ADMINISTRATORS, MEMBERS, SIGNERS, reach, roles_in
from decisions import rules as decisions
from meetings.rules import roles_at
from minutes.models import Minutes, Phrase

State = Minutes.State

DRAFT = (State.DRAFTING, State.RETURNED)
UNSIGNED = (*DRAFT, State.IN_REVIEW)
# The states of minutes whose issue stands, of those that were issued at all, and of those that were signed at all.
IN_FORCE = (State.ISSUED, State.CONFIRMED)
ISSUED_ONCE = (*IN_FORCE, State.CANCELLED)
SIGNED_ONCE = (State.SIGNED, *ISSUED_ONCE)

NOT_DRAFTED = _("The minutes are not being drafted now.")
NOT_OF_THE_COMMITTEE = _("Only the committee sees how its minutes came about.")
NOT_WITH_THE_CHAIR = _("The minutes are not with the chair now.")
ONLY_SECRETARY_EDITS = _("Only the member secretary edits the draft.")
NOT_TO_COMMENT = _("Only the committee comments on the minutes.")
ALREADY_SIGNED = _("These minutes are signed or given up; nothing is said about them any more.")
NOT_TO_DISCARD = _("Only a corrected edition that is not signed yet can be discarded.")


def _is_correction(_powers: Powers, minutes: Minutes) -> bool:
    return minutes.edition > 1


def _chair_edits(_powers: Powers, minutes: Minutes) -> bool:
    return minutes.meeting.committee.chair_edits


def _members_comment(_powers: Powers, minutes: Minutes) -> bool:
    return minutes.meeting.committee.members_comment


def _is_of_the_portal(_powers: Powers, minutes: Minutes) -> bool:
    return not minutes.archive_digest


def _is_last_word(_powers: Powers, minutes: Minutes) -> bool:
    """No later edition is being made, waits or is in force; reads all editions of the meeting."""
    editions = list(minutes.meeting.minutes.all())
    return all(_is_past(later, editions) for later in _after(minutes, editions))


def _is_past(minutes: Minutes, editions: Sequence[Minutes]) -> bool:
    """Discarded, cancelled, or signed and overtaken by the issue of a still later one: nothing comes of it any more."""
    overtaken = any(later.state in ISSUED_ONCE for later in _after(minutes, editions))
    return minutes.state in (State.DISCARDED, State.CANCELLED) or (minutes.state == State.SIGNED and overtaken)


def _after(minutes: Minutes, editions: Sequence[Minutes]) -> Iterator[Minutes]:
    return (each for each in editions if each.edition > minutes.edition)


def _to_minutes(powers: Powers, minutes: Minutes) -> Iterator[str]:
    return roles_at(powers, minutes.meeting)


MINUTES: Table[Powers, Minutes] = Table(
    Minutes,
    (
        Rule("read", who=(*SIGNERS, Role.SECRETARY)),
        Rule("read", who=MEMBERS, states=(State.IN_REVIEW, *SIGNED_ONCE)),
        Rule("read", who=(Role.INVITEE, *ADMINISTRATORS), states=ISSUED_ONCE),
        Rule("compare", who=(*SIGNERS, Role.SECRETARY), not_yours=NOT_OF_THE_COMMITTEE, about="see who saved what"),
        Rule(
            "compare",
            who=MEMBERS,
            not_yours=NOT_OF_THE_COMMITTEE,
            states=(State.IN_REVIEW, *SIGNED_ONCE),
            not_now=_("The committee sees the versions once the minutes went to the chair."),
        ),
        Rule(
            "edit",
            who=(Role.SECRETARY,),
            not_yours=ONLY_SECRETARY_EDITS,
            states=DRAFT,
            not_now=NOT_DRAFTED,
            instead={State.IN_REVIEW: _("The minutes went to the chair and cannot be edited now.")},
        ),
        Rule(
            "edit",
            who=SIGNERS,
            not_yours=ONLY_SECRETARY_EDITS,
            states=(State.IN_REVIEW,),
            not_now=NOT_DRAFTED,
            instead=dict.fromkeys(DRAFT, ONLY_SECRETARY_EDITS),
            needs=(
                Need(
                    _chair_edits,
                    _("In this committee the chair does not edit the text, but returns it with what is to be changed."),
                ),
            ),
        ),
        Rule("read_comments", who=(*SIGNERS, Role.SECRETARY)),
        Rule("read_comments", who=MEMBERS, states=(State.IN_REVIEW, *SIGNED_ONCE)),
        Rule(
            "comment",
            who=SIGNERS,
            not_yours=NOT_TO_COMMENT,
            states=(State.IN_REVIEW,),
            not_now=NOT_WITH_THE_CHAIR,
        ),
        Rule("comment", who=(Role.SECRETARY,), not_yours=NOT_TO_COMMENT, states=UNSIGNED, not_now=ALREADY_SIGNED),
        Rule(
            "comment",
            who=MEMBERS,
            not_yours=NOT_TO_COMMENT,
            states=(State.IN_REVIEW,),
            not_now=NOT_WITH_THE_CHAIR,
            needs=(Need(_members_comment, _("In this committee the members do not comment on the minutes.")),),
        ),
        Rule(
            "settle",
            about="a comment: mark it as dealt with, or open it again",
            who=(Role.SECRETARY,),
            not_yours=_("Only the member secretary marks comments as dealt with."),
            states=UNSIGNED,
            not_now=ALREADY_SIGNED,
        ),
        Rule(
            "submit",
            who=(Role.SECRETARY,),
            not_yours=_("Only the member secretary sends the minutes to the chair."),
            states=DRAFT,
            not_now=NOT_DRAFTED,
            target=State.IN_REVIEW,
        ),
        Rule(
            "send_back",
            who=SIGNERS,
            not_yours=_("Only the chair returns the minutes."),
            states=(State.IN_REVIEW,),
            not_now=NOT_WITH_THE_CHAIR,
            target=State.RETURNED,
        ),
        Rule(
            "sign",
            who=SIGNERS,
            not_yours=_("Only the chair signs the minutes."),
            states=(State.IN_REVIEW,),
            not_now=NOT_WITH_THE_CHAIR,
            target=State.SIGNED,
        ),
        Rule(
            "issue",
            who=(Role.SECRETARY,),
            not_yours=_("Only the member secretary issues the minutes."),
            states=(State.SIGNED,),
            not_now=_("Minutes are issued once the chair has signed them."),
            target=State.ISSUED,
        ),
        Rule(
            "confirm",
            who=(Role.SECRETARY,),
            not_yours=_("Only the member secretary records the confirmation."),
            states=(State.ISSUED,),
            not_now=_("Minutes are confirmed by a later meeting, after they were issued."),
            target=State.CONFIRMED,
        ),
        Rule(
            "cancel",
            who=(Role.SECRETARY,),
            not_yours=_("Only the member secretary cancels the issue."),
            states=(State.ISSUED,),
            not_now=_("An issue is cancelled as long as no later meeting confirmed the minutes."),
            target=State.CANCELLED,
        ),
        Rule(
            "discard",
            who=(Role.SECRETARY,),
            not_yours=_("Only the member secretary discards a corrected edition."),
            states=UNSIGNED,
            not_now=NOT_TO_DISCARD,
            needs=(Need(_is_correction, NOT_TO_DISCARD),),
            target=State.DISCARDED,
        ),
        Rule(
            "correct",
            who=(Role.SECRETARY,),
            not_yours=_("Only the member secretary starts a corrected edition."),
            states=SIGNED_ONCE,
            not_now=_("Minutes that are not signed yet are corrected in the draft itself."),
            needs=(
                Need(_is_of_the_portal, _("This set was taken over from paper and stays as the paper has it.")),
                Need(_is_last_word, _("A corrected edition of this set was started already.")),
            ),
        ),
    ),
    roles=_to_minutes,
    state=lambda minutes: minutes.state,
    states=State,
)

# --- The phrases of an office


def _to_phrase(powers: Powers, phrase: Phrase) -> Iterator[str]:
    """Whoever keeps the minutes of a committee keeps the phrases of the office that issues them, too."""
    yield from roles_in(powers, phrase.office.area_id)
    if _secretary_of(powers).filter(office=phrase.office_id).exists():
        yield Role.SECRETARY


def _secretary_of(powers: Powers) -> QuerySet[Committee]:
    return Committee.objects.filter(pk__in=powers.committees(Role.SECRETARY))


PHRASE: Table[Powers, Phrase] = Table(
    Phrase,
    (
        Rule("read", who=(Role.SECRETARY, *ADMINISTRATORS)),
        Rule(
            "keep",
            about="add it, change it, remove it; of the committees that the office issues minutes for",
            who=(Role.SECRETARY, *ADMINISTRATORS),
            not_yours=_(
                "Only the member secretaries of the office's committees and the administrators of its area keep its "
                "phrases."
            ),
        ),
    ),
    roles=_to_phrase,
)


def offices_with_phrases(powers: Powers) -> QuerySet[Office]:
    """The offices whose phrases the person may read."""
    if powers.everywhere:
        return Office.objects.all()
    return Office.objects.filter(Q(pk__in=_secretary_of(powers).values("office")) | Q(area__in=powers.areas))


def visible_phrases(powers: Powers) -> QuerySet[Phrase]:
    """The phrases that the person may read."""
    found = Phrase.objects.select_related("office")
    return found if powers.everywhere else found.filter(office__in=offices_with_phrases(powers).values("pk"))


RULES = Rulebook(MINUTES, PHRASE, left=decisions.RULES)
may = RULES.may
MOVES: Mapping[str, Rule[Powers, Minutes]] = {rule.action: rule for rule in MINUTES.rules if rule.target}


def visible_minutes(powers: Powers) -> QuerySet[Minutes]:
    """The sets of minutes the person may read."""
    seen = Q(pk__in=[])
    for rule in MINUTES.rules_of("read"):
        read = reach(powers, rule.who, "meeting__committee", "meeting__committee__area")
        seen |= read if rule.states is None else read & Q(state__in=rule.states)
    return Minutes.objects.filter(seen).select_related("meeting__committee__office", "meeting__committee__area")
