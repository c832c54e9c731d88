"""How often one address may ask whether documents are genuine: counted in the database, for all web processes together.

An office of many people often shares one address, so the limits are far above what a reader needs; they are there
against programs. Requests of the same moment may pass it by a few.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address, ip_network

from django.utils import timezone

from distribution.models import Inquiry

WINDOW = datetime.timedelta(minutes=10)
LIMITS: Mapping[Inquiry.Kind, int] = {Inquiry.Kind.CODE: 60, Inquiry.Kind.FILE: 20}


class TooManyError(Exception):
    """The address has asked too often; `until`: when it may ask again."""

    def __init__(self, until: datetime.datetime) -> None:
        super().__init__(until)
        self.until = until


def count(kind: Inquiry.Kind, address: str | None) -> None:
    """Note an inquiry from the address, as accounts.requests.address_of reads it.

    Raises TooManyError where as many as LIMITS allows were made within WINDOW; those refused do not count.
    """
    now, source = timezone.now(), source_of(address)
    Inquiry.objects.filter(at__lte=now - WINDOW).delete()
    earlier = Inquiry.objects.filter(source=source, kind=kind).order_by("-at")
    within = list(earlier.values_list("at", flat=True)[: LIMITS[kind]])
    if len(within) == LIMITS[kind]:
        raise TooManyError(within[-1] + WINDOW)
    Inquiry.objects.create(kind=kind, source=source, at=now)


def source_of(address: str | None) -> str:
    """Whom an address stands for: of IPv6 the whole /64, out of which one connection takes as many as it likes."""
    if address is None:
        return "unknown"
    parsed = ip_address(address)
    if not isinstance(parsed, IPv6Address):
        return address
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ip_network((parsed, 64), strict=False))
