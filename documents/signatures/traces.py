"""Finding a word inside a PDF without understanding the PDF: also in one that is damaged, or was made to do harm."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from itertools import islice

# Beyond these, what is left of a file goes unsearched: nothing made here comes near them.
STREAMS = 50_000
STREAM = 4 * 1024 * 1024  # bytes that one stream may unfold to
TOTAL = 64 * 1024 * 1024  # bytes that all of them may

PIECE = 256  # bytes inflated at a time: what stands before a damaged one can still be read

# A stream (ISO 32000-1, 7.3.8); the last one of a file that is cut off goes to the end.
_STREAM = re.compile(rb"stream\r?\n(.*?)(?:endstream|\Z)", re.DOTALL)


def matches(pdf: bytes, pattern: re.Pattern[bytes]) -> Iterator[re.Match[bytes]]:
    """Where the pattern matches in the file as it stands, and then in what its deflated streams unfold to."""
    yield from pattern.finditer(pdf)
    left = TOTAL
    for stream in islice(_STREAM.finditer(pdf), STREAMS):
        inflated = _inflated(stream[1], min(STREAM, left))
        left -= len(inflated)
        yield from pattern.finditer(inflated)
        if left <= 0:
            return


def _inflated(data: bytes, limit: int) -> bytes:
    """What the deflated data begins with, up to `limit` bytes and to where it is damaged or no deflated data at all."""
    inflating = zlib.decompressobj(-zlib.MAX_WBITS)  # without the checksum, of which a damaged stream would fail
    inflated = bytearray()
    for start in range(2, len(data), PIECE):
        if len(inflated) == limit:
            break
        try:
            inflated += inflating.decompress(data[start : start + PIECE], limit - len(inflated))
        except zlib.error:
            break
    return bytes(inflated)
