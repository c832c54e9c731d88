"""Who acts in a request: the person's powers today, and the actor that the audit trail names."""

from __future__ import annotations

from accounts.domain.audit import Actor
from accounts.requests import PersonRequest, address_of
from committees.powers import Powers, Role, powers_of


def powers_in(request: PersonRequest) -> Powers:
    """The powers of the signed-in person. Call it once a view and hand it on."""
    return powers_of(request.user)


def actor_in(request: PersonRequest, powers: Powers, committee_id: int | None = None, *seats: str) -> Actor:
    """The person acting on a committee by the seat held there, or, without one, by all posts held.

    Who holds several seats there acts in the first of `seats`, those that what is done belongs to, else as secretary.
    """
    seats = (*seats, Role.SECRETARY, *Role)
    seat = powers.tenure(committee_id, *seats) if committee_id else None
    tenures = [seat] if seat else list(powers.posts.values())
    return Actor(
        user=powers.user,
        post="; ".join(", ".join(tenure.signature_lines) for tenure in tenures),
        address=address_of(request),
    )
