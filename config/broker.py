"""The embedded portal's broker: kombu's folder of messages, but nobody finds a message that is half written."""

from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    # The ignored error is kombu's own: its two classes above call the message by two names.
    def _put(self, queue: str, payload: Any, **_options: Any) -> None:  # type: ignore[override]
        """Write the message beside the folder and move it in.

        kombu writes it in place, where a busy worker takes it up before its first byte, and ends
        (https://github.com/celery/kombu/issues/1551).
        """
        written = Path(self.control_folder, f"{round(monotonic() * 1000)}_{uuid4()}.{queue}.msg")
        written.write_text(dumps(payload))
        written.rename(Path(self.data_folder_out, written.name))


class Transport(filesystem.Transport):
    Channel = Channel
