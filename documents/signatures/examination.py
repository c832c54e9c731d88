"""What the signatures in a file prove: who signed, when, and whether the file is what the portal sealed.

Judged are the bytes alone, against what the caller trusts: nothing is fetched, no store of the machine is asked and
nothing is decompressed. A signature in a PDF says over which bytes it is (ISO 32000-2, 12.8.1, ByteRange), and the
portal's last one is over all of them: to know that a file is what was sealed one need not understand what is in it. So
a hostile file costs no more than its length, and none of the known tricks with later revisions (pdf-insecurity.org)
works: a file with anything behind the seal is not whole.

A signature is judged at the time that a token of the portal's clock proves, else at the time of the examination: a
certificate that expired or was revoked later harms none.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from asn1crypto.parser import peek
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.x509.oid import NameOID, ObjectIdentifier
from pyhanko.pdf_utils.generic import DictionaryObject, TrailerReference

from documents.signatures.certificates import FULL_NAME, fingerprint, is_for_signing, is_for_time
from documents.signatures.cms import DigestOf, Message, digests_of

MAX_LENGTH = 100 * 1024 * 1024
MAX_SIGNATURES = 12
MAX_MESSAGE_LENGTH = 512 * 1024
MAX_WORDS_LENGTH = 8192
HEADER, HEADER_WITHIN = b"%PDF-", 1024
BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")


class UnreadableError(Exception):
    """The bytes are no PDF, or go beyond what is examined."""


class Kind(StrEnum):
    SIGNATURE = "signature"
    SEAL = "seal"
    TIME = "time"


class Issuer(StrEnum):
    """Who vouches for a certificate: the portal's own authority, the officer who brought it to the portal, nobody."""

    PORTAL = "portal"
    BROUGHT = "brought"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Trust:
    """Whom to believe: authorities' certificates (DER), and by the SHA-256 of a certificate the portal's seals, the
    officer who brought it, and since when which are revoked."""

    authorities: tuple[bytes, ...] = ()
    seals: frozenset[str] = frozenset()
    brought: Mapping[str, str] = field(default_factory=dict)
    revoked: Mapping[str, datetime.datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class Signature:
    """One signature. `name`, `post`, `office`, `issuer_name` are the certificate's own words, `reason` and `location`
    those of the file; what is not there is empty.

    `at`: when it was made, by the portal's clock; None where no token of it proves a time. `is_intact`: what it is over
    is unchanged. `covers_all`: it is over the whole file. `was_valid`, `was_revoked`: the certificate, at that time.
    `brought_by`: the officer who brought the certificate, by the portal's own word: what names it bears nobody checked.
    """

    kind: Kind
    name: str
    post: str
    office: str
    issuer_name: str
    issuer: Issuer
    fingerprint: str
    reason: str
    location: str
    at: datetime.datetime | None
    is_intact: bool
    covers_all: bool
    was_valid: bool
    was_revoked: bool
    brought_by: str = ""

    @property
    def is_good(self) -> bool:
        """Whether it holds: unchanged, of someone known, at a proven time, with a certificate that was valid then."""
        is_known = self.issuer is not Issuer.UNKNOWN and self.at is not None
        return self.is_intact and is_known and self.was_valid and not self.was_revoked


UNREADABLE = Signature(Kind.SIGNATURE, "", "", "", "", Issuer.UNKNOWN, "", "", "", None, False, False, False, False)


@dataclass(frozen=True)
class Examination:
    """All signatures of a file, in the order in which they were made."""

    signatures: tuple[Signature, ...]

    @property
    def was_added_to(self) -> bool:
        """Whether something stands behind the last signature."""
        return bool(self.signatures) and not self.signatures[-1].covers_all

    @property
    def is_sealed(self) -> bool:
        """Whether the file ends with the portal's seal and the time over all of it, and both hold."""
        seal, time = self.signatures[-2:] if len(self.signatures) > 1 else (None, None)
        return (
            seal is not None
            and time is not None
            and (seal.kind, time.kind) == (Kind.SEAL, Kind.TIME)
            and seal.is_good
            and time.is_good
            and time.covers_all
        )

    @property
    def is_whole(self) -> bool:
        """Whether the file is to the last byte what the portal sealed, and every signature in it holds."""
        return self.is_sealed and all(each.is_good for each in self.signatures)


def examine_pdf(pdf: bytes, trust: Trust, *, now: datetime.datetime | None = None) -> Examination:
    """What the signatures in a PDF prove; none at all is an answer too. One that cannot be read is not intact.

    Raises UnreadableError for what is no PDF and for more than MAX_LENGTH bytes or MAX_SIGNATURES signatures.
    """
    if len(pdf) > MAX_LENGTH:
        raise UnreadableError("The file is too large.")
    if HEADER not in pdf[:HEADER_WITHIN]:
        raise UnreadableError("The file is no PDF.")
    judge = _Judge(trust, now or datetime.datetime.now(datetime.UTC))
    places = sorted(_places(pdf), key=lambda place: place.end)
    return Examination(tuple(judge.read(place) for place in places))


def examine_bytes(data: bytes, signature: bytes, trust: Trust, *, now: datetime.datetime | None = None) -> Signature:
    """What a detached signature (CMS, DER) over `data` proves. One that cannot be read is not intact."""
    judge = _Judge(trust, now or datetime.datetime.now(datetime.UTC))
    return judge.read(_Place(signature, digests_of(data)))


@dataclass(frozen=True)
class _Place:
    """A signature as it stands in a file: its message, the bytes it is over, and the words beside it.

    `is_exact`: it stands there as this portal writes it, which no signature covers.
    """

    message: bytes
    digest_of: DigestOf
    end: int = 0
    is_exact: bool = True
    covers_all: bool = True
    reason: str = ""
    location: str = ""


def _places(pdf: bytes) -> Iterator[_Place]:
    whole = memoryview(pdf)
    for number, found in enumerate(BYTE_RANGE.finditer(pdf)):
        if number == MAX_SIGNATURES:
            raise UnreadableError("The file has too many signatures.")
        start, length, resumed, rest = map(int, found.groups())
        end = resumed + rest
        gap = pdf[length : min(resumed, length + MAX_MESSAGE_LENGTH)]
        is_there = start == 0 and len(gap) == resumed - length and end <= len(pdf)
        padded = _unhexed(gap) if is_there else b""
        words = _words(pdf, range(length, resumed))
        yield _Place(
            _unpadded(padded),
            digests_of(whole[:length], whole[resumed:end]),
            end,
            gap == b"<" + padded.hex().upper().encode() + b">",
            end == len(pdf),
            str(words.get("/Reason", "")),
            str(words.get("/Location", "")),
        )


def _unhexed(gap: bytes) -> bytes:
    """The bytes that a hexadecimal string of PDF stands for; none where it is no such string."""
    try:
        return bytes.fromhex(gap.removeprefix(b"<").removesuffix(b">").decode("ascii"))
    except ValueError:
        return b""


def _unpadded(message: bytes) -> bytes:
    """The DER at the beginning, where nothing but zeros stands behind it; none else."""
    try:
        length = peek(message)
    except ValueError:
        return b""
    return b"" if any(message[length:]) else message[:length]


def _words(pdf: bytes, gap: range) -> DictionaryObject:
    """The dictionary of the signature whose message stands at `gap`; an empty one where it cannot be read.

    Read without the message and no further than honest words go, as the reader takes minutes over a long one.
    """
    start = pdf.find(b"<<", pdf.rfind(b" obj", max(0, gap.start - MAX_WORDS_LENGTH), gap.start), gap.start)
    stream = io.BytesIO(pdf[start : gap.start] + b"<>" + pdf[gap.stop : gap.stop + MAX_WORDS_LENGTH])
    try:
        read = DictionaryObject.read_from_stream(stream, TrailerReference(None))
    except Exception:  # whatever a broken file makes the reader stumble over: the words prove nothing
        return DictionaryObject()
    return read if isinstance(read, DictionaryObject) else DictionaryObject()


class _Judge:
    """Judges signatures by one trust, at one time."""

    def __init__(self, trust: Trust, now: datetime.datetime) -> None:
        self._trust, self._now = trust, now
        self._authorities = [x509.load_der_x509_certificate(each) for each in trust.authorities]

    def read(self, place: _Place) -> Signature:
        try:
            return self._judged(Message.read(place.message), place)
        except Exception:  # whatever bytes that are no signature make the parsers stumble over
            return replace(UNREADABLE, reason=place.reason, location=place.location, covers_all=place.covers_all)

    def _judged(self, message: Message, place: _Place) -> Signature:
        certificate = _certificate(message)
        mark = fingerprint(certificate)
        issuer = self._issuer(certificate, mark)
        if message.is_token:
            kind, is_fit = Kind.TIME, self._is_clock(certificate)
            is_intact = message.tells_the_time_of(place.digest_of) and (not is_fit or message.is_exact())
            at = message.time if is_fit and is_intact else None
        else:
            kind = Kind.SEAL if mark in self._trust.seals else Kind.SIGNATURE
            is_fit = is_for_signing(certificate)
            at = self._proven_time(message)
            is_intact = message.holds(place.digest_of) and (
                issuer is Issuer.UNKNOWN or at is None or message.is_exact()
            )
        then = at or self._now
        return Signature(
            kind=kind,
            name=_said(certificate.subject, FULL_NAME) or _said(certificate.subject, NameOID.COMMON_NAME),
            post=_said(certificate.subject, NameOID.TITLE),
            office=_said(certificate.subject, NameOID.ORGANIZATION_NAME),
            issuer_name=_said(certificate.issuer, NameOID.COMMON_NAME),
            issuer=issuer,
            fingerprint=mark,
            reason=place.reason,
            location=place.location,
            at=at,
            is_intact=is_intact and (place.is_exact or issuer is Issuer.UNKNOWN),
            covers_all=place.covers_all,
            was_valid=is_fit and _is_valid(certificate, then),
            was_revoked=mark in self._trust.revoked and self._trust.revoked[mark] <= then,
            brought_by=self._trust.brought.get(mark, "") if issuer is Issuer.BROUGHT else "",
        )

    def _issuer(self, certificate: x509.Certificate, mark: str) -> Issuer:
        if any(_is_issued_by(certificate, each) for each in self._authorities):
            return Issuer.PORTAL
        return Issuer.BROUGHT if mark in self._trust.brought else Issuer.UNKNOWN

    def _is_clock(self, certificate: x509.Certificate) -> bool:
        """Whether the certificate is that of the portal's clock: of one of its authorities, for time stamps alone."""
        return is_for_time(certificate) and self._issuer(certificate, "") is Issuer.PORTAL

    def _proven_time(self, message: Message) -> datetime.datetime | None:
        """When the signature was there, by a token of the portal's clock; None without one that holds."""
        token = message.token
        if token is None or not self._is_clock(_certificate(token)):
            return None
        is_proof = token.tells_the_time_of(digests_of(message.signature)) and token.is_exact()
        return token.time if is_proof and _is_valid(_certificate(token), token.time) else None


def _certificate(message: Message) -> x509.Certificate:
    return x509.load_der_x509_certificate(message.certificate.dump())


def _is_issued_by(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _is_valid(certificate: x509.Certificate, at: datetime.datetime) -> bool:
    return certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc


def _said(name: x509.Name, part: ObjectIdentifier) -> str:
    return next((str(each.value) for each in name.get_attributes_for_oid(part)), "")
