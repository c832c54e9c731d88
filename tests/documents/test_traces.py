"""A word is found in a PDF that is whole, damaged or made to do harm, and only so much of it is unfolded."""

import io
import re
import tracemalloc
import zlib

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.signatures import traces

WORD = re.compile(rb"/verify/([A-Z0-9-]+)")


def stream(data: bytes) -> bytes:
    return b"1 0 obj <<>> stream\n" + zlib.compress(data) + b"\nendstream endobj\n"


def found(pdf: bytes) -> list[bytes]:
    return [match[1] for match in traces.matches(pdf, WORD)]


def test_the_word_is_found_plain_and_deflated() -> None:
    pdf = b"%PDF-1.7 (/verify/PLAIN) " + stream(b"nothing") + stream(b"x /verify/DEFLATED y") + b"stream\n/verify/OPEN"

    assert found(pdf) == [b"PLAIN", b"OPEN", b"DEFLATED"]


@pytest.mark.parametrize("objects", pikepdf.ObjectStreamMode.__members__.values())
def test_the_word_is_found_however_the_file_is_saved(objects: pikepdf.ObjectStreamMode) -> None:
    file = io.BytesIO()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        page.obj.Annots = pdf.make_indirect(pikepdf.Array([pikepdf.Dictionary(URI=pikepdf.String("a/verify/K7QM"))]))
        pdf.save(file, object_stream_mode=objects, compress_streams=True)

    assert b"K7QM" in found(file.getvalue())


@given(st.binary(max_size=2000), st.integers(0, 200))
def test_it_is_found_where_the_file_is_cut_off(noise: bytes, cut: int) -> None:
    whole = stream(b"/verify/HERE " + bytes(5000))

    assert b"HERE" in found(noise.replace(b"stream", b"") + b"\n" + whole[: len(whole) - cut % 20])


@given(st.integers(2, 3000))
def test_what_stands_before_a_damaged_byte_is_found(place: int) -> None:
    data = bytearray(stream(b"/verify/BEFORE " + b" ".join(b"%d" % (number**3) for number in range(3000))))
    start = data.index(b"stream\n") + 7 + traces.PIECE
    data[start + place] ^= 0xFF

    assert found(bytes(data)) == [b"BEFORE"]


@given(st.lists(st.sampled_from([b"stream\n", b"endstream", b"\r\n", zlib.compress(bytes(99)), b"/verify/A", b"\xff"])))
def test_whatever_the_bytes_it_ends(parts: list[bytes]) -> None:
    list(traces.matches(b"".join(parts), WORD))


@pytest.mark.thorough
def test_a_bomb_is_unfolded_so_far_and_no_further() -> None:
    bomb = stream(bytes(300 * 1024 * 1024)) + stream(b"/verify/BEHIND")
    tracemalloc.start()
    try:
        assert found(bomb) == [b"BEHIND"]
        assert tracemalloc.get_traced_memory()[1] < 4 * traces.STREAM
    finally:
        tracemalloc.stop()


@pytest.mark.thorough
def test_of_many_bombs_only_the_first_are_unfolded() -> None:
    full = traces.TOTAL // traces.STREAM

    assert found(stream(bytes(traces.STREAM)) * full + stream(b"/verify/BEHIND")) == []
    assert found(stream(bytes(traces.STREAM)) * (full - 1) + stream(b"/verify/BEFORE")) == [b"BEFORE"]


def test_of_countless_streams_only_the_first_are_looked_at() -> None:
    before = stream(b"") * (traces.STREAMS - 1)

    assert found(before + stream(b"/verify/LAST") + stream(b"/verify/BEHIND")) == [b"LAST"]
