"""Examining signatures: what holds is told, and whatever was changed, cut off, added or forged does not pass."""

from __future__ import annotations

import asyncio
import cProfile
import datetime
import io
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from asn1crypto import core
from asn1crypto.cms import CMSAttribute, ContentInfo, EncapsulatedContentInfo
from asn1crypto.parser import parse, peek
from asn1crypto.tsp import TSTInfo
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from documents.signatures.certificates import Credential, Purpose, Subject, fingerprint
from documents.signatures.cms import HASH, POLICY, Clock, Message, pyhanko_signer, sign_bytes
from documents.signatures.examination import (
    BYTE_RANGE,
    MAX_LENGTH,
    MAX_SIGNATURES,
    Issuer,
    Kind,
    UnreadableError,
    examine_bytes,
    examine_pdf,
)
from documents.signatures.seal import seal_pdf, sign_pdf
from tests.documents.signers import (
    BROUGHT,
    CLOCK,
    CREDENTIAL,
    NOW,
    OFFICER,
    SEALING,
    STRANGER,
    STRANGERS_AUTHORITY,
    TRUST,
    YEAR,
    blank,
    certified,
    sealed,
    signed,
)

SIGNED = signed(blank())
SEALED = sealed(blank())
DATA = "কার্যবিবরণী".encode()
DETACHED = sign_bytes(DATA, CREDENTIAL, CLOCK)
MARK = fingerprint(CREDENTIAL.certificate)


def gaps(pdf: bytes) -> list[range]:
    """Where the messages of the signatures stand, each of which the signature itself is not over."""
    return [range(int(a), int(b)) for a, b in re.findall(rb"/ByteRange \[0 (\d+) (\d+) ", pdf)]


def changed(data: bytes, place: int, by: int) -> bytes:
    return data[:place] + bytes([data[place] ^ by]) + data[place + 1 :]


# What holds


def test_a_sealed_pdf_is_whole_and_tells_who_signed_it_and_when() -> None:
    examined = examine_pdf(SEALED, TRUST)

    assert (examined.is_whole, examined.is_sealed, examined.was_added_to) == (True, True, False)
    officer, seal, time = examined.signatures
    assert (officer.kind, seal.kind, time.kind) == (Kind.SIGNATURE, Kind.SEAL, Kind.TIME)
    assert (officer.name, officer.post, officer.office) == (OFFICER.name, OFFICER.post, OFFICER.office)
    assert (officer.reason, officer.location, seal.reason) == ("জারি", "কল্পপুর", "পোর্টালের সিল")
    assert (officer.issuer, officer.issuer_name, officer.fingerprint) == (Issuer.PORTAL, "নমুনা পোর্টাল", MARK)
    for each in examined.signatures:
        assert each.at is not None
        assert datetime.timedelta(0) <= each.at - NOW.replace(microsecond=0) < datetime.timedelta(hours=1)


def test_a_pdf_without_signatures_is_answered_too() -> None:
    examined = examine_pdf(blank(), TRUST)
    assert (examined.signatures, examined.is_whole, examined.was_added_to) == ((), False, False)


def test_a_detached_signature_holds_over_what_was_signed() -> None:
    examined = examine_bytes(DATA, DETACHED, TRUST)
    assert (examined.is_good, examined.name, examined.fingerprint) == (True, OFFICER.name, MARK)


def test_a_certificate_that_an_officer_brought_is_known_as_that_and_not_as_the_portals() -> None:
    officer, *_portal = examine_pdf(sealed(blank(), BROUGHT), TRUST).signatures
    assert (officer.issuer, officer.is_good) == (Issuer.BROUGHT, True)
    assert (officer.name, officer.brought_by) == (OFFICER.name, "নমুনা খাতুন")
    assert examine_bytes(DATA, sign_bytes(DATA, BROUGHT, CLOCK), TRUST).is_good


def test_what_was_signed_in_time_stays_good_when_the_certificate_has_expired() -> None:
    later = NOW + 10 * YEAR
    assert CREDENTIAL.certificate.not_valid_after_utc < later
    assert examine_pdf(SEALED, TRUST, now=later).is_whole
    assert examine_bytes(DATA, DETACHED, TRUST, now=later).is_good


