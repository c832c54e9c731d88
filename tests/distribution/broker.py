"""The filesystem broker of the embedded portal as the tests read it: what workers were asked to do."""

from __future__ import annotations

import base64
import json
from pathlib import Path


class Broker:
    """The messages that lie in the broker's folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.forget()

    def forget(self) -> None:
        """Take every message away."""
        for message in self.folder.glob("*.msg"):
            message.unlink()

    def asked(self) -> list[tuple[str, list[int]]]:
        """Task and arguments of each message, in the order of the arguments."""
        return sorted(map(self._read, self.folder.glob("*.msg")))

    @staticmethod
    def _read(path: Path) -> tuple[str, list[int]]:
        message = json.loads(path.read_bytes())
        arguments, _options, _embedded = json.loads(base64.b64decode(message["body"]))
        return message["headers"]["task"], arguments
