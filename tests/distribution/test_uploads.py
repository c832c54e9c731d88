"""A file that is too large is refused with an answer, and costs neither memory nor disk."""

from __future__ import annotations

import io
import tracemalloc
from pathlib import Path

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from distribution import uploads
from distribution.uploads import LARGEST, READ_OFF, Quota

HEAD = b'--edge\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
TAIL = b"\r\n--edge--\r\n"


class Sender(io.RawIOBase):
    """A browser that sends a file of zeros; `read_off` is how much of the request was taken."""

    def __init__(self, size: int) -> None:
        self.length = len(HEAD) + size + len(TAIL)
        self.read_off = 0

    def read(self, size: int = -1) -> bytes:
        start, end = self.read_off, min(self.length, self.read_off + (size if size >= 0 else self.length))
        self.read_off = end
        zeros = bytes(max(0, min(end, self.length - len(TAIL)) - max(start, len(HEAD))))
        tail = TAIL[max(0, start - self.length + len(TAIL)) :][: max(0, end - max(start, self.length - len(TAIL)))]
        return HEAD[start:end] + zeros + tail


def request_of(sender: Sender) -> WSGIRequest:
    environ = RequestFactory().post("/verify/").environ
    of_the_body = {"CONTENT_TYPE": "multipart/form-data; boundary=edge", "CONTENT_LENGTH": str(sender.length)}
    return WSGIRequest(environ | of_the_body | {"wsgi.input": sender})


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    """Where uploaded files lie while they are looked at."""
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    return tmp_path


def test_a_file_of_100_megabytes_is_read_off_and_thrown_away(folder: Path) -> None:
    sender = Sender(100_000_000)
    request, quota = request_of(sender), Quota(LARGEST)
    request.upload_handlers = [quota]
    tracemalloc.start()
    try:
        assert request.FILES == {}
        assert tracemalloc.get_traced_memory()[1] < 3_000_000
    finally:
        tracemalloc.stop()

    assert quota.exceeded
    assert sender.read_off == sender.length
    assert list(folder.iterdir()) == []


def test_of_a_request_beyond_all_measure_hardly_anything_is_read(folder: Path) -> None:
    sender = Sender(READ_OFF + 1)
    request, quota = request_of(sender), Quota(LARGEST)
    request.upload_handlers = [quota]

    assert request.FILES == {}
    assert quota.exceeded
    assert sender.read_off < 1_000_000


def test_a_request_that_does_not_say_how_long_it_is_is_stopped_at_the_limit(folder: Path) -> None:
    quota = Quota(100)
    quota.handle_raw_input(None, {}, 0, b"edge")
    quota.new_file("file", "a.pdf", "application/pdf", None)
    quota.receive_data_chunk(bytes(100), 0)

    with pytest.raises(uploads.SkipFile):
        quota.receive_data_chunk(b"1", 100)
    assert list(folder.iterdir()) == []


def test_a_file_of_just_the_limit_is_taken(folder: Path) -> None:
    request, quota = request_of(Sender(LARGEST)), Quota(LARGEST)
    request.upload_handlers = [quota]

    file = request.FILES["file"]
    assert (file.size, quota.exceeded) == (LARGEST, False)
    file.close()
    assert list(folder.iterdir()) == []
