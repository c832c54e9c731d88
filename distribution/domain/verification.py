"""What the public is told of an issued document: that and by whom it was issued, whether it stands; never what it says.

Of an issue that has not gone out nothing is told but that.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from distribution.domain.corrections import replacement_of
from distribution.domain.pictures import pictures_of
from distribution.models import Dispatch
from documents import exchange
from documents.blocks import Verification
from documents.marks import Marked
from documents.model import MinutesDocument, Signature


class Standing(StrEnum):
    """Whether an issued document is to be relied on."""

    VALID = "valid"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    UNSENT = "unsent"


@dataclass(frozen=True)
class Signer:
    """Who signed, in the words of the document; `at`: when, where the portal knows."""

    name: str
    post: str
    at: datetime.datetime | None


@dataclass(frozen=True)
class Attested:
    """An issued document as the public knows it. `successor`: the later issue that took its place."""

    dispatch: Dispatch
    successor: Dispatch | None

    @property
    def standing(self) -> Standing:
        if self.dispatch.cancelled_at:
            return Standing.WITHDRAWN
        if not self.dispatch.pdf:
            return Standing.UNSENT
        return Standing.SUPERSEDED if self.successor else Standing.VALID

    @property
    def has_gone_out(self) -> bool:
        """Whether there is a document to tell of; nobody outside the office has seen what was never sent."""
        return bool(self.dispatch.pdf)

    @property
    def committee(self) -> str:
        return self._document.committee.name

    @property
    def chair(self) -> Signer:
        """Who signed the minutes as the meeting's chair."""
        snapshot = getattr(self.dispatch.minutes, "snapshot", None)
        return _signer(self._document.chair_signature, snapshot and snapshot.signed_at)

    @property
    def officer(self) -> Signer | None:
        """Who issued them under the memo number."""
        sent = self._document.dispatch
        return _signer(sent.signature, self.dispatch.signed_at or self.dispatch.issued_at) if sent else None

    @cached_property
    def _document(self) -> MinutesDocument:
        return exchange.load(self.dispatch.document)


def attested_by_code(code: str) -> Attested | None:
    """The document with this code (as distribution.codes.read gives it); None where the portal issued none."""
    return next(iter(_attested(Q(code=code))), None)


def attested_by_digest(sha256: str) -> Attested | None:
    """The document that was sent as a file with this SHA-256; None where none was."""
    return next(iter(_attested(Q(sha256=sha256, pdf__gt=""))), None)


def marked(dispatch: Dispatch) -> Marked:
    """The issued document with what it bears on paper: pictures, and the way to verify it, unless it is older."""
    way = way_to_verify(dispatch) if dispatch.shows_code else None
    return Marked(exchange.load(dispatch.document), replace(pictures_of(dispatch), verification=way))


def way_to_verify(dispatch: Dispatch) -> Verification:
    """The code of the issued document and the address of its page, as they are printed."""
    address = settings.PORTAL_URL + reverse("distribution:verification", args=[dispatch.printed_code])
    return Verification(dispatch.printed_code, address)


def _attested(condition: Q) -> Iterable[Attested]:
    """Issues that meet the condition; a set taken over from paper was not issued here."""
    found = Dispatch.objects.exclude(document="").filter(condition)
    for dispatch in found.select_related("minutes__snapshot").order_by("-pk"):
        yield Attested(dispatch, replacement_of(dispatch))


def _signer(signature: Signature, at: datetime.datetime | None) -> Signer:
    return Signer(signature.name, ", ".join(line.strip(" ।,") for line in signature.lines if line.strip()), at)