@pytest.mark.parametrize(("since", "is_good"), [(-1, False), (0, False), (1, True)])
def test_a_revocation_counts_from_its_time_on(since: int, is_good: bool) -> None:
    at = examine_bytes(DATA, DETACHED, TRUST).at
    assert at is not None
    trust = replace(TRUST, revoked={MARK: at + datetime.timedelta(seconds=since)})

    examined = examine_bytes(DATA, DETACHED, trust)

    assert (examined.is_intact, examined.was_revoked, examined.is_good) == (True, not is_good, is_good)


def test_a_revoked_officer_unmakes_the_signature_but_not_the_seal() -> None:
    trust = replace(TRUST, revoked={MARK: NOW - YEAR})
    examined = examine_pdf(SEALED, trust)
    assert (examined.is_whole, examined.is_sealed) == (False, True)
    assert [each.is_good for each in examined.signatures] == [False, True, True]


# What does not


@pytest.mark.thorough
@settings(max_examples=150)
@given(place=st.integers(0, len(SEALED) - 1), by=st.integers(1, 255))
def test_any_changed_byte_of_a_sealed_pdf_is_found(place: int, by: int) -> None:
    try:
        examined = examine_pdf(changed(SEALED, place, by), TRUST)
    except UnreadableError:
        assert place < len(b"%PDF-")
    else:
        assert not examined.is_whole


@pytest.mark.thorough
@settings(max_examples=150)
@given(st.data())
def test_any_changed_byte_of_a_message_that_no_other_signature_covers_is_found(data: st.DataObject) -> None:
    last = gaps(SEALED)[-1]
    place = data.draw(st.integers(last.start, last.stop - 1))
    by = data.draw(st.one_of(st.just(0x20), st.integers(1, 255)))  # 0x20: a small digit for a capital one
    assert not examine_pdf(changed(SEALED, place, by), TRUST).is_whole


@pytest.mark.thorough
@settings(max_examples=150)
@given(place=st.integers(0, len(DETACHED) - 1), by=st.integers(1, 255))
def test_any_changed_byte_of_a_detached_signature_is_found(place: int, by: int) -> None:
    assert not examine_bytes(DATA, changed(DETACHED, place, by), TRUST).is_good


@pytest.mark.parametrize("data", [DATA + b" ", DATA[:-1], b"", changed(DATA, 0, 1)])
def test_other_bytes_than_those_signed_are_found(data: bytes) -> None:
    assert not examine_bytes(data, DETACHED, TRUST).is_intact


@pytest.mark.parametrize("message", [b"", b"\0", DETACHED + b"\0", DETACHED[:-1], b"0" * 2000, DATA])
def test_bytes_that_are_no_signature_are_answered_as_one_that_does_not_hold(message: bytes) -> None:
    examined = examine_bytes(DATA, message, TRUST)
    assert (examined.is_intact, examined.is_good, examined.issuer) == (False, False, Issuer.UNKNOWN)


def test_a_pdf_cut_back_to_an_earlier_revision_is_not_sealed() -> None:
    ends = [found.end() + 1 for found in re.finditer(rb"%%EOF", SEALED)]
    assert len(ends) == 4
    kept = [examine_pdf(SEALED[:end], TRUST) for end in ends]
    assert [len(each.signatures) for each in kept] == [0, 1, 2, 3]
    assert [each.is_sealed for each in kept] == [False, False, False, True]
    assert all(signature.is_good for each in kept for signature in each.signatures)


def test_what_was_written_behind_the_seal_is_found() -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(SEALED))
    page, _resources = writer.find_page_for_modification(0)
    page.get_object()[pdf_name("/Contents")] = pdf_string("অন্য কথা")
    writer.mark_update(page)
    updated = io.BytesIO()
    writer.write(updated)

    for pdf in (updated.getvalue(), SEALED + b"\n", SEALED + SEALED):
        examined = examine_pdf(pdf, TRUST)
        assert (examined.is_sealed, examined.is_whole, examined.was_added_to) == (False, False, True)


def test_a_signature_behind_the_seal_is_told_but_makes_the_file_no_longer_whole() -> None:
    more = sign_pdf(SEALED, STRANGER, CLOCK, field="Reader", reason="পড়েছি")
    examined = examine_pdf(more, TRUST)
    assert (examined.is_sealed, examined.is_whole) == (False, False)
    assert [each.issuer for each in examined.signatures] == [Issuer.PORTAL] * 3 + [Issuer.UNKNOWN]


