"""Who may see and do what with committees, and with what administrators enter."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditRecord, User
from accounts.permissions import Need, Rule, Rulebook, Table
from committees import scope
from committees.models import Administration, Area, Committee, Office, Post
from committees.powers import Powers, Role

ADMINISTRATORS = (Role.AREA_ADMINISTRATOR, Role.ADMINISTRATOR)
SIGNERS = (Role.CHAIR, Role.ALTERNATE)
MEMBERS = (Role.VICE_CHAIR, Role.MEMBER, Role.ADVISER)
SEATS = (*SIGNERS, Role.SECRETARY, *MEMBERS, Role.INVITEE)
EVERYTHING = ~Q(pk__in=[])


def reach(powers: Powers, who: Collection[str], committee: str = "pk", area: str = "area") -> Q:
    """The condition, on things of committees, that the person is one of `who` to the thing.

    `committee` and `area` are the paths from the thing to its committee and to its area.
    """
    if powers.everywhere and Role.ADMINISTRATOR in who:
        return EVERYTHING
    seated = Q(**{f"{committee}__in": powers.committees(*who)})
    in_charge = Q(**{f"{area}__in": powers.areas}) if Role.AREA_ADMINISTRATOR in who else Q(pk__in=[])
    return seated | in_charge


def roles_in(powers: Powers, area_id: int | None) -> Iterator[str]:
    """What the person is to whatever belongs to the area; None: to what belongs to the whole country."""
    if powers.everywhere:
        yield Role.ADMINISTRATOR
    elif area_id in powers.areas:
        yield Role.AREA_ADMINISTRATOR


def roles_on(powers: Powers, committee: Committee) -> Iterator[str]:
    yield from powers.roles.get(committee.pk, ())
    yield from roles_in(powers, committee.area_id)


COMMITTEE: Table[Powers, Committee] = Table(
    Committee,
    (
        Rule("read", who=(*SEATS, *ADMINISTRATORS)),
        Rule(
            "call_meeting",
            who=(Role.SECRETARY,),
            not_yours=_("Only the member secretary of this committee enters its meetings."),
        ),
        Rule(
            "manage",
            about="itself, its orders, seats and deputies, its distribution list",
            who=ADMINISTRATORS,
            not_yours=_("Only the administrators of its area change this committee, its orders, seats and deputies."),
        ),
        Rule(
            "delegate",
            about="chairing or signing, to a deputy for some days; and take it back",
            who=(Role.CHAIR, *ADMINISTRATORS),
            not_yours=_("Only the chair and the administrators of the area delegate to a deputy."),
        ),
    ),
    roles=roles_on,
)


def _to_area(powers: Powers, area: Area) -> Iterator[str]:
    return roles_in(powers, area.pk)


AREA: Table[Powers, Area] = Table(
    Area,
    (
        Rule(
            "set_up",
            about="enter offices, posts and committees there",
            who=ADMINISTRATORS,
            not_yours=_("Only the administrators of this area enter offices, posts and committees in it."),
        ),
        Rule(
            "manage",
            who=(Role.ADMINISTRATOR,),
            not_yours=_("Only administrators of the whole country change the areas."),
        ),
    ),
    roles=_to_area,
)


def _to_office(powers: Powers, office: Office) -> Iterator[str]:
    return roles_in(powers, office.area_id)


OFFICE: Table[Powers, Office] = Table(
    Office,
    (
        Rule(
            "manage",
            who=ADMINISTRATORS,
            not_yours=_(
                "Only the administrators of its area change this office; without an area, those of the whole country."
            ),
        ),
    ),
    roles=_to_office,
)


def _to_post(powers: Powers, post: Post) -> Iterator[str]:
    return roles_in(powers, post.office.area_id)


def _has_no_charge_beyond(powers: Powers, post: Post) -> bool:
    return scope.posts_to_fill(powers).filter(pk=post.pk).exists()


CHARGE_BEYOND = _("This post has charge of more than you have. Who has charge of all that enters its holder.")

POST: Table[Powers, Post] = Table(
    Post,
    (
        Rule(
            "manage",
            about="itself and its names",
            who=ADMINISTRATORS,
            not_yours=_("Only the administrators of the area change this post and enter who holds it."),
        ),
        Rule(
            "fill",
            about="enter who holds it when",
            who=ADMINISTRATORS,
            not_yours=_("Only the administrators of the area change this post and enter who holds it."),
            needs=(Need(_has_no_charge_beyond, CHARGE_BEYOND),),
        ),
    ),
    roles=_to_post,
)


def _to_person(powers: Powers, person: User) -> Iterator[str]:
    """An administrator of an area has charge of a person only where all powers of the person come from that area."""
    if powers.everywhere:
        yield Role.ADMINISTRATOR
    elif powers.areas and not _reaches_beyond(powers, person):
        yield Role.AREA_ADMINISTRATOR


def _reaches_beyond(powers: Powers, person: User) -> bool:
    """Whether the person has, or will have, a post or a charge outside the areas administered by `powers.user`."""
    if person.is_superuser or person.is_staff:
        return True
    if person.pk is None:
        return False
    last_day = Q(ends_on=None) | Q(ends_on__gte=powers.day)
    held = list(person.tenures.filter(last_day).values_list("post", "post__office__area"))
    charges = Administration.objects.filter(Q(person=person) | Q(post__in=[post for post, _area in held]))
    areas = {area for _post, area in held} | set(charges.values_list("area", flat=True))
    return not areas <= powers.areas


def _is_another(powers: Powers, person: User) -> bool:
    return person.pk != powers.user.pk


BEYOND = _("Only administrators of all areas in which this person has posts or charges change the account.")

PERSON: Table[Powers, User] = Table(
    User,
    (
        Rule("manage", about="names, address, invitation", who=ADMINISTRATORS, not_yours=BEYOND),
        Rule(
            "secure",
            about="close the account, reset its second factor; unlock, retire or revoke its signing key",
            who=ADMINISTRATORS,
            not_yours=BEYOND,
            needs=(Need(_is_another, _("This is your own account. Another administrator has to do that.")),),
        ),
    ),
    roles=_to_person,
)


def _to_charge(powers: Powers, charge: Administration) -> Iterator[str]:
    return roles_in(powers, charge.area_id)


def _is_anothers(powers: Powers, charge: Administration) -> bool:
    return charge.person_id != powers.user.pk and charge.post_id not in powers.posts


CHARGE: Table[Powers, Administration] = Table(
    Administration,
    (
        Rule(
            "grant",
            about="of the whole country, and to auditors, by the country's administrators alone",
            who=ADMINISTRATORS,
            not_yours=_("You can give charge of the areas in your own charge and below, not of others or above."),
        ),
        Rule(
            "withdraw",
            who=ADMINISTRATORS,
            not_yours=_("You can withdraw charges of the areas in your own charge and below, not of others or above."),
            needs=(Need(_is_anothers, _("This is your own charge. Another administrator has to withdraw it.")),),
        ),
    ),
    roles=_to_charge,
)


def _to_audit_trail(powers: Powers, _record: AuditRecord) -> Iterator[str]:
    if powers.everywhere:
        yield Role.ADMINISTRATOR
    if powers.audits:
        yield Role.AUDITOR


AUDIT_TRAIL: Table[Powers, AuditRecord] = Table(
    AuditRecord,
    (Rule("read", who=(Role.ADMINISTRATOR, Role.AUDITOR)),),
    roles=_to_audit_trail,
)

RULES = Rulebook(COMMITTEE, AREA, OFFICE, POST, PERSON, CHARGE, AUDIT_TRAIL)
may = RULES.may
