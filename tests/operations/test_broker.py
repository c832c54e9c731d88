"""The embedded portal's broker: a message is there as a whole or not at all."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from kombu import Connection, Queue

import config.celery  # noqa: F401 - which installs the broker

LETTERS = 20_000_000  # so many that writing them takes a while


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "messages").mkdir()
    (tmp_path / "control").mkdir()
    return tmp_path


@pytest.fixture
def connection(folder: Path) -> Iterator[Connection]:
    options = {
        "data_folder_in": str(folder / "messages"),
        "data_folder_out": str(folder / "messages"),
        "control_folder": str(folder / "control"),
    }
    with Connection("filesystem://localhost", transport_options=options) as connection:
        yield connection


def test_a_message_arrives(connection: Connection) -> None:
    with connection.SimpleQueue("letters") as queue:
        queue.put({"text": "কার্যবিবরণী"})
        assert queue.get(timeout=5).payload == {"text": "কার্যবিবরণী"}


def test_nobody_finds_half_a_message(connection: Connection, folder: Path) -> None:
    with connection.channel() as channel:
        Queue("letters", channel=channel).declare()
        sending = threading.Thread(target=channel._put, args=("letters", {"text": "a" * LETTERS}))
        sending.start()
        found: list[Path] = []
        while not found:
            found = list((folder / "messages").iterdir())
        text = found[0].read_text()
        sending.join()
    assert len(json.loads(text)["text"]) == LETTERS