def test_a_seal_that_is_not_the_portals_is_a_signature_like_any_other() -> None:
    forged = replace(SEALING, credential=CREDENTIAL)
    examined = examine_pdf(seal_pdf(SIGNED, forged, reason="পোর্টালের সিল"), TRUST)
    assert [each.kind for each in examined.signatures] == [Kind.SIGNATURE, Kind.SIGNATURE, Kind.TIME]
    assert not examined.is_sealed


def test_an_authority_of_the_same_name_is_not_the_portals() -> None:
    examined = examine_pdf(sealed(blank(), STRANGER), TRUST)
    officer = examined.signatures[0]
    assert (officer.issuer, officer.is_intact, officer.is_good) == (Issuer.UNKNOWN, True, False)
    assert (examined.is_sealed, examined.is_whole) == (True, False)


@pytest.mark.parametrize(
    "clock",
    [
        certified(Subject("ঘড়ি"), Purpose.TIME, authority=STRANGERS_AUTHORITY),
        CREDENTIAL,  # an officer's key, which is for documents
        certified(Subject("ঘড়ি"), Purpose.TIME, now=NOW - 2 * YEAR, until=NOW - YEAR),
    ],
    ids=["unknown", "officer", "expired"],
)
def test_a_time_that_is_not_by_the_portals_clock_proves_nothing(clock: Credential) -> None:
    examined = examine_bytes(DATA, sign_bytes(DATA, CREDENTIAL, clock), TRUST)
    assert (examined.at, examined.is_intact, examined.is_good) == (None, True, False)


class _WeakClock(Clock):
    """The portal's clock, if it put its good name under digests that two documents can be made to share."""

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> ContentInfo:
        imprint = {"hash_algorithm": {"algorithm": md_algorithm}, "hashed_message": message_digest}
        told = {"version": "v1", "policy": POLICY, "message_imprint": imprint, "serial_number": 1, "gen_time": NOW}
        content = {"content_type": "tst_info", "content": core.ParsableOctetString(TSTInfo(told).dump())}
        return await self._signer.async_sign_general_data(EncapsulatedContentInfo(content), HASH, detached=False)


@pytest.mark.parametrize(("algorithm", "holds"), [("sha256", True), ("sha1", False)])
def test_a_digest_that_can_be_forged_proves_neither_content_nor_time(algorithm: str, holds: bool) -> None:
    signing = pyhanko_signer(CREDENTIAL).async_sign_general_data(DATA, algorithm, timestamper=_WeakClock(CLOCK))
    examined = examine_bytes(DATA, asyncio.run(signing).dump(), TRUST)
    assert (examined.name, examined.is_intact, examined.at is not None) == (OFFICER.name, holds, holds)


@pytest.mark.parametrize(
    "credential",
    [
        certified(OFFICER, now=NOW - 2 * YEAR, until=NOW - YEAR),
        certified(OFFICER, now=NOW + YEAR),
        certified(OFFICER, Purpose.TIME),
    ],
    ids=["expired", "not yet valid", "clock"],
)
def test_a_certificate_is_good_for_its_time_and_purpose_alone(credential: Credential) -> None:
    examined = examine_bytes(DATA, sign_bytes(DATA, credential, CLOCK), TRUST)
    assert (examined.is_intact, examined.was_valid, examined.is_good) == (True, False, False)


def calls(act: Callable[[], object]) -> int:
    """How many functions `act` calls: its cost, whatever else the machine does."""
    profile = cProfile.Profile()
    profile.runcall(act)
    return sum(each.callcount for each in profile.getstats())


@pytest.mark.thorough
def test_no_length_of_a_message_makes_signing_or_examining_take_long() -> None:
    """asn1crypto encoded everything anew wherever a length ended in the byte 0x80, millions of calls deep."""
    costs = []
    for length in range(64):
        clock = certified(Subject("a" * (length + 1)), Purpose.TIME)
        costs.append(calls(lambda clock=clock: examine_bytes(DATA, sign_bytes(DATA, CREDENTIAL, clock), TRUST)))
    assert max(costs) < 5 * min(costs)  # without the mending of documents.signatures.der it is thousands of times


def with_token(message: bytes, token: bytes) -> bytes:
    """The message with `token` in the place of the one over its signature, put together without a library."""
    value = CMSAttribute({"type": "signature_time_stamp_token", "values": []}).dump()
    attribute = encoded(0x30, children(value)[0][1] + encoded(0x31, token))
    return _ending_in(message, encoded(0xA1, attribute))


