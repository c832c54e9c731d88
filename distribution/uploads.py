"""Taking a file from a stranger: on disk, up to a limit, and gone with the request."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import SkipFile, StopUpload, TemporaryFileUploadHandler

LARGEST = 20 * 1024 * 1024  # bytes; an issued document of 40 pages has less than one million
READ_OFF = 200 * 1024 * 1024  # bytes


class Quota(TemporaryFileUploadHandler):
    """Stores uploaded files in temporary ones as long as all of them together have at most `limit` bytes.

    What goes beyond is read and thrown away, for a browser shows no answer before it has sent everything; a request
    that says itself that it is longer than READ_OFF is broken off. `exceeded`: whether it came to that.
    """

    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = self.left = limit
        self.exceeded = False
        self._break_off = False

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any, **kwargs: Any) -> None:  # noqa: N803 — Django's own name
        """Leave no room to a request of which it is plain beforehand that it is too long."""
        if content_length > self.limit + self.chunk_size:
            self.left = 0
        self._break_off = content_length > READ_OFF

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.left -= len(raw_data)
        if self.left < 0:
            self.exceeded = True
            self.upload_interrupted()
            raise StopUpload(connection_reset=True) if self._break_off else SkipFile
        super().receive_data_chunk(raw_data, start)
