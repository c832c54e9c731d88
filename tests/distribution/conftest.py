"""Fixtures of the tests of distribution: a committee whose signed minutes are to be issued."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from accounts.domain.signing import OpenKey
from distribution.models import MemoFile
from minutes.models import Minutes
from tests.clients import signed_in
from tests.distribution.broker import Broker
from tests.distribution.stories import file_of, signed
from tests.factories import Seated, make_committee, open_key


@pytest.fixture
def broker() -> Broker:
    """The broker's folder, empty at first."""
    return Broker(Path(settings.BROKER_DIR) / "messages")


@pytest.fixture
def seated(db: None) -> Seated:
    return make_committee()


@pytest.fixture
def secretary(seated: Seated) -> Client:
    """The browser of the committee's member secretary, in English."""
    return signed_in(seated.secretary, "en")


@pytest.fixture
def key(seated: Seated) -> OpenKey:
    """The chair's."""
    return open_key(seated.chair)


@pytest.fixture
def minutes(seated: Seated, key: OpenKey) -> Minutes:
    """The committee's, signed."""
    return signed(seated, key)


@pytest.fixture
def file(seated: Seated) -> MemoFile:
    """The memo file of the committee's office, from which no number was taken yet."""
    return file_of(seated.committee.office)