def encoded(tag: int, contents: bytes) -> bytes:
    return bytes([tag]) + bytes(core.OctetString(contents).dump()[1:])


def children(der: bytes) -> list[tuple[int, bytes]]:
    """The tag of each value inside a constructed one, and its whole encoding."""
    _class, _method, _tag, _header, contents, _trailer = parse(der)
    found = []
    while contents:
        length = peek(contents)
        found.append((contents[0], contents[:length]))
        contents = contents[length:]
    return found


def _ending_in(der: bytes, attributes: bytes) -> bytes:
    """The message with other unsigned attributes: the last value of the last, down to the signer's."""
    *kept, (tag, last) = children(der)
    if tag == 0xA1:
        return encoded(der[0], b"".join(value for _tag, value in kept) + attributes)
    if tag & 0x20 == 0:
        return encoded(der[0], b"".join(value for _tag, value in (*kept, (tag, last))) + attributes)
    return encoded(der[0], b"".join(value for _tag, value in kept) + _ending_in(last, attributes))


@pytest.mark.parametrize("levels", [1, 60])
def test_a_token_hidden_in_the_token_is_found_and_costs_nothing(levels: int) -> None:
    """It was packed again with the rest: for ever, where a length in it ended in the byte 0x80."""
    own = Message.read(DETACHED).token
    assert own is not None
    token = own.der
    for _level in range(levels):
        token = with_token(own.der, token)

    assert with_token(DETACHED, own.der) == DETACHED
    examined = examine_bytes(DATA, with_token(DETACHED, token), TRUST)

    assert (examined.at, examined.is_good) == (None, False)


def test_the_words_of_a_signature_are_read_no_further_than_honest_ones_go() -> None:
    def reason(padding: bytes) -> str:
        pdf = b"%PDF-1.7\n1 0 obj <</Contents <00>/ByteRange [0 29 33 9]" + padding + b"/Reason (why)>>"
        (signature,) = examine_pdf(pdf, TRUST).signatures
        return signature.reason

    assert reason(b"/X [1 2]") == "why"
    assert reason(b"/X [" + b"1 " * 200_000 + b"]") == ""


# Files from anywhere


@pytest.mark.parametrize("file", [b"", b"\x89PNG\r\n", DATA, b" " * 2000 + SEALED])
def test_what_is_no_pdf_is_called_that(file: bytes) -> None:
    with pytest.raises(UnreadableError, match="no PDF"):
        examine_pdf(file, TRUST)


def test_more_than_is_examined_is_refused_before_it_is_read() -> None:
    with pytest.raises(UnreadableError, match="too large"):
        examine_pdf(b"%PDF-1.7" + bytes(MAX_LENGTH), TRUST)
    with pytest.raises(UnreadableError, match="too many"):
        examine_pdf(b"%PDF-1.7" + b"/ByteRange [0 9 99 9]" * (MAX_SIGNATURES + 1), TRUST)


@pytest.mark.parametrize(
    "ranges",
    [b"0 10 20 9999999999", b"9999999999 9999999999 9999999999 9999999999", b"0 20 10 0", b"0 0 0 0", b"5 5 15 5"],
)
def test_a_signature_over_bytes_that_are_not_there_does_not_hold(ranges: bytes) -> None:
    (signature,) = examine_pdf(b"%PDF-1.7\n1 0 obj <</ByteRange [" + ranges + b"]>>", TRUST).signatures
    assert not signature.is_intact


PIECES = [b"(sealed)", b"/ByteRange [0 ", b"9 ", b"]", b"<0", b">"]


@given(
    st.lists(
        max_size=30,
        elements=st.one_of(st.binary(max_size=60), st.sampled_from(PIECES)),
    )
)
@example([b"/ByteRange [0 8 40 1]", b"<" + b"[" * 5000])
@example([PIECES[0]] * 4 + [b"/ByteRange"])
def test_junk_is_answered(pieces: list[bytes]) -> None:
    file = b"%PDF-1.7 " + b"".join(pieces).replace(PIECES[0], SEALED)
    if len(BYTE_RANGE.findall(file)) > MAX_SIGNATURES:
        with pytest.raises(UnreadableError):
            examine_pdf(file, TRUST)
    else:
        assert not examine_pdf(file, TRUST).is_whole
